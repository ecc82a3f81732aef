#include "core/vmstat_internal.h"

static bool beyond(int64_t difference, int64_t threshold)
{
	return difference > threshold || -difference > threshold;
}

void account_free_pages(struct model *m, const struct zone *zone, int64_t pages)
{
	const struct per_cpu_pages *pcp = pcp_of(m, zone, m->cpu);
	int64_t free = pcp->vm_stat_diff_free + pages;

	if (beyond(free, pcp->stat_threshold)) {
		put_again(m, &zone->vm_stat_free, zone->vm_stat_free + free);
		free = 0;
	}
	put_again(m, &pcp->vm_stat_diff_free, free);
}

void account_cma_pages(struct model *m, const struct zone *zone, int64_t pages)
{
	const struct per_cpu_pages *pcp = pcp_of(m, zone, m->cpu);
	int64_t cma = pcp->vm_stat_diff_cma + pages;

	if (beyond(cma, pcp->stat_threshold)) {
		put_again(m, &zone->vm_stat_free_cma,
			  zone->vm_stat_free_cma + cma);
		cma = 0;
	}
	put_again(m, &pcp->vm_stat_diff_cma, cma);
}

void account_alloc_batch(struct model *m, const struct zone *zone,
			 int64_t pages)
{
	const struct per_cpu_pages *pcp = pcp_of(m, zone, m->cpu);
	int64_t batch = pcp->vm_stat_diff_batch + pages;

	if (beyond(batch, pcp->stat_threshold)) {
		put_again(m, &zone->vm_stat_alloc_batch,
			  zone->vm_stat_alloc_batch + batch);
		batch = 0;
	}
	put_again(m, &pcp->vm_stat_diff_batch, batch);
}

void account_freepages(struct model *m, const struct zone *zone, int64_t pages,
		       enum migratetype type)
{
	if (type == MIGRATE_ISOLATE)
		return;
	account_free_pages(m, zone, pages);
	if (type == MIGRATE_HIGHATOMIC &&
	    profile_of(m)->reserve_rule == RESERVE_FREE)
		put_again(m, &zone->nr_free_highatomic,
			  zone->nr_free_highatomic + pages);
	if (type == MIGRATE_CMA)
		account_cma_pages(m, zone, pages);
}
