#include "core/rmqueue_internal.h"

#include "core/buddy_internal.h"
#include "core/fallback_internal.h"
#include "core/kswapd_internal.h"
#include "core/pcp_internal.h"
#include "core/vmstat_internal.h"

static struct request of_type(const struct request *request,
			      enum migratetype type)
{
	struct request other = *request;

	other.type = type;
	return other;
}

pfn_t rmqueue_smallest(struct model *m, const struct request *request)
{
	const struct zone *zone = request->zone;

	frame(m, PROBE_RMQUEUE_SMALLEST, request->order, request->type,
	      zone_index(m, zone));
	for (unsigned order = request->order; order <= m->machine.max_order;
	     order++) {
		const struct list_head *list =
			free_list(zone, order, request->type);

		if (list_empty(list)) {
			probe(m, PROBE_SMALLEST_EMPTY, order, request->type);
			continue;
		}
		struct free_block block = { .pfn = list_head_page(list),
					    .order = order,
					    .type = request->type };

		probe(m, PROBE_SMALLEST_TAKE, order, request->type, block.pfn,
		      list->nr);
		page_del_and_expand(m, zone, block, request->order);
		/* set_pcppage_migratetype: which list it came from. */
		remember_type(m, block.pfn, request->type);
		probe(m, PROBE_SMALLEST_GOT, block.pfn, request->order,
		      request->type,
		      pcp_allowed_order(m, request->order) &&
			      request->type < MIGRATE_PCPTYPES);
		return block.pfn;
	}
	probe(m, PROBE_SMALLEST_NONE, request->order, request->type);
	return PFN_NONE;
}

/* CMA areas are used first while they hold more than half of what is free. */
static pfn_t rmqueue_balance_cma(struct model *m, const struct request *request)
{
	const struct zone *zone = request->zone;

	if (!profile_of(m)->cma_half_rule || !m->machine.cma ||
	    !(request->alloc_flags & ALLOC_CMA))
		return PFN_NONE;
	int64_t free_cma = zone_page_state(zone->vm_stat_free_cma);
	int64_t half = zone_page_state(zone->vm_stat_free) / 2;
	bool use = free_cma > half;

	probe(m, PROBE_RMQUEUE_CMA_HALF, free_cma, half, use);
	if (!use)
		return PFN_NONE;
	struct request cma = of_type(request, MIGRATE_CMA);

	return rmqueue_smallest(m, &cma);
}

/* The ways to find a page, from the mode on; *mode is where it was found. */
static pfn_t rmqueue_from_mode(struct model *m, const struct request *request,
			       enum rmqueue_mode *mode)
{
	pfn_t pfn = PFN_NONE;

	if (*mode <= RMQUEUE_NORMAL) {
		pfn = rmqueue_smallest(m, request);
		if (pfn != PFN_NONE)
			return pfn;
	}
	if (*mode <= RMQUEUE_CMA && request->alloc_flags & ALLOC_CMA) {
		struct request cma = of_type(request, MIGRATE_CMA);

		probe(m, PROBE_RMQUEUE_TRY_CMA, request->order);
		pfn = rmqueue_smallest(m, &cma);
		if (pfn != PFN_NONE) {
			*mode = RMQUEUE_CMA;
			return pfn;
		}
	}
	if (*mode <= RMQUEUE_CLAIM) {
		pfn = rmqueue_claim(m, request);
		if (pfn != PFN_NONE) {
			*mode = RMQUEUE_NORMAL;
			path_taken(m, PATH_FALLBACK);
			return pfn;
		}
	}
	bool may_steal = !(request->alloc_flags & ALLOC_NOFRAGMENT);

	probe(m, PROBE_RMQUEUE_MAY_STEAL, request->alloc_flags, may_steal);
	if (may_steal)
		pfn = rmqueue_steal(m, request);
	if (pfn != PFN_NONE) {
		*mode = RMQUEUE_STEAL;
		path_taken(m, PATH_FALLBACK);
	}
	return pfn;
}

static bool may_have_cma(const struct model *m, const struct request *request)
{
	if (!m->machine.cma)
		return false;
	if (profile_of(m)->cma_for_all_movable)
		return request->type == movable_type(m);
	return request->alloc_flags & ALLOC_CMA;
}

