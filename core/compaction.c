/*
 * Direct compaction: pages are moved together until a block is free.
 *
 * No page of the model can be moved, as nobody's page tables point to it.  So
 * compaction is what the kernel decides about it: where it is put off, where
 * there is no room for it, and what its failure means for later requests.
 *
 * Kernel counterpart: __alloc_pages_direct_compact, should_compact_retry
 * (mm/page_alloc.c), try_to_compact_pages, compaction_suitable,
 * compaction_deferred, defer_compaction, compaction_defer_reset
 * (mm/compaction.c), 6.12.107.
 */
#include "core/slowpath_internal.h"
#include "core/survey.h"
#include "core/watermark_internal.h"

enum { COMPACT_MAX_DEFER_SHIFT = 6, EXTFRAG_THRESHOLD = 500 };

static bool compaction_deferred(struct model *m, const struct zone *zone,
				unsigned order)
{
	unsigned limit = 1U << zone->compact_defer_shift;
	unsigned considered = zone->compact_considered + 1U;
	bool concerns = order >= zone->compact_order_failed;

	if (considered > limit)
		considered = limit;
	bool deferred = concerns && considered < limit;

	frame(m, PROBE_COMPACTION_DEFERRED, zone_index(m, zone), order,
	      concerns && limit > 1, considered, limit, deferred);
	if (concerns)
		put(m, &zone->compact_considered, considered);
	return deferred;
}

static void defer_compaction(struct model *m, const struct zone *zone,
			     unsigned order)
{
	unsigned shift = zone->compact_defer_shift + 1U;

	if (shift > COMPACT_MAX_DEFER_SHIFT)
		shift = COMPACT_MAX_DEFER_SHIFT;
	frame(m, PROBE_DEFER_COMPACTION, zone_index(m, zone), order,
	      1 << shift);
	put(m, &zone->compact_considered, 0);
	put(m, &zone->compact_defer_shift, shift);
	if (order < zone->compact_order_failed)
		put(m, &zone->compact_order_failed, order);
}

static void compaction_defer_reset(struct model *m, const struct zone *zone,
				   unsigned order)
{
	frame(m, PROBE_COMPACTION_DEFER_RESET, zone_index(m, zone), order);
	put(m, &zone->compact_considered, 0);
	put(m, &zone->compact_defer_shift, 0);
	if (order >= zone->compact_order_failed)
		put(m, &zone->compact_order_failed, order + 1);
}

/* Costly orders: pieces are worth compacting, too little memory is not. */
static bool pieces_are_the_trouble(struct model *m, const struct zone *zone,
				   unsigned order)
{
	struct contig_info info = contig_info_of(m, zone, order);
	int64_t index = fragmentation_index(&info, order);
	bool pieces = index < 0 || index > EXTFRAG_THRESHOLD;

	probe(m, PROBE_COMPACTION_SUITABLE_INDEX, zone_index(m, zone), order,
	      index, EXTFRAG_THRESHOLD, pieces);
	return pieces;
}

static bool compaction_suitable(struct model *m, const struct zone *zone,
				const struct slow_request *slow)
{
	unsigned order = slow->ac->order;
	enum zone_watermark level =
		slow_request_is_costly(slow) ? WMARK_LOW : WMARK_MIN;
	struct watermark_test room = {
		.mark = wmark_pages(zone, level) + 2 * pages_in(order),
		.highest = slow->ac->highest_zoneidx,
		.alloc_flags = ALLOC_CMA,
	};

	frame(m, PROBE_COMPACTION_SUITABLE, zone_index(m, zone), order, level,
	      room.mark);
	if (!zone_watermark_ok(m, zone, &room))
		return false;
	return !slow_request_is_costly(slow) ||
	       pieces_are_the_trouble(m, zone, order);
}

static enum compact_result compact_zone(struct model *m,
					const struct zone *zone,
					const struct slow_request *slow)
{
	frame(m, PROBE_COMPACT_ZONE, zone_index(m, zone), slow->ac->order);
	bool suitable = compaction_suitable(m, zone, slow);
	/* Scanned as a whole, and nothing of it could be moved. */
	enum compact_result result =
		suitable ? COMPACT_COMPLETE : COMPACT_SKIPPED;

	probe(m, PROBE_COMPACT_ZONE_RESULT, zone_index(m, zone),
	      slow->ac->order, suitable, result);
	return result;
}

