/*
 * Sizes that follow from managed memory: watermarks, lowmem reserves, stat
 * thresholds and pcp limits.
 *
 * Kernel counterpart: init_per_zone_wmark_min, __setup_per_zone_wmarks,
 * setup_per_zone_lowmem_reserve, zone_set_pageset_high_and_batch
 * (mm/page_alloc.c), refresh_zone_stat_thresholds (mm/vmstat.c),
 * set_recommended_min_free_kbytes (mm/khugepaged.c), 6.12.107.
 */
#include "core/boot_internal.h"
#include "core/pcp_internal.h"

/* Share of memory that all CPUs' lists together may hold at most. */
enum { MIN_PERCPU_PAGELIST_HIGH_FRACTION = 8 };

enum {
	MIN_FREE_KBYTES_LEAST = 128,
	THP_MIN_MEMORY_PAGES = 512 << (20 - PAGE_SHIFT),
	STAT_THRESHOLD_MOST = 125,
	BATCH_OF_SHARE = 96, /* at most */
};

static int64_t max_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t min_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Number of the highest bit that is set, from 1; 0 for 0. */
static int fls64(uint64_t value)
{
	int bits = 0;

	for (; value; value >>= 1)
		bits++;
	return bits;
}

static int64_t int_sqrt(int64_t value)
{
	int64_t root = 0;

	for (int64_t bit = (int64_t)1 << 31; bit; bit >>= 1)
		if ((root | bit) * (root | bit) <= value)
			root |= bit;
	return root;
}

static int32_t zone_batchsize(const struct model *m, const struct zone *zone)
{
	int64_t cap = m->machine.profile->pcp_batch_cap;
	int64_t batch = min_of(zone->managed_pages >> 10, cap) / 4;

	if (batch < 1)
		batch = 1;
	int bits = fls64((uint64_t)(batch + batch / 2));

	assert(bits > 0 && "of at least one page");
	batch = ((int64_t)1 << (bits - 1)) - 1;
	return (int32_t)max_of(1, batch);
}

static int64_t cpus_of_node(const struct model *m, unsigned node)
{
	int64_t cpus = 0;

	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++)
		cpus += m->machine.cpu_node[cpu] == node;
	if (cpus == 0)
		cpus = m->machine.nr_cpus;
	assert(cpus > 0 && "no machine without a CPU");
	return cpus;
}

/* high for a share of the zone; the low mark when no share is given. */
static int32_t zone_highsize(const struct model *m, const struct zone *zone,
			     int32_t batch, int64_t fraction)
{
	int64_t pages = fraction ? zone->managed_pages / fraction
				 : wmark_pages(zone, WMARK_LOW);

	return (int32_t)max_of(pages / cpus_of_node(m, zone->node),
			       4 * (int64_t)batch);
}

struct pageset_sizes {
	int32_t high_min, high_max, batch;
};

/* Only the words that this kernel keeps: files bring back no others. */
static void pageset_update(struct model *m, const struct zone *zone,
			   struct pageset_sizes sizes)
{
	enum pcp_rule rule = m->machine.profile->pcp_rule;

	if (rule == PCP_AUTO)
		put(m, &zone->pageset_high_min, sizes.high_min);
	if (rule != PCP_BATCH) {
		put(m, &zone->pageset_high_max, sizes.high_max);
		put(m, &zone->pageset_batch, sizes.batch);
	}
	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++) {
		const struct per_cpu_pages *pcp = pcp_of(m, zone, cpu);

		put(m, &pcp->batch, sizes.batch);
		if (rule != PCP_AUTO)
			continue;
		put(m, &pcp->high_min, sizes.high_min);
		put(m, &pcp->high_max, sizes.high_max);
	}
}

void setup_pageset_off(struct model *m, const struct zone *zone)
{
	pageset_update(m, zone, (struct pageset_sizes){ .batch = 1 });
}

/* PCP_BATCH: six batches, or a share of the zone in four batches. */
static int32_t high_of_batch(const struct model *m, const struct zone *zone,
			     int32_t *batch)
{
	int64_t fraction = m->machine.percpu_pagelist_high_fraction;

	if (fraction) {
		int64_t high = zone->managed_pages / fraction;

		*batch = (int32_t)max_of(1, min_of(high / 4, BATCH_OF_SHARE));
		return (int32_t)high;
	}
	/* Below 8192 pages the batch rounds to nothing. */
	return zone->managed_pages < 8192 ? 0 : 6 * *batch;
}

