/*
 * Planning a machine: which zones lie where, and in which order a request
 * walks them.
 *
 * Kernel counterpart: free_area_init (mm/mm_init.c), build_zonelists and
 * find_next_best_node (mm/page_alloc.c), 6.12.107.
 */
#include <string.h>

#include "core/boot_internal.h"

enum { LOCAL_DISTANCE = 10, REMOTE_DISTANCE = 20 };

/* Zone types from low addresses to high ones; MOVABLE is cut off the top. */
static const enum zone_kind by_address[] = { ZONE_DMA, ZONE_DMA32, ZONE_NORMAL,
					     ZONE_HIGHMEM };

enum { NR_BY_ADDRESS = sizeof(by_address) / sizeof(*by_address) };

static pfn_t memory_end(const struct boot_config *config)
{
	return config->first_pfn + (pfn_t)(config->mem_bytes >> PAGE_SHIFT);
}

/* Frames of a node: the memory divided evenly, cut at largest blocks. */
static struct page_range node_range(const struct boot_config *config,
				    unsigned node)
{
	pfn_t pages = memory_end(config) - config->first_pfn;
	pfn_t mask = ((pfn_t)1 << config->max_order) - 1;
	pfn_t share = (pages / config->nr_nodes) & ~mask;
	pfn_t start = config->first_pfn + node * share;
	pfn_t end = node + 1 == config->nr_nodes ? memory_end(config)
						 : start + share;

	return (struct page_range){ .start = start, .pages = end - start };
}

static bool is_last_zone(const struct boot_config *config, unsigned place)
{
	for (unsigned i = place + 1; i < NR_BY_ADDRESS; i++)
		if (config->zone_wanted[by_address[i]])
			return false;
	return true;
}

static pfn_t zone_border(const struct boot_config *config, unsigned place)
{
	pfn_t border = config->zone_end[by_address[place]];
	pfn_t end = memory_end(config);

	if (border == 0 || border > end || is_last_zone(config, place))
		return end;
	return border;
}

/* Where ZONE_MOVABLE begins on a node: above its share of kernelcore. */
static pfn_t movable_start(const struct boot_config *config,
			   struct page_range node)
{
	pfn_t mask = ((pfn_t)1 << config->max_order) - 1;
	uint64_t kernel =
		(config->kernelcore_bytes >> PAGE_SHIFT) / config->nr_nodes;

	/* Without kernelcore= there is no movable memory set apart. */
	if (!config->zone_wanted[ZONE_MOVABLE] || kernel == 0 ||
	    kernel >= node.pages)
		return node.start + node.pages;
	return (node.start + (pfn_t)kernel + mask) & ~mask;
}

static void add_zone(struct machine *machine, unsigned node,
		     enum zone_kind kind, struct page_range range)
{
	if (range.pages == 0)
		return;
	machine->zones[machine->nr_zones++] = (struct zone_place){
		.node = node,
		.kind = kind,
		.start = range.start,
		.spanned = range.pages,
	};
}

/* The part of [from, to) that lies in [low, high). */
static struct page_range cut(pfn_t from, pfn_t to, pfn_t low, pfn_t high)
{
	if (from < low)
		from = low;
	if (to > high)
		to = high;
	return (struct page_range){ .start = from,
				    .pages = to > from ? to - from : 0 };
}

static void plan_zones_of_node(const struct boot_config *config, unsigned node,
			       struct machine *machine)
{
	struct page_range range = node_range(config, node);
	pfn_t node_end = range.start + range.pages;
	pfn_t movable = movable_start(config, range);
	pfn_t low = 0;

	for (unsigned i = 0; i < NR_BY_ADDRESS; i++) {
		if (!config->zone_wanted[by_address[i]])
			continue;
		pfn_t high = zone_border(config, i);

		add_zone(machine, node, by_address[i],
			 cut(range.start, movable, low, high));
		low = high;
	}
	add_zone(machine, node, ZONE_MOVABLE,
		 cut(movable, node_end, 0, node_end));
}

