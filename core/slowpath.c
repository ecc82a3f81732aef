/*
 * The slow path: what the kernel tries, in its order, when no zone is above
 * its low mark.
 *
 * First with deeper marks, then turn by turn: reserves, reclaim, compaction,
 * and at last the OOM killer.  Nobody but the request runs in the model, so a
 * turn that could only be repeated ends it.
 *
 * Kernel counterpart: __alloc_pages_slowpath, gfp_to_alloc_flags,
 * wake_all_kswapds, __gfp_pfmemalloc_flags, warn_alloc (mm/page_alloc.c),
 * 6.12.107.
 */
#include "core/kswapd_internal.h"
#include "core/slowpath_internal.h"

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

/* What a turn of the loop ends with. */
enum turn {
	TURN_GOES_ON,
	TURN_GOT,
	TURN_AGAIN,
	TURN_NOPAGE,
	TURN_ENDLESS, /* the kernel begins again, whatever may come of it */
};

static enum turn found(pfn_t pfn)
{
	return pfn != PFN_NONE ? TURN_GOT : TURN_GOES_ON;
}

/* Compaction comes first for what it can serve best. */
static bool compacts_first(struct model *m, const struct slow_request *slow)
{
	const struct alloc_context *ac = slow->ac;
	enum early_compaction rule = m->machine.profile->early_compaction;
	bool small_counts = rule == EARLY_UNLESS_SMALL_MOVABLE &&
			    ac->type != movable_type(m);
	bool worth_it =
		slow_request_is_costly(slow) || (ac->order > 0 && small_counts);
	bool first = slow->can_reclaim && slow->can_compact && worth_it;

	if (slow->can_reclaim && ac->order > 0)
		probe(m, PROBE_SLOWPATH_COMPACT, ac->order, ac->type,
		      slow->can_compact, first);
	return first;
}

/* Early compaction was in vain.  A costly request that does not insist ends
 * here unless its zones were really compacted. */
static enum turn after_early_compaction(struct model *m,
					struct slow_request *slow)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	bool noretry = slow_request_is_costly(slow) &&
		       slow_request_wants(slow, bits->noretry);
	bool give_up = noretry && (slow->compact_result == COMPACT_SKIPPED ||
				   slow->compact_result == COMPACT_DEFERRED ||
				   slow_request_wants(slow, bits->thisnode));

	slow->compact_first = false;
	slow->compact_priority =
		noretry ? COMPACT_PRIO_ASYNC : COMPACT_PRIO_SYNC_LIGHT;
	probe(m, PROBE_SLOWPATH_COMPACTED, slow->compact_result,
	      slow->ac->order, noretry, give_up);
	return give_up ? TURN_NOPAGE : TURN_GOES_ON;
}

static enum turn first_attempt(struct model *m, struct slow_request *slow,
			       pfn_t *pfn)
{
	if (slow->wakes_kswapd)
		wake_all_kswapds(m, slow->ac);
	probe(m, PROBE_SLOWPATH_FIRST, slow->alloc_flags);
	slow->begun = true;
	*pfn = get_page_from_freelist(m, slow->ac, slow->alloc_flags);
	return found(*pfn);
}

/* Kernels whose first attempt is no turn of the loop compact right after it,
 * but not for a request that may use the reserves. */
static enum turn compact_early(struct model *m, struct slow_request *slow,
			       pfn_t *pfn)
{
	if (m->machine.profile->early_compaction == EARLY_ALWAYS)
		return TURN_GOES_ON;
	slow->compact_first = compacts_first(m, slow);
	if (!slow->compact_first)
		return TURN_GOES_ON;
	slow->compact_first = !reserve_flags(m, slow->ac);
	if (!slow->compact_first)
		return TURN_GOES_ON;
	slow->compact_priority = COMPACT_PRIO_ASYNC;
	*pfn = alloc_pages_direct_compact(m, slow);
	if (*pfn != PFN_NONE)
		return TURN_GOT;
	return after_early_compaction(m, slow);
}

