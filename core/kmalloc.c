/*
 * kmalloc and kfree: which of the three ways a request goes.
 *
 * A constant size is sorted out by the compiler: above two pages it goes
 * straight to the page allocator, below to the cache of its class.  Any other
 * size is looked at when the program runs.
 */
#include "core/form_internal.h"
#include "core/operation.h"
#include "core/page_alloc_internal.h"
#include "core/page_change_internal.h"
#include "core/page_free_internal.h"
#include "core/slab_internal.h"

/* GFP_SLAB_BUG_MASK: zones that the kernel has no address of its own for. */
gfp_t kmalloc_fix_flags(const struct model *m, gfp_t gfp)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;

	return gfp & ~(bits->highmem | bits->dma32);
}

static gfp_t fix_flags(struct model *m, gfp_t gfp)
{
	gfp_t fixed = kmalloc_fix_flags(m, gfp);

	if (fixed != gfp) {
		frame(m, PROBE_KMALLOC_FIX_FLAGS, gfp, fixed);
	}
	return fixed;
}

static int local_node(const struct model *m, int nid)
{
	return nid < 0 ? m->machine.cpu_node[m->cpu] : nid;
}

/* __GFP_COMP, so that kfree() finds head and order. */
static void kmalloc_large(struct model *m, const struct operation *op,
			  struct op_result *ret)
{
	unsigned order = order_of_bytes(op->size);
	gfp_t gfp = fix_flags(m, op->gfp) | m->machine.profile->gfp.comp;

	frame(m, PROBE_KMALLOC_LARGE_NODE, op->size, order, gfp);
	ret->order = order;
	ret->migratetype = (int)gfp_migratetype(m, gfp);
	ret->pfn = form_wanted(m)->alloc_pages(m, gfp, order,
					       local_node(m, op->nid));
	ret->path = m->path;
	probe(m, PROBE_KMALLOC_LARGE_RESULT, ret->pfn,
	      (pages_in(order) << PAGE_SHIFT) - op->size, ret->pfn == PFN_NONE);
	if (ret->pfn == PFN_NONE)
		return;
	ret->zone = zone_of_pfn(m, ret->pfn);
	mark_large_kmalloc(m, ret->pfn);
}

/* False when there is no memory. */
static bool kmalloc_from_cache(struct model *m, const struct operation *op,
			       unsigned cache, struct op_result *ret)
{
	struct slab_request request = {
		.cache = cache,
		.gfp = fix_flags(m, op->gfp),
		.nid = op->nid,
		.tagged = true,
	};
	object_ref object = slab_alloc_node(m, &request, &ret->level);

	ret->cache = (int)cache;
	ret->migratetype =
		(int)gfp_migratetype(m, cache_desc(m, cache)->allocflags);
	if (!object) {
		ret->path = PATH_FAIL;
		return false;
	}
	const struct slab *slab = slab_of(m, slab_of_object(object));

	ret->pfn = slab_pfn(slab);
	ret->order = slab->order;
	ret->zone = zone_of_pfn(m, ret->pfn);
	ret->object = index_of_object(object);
	ret->path = ret->level == SLAB_FROM_NEW ? m->path : PATH_NONE;
	return true;
}

/* kmalloc_slab(): the cache for a size that only the running program knows,
 * or that the compiler found. */
static bool kmalloc_small(struct model *m, const struct operation *op,
			  struct op_result *ret)
{
	int cache = kmalloc_cache_of(&m->caches, op->size,
				     kmalloc_family_of(&m->machine, op->gfp));
	int64_t size = cache_desc(m, (unsigned)cache)->size;

	if (op->variable) {
		frame(m, PROBE_DO_KMALLOC, op->size, cache, size,
		      size - op->size);
		return kmalloc_from_cache(m, op, (unsigned)cache, ret);
	}
	frame(m, PROBE_KMALLOC_CACHE, op->size, cache, size, size - op->size);
	return kmalloc_from_cache(m, op, (unsigned)cache, ret);
}

void kmalloc(struct model *m, const struct operation *op, struct op_result *ret)
{
	bool given = false; /* an object */

	frame(m, PROBE_KMALLOC, op->size, op->gfp, op->variable, op->nid);
	if (op->size == 0)
		probe(m, PROBE_KMALLOC_ZERO, op->size);
	else if (op->size > KMALLOC_MAX_CACHE_SIZE)
		kmalloc_large(m, op, ret);
	else
		given = kmalloc_small(m, op, ret);
	if (given)
		probe(m, PROBE_KMALLOC_RESULT, ret->pfn, ret->object, op->size);
}

static void free_large_kmalloc(struct model *m, pfn_t pfn)
{
	unsigned order = compound_order(m, pfn);

	frame(m, PROBE_FREE_LARGE_KMALLOC, pfn, order);
	unmark_large_kmalloc(m, pfn);
	if (m->machine.profile->pages_are_born_frozen)
		free_unref_page(m, pfn, order);
	else
		form_wanted(m)->free_pages(m, pfn, order);
}

void kfree(struct model *m, const struct operation *op)
{
	uint32_t slab = slab_of_pfn(m, op->pfn);

	frame(m, PROBE_KFREE, op->pfn, slab != 0);
	if (slab)
		slab_free(m, slab_ref(slab, op->object));
	else
		free_large_kmalloc(m, op->pfn);
}
