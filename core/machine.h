/*
 * A machine: what exists before the first operation, and never changes.
 *
 * boot (core/boot.h) makes one from a configuration, a snapshot or recording
 * brings its own.  Everything that changes later is in the arena instead.
 */
#ifndef MMSCOPE_CORE_MACHINE_H
#define MMSCOPE_CORE_MACHINE_H

#include "core/page_flags.h"
#include "core/profile.h"

enum { MAX_PAGE_RANGES = 64 };

/* Frames with a struct page: [start, start + pages). */
struct page_range {
	pfn_t start;
	pfn_t pages;
};

struct zoneref {
	uint8_t zone; /* position among the populated zones */
	uint8_t zone_id;
};

struct zonelist {
	unsigned nr;
	struct zoneref refs[MAX_POPULATED_ZONES];
};

enum zonelist_kind { ZONELIST_FALLBACK, ZONELIST_NOFALLBACK, NR_ZONELISTS };

/* Where a populated zone begins; its words follow in struct zone. */
struct zone_place {
	unsigned node;
	enum zone_kind kind;
	pfn_t start;
	pfn_t spanned;
};

struct machine {
	const struct profile *profile;
	char release[32];   /* the full kernel release, "6.12.107" */
	unsigned max_order; /* MAX_PAGE_ORDER, inclusive */
	unsigned pageblock_order;
	unsigned nr_nodes;
	unsigned nr_cpus; /* online, numbered from 0 */
	uint8_t cpu_node[MAX_CPUS];
	int8_t zone_id[NR_ZONE_KINDS]; /* -1: not configured */
	unsigned max_nr_zones;
	unsigned nr_zones; /* populated */
	struct zone_place zones[MAX_POPULATED_ZONES];
	struct zonelist zonelists[MAX_NODES][NR_ZONELISTS];
	unsigned nr_ranges;
	struct page_range ranges[MAX_PAGE_RANGES];
	struct flags_layout layout;
	bool cma; /* CONFIG_CMA */
	bool thp; /* CONFIG_TRANSPARENT_HUGEPAGE: 14 pcp lists */
	unsigned kmalloc_min_size; /* KMALLOC_MIN_SIZE; 0: 8 bytes */
	bool mobility_disabled;    /* page_group_by_mobility_disabled */
	unsigned watermark_boost_factor;
	unsigned min_free_kbytes; /* in force */
	unsigned watermark_scale_factor;
	unsigned lowmem_reserve_ratio[NR_ZONE_KINDS];
	unsigned percpu_pagelist_high_fraction;
};

const char *zone_kind_name(enum zone_kind kind);
/* -1 when no zone has this name (case matters, as the kernel prints it). */
int zone_kind_find(const char *name);
unsigned machine_pcp_lists(const struct machine *machine);
/* First frame and one past the last frame with a struct page. */
pfn_t machine_first_pfn(const struct machine *machine);
pfn_t machine_end_pfn(const struct machine *machine);
bool machine_has_pfn(const struct machine *machine, pfn_t pfn);

#endif
