/*
 * Allocating pages: the fast path, in the kernel's order.
 *
 * A request becomes a context (zonelist, highest zone, migratetype); the
 * zones are tried from the preferred one on, each only if its watermark
 * allows; what is left over goes the slow path.
 */
#include "core/page_alloc_internal.h"

#include "core/gfp_internal.h"
#include "core/highatomic_internal.h"
#include "core/page_prep_internal.h"
#include "core/rmqueue_internal.h"
#include "core/watermark_internal.h"

unsigned next_zoneref(const struct alloc_context *ac, unsigned from)
{
	unsigned at = from;

	while (at < ac->zonelist->nr &&
	       ac->zonelist->refs[at].zone_id > ac->highest_zoneidx)
		at++;
	return at;
}

const struct zone *zoneref_zone(const struct model *m,
				const struct alloc_context *ac, unsigned at)
{
	return &m->zones[ac->zonelist->refs[at].zone];
}

unsigned gfp_to_alloc_flags_cma(const struct model *m,
				const struct alloc_context *ac)
{
	return ac->type == movable_type(m) ? ALLOC_CMA : 0;
}

void use_zonelist_of(const struct model *m, struct alloc_context *ac, int nid)
{
	bool thisnode = ac->gfp & profile_of(m)->gfp.thisnode;

	ac->zonelist = &m->machine.zonelists[nid][thisnode];
	ac->preferred = next_zoneref(ac, 0);
	ac->cached_node = thisnode ? -1 : nid;
}

struct alloc_context prepare_alloc_pages(struct model *m, gfp_t gfp,
					 unsigned order, int nid)
{
	bool thisnode = gfp & profile_of(m)->gfp.thisnode;
	struct alloc_context ac = {
		.gfp = gfp,
		.order = order,
		.highest_zoneidx =
			zone_id_of_gfp(&m->machine, &profile_of(m)->gfp, gfp),
		.type = migratetype_of_gfp(&m->machine, profile_of(m), gfp),
	};

	use_zonelist_of(m, &ac, nid);
	int64_t preferred = ac.preferred < ac.zonelist->nr
				    ? ac.zonelist->refs[ac.preferred].zone
				    : -1;

	frame(m, PROBE_PREPARE_ALLOC_PAGES, nid, ac.highest_zoneidx, thisnode,
	      preferred, ac.type);
	return ac;
}

/* Rather take DMA32 than mix types in Normal's pageblocks. */
static unsigned alloc_flags_nofragment(struct model *m,
				       const struct alloc_context *ac)
{
	const struct machine *machine = &m->machine;
	unsigned flags = ac->gfp & profile_of(m)->gfp.kswapd_reclaim
				 ? profile_of(m)->alloc_kswapd
				 : 0;

	if (!profile_of(m)->nofragment || machine->zone_id[ZONE_DMA32] < 0 ||
	    ac->preferred >= ac->zonelist->nr)
		return flags;
	const struct zone *zone = zoneref_zone(m, ac, ac->preferred);
	bool dma32 = machine->nr_nodes == 1;

	for (unsigned i = 0; i < machine->nr_zones; i++)
		dma32 |= m->zones[i].node == zone->node &&
			 m->zones[i].kind == ZONE_DMA32;
	bool nofragment = zone->kind == ZONE_NORMAL && dma32;

	frame(m, PROBE_ALLOC_FLAGS_NOFRAGMENT, zone_index(m, zone), dma32,
	      nofragment);
	return nofragment ? flags | ALLOC_NOFRAGMENT : flags;
}

/* The high mark holds: no need to ask for more.  Else the zone is known to be
 * below it from now on. */
static bool above_high_mark(struct model *m, const struct zone *zone,
			    const struct watermark_test *test)
{
	bool below = zone->flags & ZONE_BELOW_HIGH;

	probe(m, PROBE_FREELIST_HIGH, zone_index(m, zone), below, test->mark);
	if (below)
		return false;
	if (zone_watermark_fast(m, zone, test))
		return true;
	probe(m, PROBE_FREELIST_SET_BELOW, zone_index(m, zone), test->mark);
	put_again(m, &zone->flags, zone->flags | ZONE_BELOW_HIGH);
	return false;
}

