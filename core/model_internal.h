/*
 * Inside the model: the one door for writes, probes and frames.
 *
 * For the files of core/ only.  Every function of the allocator opens with
 * frame(), marks its decisions with probe() and changes words with put().
 */
#ifndef MMSCOPE_CORE_MODEL_INTERNAL_H
#define MMSCOPE_CORE_MODEL_INTERNAL_H

#include <assert.h>

#include "core/alloc_context_internal.h"
#include "core/alloc_tag.h"
#include "core/arena_internal.h"
#include "core/detail_internal.h"
#include "core/history.h"
#include "core/model.h"
#include "core/per_form_internal.h"
#include "core/sheaf.h"
#include "core/slab.h"
#include "core/tag_lag_internal.h"
#include "core/tape_internal.h"

enum { MAX_HOOKS = 7 };

struct globals {
	uint32_t current_cpu;
	uint32_t nr_tags;
	uint32_t profiling;   /* PROFILING_… of core/alloc_tag_internal.h */
	uint32_t kernel_tags; /* 0: as many as the kernel has */
	uint32_t module_tags; /* of nr_tags those that modules brought */
	uint32_t nr_loads;    /* of modules */
	uint32_t area_high;   /* of the module tag area, in bytes */
	uint32_t current_tag; /* current->alloc_tag; + 1, 0: none */
	uint32_t nr_hooks;    /* open ones */
	uint32_t saved_tags[MAX_HOOKS];
};

/* What a tag has besides its counters; ours. */
struct tag_account {
	int64_t lost_bytes; /* see alloc_tag_lost() */
	int64_t lost_calls;
};

/* Tags are reserved as address space and touched as they come. */
enum { MAX_TAGS = 1 << 24 };
/* So are slabs; a machine has room for as many as it has pages. */
enum { MAX_SLABS = 1 << 20 };

struct model {
	struct arena arena;
	/* Where the objects lie in the arena. */
	const struct globals *globals;
	const struct pglist_data *nodes;
	const struct zone *zones;
	const struct per_cpu_pages *pcps; /* [zone][cpu] */
	const struct pageblock *blocks;
	const struct page *pages;              /* of machine_first_pfn() */
	const struct alloc_tag_counters *tags; /* of CPU 0 */
	/* Behind the pages: these came later. */
	const struct alloc_tag_counters *tags_elsewhere; /* [tag][cpu - 1] */
	const struct tag_account *tag_accounts;          /* [tag] */
	const struct module_words *modules;
	const struct tag_area *areas;
	const struct slab_numbers *slab_numbers;
	const struct page_slab *page_slabs;      /* of machine_first_pfn() */
	const struct slab *slabs;                /* by number, from 1 */
	const struct slab_object *objects;       /* [slab number - 1][index] */
	const struct kmem_cache_cpu *cache_cpus; /* [cache][cpu] */
	const struct kmem_cache_node *cache_nodes; /* [cache][node] */
	/* Of kernels with sheaves; they take no room in others. */
	const struct sheaf_numbers *sheaf_numbers;
	const struct slub_percpu_sheaves *cpu_sheaves; /* [cache][cpu] */
	const struct node_barn *barns;                 /* [cache][node] */
	const struct slab_sheaf *sheaves;              /* by number, from 1 */
	struct machine machine;
	struct kmalloc_caches caches;
	uint32_t slab_room; /* slabs that there can be */
	pfn_t first_pfn;
	pfn_t end_pfn;
	pfn_t first_block;      /* pageblock number of the first pfn */
	uint64_t check_at_free; /* PAGE_FLAGS_CHECK_AT_FREE and hwpoison */
	uint64_t check_at_prep; /* PAGE_FLAGS_CHECK_AT_PREP, idle cpupid too */
	uint64_t head_flag;     /* PG_head as this layout has it */
	/* By how much NR_FREE_PAGES says more than is free, since before the
	 * beginning: kernels that remember the list lose count while
	 * pageblocks are isolated. */
	int64_t free_miscounted[MAX_POPULATED_ZONES];
	struct digest_cache *digest;    /* owned */
	struct probe probes[NR_PROBES]; /* as the machine's kernel has them */
	const struct form *plain_form;  /* of core/form_internal.h */
	unsigned mode;                  /* enum tape_mode, joined */
	bool again; /* the operation that runs is one of the history */
	struct tape tape;
	struct details *details; /* owned */
	struct tag_registry *registry;
	struct last_request last_request;
	struct tag_lag tag_lag;
	/* Of the running operation. */
	int depth;
	unsigned cpu;
	bool frees_cold; /* to the cold end of pcp lists */
	const struct operation
		*charge;     /* whom its allocations are charged to */
	uint32_t charge_op;  /* its number in the history */
	uint32_t charge_tag; /* that of the tag + 1; 0: not registered yet */
	enum alloc_path path;
	bool interrupted; /* it was ended early and will be undone */
	struct progress progress;
};

