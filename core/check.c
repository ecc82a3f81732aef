/*
 * Checking every invariant: what a list says, what the pages say, and what
 * the counters say must be one and the same.
 */
#include "core/check.h"

#include <stdlib.h>
#include <string.h>

#include "core/check_internal.h"
#include "core/free_area_internal.h"
#include "core/page_internal.h"
#include "core/pcp_internal.h"

/* Is the rest of the work unwanted?  Asked at each block and used page. */
static bool given_up_at(struct checker *c, uint64_t pages)
{
	enum { EVERY = 4096 };
	const struct progress *p = &c->m->progress;
	uint64_t before = c->pages_seen;

	c->pages_seen += pages;
	if (p->report && c->pages_seen / EVERY != before / EVERY &&
	    p->report(p->context, c->pages_seen,
		      c->m->end_pfn - c->m->first_pfn))
		c->report->interrupted = true;
	return c->report->interrupted;
}

static void expect_at(struct checker *c, const struct violation *place,
		      int64_t expected, int64_t found)
{
	c->report->checked++;
	if (expected == found)
		return;
	if (c->report->broken < CHECK_MAX_VIOLATIONS) {
		struct violation *kept = &c->report->first[c->report->broken];

		*kept = *place;
		kept->expected = expected;
		kept->found = found;
	}
	c->report->broken++;
}

/* A place with nothing but a zone in it, to be completed. */
static struct violation in_zone(const struct checker *c,
				enum invariant invariant)
{
	return (struct violation){ .invariant = invariant,
				   .zone = (int)c->zone,
				   .order = -1,
				   .migratetype = -1,
				   .cpu = -1,
				   .pfn = PFN_NONE };
}

void check_expect(struct checker *c, struct violation place,
		  enum invariant invariant, int64_t expected, int64_t found)
{
	place.invariant = invariant;
	expect_at(c, &place, expected, found);
}

/* Marks a block's pages as covered; each page may be so once. */
static void cover(struct checker *c, struct violation place, unsigned order)
{
	pfn_t first = place.pfn - c->m->first_pfn;
	pfn_t end = first + (pfn_t)pages_in(order);
	int64_t twice = 0;

	/* Whole bytes at once: blocks are aligned, and most are large. */
	for (pfn_t i = first; i < end; i += 8) {
		pfn_t pages = end - i < 8 ? end - i : 8;
		uint8_t bits = (uint8_t)(((1U << pages) - 1) << (i % 8));

		twice += (c->covered[i / 8] & bits) != 0;
		c->covered[i / 8] |= bits;
	}
	check_expect(c, place, BROKEN_OVERLAP, 0, twice);
}

/* The first page from `pfn` on that no block covers; `end` when all are. */
static pfn_t next_uncovered(const struct checker *c, pfn_t pfn, pfn_t end)
{
	while (pfn < end) {
		pfn_t i = pfn - c->m->first_pfn;
		uint8_t bits = c->covered[i / 8];

		if (i % 8 == 0 && bits == UINT8_MAX)
			pfn += 8;
		else if (bits >> (i % 8) & 1)
			pfn++;
		else
			return pfn;
	}
	return end;
}

/* What holds for every page of a block that nobody uses. */
static void check_idle_pages(struct checker *c, struct violation place,
			     unsigned order)
{
	uint64_t forbidden = flags_check_at_prep(&c->m->machine.layout);
	pfn_t first = place.pfn;

	/* Pages that were never written are idle beyond doubt. */
	for (pfn_t pfn = page_touched_next(c->m, first);
	     pfn < first + pages_in(order);
	     pfn = page_touched_next(c->m, pfn + 1)) {
		const struct page *page = page_of(c->m, pfn);
		uint64_t flags = page->flags_diff & forbidden;

		if (page->refcount == 0 && flags == 0)
			continue;
		place.pfn = pfn;
		check_expect(c, place, BROKEN_REFCOUNT, 0, page->refcount);
		check_expect(c, place, BROKEN_FREE_FLAGS, 0, (int64_t)flags);
	}
	c->report->checked += 2 * (uint64_t)pages_in(order);
}

/* Is the block where a block of this order may be?  Else it must not be
 * looked at any further. */
