/*
 * Linux 7.2.13, x86_64 and arm64.
 *
 * Sources as of 6.12; what differs is in the named behaviours below.
 */
#include "core/profile_internal.h"

static const struct gfp_name gfp_names[] = {
	GFP_COMPOSITES_SINCE_5_4(0x820, 0x2800),
	{ "GFP_DMA", 0x1 },
	{ "GFP_DMA32", 0x4 },
	{ "__GFP_RECLAIM", 0xc00 },
	/* The others in the order of their bits. */
	{ "__GFP_DMA", 0x1 },
	{ "__GFP_HIGHMEM", 0x2 },
	{ "__GFP_DMA32", 0x4 },
	{ "__GFP_MOVABLE", 0x8 },
	{ "__GFP_RECLAIMABLE", 0x10 },
	{ "__GFP_HIGH", 0x20 },
	{ "__GFP_IO", 0x40 },
	{ "__GFP_FS", 0x80 },
	{ "__GFP_ZERO", 0x100 },
	{ "__GFP_DIRECT_RECLAIM", 0x400 },
	{ "__GFP_KSWAPD_RECLAIM", 0x800 },
	{ "__GFP_WRITE", 0x1000 },
	{ "__GFP_NOWARN", 0x2000 },
	{ "__GFP_RETRY_MAYFAIL", 0x4000 },
	{ "__GFP_NOFAIL", 0x8000 },
	{ "__GFP_NORETRY", 0x10000 },
	{ "__GFP_MEMALLOC", 0x20000 },
	{ "__GFP_COMP", 0x40000 },
	{ "__GFP_NOMEMALLOC", 0x80000 },
	{ "__GFP_HARDWALL", 0x100000 },
	{ "__GFP_THISNODE", 0x200000 },
	{ "__GFP_ACCOUNT", 0x400000 },
	{ "__GFP_ZEROTAGS", 0x800000 },
	{ "__GFP_NO_OBJ_EXT", 0x1000000 },
	{ NULL, 0 },
};

static const struct flag_rule flag_rules[] = {
	FLAG_RULES_SINCE_6_12,
	{ PG_dropbehind, flag_always },
	FLAG_RULES_FROM_MLOCKED,
	FLAG_RULES_END,
};

static const struct flag_alias flag_aliases[] = {
	FLAG_ALIASES_SINCE_5_4,
	FLAG_ALIASES_SINCE_6_12,
	{ PG_reclaim, "movable_ops_isolated" },
	{ PG_uptodate, "movable_ops" },
	FLAG_ALIASES_END,
};

static const struct function_name function_names[] = {
	{ "__alloc_pages", "__alloc_frozen_pages" },
	{ "try_to_steal_block", "try_to_claim_block" },
	{ "free_unref_page", "free_frozen_pages" },
	{ "free_unref_page_commit", "free_frozen_page_commit" },
	{ "get_partial_node", "get_from_partial_node" },
	{ "get_any_partial", "get_from_any_partial" },
	{ NULL, NULL },
};

const struct profile profile_7_2 = {
	.series = "7.2",
	.release = "7.2.13",
	.migratetype_names = { MIGRATETYPE_NAMES_SINCE_4_4 },
	NUMBERS_SINCE_4_4,
	.gfp = { GFP_BITS_SINCE_5_4, .zerotags = 0x800000 },
	.gfp_names = gfp_names,
	.flag_rules = flag_rules,
	.flag_aliases = flag_aliases,
	.function_names = function_names,
	.fallbacks = { FALLBACKS_SINCE_4_4 },
	.pcp_batch_scale_max = 5,
	.max_min_free_kbytes = 262144,
	.kasan_sw_bits = 8,
	.kasan_hw_bits = 4,
	.tag_index_in_flags = true,
	.lru_gen = true,
	.allocinfo_version = "2.0",
	.kernel_tags = 1236,
	.hooks_mind_the_key = true,
	.module_tag_area = true,
	.zoneinfo = { .boost_and_cma = true,
		      .promo = true,
		      .pcp_limits = true,
		      .highatomic = true,
		      .free_blocks = true },
	.slab = { SLAB_RULES_SINCE_6_12, .large_has_type = true,
		  .page_line = 3280, .node_page_line = 3282,
		  .vector_line = 2155 },
	.slabs_have_sheaves = true,
	.nr_wmark = 4,
	.buddy_type_word = 0xf0000000,
	.alloc_kswapd = ALLOC_KSWAPD_SINCE_5_10,
	.alloc_flags = alloc_flags_since_6_1,
	.pcp_batch_cap = 256,
	.pcp_rule = PCP_AUTO,
	.fallback_rule = FALLBACK_CLAIM,
	.reserve_rule = RESERVE_FREE,
	.blocks_follow_pageblocks = true,
	.order_in_tail_flags = true,
	.below_high = true,
	.free_high_from_half_high_min = true,
	.flush_in_batches = true,
	.free_clears_type = true,
	.highatomic_never_refills = true,
	.highatomic_reserves_from_buddy_only = true,
	.walk_skips_awake_nodes = true,
	.boot_fills_tails = true,
	.boosts_watermarks = true,
	.cma_half_rule = true,
	.order_0_minds_highatomic = true,
	.urgent_ignores_boost = true,
	.frees_behind_first = true,
	.nofragment = true,
	.reserves_keep_flags = true,
	.scales_watermarks = true,
	.claim_asks_worth_first = true,
	.pages_are_born_frozen = true,
	.slowpath_is_one_loop = true,
	.compaction_needs_io = true,
	.movable_outside_lowmem = true,
	.kpageflags_of_head = true,
};

/* The allocator with these rules. */
#define FORM_PROFILE profile_7_2
#define FORM         plain_form_7_2

#include "core/form_plain_internal.h"