/* One zone's turn, with what it means for the next requests. */
static enum compact_result compact_zone_order(struct model *m,
					      const struct zone *zone,
					      const struct slow_request *slow)
{
	unsigned order = slow->ac->order;

	if (slow->compact_priority > COMPACT_PRIO_SYNC_FULL &&
	    compaction_deferred(m, zone, order))
		return COMPACT_DEFERRED;
	enum compact_result result = compact_zone(m, zone, slow);

	if (slow->compact_priority != COMPACT_PRIO_ASYNC &&
	    result == COMPACT_COMPLETE)
		defer_compaction(m, zone, order);
	return result;
}

static enum compact_result try_to_compact_pages(struct model *m,
						const struct slow_request *slow)
{
	const struct alloc_context *ac = slow->ac;
	enum compact_result result = COMPACT_SKIPPED;
	bool io = slow_request_wants(slow, m->machine.profile->gfp.io);

	frame(m, PROBE_TRY_TO_COMPACT, ac->order, slow->compact_priority, io);
	if (!io)
		return result;
	for (unsigned at = ac->preferred; at < ac->zonelist->nr;
	     at = next_zoneref(ac, at + 1)) {
		enum compact_result of_zone =
			compact_zone_order(m, zoneref_zone(m, ac, at), slow);

		if (of_zone > result)
			result = of_zone;
	}
	return result;
}

pfn_t alloc_pages_direct_compact(struct model *m, struct slow_request *slow)
{
	unsigned order = slow->ac->order;

	frame(m, PROBE_DIRECT_COMPACT, order, slow->compact_priority);
	if (order == 0)
		return PFN_NONE;
	slow->compact_result = try_to_compact_pages(m, slow);
	probe(m, PROBE_DIRECT_COMPACT_RESULT, slow->compact_result, order);
	pfn_t pfn = get_page_from_freelist(m, slow->ac, slow->alloc_flags);

	if (pfn != PFN_NONE)
		compaction_defer_reset(m, &m->zones[zone_of_pfn(m, pfn)],
				       order);
	return pfn;
}

/* Is there a zone in which compaction would have room? */
static bool compaction_zonelist_suitable(struct model *m,
					 const struct slow_request *slow)
{
	const struct alloc_context *ac = slow->ac;

	for (unsigned at = ac->preferred; at < ac->zonelist->nr;
	     at = next_zoneref(ac, at + 1))
		if (compaction_suitable(m, zoneref_zone(m, ac, at), slow))
			return true;
	return false;
}

/* Down to which priority it pays to go. */
static enum compact_priority priority_floor(const struct slow_request *slow)
{
	return slow_request_is_costly(slow) ? COMPACT_PRIO_SYNC_LIGHT
					    : COMPACT_PRIO_SYNC_FULL;
}

static bool compaction_goes_on(struct model *m, struct slow_request *slow)
{
	unsigned most = slow_request_is_costly(slow) ? MAX_COMPACT_RETRIES / 4
						     : MAX_COMPACT_RETRIES;

	if (slow->ac->order == 0)
		return false;
	if (slow->compact_result == COMPACT_SKIPPED)
		return compaction_zonelist_suitable(m, slow);
	if (slow->compact_result == COMPACT_SUCCESS &&
	    ++slow->compaction_retries <= most)
		return true;
	if (slow->compact_priority <= priority_floor(slow))
		return false;
	slow->compact_priority--;
	slow->compaction_retries = 0;
	return true;
}

bool should_compact_retry(struct model *m, struct slow_request *slow)
{
	enum compact_priority priority = slow->compact_priority;
	bool retry = compaction_goes_on(m, slow);

	frame(m, PROBE_COMPACT_RETRY, slow->compact_result, priority,
	      slow->compaction_retries, retry);
	return retry;
}