/* What the digest was, where it was asked for last. */
struct digest_cache {
	struct model *model; /* that it is of; moves to and fro while summing */
	uint64_t value;
	uint64_t applied; /* writes of the tape */
	bool known;
	bool asked; /* since the state moved last */
};

/* Moves the state along the tape, and the digest with it, if whoever moves
 * has asked for it before and so will again. */
void digest_follow(struct model *m, uint64_t writes);

struct model *model_create(const struct machine *machine);

/* tape.c: with_room() where there is too little. */
void *with_more_room(void *array, size_t wanted, size_t *room, size_t size);
/* An array with room for `wanted` elements of `size` bytes; *room: elements
 * that there is room for. */
static inline void *with_room(void *array, size_t wanted, size_t *room,
			      size_t size)
{
	return wanted <= *room ? array
			       : with_more_room(array, wanted, room, size);
}

/* Every word of memory that was ever touched, by its place and size. */
void for_each_touched_word(const struct model *m,
			   void (*visit)(void *context, uint64_t offset,
					 size_t size),
			   void *context);

/* Changes a word of the arena without recording it: seeking and undoing. */
static inline void word_replace(struct model *m, uint64_t offset, size_t size,
				uint64_t value)
{
	arena_touch(&m->arena, m->arena.words + offset);
	word_store(m->arena.writable + offset, size, value);
}

/* What is recorded.  A form of the allocator (core/form_internal.h) knows it
 * when it is compiled, and what it does not record costs it nothing. */
static inline unsigned recorded(const struct model *m)
{
#ifdef FORM_MODE
	(void)m;
	return FORM_MODE;
#else
	return m->mode;
#endif
}

/* model.c: bits of the state's word are about to change. */
void write_met(struct model *m, const void *word, size_t size, uint64_t change);
/* The algorithm is at a probe whose operands somebody will ask for. */
void probe_seen(struct model *m, enum probe_id id, const int64_t *args,
		size_t nr_args);

/* A form that keeps nothing else puts it on the tape by itself. */
static inline void record_write(struct model *m, const void *word, size_t size,
				uint64_t old_value, uint64_t value)
{
#ifdef FORM_MODE
	tape_write(&m->tape,
		   (uint64_t)((const unsigned char *)word - m->arena.words),
		   size, old_value ^ value);
#else
	write_met(m, word, size, old_value ^ value);
#endif
}

/* Recording is laid out aside, so that without it the code runs straight. */
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

/* `anew`: the piece of the arena that it lies in may be untouched. */
static inline void change_word(struct model *m, const void *word, size_t size,
			       uint64_t value, bool anew)
{
	uint64_t old_value = word_load(word, size);

	if (size < 8)
		value &= ((uint64_t)1 << (8 * size)) - 1;
	if (value == old_value)
		return;
	if (UNLIKELY(recorded(m)))
		record_write(m, word, size, old_value, value);
	/* What was not zero has been written before. */
	if (anew && old_value == 0)
		arena_touch(&m->arena, word);
	word_store(arena_writable(&m->arena, word), size, value);
}

/* The only door that changes a state word. */
#define put(m, word, value)                                                    \
	change_word((m), (word), sizeof(*(word)), (uint64_t)(value), true)

/* The same of a word in a piece of the arena that was touched before, so that
 * where nothing is recorded it is a store and no more.  Such are the words of
 * zones and pcps since the boot, and those of a page that is on a list, or in
 * use as the first of its block. */
static inline void put_again_word(struct model *m, const void *word,
				  size_t size, uint64_t value)
{
#ifdef MMSCOPE_PARANOID
	assert(arena_is_touched(&m->arena, word));
#endif
#ifdef FORM_PROFILE
	word_store(arena_writable(&m->arena, word), size, value);
#else
	change_word(m, word, size, value, false);
#endif
}

#define put_again(m, word, value)                                              \
	put_again_word((m), (word), sizeof(*(word)), (uint64_t)(value))

