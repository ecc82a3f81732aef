/*
 * Where slabs come from and where they go: the page allocator.
 */
#include "core/alloc_tag_internal.h"
#include "core/form_internal.h"
#include "core/operation.h"
#include "core/page_alloc_internal.h"
#include "core/page_free_internal.h"
#include "core/page_type.h"
#include "core/slab_internal.h"

/* GFP_RECLAIM_MASK | GFP_CONSTRAINT_MASK */
static gfp_t slab_gfp_mask(const struct gfp_bits *bits)
{
	return bits->direct_reclaim | bits->kswapd_reclaim | bits->high |
	       bits->io | bits->fs | bits->nowarn | bits->retry_mayfail |
	       bits->nofail | bits->noretry | bits->memalloc |
	       bits->nomemalloc | bits->hardwall | bits->thisnode |
	       bits->atomic;
}

/* The large attempt shall be quick, silent and free of side effects. */
static gfp_t gfp_of_first_try(const struct model *m,
			      const struct kmalloc_cache *cache, gfp_t gfp)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	gfp_t first = (gfp | bits->nowarn | bits->noretry) & ~bits->nofail;
	bool waits = m->machine.profile->large_slabs_may_wait;

	if (!waits && gfp & bits->direct_reclaim &&
	    cache->oo.order > cache->min.order)
		first = (first | bits->nomemalloc) &
			~(bits->direct_reclaim | bits->kswapd_reclaim);
	return first;
}

/* One call of the page allocator. */
struct page_call {
	gfp_t gfp;
	unsigned order;
	int node;
	pfn_t pfn; /* what came of it */
};

static void call_alloc_pages(struct model *m, void *context)
{
	struct page_call *call = context;

	call->pfn = form_wanted(m)->alloc_pages(m, call->gfp, call->order,
						call->node);
}

static pfn_t alloc_slab_page(struct model *m, gfp_t gfp, unsigned order,
			     int nid)
{
	const struct slab_rules *rules = slab_rules(m);
	struct page_call call = {
		.gfp = gfp,
		.order = order,
		.node = nid < 0 ? m->machine.cpu_node[m->cpu] : nid,
	};
	const struct codetag site = {
		.file = "mm/slub.c",
		.line = nid < 0 ? rules->page_line : rules->node_page_line,
		.function = "alloc_slab_page",
	};

	enum alloc_path path = m->path;

	frame(m, PROBE_ALLOC_SLAB_PAGE, order, gfp, call.node);
	alloc_hooks(m, &site, call_alloc_pages, &call);
	/* It is not the end: a smaller block or another slab may do. */
	if (call.pfn == PFN_NONE)
		m->path = path;
	return call.pfn;
}

/* A number for a new slab. */
static uint32_t take_number(struct model *m)
{
	const struct slab_numbers *numbers = m->slab_numbers;
	uint32_t slab = numbers->free;

	if (slab) {
		put(m, &numbers->free, slab_of(m, slab)->next);
		put(m, &slab_of(m, slab)->next, 0);
		return slab;
	}
	slab = numbers->nr + 1;
	assert(slab <= m->slab_room && "operation_check() looks for room");
	put(m, &numbers->nr, slab);
	return slab;
}

/* Pages of a slab have no users to count, once pages are born frozen. */
static void freeze_page(struct model *m, pfn_t pfn)
{
	if (m->machine.profile->pages_are_born_frozen)
		put(m, &page_of(m, pfn)->refcount, 0);
}

static void put_type(struct model *m, pfn_t pfn, const char *name)
{
	const struct page_types *types = page_types_of(m->machine.profile);
	int type = page_types_lookup(types, name);
	uint32_t word = PAGE_TYPE_NONE;

	assert(type >= 0 && "this kernel marks such pages in their flags");
	page_types_set(types, (unsigned)type, &word);
	put(m, &page_of(m, pfn)->page_type_inverted, ~word);
}

static void mark_slab(struct model *m, pfn_t pfn)
{
	uint64_t flag = pageflag_mask(&m->machine.layout, PG_slab);
	const struct page *page = page_of(m, pfn);

	if (flag)
		put(m, &page->flags_diff, page->flags_diff | flag);
	else
		put_type(m, pfn, "slab");
	freeze_page(m, pfn);
}