static bool check_place(struct checker *c, struct violation place,
			unsigned order)
{
	const struct zone *zone = &c->m->zones[c->zone];
	bool inside = zone_spans(zone, place.pfn) &&
		      place.pfn + pages_in(order) <= zone_end_pfn(zone);

	check_expect(c, place, BROKEN_ZONE, true, inside);
	check_expect(c, place, BROKEN_ALIGNMENT, 0,
		     place.pfn & (pages_in(order) - 1));
	return inside;
}

/* Inside a pageblock two free buddies are one block.  Whole pageblocks may
 * stand side by side: isolating and unreserving move them without merging. */
static bool mergeable(const struct checker *c, pfn_t buddy, unsigned order)
{
	const struct zone *zone = &c->m->zones[c->zone];

	if (order >= c->m->machine.pageblock_order || !zone_spans(zone, buddy))
		return false;
	const struct page *page = page_of(c->m, buddy);

	return page_is_free_block(c->m, page) && page->private == order;
}

static void check_free_block(struct checker *c, struct violation place)
{
	const struct page *page = page_of(c->m, place.pfn);
	unsigned order = (unsigned)place.order;
	pfn_t buddy = place.pfn ^ (pfn_t)pages_in(order);

	check_expect(c, place, BROKEN_BUDDY_MARK, true,
		     page_is_free_block(c->m, page));
	check_expect(c, place, BROKEN_BUDDY_MARK, place.order, page->private);
	check_expect(c, place, BROKEN_LIST_TYPE,
		     remembered_type(c->m, place.pfn), place.migratetype);
	check_expect(c, place, BROKEN_UNMERGED, false,
		     mergeable(c, buddy, order));
	check_idle_pages(c, place, order);
	cover(c, place, order);
}

/* One list: links both ways, length, and each block by `check`. */
static int64_t check_list(struct checker *c, const struct list_head *list,
			  struct violation place,
			  void (*check)(struct checker *, struct violation))
{
	link_t prev = list_link(c->m, list);
	int64_t blocks = 0;

	for (link_t at = list->next; !(at & LINK_HEAD);
	     at = page_of(c->m, at)->lru_next) {
		place.pfn = at;
		if (at < c->m->first_pfn || at >= c->m->end_pfn ||
		    blocks > list->nr) {
			check_expect(c, place, BROKEN_LINK, 0, 1);
			return blocks;
		}
		check_expect(c, place, BROKEN_LINK, prev,
			     page_of(c->m, at)->lru_prev);
		if (check_place(c, place, (unsigned)place.order))
			check(c, place);
		prev = at;
		blocks++;
		if (given_up_at(c, (uint64_t)pages_in((unsigned)place.order)))
			return blocks;
	}
	place.pfn = PFN_NONE;
	check_expect(c, place, BROKEN_LINK, prev, list->prev);
	check_expect(c, place, BROKEN_LIST_LENGTH, blocks, list->nr);
	return blocks;
}

static void check_free_area(struct checker *c, unsigned order)
{
	const struct free_area *area = &c->m->zones[c->zone].free_area[order];
	struct violation place = in_zone(c, BROKEN_NR_FREE);
	int64_t blocks = 0;

	place.order = (int)order;
	for (int type = 0; type < MIGRATE_TYPES; type++) {
		place.migratetype = type;
		int64_t here = check_list(c, &area->free_list[type], place,
					  check_free_block);

		blocks += here;
		if (type != MIGRATE_ISOLATE)
			c->free += here << order;
		if (type == MIGRATE_CMA)
			c->cma += here << order;
		if (type == MIGRATE_HIGHATOMIC)
			c->highatomic += here << order;
	}
	place.migratetype = -1;
	check_expect(c, place, BROKEN_NR_FREE, blocks, area->nr_free);
}

static void check_pcp_block(struct checker *c, struct violation place)
{
	const struct page *page = page_of(c->m, place.pfn);

	check_expect(c, place, BROKEN_PCP_PAGE, PAGE_ON_PCP, page->use);
	check_expect(c, place, BROKEN_PCP_PAGE, place.order, page->use_order);
	check_expect(c, place, BROKEN_STRAY_BUDDY, false,
		     page_is_free_block(c->m, page));
	check_idle_pages(c, place, (unsigned)place.order);
	cover(c, place, (unsigned)place.order);
}

