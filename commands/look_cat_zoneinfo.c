/*
 * /proc/zoneinfo and /proc/vmstat, as far as the model has their numbers.
 *
 * Format: mm/vmstat.c (zoneinfo_show_print, vmstat_show) of the machine's
 * kernel.  zoneinfo has a section for every configured zone of a node,
 * populated or not.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/look_internal.h"

/* kswapd gives a node up after so many fruitless rounds. */
enum { MAX_RECLAIM_RETRIES = 16 };

static const struct zoneinfo_lines *lines_of(const struct model *m)
{
	return &model_machine(m)->profile->zoneinfo;
}

static int64_t at_least_zero(int64_t pages)
{
	return pages < 0 ? 0 : pages;
}

static int zone_on_node(const struct model *m, unsigned node,
			enum zone_kind kind)
{
	for (unsigned i = 0; i < nr_zones(m); i++) {
		if (zone_at(m, i)->node == node && zone_at(m, i)->kind == kind)
			return (int)i;
	}
	return -1;
}

static void add_pages(const struct model *m, const struct zone *zone,
		      struct text *out)
{
	static const char *const names[NR_WMARK] = { "min", "low", "high",
						     "promo" };
	bool boost_and_cma = lines_of(m)->boost_and_cma;
	unsigned marks = lines_of(m)->promo ? WMARK_PROMO + 1 : WMARK_PROMO;

	text_add(out, "\n  pages free     %" PRId64,
		 at_least_zero(zone->vm_stat_free));
	if (boost_and_cma)
		text_add(out, "\n        boost    %" PRId64,
			 zone->watermark_boost);
	for (unsigned mark = 0; mark < marks; mark++)
		text_add(out, "\n        %-8s %" PRId64, names[mark],
			 wmark_pages(zone, (enum zone_watermark)mark));
	text_add(out, "\n        spanned  %" PRId64, zone->spanned_pages);
	text_add(out, "\n        present  %" PRId64, zone->present_pages);
	text_add(out, "\n        managed  %" PRId64, zone->managed_pages);
	if (boost_and_cma)
		text_add(out, "\n        cma      %" PRId64, zone->cma_pages);
}

static void add_protection(const struct model *m, const struct zone *zone,
			   struct text *out)
{
	text_add(out, "\n        protection: (%" PRId64,
		 zone->lowmem_reserve[0]);
	for (unsigned id = 1; id < model_machine(m)->max_nr_zones; id++)
		text_add(out, ", %" PRId64, zone->lowmem_reserve[id]);
	text_add(out, ")");
}

/* What __setup_per_zone_wmarks leaves in a zone without pages. */
static struct zone empty_zone(const struct model *m, enum zone_kind kind)
{
	enum { MIN_OF_UNPOPULATED = 32 };
	struct zone zone = { .kind = (uint8_t)kind };
	bool floor = (kind == ZONE_MOVABLE || kind == ZONE_HIGHMEM) &&
		     model_machine(m)->profile->movable_outside_lowmem;

	for (unsigned mark = 0; floor && mark < NR_WMARK; mark++)
		zone.watermark[mark] = MIN_OF_UNPOPULATED;
	return zone;
}

static void add_pageset(const struct per_cpu_pages *pcp, bool limits,
			struct text *out)
{
	/* Where the limits follow, all labels are as wide as theirs. */
	int width = limits ? 9 : 6;

	text_add(out, "\n              %-*s %" PRId32, width,
		 "count:", pcp->count);
	text_add(out, "\n              %-*s %" PRId32, width,
		 "high:", pcp->high);
	text_add(out, "\n              %-*s %" PRId32, width,
		 "batch:", pcp->batch);
	if (!limits)
		return;
	text_add(out, "\n              high_min: %" PRId32, pcp->high_min);
	text_add(out, "\n              high_max: %" PRId32, pcp->high_max);
}

static void add_pagesets(const struct model *m, unsigned index,
			 struct text *out)
{
	text_add(out, "\n  pagesets");
	for (unsigned cpu = 0; cpu < model_machine(m)->nr_cpus; cpu++) {
		const struct per_cpu_pages *pcp = pcp_at(m, index, cpu);

		text_add(out, "\n    cpu: %u", cpu);
		add_pageset(pcp, lines_of(m)->pcp_limits, out);
		text_add(out, "\n  vm stats threshold: %d",
			 pcp->stat_threshold);
	}
}

