/*
 * Linux 4.1.52, 4.9.229 and 5.4.59: their words, without their allocator.
 *
 * Flags of page->flags by bit, second names, and GFP masks, so that a word of
 * these kernels can be read.  Nothing else of these profiles is filled in.
 */
#include "core/profile_internal.h"

/* What 4.1 and 4.9 have in common: error on bit 1, swapcache with a bit. */
#define FLAG_RULES_UP_TO_WRITEBACK                                             \
	{ PG_locked, flag_always }, { PG_error, flag_always },                 \
		{ PG_referenced, flag_always }, { PG_uptodate, flag_always },  \
		{ PG_dirty, flag_always }, { PG_lru, flag_always },            \
		{ PG_active, flag_always }, { PG_slab, flag_always },          \
		{ PG_owner_priv_1, flag_always }, { PG_arch_1, flag_always },  \
		{ PG_reserved, flag_always }, { PG_private, flag_always },     \
		{ PG_private_2, flag_always },                                 \
	{                                                                      \
		PG_writeback, flag_always                                      \
	}

#define FLAG_RULES_SWAPCACHE_TO_HWPOISON                                       \
	{ PG_swapcache, flag_always }, { PG_mappedtodisk, flag_always },       \
		{ PG_reclaim, flag_always }, { PG_swapbacked, flag_always },   \
		{ PG_unevictable, flag_always }, { PG_mlocked, flag_always },  \
		{ PG_uncached, flag_with_pat },                                \
	{                                                                      \
		PG_hwpoison, flag_with_memory_failure                          \
	}

static const struct flag_rule flags_4_1[] = {
	FLAG_RULES_UP_TO_WRITEBACK,
	{ PG_head, flag_if_extended },
	{ PG_tail, flag_if_extended },
	{ PG_compound, flag_unless_extended },
	FLAG_RULES_SWAPCACHE_TO_HWPOISON,
	{ PG_compound_lock, flag_with_huge_pages },
	FLAG_RULES_END,
};

static const struct flag_rule flags_4_9[] = {
	FLAG_RULES_UP_TO_WRITEBACK,
	{ PG_head, flag_always },
	FLAG_RULES_SWAPCACHE_TO_HWPOISON,
	{ PG_young, flag_with_idle_tracking },
	{ PG_idle, flag_with_idle_tracking },
	FLAG_RULES_END,
};

static const struct flag_rule flags_5_4[] = {
	FLAG_RULES_5_4_TO_6_1,
	FLAG_RULES_END,
};

#define FLAG_ALIASES_BEFORE_5_4                                                \
	{ PG_owner_priv_1, "checked" }, { PG_owner_priv_1, "pinned" },         \
		{ PG_owner_priv_1, "foreign" }, { PG_dirty, "savepinned" },    \
		{ PG_private_2, "fscache" }, { PG_private, "slob_free" },      \
	{                                                                      \
		PG_reclaim, "readahead"                                        \
	}

static const struct flag_alias aliases_4_1[] = {
	FLAG_ALIASES_BEFORE_5_4,
	FLAG_ALIASES_END,
};

static const struct flag_alias aliases_4_9[] = {
	FLAG_ALIASES_BEFORE_5_4,
	{ PG_reclaim, "isolated" },
	{ PG_private_2, "double_map" },
	FLAG_ALIASES_END,
};

static const struct flag_alias aliases_5_4[] = {
	{ PG_owner_priv_1, "checked" },      { PG_owner_priv_1, "swapcache" },
	{ PG_owner_priv_1, "pinned" },       { PG_owner_priv_1, "foreign" },
	{ PG_owner_priv_1, "xen_remapped" }, { PG_dirty, "savepinned" },
	{ PG_private_2, "fscache" },         { PG_private, "slob_free" },
	{ PG_reclaim, "readahead" },         { PG_reclaim, "isolated" },
	{ PG_private_2, "double_map" },      FLAG_ALIASES_END,
};

/* Single bits that 4.1 and 4.9 have in common, in print order. */
#define GFP_SINGLES_BEFORE_5_4                                                 \
	{ "__GFP_COLD", 0x100 }, { "__GFP_NOWARN", 0x200 },                    \
		{ "__GFP_REPEAT", 0x400 }, { "__GFP_NOFAIL", 0x800 },          \
		{ "__GFP_NORETRY", 0x1000 }, { "__GFP_COMP", 0x4000 },         \
		{ "__GFP_ZERO", 0x8000 }, { "__GFP_NOMEMALLOC", 0x10000 },     \
		{ "__GFP_MEMALLOC", 0x2000 }, { "__GFP_HARDWALL", 0x20000 },   \
	{                                                                      \
		"__GFP_THISNODE", 0x40000                                      \
	}