static void open_reserves(struct model *m, struct slow_request *slow,
			  unsigned reserve)
{
	const struct profile *profile = m->machine.profile;

	slow->reserves_open = true;
	if (profile->reserves_keep_flags)
		reserve |= gfp_to_alloc_flags_cma(m, slow->ac) |
			   (slow->alloc_flags & profile->alloc_kswapd);
	slow->alloc_flags = reserve;
	if (!profile->reserves_by_local_zonelist)
		return;
	slow->local = *slow->ac;
	slow->ac = &slow->local;
	use_zonelist_of(m, &slow->local, m->machine.cpu_node[m->cpu]);
	probe(m, PROBE_SLOWPATH_LOCAL, m->machine.cpu_node[m->cpu]);
}

static enum turn retry_freelists(struct model *m, struct slow_request *slow,
				 pfn_t *pfn)
{
	bool one_loop = m->machine.profile->slowpath_is_one_loop;

	if (slow->wakes_kswapd &&
	    !m->machine.profile->slowpath_retries_for_reserves_only)
		wake_all_kswapds(m, slow->ac);
	unsigned reserve = one_loop ? 0 : reserve_flags(m, slow->ac);

	if (!reserve && m->machine.profile->slowpath_retries_for_reserves_only)
		return TURN_GOES_ON;
	if (reserve)
		open_reserves(m, slow, reserve);
	probe(m, PROBE_SLOWPATH_RETRY, slow->alloc_flags, slow->reserves_open);
	*pfn = get_page_from_freelist(m, slow->ac, slow->alloc_flags);
	return found(*pfn);
}

/* The first attempt of a kernel with one loop, and every retry; there the
 * reserves are looked for after the lists, and tried at once. */
static enum turn search_freelists(struct model *m, struct slow_request *slow,
				  pfn_t *pfn)
{
	enum turn turn = slow->begun ? retry_freelists(m, slow, pfn)
				     : first_attempt(m, slow, pfn);

	if (turn != TURN_GOES_ON || !m->machine.profile->slowpath_is_one_loop)
		return turn;
	unsigned reserve = reserve_flags(m, slow->ac);

	if (!reserve || slow->reserves_open)
		return TURN_GOES_ON;
	open_reserves(m, slow, reserve);
	return TURN_AGAIN;
}

/* In the first turn without waiting for pages to be written. */
static enum turn compact_then_reclaim(struct model *m,
				      struct slow_request *slow, pfn_t *pfn)
{
	slow->compact_priority =
		slow->turns++ ? COMPACT_PRIO_SYNC_LIGHT : COMPACT_PRIO_ASYNC;
	*pfn = alloc_pages_direct_compact(m, slow);
	if (*pfn == PFN_NONE)
		*pfn = alloc_pages_direct_reclaim(m, slow);
	return found(*pfn);
}

/* The request does kswapd's and kcompactd's work itself. */
static enum turn free_memory(struct model *m, struct slow_request *slow,
			     pfn_t *pfn)
{
	if (!slow->can_reclaim) {
		probe(m, PROBE_SLOWPATH_CANNOT_WAIT, slow->ac->order,
		      slow->ac->gfp);
		return TURN_NOPAGE;
	}
	probe(m, PROBE_SLOWPATH_RECLAIM, slow->ac->order, slow->compact_first);
	if (m->machine.profile->early_compaction == EARLY_ALWAYS)
		return compact_then_reclaim(m, slow, pfn);
	if (!slow->compact_first)
		*pfn = alloc_pages_direct_reclaim(m, slow);
	if (*pfn == PFN_NONE)
		*pfn = alloc_pages_direct_compact(m, slow);
	if (*pfn != PFN_NONE || !slow->compact_first)
		return found(*pfn);
	enum turn turn = after_early_compaction(m, slow);

	return turn == TURN_GOES_ON ? TURN_AGAIN : turn;
}

static enum turn retry_or_kill(struct model *m, struct slow_request *slow,
			       pfn_t *pfn)
{
	bool progress = false;

	enum retry_decision decision = retry_decision(m, slow);

	if (decision == RETRY_NEVER)
		return TURN_NOPAGE;
	if (decision == RETRY_NOW)
		return TURN_AGAIN;
	*pfn = alloc_pages_may_oom(m, slow, &progress);
	if (*pfn != PFN_NONE)
		return TURN_GOT;
	return progress ? TURN_ENDLESS : TURN_NOPAGE;
}

