/*
 * Checking slabs: what the counters of each say, what its freelists hold, and
 * on which list it is must be one and the same.
 */
#include <stdlib.h>

#include "core/check_slab_internal.h"
#include "core/page_type.h"
#include "core/slab_internal.h"

/* Where the lists say that a slab is, by its number. */
struct listed {
	uint8_t place; /* enum slab_place */
	uint16_t cpu;
	uint32_t times;
};

struct slab_checker {
	const struct model *m;
	struct checker *checker;
	struct listed *listed;
	uint8_t *held; /* see check_sheaves() */
};

void slab_expect(struct checker *checker, enum invariant invariant,
		 uint32_t slab, int64_t expected, int64_t found)
{
	struct violation place = { .zone = -1,
				   .order = -1,
				   .migratetype = -1,
				   .cpu = -1,
				   .pfn = PFN_NONE };

	if (slab)
		place.pfn = slab_pfn(slab_of(checker->m, slab));
	check_expect(checker, place, invariant, expected, found);
}

/* Notes that a list has a slab; false when it cannot be one of the cache. */
static bool list_has(struct slab_checker *c, unsigned cache, uint32_t slab,
		     struct listed where)
{
	bool exists = slab <= c->m->slab_numbers->nr &&
		      slab_of(c->m, slab)->pfn &&
		      slab_of(c->m, slab)->cache == cache;

	slab_expect(c->checker, BROKEN_SLAB_LIST, 0, true, exists);
	if (!exists)
		return false;
	where.times = c->listed[slab].times + 1;
	c->listed[slab] = where;
	slab_expect(c->checker, BROKEN_SLAB_LIST, slab, 1, where.times);
	return where.times == 1;
}

static void check_cpu(struct slab_checker *c, unsigned cache, unsigned cpu)
{
	const struct kmem_cache_cpu *at = cache_cpu_at(c->m, cache, cpu);
	struct listed where = { .place = SLAB_OF_CPU, .cpu = (uint16_t)cpu };
	uint32_t slabs = 0;

	if (at->slab)
		list_has(c, cache, at->slab, where);
	else
		slab_expect(c->checker, BROKEN_SLAB_LIST, 0, 0, at->freelist);
	where.place = SLAB_ON_CPU_PARTIAL;
	for (uint32_t slab = at->partial;
	     slab && list_has(c, cache, slab, where);
	     slab = slab_of(c->m, slab)->next)
		slabs++;
	if (at->partial)
		slab_expect(c->checker, BROKEN_SLAB_LIST, at->partial, slabs,
			    slab_of(c->m, at->partial)->slabs);
}

static void check_node(struct slab_checker *c, unsigned cache, unsigned node)
{
	const struct kmem_cache_node *n = cache_node_at(c->m, cache, node);
	struct listed where = { .place = SLAB_ON_NODE_PARTIAL };
	uint32_t prev = 0;
	uint32_t length = 0;

	for (uint32_t slab = n->first; slab && list_has(c, cache, slab, where);
	     slab = slab_of(c->m, slab)->next) {
		const struct slab *s = slab_of(c->m, slab);

		slab_expect(c->checker, BROKEN_SLAB_LIST, slab, prev, s->prev);
		slab_expect(c->checker, BROKEN_SLAB_LIST, slab, node,
			    node_of_slab(c->m, s));
		prev = slab;
		length++;
	}
	slab_expect(c->checker, BROKEN_SLAB_LIST, 0, prev, n->last);
	slab_expect(c->checker, BROKEN_SLAB_LIST, 0, length, n->nr_partial);
}

/* Length of a freelist whose objects nobody has; -1: it does not end. */
static int64_t check_freelist(struct slab_checker *c, uint32_t slab,
			      unsigned first)
{
	unsigned objects = slab_nr_objects(slab_of(c->m, slab));
	int64_t length = 0;

	for (unsigned at = first; at; length++) {
		if (at > objects || length > objects)
			return -1;
		const struct slab_object *object =
			slab_object_of(c->m, slab_ref(slab, at - 1));

		slab_expect(
			c->checker, BROKEN_SLAB_FREELIST, slab, 0,
			object->used ||
				sheaf_holds(c->held, slab_ref(slab, at - 1)));
		at = object->next;
	}
	return length;
}

/* In use, or in a sheaf. */
static int64_t used_objects(struct slab_checker *c, uint32_t slab)
{
	const struct slab *s = slab_of(c->m, slab);
	int64_t used = 0;

	for (unsigned i = 0; i < slab_nr_objects(s); i++) {
		const struct slab_object *object =
			slab_object_of(c->m, slab_ref(slab, i));

		used += object->used || sheaf_holds(c->held, slab_ref(slab, i));
		if (object->tag)
			slab_expect(c->checker, BROKEN_SLAB_VECTOR, slab, true,
				    s->exts != 0 && object->used);
	}
	return used;
}

