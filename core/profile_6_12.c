/*
 * Linux 6.12.107, x86_64 and arm64.
 *
 * Sources: include/linux/gfp_types.h, include/linux/mmzone.h,
 * include/linux/page-flags.h, include/trace/events/mmflags.h (order of the
 * GFP names), mm/page_alloc.c (fallbacks).
 */
#include "core/profile.h"

static const struct gfp_name gfp_names[] = {
	{ "GFP_TRANSHUGE", 0x1c24ca },
	{ "GFP_TRANSHUGE_LIGHT", 0x1c20ca },
	{ "GFP_HIGHUSER_MOVABLE", 0x100cca },
	{ "GFP_HIGHUSER", 0x100cc2 },
	{ "GFP_USER", 0x100cc0 },
	{ "GFP_KERNEL_ACCOUNT", 0x400cc0 },
	{ "GFP_KERNEL", 0xcc0 },
	{ "GFP_NOFS", 0xc40 },
	{ "GFP_ATOMIC", 0x820 },
	{ "GFP_NOIO", 0xc00 },
	{ "GFP_NOWAIT", 0x2800 },
	{ "GFP_DMA", 0x1 },
	{ "__GFP_HIGHMEM", 0x2 },
	{ "GFP_DMA32", 0x4 },
	{ "__GFP_HIGH", 0x20 },
	{ "__GFP_IO", 0x40 },
	{ "__GFP_FS", 0x80 },
	{ "__GFP_NOWARN", 0x2000 },
	{ "__GFP_RETRY_MAYFAIL", 0x4000 },
	{ "__GFP_NOFAIL", 0x8000 },
	{ "__GFP_NORETRY", 0x10000 },
	{ "__GFP_COMP", 0x40000 },
	{ "__GFP_ZERO", 0x100 },
	{ "__GFP_NOMEMALLOC", 0x80000 },
	{ "__GFP_MEMALLOC", 0x20000 },
	{ "__GFP_HARDWALL", 0x100000 },
	{ "__GFP_THISNODE", 0x200000 },
	{ "__GFP_RECLAIMABLE", 0x10 },
	{ "__GFP_MOVABLE", 0x8 },
	{ "__GFP_ACCOUNT", 0x400000 },
	{ "__GFP_WRITE", 0x1000 },
	{ "__GFP_RECLAIM", 0xc00 },
	{ "__GFP_DIRECT_RECLAIM", 0x400 },
	{ "__GFP_KSWAPD_RECLAIM", 0x800 },
	{ "__GFP_ZEROTAGS", 0x800000 },
	/* Spelt with underscores in source, printed by the names above. */
	{ "__GFP_DMA", 0x1 },
	{ "__GFP_DMA32", 0x4 },
	{ NULL, 0 },
};

static bool always(const struct flags_config *config)
{
	(void)config;
	return true;
}

static bool on_64_bits(const struct flags_config *config)
{
	return config->bits == 64;
}

static bool with_arch_2(const struct flags_config *config)
{
	/* x86 with PAT; arm64 has it with MTE only. */
	return config->arch == ARCH_X86_64 || config->kasan == KASAN_HW_TAGS;
}

static bool with_arch_3(const struct flags_config *config)
{
	return config->arch == ARCH_ARM64 && config->kasan == KASAN_HW_TAGS;
}

static const struct flag_rule flag_rules[] = {
	{ PG_locked, always },       { PG_writeback, always },
	{ PG_referenced, always },   { PG_uptodate, always },
	{ PG_dirty, always },        { PG_lru, always },
	{ PG_head, always },         { PG_waiters, always },
	{ PG_active, always },       { PG_workingset, always },
	{ PG_owner_priv_1, always }, { PG_owner_2, always },
	{ PG_arch_1, always },       { PG_reserved, always },
	{ PG_private, always },      { PG_private_2, always },
	{ PG_reclaim, always },      { PG_swapbacked, always },
	{ PG_unevictable, always },  { PG_mlocked, always },
	{ PG_hwpoison, always },     { PG_young, on_64_bits },
	{ PG_idle, on_64_bits },     { PG_arch_2, with_arch_2 },
	{ PG_arch_3, with_arch_3 },  { PG_locked, NULL },
};

static const struct flag_alias flag_aliases[] = {
	{ PG_owner_priv_1, "checked" },
	{ PG_owner_priv_1, "swapcache" },
	{ PG_owner_priv_1, "pinned" },
	{ PG_owner_priv_1, "foreign" },
	{ PG_owner_priv_1, "xen_remapped" },
	{ PG_owner_priv_1, "vmemmap_self_hosted" },
	{ PG_dirty, "savepinned" },
	{ PG_private_2, "fscache" },
	{ PG_reclaim, "readahead" },
	{ PG_reclaim, "isolated" },
	{ PG_reclaim, "partially_mapped" },
	{ PG_uptodate, "reported" },
	{ PG_active, "has_hwpoisoned" },
	{ PG_workingset, "large_rmappable" },
	{ PG_owner_2, "anon_exclusive" },
	{ PG_owner_2, "mappedtodisk" },
	{ PG_locked, NULL },
};

const struct profile profile_6_12 = {
	.series = "6.12",
	.release = "6.12.107",
	.migratetype_names = { "Unmovable", "Movable", "Reclaimable",
			       "HighAtomic", "CMA", "Isolate" },
	.gfp = {
		.dma = 0x1,
		.highmem = 0x2,
		.dma32 = 0x4,
		.movable = 0x8,
		.reclaimable = 0x10,
		.high = 0x20,
		.io = 0x40,
		.fs = 0x80,
		.zero = 0x100,
		.direct_reclaim = 0x400,
		.kswapd_reclaim = 0x800,
		.write = 0x1000,
		.nowarn = 0x2000,
		.retry_mayfail = 0x4000,
		.nofail = 0x8000,
		.noretry = 0x10000,
		.memalloc = 0x20000,
		.comp = 0x40000,
		.nomemalloc = 0x80000,
		.hardwall = 0x100000,
		.thisnode = 0x200000,
		.account = 0x400000,
		.zerotags = 0x800000,
	},
	.gfp_names = gfp_names,
	.flag_rules = flag_rules,
	.flag_aliases = flag_aliases,
	.fallbacks = {
		[MIGRATE_UNMOVABLE] = { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE },
		[MIGRATE_MOVABLE] = { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE },
		[MIGRATE_RECLAIMABLE] = { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE },
	},
	.pcp_batch_scale_max = 5,
	.max_min_free_kbytes = 262144,
};
