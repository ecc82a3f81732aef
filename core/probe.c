#include "core/probe_internal.h"

#include <assert.h>
#include <string.h>

#include "core/profile.h"

/* How many operands a row of the table names. */
#define ARG(name, kind)                                                        \
	{                                                                      \
#name, ARG_##kind                                              \
	}
#define ARGS(...) ((const struct probe_arg[]){ __VA_ARGS__ })

static const struct probe rows[] = {
#define PROBE(id, function, label, outline, sentence, ...)                     \
	[PROBE_##id] = { function,                                             \
			 label,                                                \
			 outline,                                              \
			 sentence,                                             \
			 ARGS(__VA_ARGS__),                                    \
			 sizeof(ARGS(__VA_ARGS__)) / sizeof(struct probe_arg), \
			 true,                                                 \
			 false },
#include "core/probes.def"
#undef PROBE
};

const struct probe *probe_row(enum probe_id id)
{
	assert(id < NR_PROBES);
	return &rows[id];
}

/* Gives a function the name that this kernel has for it. */
static void rename_function(struct probe probes[NR_PROBES],
			    const struct function_name *name)
{
	bool found = false;

	for (unsigned id = 0; id < NR_PROBES; id++) {
		if (strcmp(probes[id].function, name->elsewhere) != 0)
			continue;
		probes[id].function = name->here;
		found = true;
	}
	assert(found && "a profile renames a function that no probe has");
}

void probes_of_kernel(const struct profile *profile,
		      struct probe ret[NR_PROBES])
{
	memcpy(ret, rows, sizeof(rows));
	probes_reword(profile, ret);
	for (const struct function_name *name = profile->function_names;
	     name && name->here; name++)
		rename_function(ret, name);
	for (unsigned id = 0; id < NR_PROBES; id++)
		ret[id].begins_frame = strcmp(ret[id].label, "enter") == 0;
}

unsigned probe_next(const struct probe probes[NR_PROBES], unsigned id,
		    const char *function)
{
	while (id < NR_PROBES &&
	       (!probes[id].exists ||
		(function && strcmp(probes[id].function, function) != 0)))
		id++;
	return id;
}
