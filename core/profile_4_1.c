/*
 * Linux 4.1.52, x86_64 and arm64.
 *
 * Zones take turns by their batches, some pageblocks are set apart as a
 * reserve, migratetypes are numbered otherwise, and the watermarks of large
 * orders are halved order by order.  Sources: include/linux/gfp.h,
 * include/linux/mmzone.h, include/trace/events/gfpflags.h, mm/page_alloc.c.
 */
#include "core/profile_internal.h"

enum { UNMOVABLE, RECLAIMABLE, MOVABLE };

static const struct gfp_name gfp_names[] = {
	{ "GFP_TRANSHUGE", 0x4352da },
	{ "GFP_HIGHUSER_MOVABLE", 0x200da },
	{ "GFP_HIGHUSER", 0x200d2 },
	{ "GFP_USER", 0x200d0 },
	{ "GFP_TEMPORARY", 0x800d0 },
	{ "GFP_KERNEL", 0xd0 },
	{ "GFP_NOFS", 0x50 },
	{ "GFP_ATOMIC", 0x20 },
	{ "GFP_NOIO", 0x10 },
	{ "__GFP_HIGH", 0x20 },
	{ "__GFP_WAIT", 0x10 },
	{ "__GFP_IO", 0x40 },
	{ "__GFP_FS", 0x80 },
	{ "__GFP_COLD", 0x100 },
	{ "__GFP_NOWARN", 0x200 },
	{ "__GFP_REPEAT", 0x400 },
	{ "__GFP_NOFAIL", 0x800 },
	{ "__GFP_NORETRY", 0x1000 },
	{ "__GFP_COMP", 0x4000 },
	{ "__GFP_ZERO", 0x8000 },
	{ "__GFP_NOMEMALLOC", 0x10000 },
	{ "__GFP_MEMALLOC", 0x2000 },
	{ "__GFP_HARDWALL", 0x20000 },
	{ "__GFP_THISNODE", 0x40000 },
	{ "__GFP_RECLAIMABLE", 0x80000 },
	{ "__GFP_MOVABLE", 0x8 },
	{ "__GFP_NOACCOUNT", 0x100000 },
	{ "__GFP_NOTRACK", 0x200000 },
	{ "__GFP_NO_KSWAPD", 0x400000 },
	{ "__GFP_OTHER_NODE", 0x800000 },
	{ "__GFP_WRITE", 0x1000000 },
	{ "GFP_DMA", 0x1 },
	{ "__GFP_HIGHMEM", 0x2 },
	{ "GFP_DMA32", 0x4 },
	{ "GFP_NOWAIT", 0x0 },
	GFP_SPELT_OTHERWISE,
	{ NULL, 0 },
};

static const struct flag_rule flag_rules[] = {
	FLAG_RULES_4_X_UP_TO_WRITEBACK,
	{ PG_head, flag_if_extended },
	{ PG_tail, flag_if_extended },
	{ PG_compound, flag_unless_extended },
	FLAG_RULES_4_X_FROM_SWAPCACHE,
	{ PG_compound_lock, flag_with_huge_pages },
	FLAG_RULES_END,
};

static const struct flag_alias flag_aliases[] = {
	FLAG_ALIASES_4_X,
	FLAG_ALIASES_END,
};

static const struct alloc_flag_name alloc_flag_names[] = {
	ALLOC_FLAGS_WITH_HARDER,
	{ "FAIR", ALLOC_FAIR },
	ALLOC_FLAGS_END,
};

static const struct function_name function_names[] = {
	{ "__alloc_pages", "__alloc_pages_nodemask" },
	{ "rmqueue", "buffered_rmqueue" },
	{ "free_unref_page", "free_hot_cold_page" },
	{ "zone_watermark_fast", "zone_watermark_ok" },
	{ "__move_freepages_block", "move_freepages" },
	{ "__gfp_pfmemalloc_flags", "gfp_pfmemalloc_allowed" },
	{ NULL, NULL },
};

const struct profile profile_4_1 = {
	.series = "4.1",
	.release = "4.1.52",
	.migratetype_names = { "Unmovable", "Reclaimable", "Movable", "Reserve",
			       "CMA", "Isolate" },
	.migratetype_letters = "URMVCI",
	.movable = (enum migratetype)MOVABLE,
	.reclaimable = (enum migratetype)RECLAIMABLE,
	.gfp = { GFP_BITS_4_X, .reclaimable = 0x80000, .direct_reclaim = 0x10,
		 .no_kswapd = 0x400000 },
	.gfp_names = gfp_names,
	.flag_rules = flag_rules,
	.flag_aliases = flag_aliases,
	.cpu_bits_round_down = true,
	.cpupid_minds_nodes_shift = true,
	.function_names = function_names,
	.fallbacks = { [UNMOVABLE] = { (enum migratetype)RECLAIMABLE,
				       (enum migratetype)MOVABLE },
		       [RECLAIMABLE] = { (enum migratetype)UNMOVABLE,
					 (enum migratetype)MOVABLE },
		       [MOVABLE] = { (enum migratetype)RECLAIMABLE,
				     (enum migratetype)UNMOVABLE } },
	.max_min_free_kbytes = 65536,
	.slab = { SLAB_RULES_4_X },
	.zoneinfo = { .populated_only = true,
		      .alloc_batch = true,
		      .counters_first = true },
	.nr_wmark = 3,
	.buddy_type_word = 0xffffff80,
	.alloc_flags = alloc_flag_names,
	.pcp_batch_cap = 128,
	.pcp_rule = PCP_BATCH,
	.fallback_rule = FALLBACK_TAKE,
	.reserve_rule = RESERVE_HARDER,
	.early_compaction = EARLY_ALWAYS,
	.list_type_is_remembered = true,
	.refill_counts_at_end = true,
	.release_reverses_singles = true,
	.merge_minds_isolation_only = true,
	.order_0_from_pcp_only = true,
	.moved_blocks_to_head = true,
	.cma_for_all_movable = true,
	.lowmem_by_preferred_zone = true,
	.node_load_counts_down = true,
	.zone_locked_traced_at_end = true,
	.traces_empty_search = true,
	.other_orders_are_freed_apart = true,
	.no_bulk_allocator = true,
	.large_slabs_may_wait = true,
	.rmqueue_asks_buddy_itself = true,
	.rmqueue_asks_pcp_itself = true,
	.free_fills_pcp_itself = true,
	.request_is_read_at_entry = true,
	.list_behind_counts = true,
	.nofail_only_loops = true,
	.frees_cold_pages = true,
	.slowpath_retries_for_reserves_only = true,
	.fair_zones = true,
	.zonelist_cache = true,
	.reserve_pageblocks = true,
	.mark_halves_per_order = true,
	.thisnode_fails_at_once = true,
	.reserves_by_local_zonelist = true,
	.retry_asks_order_only = true,
	.kpageflags_buddy_first_only = true,
};

/* The allocator with these rules. */
#define FORM_PROFILE profile_4_1
#define FORM         plain_form_4_1

#include "core/form_plain_internal.h"
