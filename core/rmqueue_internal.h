/*
 * Taking pages from the buddy lists of a zone, own lists first.
 *
 * Kernel counterpart: __rmqueue, __rmqueue_smallest, __rmqueue_claim,
 * __rmqueue_steal, rmqueue_bulk, rmqueue_buddy, rmqueue (mm/page_alloc.c).
 */
#ifndef MMSCOPE_CORE_RMQUEUE_INTERNAL_H
#define MMSCOPE_CORE_RMQUEUE_INTERNAL_H

#include "core/free_area_internal.h"
#include "core/gfp.h"

/* Where __rmqueue found something last, carried through one refill. */
enum rmqueue_mode {
	RMQUEUE_NORMAL,
	RMQUEUE_CMA,
	RMQUEUE_CLAIM,
	RMQUEUE_STEAL,
};

/* A request as the inner functions see it. */
struct request {
	const struct zone *zone;
	unsigned order;
	enum migratetype type;
	unsigned alloc_flags;
	bool cold; /* from the cold end of the pcp list */
};

/* All return PFN_NONE when there is no page. */
per_form pfn_t rmqueue_smallest(struct model *m, const struct request *request);
per_form pfn_t rmqueue_claim(struct model *m, const struct request *request);
per_form pfn_t rmqueue_steal(struct model *m, const struct request *request);
/* __rmqueue */
per_form pfn_t rmqueue_modes(struct model *m, const struct request *request,
			     enum rmqueue_mode *mode);
per_form pfn_t rmqueue_buddy(struct model *m, const struct request *request);
/* *from_buddy: the page did not come from a pcp list. */
per_form pfn_t rmqueue(struct model *m, const struct request *request,
		       bool *from_buddy);
/* Fills a pcp list at its tail; returns the number of blocks. */
per_form int rmqueue_bulk(struct model *m, const struct request *request,
			  int blocks, const struct list_head *list);

#endif
