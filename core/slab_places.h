/*
 * Where the slabs of a cache are, for those who look at them.
 */
#ifndef MMSCOPE_CORE_SLAB_PLACES_H
#define MMSCOPE_CORE_SLAB_PLACES_H

#include "core/slab.h"

/* "slab of cpu", "full, on no list". */
const char *slab_place_name(enum slab_place place);
/* Is it that of a certain CPU? */
bool slab_place_has_cpu(enum slab_place place);

/* slab_find() of all slabs, slab i at ret[i - 1], by one look at each list. */
void slabs_find(const struct model *m, struct slab_whereabouts *ret);

/* Slabs of a cache, each counted once. */
struct slab_places {
	uint32_t cpu;     /* those of CPUs, and on their partial lists */
	uint32_t partial; /* on the lists of nodes */
	uint32_t full;    /* on no list */
};

struct slab_places cache_places(const struct model *m, unsigned cache);
/* The next slab of a cache by number, 0 to begin with; 0: there is none. */
uint32_t cache_slab_next(const struct model *m, unsigned cache, uint32_t slab);
/* Objects that somebody was given. */
unsigned slab_nr_given(const struct model *m, uint32_t slab);
/* -1: this machine has no cache of that name. */
int cache_named(const struct model *m, const char *name);

#endif
