/*
 * Reading slabs, and the words that all of SLUB writes.
 */
#include "core/slab_internal.h"

static const char *const level_names[] = {
	[SLAB_NO_LEVEL] = "none",
	[SLAB_FROM_CPU] = "cpu freelist",
	[SLAB_FROM_SLAB] = "slab freelist",
	[SLAB_FROM_CPU_PARTIAL] = "cpu partial list",
	[SLAB_FROM_NODE_PARTIAL] = "node partial list",
	[SLAB_FROM_NEW] = "new slab",
	[SLAB_FROM_MAIN] = "main sheaf",
	[SLAB_FROM_SPARE] = "spare sheaf",
	[SLAB_FROM_BARN] = "full sheaf of the barn",
};

const char *slab_level_name(enum slab_level level)
{
	return level_names[level];
}

const struct kmalloc_caches *model_caches(const struct model *m)
{
	return &m->caches;
}

uint32_t nr_slabs(const struct model *m)
{
	return m->slab_numbers->nr;
}

const struct slab *slab_at(const struct model *m, uint32_t slab)
{
	assert(slab > 0 && slab <= m->slab_numbers->nr);
	return slab_of(m, slab);
}

const struct slab_object *slab_object_at(const struct model *m,
					 object_ref object)
{
	return slab_object_of(m, object);
}

const struct kmem_cache_cpu *cache_cpu_at(const struct model *m, unsigned cache,
					  unsigned cpu)
{
	return &m->cache_cpus[cache * m->machine.nr_cpus + cpu];
}

const struct kmem_cache_node *cache_node_at(const struct model *m,
					    unsigned cache, unsigned node)
{
	return &m->cache_nodes[cache * m->machine.nr_nodes + node];
}

uint32_t slab_of_pfn(const struct model *m, pfn_t pfn)
{
	if (m->slab_numbers->nr == 0 || !pfn_valid(m, pfn))
		return 0;
	return page_slab_of(m, compound_head(m, pfn))->slab;
}

void put_counters(struct model *m, const struct slab *slab, unsigned inuse,
		  bool frozen)
{
	put(m, &slab->counters,
	    inuse | slab_nr_objects(slab) << 16 | (unsigned)frozen << 31);
}

unsigned node_of_slab(const struct model *m, const struct slab *slab)
{
	int zone = zone_of_pfn(m, slab_pfn(slab));

	assert(zone >= 0 && "a slab outside of all zones");
	return m->zones[zone].node;
}

const struct kmem_cache_node *cache_node_of(const struct model *m,
					    const struct slab *slab)
{
	return cache_node_at(m, slab->cache, node_of_slab(m, slab));
}

/* How many objects a freelist holds, from an index + 1 on. */
unsigned freelist_length(const struct model *m, uint32_t slab, unsigned first)
{
	unsigned length = 0;

	for (unsigned at = first; at && length < SLAB_OBJECTS_LIMIT; length++)
		at = slab_object_of(m, slab_ref(slab, at - 1))->next;
	return length;
}

static bool is_on_cpu(const struct model *m, uint32_t slab, unsigned cpu,
		      enum slab_place *ret)
{
	const struct kmem_cache_cpu *c =
		cache_cpu_at(m, slab_of(m, slab)->cache, cpu);

	*ret = SLAB_OF_CPU;
	if (c->slab == slab)
		return true;
	*ret = SLAB_ON_CPU_PARTIAL;
	for (uint32_t at = c->partial; at; at = slab_of(m, at)->next)
		if (at == slab)
			return true;
	return false;
}

struct slab_whereabouts slab_find(const struct model *m, uint32_t slab)
{
	struct slab_whereabouts found = { .place = SLAB_FULL };
	const struct slab *s = slab_of(m, slab);

	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++) {
		found.cpu = cpu;
		if (is_on_cpu(m, slab, cpu, &found.place))
			return found;
	}
	/* Only slabs of the node's list have one before them, or are its
	 * first. */
	found.place = s->prev || cache_node_of(m, s)->first == slab
			      ? SLAB_ON_NODE_PARTIAL
			      : SLAB_FULL;
	return found;
}

/* Slabs of the least order hold fewer objects. */
static uint64_t pages_of_slabs(const struct kmalloc_cache *cache,
			       uint64_t slabs, uint64_t objects)
{
	uint64_t usual = (uint64_t)pages_in(cache->oo.order);
	uint64_t least = (uint64_t)pages_in(cache->min.order);
	uint64_t lacking = slabs * cache->oo.objects - objects;
	uint64_t small = 0;

	/* In the middle of a step the two counts may not agree. */
	if (least < usual && slabs * cache->oo.objects > objects)
		small = lacking / (cache->oo.objects - cache->min.objects);
	return slabs * usual - small * (usual - least);
}

struct cache_counts cache_count(const struct model *m, unsigned cache)
{
	struct cache_counts counts = { 0 };

	for (unsigned node = 0; node < m->machine.nr_nodes; node++) {
		const struct kmem_cache_node *n = cache_node_at(m, cache, node);

		counts.slabs += n->nr_slabs;
		counts.objects += n->total_objects;
		counts.active_objects += n->total_objects;
		/* Only what lies free on the node's lists counts as unused. */
		for (uint32_t at = n->first; at; at = slab_of(m, at)->next)
			counts.active_objects -=
				slab_nr_objects(slab_of(m, at)) -
				slab_inuse(slab_of(m, at));
	}
	counts.pages = pages_of_slabs(cache_desc(m, cache), counts.slabs,
				      counts.objects);
	return counts;
}

void next_tid(struct model *m, const struct kmem_cache_cpu *c)
{
	unsigned step = 1;

	while (step < m->machine.nr_cpus)
		step *= 2;
	put(m, &c->tid, c->tid + step);
}
