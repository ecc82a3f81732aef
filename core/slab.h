/*
 * kmalloc and its slabs: blocks of pages that SLUB takes from the page
 * allocator and cuts into objects of one size.
 *
 * Slabs are numbered from 1 as they come, and the number of one that went
 * back is given to the next.  An object is named by its slab and its place in
 * it.  All words are zero until the first kmalloc, so that a machine without
 * one pays nothing.  Kernel counterpart: struct slab, struct kmem_cache_cpu,
 * struct kmem_cache_node (mm/slab.h, mm/slub.c), struct slabobj_ext.
 */
#ifndef MMSCOPE_CORE_SLAB_H
#define MMSCOPE_CORE_SLAB_H

#include "core/kmalloc_cache.h"
#include "core/types.h"

struct model;

/* The smallest objects, 8 bytes, in a slab of one page; larger slabs hold
 * fewer. */
enum { SLAB_OBJECTS_LIMIT = 512, SLAB_OBJECT_BITS = 9 };

/* A slab's number << SLAB_OBJECT_BITS | index; 0: no object. */
typedef uint32_t object_ref;

struct slab {
	uint32_t pfn; /* of its first page, + 1; 0: nothing has this number */
	uint32_t counters; /* inuse, objects << 16, frozen << 31 */
	uint32_t next;  /* slab; on the node's list or a CPU's partial list, or
			     * the next number that is free */
	uint32_t prev;  /* slab; on the node's list */
	uint32_t slabs; /* on the CPU's partial list from here on */
	uint32_t pobjects; /* free objects there, as counted when pushed */
	object_ref exts;   /* its vector of slabobj_ext */
	uint16_t freelist; /* index + 1 of the first free object */
	uint8_t cache;
	uint8_t order;
};

struct slab_object {
	uint32_t tag;  /* of its slabobj_ext, as struct page has it */
	uint16_t next; /* index + 1 of the next free object */
	uint8_t used;  /* somebody has it; ours, the kernel does not know */
	uint8_t unused;
};

/* What a CPU keeps of a cache. */
struct kmem_cache_cpu {
	uint64_t tid;
	uint32_t slab;
	uint32_t freelist; /* index + 1, of that slab */
	uint32_t partial;  /* slab, the first of the list */
	uint32_t unused;
};

struct kmem_cache_node {
	uint32_t nr_partial;
	uint32_t first, last; /* slabs of the partial list */
	uint32_t nr_slabs;
	uint32_t total_objects;
	uint32_t unused;
};

/* Numbers of slabs, so far. */
struct slab_numbers {
	uint32_t nr;   /* that slabs have had */
	uint32_t free; /* the first that is free; 0: none */
};

/* The slab that a page is the first page of. */
struct page_slab {
	uint32_t slab;
};

static inline unsigned slab_inuse(const struct slab *slab)
{
	return slab->counters & 0xffff;
}

static inline unsigned slab_nr_objects(const struct slab *slab)
{
	return slab->counters >> 16 & 0x7fff;
}

static inline bool slab_frozen(const struct slab *slab)
{
	return slab->counters >> 31;
}

static inline pfn_t slab_pfn(const struct slab *slab)
{
	return slab->pfn - 1;
}

static inline object_ref slab_ref(uint32_t slab, unsigned index)
{
	return slab << SLAB_OBJECT_BITS | index;
}

static inline uint32_t slab_of_object(object_ref object)
{
	return object >> SLAB_OBJECT_BITS;
}

static inline unsigned index_of_object(object_ref object)
{
	return object & (SLAB_OBJECTS_LIMIT - 1);
}

/* Which of the levels gave an object. */
enum slab_level {
	SLAB_NO_LEVEL,
	SLAB_FROM_CPU,          /* this CPU's freelist */
	SLAB_FROM_SLAB,         /* what others had freed into this CPU's slab */
	SLAB_FROM_CPU_PARTIAL,  /* a slab of this CPU's partial list */
	SLAB_FROM_NODE_PARTIAL, /* one of the node's list */
	SLAB_FROM_NEW,          /* a new slab, from the page allocator */
	/* Of core/sheaf.h; the last two levels filled a sheaf there. */
	SLAB_FROM_MAIN,
	SLAB_FROM_SPARE,
	SLAB_FROM_BARN,
};

const char *slab_level_name(enum slab_level level);

const struct kmalloc_caches *model_caches(const struct model *m);
/* Highest number that a slab has had. */
uint32_t nr_slabs(const struct model *m);
const struct slab *slab_at(const struct model *m, uint32_t slab);
const struct slab_object *slab_object_at(const struct model *m,
					 object_ref object);
/* The slab whose block of pages a pfn lies in; 0: none. */
uint32_t slab_of_pfn(const struct model *m, pfn_t pfn);
const struct kmem_cache_cpu *cache_cpu_at(const struct model *m, unsigned cache,
					  unsigned cpu);
const struct kmem_cache_node *cache_node_at(const struct model *m,
					    unsigned cache, unsigned node);

/* Where a slab is kept, found by looking. */
enum slab_place {
	SLAB_FULL, /* on no list */
	SLAB_OF_CPU,
	SLAB_ON_CPU_PARTIAL,
	SLAB_ON_NODE_PARTIAL,
};

struct slab_whereabouts {
	enum slab_place place;
	unsigned cpu; /* of the first two */
};

struct slab_whereabouts slab_find(const struct model *m, uint32_t slab);

/* What /proc/slabinfo counts of a cache, and the pages of its slabs, of which
 * some may be small. */
struct cache_counts {
	uint64_t active_objects, objects, slabs, pages;
};
struct cache_counts cache_count(const struct model *m, unsigned cache);

#endif