static void check_counters(struct slab_checker *c, uint32_t slab)
{
	const struct slab *s = slab_of(c->m, slab);
	const struct listed *listed = &c->listed[slab];
	int64_t kept = 0;
	int64_t free = check_freelist(c, slab, s->freelist);

	if (listed->place == SLAB_OF_CPU)
		kept = check_freelist(
			c, slab,
			cache_cpu_at(c->m, s->cache, listed->cpu)->freelist);
	slab_expect(c->checker, BROKEN_SLAB_FREELIST, slab, slab_nr_objects(s),
		    free + kept + used_objects(c, slab));
	slab_expect(c->checker, BROKEN_SLAB_COUNTERS, slab,
		    slab_nr_objects(s) - free, slab_inuse(s));
	bool frozen = listed->place == SLAB_OF_CPU ||
		      (listed->place == SLAB_ON_CPU_PARTIAL &&
		       slab_rules(c->m)->partial_is_frozen);

	slab_expect(c->checker, BROKEN_SLAB_COUNTERS, slab, frozen,
		    slab_frozen(s));
	/* A slab with something to give is on a list, and only such a one. */
	if (listed->place != SLAB_OF_CPU)
		slab_expect(c->checker, BROKEN_SLAB_LIST, slab, free > 0,
			    listed->place != SLAB_FULL);
}

static void check_page(struct slab_checker *c, uint32_t slab)
{
	const struct model *m = c->m;
	const struct slab *s = slab_of(m, slab);
	const struct kmalloc_cache *cache = cache_desc(m, s->cache);
	pfn_t pfn = slab_pfn(s);
	const struct slab_shape *shape =
		s->order == cache->oo.order ? &cache->oo : &cache->min;

	slab_expect(c->checker, BROKEN_SLAB_PAGE, slab, slab,
		    page_slab_of(m, pfn)->slab);
	slab_expect(c->checker, BROKEN_SLAB_PAGE, slab, PAGE_STATE_SLAB,
		    page_view(m, pfn).state);
	slab_expect(c->checker, BROKEN_SLAB_PAGE, slab, s->order,
		    page_of(m, pfn)->use_order);
	slab_expect(c->checker, BROKEN_SLAB_PAGE, slab, shape->order, s->order);
	slab_expect(c->checker, BROKEN_SLAB_COUNTERS, slab, shape->objects,
		    slab_nr_objects(s));
	if (slab_rules(m)->marks_node_partial)
		slab_expect(c->checker, BROKEN_SLAB_LIST, slab,
			    c->listed[slab].place == SLAB_ON_NODE_PARTIAL,
			    on_node_partial(m, slab));
	if (s->exts)
		slab_expect(c->checker, BROKEN_SLAB_VECTOR, slab, 1,
			    slab_object_of(m, s->exts)->used);
}

/* What a node counts of a cache against the slabs there are. */
static void check_totals(struct slab_checker *c, unsigned cache)
{
	const struct model *m = c->m;
	struct cache_counts counts = cache_count(m, cache);
	int64_t slabs = 0;
	int64_t objects = 0;

	for (uint32_t slab = 1; slab <= m->slab_numbers->nr; slab++) {
		const struct slab *s = slab_of(m, slab);

		if (!s->pfn || s->cache != cache)
			continue;
		slabs++;
		objects += slab_nr_objects(s);
	}
	slab_expect(c->checker, BROKEN_SLAB_TOTALS, 0, slabs,
		    (int64_t)counts.slabs);
	slab_expect(c->checker, BROKEN_SLAB_TOTALS, 0, objects,
		    (int64_t)counts.objects);
}

static void check_lists(struct slab_checker *c, unsigned cache)
{
	for (unsigned cpu = 0; cpu < c->m->machine.nr_cpus; cpu++)
		check_cpu(c, cache, cpu);
	for (unsigned node = 0; node < c->m->machine.nr_nodes; node++)
		check_node(c, cache, node);
}

bool page_is_frozen(const struct model *m, const struct page *page)
{
	return m->machine.profile->pages_are_born_frozen &&
	       page->refcount == 0 &&
	       page_has_type(m->machine.profile, page_type_word(page));
}

void check_slabs(struct checker *checker)
{
	const struct model *m = checker->m;
	const struct check_report *report = checker->report;
	struct slab_checker c = { .m = m, .checker = checker };
	uint64_t broken = report->broken;

	if (m->slab_numbers->nr == 0)
		return;
	c.listed = calloc((size_t)m->slab_numbers->nr + 1, sizeof(*c.listed));
	assert(c.listed && "the host has no memory to check the slabs");
	c.held = check_sheaves(checker);
	for (unsigned cache = 0; cache < m->caches.nr; cache++)
		check_lists(&c, cache);
	/* Lists that do not end cannot be counted. */
	for (unsigned cache = 0;
	     cache < m->caches.nr && report->broken == broken; cache++)
		check_totals(&c, cache);
	for (uint32_t slab = 1; slab <= m->slab_numbers->nr; slab++) {
		if (!slab_of(m, slab)->pfn)
			continue;
		check_page(&c, slab);
		check_counters(&c, slab);
	}
	free(c.held);
	free(c.listed);
}
