/*
 * The words that every file of the model speaks: frame numbers, orders, and
 * the kernel's small enumerations.
 *
 * Units: a pfn counts page frames of PAGE_SIZE bytes from physical address 0;
 * `order` is an exponent (a block holds 2^order pages); `pages` are counts.
 * Source of the facts: include/linux/mmzone.h and mm/page_alloc.c, 6.12.107.
 */
#ifndef MMSCOPE_CORE_TYPES_H
#define MMSCOPE_CORE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t pfn_t;
typedef uint32_t gfp_t;

#define PFN_NONE UINT32_MAX

enum {
	PAGE_SHIFT = 12,
	/* Arrays are sized for the largest configuration of any kernel; the
	 * machine says how many orders it really has. */
	NR_PAGE_ORDERS_LIMIT = 14,
	PAGE_ALLOC_COSTLY_ORDER = 3,
	NR_LOWORDER_PCP_LISTS = 12,
	NR_PCP_LISTS = 14,
	MAX_NODES = 16,
	MAX_CPUS = 256,
	MAX_POPULATED_ZONES = 32,
};

/* enum migratetype as most kernels number it; the first three have pcp lists
 * and merge with each other.  Which of them is movable or reclaimable is told
 * by profile->movable and ->reclaimable.  Before there was a high-atomic
 * reserve, its number was that of MIGRATE_RESERVE. */
enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MIGRATE_PCPTYPES,
	MIGRATE_HIGHATOMIC = MIGRATE_PCPTYPES,
	MIGRATE_RESERVE = MIGRATE_PCPTYPES,
	MIGRATE_CMA,
	MIGRATE_ISOLATE,
	MIGRATE_TYPES,
};

/* Every zone type that a kernel may be configured with.  The number that a
 * configuration gives to it (its zone id) is machine.zone_id[kind]. */
enum zone_kind {
	ZONE_DMA,
	ZONE_DMA32,
	ZONE_NORMAL,
	ZONE_HIGHMEM,
	ZONE_MOVABLE,
	ZONE_DEVICE,
	NR_ZONE_KINDS,
};

enum zone_watermark {
	WMARK_MIN,
	WMARK_LOW,
	WMARK_HIGH,
	WMARK_PROMO,
	NR_WMARK,
};

static inline int64_t pages_in(unsigned order)
{
	return (int64_t)1 << order;
}

#endif
