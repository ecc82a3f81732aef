/*
 * What most operations by far are: requests and frees with nothing wrong about
 * them.  Compiled into whoever runs them.
 */
#ifndef MMSCOPE_CORE_OPERATION_COMMON_INTERNAL_H
#define MMSCOPE_CORE_OPERATION_COMMON_INTERNAL_H

#include "core/gfp_internal.h"
#include "core/model_internal.h"
#include "core/operation.h"

static inline bool is_common_request(const struct model *m,
				     const struct operation *op)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;

	return gfp_zone_is_valid(bits, op->gfp) &&
	       gfp_mobility_is_valid(bits, op->gfp) &&
	       (unsigned)op->nid < m->machine.nr_nodes &&
	       op->order <= OP_ORDER_MAX && m->globals->nr_tags < MAX_TAGS;
}

/* Of a whole live block that nobody else holds, with nothing left on its
 * pages. */
static inline bool is_common_free(const struct model *m,
				  const struct operation *op)
{
	if (op->pfn < m->first_pfn || op->pfn >= m->end_pfn)
		return false;
	const struct page *page = page_of(m, op->pfn);
	uint64_t left = 0;

	if (page->use != PAGE_ALLOCATED || page->use_order != op->order ||
	    page->refcount != 1 || op->pfn & (pages_in(op->order) - 1))
		return false;
	for (pfn_t i = 0; i < pages_in(op->order); i++)
		left |= page[i].flags_diff | page[i].page_type_inverted;
	return left == 0;
}

/* Is there no need to look closer, neither at whether it is possible nor at
 * what it points to? */
static inline bool is_common_operation(const struct model *m,
				       const struct operation *op)
{
	if (op->cpu >= m->machine.nr_cpus || op->cold || op->tag.file ||
	    op->module || op->nr_sites)
		return false;
	if (op->kind == OP_ALLOC)
		return is_common_request(m, op);
	return op->kind == OP_FREE && is_common_free(m, op);
}

#endif
