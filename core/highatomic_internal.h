/*
 * The high-atomic reserve: whole pageblocks kept for urgent large requests.
 *
 * Kernel counterpart: reserve_highatomic_pageblock and
 * unreserve_highatomic_pageblock (mm/page_alloc.c), 6.12.107.
 */
#ifndef MMSCOPE_CORE_HIGHATOMIC_INTERNAL_H
#define MMSCOPE_CORE_HIGHATOMIC_INTERNAL_H

#include "core/page_alloc_internal.h"

per_form void reserve_highatomic_pageblock(struct model *m,
					   const struct zone *zone, pfn_t pfn,
					   unsigned order);
/* Gives one reserved block back to the request's type; true when pages came
 * free by it.  Not forced, each zone keeps its last block. */
per_form bool unreserve_highatomic_pageblock(struct model *m,
					     const struct alloc_context *ac,
					     bool force);

#endif
