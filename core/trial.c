#include "core/trial.h"

#include <stdlib.h>

#include "core/model_internal.h"
#include "core/operation_internal.h"
#include "core/probe_internal.h"

struct trial {
	struct model *m;
	struct details *details;       /* own, of all that ran on trial */
	struct details *model_details; /* the model's, while it is set aside */
	const struct detail *detail;   /* of all that ran, one behind another */
	size_t first_step;             /* of the operation that ran last */
	unsigned mode;
};

struct trial *trial_begin(struct model *m)
{
	uint32_t op = history_op_at(m, m->tape.cursor);
	struct trial *t = calloc(1, sizeof(*t));
	struct details *details = details_create(m);

	assert((op == 0 || history_op_end(m, op) == m->tape.cursor) &&
	       "a trial begins between two operations");
	if (!t || !details) {
		free(t);
		details_destroy(details);
		return NULL;
	}
	*t = (struct trial){ .m = m,
			     .details = details,
			     .model_details = m->details,
			     .mode = m->mode };
	details_begin(details, 1);
	t->detail = details_of(details, 1);
	m->details = details;
	m->mode = TAPE_STEPS;
	return t;
}

void trial_end(struct trial *t)
{
	if (!t)
		return;
	detail_undo(t->m, t->detail);
	t->m->details = t->model_details;
	t->m->mode = t->mode;
	details_destroy(t->details);
	free(t);
}

enum op_refusal trial_run(struct trial *t, const struct operation *op,
			  struct op_result *ret)
{
	int64_t where = 0;
	enum op_refusal refusal = operation_check(t->m, op, &where);

	t->first_step = t->detail->nr_steps;
	if (refusal == OP_POSSIBLE)
		*ret = operation_run_on_trial(t->m, op);
	return refusal;
}

uint64_t trial_steps(const struct trial *t)
{
	return t->detail->nr_steps - t->first_step;
}

struct step trial_step(const struct trial *t, uint64_t i)
{
	const struct detail_step *step = &t->detail->steps[t->first_step + i];
	struct step seen = {
		.probe = step->probe,
		.depth = step->depth,
		.op = history_ops(t->m) + 1,
	};

	for (unsigned arg = 0; arg < probe_row(seen.probe)->nr_args; arg++)
		seen.args[arg] = t->detail->args[step->args_at + arg];
	return seen;
}
