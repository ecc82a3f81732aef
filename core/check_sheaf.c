/*
 * Checking sheaves: every object lies in one of them, or on its slab's
 * freelist, or is in use; every sheaf has one place.
 */
#include <stdlib.h>

#include "core/check_internal.h"
#include "core/check_slab_internal.h"
#include "core/sheaf_internal.h"

struct sheaf_checker {
	const struct model *m;
	struct checker *checker;
	uint8_t *held;  /* a bit per object that a sheaf holds */
	uint32_t *seen; /* per sheaf, how often a list or a CPU has it */
	unsigned cache;
};

bool sheaf_holds(const uint8_t *held, object_ref object)
{
	return held && held[object / 8] >> (object % 8) & 1;
}

static bool object_exists(const struct sheaf_checker *c, object_ref object)
{
	const struct model *m = c->m;
	uint32_t slab = slab_of_object(object);

	return slab > 0 && slab <= m->slab_numbers->nr &&
	       slab_of(m, slab)->pfn && slab_of(m, slab)->cache == c->cache &&
	       index_of_object(object) < slab_nr_objects(slab_of(m, slab));
}

static void check_object(struct sheaf_checker *c, object_ref object)
{
	bool exists = object_exists(c, object);

	slab_expect(c->checker, BROKEN_SHEAF_OBJECT, 0, true, exists);
	if (!exists)
		return;
	slab_expect(c->checker, BROKEN_SHEAF_OBJECT, slab_of_object(object), 0,
		    slab_object_of(c->m, object)->used);
	slab_expect(c->checker, BROKEN_SHEAF_OBJECT, slab_of_object(object),
		    false, sheaf_holds(c->held, object));
	c->held[object / 8] |= (uint8_t)(1U << (object % 8));
}

/* The object that a sheaf itself is. */
static void check_memory(struct sheaf_checker *c, uint32_t sheaf)
{
	const struct model *m = c->m;
	object_ref memory = sheaf_of(m, sheaf)->memory;
	uint32_t slab = slab_of_object(memory);

	slab_expect(c->checker, BROKEN_SHEAF_PLACE, 0,
		    sheaf > nr_boot_sheaves(m), memory != 0);
	if (memory && slab <= m->slab_numbers->nr)
		slab_expect(c->checker, BROKEN_SHEAF_PLACE, slab, 1,
			    slab_object_of(m, memory)->used);
}

/* False when there can be no such sheaf, or it has been met before. */
static bool check_one(struct sheaf_checker *c, uint32_t sheaf)
{
	const struct model *m = c->m;
	bool exists = sheaf > 0 && sheaf <= nr_sheaves(m);

	slab_expect(c->checker, BROKEN_SHEAF_PLACE, 0, true, exists);
	if (!exists)
		return false;
	slab_expect(c->checker, BROKEN_SHEAF_PLACE, 0, 1, ++c->seen[sheaf]);
	if (c->seen[sheaf] > 1)
		return false;
	const struct slab_sheaf *s = sheaf_of(m, sheaf);
	bool fits = s->size <= sheaf_capacity(m, c->cache);

	slab_expect(c->checker, BROKEN_SHEAF_SIZE, 0, true, fits);
	for (unsigned i = 0; fits && i < s->size; i++)
		check_object(c, s->objects[i]);
	check_memory(c, sheaf);
	return true;
}

/* A barn's sheaves are as full, or empty, as its list says. */
static void check_list(struct sheaf_checker *c, uint32_t first, uint32_t nr,
		       unsigned size)
{
	uint32_t length = 0;

	for (uint32_t sheaf = first; sheaf && check_one(c, sheaf);
	     sheaf = sheaf_of(c->m, sheaf)->next) {
		slab_expect(c->checker, BROKEN_SHEAF_SIZE, 0, size,
			    sheaf_of(c->m, sheaf)->size);
		length++;
	}
	slab_expect(c->checker, BROKEN_SHEAF_PLACE, 0, length, nr);
}

static void check_cache(struct sheaf_checker *c)
{
	const struct model *m = c->m;

	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++) {
		uint32_t spare = spare_sheaf(m, c->cache, cpu);

		check_one(c, main_sheaf(m, c->cache, cpu));
		if (spare)
			check_one(c, spare);
	}
	for (unsigned node = 0; node < m->machine.nr_nodes; node++) {
		const struct node_barn *barn = barn_at(m, c->cache, node);

		check_list(c, barn->full, barn->nr_full,
			   sheaf_capacity(m, c->cache));
		check_list(c, barn->empty, barn->nr_empty, 0);
	}
}

/* What came after boot has a place, or its number is free. */
static void check_numbers(struct sheaf_checker *c)
{
	const struct model *m = c->m;
	uint32_t last = nr_sheaves(m);

	for (uint32_t sheaf = m->sheaf_numbers->free;
	     sheaf > 0 && sheaf <= last && c->seen[sheaf] == 0;
	     sheaf = sheaf_of(m, sheaf)->next)
		c->seen[sheaf]++;
	for (uint32_t sheaf = nr_boot_sheaves(m) + 1; sheaf <= last; sheaf++)
		slab_expect(c->checker, BROKEN_SHEAF_PLACE, 0, 1,
			    c->seen[sheaf]);
}

uint8_t *check_sheaves(struct checker *checker)
{
	const struct model *m = checker->m;
	struct sheaf_checker c = { .m = m, .checker = checker };
	size_t objects = ((size_t)m->slab_numbers->nr + 1) << SLAB_OBJECT_BITS;

	if (!model_has_sheaves(m))
		return NULL;
	c.held = calloc(objects / 8, sizeof(*c.held));
	c.seen = calloc((size_t)nr_sheaves(m) + 1, sizeof(*c.seen));
	assert(c.held && c.seen &&
	       "the host has no memory to check the sheaves");
	for (; c.cache < m->caches.nr; c.cache++)
		check_cache(&c);
	check_numbers(&c);
	free(c.seen);
	return c.held;
}
