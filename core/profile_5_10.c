/*
 * Linux 5.10.223, x86_64 and arm64.
 *
 * Per-CPU lists hold single pages only, and __GFP_ATOMIC opens the
 * reserves.  Sources: include/linux/gfp.h, mm/page_alloc.c.
 */
#include "core/profile_internal.h"

static const struct gfp_name gfp_names[] = {
	GFP_COMPOSITES_SINCE_5_4(0xa20, 0x800),
	GFP_ZONES_SINCE_5_4,
	{ "__GFP_ATOMIC", 0x200 },
	GFP_SINGLES_SINCE_5_4,
	GFP_SPELT_OTHERWISE,
	{ NULL, 0 },
};

static const struct flag_rule flag_rules[] = {
	FLAG_RULES_5_4_TO_6_1,
	{ PG_arch_2, flag_on_64_bits },
	FLAG_RULES_END,
};

static const struct flag_alias flag_aliases[] = {
	FLAG_ALIASES_SINCE_5_4,          { PG_private, "slob_free" },
	{ PG_reclaim, "readahead" },     { PG_reclaim, "isolated" },
	{ PG_workingset, "double_map" }, FLAG_ALIASES_END,
};

static const struct alloc_flag_name alloc_flag_names[] = {
	ALLOC_FLAGS_WITH_HARDER,
	{ "OOM", ALLOC_OOM },
	{ "NOFRAGMENT", ALLOC_NOFRAGMENT },
	{ "KSWAPD", ALLOC_KSWAPD_SINCE_5_10 },
	ALLOC_FLAGS_END,
};

static const struct function_name function_names[] = {
	{ "__folio_add_rmap", "page_add_file_rmap" },
	{ "__folio_remove_rmap", "page_remove_rmap" },
	{ "__alloc_pages", "__alloc_pages_nodemask" },
	{ "__move_freepages_block", "move_freepages" },
	{ NULL, NULL },
};

const struct profile profile_5_10 = {
	.series = "5.10",
	.release = "5.10.223",
	.migratetype_names = { MIGRATETYPE_NAMES_SINCE_4_4 },
	NUMBERS_SINCE_4_4,
	.gfp = { GFP_BITS_SINCE_5_4, .atomic = 0x200 },
	.gfp_names = gfp_names,
	.flag_rules = flag_rules,
	.flag_aliases = flag_aliases,
	.function_names = function_names,
	.fallbacks = { FALLBACKS_SINCE_4_4 },
	.pcp_batch_scale_max = 0,
	.max_min_free_kbytes = 262144,
	.kasan_sw_bits = 8,
	.cpu_bits_round_down = true,
	.cpupid_minds_nodes_shift = true,
	.slab = { SLAB_RULES_5_X },
	.nr_wmark = 3,
	.buddy_type_word = 0xffffff7f,
	.alloc_kswapd = ALLOC_KSWAPD_SINCE_5_10,
	.alloc_flags = alloc_flag_names,
	.pcp_batch_cap = 256,
	.pcp_rule = PCP_BATCH,
	.fallback_rule = FALLBACK_STEAL,
	.reserve_rule = RESERVE_HARDER,
	.list_type_is_remembered = true,
	.refill_counts_at_end = true,
	.boost_wakes_always = true,
	.movable_without_cma_skips_pcp = true,
	.release_reverses_singles = true,
	.merge_minds_isolation_only = true,
	.order_0_from_pcp_only = true,
	.boot_fills_tails = true,
	.boosts_watermarks = true,
	.cma_half_rule = true,
	.order_0_minds_highatomic = true,
	.urgent_ignores_boost = true,
	.frees_behind_first = true,
	.nofragment = true,
	.reserves_keep_flags = true,
	.scales_watermarks = true,
	.node_load_counts_down = true,
	.rmqueue_asks_buddy_itself = true,
	.other_orders_are_freed_apart = true,
	.no_bulk_allocator = true,
	.zone_locked_traced_at_end = true,
};

/* The allocator with these rules. */
#define FORM_PROFILE profile_5_10
#define FORM         plain_form_5_10

#include "core/form_plain_internal.h"