/* FALLBACK_STEAL: what falls back lands on the own lists, tried again then. */
static pfn_t rmqueue_with_fallback(struct model *m,
				   const struct request *request)
{
	struct request cma = of_type(request, MIGRATE_CMA);
	pfn_t pfn = rmqueue_smallest(m, request);

	while (pfn == PFN_NONE) {
		if (may_have_cma(m, request)) {
			probe(m, PROBE_RMQUEUE_TRY_CMA, request->order);
			pfn = rmqueue_smallest(m, &cma);
			if (pfn != PFN_NONE)
				break;
		}
		if (!rmqueue_fallback(m, request))
			break;
		path_taken(m, PATH_FALLBACK);
		pfn = rmqueue_smallest(m, request);
	}
	return pfn;
}

/* FALLBACK_TAKE: what falls back is the block itself. */
static pfn_t rmqueue_or_take(struct model *m, const struct request *request)
{
	struct request cma = of_type(request, MIGRATE_CMA);
	pfn_t pfn = rmqueue_smallest(m, request);

	if (pfn == PFN_NONE && may_have_cma(m, request)) {
		probe(m, PROBE_RMQUEUE_TRY_CMA, request->order);
		pfn = rmqueue_smallest(m, &cma);
	}
	if (pfn == PFN_NONE)
		pfn = rmqueue_take(m, request);
	if (pfn == PFN_NONE && profile_of(m)->reserve_pageblocks) {
		struct request reserve = of_type(request, MIGRATE_RESERVE);

		probe(m, PROBE_RMQUEUE_RESERVE, request->order);
		pfn = rmqueue_smallest(m, &reserve);
	}
	return pfn;
}

static pfn_t rmqueue_by_rule(struct model *m, const struct request *request,
			     enum rmqueue_mode *mode)
{
	switch (profile_of(m)->fallback_rule) {
	case FALLBACK_TAKE:
		return rmqueue_or_take(m, request);
	case FALLBACK_STEAL:
		return rmqueue_with_fallback(m, request);
	case FALLBACK_CLAIM:
		return rmqueue_from_mode(m, request, mode);
	}
	return PFN_NONE;
}

pfn_t rmqueue_modes(struct model *m, const struct request *request,
		    enum rmqueue_mode *mode)
{
	frame(m, PROBE_RMQUEUE_MODES, request->order, request->type,
	      request->alloc_flags, *mode);
	pfn_t pfn = rmqueue_balance_cma(m, request);

	if (pfn == PFN_NONE)
		pfn = rmqueue_by_rule(m, request, mode);
	probe(m, PROBE_RMQUEUE_MODES_RESULT, pfn, request->order,
	      pfn == PFN_NONE, *mode);
	return pfn;
}

int rmqueue_bulk(struct model *m, const struct request *request, int blocks,
		 const struct list_head *list)
{
	enum rmqueue_mode mode = RMQUEUE_NORMAL;
	int got = 0;

	frame(m, PROBE_RMQUEUE_BULK, request->order, blocks, request->type,
	      zone_index(m, request->zone));
	while (got < blocks) {
		pfn_t pfn = rmqueue_modes(m, request, &mode);

		if (pfn == PFN_NONE)
			break;
		probe(m, PROBE_RMQUEUE_BULK_ADD, pfn, request->order, got + 1,
		      blocks);
		pcp_list_add(m, list, pfn, request);
		got++;
		if (profile_of(m)->refill_counts_at_end &&
		    remembered_type(m, pfn) == MIGRATE_CMA)
			account_cma_pages(m, request->zone,
					  -pages_in(request->order));
	}
	if (profile_of(m)->refill_counts_at_end)
		account_free_pages(m, request->zone,
				   -((int64_t)got << request->order));
	probe(m, PROBE_RMQUEUE_BULK_RESULT, got, blocks);
	path_taken(m, PATH_BUDDY);
	return got;
}

static bool tries_highatomic_first(const struct model *m,
				   const struct request *request)
{
	/* Its place was taken by a reserve that comes last. */
	if (profile_of(m)->reserve_pageblocks)
		return false;
	if (profile_of(m)->reserve_rule == RESERVE_HARDER)
		return request->order > 0 &&
		       request->alloc_flags & ALLOC_NON_BLOCK;
	return request->alloc_flags & ALLOC_HIGHATOMIC;
}

