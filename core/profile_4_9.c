/*
 * Linux 4.9.229, x86_64 and arm64.
 *
 * Cold pages still have their end of the per-CPU lists, watermarks know no
 * boost, and what falls back is the very block that was found.  Sources:
 * include/linux/gfp.h, include/trace/events/mmflags.h, mm/page_alloc.c.
 */
#include "core/profile_internal.h"

static const struct gfp_name gfp_names[] = {
	{ "GFP_TRANSHUGE", 0x4342ca },
	{ "GFP_TRANSHUGE_LIGHT", 0x342ca },
	{ "GFP_HIGHUSER_MOVABLE", 0x24200ca },
	{ "GFP_HIGHUSER", 0x24200c2 },
	{ "GFP_USER", 0x24200c0 },
	{ "GFP_TEMPORARY", 0x24000d0 },
	{ "GFP_KERNEL_ACCOUNT", 0x25000c0 },
	{ "GFP_KERNEL", 0x24000c0 },
	{ "GFP_NOFS", 0x2400040 },
	{ "GFP_ATOMIC", 0x2080020 },
	{ "GFP_NOIO", 0x2400000 },
	{ "GFP_NOWAIT", 0x2000000 },
	{ "GFP_DMA", 0x1 },
	{ "__GFP_HIGHMEM", 0x2 },
	{ "GFP_DMA32", 0x4 },
	{ "__GFP_HIGH", 0x20 },
	{ "__GFP_ATOMIC", 0x80000 },
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
	{ "__GFP_RECLAIMABLE", 0x10 },
	{ "__GFP_MOVABLE", 0x8 },
	{ "__GFP_ACCOUNT", 0x100000 },
	{ "__GFP_NOTRACK", 0x200000 },
	{ "__GFP_WRITE", 0x1000000 },
	{ "__GFP_RECLAIM", 0x2400000 },
	{ "__GFP_DIRECT_RECLAIM", 0x400000 },
	{ "__GFP_KSWAPD_RECLAIM", 0x2000000 },
	{ "__GFP_OTHER_NODE", 0x800000 },
	GFP_SPELT_OTHERWISE,
	{ NULL, 0 },
};

static const struct flag_rule flag_rules[] = {
	FLAG_RULES_4_X_UP_TO_WRITEBACK,
	{ PG_head, flag_always },
	FLAG_RULES_4_X_FROM_SWAPCACHE,
	{ PG_young, flag_with_idle_tracking },
	{ PG_idle, flag_with_idle_tracking },
	FLAG_RULES_END,
};

static const struct flag_alias flag_aliases[] = {
	FLAG_ALIASES_4_X,
	{ PG_reclaim, "isolated" },
	{ PG_private_2, "double_map" },
	FLAG_ALIASES_END,
};

static const struct alloc_flag_name alloc_flag_names[] = {
	ALLOC_FLAGS_WITH_HARDER,
	ALLOC_FLAGS_END,
};

static const struct function_name function_names[] = {
	{ "__alloc_pages", "__alloc_pages_nodemask" },
	{ "rmqueue", "buffered_rmqueue" },
	{ "free_unref_page", "free_hot_cold_page" },
	{ "__move_freepages_block", "move_freepages" },
	{ "__gfp_pfmemalloc_flags", "gfp_pfmemalloc_allowed" },
	{ NULL, NULL },
};

const struct profile profile_4_9 = {
	.series = "4.9",
	.release = "4.9.229",
	.migratetype_names = { MIGRATETYPE_NAMES_SINCE_4_4 },
	NUMBERS_SINCE_4_4,
	.gfp = { GFP_BITS_4_X, .reclaimable = 0x10, .direct_reclaim = 0x400000,
		 .kswapd_reclaim = 0x2000000, .account = 0x100000,
		 .atomic = 0x80000 },
	.gfp_names = gfp_names,
	.flag_rules = flag_rules,
	.flag_aliases = flag_aliases,
	.cpu_bits_round_down = true,
	.cpupid_minds_nodes_shift = true,
	.function_names = function_names,
	.fallbacks = { FALLBACKS_SINCE_4_4 },
	.max_min_free_kbytes = 65536,
	.slab = { SLAB_RULES_4_X },
	.zoneinfo = { .populated_only = true },
	.nr_wmark = 3,
	.buddy_type_word = 0xffffff80,
	.alloc_flags = alloc_flag_names,
	.pcp_batch_cap = 128,
	.pcp_rule = PCP_BATCH,
	.fallback_rule = FALLBACK_TAKE,
	.reserve_rule = RESERVE_HARDER,
	.early_compaction = EARLY_IF_COSTLY,
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
	.rmqueue_asks_buddy_itself = true,
	.rmqueue_asks_pcp_itself = true,
	.free_fills_pcp_itself = true,
	.request_is_read_at_entry = true,
	.keeps_last_reserve = true,
	.list_behind_counts = true,
	.nofail_only_loops = true,
	.frees_cold_pages = true,
	.scales_watermarks = true,
};

/* The allocator with these rules. */
#define FORM_PROFILE profile_4_9
#define FORM         plain_form_4_9

#include "core/form_plain_internal.h"
