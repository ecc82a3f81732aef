/*
 * Taking pages of another migratetype: claim a whole pageblock when that is
 * worth it, else steal the smallest block that will do.
 *
 * Kernel counterpart: __rmqueue_claim, try_to_steal_block, __rmqueue_steal,
 * boost_watermark (mm/page_alloc.c), 6.12.107.
 */
#include "core/fallback_internal.h"

#include "core/buddy_internal.h"
#include "core/pageblock_internal.h"
#include "core/rmqueue_internal.h"
#include "core/vmstat_internal.h"

int find_fallback(const struct model *m, const struct zone *zone,
		  unsigned order, enum migratetype start)
{
	for (unsigned i = 0; i < 2; i++) {
		enum migratetype type = profile_of(m)->fallbacks[start][i];

		if (!list_empty(free_list(zone, order, type)))
			return (int)type;
	}
	return -1;
}

bool worth_a_pageblock(const struct model *m, unsigned order,
		       enum migratetype start)
{
	return order >= m->machine.pageblock_order ||
	       order >= m->machine.pageblock_order / 2 ||
	       start == profile_of(m)->reclaimable ||
	       start == MIGRATE_UNMOVABLE || m->machine.mobility_disabled;
}

/* Asked of an order at one of two places; `id` says at which. */
static bool can_steal(struct model *m, enum probe_id id, unsigned order,
		      enum migratetype start)
{
	unsigned half = m->machine.pageblock_order / 2;
	bool can = worth_a_pageblock(m, order, start);

	probe(m, id, order, start, half, can);
	return can;
}

/* x * n / d without overflow, as mult_frac(). */
static int64_t mult_frac(int64_t x, int64_t n, int64_t d)
{
	return x / d * n + x % d * n / d;
}

bool boost_watermark(struct model *m, const struct zone *zone)
{
	int64_t block = pageblock_pages(m);
	int64_t factor = m->machine.watermark_boost_factor;
	int64_t most = mult_frac(zone->watermark[WMARK_HIGH], factor, 10000);

	frame(m, PROBE_BOOST_WATERMARK, zone_index(m, zone), factor, block,
	      zone->managed_pages);
	if (factor == 0 || block * 4 > zone->managed_pages || most == 0) {
		probe(m, PROBE_BOOST_NONE, factor, block * 4,
		      zone->managed_pages, most);
		return false;
	}
	if (most < block)
		most = block;
	int64_t boost = zone->watermark_boost + block;

	if (boost > most)
		boost = most;
	probe(m, PROBE_BOOST, zone->watermark_boost, boost, most);
	put_again(m, &zone->watermark_boost, boost);
	return true;
}

/* Takes a block of at least a pageblock together with its pageblocks. */
static pfn_t claim_whole_block(struct model *m, const struct request *request,
			       struct free_block block)
{
	const struct zone *zone = request->zone;

	probe(m, PROBE_CLAIM_WHOLE, block.pfn, block.order, block.type,
	      request->type);
	del_page_from_free_list(m, zone, block);
	account_freepages(m, zone, -pages_in(block.order), block.type);
	change_pageblock_range(m, block.pfn, block.order, request->type);
	block.type = request->type;
	int64_t given_back = expand(m, zone, block, request->order);

	account_freepages(m, zone, given_back, request->type);
	return block.pfn;
}

int64_t alike_pages(const struct model *m, const struct request *request,
		    const struct block_survey *survey,
		    enum migratetype block_type)
{
	if (request->type == movable_type(m))
		return survey->movable;
	if (block_type == movable_type(m))
		return pageblock_pages(m) - (survey->free + survey->movable);
	return 0;
}

static pfn_t try_to_steal_block(struct model *m, const struct request *request,
				struct free_block block)
{
	const struct zone *zone = request->zone;
	struct block_survey survey;

	block.type = pageblock_type(m, block.pfn);
	frame(m, PROBE_TRY_TO_STEAL_BLOCK, block.pfn, block.order, block.type,
	      request->type);
	if (block.type == MIGRATE_HIGHATOMIC)
		return PFN_NONE;
	if (block.order >= m->machine.pageblock_order)
		return claim_whole_block(m, request, block);
	if (boost_watermark(m, zone) &&
	    request->alloc_flags & profile_of(m)->alloc_kswapd)
		put_again(m, &zone->flags,
			  zone->flags | ZONE_BOOSTED_WATERMARK);
	bool inside = survey_pageblock(m, zone, block.pfn, &survey);

