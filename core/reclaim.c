/*
 * Direct reclaim: the task that needs pages frees some itself.
 *
 * Page cache, anonymous memory and slab caches are no part of the model, so
 * there is nothing to reclaim and never progress.  What the kernel does with
 * progress stands here all the same, behind the one place that would bring it.
 *
 * Kernel counterpart: __alloc_pages_direct_reclaim, __perform_reclaim,
 * should_reclaim_retry (mm/page_alloc.c), zone_reclaimable_pages
 * (mm/vmscan.c), 6.12.107.
 */
#include "core/highatomic_internal.h"
#include "core/pcp_internal.h"
#include "core/slowpath_internal.h"
#include "core/watermark_internal.h"

/* Returns the pages that came free. */
static int64_t perform_reclaim(struct model *m, const struct slow_request *slow)
{
	const int64_t progress = 0;

	frame(m, PROBE_PERFORM_RECLAIM, slow->ac->order, progress);
	return progress;
}

pfn_t alloc_pages_after_reclaim(struct model *m,
				const struct slow_request *slow)
{
	const struct alloc_context *ac = slow->ac;
	pfn_t pfn = get_page_from_freelist(m, ac, slow->alloc_flags);

	if (pfn != PFN_NONE)
		return pfn;
	probe(m, PROBE_DIRECT_RECLAIM_DRAIN, ac->order);
	unreserve_highatomic_pageblock(m, ac, false);
	drain_all_pages(m);
	return get_page_from_freelist(m, ac, slow->alloc_flags);
}

pfn_t alloc_pages_direct_reclaim(struct model *m, struct slow_request *slow)
{
	frame(m, PROBE_DIRECT_RECLAIM, slow->ac->order, slow->ac->gfp);
	slow->progress = perform_reclaim(m, slow);
	slow->reclaimed += slow->progress;
	probe(m, PROBE_DIRECT_RECLAIM_PROGRESS, slow->progress);
	if (slow->progress == 0)
		return PFN_NONE;
	return alloc_pages_after_reclaim(m, slow);
}

/* Would the min mark hold if all that can be reclaimed came free? */
static bool zone_gives_hope(struct model *m, const struct slow_request *slow,
			    const struct zone *zone)
{
	int64_t free = zone_free_exact(m, zone_index(m, zone));
	/* With empty LRU lists the kernel counts the free pages for them. */
	int64_t reclaimable = free;
	struct watermark_test test = {
		.order = slow->ac->order,
		.mark = wmark_pages(zone, WMARK_MIN),
		.highest = slow->ac->highest_zoneidx,
		.alloc_flags = slow->alloc_flags,
		.gfp = slow->ac->gfp,
	};

	probe(m, PROBE_RECLAIM_RETRY_ZONE, zone_index(m, zone), reclaimable,
	      free, reclaimable + free, test.mark);
	return zone_watermark_ok_with(m, zone, &test, reclaimable + free);
}

static bool any_zone_gives_hope(struct model *m,
				const struct slow_request *slow)
{
	const struct alloc_context *ac = slow->ac;

	for (unsigned at = ac->preferred; at < ac->zonelist->nr;
	     at = next_zoneref(ac, at + 1))
		if (zone_gives_hope(m, slow, zoneref_zone(m, ac, at)))
			return true;
	return false;
}

bool should_reclaim_retry(struct model *m, struct slow_request *slow)
{
	bool advances = slow->progress > 0 && !slow_request_is_costly(slow);

	slow->no_progress_loops = advances ? 0 : slow->no_progress_loops + 1;
	frame(m, PROBE_RECLAIM_RETRY, slow->ac->order, slow->progress,
	      slow->no_progress_loops, MAX_RECLAIM_RETRIES);
	bool enough = slow->no_progress_loops > MAX_RECLAIM_RETRIES;

	if (enough)
		probe(m, PROBE_RECLAIM_RETRY_ENOUGH, slow->no_progress_loops,
		      MAX_RECLAIM_RETRIES);
	bool retry = !enough && any_zone_gives_hope(m, slow);

	probe(m, PROBE_RECLAIM_RETRY_RESULT, retry);
	return retry || unreserve_highatomic_pageblock(m, slow->ac, true);
}
