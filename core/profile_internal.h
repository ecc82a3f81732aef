/*
 * What several kernel profiles share: tables that did not change for years.
 */
#ifndef MMSCOPE_CORE_PROFILE_INTERNAL_H
#define MMSCOPE_CORE_PROFILE_INTERNAL_H

#include "core/gfp.h"
#include "core/profile.h"

/* ALLOC_ names of kernels with ALLOC_HARDER, up to CMA, and of later ones. */
#define ALLOC_FLAGS_WITH_HARDER                                                \
	{ "NO_WATERMARKS", ALLOC_NO_WATERMARKS },                              \
		{ "HARDER", ALLOC_NON_BLOCK }, { "HIGH", ALLOC_MIN_RESERVE },  \
		{ "CPUSET", ALLOC_CPUSET },                                    \
	{                                                                      \
		"CMA", ALLOC_CMA                                               \
	}

#define ALLOC_FLAGS_END                                                        \
	{                                                                      \
		NULL, 0                                                        \
	}

enum { ALLOC_KSWAPD_SINCE_5_10 = 0x800 };

extern const struct alloc_flag_name alloc_flags_since_6_1[];

/* Which configurations have a flag (page-flags.h, enum pageflags). */
bool flag_always(const struct flags_config *config);
bool flag_on_64_bits(const struct flags_config *config);
bool flag_with_pat(const struct flags_config *config);
bool flag_with_memory_failure(const struct flags_config *config);
bool flag_with_idle_tracking(const struct flags_config *config);
bool flag_with_huge_pages(const struct flags_config *config);
bool flag_if_extended(const struct flags_config *config);
bool flag_unless_extended(const struct flags_config *config);
bool flag_with_hw_tags(const struct flags_config *config);
bool flag_with_pat_or_hw_tags(const struct flags_config *config);
bool flag_on_arm64_with_hw_tags(const struct flags_config *config);

/* Bits of the GFP mask since 5.4 (gfp.h, later gfp_types.h). */
#define GFP_BITS_SINCE_5_4                                                     \
	.dma = 0x1, .highmem = 0x2, .dma32 = 0x4, .movable = 0x8,              \
	.reclaimable = 0x10, .high = 0x20, .io = 0x40, .fs = 0x80,             \
	.zero = 0x100, .direct_reclaim = 0x400, .kswapd_reclaim = 0x800,       \
	.write = 0x1000, .nowarn = 0x2000, .retry_mayfail = 0x4000,            \
	.nofail = 0x8000, .noretry = 0x10000, .memalloc = 0x20000,             \
	.comp = 0x40000, .nomemalloc = 0x80000, .hardwall = 0x100000,          \
	.thisnode = 0x200000, .account = 0x400000

/* Names in the order in which trace events print them (mmflags.h). */
#define GFP_COMPOSITES_SINCE_5_4(atomic, nowait)                               \
	{ "GFP_TRANSHUGE", 0x1c24ca }, { "GFP_TRANSHUGE_LIGHT", 0x1c20ca },    \
		{ "GFP_HIGHUSER_MOVABLE", 0x100cca },                          \
		{ "GFP_HIGHUSER", 0x100cc2 }, { "GFP_USER", 0x100cc0 },        \
		{ "GFP_KERNEL_ACCOUNT", 0x400cc0 }, { "GFP_KERNEL", 0xcc0 },   \
		{ "GFP_NOFS", 0xc40 }, { "GFP_ATOMIC", (atomic) },             \
		{ "GFP_NOIO", 0xc00 },                                         \
	{                                                                      \
		"GFP_NOWAIT", (nowait)                                         \
	}

#define GFP_ZONES_SINCE_5_4                                                    \
	{ "GFP_DMA", 0x1 }, { "__GFP_HIGHMEM", 0x2 }, { "GFP_DMA32", 0x4 },    \
	{                                                                      \
		"__GFP_HIGH", 0x20                                             \
	}