pfn_t rmqueue_buddy(struct model *m, const struct request *request)
{
	struct request highatomic = of_type(request, MIGRATE_HIGHATOMIC);
	pfn_t pfn = PFN_NONE;

	frame(m, PROBE_RMQUEUE_BUDDY, request->order, request->type,
	      request->alloc_flags, zone_index(m, request->zone));
	bool harder = profile_of(m)->reserve_rule == RESERVE_HARDER;
	bool reserve_first = tries_highatomic_first(m, request);

	if (reserve_first) {
		probe(m, PROBE_RMQUEUE_BUDDY_HIGHATOMIC, request->order,
		      request->zone->nr_free_highatomic);
		pfn = rmqueue_smallest(m, &highatomic);
	}
	if (pfn == PFN_NONE) {
		enum rmqueue_mode mode = RMQUEUE_NORMAL;

		pfn = rmqueue_modes(m, request, &mode);
		if (pfn == PFN_NONE && !harder &&
		    request->alloc_flags & (ALLOC_OOM | ALLOC_NON_BLOCK)) {
			probe(m, PROBE_RMQUEUE_BUDDY_LAST, request->order,
			      request->zone->nr_free_highatomic);
			pfn = rmqueue_smallest(m, &highatomic);
		}
	}
	if (pfn == PFN_NONE)
		return pfn;
	path_taken(m, PATH_BUDDY);
	if (profile_of(m)->refill_counts_at_end)
		account_freepages(m, request->zone, -pages_in(request->order),
				  remembered_type(m, pfn));
	return pfn;
}

/* What is left of the zone's turn; whether there is any is known from the
 * global counter alone. */
static void use_alloc_batch(struct model *m, const struct zone *zone,
			    unsigned order)
{
	account_alloc_batch(m, zone, -pages_in(order));
	bool depleted = zone->vm_stat_alloc_batch <= 0;

	probe(m, PROBE_RMQUEUE_ALLOC_BATCH, zone_index(m, zone),
	      pages_in(order), zone->vm_stat_alloc_batch, depleted);
	if (depleted)
		put_again(m, &zone->flags, zone->flags | ZONE_FAIR_DEPLETED);
}

/* Pages of CMA areas wait on the lists of movable pages as well. */
static bool passes_pcp_by(struct model *m, const struct request *request)
{
	if (!profile_of(m)->movable_without_cma_skips_pcp || !m->machine.cma ||
	    request->type != movable_type(m))
		return false;
	bool skips = !(request->alloc_flags & ALLOC_CMA);

	probe(m, PROBE_RMQUEUE_SKIPS_PCP, request->alloc_flags, skips);
	return skips;
}

pfn_t rmqueue(struct model *m, const struct request *request, bool *from_buddy)
{
	const struct zone *zone = request->zone;
	const struct profile *profile = profile_of(m);
	bool pcp = pcp_allowed_order(m, request->order);
	pfn_t pfn = PFN_NONE;

	frame(m, PROBE_RMQUEUE, request->order, pcp, request->type,
	      zone_index(m, zone));
	pcp = pcp && !passes_pcp_by(m, request);
	if (pcp)
		pfn = rmqueue_pcplist(m, request);
	*from_buddy =
		pfn == PFN_NONE && !(pcp && profile->order_0_from_pcp_only);
	if (*from_buddy)
		pfn = rmqueue_buddy(m, request);
	if (pfn != PFN_NONE && profile->fair_zones)
		use_alloc_batch(m, zone, request->order);
	/* A claim raised the watermarks: let kswapd see it, once. */
	if (request->alloc_flags & profile->alloc_kswapd ||
	    profile->boost_wakes_always) {
		bool boosted = zone->flags & ZONE_BOOSTED_WATERMARK;

		probe(m, PROBE_RMQUEUE_BOOSTED, zone_index(m, zone), boosted,
		      zone->watermark_boost);
		if (boosted) {
			put_again(m, &zone->flags,
				  zone->flags &
					  ~(uint32_t)ZONE_BOOSTED_WATERMARK);
			wakeup_kswapd(m, zone, 0, zone->zone_id);
		}
	}
	return pfn;
}
