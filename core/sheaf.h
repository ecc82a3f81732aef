/*
 * Sheaves: arrays of free objects that stand in front of the slabs, in
 * kernels that have them.
 *
 * Each CPU has two of a cache, main and spare, and each node a barn with full
 * and empty ones.  What lies in a sheaf is nobody's, but its slab counts it
 * as in use.  Booting gives every CPU its first main sheaf; further ones are
 * objects of kmalloc themselves.  Sheaves are numbered from 1, those of boot
 * first, and a number that is free again is given to the next.  All words are
 * zero until the first kmalloc.  Kernel counterpart: struct slab_sheaf, struct
 * slub_percpu_sheaves, struct node_barn (mm/slub.c).
 */
#ifndef MMSCOPE_CORE_SHEAF_H
#define MMSCOPE_CORE_SHEAF_H

#include "core/slab.h"

enum {
	SHEAF_OBJECTS_LIMIT = 60, /* that the largest one has room for */
	MAX_FULL_SHEAVES = 10,    /* in a barn */
};

struct slab_sheaf {
	uint32_t size;     /* objects in it */
	uint32_t next;     /* sheaf; in the barn, or the next free number */
	object_ref memory; /* what it is; 0: booting gave it */
	object_ref objects[SHEAF_OBJECTS_LIMIT];
};

struct slub_percpu_sheaves {
	uint32_t main;  /* sheaf; 0: still the one that booting gave */
	uint32_t spare; /* 0: none */
};

struct node_barn {
	uint32_t full, empty; /* sheaves, the last come first */
	uint32_t nr_full, nr_empty;
};

/* Numbers of sheaves that came after boot, so far. */
struct sheaf_numbers {
	uint32_t nr;   /* that sheaves have had */
	uint32_t free; /* the first that is free; 0: none */
};

bool model_has_sheaves(const struct model *m);
/* Booting gave so many. */
uint32_t nr_boot_sheaves(const struct model *m);
uint32_t main_sheaf(const struct model *m, unsigned cache, unsigned cpu);
/* 0: none. */
uint32_t spare_sheaf(const struct model *m, unsigned cache, unsigned cpu);
const struct node_barn *barn_at(const struct model *m, unsigned cache,
				unsigned node);
const struct slab_sheaf *sheaf_at(const struct model *m, uint32_t sheaf);
/* The cache that it is of; -1: an empty one that came after boot. */
int cache_of_sheaf(const struct model *m, uint32_t sheaf);
/* Highest number that a sheaf has had. */
uint32_t nr_sheaves(const struct model *m);

/* Where an object of a sheaf is. */
enum sheaf_place {
	SHEAF_NONE, /* in no sheaf */
	SHEAF_MAIN,
	SHEAF_SPARE,
	SHEAF_IN_BARN,
};

struct sheaf_whereabouts {
	enum sheaf_place place;
	unsigned owner; /* CPU, or node of the barn */
	uint32_t sheaf;
	unsigned index; /* in it */
};

/* Found by looking. */
struct sheaf_whereabouts sheaf_find(const struct model *m, object_ref object);

#endif
