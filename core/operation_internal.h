/*
 * Running operations that do not become part of the history: one of it once
 * more, for core/detail.c; one on trial, for core/trial.c.
 */
#ifndef MMSCOPE_CORE_OPERATION_INTERNAL_H
#define MMSCOPE_CORE_OPERATION_INTERNAL_H

#include "core/tape_internal.h"

/* The state must be that in which it began; its result is not asked for. */
void operation_run_again(struct model *m, const struct tape_op *record,
			 uint32_t number);
/* It must be possible; its result is returned, without the pages of a bulk. */
struct op_result operation_run_on_trial(struct model *m,
					const struct operation *op);

#endif
