/*
 * Taking pages of another migratetype as kernels up to 6.9 do: the largest
 * block is brought to the own lists, with its whole pageblock where that is
 * worth it; then the own lists are tried again.
 *
 * Kernel counterpart: __rmqueue_fallback, steal_suitable_fallback
 * (mm/page_alloc.c), 5.10.223 and 6.1.192.
 */
#include "core/fallback_internal.h"

#include "core/page_internal.h"

int64_t move_pageblock(struct model *m, const struct request *request,
		       struct free_block block, struct block_survey *survey)
{
	pfn_t start = block.pfn & ~(pageblock_pages(m) - 1);
	pfn_t end = start + pageblock_pages(m);

	if (!zone_spans(request->zone, start))
		start = block.pfn;
	*survey = (struct block_survey){ .start = start };
	if (!zone_spans(request->zone, end - 1))
		return 0;
	*survey = survey_pages(m, start, end);
	return move_freepages_only(m, request->zone, start, end, request->type);
}

static void steal_single_block(struct model *m, const struct request *request,
			       struct free_block block)
{
	probe(m, PROBE_STEAL_SINGLE, block.pfn, block.order, block.type,
	      request->type);
	move_to_free_list(m, request->zone, block, request->type);
}

/* Moves the whole pageblock; false when only the block itself can go. */
static bool steal_pageblock(struct model *m, const struct request *request,
			    struct free_block block)
{
	enum migratetype block_type = pageblock_type(m, block.pfn);
	struct block_survey survey = { 0 };
	int64_t moved = move_pageblock(m, request, block, &survey);

	if (moved == 0)
		return false;
	int64_t alike = alike_pages(m, request, &survey, block_type);
	int64_t half = pageblock_pages(m) / 2;
	bool claim = moved + alike >= half || m->machine.mobility_disabled;

	probe(m, PROBE_STEAL_PAGEBLOCK_HALF, moved, alike, half, claim);
	if (claim)
		retype_pageblock(m, block.pfn & ~(pageblock_pages(m) - 1),
				 request->type, moved);
	return true;
}

static void steal_suitable_fallback(struct model *m,
				    const struct request *request,
				    struct free_block block, bool whole)
{
	const struct zone *zone = request->zone;
	enum migratetype block_type = pageblock_type(m, block.pfn);

	frame(m, PROBE_STEAL_SUITABLE, block.pfn, block.order, block_type,
	      request->type, whole);
	if (block_type == MIGRATE_HIGHATOMIC) {
		steal_single_block(m, request, block);
		return;
	}
	if (block.order >= m->machine.pageblock_order) {
		change_pageblock_range(m, block.pfn, block.order,
				       request->type);
		steal_single_block(m, request, block);
		return;
	}
	bool boosted = boost_watermark(m, zone) ||
		       profile_of(m)->boost_flag_in_any_case;

	if (boosted && request->alloc_flags & profile_of(m)->alloc_kswapd)
		put_again(m, &zone->flags,
			  zone->flags | ZONE_BOOSTED_WATERMARK);
	if (!whole || !steal_pageblock(m, request, block))
		steal_single_block(m, request, block);
}

/* The block that the search ends at; false when there is none. */
static bool find_block(struct model *m, const struct request *request,
		       unsigned least, struct free_block *ret)
{
	const struct zone *zone = request->zone;
	bool smallest = false;
	int type = -1;
	int order = (int)m->machine.max_order;

	for (; order >= (int)least; order--) {
		type = find_fallback(m, zone, (unsigned)order, request->type);
		probe(m, PROBE_FALLBACK_ORDER, order, request->type, type >= 0);
		if (type >= 0)
			break;
	}
	if (type < 0)
		return false;
	/* Rather a small block than a large one whose pageblock stays as it
   * is. */
	smallest = !worth_a_pageblock(m, (unsigned)order, request->type) &&
		   request->type == movable_type(m) &&
		   order > (int)request->order;
	if (smallest) {
		probe(m, PROBE_FALLBACK_SMALLEST, order);
		order = (int)request->order;
		while ((type = find_fallback(m, zone, (unsigned)order,
					     request->type)) < 0)
			order++;
	}
	*ret = (struct free_block){
		.pfn = list_head_page(free_list(zone, (unsigned)order,
						(enum migratetype)type)),
		.order = (unsigned)order,
		.type = (enum migratetype)type,
	};
	return true;
}

bool rmqueue_fallback(struct model *m, const struct request *request)
{
	struct free_block block = { 0 };
	unsigned least = request->order;

	frame(m, PROBE_RMQUEUE_FALLBACK, request->order, request->type,
	      zone_index(m, request->zone));
	if (least < m->machine.pageblock_order &&
	    request->alloc_flags & ALLOC_NOFRAGMENT)
		least = m->machine.pageblock_order;
	probe(m, PROBE_FALLBACK_LEAST, least,
	      !!(request->alloc_flags & ALLOC_NOFRAGMENT));
	if (!find_block(m, request, least, &block))
		return false;
	steal_suitable_fallback(
		m, request, block,
		worth_a_pageblock(m, block.order, request->type));
	probe(m, PROBE_FALLBACK_EXTFRAG, block.pfn, request->order, block.order,
	      request->type, block.type,
	      pageblock_type(m, block.pfn) == request->type);
	return true;
}
