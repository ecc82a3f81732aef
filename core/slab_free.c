/*
 * Freeing an object: to this CPU's freelist, or back to its slab.
 */
#include "core/sheaf_internal.h"

/* A slab that became empty, and is on the node's list: does the node need it?
 */
static void node_partial_emptied(struct model *m, uint32_t slab)
{
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_node *n = cache_node_of(m, s);
	unsigned keeps = cache_desc(m, s->cache)->min_partial;
	bool discard = n->nr_partial >= keeps;

	probe(m, PROBE_SLAB_FREE_EMPTY, slab_pfn(s), n->nr_partial, keeps,
	      discard);
	if (!discard)
		return;
	remove_partial(m, slab);
	discard_slab(m, slab);
}

/* Where a slab stands once an object went back to it. */
static void slab_freed_into(struct model *m, uint32_t slab, bool was_full)
{
	const struct slab *s = slab_of(m, slab);
	const struct slab_rules *rules = slab_rules(m);

	if (was_full) {
		probe(m, PROBE_SLAB_FREE_WAS_FULL, slab_pfn(s));
		if (rules->partial_is_frozen)
			put_counters(m, s, slab_inuse(s), true);
		put_cpu_partial(m, slab, true);
		return;
	}
	if (slab_inuse(s) > 0) {
		probe(m, PROBE_SLAB_FREE_PARTLY, slab_pfn(s), slab_inuse(s));
		return;
	}
	/* Elsewhere a slab on a CPU's partial list is frozen, and never comes
	 * here. */
	if (rules->marks_node_partial && !on_node_partial(m, slab)) {
		probe(m, PROBE_SLAB_FREE_NOT_ON_NODE, slab_pfn(s));
		return;
	}
	node_partial_emptied(m, slab);
}

static void slab_free_slow(struct model *m, uint32_t slab, unsigned index)
{
	const struct slab *s = slab_of(m, slab);
	unsigned prior = s->freelist;
	unsigned inuse = slab_inuse(s) - 1;

	frame(m, PROBE_SLAB_FREE_SLOW, slab_pfn(s), index, inuse,
	      slab_nr_objects(s), slab_frozen(s));
	put(m, &slab_object_of(m, slab_ref(slab, index))->next, prior);
	put(m, &s->freelist, index + 1);
	put_counters(m, s, inuse, slab_frozen(s));
	if (slab_frozen(s))
		probe(m, PROBE_SLAB_FREE_FROZEN, slab_pfn(s));
	else
		slab_freed_into(m, slab, prior == 0);
}

static void free_by_sheaves(struct model *m, object_ref object)
{
	struct object_chain alone = { .slab = slab_of_object(object),
				      .head = index_of_object(object) + 1,
				      .tail = index_of_object(object) + 1,
				      .nr = 1 };

	if (!free_to_pcs(m, object))
		slab_free_chain(m, &alone);
}

void slab_free(struct model *m, object_ref object)
{
	uint32_t slab = slab_of_object(object);
	unsigned index = index_of_object(object);
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_cpu *c = cache_cpu_at(m, s->cache, m->cpu);
	bool sheaves = model_has_sheaves(m);
	bool fast = sheaves ? node_of_slab(m, s) == m->machine.cpu_node[m->cpu]
			    : c->slab == slab;

	frame(m, PROBE_SLAB_FREE, slab_pfn(s), index, s->cache, m->cpu, fast);
	slab_tag_sub(m, object);
	put(m, &slab_object_of(m, object)->used, 0);
	if (sheaves) {
		free_by_sheaves(m, object);
		return;
	}
	if (!fast) {
		slab_free_slow(m, slab, index);
		return;
	}
	probe(m, PROBE_SLAB_FREE_FAST, slab_pfn(s), index);
	put(m, &slab_object_of(m, object)->next, c->freelist);
	put(m, &c->freelist, index + 1);
	next_tid(m, c);
}
