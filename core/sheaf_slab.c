/*
 * Objects back to their slabs, one or many of a slab at once, in kernels
 * whose slabs stand behind sheaves.
 */
#include "core/sheaf_internal.h"

/* Where a slab stands once it is no longer full, or empty. */
static void slab_has_changed(struct model *m, uint32_t slab, bool was_full)
{
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_node *n = cache_node_of(m, s);
	unsigned keeps = cache_desc(m, s->cache)->min_partial;
	bool discard = slab_inuse(s) == 0 && n->nr_partial >= keeps;

	if (slab_inuse(s) == 0)
		probe(m, PROBE_SLAB_FREE_EMPTY, slab_pfn(s), n->nr_partial,
		      keeps, discard);
	if (discard) {
		if (!was_full)
			remove_partial(m, slab);
		discard_slab(m, slab);
		return;
	}
	if (!was_full)
		return;
	probe(m, PROBE_SLAB_FREE_TO_NODE, slab_pfn(s));
	add_partial(m, slab, true);
}

void slab_free_chain(struct model *m, const struct object_chain *chain)
{
	const struct slab *s = slab_of(m, chain->slab);
	unsigned prior = s->freelist;
	unsigned inuse = slab_inuse(s) - chain->nr;
	object_ref tail = slab_ref(chain->slab, chain->tail - 1);

	frame(m, PROBE_SLAB_FREE_CHAIN, slab_pfn(s), chain->nr, chain->head - 1,
	      inuse, slab_nr_objects(s));
	put(m, &slab_object_of(m, tail)->next, prior);
	put(m, &s->freelist, chain->head);
	put_counters(m, s, inuse, false);
	if (inuse && prior)
		probe(m, PROBE_SLAB_FREE_PARTLY, slab_pfn(s), inuse);
	else
		slab_has_changed(m, chain->slab, prior == 0);
}

static void chain_begin(struct model *m, struct object_chain *chain,
			object_ref object)
{
	chain->slab = slab_of_object(object);
	chain->head = chain->tail = index_of_object(object) + 1;
	chain->nr = 1;
	put(m, &slab_object_of(m, object)->next, 0);
}

static void chain_add(struct model *m, struct object_chain *chain,
		      object_ref object)
{
	put(m, &slab_object_of(m, object)->next, chain->head);
	chain->head = index_of_object(object) + 1;
	chain->nr++;
}

/* build_detached_freelist(): from the array's end, the objects of one slab,
 * looking past a few of others; returns how many are left. */
static unsigned detach(struct model *m, object_ref *objects, unsigned nr,
		       struct object_chain *chain)
{
	unsigned strangers = 3;
	unsigned left = nr - 1;

	chain_begin(m, chain, objects[left]);
	for (unsigned at = left; at-- > 0;) {
		object_ref object = objects[at];

		if (slab_of_object(object) == chain->slab) {
			chain_add(m, chain, object);
			left--;
			objects[at] = objects[left];
			objects[left] = object;
		} else if (--strangers == 0) {
			break;
		}
	}
	return left;
}

void free_bulk(struct model *m, object_ref *objects, unsigned nr)
{
	while (nr) {
		struct object_chain chain = { 0 };

		nr = detach(m, objects, nr, &chain);
		slab_free_chain(m, &chain);
	}
}
