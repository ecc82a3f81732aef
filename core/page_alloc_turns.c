/*
 * Walking the zonelist while zones take turns, as kernels before 4.8 do.
 *
 * Every page that a zone gives counts against its batch.  The first walk of
 * the fast path stays on the preferred node and passes over zones whose batch
 * is used up; when it finds nothing, a new round begins, and turns are given
 * up for the rest of the call.  On machines with several nodes a cache of
 * zones that were full lately saves looking at them again.
 *
 * Kernel counterpart: get_page_from_freelist, reset_alloc_batches, zlc_setup,
 * zlc_zone_worth_trying, zlc_mark_zone_full (mm/page_alloc.c), 4.1.52.
 */
#include "core/page_alloc_internal.h"
#include "core/vmstat_internal.h"

struct turns_walk {
	unsigned alloc_flags;
	bool cache_was_on; /* it is switched on once a call */
	bool cache_on;
	unsigned skipped; /* zones that have had their turn */
};

static const struct pglist_data *cache_of(const struct model *m,
					  const struct alloc_context *ac)
{
	return ac->cached_node < 0 ? NULL : &m->nodes[ac->cached_node];
}

static bool was_full(struct model *m, const struct alloc_context *ac,
		     const struct turns_walk *walk, unsigned at)
{
	const struct pglist_data *cache = cache_of(m, ac);

	if (!walk->cache_on || !cache || !(cache->zlcache_full >> at & 1))
		return false;
	probe(m, PROBE_FREELIST_WAS_FULL, ac->zonelist->refs[at].zone,
	      cache->zlcache_full);
	return true;
}

/* At the first zone that fails its mark. */
static void switch_cache_on(struct model *m, const struct alloc_context *ac,
			    struct turns_walk *walk, const struct zone *zone)
{
	const struct pglist_data *cache = cache_of(m, ac);

	if (walk->cache_was_on || m->machine.nr_nodes == 1 ||
	    !profile_of(m)->zonelist_cache)
		return;
	walk->cache_was_on = true;
	walk->cache_on = true;
	if (!cache)
		return;
	probe(m, PROBE_FREELIST_CACHE_ON, zone_index(m, zone),
	      cache->zlcache_full, cache->zlcache_expired);
	if (!cache->zlcache_expired)
		return;
	put(m, &cache->zlcache_full, 0);
	put(m, &cache->zlcache_expired, 0);
}

static void mark_full(struct model *m, const struct alloc_context *ac,
		      const struct turns_walk *walk, unsigned at)
{
	const struct pglist_data *cache = cache_of(m, ac);

	if (!walk->cache_on || !cache)
		return;
	uint32_t full = cache->zlcache_full | (uint32_t)1 << at;

	probe(m, PROBE_FREELIST_MARK_FULL, ac->zonelist->refs[at].zone, full);
	put(m, &cache->zlcache_full, full);
}

/* One pass over the zones. */
static pfn_t walk_once(struct model *m, const struct alloc_context *ac,
		       struct turns_walk *walk)
{
	const struct zone *preferred = zoneref_zone(m, ac, ac->preferred);

	for (unsigned at = ac->preferred; at < ac->zonelist->nr;
	     at = next_zoneref(ac, at + 1)) {
		const struct zone *zone = zoneref_zone(m, ac, at);
		bool fair = walk->alloc_flags & ALLOC_FAIR;

		probe(m, PROBE_FREELIST_ZONE, zone_index(m, zone), zone->node,
		      walk->alloc_flags);
		if (was_full(m, ac, walk, at))
			continue;
		if (fair && zone->node != preferred->node) {
			probe(m, PROBE_FREELIST_FAIR_LOCAL, zone_index(m, zone),
			      preferred->node);
			return PFN_NONE;
		}
		if (fair && zone->flags & ZONE_FAIR_DEPLETED) {
			probe(m, PROBE_FREELIST_DEPLETED, zone_index(m, zone),
			      zone->vm_stat_alloc_batch);
			walk->skipped++;
			continue;
		}
		if (zone_allows(m, zone, ac, walk->alloc_flags)) {
			pfn_t pfn =
				take_from_zone(m, zone, ac, walk->alloc_flags);

			if (pfn != PFN_NONE)
				return pfn;
		} else {
			switch_cache_on(m, ac, walk, zone);
		}
		mark_full(m, ac, walk, at);
	}
	return PFN_NONE;
}

/* New batches for the zones of the preferred one's node up to itself; what a
 * CPU has not told yet shifts them. */
static void reset_alloc_batches(struct model *m, const struct zone *preferred)
{
	for (unsigned i = 0; i < m->machine.nr_zones; i++) {
		const struct zone *zone = &m->zones[i];

		if (zone->node != preferred->node ||
		    zone->zone_id > preferred->zone_id)
			continue;
		account_alloc_batch(m, zone,
				    wmark_pages(zone, WMARK_HIGH) -
					    wmark_pages(zone, WMARK_LOW) -
					    zone->vm_stat_alloc_batch);
		put_again(m, &zone->flags,
			  zone->flags & ~(uint32_t)ZONE_FAIR_DEPLETED);
	}
}

/* After a pass without success: is there reason for another one? */
static bool another_pass(struct model *m, const struct alloc_context *ac,
			 struct turns_walk *walk)
{
	const struct zone *preferred = zoneref_zone(m, ac, ac->preferred);
	bool again = walk->cache_on;

	walk->cache_on = false;
	if (!(walk->alloc_flags & ALLOC_FAIR))
		return again;
	walk->alloc_flags &= ~(unsigned)ALLOC_FAIR;
	if (walk->skipped > 0) {
		probe(m, PROBE_FREELIST_NEW_ROUND, walk->skipped,
		      zone_index(m, preferred));
		reset_alloc_batches(m, preferred);
		again = true;
	}
	return again || m->machine.nr_nodes > 1;
}

pfn_t walk_in_turns(struct model *m, const struct alloc_context *ac,
		    unsigned alloc_flags)
{
	struct turns_walk walk = { .alloc_flags = alloc_flags };

	for (;;) {
		pfn_t pfn = walk_once(m, ac, &walk);

		if (pfn != PFN_NONE)
			return pfn;
		if (!another_pass(m, ac, &walk))
			return PFN_NONE;
		probe(m, PROBE_FREELIST_RETRY, false, walk.alloc_flags, false);
	}
}