/* Which of a zone's lowmem reserves stands against this request. */
static unsigned lowmem_index(const struct model *m,
			     const struct alloc_context *ac)
{
	if (profile_of(m)->lowmem_by_preferred_zone)
		return zoneref_zone(m, ac, ac->preferred)->zone_id;
	return ac->highest_zoneidx;
}

/* Steps d and e of the zone loop. */
bool zone_allows(struct model *m, const struct zone *zone,
		 const struct alloc_context *ac, unsigned alloc_flags)
{
	struct watermark_test test = {
		.order = ac->order,
		.mark = wmark_pages(zone, WMARK_HIGH),
		.highest = lowmem_index(m, ac),
		.alloc_flags = alloc_flags,
		.gfp = ac->gfp,
	};

	if (profile_of(m)->below_high && above_high_mark(m, zone, &test))
		return true;
	enum zone_watermark level =
		(enum zone_watermark)(alloc_flags & ALLOC_WMARK_MASK);

	test.mark = wmark_pages(zone, level);
	bool fits = zone_watermark_fast(m, zone, &test);
	bool allowed = fits || alloc_flags & ALLOC_NO_WATERMARKS;

	probe(m, PROBE_FREELIST_MARK, zone_index(m, zone), level, test.mark,
	      fits, allowed);
	return allowed;
}

static bool reserves_its_pageblock(const struct model *m,
				   const struct alloc_context *ac,
				   unsigned alloc_flags)
{
	if (profile_of(m)->reserve_pageblocks)
		return false;
	if (profile_of(m)->reserve_rule == RESERVE_HARDER)
		return ac->order > 0 && alloc_flags & ALLOC_NON_BLOCK;
	return alloc_flags & ALLOC_HIGHATOMIC;
}

pfn_t take_from_zone(struct model *m, const struct zone *zone,
		     const struct alloc_context *ac, unsigned alloc_flags)
{
	struct request request = { .zone = zone,
				   .order = ac->order,
				   .type = ac->type,
				   .alloc_flags = alloc_flags,
				   .cold = ac->gfp & profile_of(m)->gfp.cold };
	bool from_buddy = false;
	pfn_t pfn = rmqueue(m, &request, &from_buddy);

	probe(m, PROBE_FREELIST_GOT, pfn, zone_index(m, zone), ac->order,
	      pfn == PFN_NONE);
	if (pfn == PFN_NONE)
		return pfn;
	prep_new_page(m, pfn, ac->order, ac->gfp);
	if (profile_of(m)->highatomic_reserves_from_buddy_only && !from_buddy)
		return pfn;
	if (reserves_its_pageblock(m, ac, alloc_flags))
		reserve_highatomic_pageblock(m, zone, pfn, ac->order);
	return pfn;
}

/* What a pass over the zones met, besides a page. */
struct walk {
	unsigned alloc_flags;
	bool skip_awake; /* pass over nodes whose kswapd is awake */
	bool remote;     /* it ended at a zone of another node */
	bool skipped;    /* a node was passed over */
};

/* Is the walk to go on without looking at this zone? */
static bool passed_over(struct model *m, const struct zone *zone,
			struct walk *walk)
{
	if (!walk->skip_awake ||
	    m->nodes[zone->node].kswapd_waiting != KSWAPD_AWAKE)
		return false;
	probe(m, PROBE_FREELIST_AWAKE, zone_index(m, zone), zone->node);
	walk->skipped = true;
	return true;
}

/* One pass over the zones. */
static pfn_t walk_zonelist(struct model *m, const struct alloc_context *ac,
			   struct walk *walk)
{
	const struct zone *preferred = zoneref_zone(m, ac, ac->preferred);

