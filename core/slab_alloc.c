/*
 * Allocating an object: five levels, each asked only when the one before it
 * has nothing.
 */
#include "core/operation.h"
#include "core/sheaf_internal.h"

static bool node_matches(const struct model *m, uint32_t slab, int nid)
{
	return nid < 0 || node_of_slab(m, slab_of(m, slab)) == (unsigned)nid;
}

/* Takes the first object of the CPU's freelist, which has one. */
static object_ref take_first(struct model *m, const struct kmem_cache_cpu *c)
{
	object_ref object = slab_ref(c->slab, c->freelist - 1);
	unsigned next = slab_object_of(m, object)->next;

	put(m, &c->freelist, next);
	next_tid(m, c);
	return object;
}

/* The CPU's free objects go back to their slab in front of those that others
 * have freed. */
static void return_objects(struct model *m, uint32_t slab, unsigned first)
{
	const struct slab *s = slab_of(m, slab);
	bool reverse = slab_rules(m)->gives_back_in_reverse;
	unsigned after = s->freelist;
	unsigned last = 0;

	for (unsigned at = first; at;) {
		const struct slab_object *object =
			slab_object_of(m, slab_ref(slab, at - 1));
		unsigned next = object->next;

		if (reverse || next == 0)
			put(m, &object->next, after);
		if (reverse)
			after = at;
		last = at;
		at = next;
	}
	if (first)
		put(m, &s->freelist, reverse ? last : first);
}

/* The CPU gives its slab up. */
static void deactivate_slab(struct model *m, const struct kmem_cache_cpu *c)
{
	uint32_t slab = c->slab;
	unsigned first = c->freelist;
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_node *n = cache_node_of(m, s);
	unsigned nr = freelist_length(m, slab, first);
	unsigned inuse = slab_inuse(s) - nr;
	bool others_freed = s->freelist != 0;
	bool discard = inuse == 0 &&
		       n->nr_partial >= cache_desc(m, s->cache)->min_partial;

	frame(m, PROBE_DEACTIVATE_SLAB, slab_pfn(s), nr, inuse);
	put(m, &c->slab, 0);
	put(m, &c->freelist, 0);
	next_tid(m, c);
	return_objects(m, slab, first);
	put_counters(m, s, inuse, false);
	probe(m, PROBE_DEACTIVATE_RESULT, slab_pfn(s), discard,
	      s->freelist != 0, others_freed);
	if (discard)
		discard_slab(m, slab);
	else if (s->freelist)
		add_partial(m, slab, others_freed);
}

/* What the slow path found: a slab for this CPU and its free objects. */
struct found {
	uint32_t slab;
	unsigned freelist; /* index + 1 of the first */
	enum slab_level level;
};

/* The CPU's own slab: others may have freed objects of it meanwhile. */
static bool from_own_slab(struct model *m, const struct slab_request *request,
			  const struct kmem_cache_cpu *c, struct found *ret)
{
	if (!c->slab)
		return false;
	if (!node_matches(m, c->slab, request->nid)) {
		probe(m, PROBE_SLAB_SLOW_MISMATCH,
		      slab_pfn(slab_of(m, c->slab)), request->nid);
		deactivate_slab(m, c);
		return false;
	}
	pfn_t pfn = slab_pfn(slab_of(m, c->slab));

	*ret = (struct found){ .slab = c->slab, .level = SLAB_FROM_SLAB };
	ret->freelist = get_freelist(m, c->slab);
	if (ret->freelist) {
		probe(m, PROBE_SLAB_SLOW_REFILL, pfn);
		return true;
	}
	probe(m, PROBE_SLAB_SLOW_BYPASS, pfn);
	put(m, &c->slab, 0);
	next_tid(m, c);
	return false;
}

/* A slab of the wrong node moves on to its node's list. */
static bool from_cpu_partial(struct model *m,
			     const struct slab_request *request,
			     struct found *ret)
{
	uint32_t slab = 0;

