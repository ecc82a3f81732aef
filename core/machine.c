#include "core/machine.h"

#include <string.h>

static const char *const zone_names[] = {
	[ZONE_DMA] = "DMA",         [ZONE_DMA32] = "DMA32",
	[ZONE_NORMAL] = "Normal",   [ZONE_HIGHMEM] = "HighMem",
	[ZONE_MOVABLE] = "Movable", [ZONE_DEVICE] = "Device",
};

const char *zone_kind_name(enum zone_kind kind)
{
	return zone_names[kind];
}

int zone_kind_find(const char *name)
{
	for (int kind = 0; kind < NR_ZONE_KINDS; kind++)
		if (strcmp(zone_names[kind], name) == 0)
			return kind;
	return -1;
}

unsigned machine_pcp_lists(const struct machine *machine)
{
	if (machine->profile->pcp_rule == PCP_BATCH)
		return MIGRATE_PCPTYPES;
	return machine->thp ? NR_PCP_LISTS : NR_LOWORDER_PCP_LISTS;
}

/* Ranges and zones both need words: the arena covers either. */
pfn_t machine_first_pfn(const struct machine *machine)
{
	pfn_t first = machine->ranges[0].start;

	for (unsigned i = 0; i < machine->nr_zones; i++)
		if (machine->zones[i].start < first)
			first = machine->zones[i].start;
	/* Aligned starts of blocks are asked for, down to the largest. */
	return first & ~(((pfn_t)1 << machine->max_order) - 1);
}

pfn_t machine_end_pfn(const struct machine *machine)
{
	const struct page_range *last =
		&machine->ranges[machine->nr_ranges - 1];
	pfn_t end = last->start + last->pages;

	for (unsigned i = 0; i < machine->nr_zones; i++) {
		const struct zone_place *zone = &machine->zones[i];

		if (zone->start + zone->spanned > end)
			end = zone->start + zone->spanned;
	}
	pfn_t mask = ((pfn_t)1 << machine->max_order) - 1;

	return (end + mask) & ~mask;
}

bool machine_has_pfn(const struct machine *machine, pfn_t pfn)
{
	for (unsigned i = 0; i < machine->nr_ranges; i++) {
		const struct page_range *range = &machine->ranges[i];

		if (pfn >= range->start && pfn - range->start < range->pages)
			return true;
	}
	return false;
}
