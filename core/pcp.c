/*
 * Allocating from per-CPU lists, and how much a refill brings.
 */
#include "core/pcp_internal.h"

#include "core/page_internal.h"

bool pcp_allowed_order(const struct model *m, unsigned order)
{
	if (profile_of(m)->pcp_rule == PCP_BATCH)
		return order == 0;
	return order <= PAGE_ALLOC_COSTLY_ORDER ||
	       (m->machine.thp && order == HPAGE_PMD_ORDER);
}

unsigned order_to_pindex(unsigned order, enum migratetype type)
{
	if (order > PAGE_ALLOC_COSTLY_ORDER)
		return NR_LOWORDER_PCP_LISTS + (type == MIGRATE_MOVABLE);
	return MIGRATE_PCPTYPES * order + (unsigned)type;
}

void pcp_list_add(struct model *m, const struct list_head *list, pfn_t pfn,
		  const struct request *request)
{
	const struct page *page = page_of(m, pfn);

	put(m, &page->use, PAGE_ON_PCP);
	put_again(m, &page->use_order, request->order);
	if (request->cold)
		list_add_head(m, list, pfn);
	else
		list_add_tail(m, list, pfn);
}

static int32_t clamp_high(const struct per_cpu_pages *pcp, int32_t high)
{
	if (high >= pcp->high_max)
		return pcp->high_max;
	return high <= pcp->high_min ? pcp->high_min : high;
}

/* The doubling batch of order-0 refills, limited by the room below high. */
static int grow_batch(struct model *m, const struct per_cpu_pages *pcp,
		      int blocks, int32_t high)
{
	int most = high - pcp->count - pcp->batch;

	if (most < pcp->batch)
		most = pcp->batch;
	bool doubles = blocks <= most &&
		       pcp->alloc_factor < profile_of(m)->pcp_batch_scale_max;

	probe(m, PROBE_NR_PCP_ALLOC_FACTOR, blocks, most, pcp->alloc_factor,
	      doubles);
	if (doubles)
		put_again(m, &pcp->alloc_factor, pcp->alloc_factor + 1);
	return blocks < most ? blocks : most;
}

/* A number of pages as one of blocks; at least two if it was more than one. */
static int in_blocks(int pages, unsigned order)
{
	if (pages <= 1)
		return pages;
	int blocks = pages >> (int)order;

	return blocks < 2 ? 2 : blocks;
}

/* How many blocks a refill asks for. */
static int nr_pcp_alloc(struct model *m, const struct zone *zone,
			const struct per_cpu_pages *pcp, unsigned order)
{
	int32_t high = clamp_high(pcp, pcp->high);

	frame(m, PROBE_NR_PCP_ALLOC, high, pcp->high_min, pcp->high_max,
	      pcp->batch, pcp->alloc_factor, order);
	put_again(m, &pcp->high, high);
	if (high < pcp->batch) {
		probe(m, PROBE_NR_PCP_ALLOC_OFF, high, pcp->batch);
		return 1;
	}
	int blocks = order ? pcp->batch : pcp->batch << pcp->alloc_factor;
	bool below = zone->flags & ZONE_BELOW_HIGH;

	if (pcp->high_min != pcp->high_max && !below) {
		high += blocks;
		if (high > pcp->high_max)
			high = pcp->high_max;
		probe(m, PROBE_NR_PCP_ALLOC_RAISE, pcp->high, high, blocks);
		put_again(m, &pcp->high, high);
	}
	if (order == 0)
		blocks = grow_batch(m, pcp, blocks, high);
	blocks = in_blocks(blocks, order);
	probe(m, PROBE_NR_PCP_ALLOC_RESULT, blocks, order);
	return blocks;
}

/* How many blocks a refill asks for, by the kernel's rule. */
static int refill_blocks(struct model *m, const struct request *request,
			 const struct per_cpu_pages *pcp)
{
	int blocks = pcp->batch;

	if (profile_of(m)->pcp_rule == PCP_AUTO)
		return nr_pcp_alloc(m, request->zone, pcp, request->order);
	if (profile_of(m)->pcp_rule == PCP_FACTOR)
		blocks = in_blocks(blocks, request->order);
	probe(m, PROBE_PCPLIST_BATCH, blocks, pcp->batch, request->order);
	return blocks;
}

static void refill(struct model *m, const struct request *request,
		   const struct list_head *list)
{
	const struct per_cpu_pages *pcp = pcp_of(m, request->zone, m->cpu);
	int blocks = refill_blocks(m, request, pcp);
	int got = rmqueue_bulk(m, request, blocks, list);

	probe(m, PROBE_PCPLIST_REFILLED, got, request->order,
	      pcp->count + (got << request->order));
	put_again(m, &pcp->count, pcp->count + (got << request->order));
}

pfn_t pcplist_take(struct model *m, const struct request *request)
{
	const struct per_cpu_pages *pcp = pcp_of(m, request->zone, m->cpu);
	unsigned pindex = order_to_pindex(request->order, request->type);
	const struct list_head *list = &pcp->lists[pindex];

	frame(m, PROBE_PCPLIST_TAKE, request->order, request->type, m->cpu,
	      pcp->count, list->nr);
	if (list_empty(list) && request->alloc_flags & ALLOC_HIGHATOMIC &&
	    profile_of(m)->highatomic_never_refills)
		probe(m, PROBE_PCPLIST_HIGHATOMIC, request->order);
	else if (list_empty(list))
		refill(m, request, list);
	if (list_empty(list)) {
		probe(m, PROBE_PCPLIST_NONE, pindex, m->cpu);
		return PFN_NONE;
	}
	pfn_t pfn = request->cold ? list_tail_page(list) : list_head_page(list);
	const struct page *page = page_of(m, pfn);

	probe(m, PROBE_PCPLIST_GOT, pfn, pindex, m->cpu,
	      pcp->count - (1 << request->order), request->cold);
	list_del(m, list, pfn);
	put_again(m, &page->use, PAGE_IDLE);
	put_again(m, &page->use_order, 0);
	put_again(m, &pcp->count, pcp->count - (1 << request->order));
	return pfn;
}

pfn_t rmqueue_pcplist(struct model *m, const struct request *request)
{
	const struct per_cpu_pages *pcp = pcp_of(m, request->zone, m->cpu);
	enum pcp_rule rule = profile_of(m)->pcp_rule;
	int used = rule == PCP_AUTO ? pcp->free_count : pcp->free_factor;

	frame(m, PROBE_RMQUEUE_PCPLIST, request->order, m->cpu, used,
	      used >> 1);
	if (rule == PCP_AUTO)
		put_again(m, &pcp->free_count, pcp->free_count >> 1);
	if (rule == PCP_FACTOR)
		put_again(m, &pcp->free_factor, pcp->free_factor >> 1);
	return pcplist_take(m, request);
}