	probe(m, PROBE_STEAL_SURVEY, survey.start, inside, survey.free,
	      survey.movable);
	if (!inside)
		return PFN_NONE;
	int64_t alike = alike_pages(m, request, &survey, block.type);
	int64_t half = pageblock_pages(m) / 2;
	bool claim =
		survey.free + alike >= half || m->machine.mobility_disabled;

	probe(m, PROBE_STEAL_HALF, survey.free, alike, half, claim);
	if (!claim)
		return PFN_NONE;
	move_freepages_block(m, zone, survey.start, request->type);
	return rmqueue_smallest(m, request);
}

/* One order of the claim search.  *done: the search ends here. */
static pfn_t claim_at_order(struct model *m, const struct request *request,
			    unsigned order, bool *done)
{
	const struct zone *zone = request->zone;
	int64_t nr_free = zone->free_area[order].nr_free;
	bool worth_first = profile_of(m)->claim_asks_worth_first;

	*done = worth_first &&
		!can_steal(m, PROBE_CLAIM_WORTH, order, request->type);
	if (*done)
		return PFN_NONE;
	int type = nr_free ? find_fallback(m, zone, order, request->type) : -1;

	if (type < 0) {
		probe(m, PROBE_CLAIM_NONE_HERE, order, nr_free, request->type);
		return PFN_NONE;
	}
	*done = !worth_first &&
		!can_steal(m, PROBE_CAN_STEAL, order, request->type);
	if (*done)
		return PFN_NONE;
	struct free_block block = {
		.pfn = list_head_page(
			free_list(zone, order, (enum migratetype)type)),
		.order = order,
		.type = (enum migratetype)type,
	};

	probe(m, PROBE_CLAIM_FOUND, order, type, block.pfn);
	pfn_t pfn = try_to_steal_block(m, request, block);

	if (pfn == PFN_NONE)
		return PFN_NONE;
	probe(m, PROBE_CLAIM_EXTFRAG, pfn, request->order, order, request->type,
	      type, pageblock_type(m, pfn) == request->type);
	*done = true;
	return pfn;
}

pfn_t rmqueue_claim(struct model *m, const struct request *request)
{
	unsigned least = request->order;
	bool done = false;

	frame(m, PROBE_RMQUEUE_CLAIM, request->order, request->type,
	      zone_index(m, request->zone));
	if (least < m->machine.pageblock_order &&
	    request->alloc_flags & ALLOC_NOFRAGMENT)
		least = m->machine.pageblock_order;
	probe(m, PROBE_CLAIM_LEAST, least,
	      !!(request->alloc_flags & ALLOC_NOFRAGMENT));
	for (int order = (int)m->machine.max_order; order >= (int)least;
	     order--) {
		pfn_t pfn = claim_at_order(m, request, (unsigned)order, &done);

		if (done)
			return pfn;
	}
	return PFN_NONE;
}

pfn_t rmqueue_steal(struct model *m, const struct request *request)
{
	const struct zone *zone = request->zone;

	frame(m, PROBE_RMQUEUE_STEAL, request->order, request->type,
	      zone_index(m, zone));
	for (unsigned order = request->order; order <= m->machine.max_order;
	     order++) {
		int type =
			zone->free_area[order].nr_free
				? find_fallback(m, zone, order, request->type)
				: -1;

		if (type < 0) {
			probe(m, PROBE_STEAL_NONE_HERE, order, request->type);
			continue;
		}
		struct free_block block = {
			.pfn = list_head_page(
				free_list(zone, order, (enum migratetype)type)),
			.order = order,
			.type = (enum migratetype)type,
		};

		probe(m, PROBE_STEAL_TAKE, block.pfn, order, type);
		page_del_and_expand(m, zone, block, request->order);
		probe(m, PROBE_STEAL_EXTFRAG, block.pfn, request->order, order,
		      request->type, type);
		return block.pfn;
	}
	return PFN_NONE;
}
