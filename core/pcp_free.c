/*
 * Giving pages back to per-CPU lists, flushing, draining and decay.
 */
#include "core/buddy_internal.h"
#include "core/page_internal.h"
#include "core/pcp_internal.h"
#include "core/watermark_internal.h"

static int32_t max_of(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static int32_t min_of(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* clamp() with the upper border asked first, as the kernel's. */
static int32_t clamp_of(int32_t value, int32_t low, int32_t high)
{
	if (value >= high)
		return high;
	return value <= low ? low : value;
}

static int32_t scaled_batch(const struct model *m,
			    const struct per_cpu_pages *pcp)
{
	return pcp->batch << profile_of(m)->pcp_batch_scale_max;
}

/* The count above which a flush begins, while reclaim or a low zone wants
 * pages back; *ret is what nr_pcp_high() returns then. */
static into_callers bool shrink_high(struct model *m, const struct zone *zone,
				     const struct per_cpu_pages *pcp,
				     int32_t *ret)
{
	int32_t freed = max_of(pcp->free_count, pcp->batch);
	int32_t high = max_of(pcp->high - freed, pcp->high_min);

	if (zone->flags & ZONE_RECLAIM_ACTIVE) {
		probe(m, PROBE_NR_PCP_HIGH_RECLAIM, pcp->high, high);
		put_again(m, &pcp->high, high);
		*ret = min_of(pcp->batch * 4, high);
		return true;
	}
	if (pcp->high_min == pcp->high_max) {
		probe(m, PROBE_NR_PCP_HIGH_FIXED, pcp->high);
		*ret = pcp->high;
		return true;
	}
	if (zone->flags & ZONE_BELOW_HIGH) {
		probe(m, PROBE_NR_PCP_HIGH_BELOW, pcp->high, high, pcp->count,
		      pcp->high_min);
		put_again(m, &pcp->high, high);
		*ret = max_of(pcp->count, pcp->high_min);
		return true;
	}
	return false;
}

static into_callers int32_t nr_pcp_high(struct model *m,
					const struct zone *zone,
					const struct per_cpu_pages *pcp,
					bool free_high)
{
	int32_t high = clamp_of(pcp->high, pcp->high_min, pcp->high_max);
	int32_t shrunk = 0;

	frame(m, PROBE_NR_PCP_HIGH, high, pcp->count, pcp->high_min,
	      pcp->high_max);
	put_again(m, &pcp->high, high);
	if (high == 0) {
		probe(m, PROBE_NR_PCP_HIGH_OFF, high);
		return 0;
	}
	if (free_high) {
		shrunk = max_of(high - scaled_batch(m, pcp), pcp->high_min);
		probe(m, PROBE_NR_PCP_HIGH_ORDER, high, shrunk);
		put_again(m, &pcp->high, shrunk);
		return 0;
	}
	if (shrink_high(m, zone, pcp, &shrunk))
		return shrunk;
	int32_t need = pcp->free_count + pcp->batch;
	bool raise = pcp->count >= high && high < need;

	probe(m, PROBE_NR_PCP_HIGH_AUTO, pcp->count, high, need, raise);
	if (raise)
		put_again(m, &pcp->high,
			  clamp_of(need, pcp->high_min, pcp->high_max));
	/* The flush still goes by the value before that raise. */
	return high;
}

static int nr_pcp_free(struct model *m, const struct per_cpu_pages *pcp,
		       int32_t high, bool free_high)
{
	int pages = clamp_of(pcp->free_count, pcp->batch, high - pcp->batch);

	if (free_high)
		pages = min_of(pcp->count, scaled_batch(m, pcp));
	else if (high < pcp->batch)
		pages = 1;
	frame(m, PROBE_NR_PCP_FREE, pages, pcp->free_count, pcp->batch, high,
	      free_high);
	return pages;
}

/* Was a run of high-order frees long enough to be given back at once? */
static into_callers bool note_free_order(struct model *m,
					 const struct per_cpu_pages *pcp,
					 unsigned order)
{
	bool high_order = order >= 1 && order <= PAGE_ALLOC_COSTLY_ORDER;
	int32_t enough = pcp->batch;

	if (profile_of(m)->free_high_from_half_high_min)
		enough += pcp->high_min / 2;
	bool free_high = high_order && pcp->free_count >= enough &&
			 pcp->flags & PCPF_PREV_FREE_HIGH_ORDER &&
			 (!(pcp->flags & PCPF_FREE_HIGH_BATCH) ||
			  pcp->count >= pcp->batch);

	probe(m, PROBE_COMMIT_FREE_HIGH, order, pcp->free_count, enough,
	      !!(pcp->flags & PCPF_PREV_FREE_HIGH_ORDER), free_high);
	if (high_order)
		put_again(m, &pcp->flags,
			  pcp->flags | PCPF_PREV_FREE_HIGH_ORDER);
	else
		put_again(m, &pcp->flags,
			  pcp->flags & ~PCPF_PREV_FREE_HIGH_ORDER);
	if (pcp->free_count < scaled_batch(m, pcp))
		put_again(m, &pcp->free_count, pcp->free_count + (1 << order));
	return free_high;
}

/* Kept apart: it is many pages' turn, and one in many is its own. */
static __attribute__((noinline)) void
flush(struct model *m, const struct zone *zone, int pages, unsigned pindex)
{
	int step = profile_of(m)->flush_in_batches
			   ? pcp_of(m, zone, m->cpu)->batch
			   : pages;

	for (int left = pages; left > 0 && pcp_of(m, zone, m->cpu)->count > 0;
	     left -= step)
		free_pcppages_bulk(m, zone, m->cpu, min_of(left, step), pindex);
	if (!(zone->flags & ZONE_BELOW_HIGH))
		return;
	bool enough = zone_watermark_ok(
		m, zone,
		&(struct watermark_test){ .mark = wmark_pages(zone, WMARK_HIGH),
					  .highest = movable_zone_id(m) });

	probe(m, PROBE_COMMIT_BELOW_HIGH, zone_index(m, zone), enough);
	if (enough)
		put_again(m, &zone->flags,
			  zone->flags & ~(uint32_t)ZONE_BELOW_HIGH);
}

static into_callers void commit_auto(struct model *m, const struct zone *zone,
				     const struct per_cpu_pages *pcp,
				     unsigned order, unsigned pindex)
{
	bool free_high = note_free_order(m, pcp, order);
	int32_t high = nr_pcp_high(m, zone, pcp, free_high);
	bool full = pcp->count >= high;

	probe(m, PROBE_COMMIT_HIGH, pcp->count, high, full);
	if (full)
		flush(m, zone, nr_pcp_free(m, pcp, high, free_high), pindex);
}

/* PCP_FACTOR: the count above which a flush begins. */
static int32_t high_by_factor(struct model *m, const struct zone *zone,
			      const struct per_cpu_pages *pcp, bool free_high)
{
	bool reclaim = zone->flags & ZONE_RECLAIM_ACTIVE;
	int32_t limit = free_high ? 0 : pcp->high;

	if (reclaim)
		limit = min_of(pcp->batch * 4, limit);
	frame(m, PROBE_NR_PCP_HIGH_SIMPLE, pcp->high, limit, free_high,
	      reclaim);
	return limit;
}

/* PCP_FACTOR: how much a flush gives back, doubling from flush to flush. */
static int32_t free_by_factor(struct model *m, const struct per_cpu_pages *pcp,
			      int32_t high, bool free_high)
{
	int32_t most = high - pcp->batch;
	int32_t wanted = pcp->batch << pcp->free_factor;
	int32_t pages = clamp_of(wanted, pcp->batch, most);
	bool doubles = wanted < most &&
		       pcp->free_factor < profile_of(m)->pcp_batch_scale_max;

	if (free_high)
		pages = pcp->count;
	else if (high < pcp->batch)
		pages = 1;
	frame(m, PROBE_NR_PCP_FREE_FACTOR, pages, pcp->batch, pcp->free_factor,
	      high, free_high);
	if (!free_high && doubles)
		put_again(m, &pcp->free_factor, pcp->free_factor + 1);
	return pages;
}

static void commit_factor(struct model *m, const struct zone *zone,
			  const struct per_cpu_pages *pcp, unsigned order,
			  unsigned pindex)
{
	bool free_high =
		pcp->free_factor && order && order <= PAGE_ALLOC_COSTLY_ORDER;
	int32_t high = high_by_factor(m, zone, pcp, free_high);
	bool full = pcp->count >= high;

	probe(m, PROBE_COMMIT_HIGH, pcp->count, high, full);
	if (full)
		free_pcppages_bulk(m, zone, m->cpu,
				   free_by_factor(m, pcp, high, free_high),
				   pindex);
}

static void commit_batch(struct model *m, const struct zone *zone,
			 const struct per_cpu_pages *pcp)
{
	bool full = pcp->count >= pcp->high;

	probe(m, PROBE_COMMIT_BATCH, pcp->count, pcp->high, pcp->batch, full);
	if (full)
		free_pcppages_bulk(m, zone, m->cpu, pcp->batch, 0);
}

void free_unref_page_commit(struct model *m, const struct zone *zone, pfn_t pfn,
			    unsigned order, enum migratetype type)
{
	const struct per_cpu_pages *pcp = pcp_of(m, zone, m->cpu);
	unsigned pindex = order_to_pindex(order, type);
	const struct page *page = page_of(m, pfn);

	frame(m, PROBE_COMMIT, pfn, order, pindex, m->cpu,
	      pcp->count + (1 << order), m->frees_cold);
	put_again(m, &pcp->alloc_factor, pcp->alloc_factor >> 1);
	put(m, &page->use, PAGE_ON_PCP);
	put_again(m, &page->use_order, order);
	remember_type(m, pfn, type_of_pageblock(m, pfn));
	if (m->frees_cold)
		list_add_tail(m, &pcp->lists[pindex], pfn);
	else
		list_add_head(m, &pcp->lists[pindex], pfn);
	put_again(m, &pcp->count, pcp->count + (1 << order));
	switch (profile_of(m)->pcp_rule) {
	case PCP_AUTO:
		commit_auto(m, zone, pcp, order, pindex);
		return;
	case PCP_FACTOR:
		commit_factor(m, zone, pcp, order, pindex);
		return;
	case PCP_BATCH:
		commit_batch(m, zone, pcp);
		return;
	}
}

/* Takes the coldest block of a list and frees it to its pageblock's type. */
static void drain_block(struct model *m, const struct zone *zone,
			const struct per_cpu_pages *pcp, unsigned pindex)
{
	const struct list_head *list = &pcp->lists[pindex];
	pfn_t pfn = list_tail_page(list);
	const struct page *page = page_of(m, pfn);
	struct free_block block = { .pfn = pfn,
				    .order = pcp_list_order(m, pindex),
				    .type = remembered_type(m, pfn) };

	if (zone->nr_isolate_pageblock)
		block.type = type_of_pageblock(m, pfn);

	probe(m, PROBE_PCPU_DRAIN, pfn, block.order, block.type, pindex,
	      pcp->count - (1 << block.order));
	list_del(m, list, pfn);
	put_again(m, &page->use, PAGE_IDLE);
	put_again(m, &page->use_order, 0);
	put_again(m, &pcp->count, pcp->count - (1 << block.order));
	merge_free_block(m, zone, block, FPI_NONE);
}

/* PCP_BATCH: list after list in turn, from each one page more than from the
 * list before, counting empty lists too. */
static void drain_in_turn(struct model *m, const struct zone *zone,
			  const struct per_cpu_pages *pcp, int pages)
{
	unsigned pindex = 0;
	int from_list = 0;

	while (pages > 0) {
		do {
			from_list++;
			pindex = (pindex + 1) % MIGRATE_PCPTYPES;
		} while (list_empty(&pcp->lists[pindex]));
		if (from_list == MIGRATE_PCPTYPES)
			from_list = pages;
		probe(m, PROBE_BULK_LIST, pindex, pcp->lists[pindex].nr, pages);
		do {
			drain_block(m, zone, pcp, pindex);
			pages--;
			from_list--;
		} while (pages > 0 && from_list > 0 &&
			 !list_empty(&pcp->lists[pindex]));
	}
}

void free_pcppages_bulk(struct model *m, const struct zone *zone, unsigned cpu,
			int pages, unsigned pindex)
{
	const struct per_cpu_pages *pcp = pcp_of(m, zone, cpu);
	unsigned lists = machine_pcp_lists(&m->machine);

	pages = min_of(pcp->count, pages);
	frame(m, PROBE_FREE_PCPPAGES_BULK, pages, pcp->count, pindex, cpu);
	if (profile_of(m)->pcp_rule == PCP_BATCH) {
		drain_in_turn(m, zone, pcp, pages);
		return;
	}
	while (pages > 0) {
		while (list_empty(&pcp->lists[pindex]))
			pindex = (pindex + 1) % lists;
		probe(m, PROBE_BULK_LIST, pindex, pcp->lists[pindex].nr, pages);
		while (pages > 0 && !list_empty(&pcp->lists[pindex])) {
			pages -= 1 << pcp_list_order(m, pindex);
			drain_block(m, zone, pcp, pindex);
		}
		pindex = (pindex + 1) % lists;
	}
}

void drain_pages_zone(struct model *m, const struct zone *zone, unsigned cpu)
{
	const struct per_cpu_pages *pcp = pcp_of(m, zone, cpu);
	int32_t count = pcp->count;

	frame(m, PROBE_DRAIN_PAGES_ZONE, zone_index(m, zone), cpu, count);
	while (count > 0) {
		int32_t pages = profile_of(m)->pcp_rule == PCP_BATCH
					? count
					: min_of(count, scaled_batch(m, pcp));

		count -= pages;
		free_pcppages_bulk(m, zone, cpu, pages, 0);
	}
}

void drain_all_pages(struct model *m)
{
	frame(m, PROBE_DRAIN_ALL_PAGES, m->cpu);
	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++) {
		int32_t count = 0;

		for (unsigned i = 0; i < m->machine.nr_zones; i++)
			count += pcp_of(m, &m->zones[i], cpu)->count;
		probe(m, PROBE_DRAIN_ALL_CPU, cpu, count);
		if (count == 0)
			continue;
		for (unsigned i = 0; i < m->machine.nr_zones; i++)
			drain_pages_zone(m, &m->zones[i], cpu);
	}
}

void decay_pcp_high(struct model *m, const struct zone *zone, unsigned cpu)
{
	const struct per_cpu_pages *pcp = pcp_of(m, zone, cpu);
	int32_t high = pcp->high;

	if (high > pcp->high_min) {
		high = max_of(pcp->count - scaled_batch(m, pcp),
			      high - (high >> 3));
		high = max_of(high, pcp->high_min);
	}
	frame(m, PROBE_DECAY_PCP_HIGH, zone_index(m, zone), cpu, pcp->high,
	      high, pcp->count);
	put_again(m, &pcp->high, high);
	for (int32_t left = pcp->count - high; left > 0;) {
		int32_t pages = min_of(left, pcp->batch);

		free_pcppages_bulk(m, zone, cpu, pages, 0);
		left -= pages;
	}
}