	for (unsigned at = ac->preferred; at < ac->zonelist->nr;
	     at = next_zoneref(ac, at + 1)) {
		const struct zone *zone = zoneref_zone(m, ac, at);

		probe(m, PROBE_FREELIST_ZONE, zone_index(m, zone), zone->node,
		      walk->alloc_flags);
		/* Locality is worth more than unmixed pageblocks. */
		walk->remote = walk->alloc_flags & ALLOC_NOFRAGMENT &&
			       m->machine.nr_nodes > 1 &&
			       zone->node != preferred->node;
		if (walk->remote) {
			probe(m, PROBE_FREELIST_REMOTE, zone_index(m, zone),
			      preferred->node);
			return PFN_NONE;
		}
		if (passed_over(m, zone, walk))
			continue;
		if (!zone_allows(m, zone, ac, walk->alloc_flags))
			continue;
		pfn_t pfn = take_from_zone(m, zone, ac, walk->alloc_flags);

		if (pfn != PFN_NONE)
			return pfn;
	}
	return PFN_NONE;
}

/* After a walk without success: what may be given up for the next one?  False
 * when nothing is left. */
static bool fewer_restrictions(struct walk *walk)
{
	if (!walk->remote && walk->skip_awake && walk->skipped) {
		walk->skip_awake = false;
		return true;
	}
	if (!(walk->alloc_flags & ALLOC_NOFRAGMENT))
		return false;
	walk->alloc_flags &= ~(unsigned)ALLOC_NOFRAGMENT;
	return true;
}

pfn_t get_page_from_freelist(struct model *m, const struct alloc_context *ac,
			     unsigned alloc_flags)
{
	struct walk walk = {
		.alloc_flags = alloc_flags,
		.skip_awake = profile_of(m)->walk_skips_awake_nodes &&
			      m->machine.nr_nodes > 1,
	};

	frame(m, PROBE_FREELIST, ac->order, ac->gfp, alloc_flags, ac->type);
	if (ac->preferred >= ac->zonelist->nr)
		return PFN_NONE;
	if (profile_of(m)->fair_zones)
		return walk_in_turns(m, ac, alloc_flags);
	for (;;) {
		pfn_t pfn = walk_zonelist(m, ac, &walk);

		if (pfn != PFN_NONE)
			return pfn;
		if (!fewer_restrictions(&walk))
			return PFN_NONE;
		probe(m, PROBE_FREELIST_RETRY, walk.remote, walk.alloc_flags,
		      walk.skip_awake);
	}
}

/* Kept apart: requests like the last one need nothing of this. */
static __attribute__((noinline)) void
prepare_request(struct model *m, gfp_t gfp, unsigned order, int nid)
{
	struct last_request *request = &m->last_request;

	request->ac = prepare_alloc_pages(m, gfp, order, nid);
	request->alloc_flags = WMARK_LOW |
			       gfp_to_alloc_flags_cma(m, &request->ac) |
			       alloc_flags_nofragment(m, &request->ac);
	if (profile_of(m)->fair_zones)
		request->alloc_flags |= ALLOC_FAIR;
	request->nid = nid;
	request->known = true;
}

/* A recording is told how it is prepared, every time. */
static const struct last_request *this_request(struct model *m, gfp_t gfp,
					       unsigned order, int nid)
{
	struct last_request *last = &m->last_request;

	if (recorded(m) || !last->known || last->ac.gfp != gfp ||
	    last->nid != nid)
		prepare_request(m, gfp, order, nid);
	last->ac.order = order;
	return last;
}

pfn_t alloc_pages(struct model *m, gfp_t gfp, unsigned order, int nid)
{
	frame(m, PROBE_ALLOC_PAGES, order, gfp, nid, m->cpu);
	if (order > m->machine.max_order) {
		probe(m, PROBE_ALLOC_PAGES_TOO_LARGE, order,
		      m->machine.max_order);
		path_taken(m, PATH_FAIL);
		return PFN_NONE;
	}
	const struct last_request *request = this_request(m, gfp, order, nid);
	const struct alloc_context *ac = &request->ac;
	pfn_t pfn = get_page_from_freelist(m, ac, request->alloc_flags);

	if (pfn == PFN_NONE) {
		path_taken(m, PATH_SLOW);
		pfn = alloc_pages_slowpath(m, ac);
	}
	if (pfn == PFN_NONE)
		path_taken(m, PATH_FAIL);
	probe(m, PROBE_ALLOC_PAGES_RESULT, pfn, order, gfp, ac->type,
	      pfn == PFN_NONE);
	return pfn;
}