#define GFP_SINGLES_SINCE_5_4                                                  \
	{ "__GFP_IO", 0x40 }, { "__GFP_FS", 0x80 },                            \
		{ "__GFP_NOWARN", 0x2000 }, { "__GFP_RETRY_MAYFAIL", 0x4000 }, \
		{ "__GFP_NOFAIL", 0x8000 }, { "__GFP_NORETRY", 0x10000 },      \
		{ "__GFP_COMP", 0x40000 }, { "__GFP_ZERO", 0x100 },            \
		{ "__GFP_NOMEMALLOC", 0x80000 },                               \
		{ "__GFP_MEMALLOC", 0x20000 }, { "__GFP_HARDWALL", 0x100000 }, \
		{ "__GFP_THISNODE", 0x200000 }, { "__GFP_RECLAIMABLE", 0x10 }, \
		{ "__GFP_MOVABLE", 0x8 }, { "__GFP_ACCOUNT", 0x400000 },       \
		{ "__GFP_WRITE", 0x1000 }, { "__GFP_RECLAIM", 0xc00 },         \
		{ "__GFP_DIRECT_RECLAIM", 0x400 },                             \
	{                                                                      \
		"__GFP_KSWAPD_RECLAIM", 0x800                                  \
	}

/* Spelt with underscores in source, printed by other names. */
#define GFP_SPELT_OTHERWISE                                                    \
	{ "__GFP_DMA", 0x1 },                                                  \
	{                                                                      \
		"__GFP_DMA32", 0x4                                             \
	}

/* Slabs as they were for years, and what the next kernels made of them. */
#define SLAB_RULES_4_X                                                         \
	.min_size_arm64 = 128, .wants_fewer_objects = true,                    \
	.cpu_partial = { 30, 13, 6, 2 }, .partial_counts_objects = true,       \
	.partial_is_frozen = true, .born_frozen = true,                        \
	.gives_back_in_reverse = true, .caches_by_size = true,                 \
	.dma_caches_apart = true

#define SLAB_RULES_5_X                                                         \
	SLAB_RULES_4_X, .reclaimable_family = true, .names_in_k = true

#define SLAB_RULES_6_1                                                         \
	.min_size_arm64 = 128, .wants_fewer_objects = true,                    \
	.cpu_partial = { 120, 52, 24, 6 }, .partial_is_frozen = true,          \
	.reclaimable_family = true, .cgroup_family = true, .names_in_k = true, \
	.caches_by_size = true, .cgroup_caches_early = true

#define SLAB_RULES_SINCE_6_12                                                  \
	.min_size_arm64 = 8, .fits_one_object = true, .always_compound = true, \
	.cpu_partial = { 120, 52, 24, 6 }, .marks_node_partial = true,         \
	.reclaimable_family = true, .cgroup_family = true,                     \
	.no_objext_family = true, .names_in_k = true

/* fallbacks[]: where to look when a type's own lists are empty. */
#define FALLBACKS_SINCE_4_4                                                    \
	[MIGRATE_UNMOVABLE] = { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE },        \
	[MIGRATE_MOVABLE] = { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE },        \
	[MIGRATE_RECLAIMABLE] = { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE }

#define NUMBERS_SINCE_4_4                                                      \
	.movable = MIGRATE_MOVABLE, .reclaimable = MIGRATE_RECLAIMABLE,        \
	.migratetype_letters = "UMRHCI"

#define MIGRATETYPE_NAMES_SINCE_4_4                                            \
	"Unmovable", "Movable", "Reclaimable", "HighAtomic", "CMA", "Isolate"

/* Bits of the GFP mask that 4.1 and 4.9 share. */
#define GFP_BITS_4_X                                                           \
	.dma = 0x1, .highmem = 0x2, .dma32 = 0x4, .movable = 0x8,              \
	.high = 0x20, .io = 0x40, .fs = 0x80, .cold = 0x100, .nowarn = 0x200,  \
	.retry_mayfail = 0x400, .nofail = 0x800, .noretry = 0x1000,            \
	.memalloc = 0x2000, .comp = 0x4000, .zero = 0x8000,                    \
	.nomemalloc = 0x10000, .hardwall = 0x20000, .thisnode = 0x40000,       \
	.write = 0x1000000

/* Flags of 4.1 and 4.9 up to writeback, and from swapcache on. */
#define FLAG_RULES_4_X_UP_TO_WRITEBACK                                         \
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

#define FLAG_RULES_4_X_FROM_SWAPCACHE                                          \
	{ PG_swapcache, flag_always }, { PG_mappedtodisk, flag_always },       \
		{ PG_reclaim, flag_always }, { PG_swapbacked, flag_always },   \
		{ PG_unevictable, flag_always }, { PG_mlocked, flag_always },  \
		{ PG_uncached, flag_with_pat },                                \
	{                                                                      \
		PG_hwpoison, flag_with_memory_failure                          \
	}

