/*
 * Where the fields and flags lie inside page->flags.
 *
 * A layout follows from a configuration by the kernel's own formulas
 * (include/linux/page-flags-layout.h, kernel/bounds.c), or is taken from a
 * recording.  Bits count from 0, the least significant.
 */
#ifndef MMSCOPE_CORE_PAGE_FLAGS_H
#define MMSCOPE_CORE_PAGE_FLAGS_H

#include "core/types.h"

struct profile;

/* Every flag of any kernel, by name; its bit is layout.bit[flag]. */
enum pageflag {
	PG_locked,
	PG_error,
	PG_writeback,
	PG_referenced,
	PG_uptodate,
	PG_dirty,
	PG_lru,
	PG_active,
	PG_workingset,
	PG_waiters,
	PG_slab,
	PG_owner_priv_1,
	PG_owner_2,
	PG_arch_1,
	PG_reserved,
	PG_private,
	PG_private_2,
	PG_head,
	PG_tail,
	PG_compound, /* head and tail in one, where bits are scarce */
	PG_swapcache,
	PG_mappedtodisk,
	PG_reclaim,
	PG_swapbacked,
	PG_unevictable,
	PG_dropbehind,
	PG_mlocked,
	PG_uncached,
	PG_hwpoison,
	PG_compound_lock,
	PG_young,
	PG_idle,
	PG_arch_2,
	PG_arch_3,
	PG_skip_kasan_poison,
	NR_PAGEFLAG_NAMES,
};

/* Fields from the most significant end downwards, in the kernel's order. */
enum flags_field {
	FIELD_SECTION,
	FIELD_NODE,
	FIELD_ZONE,
	FIELD_LAST_CPUPID,
	FIELD_KASAN_TAG,
	FIELD_LRU_GEN,
	FIELD_LRU_REFS,
	FIELD_TAG,
	NR_FLAGS_FIELDS,
};

enum flags_arch { ARCH_X86_64, ARCH_ARM64, ARCH_ARM };
enum flags_memmodel { MEMMODEL_FLAT, MEMMODEL_SPARSE, MEMMODEL_VMEMMAP };
enum flags_kasan { KASAN_NONE, KASAN_SW_TAGS, KASAN_HW_TAGS };

struct flags_config {
	enum flags_arch arch;
	enum flags_memmodel memmodel;
	enum flags_kasan kasan;
	unsigned bits; /* of the word: 64 or 32 */
	unsigned section_bits;
	unsigned physmem_bits;
	unsigned nodes_shift;
	unsigned max_nr_zones;
	unsigned nr_cpus; /* CONFIG_NR_CPUS */
	bool numa_balancing;
	bool lru_gen;
	/* What decides which conditional flags exist. */
	bool memory_failure;       /* hwpoison */
	bool idle_page_tracking;   /* young, idle */
	bool pat;                  /* x86: uncached, later arch_2 */
	bool transparent_hugepage; /* compound_lock */
	unsigned nr_pageflags;     /* 0: as kernel and architecture imply */
};

struct flags_layout {
	unsigned bits;
	unsigned shift[NR_FLAGS_FIELDS];
	unsigned width[NR_FLAGS_FIELDS]; /* 0: the field does not exist */
	unsigned nr_pageflags;
	int8_t bit[NR_PAGEFLAG_NAMES]; /* -1: no such flag */
	bool node_not_in_page_flags;
	bool last_cpupid_not_in_page_flags;
	unsigned section_bits; /* 0: sections are not in the flags */
	unsigned nodes_shift;  /* the node's bits, wherever they are kept */
};

enum flags_refusal {
	FLAGS_FIT,
	FLAGS_TOO_MANY_ZONES,    /* more than 8 zone types */
	FLAGS_NODE_DOES_NOT_FIT, /* with VMEMMAP: no table to fall back on */
	FLAGS_KASAN_DOES_NOT_FIT,
	FLAGS_FIELDS_DO_NOT_FIT, /* sections and zones alone are too wide */
	FLAGS_NO_SUCH_WORD,      /* of neither 64 nor 32 bits */
	FLAGS_SECTION_TOO_LARGE, /* larger than all physical memory */
};

const char *flags_field_name(enum flags_field field);
const char *pageflag_name(enum pageflag flag);

/* An x86_64 distribution kernel. */
struct flags_config flags_config_default(void);
struct flags_config flags_config_arm64_phone(void);

/* A configuration that somebody runs or ran. */
struct flags_preset {
	const char *name;
	const char *summary;
	const char *kernel; /* that it is known from; NULL: any */
	struct flags_config config;
};

/* The i-th preset; NULL past the last. */
const struct flags_preset *flags_preset_nth(size_t i);
const struct flags_preset *flags_preset_find(const char *name);

enum flags_refusal flags_layout_of(const struct profile *profile,
				   const struct flags_config *config,
				   struct flags_layout *ret);

uint64_t flags_field_get(const struct flags_layout *layout, uint64_t flags,
			 enum flags_field field);
uint64_t flags_field_mask(const struct flags_layout *layout,
			  enum flags_field field);
/* The bit as a mask; 0 when the layout has no such flag. */
uint64_t pageflag_mask(const struct flags_layout *layout, enum pageflag flag);
/* Which flag stands on this bit; -1 when none. */
int pageflag_on_bit(const struct flags_layout *layout, unsigned bit);
/* PAGE_FLAGS_CHECK_AT_FREE: what must be clear on a page that is freed. */
uint64_t flags_check_at_free(const struct flags_layout *layout);
/* PAGE_FLAGS_CHECK_AT_PREP: what must be clear on a page to be handed out. */
uint64_t flags_check_at_prep(const struct flags_layout *layout);

/* The classical arrangements of the fields, in the order of the kernel's
 * comment; the last has no node where the configuration has nodes. */
enum flags_arrangement {
	FLAGS_NODE_ZONE,
	FLAGS_NODE_ZONE_CPUPID,
	FLAGS_SECTION_NODE_ZONE,
	FLAGS_SECTION_NODE_ZONE_CPUPID,
	FLAGS_SECTION_ZONE,
};

enum flags_arrangement flags_arrangement(const struct flags_layout *layout);

#endif