static void check_pcp(struct checker *c, unsigned cpu)
{
	const struct per_cpu_pages *pcp = pcp_at(c->m, c->zone, cpu);
	struct violation place = in_zone(c, BROKEN_PCP_COUNT);
	int64_t pages = 0;

	place.cpu = (int)cpu;
	for (unsigned i = 0; i < NR_PCP_LISTS; i++) {
		place.order = (int)pcp_list_order(c->m, i);
		place.migratetype = pcp_list_migratetype(i);
		/* A list that this configuration lacks is empty. */
		pages += check_list(c, &pcp->lists[i], place, check_pcp_block)
			 << place.order;
	}
	place.order = -1;
	place.migratetype = -1;
	check_expect(c, place, BROKEN_PCP_COUNT, pages, pcp->count);
}

static void check_zone(struct checker *c)
{
	const struct model *m = c->m;
	const struct zone *zone = &m->zones[c->zone];
	struct violation place = in_zone(c, BROKEN_FREE_COUNT);

	c->free = c->cma = c->highatomic = 0;
	for (unsigned order = 0; order <= m->machine.max_order; order++)
		check_free_area(c, order);
	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++)
		check_pcp(c, cpu);
	/* Kernels that remember the list lose count while pageblocks are
	 * isolated, as real ones do, and find it never again. */
	if (!m->machine.profile->list_type_is_remembered ||
	    zone->nr_isolate_pageblock == 0)
		check_expect(c, place, BROKEN_FREE_COUNT,
			     c->free + m->free_miscounted[c->zone],
			     zone_free_exact(m, c->zone));
	check_expect(c, place, BROKEN_CMA_COUNT, c->cma,
		     zone_free_cma_exact(m, c->zone));
	if (m->machine.profile->reserve_rule == RESERVE_FREE)
		check_expect(c, place, BROKEN_HIGHATOMIC_COUNT, c->highatomic,
			     zone->nr_free_highatomic);
}

static void check_compound(struct checker *c, struct violation place)
{
	const struct model *m = c->m;
	unsigned order = compound_order(m, place.pfn);
	pfn_t head = place.pfn;

	if (order > m->machine.max_order || !check_place(c, place, order)) {
		check_expect(c, place, BROKEN_COMPOUND, m->machine.max_order,
			     order);
		return;
	}
	for (pfn_t i = 1; i < pages_in(order); i++) {
		place.pfn = head + i;
		check_expect(c, place, BROKEN_COMPOUND, head,
			     compound_head(m, head + i));
	}
}

/* A page that no list holds: a live block, something unknown, or a stray. */
static void check_used_page(struct checker *c, pfn_t pfn)
{
	const struct page *page = page_of(c->m, pfn);
	struct violation place = in_zone(c, BROKEN_STRAY_BUDDY);

	place.pfn = pfn;
	check_expect(c, place, BROKEN_STRAY_BUDDY, false,
		     page_is_free_block(c->m, page));
	check_expect(c, place, BROKEN_PCP_PAGE, false,
		     page->use == PAGE_ON_PCP);
	if (page_is_compound_head(c->m, pfn))
		check_compound(c, place);
	if (page->use != PAGE_ALLOCATED)
		return;
	check_expect(c, place, BROKEN_REFCOUNT, !page_is_frozen(c->m, page),
		     page->refcount > 0);
	if (check_place(c, place, page->use_order))
		cover(c, place, page->use_order);
}

static void check_used_pages(struct checker *c)
{
	const struct zone *zone = &c->m->zones[c->zone];

	for (unsigned i = 0; i < c->m->machine.nr_ranges; i++) {
		const struct page_range *range = &c->m->machine.ranges[i];
		pfn_t end = range->start + range->pages;

		for (pfn_t pfn = next_uncovered(c, range->start, end);
		     pfn < end; pfn = next_uncovered(c, pfn + 1, end)) {
			if (given_up_at(c, 1))
				return;
			if (zone_spans(zone, pfn))
				check_used_page(c, pfn);
		}
	}
}

void model_check(const struct model *m, struct check_report *ret)
{
	struct checker c = { .m = m, .report = ret };

	memset(ret, 0, sizeof(*ret));
	c.covered = calloc((m->end_pfn - m->first_pfn) / 8 + 1, 1);
	assert(c.covered && "the host has no memory to check the state");
	for (c.zone = 0; c.zone < m->machine.nr_zones; c.zone++)
		check_zone(&c);
	for (c.zone = 0; c.zone < m->machine.nr_zones; c.zone++)
		check_used_pages(&c);
	if (!ret->interrupted)
		check_tags(&c);
	if (!ret->interrupted)
		check_slabs(&c);
	free(c.covered);
}
