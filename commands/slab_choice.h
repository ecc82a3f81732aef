/*
 * The slab that the slabs panel draws, and that `slab` alone speaks of.
 */
#ifndef MMSCOPE_COMMANDS_SLAB_CHOICE_H
#define MMSCOPE_COMMANDS_SLAB_CHOICE_H

#include "commands/session.h"
#include "core/slab_places.h"

/* What `slab` was asked for last. */
struct slab_asked {
	int cache; /* -1: nothing */
	pfn_t pfn; /* PFN_NONE: the cache, none of its slabs */
	uint64_t position;
};

struct chosen_slab {
	int cache;     /* -1: there is no slab */
	uint32_t slab; /* 0: the cache has none */
};

/* The one asked for here; else that of the step and its operation; else the
 * one asked for before; else the first that there is. */
struct chosen_slab chosen_slab(const struct session *s);

#endif
