/*
 * Zones, free lists and per-CPU page lists: the state words of the allocator.
 *
 * Everything here lives in the arena and is const for readers; core/model.h
 * hands the structs out.  Counts are pages unless a name says blocks.
 * Kernel counterpart: struct zone, struct free_area, struct per_cpu_pages,
 * struct pglist_data (include/linux/mmzone.h, 6.12.107).
 */
#ifndef MMSCOPE_CORE_ZONE_H
#define MMSCOPE_CORE_ZONE_H

#include "core/page.h"

struct list_head {
	link_t next;
	link_t prev;
	uint32_t nr; /* blocks on the list; ours, so that no panel must count */
	uint32_t unused;
};

struct free_area {
	struct list_head free_list[MIGRATE_TYPES];
	int64_t nr_free; /* blocks of all migratetypes */
};

/* Bits of zone.flags. */
enum zone_flag {
	ZONE_BOOSTED_WATERMARK = 1,
	ZONE_RECLAIM_ACTIVE = 2,
	ZONE_BELOW_HIGH = 4,
	/* Fair allocation has had its share; kernels that have it give the
	 * three above other meanings. */
	ZONE_FAIR_DEPLETED = 32,
};

struct zone {
	uint32_t node;
	uint8_t kind; /* enum zone_kind */
	/* How long compaction is put off after it failed, and from which
	 * order on; no file holds these, every history begins with 0. */
	uint8_t compact_considered;
	uint8_t compact_defer_shift;
	uint8_t compact_order_failed;
	uint32_t zone_id; /* its number in this configuration */
	uint32_t flags;
	int64_t zone_start_pfn;
	int64_t spanned_pages;
	int64_t present_pages;
	int64_t managed_pages;
	int64_t cma_pages;
	int64_t watermark[NR_WMARK]; /* without the boost */
	int64_t watermark_boost;
	int64_t lowmem_reserve[NR_ZONE_KINDS]; /* by zone id of the request */
	int64_t nr_reserved_highatomic;
	int64_t nr_free_highatomic;
	int64_t nr_isolate_pageblock;
	int64_t percpu_drift_mark;
	int64_t vm_stat_free; /* global part of NR_FREE_PAGES */
	int64_t vm_stat_free_cma;
	int64_t vm_stat_alloc_batch;      /* fair allocation: what is left */
	int64_t nr_migrate_reserve_block; /* pageblocks of MIGRATE_RESERVE */
	/* What a new pcp would get (zone->pageset_*). */
	int32_t pageset_high_min;
	int32_t pageset_high_max;
	int32_t pageset_batch;
	int32_t contiguous;
	struct free_area free_area[NR_PAGE_ORDERS_LIMIT];
};

/* Bits of per_cpu_pages.flags. */
enum pcp_flag {
	PCPF_PREV_FREE_HIGH_ORDER = 1,
	PCPF_FREE_HIGH_BATCH = 2,
};

struct per_cpu_pages {
	int32_t count; /* pages */
	int32_t high;
	int32_t high_min;
	int32_t high_max;
	int32_t batch;
	uint8_t flags;
	uint8_t alloc_factor;
	uint8_t expire;
	uint8_t free_factor; /* doubling of flushes, by PCP_FACTOR */
	int16_t free_count;
	int16_t stat_threshold; /* per_cpu_zonestat.stat_threshold */
	int32_t vm_stat_diff_free;
	int32_t vm_stat_diff_cma;
	int32_t vm_stat_diff_batch;
	int32_t unused;
	struct list_head lists[NR_PCP_LISTS];
};

/* How a node's kswapd is found by who would wake it. */
enum kswapd_wait {
	KSWAPD_AWAKE,
	KSWAPD_ASLEEP, /* on its wait queue */
	/* There still, but its sleep is over and it has yet to run: waking
	 * it changes nothing.  Only recordings begin with that. */
	KSWAPD_STIRRING,
	NR_KSWAPD_WAITS,
};

struct pglist_data {
	int32_t kswapd_waiting; /* enum kswapd_wait */
	int32_t kswapd_failures;
	int32_t kswapd_order;
	int32_t kswapd_highest_zoneidx;
	/* The zonelist cache: a bit per position that was found full lately,
	 * and whether that is so long ago that it counts no more. */
	uint32_t zlcache_full;
	int32_t zlcache_expired;
};

struct pageblock {
	uint8_t migratetype;
	uint8_t skip;
};

static inline int64_t wmark_pages(const struct zone *zone,
				  enum zone_watermark mark)
{
	return zone->watermark[mark] + zone->watermark_boost;
}

static inline int64_t zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

#endif
