/*
 * What the ways of taking pages of another migratetype have in common.
 *
 * Kernel counterpart: find_suitable_fallback, can_steal_fallback,
 * boost_watermark (mm/page_alloc.c).
 */
#ifndef MMSCOPE_CORE_FALLBACK_INTERNAL_H
#define MMSCOPE_CORE_FALLBACK_INTERNAL_H

#include "core/pageblock_internal.h"
#include "core/rmqueue_internal.h"

/* First type of the fallback order whose list of this order has a block; -1
 * when there is none. */
per_form int find_fallback(const struct model *m, const struct zone *zone,
			   unsigned order, enum migratetype start);
/* Does a block of this order justify taking its whole pageblock? */
per_form bool worth_a_pageblock(const struct model *m, unsigned order,
				enum migratetype start);
/* Raises the marks by a pageblock; false when boosting is off here. */
per_form bool boost_watermark(struct model *m, const struct zone *zone);
/* Pages of the pageblock that would suit the new type, besides free ones. */
per_form int64_t alike_pages(const struct model *m,
			     const struct request *request,
			     const struct block_survey *survey,
			     enum migratetype block_type);

/* Moves the block's pageblock as far as it lies in the zone to the lists of the
 * request's type; returns the pages moved, 0 when its end lies outside. */
per_form int64_t move_pageblock(struct model *m, const struct request *request,
				struct free_block block,
				struct block_survey *survey);

/* __rmqueue_fallback of FALLBACK_TAKE: the block itself; PFN_NONE: none. */
per_form pfn_t rmqueue_take(struct model *m, const struct request *request);
/* __rmqueue_fallback of FALLBACK_STEAL: brings a block of another type to the
 * lists of the request's type; false when there is none. */
per_form bool rmqueue_fallback(struct model *m, const struct request *request);

#endif
