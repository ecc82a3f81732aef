#include "core/watermark_internal.h"

#include "core/free_area_internal.h"
#include "core/vmstat_internal.h"

unsigned movable_zone_id(const struct model *m)
{
	return (unsigned)m->machine.zone_id[ZONE_MOVABLE];
}

/* May the request use the high-atomic reserve? */
static bool reserve_open(const struct model *m,
			 const struct watermark_test *test)
{
	if (profile_of(m)->reserve_rule == RESERVE_HARDER)
		return test->alloc_flags & (ALLOC_NON_BLOCK | ALLOC_OOM);
	return test->alloc_flags & ALLOC_RESERVES;
}

/* Free pages that this request cannot have. */
static int64_t unusable_free(const struct model *m, const struct zone *zone,
			     const struct watermark_test *test)
{
	int64_t pages = pages_in(test->order) - 1;

	if (!reserve_open(m, test))
		pages += profile_of(m)->reserve_rule == RESERVE_FREE
				 ? zone->nr_free_highatomic
				 : zone->nr_reserved_highatomic;
	if (!(test->alloc_flags & ALLOC_CMA))
		pages += zone_page_state(zone->vm_stat_free_cma);
	return pages;
}

/* How far below the mark an ALLOC_HARDER request may go. */
static int64_t lowered_harder(const struct watermark_test *test)
{
	int64_t min = test->mark;

	if (test->alloc_flags & ALLOC_MIN_RESERVE)
		min -= min / 2;
	if (test->alloc_flags & ALLOC_OOM)
		return min - min / 2;
	if (test->alloc_flags & ALLOC_NON_BLOCK)
		min -= min / 4;
	return min;
}

/* How far below the mark the request may go. */
static int64_t lowered_mark(const struct model *m,
			    const struct watermark_test *test)
{
	int64_t min = test->mark;

	if (profile_of(m)->reserve_rule == RESERVE_HARDER)
		return lowered_harder(test);
	if (test->alloc_flags & ALLOC_MIN_RESERVE) {
		min -= min / 2;
		/* Only together with a reserve: not sleeping alone gives no
     * right to go below. */
		if (test->alloc_flags & ALLOC_NON_BLOCK)
			min -= min / 4;
	}
	if (test->alloc_flags & ALLOC_OOM)
		min -= min / 2;
	return min;
}

/* Is there a block that is large enough and of a type it may use? */
static bool block_available(struct model *m, const struct zone *zone,
			    const struct watermark_test *test)
{
	unsigned highatomic =
		ALLOC_OOM | (profile_of(m)->reserve_rule == RESERVE_HARDER
				     ? (unsigned)ALLOC_NON_BLOCK
				     : (unsigned)ALLOC_HIGHATOMIC);

	for (unsigned order = test->order; order <= m->machine.max_order;
	     order++) {
		const struct list_head *lists =
			zone->free_area[order].free_list;
		bool found = false;

		for (unsigned type = 0; type < MIGRATE_PCPTYPES; type++)
			found |= !list_empty(&lists[type]);
		if (test->alloc_flags & ALLOC_CMA)
			found |= !list_empty(&lists[MIGRATE_CMA]);
		if (test->alloc_flags & highatomic)
			found |= !list_empty(&lists[MIGRATE_HIGHATOMIC]);
		if (zone->free_area[order].nr_free == 0)
			found = false;
		probe(m, PROBE_WATERMARK_BLOCK, order,
		      zone->free_area[order].nr_free, found);
		if (found)
			return true;
	}
	return false;
}

/* Each lower order is left out of account against a mark of half the size. */
static bool marks_hold_per_order(struct model *m, const struct zone *zone,
				 unsigned order, int64_t free, int64_t min)
{
	for (unsigned o = 0; o < order; o++) {
		free -= zone->free_area[o].nr_free << o;
		min /= 2;
		probe(m, PROBE_WATERMARK_HALVE, o, free, min, free > min);
		if (free <= min)
			return false;
	}
	return true;
}

