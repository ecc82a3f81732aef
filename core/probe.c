#include "core/probe.h"

#include <assert.h>

/* How many operands a row of the table names. */
#define ARG(name, kind)                                                        \
	{                                                                      \
#name, ARG_##kind                                              \
	}
#define COUNT_ARGS(...)                                                        \
	(sizeof((const struct probe_arg[]){ __VA_ARGS__ }) /                   \
	 sizeof(struct probe_arg))

static const struct probe probes[] = {
#define PROBE(id, function, label, outline, sentence, ...)                     \
	[PROBE_##id] = { function,                                             \
			 label,                                                \
			 outline,                                              \
			 sentence,                                             \
			 COUNT_ARGS(__VA_ARGS__),                              \
			 { __VA_ARGS__ } },
#include "core/probes.def"
#undef PROBE
};

const struct probe *probe_of(enum probe_id id)
{
	assert(id < NR_PROBES);
	return &probes[id];
}
