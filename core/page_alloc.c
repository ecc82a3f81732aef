/*
 * Allocating pages: the fast path, in the kernel's order.
 *
 * A request becomes a context (zonelist, highest zone, migratetype); the
 * zones are tried from the preferred one on, each only if its watermark
 * allows; what is left over goes the slow path.
 */
#include "core/page_alloc_internal.h"

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

unsigned gfp_to_alloc_flags_cma(const struct alloc_context *ac)
{
	return ac->type == MIGRATE_MOVABLE ? ALLOC_CMA : 0;
}

struct alloc_context prepare_alloc_pages(struct model *m, gfp_t gfp,
					 unsigned order, int nid)
{
	bool thisnode = gfp & m->machine.profile->gfp.thisnode;
	struct alloc_context ac = {
		.gfp = gfp,
		.order = order,
		.zonelist = &m->machine.zonelists[nid][thisnode],
		.highest_zoneidx = gfp_zone(m, gfp),
		.type = gfp_migratetype(m, gfp),
	};

	ac.preferred = next_zoneref(&ac, 0);
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
	unsigned flags = ac->gfp & machine->profile->gfp.kswapd_reclaim
				 ? ALLOC_KSWAPD
				 : 0;

	if (machine->zone_id[ZONE_DMA32] < 0 ||
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

/* May pages be taken from this zone?  Steps d and e of the zone loop. */
static bool zone_allows(struct model *m, const struct zone *zone,
			const struct alloc_context *ac, unsigned alloc_flags)
{
	struct watermark_test test = {
		.order = ac->order,
		.mark = wmark_pages(zone, WMARK_HIGH),
		.highest = ac->highest_zoneidx,
		.alloc_flags = alloc_flags,
	};
	bool below = zone->flags & ZONE_BELOW_HIGH;

	probe(m, PROBE_FREELIST_HIGH, zone_index(m, zone), below, test.mark);
	if (!below) {
		if (zone_watermark_fast(m, zone, &test))
			return true;
		probe(m, PROBE_FREELIST_SET_BELOW, zone_index(m, zone),
		      test.mark);
		put(m, &zone->flags, zone->flags | ZONE_BELOW_HIGH);
	}
	enum zone_watermark level =
		(enum zone_watermark)(alloc_flags & ALLOC_WMARK_MASK);

	test.mark = wmark_pages(zone, level);
	bool fits = zone_watermark_fast(m, zone, &test);
	bool allowed = fits || alloc_flags & ALLOC_NO_WATERMARKS;

	probe(m, PROBE_FREELIST_MARK, zone_index(m, zone), level, test.mark,
	      fits, allowed);
	return allowed;
}

static pfn_t take_from_zone(struct model *m, const struct zone *zone,
			    const struct alloc_context *ac,
			    unsigned alloc_flags)
{
	pfn_t pfn = rmqueue(m, &(struct request){ .zone = zone,
						  .order = ac->order,
						  .type = ac->type,
						  .alloc_flags = alloc_flags });

	probe(m, PROBE_FREELIST_GOT, pfn, zone_index(m, zone), ac->order,
	      pfn == PFN_NONE);
	if (pfn == PFN_NONE)
		return pfn;
	prep_new_page(m, pfn, ac->order, ac->gfp);
	if (alloc_flags & ALLOC_HIGHATOMIC)
		reserve_highatomic_pageblock(m, zone, pfn, ac->order);
	return pfn;
}

/* One pass over the zones.  *remote: the next zone lies on another node, and
 * locality is worth more than unmixed pageblocks. */
static pfn_t walk_zonelist(struct model *m, const struct alloc_context *ac,
			   unsigned alloc_flags, bool *remote)
{
	const struct zone *preferred = zoneref_zone(m, ac, ac->preferred);

	for (unsigned at = ac->preferred; at < ac->zonelist->nr;
	     at = next_zoneref(ac, at + 1)) {
		const struct zone *zone = zoneref_zone(m, ac, at);

		probe(m, PROBE_FREELIST_ZONE, zone_index(m, zone), zone->node,
		      alloc_flags);
		if (alloc_flags & ALLOC_NOFRAGMENT && m->machine.nr_nodes > 1 &&
		    zone->node != preferred->node) {
			probe(m, PROBE_FREELIST_REMOTE, zone_index(m, zone),
			      preferred->node);
			*remote = true;
			return PFN_NONE;
		}
		if (!zone_allows(m, zone, ac, alloc_flags))
			continue;
		pfn_t pfn = take_from_zone(m, zone, ac, alloc_flags);

		if (pfn != PFN_NONE)
			return pfn;
	}
	return PFN_NONE;
}

pfn_t get_page_from_freelist(struct model *m, const struct alloc_context *ac,
			     unsigned alloc_flags)
{
	frame(m, PROBE_FREELIST, ac->order, ac->gfp, alloc_flags, ac->type);
	if (ac->preferred >= ac->zonelist->nr)
		return PFN_NONE;
	for (;;) {
		bool remote = false;
		pfn_t pfn = walk_zonelist(m, ac, alloc_flags, &remote);

		if (pfn != PFN_NONE)
			return pfn;
		if (!(alloc_flags & ALLOC_NOFRAGMENT))
			return PFN_NONE;
		probe(m, PROBE_FREELIST_RETRY, remote);
		alloc_flags &= ~(unsigned)ALLOC_NOFRAGMENT;
	}
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
	struct alloc_context ac = prepare_alloc_pages(m, gfp, order, nid);
	unsigned alloc_flags = WMARK_LOW | gfp_to_alloc_flags_cma(&ac) |
			       alloc_flags_nofragment(m, &ac);
	pfn_t pfn = get_page_from_freelist(m, &ac, alloc_flags);

	if (pfn == PFN_NONE) {
		path_taken(m, PATH_SLOW);
		pfn = alloc_pages_slowpath(m, &ac);
	}
	if (pfn == PFN_NONE)
		path_taken(m, PATH_FAIL);
	probe(m, PROBE_ALLOC_PAGES_RESULT, pfn, order, gfp, ac.type,
	      pages_in(order), pfn == PFN_NONE);
	return pfn;
}
