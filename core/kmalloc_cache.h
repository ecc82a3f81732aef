/*
 * The kmalloc caches of a machine: sizes, families, and how large their slabs
 * are.  None of it changes once the machine is booted.
 *
 * Kernel counterpart: create_kmalloc_caches(), kmalloc_type() and
 * kmalloc_index() (mm/slab_common.c, include/linux/slab.h), calculate_order()
 * (mm/slub.c).
 */
#ifndef MMSCOPE_CORE_KMALLOC_CACHE_H
#define MMSCOPE_CORE_KMALLOC_CACHE_H

#include "core/profile.h"

struct machine;

enum kmalloc_family {
	KMALLOC_NORMAL,
	KMALLOC_RECLAIM,
	KMALLOC_DMA,
	KMALLOC_CGROUP,
	KMALLOC_NO_OBJ_EXT, /* for the vectors of slabobj_ext */
	NR_KMALLOC_FAMILIES,
};

enum {
	KMALLOC_SHIFT_HIGH = PAGE_SHIFT + 1,
	KMALLOC_MAX_CACHE_SIZE = 1 << KMALLOC_SHIFT_HIGH,
	NR_KMALLOC_INDEXES = KMALLOC_SHIFT_HIGH + 1,
	NR_KMALLOC_CLASSES = 13,
	MAX_KMALLOC_CACHES = NR_KMALLOC_FAMILIES * NR_KMALLOC_CLASSES,
};

/* A block of pages cut into objects: kmem_cache_order_objects. */
struct slab_shape {
	unsigned order;
	unsigned objects;
};

struct kmalloc_cache {
	char name[24];
	enum kmalloc_family family;
	unsigned size; /* of an object, which is that of its slot */
	struct slab_shape oo, min;
	unsigned min_partial;       /* slabs that a node keeps, though empty */
	unsigned cpu_partial;       /* free objects that a CPU may keep aside */
	unsigned cpu_partial_slabs; /* the same in slabs */
	unsigned sheaf_capacity;    /* objects of a sheaf; 0: none exist */
	gfp_t allocflags;
};

struct kmalloc_caches {
	unsigned nr;
	struct kmalloc_cache caches[MAX_KMALLOC_CACHES];
	/* By index of kmalloc_index(); -1: none. */
	int16_t by_index[NR_KMALLOC_FAMILIES][NR_KMALLOC_INDEXES];
	unsigned min_size; /* KMALLOC_MIN_SIZE */
};

void kmalloc_caches_of(const struct machine *machine,
		       struct kmalloc_caches *ret);

/* kmalloc_index(): the size class, 0 for size 0; -1 above the largest. */
int kmalloc_index(unsigned size, unsigned min_size);
/* The cache that serves a request; -1: the page allocator does, or nobody. */
int kmalloc_cache_of(const struct kmalloc_caches *caches, unsigned size,
		     enum kmalloc_family family);
/* The first that holds: DMA, RECLAIMABLE, ACCOUNT, as far as they exist. */
enum kmalloc_family kmalloc_family_of(const struct machine *machine, gfp_t gfp);
/* get_order(): of the smallest block that holds so many bytes. */
unsigned order_of_bytes(uint64_t bytes);

/* struct slab_sheaf: a header, and a pointer to each object. */
static inline unsigned sheaf_bytes(unsigned objects)
{
	return 32 + 8 * objects;
}

/* A candidate in the search for the order of a cache's slabs. */
struct order_candidate {
	unsigned order;
	unsigned objects;
	unsigned waste;    /* bytes */
	unsigned fraction; /* of the slab that may be wasted */
	bool accepted;
};

/* The i-th candidate for objects of a size; false past the last, which is the
 * accepted one unless none was. */
bool order_search_nth(const struct machine *machine, unsigned size, unsigned i,
		      struct order_candidate *ret);
/* min_objects of the search: how many a slab should hold at least. */
unsigned slab_min_objects(const struct machine *machine, unsigned size);

#endif