/* Free pages in blocks of at least a pageblock that are not isolated. */
static int64_t free_block_pages(const struct model *m, const struct zone *zone)
{
	const struct machine *machine = model_machine(m);
	int64_t pages = 0;

	for (unsigned order = machine->pageblock_order;
	     order <= machine->max_order; order++) {
		const struct free_area *area = &zone->free_area[order];

		pages += (area->nr_free - area->free_list[MIGRATE_ISOLATE].nr)
			 << order;
	}
	return pages;
}

static void add_counter(const struct model *m, const char *name, int64_t value,
			struct text *out)
{
	text_add(out, "\n%*s%-12s %" PRId64,
		 lines_of(m)->counters_first ? 4 : 6, "", name,
		 at_least_zero(value));
}

static void add_counters(const struct model *m, const struct zone *zone,
			 struct text *out)
{
	add_counter(m, "nr_free_pages", zone->vm_stat_free, out);
	if (lines_of(m)->free_blocks)
		add_counter(m, "nr_free_pages_blocks",
			    free_block_pages(m, zone), out);
	if (lines_of(m)->alloc_batch)
		add_counter(m, "nr_alloc_batch", zone->vm_stat_alloc_batch,
			    out);
	add_counter(m, "nr_free_cma", zone->vm_stat_free_cma, out);
}

static void add_end(const struct model *m, const struct zone *zone,
		    struct text *out)
{
	if (lines_of(m)->counters_first) {
		text_add(out, "\n  start_pfn:         %" PRId64,
			 zone->zone_start_pfn);
		return;
	}
	text_add(out, "\n  node_unreclaimable:  %u",
		 node_at(m, zone->node)->kswapd_failures >=
			 MAX_RECLAIM_RETRIES);
	text_add(out, "\n  start_pfn:           %" PRId64,
		 zone->zone_start_pfn);
	if (!lines_of(m)->highatomic)
		return;
	text_add(out, "\n  reserved_highatomic: %" PRId64,
		 zone->nr_reserved_highatomic);
	text_add(out, "\n  free_highatomic:     %" PRId64,
		 zone->nr_free_highatomic);
}

static void zone_section(const struct model *m, unsigned node,
			 enum zone_kind kind, struct text *out)
{
	int index = zone_on_node(m, node, kind);
	struct zone empty = empty_zone(m, kind);
	const struct zone *zone =
		index < 0 ? &empty : zone_at(m, (unsigned)index);
	bool counters_first = lines_of(m)->counters_first;

	if (index < 0 && lines_of(m)->populated_only)
		return;
	text_add(out, "Node %u, zone %8s", node, zone_kind_name(kind));
	add_pages(m, zone, out);
	if (!counters_first)
		add_protection(m, zone, out);
	if (index >= 0)
		add_counters(m, zone, out);
	if (counters_first)
		add_protection(m, zone, out);
	if (index >= 0) {
		add_pagesets(m, (unsigned)index, out);
		add_end(m, zone, out);
	}
	text_add(out, "\n");
}

static int kind_of_id(const struct machine *machine, int id)
{
	for (unsigned kind = 0; kind < NR_ZONE_KINDS; kind++) {
		if (machine->zone_id[kind] == id)
			return (int)kind;
	}
	return -1;
}

void zoneinfo_print(const struct model *m, struct text *out)
{
	const struct machine *machine = model_machine(m);

	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		for (unsigned id = 0; id < machine->max_nr_zones; id++) {
			int kind = kind_of_id(machine, (int)id);

			if (kind >= 0)
				zone_section(m, node, (enum zone_kind)kind,
					     out);
		}
	}
}

void vmstat_print(const struct model *m, struct text *out)
{
	int64_t free = 0;
	int64_t free_cma = 0;
	int64_t free_blocks = 0;
	int64_t alloc_batch = 0;

	for (unsigned i = 0; i < nr_zones(m); i++) {
		free += zone_at(m, i)->vm_stat_free;
		free_cma += zone_at(m, i)->vm_stat_free_cma;
		free_blocks += free_block_pages(m, zone_at(m, i));
		alloc_batch += zone_at(m, i)->vm_stat_alloc_batch;
	}
	text_add(out, "nr_free_pages %" PRId64 "\n", at_least_zero(free));
	if (lines_of(m)->free_blocks)
		text_add(out, "nr_free_pages_blocks %" PRId64 "\n",
			 free_blocks);
	if (lines_of(m)->alloc_batch)
		text_add(out, "nr_alloc_batch %" PRId64 "\n",
			 at_least_zero(alloc_batch));
	text_add(out, "nr_free_cma %" PRId64 "\n", at_least_zero(free_cma));
}
