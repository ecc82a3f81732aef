/*
 * Booting an idealised machine: sizes zones, hands memory to the buddy lists
 * in the kernel's order, then sets watermarks, reserves and pcp sizes.
 *
 * Kernel counterpart: mm/mm_init.c, mm/memblock.c (__free_pages_memory),
 * mm/page_alloc.c (__setup_per_zone_wmarks and neighbours), 6.12.107.
 */
#ifndef MMSCOPE_CORE_BOOT_H
#define MMSCOPE_CORE_BOOT_H

#include "core/machine.h"

struct model;

enum tristate { TRI_AUTO, TRI_YES, TRI_NO };

struct boot_config {
	const struct profile *profile;
	uint64_t mem_bytes; /* of all nodes together */
	pfn_t first_pfn;
	unsigned nr_nodes;
	unsigned nr_cpus;
	bool zone_wanted[NR_ZONE_KINDS]; /* which zones the machine has */
	/* Upper border of a zone, exclusive; 0: where the memory ends. */
	pfn_t zone_end[NR_ZONE_KINDS];
	uint64_t cma_bytes; /* at the end of cma_zone */
	enum zone_kind cma_zone;
	uint64_t kernelcore_bytes; /* 0: no ZONE_MOVABLE by kernelcore= */
	unsigned pageblock_order;
	unsigned max_order;
	unsigned min_free_kbytes; /* 0: as the kernel computes */
	unsigned watermark_boost_factor;
	unsigned watermark_scale_factor;
	unsigned lowmem_reserve_ratio[NR_ZONE_KINDS];
	unsigned percpu_pagelist_high_fraction;
	bool pcp;
	bool drift; /* stat_threshold=auto; false: 0 */
	bool free_high_batch;
	bool thp;
	enum tristate khugepaged;
	struct flags_config flags;
};

enum boot_refusal {
	BOOT_OK,
	BOOT_NO_MEMORY_ASKED, /* less than one block of the largest order */
	BOOT_TOO_MUCH_MEMORY, /* a pfn would not fit */
	BOOT_TOO_MANY_NODES,
	BOOT_TOO_MANY_CPUS,
	BOOT_BAD_ORDERS,        /* pageblock_order above max_order, ... */
	BOOT_FLAGS_DO_NOT_FIT,  /* the kernel would refuse to build */
	BOOT_NODE_NOT_IN_FLAGS, /* more nodes than the field can name */
	BOOT_CMA_DOES_NOT_FIT,
	BOOT_MEMORY_UNAVAILABLE, /* the host gives no address space */
};

enum { NR_PRESETS = 6 };

/* Name and one line of description of the i-th preset. */
const char *boot_preset_name(unsigned i);
const char *boot_preset_summary(unsigned i);
bool boot_preset(const char *name, size_t length, struct boot_config *ret);

enum boot_refusal machine_boot(const struct boot_config *config,
			       struct model **ret);

#endif
