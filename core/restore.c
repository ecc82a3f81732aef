#include "core/restore.h"

#include "core/codetag_internal.h"
#include "core/free_area_internal.h"
#include "core/page_internal.h"
#include "core/page_type.h"

struct model *restore_begin(const struct machine *machine)
{
	return model_create(machine);
}

static void restore_free_areas(struct model *m, const struct zone *zone,
			       const struct zone *words)
{
	for (unsigned order = 0; order <= m->machine.max_order; order++)
		put(m, &zone->free_area[order].nr_free,
		    words->free_area[order].nr_free);
}

void restore_zone(struct model *m, unsigned zone_number,
		  const struct zone *words)
{
	const struct zone *zone = zone_at(m, zone_number);

	put(m, &zone->flags, words->flags);
	put(m, &zone->present_pages, words->present_pages);
	put(m, &zone->managed_pages, words->managed_pages);
	put(m, &zone->cma_pages, words->cma_pages);
	put(m, &zone->watermark_boost, words->watermark_boost);
	put(m, &zone->nr_reserved_highatomic, words->nr_reserved_highatomic);
	put(m, &zone->nr_free_highatomic, words->nr_free_highatomic);
	put(m, &zone->nr_isolate_pageblock, words->nr_isolate_pageblock);
	put(m, &zone->percpu_drift_mark, words->percpu_drift_mark);
	put(m, &zone->vm_stat_free, words->vm_stat_free);
	put(m, &zone->vm_stat_free_cma, words->vm_stat_free_cma);
	put(m, &zone->vm_stat_alloc_batch, words->vm_stat_alloc_batch);
	put(m, &zone->nr_migrate_reserve_block,
	    words->nr_migrate_reserve_block);
	put(m, &zone->pageset_high_min, words->pageset_high_min);
	put(m, &zone->pageset_high_max, words->pageset_high_max);
	put(m, &zone->pageset_batch, words->pageset_batch);
	put(m, &zone->contiguous, words->contiguous);
	for (unsigned i = 0; i < NR_WMARK; i++)
		put(m, &zone->watermark[i], words->watermark[i]);
	for (unsigned i = 0; i < NR_ZONE_KINDS; i++)
		put(m, &zone->lowmem_reserve[i], words->lowmem_reserve[i]);
	restore_free_areas(m, zone, words);
}

void restore_node(struct model *m, unsigned node_number,
		  const struct pglist_data *words)
{
	const struct pglist_data *node = node_at(m, node_number);

	put(m, &node->kswapd_waiting, words->kswapd_waiting);
	put(m, &node->kswapd_failures, words->kswapd_failures);
	put(m, &node->kswapd_order, words->kswapd_order);
	put(m, &node->kswapd_highest_zoneidx, words->kswapd_highest_zoneidx);
}

void restore_zonelist_cache(struct model *m, unsigned node_number,
			    uint32_t full, bool expired)
{
	const struct pglist_data *node = node_at(m, node_number);

	put(m, &node->zlcache_full, full);
	put(m, &node->zlcache_expired, expired);
}

void restore_pcp(struct model *m, unsigned zone, unsigned cpu,
		 const struct per_cpu_pages *words)
{
	const struct per_cpu_pages *pcp = pcp_at(m, zone, cpu);

	put(m, &pcp->count, words->count);
	put(m, &pcp->high, words->high);
	put(m, &pcp->high_min, words->high_min);
	put(m, &pcp->high_max, words->high_max);
	put(m, &pcp->batch, words->batch);
	put(m, &pcp->flags, words->flags);
	put(m, &pcp->alloc_factor, words->alloc_factor);
	put(m, &pcp->expire, words->expire);
	put(m, &pcp->free_factor, words->free_factor);
	put(m, &pcp->free_count, words->free_count);
	put(m, &pcp->stat_threshold, words->stat_threshold);
	put(m, &pcp->vm_stat_diff_free, words->vm_stat_diff_free);
	put(m, &pcp->vm_stat_diff_cma, words->vm_stat_diff_cma);
	put(m, &pcp->vm_stat_diff_batch, words->vm_stat_diff_batch);
}

void restore_current_cpu(struct model *m, unsigned cpu)
{
	put(m, &m->globals->current_cpu, cpu);
}

void restore_pageblocks(struct model *m, pfn_t first, unsigned blocks,
			enum migratetype type)
{
	for (unsigned i = 0; i < blocks; i++)
		put(m,
		    &pageblock_of(m, first + i * pageblock_pages(m))
			     ->migratetype,
		    type);
}

void restore_page_flags(struct model *m, pfn_t first, pfn_t pages,
			uint64_t flags)
{
	for (pfn_t i = 0; i < pages; i++)
		put(m, &page_of(m, first + i)->flags_diff,
		    flags ^ page_idle_flags(m, first + i));
}

