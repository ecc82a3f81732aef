/*
 * What is other when it is kmalloc that one asks about: the pages are SLUB's
 * request, not the caller's, and a smaller size may do.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/whynot_internal.h"

bool is_given(const struct operation *op, const struct op_result *result)
{
	/* kmalloc(0) succeeds without memory. */
	return result->pfn != PFN_NONE ||
	       (op->kind == OP_KMALLOC && op->size == 0);
}

bool whynot_pages_asked(const struct model *m, const struct step *step,
			struct whynot *w)
{
	const struct probe *probe = probe_in(m, step->probe);

	if (step->probe != PROBE_ALLOC_SLAB_PAGE &&
	    step->probe != PROBE_KMALLOC_LARGE_NODE)
		return false;
	for (unsigned i = 0; i < probe->nr_args; i++) {
		if (strcmp(probe->args[i].name, "order") == 0)
			w->pages.order = (unsigned)step->args[i];
		if (strcmp(probe->args[i].name, "gfp") == 0)
			w->pages.gfp = (gfp_t)step->args[i];
	}
	return true;
}

bool add_got_object(const struct model *m, const struct op_result *result,
		    struct text *out)
{
	if (result->pfn == PFN_NONE)
		text_add(out, "ZERO_SIZE_PTR, no memory");
	else if (result->cache >= 0)
		text_add(out,
			 "object %u of slab page %" PRIu32 ", %s, from: %s",
			 result->object, result->pfn,
			 model_caches(m)->caches[result->cache].name,
			 slab_level_name(result->level));
	return result->pfn == PFN_NONE || result->cache >= 0;
}

static bool try_size(struct session *s, const struct whynot *w, unsigned size,
		     struct proposals *p)
{
	struct proposal proposal = { .kind = "size", .op = w->op };

	proposal.op.size = size;
	if (!proposal_works(s, p, &proposal))
		return false;
	proposal_add(p, &proposal);
	return true;
}

/* Of the same family. */
static bool next_smaller(const struct model *m, const struct whynot *w,
			 unsigned below, unsigned *ret)
{
	const struct kmalloc_caches *caches = model_caches(m);
	enum kmalloc_family family =
		kmalloc_family_of(model_machine(m), w->op.gfp);
	unsigned best = 0;

	for (unsigned i = 0; i < caches->nr; i++) {
		const struct kmalloc_cache *cache = &caches->caches[i];

		if (cache->family == family && cache->size < below &&
		    cache->size > best)
			best = cache->size;
	}
	*ret = best;
	return best > 0;
}

void propose_size(struct session *s, const struct whynot *w,
		  struct proposals *p)
{
	unsigned order = order_of_bytes(w->op.size);
	unsigned most = model_machine(s->m)->max_order + 1;
	unsigned size = w->op.size;
	bool found = false;

	if (order > most)
		order = most;
	for (; size > KMALLOC_MAX_CACHE_SIZE && order > 2 && !found; order--)
		found = try_size(s, w, 1U << (PAGE_SHIFT + order - 1), p);
	while (!found && next_smaller(s->m, w, size, &size))
		found = try_size(s, w, size, p);
}
