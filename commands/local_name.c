#include "commands/local_name.h"

#include <string.h>

#include "commands/session_internal.h"

static int arg_named(const struct probe *probe, const char *text, size_t length)
{
	for (unsigned i = 0; i < probe->nr_args; i++) {
		const char *own = probe->args[i].name;

		if (strlen(own) == length && memcmp(own, text, length) == 0)
			return (int)i;
	}
	return -1;
}

/* Walking back through a long frame for an operand that never comes would
 * make watching slow. */
static void note_function(struct local_name *name, const struct probe *probes,
			  const char *function)
{
	for (unsigned id = 0;
	     (id = probe_next(probes, id, function)) < NR_PROBES; id++)
		probe_set_add(&name->functions, (enum probe_id)id);
}

bool local_name_init(struct local_name *name, const struct model *m,
		     const char *text, size_t length)
{
	const struct probe *probes = model_probes(m);
	bool found = false;

	memset(name->arg, -1, sizeof(name->arg));
	name->functions = (struct probe_set){ { 0 } };
	for (unsigned id = 0; (id = probe_next(probes, id, NULL)) < NR_PROBES;
	     id++) {
		int arg = arg_named(&probes[id], text, length);

		name->arg[id] = (int16_t)arg;
		if (arg < 0)
			continue;
		found = true;
		if (!probe_set_has(&name->functions, (enum probe_id)id))
			note_function(name, probes, probes[id].function);
	}
	return found;
}

static struct local operand(const struct model *m, const struct step *step,
			    int arg)
{
	const struct probe_arg *own = &probe_in(m, step->probe)->args[arg];

	return (struct local){ own->name, own->kind, step->args[arg] };
}

bool local_name_find(const struct local_name *name, const struct model *m,
		     uint64_t position, struct local *ret)
{
	if (position == 0)
		return false;
	struct step step = history_step(m, position);

	if (!probe_set_has(&name->functions, step.probe))
		return false;
	while (name->arg[step.probe] < 0) {
		position = previous_in_frame(m, position);
		if (!position)
			return false;
		step = history_step(m, position);
	}
	*ret = operand(m, &step, name->arg[step.probe]);
	return true;
}

static bool same_function(const char *function, const struct probe *probe)
{
	return function && strcmp(function, probe->function) == 0;
}

bool local_name_find_around(const struct local_name *name,
			    const struct model *m, uint64_t position,
			    struct local *ret)
{
	if (position == 0)
		return false;
	uint64_t begin = history_op_begin(m, history_op_at(m, position));
	unsigned depth = history_step(m, position).depth;
	const char *function = NULL; /* of the frame being walked; NULL: over */

	for (uint64_t at = position; at > begin; at--) {
		struct step step = history_step(m, at);
		const struct probe *probe = probe_in(m, step.probe);
		int arg = name->arg[step.probe];

		if (step.depth > depth ||
		    (step.depth == depth && at < position &&
		     !same_function(function, probe)))
			continue;
		if (arg >= 0 && step.args[arg] >= 0) {
			*ret = operand(m, &step, arg);
			return true;
		}
		depth = step.depth;
		function = probe->begins_frame ? NULL : probe->function;
	}
	return false;
}

struct local local_name_any(const struct local_name *name,
			    const struct model *m)
{
	for (unsigned id = 0; id < NR_PROBES; id++) {
		if (name->arg[id] < 0)
			continue;
		const struct probe_arg *arg =
			&probe_in(m, (enum probe_id)id)->args[name->arg[id]];

		return (struct local){ arg->name, arg->kind, 0 };
	}
	return (struct local){ .name = NULL };
}