static const struct gfp_name gfp_4_1[] = {
	{ "GFP_TRANSHUGE", 0x4352da },
	{ "GFP_HIGHUSER_MOVABLE", 0x200da },
	{ "GFP_HIGHUSER", 0x200d2 },
	{ "GFP_USER", 0x200d0 },
	{ "GFP_TEMPORARY", 0x800d0 },
	{ "GFP_KERNEL", 0xd0 },
	{ "GFP_NOFS", 0x50 },
	{ "GFP_ATOMIC", 0x20 },
	{ "GFP_NOIO", 0x10 },
	{ "GFP_DMA", 0x1 },
	{ "__GFP_HIGHMEM", 0x2 },
	{ "GFP_DMA32", 0x4 },
	{ "__GFP_HIGH", 0x20 },
	{ "__GFP_WAIT", 0x10 },
	{ "__GFP_IO", 0x40 },
	{ "__GFP_FS", 0x80 },
	GFP_SINGLES_BEFORE_5_4,
	{ "__GFP_RECLAIMABLE", 0x80000 },
	{ "__GFP_MOVABLE", 0x8 },
	{ "__GFP_NOACCOUNT", 0x100000 },
	{ "__GFP_NOTRACK", 0x200000 },
	{ "__GFP_NO_KSWAPD", 0x400000 },
	{ "__GFP_OTHER_NODE", 0x800000 },
	{ "__GFP_WRITE", 0x1000000 },
	{ "GFP_NOWAIT", 0 },
	GFP_SPELT_OTHERWISE,
	{ NULL, 0 },
};

static const struct gfp_name gfp_4_9[] = {
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
	GFP_SINGLES_BEFORE_5_4,
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

static const struct gfp_name gfp_5_4[] = {
	GFP_COMPOSITES_SINCE_5_4(0xa20, 0x800),
	GFP_ZONES_SINCE_5_4,
	{ "__GFP_ATOMIC", 0x200 },
	GFP_SINGLES_SINCE_5_4,
	GFP_SPELT_OTHERWISE,
	{ NULL, 0 },
};

const struct profile words_4_1 = {
	.series = "4.1",
	.release = "4.1.52",
	.migratetype_names = { "Unmovable", "Movable", "Reclaimable", "Reserve",
			       "CMA", "Isolate" },
	.gfp = { .dma = 0x1,
		 .highmem = 0x2,
		 .dma32 = 0x4,
		 .movable = 0x8,
		 .reclaimable = 0x80000,
		 .high = 0x20,
		 .io = 0x40,
		 .fs = 0x80,
		 .direct_reclaim = 0x10, /* __GFP_WAIT */
		 .zero = 0x8000 },
	.gfp_names = gfp_4_1,
	.flag_rules = flags_4_1,
	.flag_aliases = aliases_4_1,
	.cpu_bits_round_down = true,
	.cpupid_minds_nodes_shift = true,
};

const struct profile words_4_9 = {
	.series = "4.9",
	.release = "4.9.229",
	.migratetype_names = { MIGRATETYPE_NAMES_SINCE_4_4 },
	.gfp = { .dma = 0x1,
		 .highmem = 0x2,
		 .dma32 = 0x4,
		 .movable = 0x8,
		 .reclaimable = 0x10,
		 .high = 0x20,
		 .io = 0x40,
		 .fs = 0x80,
		 .direct_reclaim = 0x400000,
		 .kswapd_reclaim = 0x2000000,
		 .zero = 0x8000,
		 .atomic = 0x80000 },
	.gfp_names = gfp_4_9,
	.flag_rules = flags_4_9,
	.flag_aliases = aliases_4_9,
	.cpu_bits_round_down = true,
	.cpupid_minds_nodes_shift = true,
};

const struct profile words_5_4 = {
	.series = "5.4",
	.release = "5.4.59",
	.migratetype_names = { MIGRATETYPE_NAMES_SINCE_4_4 },
	.gfp = { GFP_BITS_SINCE_5_4, .atomic = 0x200 },
	.gfp_names = gfp_5_4,
	.flag_rules = flags_5_4,
	.flag_aliases = aliases_5_4,
	.kasan_sw_bits = 8,
	.cpu_bits_round_down = true,
	.cpupid_minds_nodes_shift = true,
};
