/*
 * The bulk allocator and split_page.
 *
 * Kernel counterpart: alloc_pages_bulk, split_page (mm/page_alloc.c),
 * 6.12.107.
 */
#include "core/alloc_tag_internal.h"
#include "core/page_alloc_internal.h"
#include "core/page_prep_internal.h"
#include "core/pcp_internal.h"
#include "core/watermark_internal.h"

/* The first zone of the preferred node that can spare all pages at once. */
static const struct zone *bulk_zone(struct model *m,
				    const struct alloc_context *ac,
				    unsigned alloc_flags, unsigned wanted)
{
	if (ac->preferred >= ac->zonelist->nr)
		return NULL;
	const struct zone *preferred = zoneref_zone(m, ac, ac->preferred);

	for (unsigned at = ac->preferred; at < ac->zonelist->nr;
	     at = next_zoneref(ac, at + 1)) {
		const struct zone *zone = zoneref_zone(m, ac, at);

		if (m->machine.nr_nodes > 1 && zone->node != preferred->node)
			return NULL;
		struct watermark_test test = {
			.mark = wmark_pages(zone, WMARK_LOW) + wanted,
			.highest = preferred->zone_id,
			.alloc_flags = alloc_flags,
		};
		bool fits = zone_watermark_fast(m, zone, &test);

		probe(m, PROBE_BULK_ZONE, zone_index(m, zone), wanted,
		      test.mark, fits);
		if (fits)
			return zone;
	}
	return NULL;
}

/* Page by page from one pcp; stops at the first that cannot be had. */
static unsigned bulk_from_pcp(struct model *m, const struct alloc_context *ac,
			      const struct request *request, unsigned wanted,
			      pfn_t *pfns)
{
	unsigned got = 0;

	while (got < wanted && !given_up(m, got, wanted)) {
		pfn_t pfn = pcplist_take(m, request);

		if (pfn == PFN_NONE)
			break;
		prep_new_page(m, pfn, 0, ac->gfp);
		pfns[got++] = pfn;
	}
	return got;
}

/* A kernel without a bulk allocator: as many ordinary requests. */
static unsigned alloc_one_by_one(struct model *m, gfp_t gfp, int nid,
				 unsigned wanted, pfn_t *pfns)
{
	unsigned got = 0;

	frame(m, PROBE_ONE_BY_ONE, wanted, gfp, nid, m->cpu);
	while (got < wanted && !given_up(m, got, wanted)) {
		pfn_t pfn = alloc_pages(m, gfp, 0, nid);

		if (pfn == PFN_NONE)
			break;
		pfns[got++] = pfn;
	}
	probe(m, PROBE_ONE_BY_ONE_RESULT, got, wanted);
	return got;
}

unsigned alloc_pages_bulk(struct model *m, gfp_t gfp, int nid, unsigned wanted,
			  pfn_t *pfns)
{
	if (m->machine.profile->no_bulk_allocator)
		return alloc_one_by_one(m, gfp, nid, wanted, pfns);
	frame(m, PROBE_ALLOC_PAGES_BULK, wanted, gfp, nid, m->cpu);
	unsigned got = 0;

	if (wanted > 1) {
		struct alloc_context ac = prepare_alloc_pages(m, gfp, 0, nid);
		struct request request = {
			.type = ac.type,
			.alloc_flags =
				WMARK_LOW | gfp_to_alloc_flags_cma(m, &ac),
		};

		request.zone = bulk_zone(m, &ac, request.alloc_flags, wanted);
		if (request.zone)
			got = bulk_from_pcp(m, &ac, &request, wanted, pfns);
	}
	if (got == 0) {
		probe(m, PROBE_BULK_SINGLE, wanted);
		pfns[0] = alloc_pages(m, gfp, 0, nid);
		got = pfns[0] != PFN_NONE;
	}
	probe(m, PROBE_BULK_RESULT, got, wanted);
	return got;
}

void split_page(struct model *m, pfn_t pfn, unsigned order)
{
	const struct page *first = page_of(m, pfn);

	frame(m, PROBE_SPLIT_PAGE, pfn, order, pages_in(order));
	if (first->use == PAGE_ALLOCATED)
		put(m, &first->use_order, 0);
	for (pfn_t i = 1; i < pages_in(order); i++) {
		const struct page *page = page_of(m, pfn + i);

		put(m, &page->refcount, 1);
		put(m, &page->use, PAGE_ALLOCATED);
		put(m, &page->use_order, 0);
	}
	pgalloc_tag_split(m, pfn, order);
}
