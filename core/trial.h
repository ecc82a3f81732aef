/*
 * Trials: what operations would do from the present state on.
 *
 * They run on the model itself, aside from its history, and are undone word
 * by word when the trial ends: state, digest, history and cursor are then as
 * they were.  So a trial costs what its operations cost, however large the
 * machine is.  Between begin and end nothing else may be asked of the model
 * but to read its state.
 */
#ifndef MMSCOPE_CORE_TRIAL_H
#define MMSCOPE_CORE_TRIAL_H

#include "core/history.h"

struct trial;

/* The cursor must stand between two operations.  NULL when the host has no
 * memory. */
struct trial *trial_begin(struct model *m);
/* Everything is as it was before trial_begin(). */
void trial_end(struct trial *t);

/* Check, then run, after those that ran before in this trial.  *ret is what
 * came of it, without the pages of a bulk. */
enum op_refusal trial_run(struct trial *t, const struct operation *op,
			  struct op_result *ret);
/* The steps of the operation that ran last, counted from 0. */
uint64_t trial_steps(const struct trial *t);
struct step trial_step(const struct trial *t, uint64_t i);

#endif