/* Numbers of the zone types that the configuration has (enum zone_type). */
static void number_zone_types(const struct boot_config *config,
			      struct machine *machine)
{
	bool x86 = config->flags.arch == ARCH_X86_64;
	bool present[NR_ZONE_KINDS] = {
		[ZONE_DMA] = x86 || config->zone_wanted[ZONE_DMA],
		[ZONE_DMA32] = config->flags.arch != ARCH_ARM ||
			       config->zone_wanted[ZONE_DMA32],
		[ZONE_NORMAL] = true,
		[ZONE_HIGHMEM] = config->zone_wanted[ZONE_HIGHMEM],
		[ZONE_MOVABLE] = true,
		[ZONE_DEVICE] = x86,
	};
	unsigned id = 0;

	for (unsigned kind = 0; kind < NR_ZONE_KINDS; kind++) {
		machine->zone_id[kind] = -1;
		if (present[kind])
			machine->zone_id[kind] = (int8_t)id++;
	}
	machine->max_nr_zones = id;
}

static void list_zones_of_node(const struct machine *machine, unsigned node,
			       struct zonelist *list)
{
	for (unsigned i = machine->nr_zones; i-- > 0;) {
		const struct zone_place *zone = &machine->zones[i];

		if (zone->node != node)
			continue;
		list->refs[list->nr++] = (struct zoneref){
			.zone = (uint8_t)i,
			.zone_id = (uint8_t)machine->zone_id[zone->kind],
		};
	}
}

static bool node_has_memory(const struct machine *machine, unsigned node)
{
	for (unsigned i = 0; i < machine->nr_zones; i++)
		if (machine->zones[i].node == node)
			return true;
	return false;
}

static bool node_has_cpus(const struct machine *machine, unsigned node)
{
	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		if (machine->cpu_node[cpu] == node)
			return true;
	return false;
}

/* What a node's load weighs less than, by however little it is nearer. */
static unsigned load_limit(const struct machine *machine)
{
	return machine->profile->node_load_counts_down
		       ? machine->nr_nodes * MAX_NODES
		       : MAX_NODES;
}

/* The nearest unused node; earlier nodes and nodes with CPUs are a little
 * farther, and so are nodes that others chose first.  -1: none left. */
static int next_best_node(const struct machine *machine, unsigned local,
			  const unsigned *load, const bool *used)
{
	int best = -1;
	unsigned best_score = UINT32_MAX;

	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		if (used[node] || !node_has_memory(machine, node))
			continue;
		unsigned distance =
			node == local ? LOCAL_DISTANCE : REMOTE_DISTANCE;
		unsigned score = distance + (node < local) +
				 node_has_cpus(machine, node);

		score = score * load_limit(machine) + load[node];
		if (node == local)
			return (int)node;
		if (score < best_score) {
			best_score = score;
			best = (int)node;
		}
	}
	return best;
}

static void build_zonelists(struct machine *machine)
{
	unsigned load[MAX_NODES] = { 0 };

	for (unsigned local = 0; local < machine->nr_nodes; local++) {
		struct zonelist *lists = machine->zonelists[local];
		bool used[MAX_NODES] = { false };
		unsigned previous = local;
		unsigned weight = machine->nr_nodes;
		int node = next_best_node(machine, local, load, used);

		list_zones_of_node(machine, local, &lists[ZONELIST_NOFALLBACK]);
		while (node >= 0) {
			/* The first of a group at one distance is chosen by
			 * others too: it counts as loaded then. */
			if ((previous == local) != ((unsigned)node == local))
				load[node] =
					machine->profile->node_load_counts_down
						? weight
						: load[node] + 1;
			weight--;
			used[node] = true;
			previous = (unsigned)node;
			list_zones_of_node(machine, previous,
					   &lists[ZONELIST_FALLBACK]);
			node = next_best_node(machine, local, load, used);
		}
	}
}

static enum boot_refusal check_config(const struct boot_config *config)
{
	uint64_t pages = config->mem_bytes >> PAGE_SHIFT;

