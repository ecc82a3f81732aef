/*
 * Taking pages of another migratetype as kernels up to 4.14 do: the largest
 * block serves the request itself, what is too much of it changes to the own
 * lists, and before that its pageblock where that is worth it.
 *
 * Kernel counterpart: __rmqueue_fallback, steal_suitable_fallback
 * (mm/page_alloc.c), 4.1.52 and 4.9.229.
 */
#include "core/buddy_internal.h"
#include "core/fallback_internal.h"

/* The pageblock changes its type when half of it came along. */
static void take_pageblock(struct model *m, const struct request *request,
			   struct free_block block)
{
	struct block_survey survey;
	int64_t moved = move_pageblock(m, request, block, &survey);
	int64_t half = pageblock_pages(m) / 2;
	bool claim = moved >= half || m->machine.mobility_disabled;

	probe(m, PROBE_STEAL_PAGEBLOCK_HALF, moved, 0, half, claim);
	if (claim)
		retype_pageblock(m, block.pfn & ~(pageblock_pages(m) - 1),
				 request->type, moved);
}

static void take_suitable_fallback(struct model *m,
				   const struct request *request,
				   struct free_block block)
{
	frame(m, PROBE_STEAL_SUITABLE, block.pfn, block.order,
	      pageblock_type(m, block.pfn), request->type, true);
	if (block.order >= m->machine.pageblock_order)
		change_pageblock_range(m, block.pfn, block.order,
				       request->type);
	else
		take_pageblock(m, request, block);
}

/* Wherever the block is linked now: off, and the rest to the own lists. */
static void take_block(struct model *m, const struct request *request,
		       struct free_block block)
{
	block.type = remembered_type(m, block.pfn);
	del_page_from_free_list(m, request->zone, block);
	block.type = request->type;
	expand(m, request->zone, block, request->order);
	remember_type(m, block.pfn, request->type);
}

static bool largest_block(struct model *m, const struct request *request,
			  struct free_block *ret)
{
	const struct zone *zone = request->zone;

	for (int order = (int)m->machine.max_order;
	     order >= (int)request->order; order--) {
		int type =
			find_fallback(m, zone, (unsigned)order, request->type);

		probe(m, PROBE_FALLBACK_ORDER, order, request->type, type >= 0);
		if (type < 0)
			continue;
		*ret = (struct free_block){
			.pfn = list_head_page(free_list(
				zone, (unsigned)order, (enum migratetype)type)),
			.order = (unsigned)order,
			.type = (enum migratetype)type,
		};
		return true;
	}
	return false;
}

pfn_t rmqueue_take(struct model *m, const struct request *request)
{
	struct free_block block = { 0 };

	frame(m, PROBE_RMQUEUE_FALLBACK, request->order, request->type,
	      zone_index(m, request->zone));
	if (!largest_block(m, request, &block))
		return PFN_NONE;
	if (worth_a_pageblock(m, block.order, request->type))
		take_suitable_fallback(m, request, block);
	take_block(m, request, block);
	probe(m, PROBE_FALLBACK_EXTFRAG, block.pfn, request->order, block.order,
	      request->type, block.type,
	      pageblock_type(m, block.pfn) == request->type);
	path_taken(m, PATH_FALLBACK);
	return block.pfn;
}
