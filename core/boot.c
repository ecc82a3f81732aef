/*
 * Booting: presets, and the order of events from pageblocks to watermarks.
 */
#include "core/boot.h"

#include <string.h>

#include "core/boot_internal.h"
#include "core/buddy_internal.h"
#include "core/gfp.h"
#include "core/pageblock_internal.h"
#include "core/pcp_internal.h"

#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

/* Borders of x86_64: 16 MiB and 4 GiB. */
enum { DMA_END = 4096, DMA32_END = 1048576 };

static struct boot_config common_config(void)
{
	return (struct boot_config){
		.profile = &profile_6_12,
		.nr_nodes = 1,
		.nr_cpus = 1,
		.zone_end = { [ZONE_DMA] = DMA_END, [ZONE_DMA32] = DMA32_END },
		.cma_zone = ZONE_NORMAL,
		.pageblock_order = 9,
		.max_order = 10,
		.watermark_boost_factor = 15000,
		.watermark_scale_factor = 10,
		.lowmem_reserve_ratio = { [ZONE_DMA] = 256,
					  [ZONE_DMA32] = 256,
					  [ZONE_NORMAL] = 32 },
		.pcp = true,
		.drift = true,
		.thp = true,
		.khugepaged = TRI_AUTO,
		.flags = flags_config_default(),
	};
}

static void want_dma_zones(struct boot_config *config)
{
	config->zone_wanted[ZONE_DMA] = true;
	config->zone_wanted[ZONE_DMA32] = true;
}

static void make_small(struct boot_config *config)
{
	config->mem_bytes = 64 * MIB;
	config->zone_wanted[ZONE_NORMAL] = true;
}

static void make_pc(struct boot_config *config)
{
	config->mem_bytes = 8 * GIB;
	config->nr_cpus = 4;
	want_dma_zones(config);
	config->zone_wanted[ZONE_NORMAL] = true;
}

static void make_numa(struct boot_config *config)
{
	config->mem_bytes = 8 * GIB;
	config->nr_nodes = 2;
	config->nr_cpus = 4;
	want_dma_zones(config);
	config->zone_wanted[ZONE_NORMAL] = true;
	/* Without holes node 0 ends where DMA32 does on a PC; a lower border
	 * gives it a Normal zone, as real machines with holes have. */
	config->zone_end[ZONE_DMA32] = DMA32_END / 2;
}

static void make_movable(struct boot_config *config)
{
	config->mem_bytes = 2 * GIB;
	want_dma_zones(config);
	config->zone_wanted[ZONE_MOVABLE] = true;
	config->kernelcore_bytes = GIB;
}

static void make_phone(struct boot_config *config)
{
	config->mem_bytes = 4 * GIB;
	config->first_pfn = 0x80000;
	config->nr_cpus = 8;
	config->zone_wanted[ZONE_DMA32] = true;
	config->zone_wanted[ZONE_NORMAL] = true;
	config->cma_bytes = 256 * MIB;
	config->cma_zone = ZONE_DMA32;
	config->flags = flags_config_arm64_phone();
}

static void make_big(struct boot_config *config)
{
	config->mem_bytes = 1024 * GIB;
	config->nr_nodes = 2;
	config->nr_cpus = 64;
	want_dma_zones(config);
	config->zone_wanted[ZONE_NORMAL] = true;
}

static const struct preset {
	const char *name;
	const char *summary;
	void (*make)(struct boot_config *config);
} presets[NR_PRESETS] = {
	{ "small", "64 MiB, one zone: a whole machine on one screen",
	  make_small },
	{ "pc", "8 GiB, 4 CPUs, zones DMA, DMA32 and Normal", make_pc },
	{ "numa", "two nodes of 4 GiB, 4 CPUs", make_numa },
	{ "movable", "2 GiB, the upper half for movable pages only",
	  make_movable },
	{ "phone", "4 GiB arm64, 8 CPUs, 256 MiB of CMA", make_phone },
	{ "big", "1 TiB, two nodes, 64 CPUs", make_big },
};

const char *boot_preset_name(unsigned i)
{
	return i < NR_PRESETS ? presets[i].name : NULL;
}

const char *boot_preset_summary(unsigned i)
{
	return i < NR_PRESETS ? presets[i].summary : NULL;
}

bool boot_preset(const char *name, size_t length, struct boot_config *ret)
{
	for (unsigned i = 0; i < NR_PRESETS; i++) {
		if (strlen(presets[i].name) != length ||
		    strncmp(presets[i].name, name, length) != 0)
			continue;
		*ret = common_config();
		presets[i].make(ret);
		return true;
	}
	return false;
}

/* memmap_init_range: a pageblock whose first frame is RAM becomes movable;
 * any other stays zero, which is unmovable. */