	if (config->max_order >= NR_PAGE_ORDERS_LIMIT ||
	    config->pageblock_order > config->max_order ||
	    config->pageblock_order == 0)
		return BOOT_BAD_ORDERS;
	if (config->nr_nodes == 0 || config->nr_nodes > MAX_NODES)
		return BOOT_TOO_MANY_NODES;
	if (config->nr_cpus == 0 || config->nr_cpus > MAX_CPUS)
		return BOOT_TOO_MANY_CPUS;
	if (pages < (uint64_t)config->nr_nodes << config->max_order)
		return BOOT_NO_MEMORY_ASKED;
	if (config->first_pfn + pages > PFN_LIMIT)
		return BOOT_TOO_MUCH_MEMORY;
	return BOOT_OK;
}

int cma_zone_of(const struct boot_config *config, const struct machine *machine)
{
	if (config->cma_bytes == 0)
		return -1;
	int last = -1;

	for (unsigned i = 0; i < machine->nr_zones; i++) {
		if (machine->zones[i].kind == config->cma_zone)
			return (int)i;
		if (machine->zones[i].kind != ZONE_MOVABLE)
			last = (int)i;
	}
	return last;
}

pfn_t cma_first_pfn(const struct boot_config *config,
		    const struct machine *machine, unsigned zone)
{
	pfn_t end = machine->zones[zone].start + machine->zones[zone].spanned;
	/* Where whole pageblocks merge across types, the area must not share a
	 * largest block with its neighbours. */
	unsigned order = machine->profile->merge_minds_isolation_only
				 ? config->max_order
				 : config->pageblock_order;
	pfn_t mask = ((pfn_t)1 << order) - 1;

	return (end - (pfn_t)(config->cma_bytes >> PAGE_SHIFT)) & ~mask;
}

static bool cma_fits(const struct boot_config *config,
		     const struct machine *machine)
{
	int zone = cma_zone_of(config, machine);

	if (config->cma_bytes == 0)
		return true;
	return zone >= 0 &&
	       config->cma_bytes >> PAGE_SHIFT < machine->zones[zone].spanned;
}

enum boot_refusal machine_plan(const struct boot_config *config,
			       struct machine *ret)
{
	enum boot_refusal refusal = check_config(config);

	if (refusal != BOOT_OK)
		return refusal;
	memset(ret, 0, sizeof(*ret));
	ret->profile = config->profile;
	memcpy(ret->release, config->profile->release,
	       strlen(config->profile->release) + 1);
	ret->max_order = config->max_order;
	ret->pageblock_order = config->pageblock_order;
	ret->nr_nodes = config->nr_nodes;
	ret->nr_cpus = config->nr_cpus;
	for (unsigned cpu = 0; cpu < ret->nr_cpus; cpu++)
		ret->cpu_node[cpu] =
			(uint8_t)(cpu * ret->nr_nodes / ret->nr_cpus);
	number_zone_types(config, ret);
	if (flags_layout_of(config->profile, &config->flags, &ret->layout) !=
	    FLAGS_FIT)
		return BOOT_FLAGS_DO_NOT_FIT;
	if (((uint64_t)ret->nr_nodes - 1) >> config->flags.nodes_shift)
		return BOOT_NODE_NOT_IN_FLAGS;
	for (unsigned node = 0; node < ret->nr_nodes; node++)
		plan_zones_of_node(config, node, ret);
	if (!cma_fits(config, ret))
		return BOOT_CMA_DOES_NOT_FIT;
	build_zonelists(ret);
	ret->nr_ranges = 1;
	ret->ranges[0] = (struct page_range){
		.start = config->first_pfn,
		.pages = memory_end(config) - config->first_pfn,
	};
	ret->cma = true;
	if (config->flags.arch == ARCH_ARM64)
		ret->kmalloc_min_size = config->profile->slab.min_size_arm64;
	ret->thp = config->thp;
	ret->watermark_boost_factor = config->watermark_boost_factor;
	ret->watermark_scale_factor = config->watermark_scale_factor;
	memcpy(ret->lowmem_reserve_ratio, config->lowmem_reserve_ratio,
	       sizeof(ret->lowmem_reserve_ratio));
	ret->percpu_pagelist_high_fraction =
		config->percpu_pagelist_high_fraction;
	return BOOT_OK;
}
