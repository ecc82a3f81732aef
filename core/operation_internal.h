/*
 * Running operations that do not become part of the history: one of it once
 * more, for core/detail.c; one on trial, for core/trial.c.
 */
#ifndef MMSCOPE_CORE_OPERATION_INTERNAL_H
#define MMSCOPE_CORE_OPERATION_INTERNAL_H

#include "core/tape_internal.h"

/* The state must be that in which it began; its result is not asked for. */
void operation_run_again(struct model *m, const struct operation *op,
			 uint32_t number);
/* It must be possible; its result is returned, without the pages of a bulk. */
struct op_result operation_run_on_trial(struct model *m,
					const struct operation *op);

/* kmalloc_check.c */
enum op_refusal kmalloc_check(const struct model *m, const struct operation *op,
			      int64_t *where);
enum op_refusal kfree_check(const struct model *m, const struct operation *op,
			    int64_t *where);
/* Does the operation treat a slab as a page that anybody may free or give
 * another meaning?  *where: that page. */
bool slab_forbids(const struct model *m, const struct operation *op,
		  int64_t *where);

#endif
