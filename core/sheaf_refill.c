/*
 * Filling a sheaf: from the node's partial slabs, from those of other nodes,
 * from new ones.  And one object alone, where sheaves cannot help.
 */
#include "core/sheaf_internal.h"

/* A sheaf that is being filled, or room for one object. */
struct filling {
	unsigned cache;
	gfp_t gfp;
	const object_ref *words; /* of the arena; NULL: to `one` */
	object_ref one;
	unsigned filled, wanted;
	bool took_new; /* a new slab */
};

static void fill_in(struct model *m, struct filling *f, object_ref object)
{
	if (f->words)
		put(m, &f->words[f->filled], object);
	else
		f->one = object;
	f->filled++;
}

/* Slabs off the node's list, enough for what is wanted; the last one comes
 * first in the chain. */
static uint32_t take_partials(struct model *m, const struct filling *f,
			      const struct kmem_cache_node *n)
{
	unsigned wanted = f->wanted - f->filled;
	unsigned total = 0;
	uint32_t chain = 0;

	while (n->first && total < wanted) {
		uint32_t slab = n->first;
		const struct slab *s = slab_of(m, slab);
		unsigned nr_free = slab_nr_objects(s) - slab_inuse(s);

		total += nr_free;
		probe(m, PROBE_REFILL_NODE_SLAB, slab_pfn(s), nr_free, total,
		      wanted);
		remove_partial(m, slab);
		put(m, &s->next, chain);
		chain = slab;
	}
	return chain;
}

/* All free objects of a slab; what is too many goes back. */
static void take_objects(struct model *m, struct filling *f, uint32_t slab)
{
	const struct slab *s = slab_of(m, slab);
	struct object_chain rest = { .slab = slab };
	unsigned before = f->filled;
	unsigned at = s->freelist;

	put(m, &s->freelist, 0);
	put_counters(m, s, slab_nr_objects(s), false);
	while (at && f->filled < f->wanted) {
		object_ref object = slab_ref(slab, at - 1);

		fill_in(m, f, object);
		at = slab_object_of(m, object)->next;
	}
	rest.head = at;
	for (; at; at = slab_object_of(m, slab_ref(slab, at - 1))->next) {
		rest.tail = at;
		rest.nr++;
	}
	probe(m, PROBE_REFILL_NODE_TAKE, slab_pfn(s), f->filled - before,
	      rest.nr);
	if (rest.nr)
		slab_free_chain(m, &rest);
}

/* Slabs that were not needed. */
static void put_partials_back(struct model *m, unsigned cache, uint32_t chain)
{
	uint32_t discards = 0;

	while (chain) {
		const struct slab *s = slab_of(m, chain);
		const struct kmem_cache_node *n = cache_node_of(m, s);
		uint32_t next = s->next;
		bool discard =
			slab_inuse(s) == 0 &&
			n->nr_partial >= cache_desc(m, cache)->min_partial;

		probe(m, PROBE_REFILL_NODE_BACK, slab_pfn(s), discard);
		put(m, &s->next, discard ? discards : 0);
		if (discard)
			discards = chain;
		else
			add_partial(m, chain, false);
		chain = next;
	}
	while (discards) {
		uint32_t slab = discards;

		discards = slab_of(m, slab)->next;
		put(m, &slab_of(m, slab)->next, 0);
		discard_slab(m, slab);
	}
}

static void refill_from_node(struct model *m, struct filling *f, unsigned node)
{
	const struct kmem_cache_node *n = cache_node_at(m, f->cache, node);

	frame(m, PROBE_REFILL_NODE, f->cache, node, n->nr_partial,
	      f->wanted - f->filled);
	uint32_t chain = take_partials(m, f, n);

	while (chain && f->filled < f->wanted) {
		uint32_t slab = chain;

		chain = slab_of(m, slab)->next;
		put(m, &slab_of(m, slab)->next, 0);
		take_objects(m, f, slab);
	}
	put_partials_back(m, f->cache, chain);
}

/* Nodes that have more than they keep may help out, the nearest first. */
static void refill_from_any(struct model *m, struct filling *f)
{
	unsigned home = m->machine.cpu_node[m->cpu];
	const struct zonelist *list = &m->machine.zonelists[home][0];
	unsigned keeps = cache_desc(m, f->cache)->min_partial;

	frame(m, PROBE_REFILL_ANY, f->cache, f->wanted - f->filled);
	for (unsigned i = 0; i < list->nr && f->filled < f->wanted; i++) {
		unsigned node = m->zones[list->refs[i].zone].node;
		const struct kmem_cache_node *n =
			cache_node_at(m, f->cache, node);
		bool enough = n->nr_partial > keeps;

		probe(m, PROBE_REFILL_ANY_NODE, node, n->nr_partial, keeps,
		      enough);
		if (enough)
			refill_from_node(m, f, node);
	}
}

/* The first objects of a new slab; the rest waits on the node's list. */
static bool fill_from_new_slab(struct model *m, struct filling *f, int nid)
{
	struct slab_request request = { .cache = f->cache,
					.gfp = f->gfp,
					.nid = nid };
	uint32_t slab = allocate_slab(m, &request);

	if (!slab)
		return false;
	const struct slab *s = slab_of(m, slab);
	unsigned objects = slab_nr_objects(s);
	unsigned room = f->wanted - f->filled;
	unsigned taken = objects < room ? objects : room;

	frame(m, PROBE_ALLOC_FROM_NEW_SLAB, slab_pfn(s), taken,
	      objects - taken);
	for (unsigned i = 0; i < taken; i++)
		fill_in(m, f, slab_ref(slab, i));
	put(m, &s->freelist, taken < objects ? taken + 1 : 0);
	put_counters(m, s, taken, false);
	if (taken < objects)
		add_partial(m, slab, false);
	f->took_new = true;
	return true;
}

