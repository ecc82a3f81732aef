/*
 * Running an operation of the history once more; for core/detail.c only.
 */
#ifndef MMSCOPE_CORE_OPERATION_INTERNAL_H
#define MMSCOPE_CORE_OPERATION_INTERNAL_H

#include "core/tape_internal.h"

/* The state must be that in which it began; its result is not asked for. */
void operation_run_again(struct model *m, const struct tape_op *record,
			 uint32_t number);

#endif
