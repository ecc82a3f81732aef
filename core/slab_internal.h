/*
 * SLUB at work; for the files of core/ only.
 *
 * Kernel counterpart: mm/slub.c, 6.12.107; what other kernels do otherwise is
 * asked of profile->slab.
 */
#ifndef MMSCOPE_CORE_SLAB_INTERNAL_H
#define MMSCOPE_CORE_SLAB_INTERNAL_H

#include "core/model_internal.h"
#include "core/page_internal.h"

/* One request for an object. */
struct slab_request {
	unsigned cache; /* number */
	gfp_t gfp;
	int nid;         /* -1: any node */
	bool tagged;     /* the object is charged to whom the request is for */
	bool no_recurse; /* it is to be a sheaf, and may not ask for another */
};

static inline const struct slab *slab_of(const struct model *m, uint32_t slab)
{
	return &m->slabs[slab - 1];
}

static inline const struct slab_object *slab_object_of(const struct model *m,
						       object_ref object)
{
	size_t first =
		(size_t)(slab_of_object(object) - 1) * SLAB_OBJECTS_LIMIT;

	return &m->objects[first + index_of_object(object)];
}

static inline const struct page_slab *page_slab_of(const struct model *m,
						   pfn_t pfn)
{
	return &m->page_slabs[pfn - m->first_pfn];
}

static inline const struct kmalloc_cache *cache_desc(const struct model *m,
						     unsigned cache)
{
	return &m->caches.caches[cache];
}

static inline const struct slab_rules *slab_rules(const struct model *m)
{
	return &m->machine.profile->slab;
}

void put_counters(struct model *m, const struct slab *slab, unsigned inuse,
		  bool frozen);
unsigned node_of_slab(const struct model *m, const struct slab *slab);
const struct kmem_cache_node *cache_node_of(const struct model *m,
					    const struct slab *slab);
unsigned freelist_length(const struct model *m, uint32_t slab, unsigned first);

/* tid tells apart what happened on a CPU in between. */
void next_tid(struct model *m, const struct kmem_cache_cpu *c);

/* kmalloc.c */
void kmalloc(struct model *m, const struct operation *op,
	     struct op_result *ret);
void kfree(struct model *m, const struct operation *op);
gfp_t kmalloc_fix_flags(const struct model *m, gfp_t gfp);

/* slab_alloc.c: 0 when there is no memory.  *ret_level: who gave it. */
object_ref slab_alloc_node(struct model *m, const struct slab_request *request,
			   enum slab_level *ret_level);

/* slab_free.c */
void slab_free(struct model *m, object_ref object);

/* slab_partial.c: the lists of slabs that have free objects. */
void add_partial(struct model *m, uint32_t slab, bool to_tail);
void remove_partial(struct model *m, uint32_t slab);
bool on_node_partial(const struct model *m, uint32_t slab);
/* Pushes a slab on this CPU's list; `drain`: which may be full. */
void put_cpu_partial(struct model *m, uint32_t slab, bool drain);
/* The first slab of this CPU's list, taken off; 0: none. */
uint32_t pop_cpu_partial(struct model *m, unsigned cache);
/* A slab with free objects from the nodes, this CPU's from now on, as its
 * objects are: *ret_freelist.  0: there is none. */
uint32_t get_partial(struct model *m, const struct slab_request *request,
		     unsigned *ret_freelist);
/* Moves a chain of slabs to their nodes' lists, empty ones back. */
void put_partials(struct model *m, uint32_t first);
/* Takes all free objects of a slab for this CPU; 0 when it has none, then
 * the slab is full and nobody's.  Else an index + 1. */
unsigned get_freelist(struct model *m, uint32_t slab);

/* slab_new.c */
/* Are there numbers for so many new slabs? */
bool slab_numbers_suffice(const struct model *m, uint32_t wanted);
uint32_t allocate_slab(struct model *m, const struct slab_request *request);
void discard_slab(struct model *m, uint32_t slab);
/* Marks the first page of a large kmalloc, where that is done. */
void mark_large_kmalloc(struct model *m, pfn_t pfn);
void unmark_large_kmalloc(struct model *m, pfn_t pfn);

/* slab_tags.c: objects that are charged to tags. */
void slab_tag_add(struct model *m, object_ref object,
		  const struct slab_request *request);
void slab_tag_sub(struct model *m, object_ref object);
void free_slab_obj_exts(struct model *m, uint32_t slab);
/* Adds what the objects of all slabs are charged with. */
void slab_tags_sum(const struct model *m, struct alloc_tag_counters *sums,
		   uint32_t nr);

#endif