enum slab_level refill_sheaf(struct model *m, unsigned cache, uint32_t sheaf,
			     gfp_t gfp)
{
	const struct slab_sheaf *s = sheaf_of(m, sheaf);
	int home = (int)m->machine.cpu_node[m->cpu];
	struct filling f = { .cache = cache,
			     .gfp = gfp,
			     .words = s->objects,
			     .wanted = sheaf_capacity(m, cache) };

	frame(m, PROBE_REFILL_OBJECTS, cache, f.wanted);
	refill_from_node(m, &f, (unsigned)home);
	if (f.filled < f.wanted && m->machine.nr_nodes > 1)
		refill_from_any(m, &f);
	while (f.filled < f.wanted && fill_from_new_slab(m, &f, home))
		;
	probe(m, PROBE_REFILL_RESULT, f.filled, f.wanted, f.filled == f.wanted);
	put(m, &s->size, f.filled);
	if (f.filled < f.wanted)
		return SLAB_NO_LEVEL;
	return f.took_new ? SLAB_FROM_NEW : SLAB_FROM_NODE_PARTIAL;
}

/* The first object of the node's first partial slab. */
static object_ref from_partial_node(struct model *m, unsigned cache,
				    unsigned node)
{
	const struct kmem_cache_node *n = cache_node_at(m, cache, node);
	uint32_t slab = n->first;

	frame(m, PROBE_GET_PARTIAL_NODE, cache, node, n->nr_partial);
	if (!slab)
		return 0;
	const struct slab *s = slab_of(m, slab);
	object_ref object = slab_ref(slab, s->freelist - 1);
	unsigned next = slab_object_of(m, object)->next;

	probe(m, PROBE_GET_PARTIAL_OBJECT, slab_pfn(s), index_of_object(object),
	      next == 0);
	put(m, &s->freelist, next);
	put_counters(m, s, slab_inuse(s) + 1, false);
	if (!next)
		remove_partial(m, slab);
	return object;
}

static object_ref from_any_partial(struct model *m, unsigned cache,
				   unsigned home)
{
	const struct zonelist *list = &m->machine.zonelists[home][0];
	unsigned keeps = cache_desc(m, cache)->min_partial;

	frame(m, PROBE_GET_ANY_PARTIAL, cache, home);
	for (unsigned i = 0; i < list->nr; i++) {
		unsigned node = m->zones[list->refs[i].zone].node;
		const struct kmem_cache_node *n = cache_node_at(m, cache, node);

		probe(m, PROBE_GET_ANY_PARTIAL_NODE, node, n->nr_partial, keeps,
		      n->nr_partial > keeps);
		if (n->nr_partial > keeps)
			return from_partial_node(m, cache, node);
	}
	return 0;
}

static object_ref from_partial(struct model *m,
			       const struct slab_request *request)
{
	unsigned home = m->machine.cpu_node[m->cpu];
	unsigned node = request->nid < 0 ? home : (unsigned)request->nid;
	bool only_there = request->nid >= 0 &&
			  request->gfp & m->machine.profile->gfp.thisnode;
	object_ref object = from_partial_node(m, request->cache, node);

	if (object || only_there || m->machine.nr_nodes == 1)
		return object;
	return from_any_partial(m, request->cache, home);
}

static object_ref alloc_one(struct model *m, const struct slab_request *request,
			    enum slab_level *ret_level)
{
	struct filling f = { .cache = request->cache,
			     .gfp = request->gfp,
			     .wanted = 1 };
	object_ref object = from_partial(m, request);

	*ret_level = SLAB_FROM_NODE_PARTIAL;
	if (object)
		return object;
	*ret_level = SLAB_FROM_NEW;
	return fill_from_new_slab(m, &f, request->nid) ? f.one : 0;
}

/* Of the mask what may hurry, and that no other node will do. */
static gfp_t gfp_of_first_node(const struct model *m, gfp_t gfp)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;

	return (gfp &
		(bits->kswapd_reclaim | bits->nomemalloc | bits->account)) |
	       bits->nowarn | bits->thisnode;
}

object_ref alloc_from_slab(struct model *m, const struct slab_request *request,
			   enum slab_level *ret_level)
{
	bool prefers = request->nid >= 0 &&
		       !(request->gfp & m->machine.profile->gfp.thisnode);
	struct slab_request local = *request;
	object_ref object = 0;

	frame(m, PROBE_SLAB_ALLOC_ONE, request->cache, request->nid,
	      request->nid >= 0);
	if (prefers) {
		local.gfp = gfp_of_first_node(m, request->gfp);
		probe(m, PROBE_SLAB_ONE_NODE_FIRST, request->nid, local.gfp);
		object = alloc_one(m, &local, ret_level);
		if (object)
			return object;
		probe(m, PROBE_SLAB_ONE_AGAIN, request->nid, request->gfp);
	}
	object = alloc_one(m, request, ret_level);
	if (object)
		return object;
	probe(m, PROBE_SLAB_ONE_FAILED, request->cache);
	*ret_level = SLAB_NO_LEVEL;
	return 0;
}
