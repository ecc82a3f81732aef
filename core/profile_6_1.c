/*
 * Linux 6.1.192, x86_64 and arm64.
 *
 * Before the free lists followed their pageblocks: pages remember the list
 * they belong to.  Sources: include/linux/gfp_types.h, mm/page_alloc.c.
 */
#include "core/profile_internal.h"

static const struct gfp_name gfp_names[] = {
	GFP_COMPOSITES_SINCE_5_4(0xa20, 0x800),
	GFP_ZONES_SINCE_5_4,
	{ "__GFP_ATOMIC", 0x200 },
	GFP_SINGLES_SINCE_5_4,
	{ "__GFP_ZEROTAGS", 0x800000 },
	GFP_SPELT_OTHERWISE,
	{ NULL, 0 },
};

static const struct flag_rule flag_rules[] = {
	FLAG_RULES_5_4_TO_6_1,
	{ PG_arch_2, flag_on_64_bits },
	{ PG_skip_kasan_poison, flag_with_hw_tags },
	FLAG_RULES_END,
};

static const struct flag_alias flag_aliases[] = {
	FLAG_ALIASES_SINCE_5_4,
	{ PG_private, "slob_free" },
	{ PG_reclaim, "readahead" },
	{ PG_reclaim, "isolated" },
	{ PG_workingset, "double_map" },
	{ PG_owner_priv_1, "vmemmap_self_hosted" },
	{ PG_error, "has_hwpoisoned" },
	{ PG_mappedtodisk, "anon_exclusive" },
	FLAG_ALIASES_END,
};

static const struct function_name function_names[] = {
	{ "__folio_add_rmap", "page_add_file_rmap" },
	{ "__folio_remove_rmap", "page_remove_rmap" },
	{ "__move_freepages_block", "move_freepages" },
	{ NULL, NULL },
};

const struct profile profile_6_1 = {
	.series = "6.1",
	.release = "6.1.192",
	.migratetype_names = { MIGRATETYPE_NAMES_SINCE_4_4 },
	NUMBERS_SINCE_4_4,
	.gfp = { GFP_BITS_SINCE_5_4, .zerotags = 0x800000, .atomic = 0x200 },
	.gfp_names = gfp_names,
	.flag_rules = flag_rules,
	.flag_aliases = flag_aliases,
	.function_names = function_names,
	.fallbacks = { FALLBACKS_SINCE_4_4 },
	.pcp_batch_scale_max = 5,
	.max_min_free_kbytes = 262144,
	.kasan_sw_bits = 8,
	.kasan_hw_bits = 8,
	.cpu_bits_round_down = true,
	.lru_gen = true,
	.zoneinfo = { .boost_and_cma = true },
	.slab = { SLAB_RULES_6_1 },
	.nr_wmark = 4,
	.buddy_type_word = 0xffffff7f,
	.alloc_kswapd = ALLOC_KSWAPD_SINCE_5_10,
	.alloc_flags = alloc_flags_since_6_1,
	.pcp_batch_cap = 256,
	.pcp_rule = PCP_FACTOR,
	.fallback_rule = FALLBACK_STEAL,
	.reserve_rule = RESERVE_NON_BLOCK,
	.list_type_is_remembered = true,
	.refill_counts_at_end = true,
	.boost_wakes_always = true,
	.movable_without_cma_skips_pcp = true,
	.release_reverses_singles = true,
	.isolated_first_in_batch = true,
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
};

/* The allocator with these rules. */
#define FORM_PROFILE profile_6_1
#define FORM         plain_form_6_1

#include "core/form_plain_internal.h"
