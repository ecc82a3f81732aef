/*
 * Allocating by sheaves: the CPU's main one, else its spare, else a full one
 * of the barn, else an empty one is filled.
 */
#include "core/sheaf_internal.h"

static bool is_away(const struct model *m, int nid)
{
	return nid >= 0 && m->machine.cpu_node[m->cpu] != (unsigned)nid;
}

/* An empty sheaf to be filled: the CPU's spare, one of the barn, a new one. */
static uint32_t sheaf_to_fill(struct model *m,
			      const struct slab_request *request)
{
	const struct slub_percpu_sheaves *pcs =
		cpu_sheaves_of(m, request->cache, m->cpu);
	const struct node_barn *barn = barn_here(m, request->cache);
	uint32_t sheaf = pcs->spare;

	probe(m, PROBE_EMPTY_MAIN_TO_FILL, request->cache, sheaf != 0,
	      barn->nr_empty);
	if (sheaf) {
		put(m, &pcs->spare, 0);
		return sheaf;
	}
	sheaf = barn_take_empty(m, barn);
	return sheaf ? sheaf
		     : alloc_empty_sheaf(m, request->cache, request->gfp,
					 request->no_recurse);
}

/* A filled sheaf becomes the main one, unless that has objects meanwhile: a
 * vector of a slab that was given back may have gone through here. */
static void install_full(struct model *m, unsigned cache, uint32_t full)
{
	const struct slub_percpu_sheaves *pcs =
		cpu_sheaves_of(m, cache, m->cpu);
	const struct node_barn *barn = barn_here(m, cache);
	uint32_t main = main_sheaf(m, cache, m->cpu);
	uint32_t spare = pcs->spare;
	bool main_empty = sheaf_of(m, main)->size == 0;
	bool spare_empty = spare && sheaf_of(m, spare)->size == 0;

	probe(m, PROBE_EMPTY_MAIN_INSTALL, cache, sheaf_of(m, full)->size,
	      main_empty);
	if (spare && (main_empty || spare_empty))
		barn_put_empty(m, barn, main_empty ? main : spare);
	if (main_empty && !spare)
		put(m, &pcs->spare, main);
	if (main_empty)
		put(m, &pcs->main, full);
	else if (!spare || spare_empty)
		put(m, &pcs->spare, full);
	else
		barn_put_full(m, barn, full);
}

static enum slab_level fill_one(struct model *m,
				const struct slab_request *request)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	uint32_t sheaf = sheaf_to_fill(m, request);

	if (!sheaf) {
		probe(m, PROBE_EMPTY_MAIN_NONE, request->cache);
		return SLAB_NO_LEVEL;
	}
	enum slab_level level =
		refill_sheaf(m, request->cache, sheaf,
			     request->gfp | bits->nomemalloc | bits->nowarn);

	if (level == SLAB_NO_LEVEL) {
		probe(m, PROBE_EMPTY_MAIN_SHORT, request->cache,
		      sheaf_of(m, sheaf)->size);
		flush_sheaf(m, request->cache, sheaf);
		free_empty_sheaf(m, sheaf);
		return SLAB_NO_LEVEL;
	}
	install_full(m, request->cache, sheaf);
	return level;
}

/* A sheaf with objects takes the place of the main one, which has none. */
static enum slab_level replace_empty_main(struct model *m,
					  const struct slab_request *request)
{
	unsigned cache = request->cache;
	const struct slub_percpu_sheaves *pcs =
		cpu_sheaves_of(m, cache, m->cpu);
	const struct node_barn *barn = barn_here(m, cache);
	unsigned spare = pcs->spare ? sheaf_of(m, pcs->spare)->size : 0;

	frame(m, PROBE_REPLACE_EMPTY_MAIN, cache, m->cpu, spare);
	if (spare) {
		swap_main_and_spare(m, cache);
		return SLAB_FROM_SPARE;
	}
	probe(m, PROBE_EMPTY_MAIN_BARN, m->machine.cpu_node[m->cpu],
	      barn->nr_full, cache);
	uint32_t full = barn_take_full(m, barn);

	if (!full)
		return fill_one(m, request);
	barn_put_empty(m, barn, main_sheaf(m, cache, m->cpu));
	put(m, &pcs->main, full);
	return SLAB_FROM_BARN;
}

object_ref alloc_from_pcs(struct model *m, const struct slab_request *request,
			  enum slab_level *ret_level)
{
	const struct slab_sheaf *main =
		sheaf_of(m, main_sheaf(m, request->cache, m->cpu));
	bool away = is_away(m, request->nid);

	frame(m, PROBE_ALLOC_FROM_PCS, request->cache, m->cpu, main->size, away,
	      request->nid);
	if (away)
		return 0;
	*ret_level = SLAB_FROM_MAIN;
	if (main->size == 0)
		*ret_level = replace_empty_main(m, request);
	if (*ret_level == SLAB_NO_LEVEL)
		return 0;
	main = sheaf_of(m, main_sheaf(m, request->cache, m->cpu));
	object_ref object = main->objects[main->size - 1];
	const struct slab *slab = slab_of(m, slab_of_object(object));

	/* Slabs of other nodes fill sheaves, too, when this one has none. */
	if (request->nid >= 0 &&
	    node_of_slab(m, slab) != (unsigned)request->nid) {
		probe(m, PROBE_PCS_STRANGER, slab_pfn(slab), request->nid);
		return 0;
	}
	probe(m, PROBE_PCS_TAKE, slab_pfn(slab), index_of_object(object),
	      main->size - 1);
	put(m, &main->size, main->size - 1);
	return object;
}
