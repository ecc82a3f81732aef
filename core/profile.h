/*
 * A kernel profile: what differs between kernel releases, as data.
 *
 * The allocator's code asks for a named behaviour or number, never for a
 * version.  Names are those that the release itself prints.
 */
#ifndef MMSCOPE_CORE_PROFILE_H
#define MMSCOPE_CORE_PROFILE_H

#include "core/page_flags.h"
#include "core/types.h"

/* The GFP bits that the allocator tests, under their kernel names. */
struct gfp_bits {
	gfp_t dma, highmem, dma32, movable, reclaimable;
	gfp_t high, io, fs, zero, direct_reclaim, kswapd_reclaim, write;
	gfp_t nowarn, retry_mayfail, nofail, noretry, memalloc, comp;
	gfp_t nomemalloc, hardwall, thisnode, account, zerotags;
	/* Where they exist.  direct_reclaim is __GFP_WAIT before it was split,
	 * and retry_mayfail __GFP_REPEAT before it was renamed. */
	gfp_t atomic, cold, no_kswapd;
};

struct alloc_flag_name {
	const char *name; /* without ALLOC_ */
	unsigned value;
};

struct gfp_name {
	const char *name; /* composite names first, as the kernel prints them */
	gfp_t mask;
};

/* One flag of page->flags and the configuration that has it. */
struct flag_rule {
	enum pageflag flag;
	bool (*exists)(const struct flags_config *config);
};

struct flag_alias {
	enum pageflag flag;
	const char *name;
};

/* A function that this kernel calls otherwise than core/probes.def. */
struct function_name {
	const char *elsewhere;
	const char *here;
};

/* How per-CPU lists are sized, filled and flushed. */
enum pcp_rule {
	PCP_BATCH,  /* order 0 only; high and batch fixed, lists interleaved */
	PCP_FACTOR, /* flushes double by free_factor */
	PCP_AUTO,   /* high tunes itself; alloc_factor and free_count */
};

enum fallback_rule {
	FALLBACK_TAKE,  /* the largest block itself, then its pageblock */
	FALLBACK_STEAL, /* largest block first, its pageblock if possible */
	FALLBACK_CLAIM, /* claim a pageblock, else steal the smallest block */
};

/* What requests that cannot wait may take. */
enum reserve_rule {
	RESERVE_HARDER,    /* ALLOC_HARDER if atomic; min less a quarter */
	RESERVE_NON_BLOCK, /* a quarter only on top of __GFP_HIGH; the reserve
                      * counts as a whole */
	RESERVE_FREE,      /* the same; only its free pages count */
};

/* For whom the slow path compacts before it reclaims. */
enum early_compaction {
	EARLY_UNLESS_SMALL_MOVABLE, /* costly orders, and what cannot move */
	EARLY_IF_COSTLY,
	EARLY_ALWAYS, /* in every turn */
};

/* What not all kernels print in /proc/zoneinfo (and vmstat). */
struct zoneinfo_lines {
	bool boost_and_cma;
	bool promo;
	bool pcp_limits; /* high_min and high_max; and labels in one column */
	bool highatomic;
	bool free_blocks; /* NR_FREE_PAGES_BLOCKS */
	bool populated_only;
	bool alloc_batch; /* NR_ALLOC_BATCH */
	/* What is protected stands behind the counters, whose lines begin two
	 * columns earlier; nothing is said of what cannot be reclaimed. */
	bool counters_first;
};