/* A block may be put on a list when it lies in the zone and is on none. */
static bool may_link(const struct model *m, unsigned zone_number, pfn_t pfn,
		     unsigned order)
{
	const struct zone *zone = zone_at(m, zone_number);

	if (order > m->machine.max_order || !zone_spans(zone, pfn) ||
	    pfn + pages_in(order) > zone_end_pfn(zone))
		return false;
	const struct page *page = page_of(m, pfn);

	return !page_is_free_block(m, page) && page->use == PAGE_IDLE;
}

bool restore_free_block(struct model *m, unsigned zone, unsigned order,
			enum migratetype type, pfn_t pfn)
{
	if (!may_link(m, zone, pfn, order))
		return false;
	const struct page *page = page_of(m, pfn);

	put(m, &page->private, order);
	put(m, &page->page_type_inverted, ~m->machine.profile->buddy_type_word);
	remember_type(m, pfn, type);
	list_add_tail(m, &zone_at(m, zone)->free_area[order].free_list[type],
		      pfn);
	return true;
}

bool restore_pcp_block(struct model *m, unsigned zone, unsigned cpu,
		       unsigned pindex, pfn_t pfn)
{
	unsigned order = pcp_list_order(m, pindex);

	if (!may_link(m, zone, pfn, order))
		return false;
	const struct page *page = page_of(m, pfn);

	put(m, &page->use, PAGE_ON_PCP);
	put(m, &page->use_order, order);
	list_add_tail(m, &pcp_at(m, zone, cpu)->lists[pindex], pfn);
	return true;
}

void restore_pcp_type(struct model *m, pfn_t pfn, enum migratetype type)
{
	remember_type(m, pfn, type);
}

void restore_page(struct model *m, pfn_t pfn, const struct restore_page *words)
{
	const struct page *page = page_at(m, pfn);

	put(m, &page->refcount, words->refcount);
	put(m, &page->page_type_inverted, ~words->page_type);
	if (words->order < 0)
		return;
	put(m, &page->use, PAGE_ALLOCATED);
	put(m, &page->use_order, words->order);
	if (words->tag < 0)
		return;
	const struct alloc_tag_counters *tag = &m->tags[words->tag];

	put(m, &page->tag, words->tag + 1);
	put(m, &tag->bytes,
	    tag->bytes + (pages_in((unsigned)words->order) << PAGE_SHIFT));
	put(m, &tag->calls, tag->calls + 1);
}

uint32_t restore_tag(struct model *m, const struct codetag *site)
{
	return alloc_tag_register(m, site);
}

/* The tails of a compound page point to its head, which tells its order. */
static void link_compound(struct model *m, pfn_t head)
{
	unsigned order = compound_order(m, head);

	if (order > m->machine.max_order ||
	    head + (pfn_t)pages_in(order) > m->end_pfn)
		return;
	for (pfn_t i = 1; i < pages_in(order); i++)
		put(m, &page_of(m, head + i)->lru_next, LINK_COMPOUND | head);
}

/* Pages that a block covers from `pfn` on; 0 when no block begins there. */
static pfn_t pages_spoken_of(const struct model *m, pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);

	if (page_is_free_block(m, page))
		return (pfn_t)pages_in(page->private);
	if (page->use == PAGE_ON_PCP || page->use == PAGE_ALLOCATED)
		return (pfn_t)pages_in(page->use_order);
	return 0;
}

/* Reserved pages hold the reference that booting gave them. */
static void mark_unspoken(struct model *m, pfn_t pfn)
{
	if (page_is_reserved(m, pfn))
		put(m, &page_of(m, pfn)->refcount, 1);
	else
		put(m, &page_of(m, pfn)->use, PAGE_UNKNOWN);
}

void restore_unknown(struct model *m)
{
	for (unsigned i = 0; i < m->machine.nr_ranges; i++) {
		const struct page_range *range = &m->machine.ranges[i];
		pfn_t end = range->start + range->pages;
		pfn_t pages = 0;

		for (pfn_t pfn = range->start; pfn < end; pfn += pages) {
			if (page_is_compound_head(m, pfn))
				link_compound(m, pfn);
			pages = pages_spoken_of(m, pfn);
			if (pages > 0)
				continue;
			mark_unspoken(m, pfn);
			pages = 1;
		}
	}
}

static int64_t pages_on_lists(const struct model *m, const struct zone *zone)
{
	int64_t pages = 0;

	for (unsigned order = 0; order <= m->machine.max_order; order++)
		for (int type = 0; type < MIGRATE_ISOLATE; type++)
			pages += (int64_t)free_list(zone, order,
						    (enum migratetype)type)
					 ->nr
				 << order;
	return pages;
}

void restore_finish(struct model *m)
{
	if (m->machine.profile->list_type_is_remembered)
		for (unsigned i = 0; i < m->machine.nr_zones; i++)
			m->free_miscounted[i] = zone_free_exact(m, i) -
						pages_on_lists(m, &m->zones[i]);
	m->mode = TAPE_WRITES;
}
