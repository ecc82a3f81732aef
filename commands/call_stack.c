/*
 * The call stack at a position, read off the tape: see call_stack.h.
 *
 * Kernel counterpart: none; gdb's backtrace is the model.
 */
#include "commands/call_stack.h"

#include <string.h>

#include "commands/narrate.h"
#include "commands/session_internal.h"

unsigned frames_at(const struct model *m, uint64_t position,
		   uint64_t ret[MAX_FRAMES])
{
	if (position == 0)
		return 0;

	uint64_t begin = history_op_begin(m, history_op_at(m, position));
	unsigned nr = 0;
	unsigned wanted = history_step(m, position).depth + 1;

	for (uint64_t at = position; at > begin && nr < MAX_FRAMES; at--) {
		unsigned depth = history_step(m, at).depth;

		if (depth >= wanted)
			continue;
		ret[nr++] = at;
		wanted = depth;
		if (depth == 0)
			break;
	}
	return nr;
}

static unsigned remember(struct local *locals, unsigned nr,
			 const struct local *local)
{
	for (unsigned i = 0; i < nr; i++) {
		if (strcmp(locals[i].name, local->name) == 0) {
			locals[i] = *local;
			return nr;
		}
	}
	if (nr == MAX_LOCALS)
		return nr;
	locals[nr] = *local;
	return nr + 1;
}

unsigned frame_locals(const struct model *m, uint64_t position,
		      struct local ret[MAX_LOCALS])
{
	unsigned nr = 0;

	if (position == 0)
		return 0;

	unsigned depth = history_step(m, position).depth;

	for (uint64_t at = frame_begin(m, position); at <= position; at++) {
		struct step step = history_step(m, at);
		const struct probe *probe = probe_in(m, step.probe);

		if (step.depth != depth)
			continue;
		for (unsigned i = 0; i < probe->nr_args; i++) {
			struct local local = { probe->args[i].name,
					       probe->args[i].kind,
					       step.args[i] };
			nr = remember(ret, nr, &local);
		}
	}
	return nr;
}

static struct json *by_name(const struct model *m, const struct local *local)
{
	char name[64];

	narrate_arg(m, local->kind, local->value, name, sizeof(name));
	return json_string(name);
}

static struct json *local_json(const struct model *m, const struct local *local)
{
	const struct machine *machine = model_machine(m);
	int64_t value = local->value;

	switch (local->kind) {
	case ARG_NUMBER:
	case ARG_PAGES:
	case ARG_ORDER:
	case ARG_CPU:
	case ARG_LIST:
		return json_number(value);
	case ARG_NODE:
	case ARG_TAG:
		return value < 0 ? json_null() : json_number(value);
	case ARG_PFN:
		return value == PFN_NONE ? json_null() : json_number(value);
	case ARG_TYPE:
		if (value < 0 || value >= MIGRATE_TYPES)
			return json_null();
		return json_string(machine->profile->migratetype_names[value]);
	case ARG_ZONE:
		if (value < 0 || value >= nr_zones(m))
			return json_null();
		return json_string(zone_name(m, (unsigned)value));
	case ARG_YES:
		return json_bool(value != 0);
	case ARG_GFP:
	case ARG_ALLOC_FLAGS:
	case ARG_WORD:
		return json_word((uint64_t)value);
	case ARG_MODE:
	case ARG_MARK:
	case ARG_COMPACTION:
	case ARG_PRIORITY:
	case ARG_FLAG:
	case ARG_PAGE_TYPE:
	case ARG_CACHE:
	case ARG_MODULE:
	case ARG_PROFILING:
		return by_name(m, local);
	}
	return json_null();
}

struct json *frame_locals_json(const struct model *m, uint64_t position)
{
	struct local locals[MAX_LOCALS];
	unsigned nr = frame_locals(m, position, locals);
	struct json *object = json_object();

	for (unsigned i = 0; i < nr; i++)
		json_add(object, locals[i].name, local_json(m, &locals[i]));
	return object;
}