/* How slabs are cut, kept and given back. */
struct slab_rules {
	/* Families of kmalloc caches that this kernel has besides the plain
	 * ones and those for DMA. */
	bool reclaimable_family, cgroup_family, no_objext_family;
	bool names_in_k; /* kmalloc-1k, no longer kmalloc-1024 */
	unsigned min_size_arm64;
	/* In which order booting makes the caches. */
	bool caches_by_size;      /* 96 and 192 bytes in their turn */
	bool dma_caches_apart;    /* but not those for DMA */
	bool cgroup_caches_early; /* before the reclaimable ones */
	/* min_objects is made smaller until some order wastes little; later
	 * half of the slab may be waste instead. */
	bool wants_fewer_objects;
	bool fits_one_object; /* min_objects is at least 1 object per slab */
	bool always_compound; /* also slabs of one page */
	/* Of 8 to 248 bytes, from 256, from 1024, from a page on. */
	unsigned cpu_partial[4];
	bool partial_counts_objects; /* on a CPU's partial list, not slabs */
	/* A slab on a CPU's partial list belongs to that CPU. */
	bool partial_is_frozen;
	bool born_frozen; /* a new slab, before it becomes the CPU's */
	/* A slab on the node's list says so in its flags. */
	bool marks_node_partial;
	/* One that a CPU gives up gets its objects back one by one, the last
	 * one first. */
	bool gives_back_in_reverse;
	bool large_has_type; /* the head of a large kmalloc */
	/* Where mm/slub.c calls the page allocator, without and with a node,
	 * and where it makes a slab's vector; 0: nobody is charged. */
	unsigned page_line, node_page_line, vector_line;
};

struct profile {
	const char *series;                           /* "6.12" */
	const char *release;                          /* "6.12.107" */
	const char *migratetype_names[MIGRATE_TYPES]; /* by number */
	const char *migratetype_letters;              /* the same, one each */
	/* Numbers of the two types that not every kernel counts alike. */
	enum migratetype movable, reclaimable;
	struct gfp_bits gfp;
	const struct gfp_name *gfp_names;
	const struct flag_rule *flag_rules; /* by bit; ends with NULL exists */
	const struct flag_alias *flag_aliases;
	const struct function_name *function_names; /* NULL: none differs */
	/* fallbacks[]: where to look when a type's own lists are empty. */
	enum migratetype fallbacks[MIGRATE_PCPTYPES][2];
	unsigned pcp_batch_scale_max;
	unsigned max_min_free_kbytes;
	unsigned kasan_sw_bits; /* of a tag kept by KASAN_SW_TAGS */
	unsigned kasan_hw_bits; /* of a tag kept by KASAN_HW_TAGS */
	bool lru_gen;           /* page->flags can hold LRU_GEN and LRU_REFS */
	bool cpu_bits_round_down;      /* NR_CPUS_BITS is ilog2() */
	bool cpupid_minds_nodes_shift; /* wherever the node is kept */
	bool tag_index_in_flags; /* the gap above the flags can name a tag */
	const char *allocinfo_version; /* of /proc/allocinfo; NULL: none */
	unsigned kernel_tags;    /* call sites of the image as it was built */
	bool hooks_mind_the_key; /* current->alloc_tag is kept only while on */
	bool module_tag_area; /* tags of modules lie in an area of their own */
	struct zoneinfo_lines zoneinfo;
	struct slab_rules slab;
	unsigned nr_wmark;        /* with or without PROMO */
	uint32_t buddy_type_word; /* what heads a free block, over _mapcount */
	unsigned alloc_kswapd;    /* value of ALLOC_KSWAPD; 0: no such flag */
	unsigned pcp_batch_cap; /* of batch, in pages before it is quartered */
	const struct alloc_flag_name *alloc_flags; /* ends with a NULL name */
	/* Named behaviours: how this kernel decides, see the .c files. */
	enum pcp_rule pcp_rule;
	enum fallback_rule fallback_rule;
	enum reserve_rule reserve_rule;
	enum early_compaction early_compaction;
	/* The truth values among them, each with what it means. */
#define BEHAVIOUR(name, functions, with, without) bool name;
#define CHOICE(name, functions, ...)
#define NUMBER(name, functions, before, after)
#include "core/behaviours.def"
#undef NUMBER
#undef CHOICE
#undef BEHAVIOUR
};

extern const struct profile profile_4_1;
extern const struct profile profile_4_9;
extern const struct profile profile_5_4;
extern const struct profile profile_5_10;
extern const struct profile profile_6_1;
extern const struct profile profile_6_12;
extern const struct profile profile_7_2;

/* "6.12" or a full release "6.12.x"; NULL when there is no such profile. */
const struct profile *profile_find(const char *version);
/* The i-th profile, oldest first; NULL past the last. */
const struct profile *profile_nth(size_t i);

#endif
