/*
 * Linux 5.4.59, x86_64 and arm64.
 *
 * The first that keeps types apart with NOFRAGMENT and boosted watermarks,
 * and the last whose booting fills the lists at their heads.  Sources:
 * include/linux/gfp.h, include/linux/page-flags.h, mm/page_alloc.c.
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
	FLAG_RULES_END,
};

static const struct flag_alias flag_aliases[] = {
	{ PG_owner_priv_1, "checked" },      { PG_owner_priv_1, "swapcache" },
	{ PG_owner_priv_1, "pinned" },       { PG_owner_priv_1, "foreign" },
	{ PG_owner_priv_1, "xen_remapped" }, { PG_dirty, "savepinned" },
	{ PG_private_2, "fscache" },         { PG_private, "slob_free" },
	{ PG_reclaim, "readahead" },         { PG_reclaim, "isolated" },
	{ PG_private_2, "double_map" },      FLAG_ALIASES_END,
};

enum { ALLOC_KSWAPD_OF_5_4 = 0x200 };

static const struct alloc_flag_name alloc_flag_names[] = {
	ALLOC_FLAGS_WITH_HARDER,
	{ "OOM", ALLOC_OOM },
	{ "NOFRAGMENT", ALLOC_NOFRAGMENT },
	{ "KSWAPD", ALLOC_KSWAPD_OF_5_4 },
	ALLOC_FLAGS_END,
};

static const struct function_name function_names[] = {
	{ "__alloc_pages", "__alloc_pages_nodemask" },
	{ "__move_freepages_block", "move_freepages" },
	{ NULL, NULL },
};

const struct profile profile_5_4 = {
	.series = "5.4",
	.release = "5.4.59",
	.migratetype_names = { MIGRATETYPE_NAMES_SINCE_4_4 },
	NUMBERS_SINCE_4_4,
	.gfp = { GFP_BITS_SINCE_5_4, .atomic = 0x200 },
	.gfp_names = gfp_names,
	.flag_rules = flag_rules,
	.flag_aliases = flag_aliases,
	.kasan_sw_bits = 8,
	.cpu_bits_round_down = true,
	.cpupid_minds_nodes_shift = true,
	.function_names = function_names,
	.fallbacks = { FALLBACKS_SINCE_4_4 },
	.max_min_free_kbytes = 65536,
	.slab = { SLAB_RULES_5_X },
	.nr_wmark = 3,
	.buddy_type_word = 0xffffff7f,
	.alloc_kswapd = ALLOC_KSWAPD_OF_5_4,
	.alloc_flags = alloc_flag_names,
	.pcp_batch_cap = 256,
	.pcp_rule = PCP_BATCH,
	.fallback_rule = FALLBACK_STEAL,
	.reserve_rule = RESERVE_HARDER,
	.list_type_is_remembered = true,
	.refill_counts_at_end = true,
	.boost_wakes_always = true,
	.release_reverses_singles = true,
	.merge_minds_isolation_only = true,
	.order_0_from_pcp_only = true,
	.moved_blocks_to_head = true,
	.boosts_watermarks = true,
	.boost_flag_in_any_case = true,
	.cma_for_all_movable = true,
	.lowmem_by_preferred_zone = true,
	.node_load_counts_down = true,
	.nofragment = true,
	.zone_locked_traced_at_end = true,
	.traces_empty_search = true,
	.other_orders_are_freed_apart = true,
	.no_bulk_allocator = true,
	.rmqueue_asks_buddy_itself = true,
	.scales_watermarks = true,
};

/* The allocator with these rules. */
#define FORM_PROFILE profile_5_4
#define FORM         plain_form_5_4

#include "core/form_plain_internal.h"
