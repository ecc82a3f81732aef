/*
 * Zone counters with their per-CPU differences.
 *
 * Watermark tests read the global word only, so when a difference is folded
 * into it decides outcomes.  Kernel counterpart: mm/vmstat.c
 * (__mod_zone_page_state), mm/page_alloc.c (account_freepages).
 */
#ifndef MMSCOPE_CORE_VMSTAT_INTERNAL_H
#define MMSCOPE_CORE_VMSTAT_INTERNAL_H

#include "core/model_internal.h"

/* __mod_zone_page_state of NR_FREE_PAGES, and of NR_FREE_CMA_PAGES. */
per_form void account_free_pages(struct model *m, const struct zone *zone,
				 int64_t pages);
per_form void account_cma_pages(struct model *m, const struct zone *zone,
				int64_t pages);
/* Of NR_ALLOC_BATCH. */
per_form void account_alloc_batch(struct model *m, const struct zone *zone,
				  int64_t pages);
/* zone_page_state: what readers see of a global counter.  Below zero it only
 * waits for what CPUs have yet to tell, and is taken for zero. */
static inline int64_t zone_page_state(int64_t counter)
{
	return counter < 0 ? 0 : counter;
}

/* One update of the free counters by the CPU that runs; isolated pages are
 * not counted, CMA and high-atomic ones in a counter of their own besides. */
per_form void account_freepages(struct model *m, const struct zone *zone,
				int64_t pages, enum migratetype type);

#endif
