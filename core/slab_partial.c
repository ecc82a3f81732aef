/*
 * Slabs with free objects that no CPU allocates from: the node's list, and the
 * short list that each CPU keeps in front of it.
 */
#include "core/slab_internal.h"

/* Slabs on the node's list say so in their flags, where kernels need to know
 * it from the slab alone. */
static void mark_node_partial(struct model *m, const struct slab *slab,
			      bool set)
{
	uint64_t flag = pageflag_mask(&m->machine.layout, PG_workingset);
	const struct page *page = page_of(m, slab_pfn(slab));

	if (!slab_rules(m)->marks_node_partial)
		return;
	put(m, &page->flags_diff,
	    set ? page->flags_diff | flag : page->flags_diff & ~flag);
}

bool on_node_partial(const struct model *m, uint32_t slab)
{
	uint64_t flag = pageflag_mask(&m->machine.layout, PG_workingset);

	return page_of(m, slab_pfn(slab_of(m, slab)))->flags_diff & flag;
}

void add_partial(struct model *m, uint32_t slab, bool to_tail)
{
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_node *n = cache_node_of(m, s);
	uint32_t prev = to_tail ? n->last : 0;
	uint32_t next = to_tail ? 0 : n->first;

	put(m, &s->prev, prev);
	put(m, &s->next, next);
	if (prev)
		put(m, &slab_of(m, prev)->next, slab);
	else
		put(m, &n->first, slab);
	if (next)
		put(m, &slab_of(m, next)->prev, slab);
	else
		put(m, &n->last, slab);
	put(m, &n->nr_partial, n->nr_partial + 1);
	mark_node_partial(m, s, true);
}

void remove_partial(struct model *m, uint32_t slab)
{
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_node *n = cache_node_of(m, s);

	if (s->prev)
		put(m, &slab_of(m, s->prev)->next, s->next);
	else
		put(m, &n->first, s->next);
	if (s->next)
		put(m, &slab_of(m, s->next)->prev, s->prev);
	else
		put(m, &n->last, s->prev);
	put(m, &s->next, 0);
	put(m, &s->prev, 0);
	put(m, &n->nr_partial, n->nr_partial - 1);
	mark_node_partial(m, s, false);
}

/* What is free and nobody needs goes back, the last one first. */
static void discard_chain(struct model *m, uint32_t first)
{
	while (first) {
		uint32_t next = slab_of(m, first)->next;

		put(m, &slab_of(m, first)->next, 0);
		discard_slab(m, first);
		first = next;
	}
}

void put_partials(struct model *m, uint32_t first)
{
	unsigned cache = slab_of(m, first)->cache;
	uint32_t discards = 0;

	frame(m, PROBE_PUT_PARTIALS, cache, m->cpu);
	while (first) {
		const struct slab *s = slab_of(m, first);
		const struct kmem_cache_node *n = cache_node_of(m, s);
		uint32_t next = s->next;
		bool empty = slab_inuse(s) == 0 &&
			     n->nr_partial >= cache_desc(m, cache)->min_partial;

		probe(m, PROBE_PUT_PARTIALS_SLAB, slab_pfn(s), slab_inuse(s),
		      n->nr_partial, empty);
		put_counters(m, s, slab_inuse(s), false);
		put(m, &s->slabs, 0);
		put(m, &s->pobjects, 0);
		if (empty) {
			put(m, &s->next, discards);
			discards = first;
		} else {
			add_partial(m, first, true);
		}
		first = next;
	}
	discard_chain(m, discards);
}

/* Is the list that begins with this slab as long as it may be? */
static bool list_is_full(const struct model *m, const struct slab *first)
{
	const struct kmalloc_cache *cache = cache_desc(m, first->cache);

	return slab_rules(m)->partial_counts_objects
		       ? first->pobjects > cache->cpu_partial
		       : first->slabs >= cache->cpu_partial_slabs;
}

void put_cpu_partial(struct model *m, uint32_t slab, bool drain)
{
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_cpu *c = cache_cpu_at(m, s->cache, m->cpu);
	uint32_t old = c->partial;
	bool full = drain && old && list_is_full(m, slab_of(m, old));
	uint32_t slabs = old ? slab_of(m, old)->slabs : 0;
	uint32_t objects = old ? slab_of(m, old)->pobjects : 0;

	frame(m, PROBE_PUT_CPU_PARTIAL, slab_pfn(s), slabs,
	      cache_desc(m, s->cache)->cpu_partial_slabs, full, objects,
	      cache_desc(m, s->cache)->cpu_partial);
	if (full) {
		put(m, &c->partial, 0);
		put_partials(m, old);
		slabs = objects = 0;
		old = 0;
	}
	put(m, &s->next, old);
	put(m, &s->slabs, slabs + 1);
	if (slab_rules(m)->partial_counts_objects)
		put(m, &s->pobjects,
		    objects + slab_nr_objects(s) - slab_inuse(s));
	put(m, &c->partial, slab);
}