static void init_pageblocks(struct model *m)
{
	const struct page_range *ram = &m->machine.ranges[0];
	pfn_t mask = pageblock_pages(m) - 1;
	pfn_t end = ram->start + ram->pages;

	for (pfn_t pfn = (ram->start + mask) & ~mask; pfn < end;
	     pfn += pageblock_pages(m))
		set_pageblock_type(m, pfn, movable_type(m));
}

/* build_all_zonelists: too little memory to keep types apart? */
static bool too_small_for_grouping(const struct model *m)
{
	const struct zonelist *list =
		&m->machine.zonelists[0][ZONELIST_FALLBACK];
	int64_t pages = 0;

	for (unsigned i = 0; i < list->nr; i++)
		pages += m->zones[list->refs[i].zone].present_pages;
	return pages < (int64_t)pageblock_pages(m) * MIGRATE_TYPES;
}

/* __free_pages_memory: the largest aligned blocks, in rising order. */
static void free_memory_core(struct model *m, const struct zone *zone,
			     pfn_t from, pfn_t end)
{
	put(m, &zone->managed_pages, zone->managed_pages + (end - from));
	while (from < end) {
		unsigned order = 0;

		while (order < m->machine.max_order &&
		       !(from & (pages_in(order + 1) - 1)) &&
		       from + pages_in(order + 1) <= end)
			order++;
		arena_fault_in(&m->arena, page_of(m, from));
		free_one_page(m, zone, from, order,
			      m->machine.profile->boot_fills_tails ? FPI_TO_TAIL
								   : FPI_NONE);
		from += (pfn_t)pages_in(order);
	}
}

/* init_cma_reserved_pageblock: pageblock by pageblock, each to the head of
 * its list, so that the list ends up in descending order.  (The kernel frees
 * them by way of the pcp, which is flushed; the lists are the same.) */
static void init_cma_area(struct model *m, const struct zone *zone, pfn_t from)
{
	pfn_t end = (pfn_t)zone_end_pfn(zone);

	put(m, &zone->managed_pages, zone->managed_pages + (end - from));
	/* Kernels of plain batches do not keep it, nor do their files. */
	if (m->machine.profile->pcp_rule != PCP_BATCH)
		put(m, &zone->cma_pages, end - from);
	for (; from < end; from += pageblock_pages(m)) {
		set_pageblock_type(m, from, MIGRATE_CMA);
		free_one_page(m, zone, from, m->machine.pageblock_order,
			      FPI_NONE);
	}
}

static void populate(struct model *m, const struct boot_config *config,
		     int cma_zone)
{
	for (unsigned i = 0; i < m->machine.nr_zones; i++) {
		const struct zone *zone = &m->zones[i];
		pfn_t end = (pfn_t)zone_end_pfn(zone);

		if ((int)i == cma_zone)
			end = cma_first_pfn(config, &m->machine, i);
		free_memory_core(m, zone, (pfn_t)zone->zone_start_pfn, end);
	}
}

/* FREE_HIGH_BATCH is a property of the caches; pcp=n is zone_pcp_disable. */
static void finish_pagesets(struct model *m, const struct boot_config *config)
{
	for (unsigned i = 0; i < m->machine.nr_zones; i++) {
		const struct zone *zone = &m->zones[i];

		for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++) {
			const struct per_cpu_pages *pcp = pcp_of(m, zone, cpu);

			if (config->free_high_batch)
				put(m, &pcp->flags,
				    pcp->flags | PCPF_FREE_HIGH_BATCH);
			if (!config->pcp)
				drain_pages_zone(m, zone, cpu);
		}
		if (!config->pcp)
			setup_pageset_off(m, zone);
	}
}

enum boot_refusal machine_boot(const struct boot_config *config,
			       struct model **ret)
{
	struct machine machine;
	enum boot_refusal refusal = machine_plan(config, &machine);

	if (refusal != BOOT_OK)
		return refusal;
	struct model *m = model_create(&machine);

	if (!m)
		return BOOT_MEMORY_UNAVAILABLE;
	for (unsigned i = 0; i < machine.nr_zones; i++)
		put(m, &m->zones[i].present_pages, m->zones[i].spanned_pages);
	init_pageblocks(m);
	m->machine.mobility_disabled = too_small_for_grouping(m);
	for (unsigned i = 0; i < machine.nr_zones; i++)
		setup_pageset_off(m, &m->zones[i]);
	int cma_zone = cma_zone_of(config, &machine);

	populate(m, config, cma_zone);
	for (unsigned i = 0; i < machine.nr_zones; i++)
		zone_set_pageset_high_and_batch(m, &m->zones[i]);
	if (cma_zone >= 0)
		init_cma_area(
			m, &m->zones[cma_zone],
			cma_first_pfn(config, &machine, (unsigned)cma_zone));
	init_per_zone_wmark_min(m, config);
	finish_pagesets(m, config);
	m->mode = TAPE_WRITES;
	*ret = m;
	return BOOT_OK;
}