/* Kernels whose high is no range: by batches, or by the low mark. */
static void set_fixed_pagesets(struct model *m, const struct zone *zone)
{
	int32_t batch = zone_batchsize(m, zone);
	int32_t high = zone_highsize(m, zone, batch,
				     m->machine.percpu_pagelist_high_fraction);

	if (m->machine.profile->pcp_rule == PCP_BATCH)
		high = high_of_batch(m, zone, &batch);
	pageset_update(m, zone, (struct pageset_sizes){ high, high, batch });
	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++)
		put(m, &pcp_of(m, zone, cpu)->high, high);
}

void zone_set_pageset_high_and_batch(struct model *m, const struct zone *zone)
{
	int64_t fraction = m->machine.percpu_pagelist_high_fraction;
	struct pageset_sizes sizes = { .batch = zone_batchsize(m, zone) };

	if (m->machine.profile->pcp_rule != PCP_AUTO) {
		set_fixed_pagesets(m, zone);
		return;
	}
	sizes.high_min = zone_highsize(m, zone, sizes.batch, fraction);
	sizes.high_max = zone_highsize(
		m, zone, sizes.batch,
		fraction ? fraction : MIN_PERCPU_PAGELIST_HIGH_FRACTION);
	pageset_update(m, zone, sizes);
}

/* nr_free_buffer_pages(): what ordinary kernel requests of node 0 can reach
 * above the high marks. */
static int64_t free_buffer_pages(const struct model *m)
{
	const struct zonelist *list =
		&m->machine.zonelists[0][ZONELIST_FALLBACK];
	int64_t pages = 0;

	for (unsigned i = 0; i < list->nr; i++) {
		const struct zone *zone = &m->zones[list->refs[i].zone];

		if ((int)list->refs[i].zone_id >
		    m->machine.zone_id[ZONE_NORMAL])
			continue;
		pages += max_of(0, zone->managed_pages -
					   wmark_pages(zone, WMARK_HIGH));
	}
	return pages;
}

static unsigned calculate_min_free_kbytes(const struct model *m)
{
	int64_t lowmem_kbytes = free_buffer_pages(m) << (PAGE_SHIFT - 10);
	int64_t kbytes = int_sqrt(lowmem_kbytes * 16);

	kbytes = max_of(kbytes, MIN_FREE_KBYTES_LEAST);
	return (unsigned)min_of(kbytes,
				m->machine.profile->max_min_free_kbytes);
}

static bool outside_lowmem(const struct model *m, const struct zone *zone)
{
	return zone->kind == ZONE_HIGHMEM ||
	       (zone->kind == ZONE_MOVABLE &&
		m->machine.profile->movable_outside_lowmem);
}

/* How far a mark lies above the min mark; the share is that of the zone in
 * min_free_kbytes. */
static int64_t distance_of_mark(const struct model *m, const struct zone *zone,
				int64_t share, unsigned mark)
{
	int64_t managed = zone->managed_pages;
	int64_t scale = m->machine.watermark_scale_factor;

	if (!m->machine.profile->scales_watermarks)
		return mark * share / 4;
	return mark *
	       max_of(share >> 2, managed / 10000 * scale +
					  managed % 10000 * scale / 10000);
}

static void setup_zone_wmarks(struct model *m, const struct zone *zone,
			      int64_t pages_min, int64_t lowmem_pages)
{
	int64_t managed = zone->managed_pages;
	int64_t share = lowmem_pages ? pages_min * managed / lowmem_pages : 0;
	int64_t min = outside_lowmem(m, zone)
			      ? max_of(32, min_of(managed / 1024, 128))
			      : share;

	put(m, &zone->watermark_boost, 0);
	for (unsigned mark = WMARK_MIN; mark < m->machine.profile->nr_wmark;
	     mark++)
		put(m, &zone->watermark[mark],
		    min + distance_of_mark(m, zone, share, mark));
	if (m->machine.profile->fair_zones)
		put(m, &zone->vm_stat_alloc_batch,
		    wmark_pages(zone, WMARK_HIGH) -
			    wmark_pages(zone, WMARK_LOW));
	if (m->machine.profile->reserve_pageblocks)
		setup_zone_migrate_reserve(m, zone);
}