/* Second names of bits in 4.1 and 4.9. */
#define FLAG_ALIASES_4_X                                                       \
	{ PG_owner_priv_1, "checked" }, { PG_owner_priv_1, "pinned" },         \
		{ PG_owner_priv_1, "foreign" }, { PG_dirty, "savepinned" },    \
		{ PG_private_2, "fscache" }, { PG_private, "slob_free" },      \
	{                                                                      \
		PG_reclaim, "readahead"                                        \
	}

/* Flags of 5.4 to 6.1 up to idle, by bit. */
#define FLAG_RULES_5_4_TO_6_1                                                  \
	{ PG_locked, flag_always }, { PG_referenced, flag_always },            \
		{ PG_uptodate, flag_always }, { PG_dirty, flag_always },       \
		{ PG_lru, flag_always }, { PG_active, flag_always },           \
		{ PG_workingset, flag_always }, { PG_waiters, flag_always },   \
		{ PG_error, flag_always }, { PG_slab, flag_always },           \
		{ PG_owner_priv_1, flag_always }, { PG_arch_1, flag_always },  \
		{ PG_reserved, flag_always }, { PG_private, flag_always },     \
		{ PG_private_2, flag_always }, { PG_writeback, flag_always },  \
		{ PG_head, flag_always }, { PG_mappedtodisk, flag_always },    \
		{ PG_reclaim, flag_always }, { PG_swapbacked, flag_always },   \
		{ PG_unevictable, flag_always }, { PG_mlocked, flag_always },  \
		{ PG_uncached, flag_with_pat },                                \
		{ PG_hwpoison, flag_with_memory_failure },                     \
		{ PG_young, flag_with_idle_tracking },                         \
	{                                                                      \
		PG_idle, flag_with_idle_tracking                               \
	}

/* Flags of 6.12 and later up to unevictable, and from mlocked on. */
#define FLAG_RULES_SINCE_6_12                                                  \
	{ PG_locked, flag_always }, { PG_writeback, flag_always },             \
		{ PG_referenced, flag_always }, { PG_uptodate, flag_always },  \
		{ PG_dirty, flag_always }, { PG_lru, flag_always },            \
		{ PG_head, flag_always }, { PG_waiters, flag_always },         \
		{ PG_active, flag_always }, { PG_workingset, flag_always },    \
		{ PG_owner_priv_1, flag_always }, { PG_owner_2, flag_always }, \
		{ PG_arch_1, flag_always }, { PG_reserved, flag_always },      \
		{ PG_private, flag_always }, { PG_private_2, flag_always },    \
		{ PG_reclaim, flag_always }, { PG_swapbacked, flag_always },   \
	{                                                                      \
		PG_unevictable, flag_always                                    \
	}

#define FLAG_RULES_FROM_MLOCKED                                                \
	{ PG_mlocked, flag_always },                                           \
		{ PG_hwpoison, flag_with_memory_failure },                     \
		{ PG_young, flag_with_idle_tracking },                         \
		{ PG_idle, flag_with_idle_tracking },                          \
		{ PG_arch_2, flag_with_pat_or_hw_tags },                       \
	{                                                                      \
		PG_arch_3, flag_on_arm64_with_hw_tags                          \
	}

#define FLAG_RULES_END                                                         \
	{                                                                      \
		PG_locked, NULL                                                \
	}

/* Second names of bits, the same in all of 5.4 to 7.2. */
#define FLAG_ALIASES_SINCE_5_4                                                 \
	{ PG_owner_priv_1, "checked" }, { PG_owner_priv_1, "swapcache" },      \
		{ PG_owner_priv_1, "pinned" }, { PG_owner_priv_1, "foreign" }, \
		{ PG_owner_priv_1, "xen_remapped" },                           \
		{ PG_dirty, "savepinned" }, { PG_private_2, "fscache" },       \
	{                                                                      \
		PG_uptodate, "reported"                                        \
	}

#define FLAG_ALIASES_SINCE_6_12                                                \
	{ PG_owner_priv_1, "vmemmap_self_hosted" },                            \
		{ PG_reclaim, "readahead" },                                   \
		{ PG_reclaim, "partially_mapped" },                            \
		{ PG_active, "has_hwpoisoned" },                               \
		{ PG_workingset, "large_rmappable" },                          \
		{ PG_owner_2, "anon_exclusive" },                              \
	{                                                                      \
		PG_owner_2, "mappedtodisk"                                     \
	}

#define FLAG_ALIASES_END                                                       \
	{                                                                      \
		PG_locked, NULL                                                \
	}

#endif