static void unmark_slab(struct model *m, pfn_t pfn)
{
	uint64_t flag = pageflag_mask(&m->machine.layout, PG_slab);
	const struct page *page = page_of(m, pfn);

	put(m, &page->flags_diff, page->flags_diff & ~flag);
	if (!flag)
		put(m, &page->page_type_inverted, 0);
}

void mark_large_kmalloc(struct model *m, pfn_t pfn)
{
	if (slab_rules(m)->large_has_type)
		put_type(m, pfn, "large_kmalloc");
	freeze_page(m, pfn);
}

void unmark_large_kmalloc(struct model *m, pfn_t pfn)
{
	if (slab_rules(m)->large_has_type)
		put(m, &page_of(m, pfn)->page_type_inverted, 0);
}

/* Every object leads to the next one. */
static void build_freelist(struct model *m, uint32_t slab, unsigned objects)
{
	for (unsigned i = 0; i < objects; i++)
		put(m, &slab_object_of(m, slab_ref(slab, i))->next,
		    i + 1 < objects ? i + 2 : 0);
}

static uint32_t init_slab(struct model *m, unsigned cache, pfn_t pfn,
			  const struct slab_shape *shape)
{
	bool frozen = slab_rules(m)->born_frozen;
	uint32_t slab = take_number(m);
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_node *n = NULL;

	put(m, &s->pfn, pfn + 1);
	put(m, &page_slab_of(m, pfn)->slab, slab);
	put(m, &s->cache, cache);
	put(m, &s->order, shape->order);
	put(m, &s->counters,
	    shape->objects << 16 | (frozen ? shape->objects | 1U << 31 : 0));
	put(m, &s->freelist, 1);
	mark_slab(m, pfn);
	build_freelist(m, slab, shape->objects);
	n = cache_node_of(m, s);
	put(m, &n->nr_slabs, n->nr_slabs + 1);
	put(m, &n->total_objects, n->total_objects + shape->objects);
	return slab;
}

uint32_t allocate_slab(struct model *m, const struct slab_request *request)
{
	const struct kmalloc_cache *cache = cache_desc(m, request->cache);
	gfp_t gfp = (request->gfp & slab_gfp_mask(&m->machine.profile->gfp)) |
		    cache->allocflags;
	gfp_t first = gfp_of_first_try(m, cache, gfp);
	const struct slab_shape *shape = &cache->oo;

	frame(m, PROBE_ALLOCATE_SLAB, request->cache, request->gfp, gfp);
	probe(m, PROBE_ALLOCATE_SLAB_TRY, shape->order, first);
	pfn_t pfn = alloc_slab_page(m, first, shape->order, request->nid);

	if (pfn == PFN_NONE) {
		shape = &cache->min;
		probe(m, PROBE_ALLOCATE_SLAB_FALLBACK, shape->order, gfp);
		pfn = alloc_slab_page(m, gfp, shape->order, request->nid);
	}
	if (pfn == PFN_NONE)
		return 0;
	probe(m, PROBE_ALLOCATE_SLAB_INIT, pfn, shape->order, shape->objects);
	return init_slab(m, request->cache, pfn, shape);
}

/* The slab's number is free again. */
static void give_number_back(struct model *m, uint32_t slab)
{
	const struct slab *s = slab_of(m, slab);

	put(m, &page_slab_of(m, slab_pfn(s))->slab, 0);
	put(m, &s->pfn, 0);
	put(m, &s->counters, 0);
	put(m, &s->freelist, 0);
	put(m, &s->cache, 0);
	put(m, &s->order, 0);
	put(m, &s->next, m->slab_numbers->free);
	put(m, &m->slab_numbers->free, slab);
}

void discard_slab(struct model *m, uint32_t slab)
{
	const struct slab *s = slab_of(m, slab);
	const struct kmem_cache_node *n = cache_node_of(m, s);
	pfn_t pfn = slab_pfn(s);
	unsigned order = s->order;

	frame(m, PROBE_DISCARD_SLAB, pfn, order, s->cache);
	put(m, &n->nr_slabs, n->nr_slabs - 1);
	put(m, &n->total_objects, n->total_objects - slab_nr_objects(s));
	free_slab_obj_exts(m, slab);
	probe(m, PROBE_FREE_SLAB, pfn, order);
	unmark_slab(m, pfn);
	give_number_back(m, slab);
	if (m->machine.profile->pages_are_born_frozen)
		free_unref_page(m, pfn, order);
	else
		form_wanted(m)->free_pages(m, pfn, order);
}