	while ((slab = pop_cpu_partial(m, request->cache)) != 0) {
		bool fits = node_matches(m, slab, request->nid);

		probe(m, PROBE_SLAB_SLOW_CPU_PARTIAL,
		      slab_pfn(slab_of(m, slab)), fits);
		if (!fits) {
			put_partials(m, slab);
			continue;
		}
		*ret = (struct found){ .slab = slab,
				       .level = SLAB_FROM_CPU_PARTIAL };
		ret->freelist = get_freelist(m, slab);
		return true;
	}
	return false;
}

static bool from_new_slab(struct model *m, const struct slab_request *request,
			  struct found *ret)
{
	uint32_t slab = allocate_slab(m, request);

	if (!slab) {
		probe(m, PROBE_SLAB_SLOW_FAILED, request->cache);
		return false;
	}
	const struct slab *s = slab_of(m, slab);

	probe(m, PROBE_SLAB_SLOW_NEW, slab_pfn(s), slab_nr_objects(s));
	*ret = (struct found){ .slab = slab,
			       .freelist = s->freelist,
			       .level = SLAB_FROM_NEW };
	put(m, &s->freelist, 0);
	put_counters(m, s, slab_nr_objects(s), true);
	return true;
}

static bool find_slab(struct model *m, const struct slab_request *request,
		      const struct kmem_cache_cpu *c, struct found *ret)
{
	if (from_own_slab(m, request, c, ret) ||
	    from_cpu_partial(m, request, ret))
		return true;
	ret->level = SLAB_FROM_NODE_PARTIAL;
	ret->slab = get_partial(m, request, &ret->freelist);
	return ret->slab || from_new_slab(m, request, ret);
}

static object_ref slab_alloc_slow(struct model *m,
				  const struct slab_request *request,
				  const struct kmem_cache_cpu *c,
				  enum slab_level *ret_level)
{
	struct found found = { 0 };

	frame(m, PROBE_SLAB_SLOW, request->cache,
	      c->slab ? slab_pfn(slab_of(m, c->slab)) : PFN_NONE);
	if (!find_slab(m, request, c, &found)) {
		*ret_level = SLAB_NO_LEVEL;
		return 0;
	}
	probe(m, PROBE_SLAB_SLOW_LOAD, slab_pfn(slab_of(m, found.slab)),
	      found.freelist - 1);
	put(m, &c->slab, found.slab);
	put(m, &c->freelist, found.freelist);
	*ret_level = found.level;
	return take_first(m, c);
}

/* By this CPU's slab. */
static object_ref alloc_by_cpu_slab(struct model *m,
				    const struct slab_request *request,
				    bool fast, enum slab_level *ret_level)
{
	const struct kmem_cache_cpu *c =
		cache_cpu_at(m, request->cache, m->cpu);

	*ret_level = SLAB_FROM_CPU;
	if (!fast)
		return slab_alloc_slow(m, request, c, ret_level);
	probe(m, PROBE_SLAB_ALLOC_FAST, slab_pfn(slab_of(m, c->slab)),
	      c->freelist - 1);
	return take_first(m, c);
}

static object_ref alloc_by_sheaves(struct model *m,
				   const struct slab_request *request,
				   enum slab_level *ret_level)
{
	object_ref object = alloc_from_pcs(m, request, ret_level);

	return object ? object : alloc_from_slab(m, request, ret_level);
}

/* Has this CPU an object that needs no search? */
static bool has_at_hand(const struct model *m,
			const struct slab_request *request)
{
	const struct kmem_cache_cpu *c =
		cache_cpu_at(m, request->cache, m->cpu);

	if (model_has_sheaves(m))
		return sheaf_of(m, main_sheaf(m, request->cache, m->cpu))->size;
	return c->freelist && node_matches(m, c->slab, request->nid);
}

object_ref slab_alloc_node(struct model *m, const struct slab_request *request,
			   enum slab_level *ret_level)
{
	bool fast = has_at_hand(m, request);
	object_ref object = 0;

	frame(m, PROBE_SLAB_ALLOC_NODE, request->cache, m->cpu, fast);
	if (model_has_sheaves(m))
		object = alloc_by_sheaves(m, request, ret_level);
	else
		object = alloc_by_cpu_slab(m, request, fast, ret_level);
	if (!object)
		return 0;
	put(m, &slab_object_of(m, object)->used, 1);
	if (request->tagged)
		slab_tag_add(m, object, request);
	return object;
}