static void setup_per_zone_wmarks(struct model *m)
{
	int64_t pages_min = m->machine.min_free_kbytes >> (PAGE_SHIFT - 10);
	int64_t lowmem_pages = 0;

	for (unsigned i = 0; i < m->machine.nr_zones; i++)
		if (!outside_lowmem(m, &m->zones[i]))
			lowmem_pages += m->zones[i].managed_pages;
	for (unsigned i = 0; i < m->machine.nr_zones; i++)
		setup_zone_wmarks(m, &m->zones[i], pages_min, lowmem_pages);
}

/* A threshold that lets the global counters lag, but not too far. */
static void refresh_zone_stat_thresholds(struct model *m)
{
	for (unsigned i = 0; i < m->machine.nr_zones; i++) {
		const struct zone *zone = &m->zones[i];
		int64_t memory = zone->managed_pages >> (27 - PAGE_SHIFT);
		int64_t threshold = 2 * (int64_t)fls64(m->machine.nr_cpus) *
				    (1 + fls64((uint64_t)memory));
		int64_t tolerated = wmark_pages(zone, WMARK_LOW) -
				    wmark_pages(zone, WMARK_MIN);

		threshold = min_of(threshold, STAT_THRESHOLD_MOST);
		for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++)
			put(m, &pcp_of(m, zone, cpu)->stat_threshold,
			    threshold);
		int64_t drift = m->machine.nr_cpus * threshold;

		if (drift > tolerated)
			put(m, &zone->percpu_drift_mark,
			    wmark_pages(zone, WMARK_HIGH) + drift);
	}
}

/* Pages of the zones above `zone` on its node, up to a zone id. */
static int64_t pages_above(const struct model *m, const struct zone *zone,
			   unsigned up_to)
{
	int64_t pages = 0;

	for (unsigned i = 0; i < m->machine.nr_zones; i++) {
		const struct zone *other = &m->zones[i];

		if (other->node == zone->node &&
		    other->zone_id > zone->zone_id && other->zone_id <= up_to)
			pages += other->managed_pages;
	}
	return pages;
}

static void setup_per_zone_lowmem_reserve(struct model *m)
{
	for (unsigned i = 0; i < m->machine.nr_zones; i++) {
		const struct zone *zone = &m->zones[i];
		unsigned ratio = m->machine.lowmem_reserve_ratio[zone->kind];

		for (unsigned id = zone->zone_id + 1;
		     id < m->machine.max_nr_zones; id++)
			put(m, &zone->lowmem_reserve[id],
			    ratio && zone->managed_pages
				    ? pages_above(m, zone, id) / ratio
				    : 0);
	}
}

/* khugepaged wants a few pageblocks of each type free in every zone. */
static unsigned recommended_min_free_kbytes(const struct model *m)
{
	int64_t zones = 0;

	for (unsigned i = 0; i < m->machine.nr_zones; i++)
		zones += (int)m->zones[i].zone_id <=
			 m->machine.zone_id[ZONE_NORMAL];
	int64_t pages = pageblock_pages(m) * zones *
			(2 + MIGRATE_PCPTYPES * MIGRATE_PCPTYPES);

	pages = min_of(pages, free_buffer_pages(m) / 20);
	return (unsigned)(pages << (PAGE_SHIFT - 10));
}

static bool khugepaged_raises(const struct boot_config *config)
{
	if (!config->thp || config->min_free_kbytes)
		return false;
	if (config->khugepaged == TRI_AUTO)
		return config->mem_bytes >> PAGE_SHIFT >= THP_MIN_MEMORY_PAGES;
	return config->khugepaged == TRI_YES;
}

void init_per_zone_wmark_min(struct model *m, const struct boot_config *config)
{
	m->machine.min_free_kbytes = config->min_free_kbytes
					     ? config->min_free_kbytes
					     : calculate_min_free_kbytes(m);
	setup_per_zone_wmarks(m);
	if (khugepaged_raises(config)) {
		unsigned wanted = recommended_min_free_kbytes(m);

		if (wanted > m->machine.min_free_kbytes) {
			m->machine.min_free_kbytes = wanted;
			setup_per_zone_wmarks(m);
		}
	}
	for (unsigned i = 0; i < m->machine.nr_zones; i++)
		zone_set_pageset_high_and_batch(m, &m->zones[i]);
	if (config->drift)
		refresh_zone_stat_thresholds(m);
	setup_per_zone_lowmem_reserve(m);
}
