/*
 * The slow path, up to where reclaim or compaction would have to work.
 *
 * Kernel counterpart: __alloc_pages_slowpath, gfp_to_alloc_flags,
 * wake_all_kswapds, __gfp_pfmemalloc_flags (mm/page_alloc.c), 6.12.107.
 */
#include "core/kswapd_internal.h"
#include "core/page_alloc_internal.h"

static bool wants(const struct alloc_context *ac, gfp_t bit)
{
	return ac->gfp & bit;
}

static unsigned gfp_to_alloc_flags(struct model *m,
				   const struct alloc_context *ac)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	unsigned flags = WMARK_MIN | ALLOC_CPUSET;

	if (wants(ac, bits->high))
		flags |= ALLOC_MIN_RESERVE;
	if (gfp_wakes_kswapd(m->machine.profile, ac->gfp))
		flags |= m->machine.profile->alloc_kswapd;
	bool harder = m->machine.profile->reserve_rule == RESERVE_HARDER;

	if (harder && gfp_atomic(m->machine.profile, ac->gfp)) {
		if (!wants(ac, bits->nomemalloc))
			flags |= ALLOC_NON_BLOCK;
		flags &= ~(unsigned)ALLOC_CPUSET;
	}
	if (!harder && !wants(ac, bits->direct_reclaim)) {
		if (!wants(ac, bits->nomemalloc)) {
			flags |= ALLOC_NON_BLOCK;
			if (ac->order > 0 && flags & ALLOC_MIN_RESERVE)
				flags |= ALLOC_HIGHATOMIC;
		}
		if (flags & ALLOC_MIN_RESERVE)
			flags &= ~(unsigned)ALLOC_CPUSET;
	}
	flags |= gfp_to_alloc_flags_cma(m, ac);
	frame(m, PROBE_GFP_TO_ALLOC_FLAGS, ac->gfp, flags,
	      !!(flags & ALLOC_MIN_RESERVE), !!(flags & ALLOC_NON_BLOCK));
	return flags;
}

static void wake_all_kswapds(struct model *m, const struct alloc_context *ac)
{
	int last_node = -1;

	frame(m, PROBE_WAKE_ALL_KSWAPDS, ac->order, ac->highest_zoneidx);
	for (unsigned at = next_zoneref(ac, 0); at < ac->zonelist->nr;
	     at = next_zoneref(ac, at + 1)) {
		const struct zone *zone = zoneref_zone(m, ac, at);

		if (zone->managed_pages == 0 || (int)zone->node == last_node)
			continue;
		wakeup_kswapd(m, zone, ac->order, ac->highest_zoneidx);
		last_node = (int)zone->node;
	}
}

/* Flags that open all reserves; 0 when the request has no such right. */
static unsigned reserve_flags(struct model *m, const struct alloc_context *ac)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	bool all = wants(ac, bits->memalloc) && !wants(ac, bits->nomemalloc);

	frame(m, PROBE_PFMEMALLOC_FLAGS, wants(ac, bits->memalloc),
	      wants(ac, bits->nomemalloc), all);
	return all ? ALLOC_NO_WATERMARKS : 0;
}

static unsigned flags_of_reserve(const struct model *m,
				 const struct alloc_context *ac,
				 unsigned before, unsigned reserve)
{
	if (!m->machine.profile->reserves_keep_flags)
		return reserve;
	return reserve | gfp_to_alloc_flags_cma(m, ac) |
	       (before & m->machine.profile->alloc_kswapd);
}

/* Direct compaction comes first for what compaction can serve best. */
static void try_compaction_first(struct model *m,
				 const struct alloc_context *ac)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	bool costly = ac->order > PAGE_ALLOC_COSTLY_ORDER;
	bool could = wants(ac, bits->direct_reclaim) && wants(ac, bits->io) &&
		     (costly || (ac->order > 0 && ac->type != movable_type(m)));

	if (could)
		probe(m, PROBE_SLOWPATH_COMPACT, ac->order);
}

static pfn_t slowpath_gives_up(struct model *m, const struct alloc_context *ac)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;

	if (wants(ac, bits->direct_reclaim))
		probe(m, PROBE_SLOWPATH_RECLAIM, ac->order,
		      wants(ac, bits->nofail));
	else
		probe(m, PROBE_SLOWPATH_CANNOT_WAIT, ac->order, ac->gfp);
	probe(m, PROBE_SLOWPATH_FAIL, ac->order, ac->gfp);
	return PFN_NONE;
}

static bool fails_at_once(const struct model *m, const struct alloc_context *ac)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;

	return m->machine.profile->thisnode_fails_at_once &&
	       wants(ac, bits->thisnode) && !wants(ac, bits->direct_reclaim);
}

/* The zones that the retry walks. */
static struct alloc_context context_of_retry(struct model *m,
					     const struct alloc_context *ac,
					     unsigned reserve)
{
	if (!reserve || !m->machine.profile->reserves_by_local_zonelist)
		return *ac;
	return prepare_alloc_pages(m, ac->gfp, ac->order,
				   m->machine.cpu_node[m->cpu]);
}

pfn_t alloc_pages_slowpath(struct model *m, const struct alloc_context *ac)
{
	frame(m, PROBE_SLOWPATH, ac->order, ac->gfp, ac->type);
	unsigned alloc_flags = gfp_to_alloc_flags(m, ac);

	if (ac->preferred >= ac->zonelist->nr) {
		probe(m, PROBE_SLOWPATH_NO_ZONE, ac->highest_zoneidx);
		return PFN_NONE;
	}
	bool wakes = gfp_wakes_kswapd(m->machine.profile, ac->gfp);

	if (fails_at_once(m, ac))
		return slowpath_gives_up(m, ac);
	if (wakes)
		wake_all_kswapds(m, ac);
	probe(m, PROBE_SLOWPATH_FIRST, alloc_flags);
	pfn_t pfn = get_page_from_freelist(m, ac, alloc_flags);

	if (pfn != PFN_NONE)
		return pfn;
	unsigned reserve = reserve_flags(m, ac);

	if (!reserve)
		try_compaction_first(m, ac);
	if (wakes && (reserve ||
		      !m->machine.profile->slowpath_retries_for_reserves_only))
		wake_all_kswapds(m, ac);
	if (!reserve && m->machine.profile->slowpath_retries_for_reserves_only)
		return slowpath_gives_up(m, ac);
	if (reserve)
		alloc_flags = flags_of_reserve(m, ac, alloc_flags, reserve);
	probe(m, PROBE_SLOWPATH_RETRY, alloc_flags, !!reserve);
	struct alloc_context again = context_of_retry(m, ac, reserve);

	pfn = get_page_from_freelist(m, &again, alloc_flags);
	return pfn != PFN_NONE ? pfn : slowpath_gives_up(m, ac);
}
