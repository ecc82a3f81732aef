/*
 * A kernel profile: what differs between kernel releases, as data.
 *
 * The allocator's code asks for a named behaviour or number, never for a
 * version.  Names are those that the release itself prints.
 */
#ifndef MMSCOPE_CORE_PROFILE_H
#define MMSCOPE_CORE_PROFILE_H

#include "core/page_flags.h"
#include "core/types.h"

/* The GFP bits that the allocator tests, under their kernel names. */
struct gfp_bits {
	gfp_t dma, highmem, dma32, movable, reclaimable;
	gfp_t high, io, fs, zero, direct_reclaim, kswapd_reclaim, write;
	gfp_t nowarn, retry_mayfail, nofail, noretry, memalloc, comp;
	gfp_t nomemalloc, hardwall, thisnode, account, zerotags;
	/* Where they exist.  direct_reclaim is __GFP_WAIT before it was split,
	 * and retry_mayfail __GFP_REPEAT before it was renamed. */
	gfp_t atomic, cold, no_kswapd;
};

struct alloc_flag_name {
	const char *name; /* without ALLOC_ */
	unsigned value;
};

struct gfp_name {
	const char *name; /* composite names first, as the kernel prints them */
	gfp_t mask;
};

/* One flag of page->flags and the configuration that has it. */
struct flag_rule {
	enum pageflag flag;
	bool (*exists)(const struct flags_config *config);
};

struct flag_alias {
	enum pageflag flag;
	const char *name;
};

/* A function that this kernel calls otherwise than core/probes.def. */
struct function_name {
	const char *elsewhere;
	const char *here;
};

/* How per-CPU lists are sized, filled and flushed. */
enum pcp_rule {
	PCP_BATCH,  /* order 0 only; high and batch fixed, lists interleaved */
	PCP_FACTOR, /* flushes double by free_factor */
	PCP_AUTO,   /* high tunes itself; alloc_factor and free_count */
};

enum fallback_rule {
	FALLBACK_TAKE,  /* the largest block itself, then its pageblock */
	FALLBACK_STEAL, /* largest block first, its pageblock if possible */
	FALLBACK_CLAIM, /* claim a pageblock, else steal the smallest block */
};

/* What requests that cannot wait may take. */
enum reserve_rule {
	RESERVE_HARDER,    /* ALLOC_HARDER if atomic; min less a quarter */
	RESERVE_NON_BLOCK, /* a quarter only on top of __GFP_HIGH; the reserve
                      * counts as a whole */
	RESERVE_FREE,      /* the same; only its free pages count */
};

/* What not all kernels print in /proc/zoneinfo (and vmstat). */
struct zoneinfo_lines {
	bool boost_and_cma;
	bool promo;
	bool pcp_limits; /* high_min and high_max; and labels in one column */
	bool highatomic;
	bool free_blocks; /* NR_FREE_PAGES_BLOCKS */
};

/* How slabs are cut, kept and given back. */
struct slab_rules {
	/* Families of kmalloc caches that this kernel has besides the plain
	 * ones and those for DMA. */
	bool reclaimable_family, cgroup_family, no_objext_family;
	bool names_in_k; /* kmalloc-1k, no longer kmalloc-1024 */
	unsigned min_size_arm64;
	/* In which order booting makes the caches. */
	bool caches_by_size;      /* 96 and 192 bytes in their turn */
	bool dma_caches_apart;    /* but not those for DMA */
	bool cgroup_caches_early; /* before the reclaimable ones */
	/* min_objects is made smaller until some order wastes little; later
	 * half of the slab may be waste instead. */
	bool wants_fewer_objects;
	bool fits_one_object; /* min_objects is at least 1 object per slab */
	bool always_compound; /* also slabs of one page */
	/* Of 8 to 248 bytes, from 256, from 1024, from a page on. */
	unsigned cpu_partial[4];
	bool partial_counts_objects; /* on a CPU's partial list, not slabs */
	/* A slab on a CPU's partial list belongs to that CPU. */
	bool partial_is_frozen;
	bool born_frozen; /* a new slab, before it becomes the CPU's */
	/* A slab on the node's list says so in its flags. */
	bool marks_node_partial;
	/* One that a CPU gives up gets its objects back one by one, the last
	 * one first. */
	bool gives_back_in_reverse;
	bool large_has_type; /* the head of a large kmalloc */
	/* Arrays of objects stand in front of the slabs; they are not
	 * modelled, and users are told so. */
	bool has_sheaves;
	/* Where mm/slub.c calls the page allocator, without and with a node,
	 * and where it makes a slab's vector; 0: nobody is charged. */
	unsigned page_line, node_page_line, vector_line;
};