uint32_t pop_cpu_partial(struct model *m, unsigned cache)
{
	const struct kmem_cache_cpu *c = cache_cpu_at(m, cache, m->cpu);
	uint32_t slab = c->partial;

	if (!slab)
		return 0;
	put(m, &c->partial, slab_of(m, slab)->next);
	put(m, &slab_of(m, slab)->next, 0);
	put(m, &slab_of(m, slab)->slabs, 0);
	put(m, &slab_of(m, slab)->pobjects, 0);
	return slab;
}

unsigned get_freelist(struct model *m, uint32_t slab)
{
	const struct slab *s = slab_of(m, slab);
	unsigned first = s->freelist;

	frame(m, PROBE_GET_FREELIST, slab_pfn(s),
	      slab_nr_objects(s) - slab_inuse(s), first == 0);
	put_counters(m, s, slab_nr_objects(s), first != 0);
	put(m, &s->freelist, 0);
	return first;
}

/* Takes a slab off the node's list, to be the CPU's or on its list. */
static void take_partial(struct model *m, uint32_t slab, bool as_cpu_slab,
			 unsigned *ret_freelist)
{
	const struct slab *s = slab_of(m, slab);

	remove_partial(m, slab);
	if (as_cpu_slab) {
		*ret_freelist = s->freelist;
		put_counters(m, s, slab_nr_objects(s), true);
		put(m, &s->freelist, 0);
		return;
	}
	put_counters(m, s, slab_inuse(s), slab_rules(m)->partial_is_frozen);
	put_cpu_partial(m, slab, false);
}

/* Has the CPU's list got its share of the node's? */
static bool has_its_share(const struct model *m, unsigned cache,
			  unsigned objects, unsigned moved)
{
	const struct kmalloc_cache *desc = cache_desc(m, cache);

	return slab_rules(m)->partial_counts_objects
		       ? objects > desc->cpu_partial / 2
		       : moved > desc->cpu_partial_slabs / 2;
}

static uint32_t get_partial_node(struct model *m, unsigned cache, unsigned node,
				 unsigned *ret_freelist)
{
	const struct kmem_cache_node *n = cache_node_at(m, cache, node);
	uint32_t first = n->first;
	unsigned objects = 0;
	unsigned moved = 0;

	frame(m, PROBE_GET_PARTIAL_NODE, cache, node, n->nr_partial);
	for (uint32_t at = first; at;) {
		const struct slab *s = slab_of(m, at);
		uint32_t next = s->next;
		unsigned nr_free = slab_nr_objects(s) - slab_inuse(s);

		objects += nr_free;
		if (at == first)
			probe(m, PROBE_GET_PARTIAL_TAKE, slab_pfn(s), nr_free);
		else
			probe(m, PROBE_GET_PARTIAL_MORE, slab_pfn(s), nr_free,
			      m->cpu);
		moved += at != first;
		take_partial(m, at, at == first, ret_freelist);
		if (has_its_share(m, cache, objects, moved))
			break;
		at = next;
	}
	return first;
}

/* Nodes that have more than they keep may help out, the nearest first. */
static uint32_t get_any_partial(struct model *m,
				const struct slab_request *request,
				unsigned home, unsigned *ret_freelist)
{
	const struct zonelist *list = &m->machine.zonelists[home][0];
	unsigned keeps = cache_desc(m, request->cache)->min_partial;

	frame(m, PROBE_GET_ANY_PARTIAL, request->cache, home);
	for (unsigned i = 0; i < list->nr; i++) {
		unsigned node = m->zones[list->refs[i].zone].node;
		const struct kmem_cache_node *n =
			cache_node_at(m, request->cache, node);

		probe(m, PROBE_GET_ANY_PARTIAL_NODE, node, n->nr_partial, keeps,
		      n->nr_partial > keeps);
		if (n->nr_partial > keeps)
			return get_partial_node(m, request->cache, node,
						ret_freelist);
	}
	return 0;
}

uint32_t get_partial(struct model *m, const struct slab_request *request,
		     unsigned *ret_freelist)
{
	unsigned home = m->machine.cpu_node[m->cpu];
	unsigned node = request->nid < 0 ? home : (unsigned)request->nid;
	uint32_t slab = get_partial_node(m, request->cache, node, ret_freelist);

	if (slab || request->nid >= 0 || m->machine.nr_nodes == 1)
		return slab;
	return get_any_partial(m, request, home, ret_freelist);
}
