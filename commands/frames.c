/*
 * Frames on the tape: which steps belong to one call of a kernel function.
 *
 * A step knows the depth of its frame.  A frame begins where the step before
 * it in the operation is less deep, or as deep but of another function, or
 * where a function's own first step ("enter") comes again.
 */
#include <string.h>

#include "commands/session_internal.h"

uint64_t previous_in_frame(const struct model *m, uint64_t position)
{
	struct step step = history_step(m, position);
	const struct probe *probe = probe_in(m, step.probe);
	uint64_t begin = history_op_begin(m, step.op);

	if (probe->begins_frame)
		return 0;
	for (uint64_t p = position - 1; p > begin; p--) {
		struct step before = history_step(m, p);

		if (before.depth > step.depth)
			continue;
		if (before.depth < step.depth)
			return 0;
		bool same = strcmp(probe_in(m, before.probe)->function,
				   probe->function) == 0;
		return same ? p : 0;
	}
	return 0;
}

bool step_begins_frame(const struct model *m, uint64_t position)
{
	return previous_in_frame(m, position) == 0;
}

uint64_t frame_begin(const struct model *m, uint64_t position)
{
	uint64_t before = previous_in_frame(m, position);

	while (before) {
		position = before;
		before = previous_in_frame(m, position);
	}
	return position;
}
