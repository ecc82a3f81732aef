/*
 * Linux 6.12.107, x86_64 and arm64.
 *
 * Sources: include/linux/gfp_types.h, include/linux/mmzone.h,
 * include/linux/page-flags.h, include/trace/events/mmflags.h (order of the
 * GFP names), mm/page_alloc.c.
 */
#include "core/profile_internal.h"

static const struct gfp_name gfp_names[] = {
	GFP_COMPOSITES_SINCE_5_4(0x820, 0x2800),
	GFP_ZONES_SINCE_5_4,
	GFP_SINGLES_SINCE_5_4,
	{ "__GFP_ZEROTAGS", 0x800000 },
	GFP_SPELT_OTHERWISE,
	{ NULL, 0 },
};

static const struct flag_rule flag_rules[] = {
	FLAG_RULES_SINCE_6_12,
	FLAG_RULES_FROM_MLOCKED,
	FLAG_RULES_END,
};

static const struct flag_alias flag_aliases[] = {
	FLAG_ALIASES_SINCE_5_4,
	FLAG_ALIASES_SINCE_6_12,
	{ PG_reclaim, "isolated" },
	FLAG_ALIASES_END,
};

const struct profile profile_6_12 = {
	.series = "6.12",
	.release = "6.12.107",
	.migratetype_names = { MIGRATETYPE_NAMES_SINCE_4_4 },
	NUMBERS_SINCE_4_4,
	.gfp = { GFP_BITS_SINCE_5_4, .zerotags = 0x800000 },
	.gfp_names = gfp_names,
	.flag_rules = flag_rules,
	.flag_aliases = flag_aliases,
	.fallbacks = { FALLBACKS_SINCE_4_4 },
	.pcp_batch_scale_max = 5,
	.max_min_free_kbytes = 262144,
	.kasan_sw_bits = 8,
	.kasan_hw_bits = 8,
	.lru_gen = true,
	.allocinfo_version = "1.0",
	.kernel_tags = 1123,
	.zoneinfo = { .boost_and_cma = true, .promo = true },
	.slab = { SLAB_RULES_SINCE_6_12, .page_line = 2475,
		  .node_page_line = 2477, .vector_line = 2007 },
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
	.boot_fills_tails = true,
	.boosts_watermarks = true,
	.cma_half_rule = true,
	.order_0_minds_highatomic = true,
	.urgent_ignores_boost = true,
	.frees_behind_first = true,
	.nofragment = true,
	.reserves_keep_flags = true,
	.scales_watermarks = true,
	.compaction_needs_io = true,
	.movable_outside_lowmem = true,
	.kpageflags_of_head = true,
	.kpageflags_ksm_on_all_anon = true,
};

/* The allocator with these rules. */
#define FORM_PROFILE profile_6_12
#define FORM         plain_form_6_12

#include "core/form_plain_internal.h"