static enum turn turn_of_loop(struct model *m, struct slow_request *slow,
			      pfn_t *pfn)
{
	enum turn turn = search_freelists(m, slow, pfn);

	if (turn == TURN_GOES_ON)
		turn = free_memory(m, slow, pfn);
	if (turn == TURN_GOES_ON)
		turn = retry_or_kill(m, slow, pfn);
	return turn;
}

/* A request that must not fail gets part of the reserves. */
static enum turn insist(struct model *m, const struct slow_request *slow,
			pfn_t *pfn)
{
	bool harder = m->machine.profile->reserve_rule == RESERVE_HARDER;

	if (!slow_request_wants(slow, m->machine.profile->gfp.nofail))
		return TURN_NOPAGE;
	probe(m, PROBE_SLOWPATH_NOFAIL, slow->can_reclaim);
	if (!slow->can_reclaim)
		return TURN_NOPAGE;
	if (m->machine.profile->nofail_only_loops)
		return TURN_ENDLESS;
	*pfn = alloc_pages_cpuset_fallback(
		m, slow, harder ? ALLOC_NON_BLOCK : ALLOC_MIN_RESERVE);
	return *pfn != PFN_NONE ? TURN_GOT : TURN_ENDLESS;
}

static void fail(struct model *m, const struct alloc_context *ac)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;

	probe(m, PROBE_SLOWPATH_FAIL, ac->order, ac->gfp);
	frame(m, PROBE_WARN_ALLOC, ac->gfp, ac->order, wants(ac, bits->nowarn));
}

static struct slow_request slow_request_of(struct model *m,
					   const struct alloc_context *ac)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;

	return (struct slow_request){
		.ac = ac,
		.alloc_flags = gfp_to_alloc_flags(m, ac),
		.wakes_kswapd = gfp_wakes_kswapd(m->machine.profile, ac->gfp),
		.can_reclaim = wants(ac, bits->direct_reclaim),
		.can_compact = wants(ac, bits->io) ||
			       !m->machine.profile->compaction_needs_io,
		.compact_priority = COMPACT_PRIO_SYNC_LIGHT,
		.compact_result = COMPACT_SKIPPED,
	};
}

/* Bound to its node and not able to wait: some kernels do not even try. */
static bool fails_at_once(struct model *m, const struct slow_request *slow)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;

	if (!m->machine.profile->thisnode_fails_at_once)
		return false;
	bool fails =
		slow_request_wants(slow, bits->thisnode) && !slow->can_reclaim;

	probe(m, PROBE_SLOWPATH_THISNODE, slow->ac->order, fails);
	return fails;
}

/* Everything up to `nopage`. */
static enum turn try_everything(struct model *m, struct slow_request *slow,
				pfn_t *pfn)
{
	enum turn turn = TURN_GOES_ON;

	if (slow->ac->preferred >= slow->ac->zonelist->nr) {
		probe(m, PROBE_SLOWPATH_NO_ZONE, slow->ac->highest_zoneidx);
		return TURN_NOPAGE;
	}
	if (fails_at_once(m, slow))
		return TURN_NOPAGE;
	if (m->machine.profile->slowpath_is_one_loop) {
		slow->compact_first = compacts_first(m, slow);
		if (slow->compact_first)
			slow->compact_priority = COMPACT_PRIO_ASYNC;
	} else {
		turn = first_attempt(m, slow, pfn);
		if (turn == TURN_GOES_ON)
			turn = compact_early(m, slow, pfn);
	}
	/* Ends: retries are counted, and what may be retried without being
	 * counted uses up the reserve that made it worth it. */
	while (turn == TURN_GOES_ON || turn == TURN_AGAIN)
		turn = turn_of_loop(m, slow, pfn);
	return turn;
}

pfn_t alloc_pages_slowpath(struct model *m, const struct alloc_context *ac)
{
	frame(m, PROBE_SLOWPATH, ac->order, ac->gfp, ac->type);
	struct slow_request slow = slow_request_of(m, ac);
	pfn_t pfn = PFN_NONE;
	enum turn turn = try_everything(m, &slow, &pfn);

	if (turn == TURN_NOPAGE)
		turn = insist(m, &slow, &pfn);
	if (turn == TURN_ENDLESS)
		probe(m, PROBE_SLOWPATH_ENDLESS,
		      wants(ac, m->machine.profile->gfp.nofail));
	if (turn != TURN_GOT)
		fail(m, ac);
	return pfn;
}