bool zone_watermark_ok_with(struct model *m, const struct zone *zone,
			    const struct watermark_test *test, int64_t free)
{
	int64_t unusable = unusable_free(m, zone, test);
	int64_t min = lowered_mark(m, test);
	int64_t reserve = zone->lowmem_reserve[test->highest];
	bool enough = free - unusable > min + reserve;

	frame(m, PROBE_WATERMARK_OK, zone_index(m, zone), test->order, free,
	      unusable, test->mark, min, reserve, enough);
	if (!enough)
		return false;
	if (profile_of(m)->mark_halves_per_order)
		return marks_hold_per_order(m, zone, test->order,
					    free - (pages_in(test->order) - 1),
					    min);
	return test->order == 0 || block_available(m, zone, test);
}

bool zone_watermark_ok(struct model *m, const struct zone *zone,
		       const struct watermark_test *test)
{
	return zone_watermark_ok_with(m, zone, test,
				      zone_page_state(zone->vm_stat_free));
}

bool zone_watermark_ok_safe(struct model *m, const struct zone *zone,
			    const struct watermark_test *test)
{
	int64_t free = zone_page_state(zone->vm_stat_free);

	if (zone->percpu_drift_mark && free < zone->percpu_drift_mark)
		free = zone_free_exact(m, zone_index(m, zone));
	return zone_watermark_ok_with(m, zone, test, free);
}

static int64_t order_0_unusable(const struct model *m, const struct zone *zone,
				const struct watermark_test *test)
{
	if (profile_of(m)->order_0_minds_highatomic)
		return unusable_free(m, zone, test);
	return test->alloc_flags & ALLOC_CMA
		       ? 0
		       : zone_page_state(zone->vm_stat_free_cma);
}

/* Order 0 first by one comparison, without lowering the mark. */
static into_callers bool order_0_fits(struct model *m, const struct zone *zone,
				      const struct watermark_test *test)
{
	int64_t free = zone_page_state(zone->vm_stat_free);
	int64_t unusable = order_0_unusable(m, zone, test);
	int64_t usable = free - (free < unusable ? free : unusable);
	int64_t reserve = zone->lowmem_reserve[test->highest];
	bool fits = usable > test->mark + reserve;

	probe(m, PROBE_WATERMARK_FAST_ZERO, zone_index(m, zone), usable,
	      test->mark, reserve, fits);
	return fits;
}

/* Kept apart: most requests are of order 0, and there is enough for them. */
static __attribute__((noinline)) bool
watermark_ok_unboosted(struct model *m, const struct zone *zone,
		       const struct watermark_test *test)
{
	if (zone_watermark_ok(m, zone, test))
		return true;
	/* The boost is for reclaim's sake; an urgent request may ignore it. */
	bool urgent = profile_of(m)->reserve_rule == RESERVE_FREE
			      ? test->alloc_flags & ALLOC_MIN_RESERVE
			      : test->gfp & profile_of(m)->gfp.atomic;
	bool again = profile_of(m)->urgent_ignores_boost && test->order == 0 &&
		     urgent && zone->watermark_boost != 0 &&
		     (test->alloc_flags & ALLOC_WMARK_MASK) == WMARK_MIN;

	if (!again)
		return false;
	struct watermark_test unboosted = *test;

	unboosted.mark = zone->watermark[WMARK_MIN];
	probe(m, PROBE_WATERMARK_UNBOOSTED, zone_index(m, zone), unboosted.mark,
	      zone->watermark_boost);
	return zone_watermark_ok(m, zone, &unboosted);
}

bool zone_watermark_fast(struct model *m, const struct zone *zone,
			 const struct watermark_test *test)
{
	frame(m, PROBE_WATERMARK_FAST, zone_index(m, zone), test->order,
	      test->mark, test->highest, test->alloc_flags);
	if (test->order == 0 && !profile_of(m)->mark_halves_per_order &&
	    order_0_fits(m, zone, test))
		return true;
	return watermark_ok_unboosted(m, zone, test);
}
