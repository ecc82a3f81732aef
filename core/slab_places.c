#include "core/slab_places.h"

#include <string.h>

#include "core/slab_internal.h"

const char *slab_place_name(enum slab_place place)
{
	switch (place) {
	case SLAB_FULL:
		return "full, on no list";
	case SLAB_OF_CPU:
		return "slab of cpu";
	case SLAB_ON_CPU_PARTIAL:
		return "on the partial list of cpu";
	case SLAB_ON_NODE_PARTIAL:
		return "on the node's partial list";
	}
	return "?";
}

bool slab_place_has_cpu(enum slab_place place)
{
	return place == SLAB_OF_CPU || place == SLAB_ON_CPU_PARTIAL;
}

/* Notes where the slabs of a list are, from one on. */
static void note_list(const struct model *m, uint32_t first,
		      struct slab_whereabouts where,
		      struct slab_whereabouts *ret)
{
	for (uint32_t at = first; at; at = slab_of(m, at)->next)
		ret[at - 1] = where;
}

static void note_cpu(const struct model *m, unsigned cache, unsigned cpu,
		     struct slab_whereabouts *ret)
{
	const struct kmem_cache_cpu *c = cache_cpu_at(m, cache, cpu);
	struct slab_whereabouts where = { SLAB_ON_CPU_PARTIAL, cpu };

	note_list(m, c->partial, where, ret);
	where.place = SLAB_OF_CPU;
	if (c->slab)
		ret[c->slab - 1] = where;
}

void slabs_find(const struct model *m, struct slab_whereabouts *ret)
{
	const struct slab_whereabouts partial = {
		.place = SLAB_ON_NODE_PARTIAL
	};

	for (uint32_t i = 0; i < m->slab_numbers->nr; i++)
		ret[i] = (struct slab_whereabouts){ .place = SLAB_FULL };
	for (unsigned cache = 0; cache < m->caches.nr; cache++) {
		for (unsigned node = 0; node < m->machine.nr_nodes; node++)
			note_list(m, cache_node_at(m, cache, node)->first,
				  partial, ret);
		/* In the middle of a step a slab may be of two: the first CPU
		 * has it. */
		for (unsigned cpu = m->machine.nr_cpus; cpu-- > 0;)
			note_cpu(m, cache, cpu, ret);
	}
}

static uint32_t slabs_of_cpu(const struct model *m,
			     const struct kmem_cache_cpu *c)
{
	uint32_t slabs = c->slab != 0;

	for (uint32_t at = c->partial; at; at = slab_of(m, at)->next)
		slabs++;
	return slabs;
}

struct slab_places cache_places(const struct model *m, unsigned cache)
{
	struct slab_places places = { 0 };
	uint32_t slabs = 0;

	for (unsigned node = 0; node < m->machine.nr_nodes; node++) {
		slabs += cache_node_at(m, cache, node)->nr_slabs;
		places.partial += cache_node_at(m, cache, node)->nr_partial;
	}
	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++)
		places.cpu += slabs_of_cpu(m, cache_cpu_at(m, cache, cpu));
	/* In the middle of a step a slab may be of none, or of two. */
	if (slabs > places.cpu + places.partial)
		places.full = slabs - places.cpu - places.partial;
	return places;
}

uint32_t cache_slab_next(const struct model *m, unsigned cache, uint32_t slab)
{
	while (++slab <= m->slab_numbers->nr)
		if (slab_of(m, slab)->pfn && slab_of(m, slab)->cache == cache)
			return slab;
	return 0;
}

unsigned slab_nr_given(const struct model *m, uint32_t slab)
{
	unsigned objects = slab_nr_objects(slab_of(m, slab));
	unsigned given = 0;

	for (unsigned i = 0; i < objects; i++)
		given += slab_object_of(m, slab_ref(slab, i))->used;
	return given;
}

int cache_named(const struct model *m, const char *name)
{
	for (unsigned i = 0; i < m->caches.nr; i++)
		if (strcmp(m->caches.caches[i].name, name) == 0)
			return (int)i;
	return -1;
}
