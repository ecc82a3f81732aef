/*
 * Sheaves at work; for the files of core/ only.
 */
#ifndef MMSCOPE_CORE_SHEAF_INTERNAL_H
#define MMSCOPE_CORE_SHEAF_INTERNAL_H

#include "core/sheaf.h"
#include "core/slab_internal.h"

static inline const struct slab_sheaf *sheaf_of(const struct model *m,
						uint32_t sheaf)
{
	return &m->sheaves[sheaf - 1];
}

static inline const struct slub_percpu_sheaves *
cpu_sheaves_of(const struct model *m, unsigned cache, unsigned cpu)
{
	return &m->cpu_sheaves[cache * m->machine.nr_cpus + cpu];
}

static inline unsigned sheaf_capacity(const struct model *m, unsigned cache)
{
	return cache_desc(m, cache)->sheaf_capacity;
}

/* sheaf.c */
/* Sheaves that there can be, besides those of boot. */
uint32_t sheaf_room_of(const struct machine *machine);
/* The barn of the node that this CPU is on. */
const struct node_barn *barn_here(const struct model *m, unsigned cache);
void swap_main_and_spare(struct model *m, unsigned cache);
void barn_put_empty(struct model *m, const struct node_barn *barn,
		    uint32_t sheaf);
void barn_put_full(struct model *m, const struct node_barn *barn,
		   uint32_t sheaf);
/* The one put there last; 0: there is none. */
uint32_t barn_take_empty(struct model *m, const struct node_barn *barn);
uint32_t barn_take_full(struct model *m, const struct node_barn *barn);
/* 0: there is no memory for it, or none may be taken. */
uint32_t alloc_empty_sheaf(struct model *m, unsigned cache, gfp_t gfp,
			   bool no_recurse);
void free_empty_sheaf(struct model *m, uint32_t sheaf);

/* sheaf_alloc.c: 0 when sheaves cannot help. */
object_ref alloc_from_pcs(struct model *m, const struct slab_request *request,
			  enum slab_level *ret_level);

/* sheaf_refill.c */
/* Fills an empty sheaf from slabs; SLAB_NO_LEVEL when that fell short. */
enum slab_level refill_sheaf(struct model *m, unsigned cache, uint32_t sheaf,
			     gfp_t gfp);
/* One object, straight from a slab. */
object_ref alloc_from_slab(struct model *m, const struct slab_request *request,
			   enum slab_level *ret_level);

/* sheaf_free.c */
/* False when no sheaf can take it. */
bool free_to_pcs(struct model *m, object_ref object);
void flush_sheaf(struct model *m, unsigned cache, uint32_t sheaf);

/* sheaf_slab.c: objects back to their slab. */
/* A chain of objects of one slab, by index + 1. */
struct object_chain {
	uint32_t slab;
	unsigned head, tail;
	unsigned nr;
};
void slab_free_chain(struct model *m, const struct object_chain *chain);
/* Objects of any slabs; their order in the array changes. */
void free_bulk(struct model *m, object_ref *objects, unsigned nr);

#endif
