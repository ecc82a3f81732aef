/*
 * Freeing by sheaves: into the CPU's main one.  When that is full, the spare
 * takes its place, or an empty one of the barn, or a new one; and when the
 * barn has enough, the spare's objects go back to their slabs.
 */
#include "core/sheaf_internal.h"

void flush_sheaf(struct model *m, unsigned cache, uint32_t sheaf)
{
	const struct slab_sheaf *s = sheaf_of(m, sheaf);
	object_ref objects[SHEAF_OBJECTS_LIMIT];

	frame(m, PROBE_FLUSH_SHEAF, cache, s->size);
	for (unsigned i = 0; i < s->size; i++)
		objects[i] = s->objects[i];
	free_bulk(m, objects, s->size);
	put(m, &s->size, 0);
}

/* The main sheaf's objects go back, the last ones first. */
static void flush_main(struct model *m, unsigned cache)
{
	enum { BATCH = 32 }; /* PCS_BATCH_MAX */
	const struct slab_sheaf *s = sheaf_of(m, main_sheaf(m, cache, m->cpu));
	object_ref objects[BATCH];

	frame(m, PROBE_FLUSH_MAIN, cache, m->cpu, s->size);
	while (s->size) {
		unsigned nr = s->size < BATCH ? s->size : BATCH;

		put(m, &s->size, s->size - nr);
		for (unsigned i = 0; i < nr; i++)
			objects[i] = s->objects[s->size + i];
		free_bulk(m, objects, nr);
	}
}

static bool has_room(const struct model *m, unsigned cache, uint32_t sheaf)
{
	return sheaf_of(m, sheaf)->size < sheaf_capacity(m, cache);
}

/* An empty sheaf becomes the main one, unless that has room meanwhile: the
 * sheaf's own memory may have come from it. */
static void install_empty(struct model *m, unsigned cache, uint32_t empty)
{
	const struct slub_percpu_sheaves *pcs =
		cpu_sheaves_of(m, cache, m->cpu);
	const struct node_barn *barn = barn_here(m, cache);
	uint32_t main = main_sheaf(m, cache, m->cpu);
	uint32_t spare = pcs->spare;
	bool main_fits = has_room(m, cache, main);
	bool spare_fits = spare && has_room(m, cache, spare);

	probe(m, PROBE_FULL_MAIN_INSTALL, cache, spare != 0,
	      main_fits || spare_fits, !main_fits && spare_fits);
	if (!spare) {
		put(m, &pcs->spare, main);
		put(m, &pcs->main, empty);
	} else if (main_fits || spare_fits) {
		if (!main_fits)
			swap_main_and_spare(m, cache);
		barn_put_empty(m, barn, empty);
	} else {
		barn_put_full(m, barn, main);
		put(m, &pcs->main, empty);
	}
}

static void make_room(struct model *m, unsigned cache)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	gfp_t nowait = bits->kswapd_reclaim | bits->nowarn;
	uint32_t empty = alloc_empty_sheaf(m, cache, nowait, false);

	if (empty)
		install_empty(m, cache, empty);
	else
		flush_main(m, cache);
}

/* Main and spare are full. */
static void replace_two_full(struct model *m, unsigned cache)
{
	const struct slub_percpu_sheaves *pcs =
		cpu_sheaves_of(m, cache, m->cpu);
	const struct node_barn *barn = barn_here(m, cache);
	uint32_t spare = pcs->spare;
	bool full = barn->nr_full >= MAX_FULL_SHEAVES;

	probe(m, PROBE_FULL_MAIN_BARN, m->machine.cpu_node[m->cpu],
	      barn->nr_full, MAX_FULL_SHEAVES, barn->nr_empty, full);
	if (full) {
		put(m, &pcs->spare, 0);
		flush_sheaf(m, cache, spare);
		install_empty(m, cache, spare);
		return;
	}
	uint32_t empty = barn_take_empty(m, barn);

	if (!empty) {
		make_room(m, cache);
		return;
	}
	barn_put_full(m, barn, main_sheaf(m, cache, m->cpu));
	put(m, &pcs->main, empty);
}

/* A sheaf with room takes the place of the main one, which has none. */
static void replace_full_main(struct model *m, unsigned cache)
{
	const struct slub_percpu_sheaves *pcs =
		cpu_sheaves_of(m, cache, m->cpu);
	const struct node_barn *barn = barn_here(m, cache);
	uint32_t spare = pcs->spare;
	unsigned size = spare ? sheaf_of(m, spare)->size : 0;

	frame(m, PROBE_REPLACE_FULL_MAIN, cache, m->cpu, spare != 0, size,
	      sheaf_capacity(m, cache));
	if (spare && has_room(m, cache, spare)) {
		probe(m, PROBE_FULL_MAIN_SWAP, size);
		swap_main_and_spare(m, cache);
		return;
	}
	if (spare) {
		replace_two_full(m, cache);
		return;
	}
	probe(m, PROBE_FULL_MAIN_NO_SPARE, m->machine.cpu_node[m->cpu],
	      barn->nr_empty);
	uint32_t empty = barn_take_empty(m, barn);

	if (!empty) {
		make_room(m, cache);
		return;
	}
	put(m, &pcs->spare, main_sheaf(m, cache, m->cpu));
	put(m, &pcs->main, empty);
}

bool free_to_pcs(struct model *m, object_ref object)
{
	const struct slab *slab = slab_of(m, slab_of_object(object));
	unsigned cache = slab->cache;
	unsigned capacity = sheaf_capacity(m, cache);
	const struct slab_sheaf *main =
		sheaf_of(m, main_sheaf(m, cache, m->cpu));

	if (node_of_slab(m, slab) != m->machine.cpu_node[m->cpu])
		return false;
	frame(m, PROBE_FREE_TO_PCS, cache, m->cpu, main->size, capacity);
	if (main->size == capacity)
		replace_full_main(m, cache);
	main = sheaf_of(m, main_sheaf(m, cache, m->cpu));
	assert(main->size < capacity);
	probe(m, PROBE_FREE_TO_PCS_PUT, slab_pfn(slab), index_of_object(object),
	      main->size + 1);
	put(m, &main->objects[main->size], object);
	put(m, &main->size, main->size + 1);
	return true;
}