/* A decision: where the algorithm is, and its operands. */
#define probe(m, id, ...)                                                      \
	(UNLIKELY(recorded(m))                                                 \
		 ? probe_met((m), (id))                                        \
			   ? probe_seen((m), (id),                             \
					(const int64_t[]){ __VA_ARGS__ },      \
					sizeof((const int64_t[]){              \
						__VA_ARGS__ }) /               \
						sizeof(int64_t))               \
			   : (void)0                                           \
		 : (void)0)

/* Are the operands wanted, too? */
static inline bool probe_met(struct model *m, enum probe_id id)
{
	if (recorded(m) & TAPE_WRITES)
		tape_step(&m->tape, id);
	return recorded(m) & TAPE_STEPS;
}

/* What the end of a function goes back to. */
struct open_frame {
	struct model *m;
	int depth;
};

static inline struct open_frame frame_enter(struct model *m, enum probe_id id)
{
	struct open_frame caller = { m, m->depth };

	if (UNLIKELY(recorded(m) & TAPE_STEPS))
		m->depth += m->probes[id].begins_frame;
	return caller;
}

static inline void frame_leave(const struct open_frame *caller)
{
	if (UNLIKELY(recorded(caller->m) & TAPE_STEPS))
		caller->m->depth = caller->depth;
}

/* Opens a kernel function: its first step, and its end where the C function
 * ends, whichever way that is left.  In a kernel that has the function's work
 * inside of its caller the steps are the caller's. */
#define frame(m, id, ...)                                                      \
	struct open_frame frame_                                               \
		__attribute__((cleanup(frame_leave), unused)) =                \
			frame_enter(m, id);                                    \
	probe(m, id, __VA_ARGS__)

/* The kernel whose rules hold: a form that is made for one knows it. */
static inline const struct profile *profile_of(const struct model *m)
{
#ifdef FORM_PROFILE
	(void)m;
	return &FORM_PROFILE;
#else
	return m->machine.profile;
#endif
}

static inline const struct page *page_of(const struct model *m, pfn_t pfn)
{
	return &m->pages[pfn - m->first_pfn];
}

static inline unsigned zone_index(const struct model *m,
				  const struct zone *zone)
{
	return (unsigned)(zone - m->zones);
}

static inline const struct per_cpu_pages *
pcp_of(const struct model *m, const struct zone *zone, unsigned cpu)
{
	return &m->pcps[zone_index(m, zone) * m->machine.nr_cpus + cpu];
}

static inline bool zone_spans(const struct zone *zone, pfn_t pfn)
{
	return pfn >= zone->zone_start_pfn && pfn < zone_end_pfn(zone);
}

/* Position of the zone that holds a pfn; -1 outside of all zones. */
static inline int zone_index_of_pfn(const struct model *m, pfn_t pfn)
{
	for (unsigned i = 0; i < m->machine.nr_zones; i++)
		if (zone_spans(&m->zones[i], pfn))
			return (int)i;
	return -1;
}

static inline pfn_t pageblock_pages(const struct model *m)
{
	return (pfn_t)1 << m->machine.pageblock_order;
}

static inline const struct pageblock *pageblock_of(const struct model *m,
						   pfn_t pfn)
{
	return &m->blocks[(pfn >> m->machine.pageblock_order) - m->first_block];
}

static inline const struct alloc_tag_counters *
tag_counters(const struct model *m, uint32_t tag, unsigned cpu)
{
	size_t others = m->machine.nr_cpus - 1;

	return cpu == 0 ? &m->tags[tag]
			: &m->tags_elsewhere[tag * others + cpu - 1];
}

static inline enum migratetype type_of_pageblock(const struct model *m,
						 pfn_t pfn)
{
	return (enum migratetype)pageblock_of(m, pfn)->migratetype;
}

static inline enum migratetype movable_type(const struct model *m)
{
	return profile_of(m)->movable;
}

/* Asked in loops as long as their caller likes: shall they end?  What cannot
 * be undone is not asked about. */
static inline bool given_up(struct model *m, uint64_t done, uint64_t total)
{
	enum { EVERY = 1024 };

	if (m->progress.report && m->mode != TAPE_OFF && !m->again &&
	    done % EVERY == EVERY - 1)
		m->interrupted |=
			m->progress.report(m->progress.context, done, total);
	return m->interrupted;
}

static inline void path_taken(struct model *m, enum alloc_path path)
{
	if (path < m->path)
		m->path = path;
}

#endif