struct profile {
	const char *series;                           /* "6.12" */
	const char *release;                          /* "6.12.107" */
	const char *migratetype_names[MIGRATE_TYPES]; /* by number */
	const char *migratetype_letters;              /* the same, one each */
	/* Numbers of the two types that not every kernel counts alike. */
	enum migratetype movable, reclaimable;
	struct gfp_bits gfp;
	const struct gfp_name *gfp_names;
	const struct flag_rule *flag_rules; /* by bit; ends with NULL exists */
	const struct flag_alias *flag_aliases;
	const struct function_name *function_names; /* NULL: none differs */
	/* fallbacks[]: where to look when a type's own lists are empty. */
	enum migratetype fallbacks[MIGRATE_PCPTYPES][2];
	unsigned pcp_batch_scale_max;
	unsigned max_min_free_kbytes;
	unsigned kasan_sw_bits; /* of a tag kept by KASAN_SW_TAGS */
	unsigned kasan_hw_bits; /* of a tag kept by KASAN_HW_TAGS */
	bool lru_gen;           /* page->flags can hold LRU_GEN and LRU_REFS */
	bool cpu_bits_round_down;      /* NR_CPUS_BITS is ilog2() */
	bool cpupid_minds_nodes_shift; /* wherever the node is kept */
	bool tag_index_in_flags; /* the gap above the flags can name a tag */
	const char *allocinfo_version; /* of /proc/allocinfo; NULL: none */
	struct zoneinfo_lines zoneinfo;
	struct slab_rules slab;
	unsigned nr_wmark;        /* with or without PROMO */
	uint32_t buddy_type_word; /* what heads a free block, over _mapcount */
	unsigned alloc_kswapd;    /* value of ALLOC_KSWAPD; 0: no such flag */
	unsigned pcp_batch_cap; /* of batch, in pages before it is quartered */
	const struct alloc_flag_name *alloc_flags; /* ends with a NULL name */
	/* Named behaviours: how this kernel decides, see the .c files. */
	enum pcp_rule pcp_rule;
	enum fallback_rule fallback_rule;
	enum reserve_rule reserve_rule;
	/* A block keeps the type of the list it was put on, whatever becomes of
   * its pageblock; pages on a pcp list remember theirs. */
	bool list_type_is_remembered;
	/* The event mm_page_alloc_zone_locked belongs to the end of __rmqueue
	 * and tells the request's type, not that of the list. */
	bool zone_locked_traced_at_end;
	/* ZONE_MOVABLE, as ZONE_HIGHMEM, is no part of the low memory that
	 * shares the min mark, and has a small mark of its own. */
	bool movable_outside_lowmem;
	/* Pages are counted once per refill, not block by block. */
	bool refill_counts_at_end;
	/* Large blocks are freed pageblock by pageblock, and a merge across
   * types retypes the buddy. */
	bool blocks_follow_pageblocks;
	/* Whole pageblocks merge across types unless one is isolated. */
	bool merge_minds_isolation_only;
	/* struct page has its mapping first and the list behind the counts. */
	bool list_behind_counts;
	/* The order of a compound page stands in its first tail's flags. */
	bool order_in_tail_flags;
	/* The high mark is tested first, and pcp lists mind it. */
	bool below_high;
	/* A boosted zone wakes kswapd whatever the request's flags. */
	bool boost_wakes_always;
	/* Movable requests that may not use CMA pass the pcp lists by. */
	bool movable_without_cma_skips_pcp;
	/* An order-0 request never looks beyond the pcp list. */
	bool order_0_from_pcp_only;
	/* release_pages() frees single pages last to first, larger ones at
   * once. */
	bool release_reverses_singles;
	/* A run of high-order frees counts from batch + high_min / 2 on. */
	bool free_high_from_half_high_min;
	/* A flush goes in steps of batch, each at least one block. */
	bool flush_in_batches;
	/* An empty pcp list is not refilled for an ALLOC_HIGHATOMIC request. */
	bool highatomic_never_refills;
	/* Only pages from the buddy lists reserve a high-atomic pageblock. */
	bool highatomic_reserves_from_buddy_only;
	/* Freeing takes a page type that is left over from the first page. */
	bool free_clears_type;
	/* The first walk skips nodes whose kswapd is awake. */
	bool walk_skips_awake_nodes;
	/* The slow path looks through the lists again for the reserves only. */
	bool slowpath_retries_for_reserves_only;
	/* Blocks that booting frees go to the tails of the lists. */
	bool boot_fills_tails;
	/* Blocks that change lists go to the heads of the new ones. */
	bool moved_blocks_to_head;
	/* Watermarks are boosted when types mix. */
	bool boosts_watermarks;
	/* kswapd is to be woken for a boost even when none was possible. */
	bool boost_flag_in_any_case;
	/* CMA areas are used first while they hold half of what is free. */
	bool cma_half_rule;
	/* Every movable request may have CMA pages, ALLOC_CMA or not. */
	bool cma_for_all_movable;
	/* lowmem_reserve goes by the preferred zone, not by the highest. */
	bool lowmem_by_preferred_zone;
	/* The one comparison for order 0 looks past reserves not meant for
	 * the request. */
	bool order_0_minds_highatomic;
	/* An atomic request for order 0 may ignore the boost at the min mark. */
	bool urgent_ignores_boost;
	/* A block that others still hold loses its tail pages at once. */
	bool frees_behind_first;
	/* A node chosen for a zonelist weighs by how early it was chosen. */
	bool node_load_counts_down;
	/* A first pass avoids mixing types in Normal. */
	bool nofragment;
	/* mm_page_alloc_zone_locked tells of a search without result, too. */
	bool traces_empty_search;
	/* Pages may be freed cold, to the end of the pcp list that is taken
	 * last. */
	bool frees_cold_pages;
	/* Zones of a node take turns, by what is left of their batches. */
	bool fair_zones;
	/* Zones found full are passed over for a while, with several nodes. */
	bool zonelist_cache;
	/* Some pageblocks are set apart as MIGRATE_RESERVE, the last resort. */
	bool reserve_pageblocks;
	/* For a larger order every lower one is left out of account, and the
	 * mark halved; no list is looked at. */
	bool mark_halves_per_order;
	/* A request bound to its node that cannot wait fails after the fast
	 * path. */
	bool thisnode_fails_at_once;
	/* What may use all reserves goes by the zonelist of its CPU's node. */
	bool reserves_by_local_zonelist;
	/* A request that takes all reserves keeps CMA and KSWAPD. */
	bool reserves_keep_flags;
	/* The marks' distance follows watermark_scale_factor. */
	bool scales_watermarks;
	/* Blocks of the buddy lists are taken in rmqueue() itself. */
	bool rmqueue_asks_buddy_itself;
	/* So are the pages of pcp lists. */
	bool rmqueue_asks_pcp_itself;
	/* Pages are put on pcp lists in free_unref_page() itself. */
	bool free_fills_pcp_itself;
	/* The request is read from the mask in the entry function. */
	bool request_is_read_at_entry;
	/* A zone's last high-atomic pageblock is not given back. */
	bool keeps_last_reserve;
	/* A request that must not fail gets nothing more, and begins again. */
	bool nofail_only_loops;
	/* free_unref_page() is for single pages only. */
	bool other_orders_are_freed_apart;
	/* There is no bulk allocator: many pages are as many requests. */
	bool no_bulk_allocator;
	/* Whether an order is worth a claim is asked before what it holds. */
	bool claim_asks_worth_first;
	/* Pages leave the allocator without a reference; its callers count. */
	bool pages_are_born_frozen;
	/* The first attempt of the slow path is a turn of its loop already,
	 * and early compaction takes the place of that turn's reclaim. */
	bool slowpath_is_one_loop;
	/* A request without __GFP_IO is never compacted for. */
	bool compaction_needs_io;
};

extern const struct profile profile_4_1;
extern const struct profile profile_4_9;
extern const struct profile profile_5_4;
extern const struct profile profile_5_10;
extern const struct profile profile_6_1;
extern const struct profile profile_6_12;
extern const struct profile profile_7_2;

/* "6.12" or a full release "6.12.x"; NULL when there is no such profile. */
const struct profile *profile_find(const char *version);
/* The i-th profile, oldest first; NULL past the last. */
const struct profile *profile_nth(size_t i);

#endif
