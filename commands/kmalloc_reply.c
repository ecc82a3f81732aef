/*
 * What is said about a kmalloc and a kfree that have run to their end.
 */
#include <inttypes.h>

#include "commands/operation_reply.h"
#include "commands/session_internal.h"
#include "core/slab_places.h"

static const char *level_words(enum slab_level level)
{
	switch (level) {
	case SLAB_NO_LEVEL:
		break;
	case SLAB_FROM_CPU:
		return "from this cpu's freelist";
	case SLAB_FROM_SLAB:
		return "freed into this cpu's slab by others";
	case SLAB_FROM_CPU_PARTIAL:
		return "from this cpu's partial list";
	case SLAB_FROM_NODE_PARTIAL:
		return "from the node's partial list";
	case SLAB_FROM_NEW:
		return "from a new slab";
	case SLAB_FROM_MAIN:
		return "from this cpu's main sheaf";
	case SLAB_FROM_SPARE:
		return "from this cpu's spare sheaf";
	case SLAB_FROM_BARN:
		return "from a full sheaf of the barn";
	}
	return "none";
}

static const struct kmalloc_cache *cache_of(const struct model *m,
					    const struct op_result *result)
{
	return &model_caches(m)->caches[result->cache];
}

/* Keys that every kmalloc has, whatever came of it. */
static void reply_cache_keys(const struct model *m,
			     const struct op_result *result, struct reply *r)
{
	bool got = result->pfn != PFN_NONE;

	if (result->cache < 0) {
		reply_null(r, "cache");
		reply_null(r, "object");
	} else {
		reply_string(r, "cache", cache_of(m, result)->name);
		if (got)
			reply_number(r, "object", result->object);
		else
			reply_null(r, "object");
		reply_string(r, "level", slab_level_name(result->level));
	}
	if (result->cache >= 0)
		reply_number(r, "size", cache_of(m, result)->size);
	else if (got)
		reply_number(r, "size", pages_in(result->order) << PAGE_SHIFT);
	else
		reply_null(r, "size");
	if (result->path == PATH_NONE)
		reply_null(r, "path");
	else
		reply_string(r, "path", alloc_path_name(result->path));
	if (result->migratetype < 0)
		reply_null(r, "migratetype");
	else
		reply_string(r, "migratetype",
			     model_machine(m)
				     ->profile
				     ->migratetype_names[result->migratetype]);
}

static void reply_object_got(const struct model *m,
			     const struct op_result *result, struct reply *r)
{
	unsigned zone = (unsigned)result->zone;

	if (result->cache >= 0)
		reply_text(r, "%s, object %u of slab pfn %" PRIu32,
			   cache_of(m, result)->name, result->object,
			   result->pfn);
	else
		reply_text(r, "no cache, pfn %" PRIu32, result->pfn);
	reply_text(r, ", order %u, node %u zone %s", result->order,
		   zone_at(m, zone)->node, zone_name(m, zone));
	if (result->cache >= 0)
		reply_text(r, ", %s", level_words(result->level));
	if (result->path != PATH_NONE)
		reply_text(r, ", %s", alloc_path_words(result->path));
	reply_number(r, "pfn", result->pfn);
	reply_number(r, "order", result->order);
	reply_number(r, "node", zone_at(m, zone)->node);
	reply_string(r, "zone", zone_name(m, zone));
}

static void reply_no_memory_wanted(struct reply *r)
{
	reply_text(r, "ZERO_SIZE_PTR, no memory");
	reply_null(r, "pfn");
	reply_null(r, "order");
	reply_null(r, "node");
	reply_null(r, "zone");
}

void reply_kmalloc(struct session *s, uint32_t op, struct reply *r)
{
	const struct op_result *result = history_result(s->m, op);

	reply_ref(s, op, r);
	if (history_op(s->m, op)->size == 0)
		reply_no_memory_wanted(r);
	else if (result->pfn == PFN_NONE)
		reply_refused(s, op, r);
	else
		reply_object_got(s->m, result, r);
	reply_cache_keys(s->m, result, r);
	reply_steps(s, op, r);
	if (result->pfn != PFN_NONE)
		s->page = result->pfn;
}

void reply_kfree(struct session *s, uint32_t op, struct reply *r)
{
	const struct operation *operation = history_op(s->m, op);
	const struct op_result *result = history_result(s->m, op);
	uint32_t slab = slab_of_pfn(s->m, operation->pfn);
	bool in_use = page_at(s->m, operation->pfn)->use == PAGE_ALLOCATED;

	reply_number(r, "pfn", operation->pfn);
	reply_number(r, "order", result->order);
	reply_text(r, "pfn %" PRIu32, operation->pfn);
	if (slab) {
		const struct slab *at = slab_at(s->m, slab);

		reply_text(r, ", object %u of %s: inuse %u of %u, %u given",
			   operation->object,
			   model_caches(s->m)->caches[at->cache].name,
			   slab_inuse(at), slab_nr_objects(at),
			   slab_nr_given(s->m, slab));
		reply_number(r, "object", operation->object);
	} else if (in_use) {
		reply_text(r, ", order %u: somebody holds it still",
			   result->order);
	} else {
		reply_text(r, ", order %u: its pages went back, ",
			   result->order);
		if (result->merged_order < 0)
			reply_text(r, "on a pcp list");
		else
			reply_text(r, "in a free block of order %d",
				   result->merged_order);
	}
	if (slab || result->merged_order < 0)
		reply_null(r, "merged_order");
	else
		reply_number(r, "merged_order", result->merged_order);
	reply_steps(s, op, r);
	s->page = operation->pfn;
}
