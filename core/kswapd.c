#include "core/kswapd_internal.h"

#include "core/slowpath_internal.h"
#include "core/watermark_internal.h"

/* Does any zone up to `highest` stand above its high mark? */
static bool pgdat_balanced(struct model *m, unsigned node, unsigned order,
			   unsigned highest)
{
	frame(m, PROBE_PGDAT_BALANCED, node, order, highest);
	for (unsigned i = 0; i < m->machine.nr_zones; i++) {
		const struct zone *zone = &m->zones[i];

		if (zone->node != node || zone->zone_id > highest ||
		    zone->managed_pages == 0)
			continue;
		if (zone_watermark_ok_safe(
			    m, zone,
			    &(struct watermark_test){
				    .order = order,
				    .mark = wmark_pages(zone, WMARK_HIGH),
				    .highest = highest }))
			return true;
	}
	return false;
}

static bool pgdat_boosted(const struct model *m, unsigned node,
			  unsigned highest)
{
	for (unsigned i = 0; i < m->machine.nr_zones; i++) {
		const struct zone *zone = &m->zones[i];

		if (zone->node == node && zone->zone_id <= highest &&
		    zone->watermark_boost != 0)
			return true;
	}
	return false;
}

void wakeup_kswapd(struct model *m, const struct zone *zone, unsigned order,
		   unsigned highest)
{
	const struct pglist_data *node = &m->nodes[zone->node];

	if (zone->managed_pages == 0)
		return;
	frame(m, PROBE_WAKEUP_KSWAPD, zone->node, order, highest,
	      node->kswapd_waiting);
	if (node->kswapd_highest_zoneidx == (int32_t)m->machine.max_nr_zones ||
	    node->kswapd_highest_zoneidx < (int32_t)highest)
		put(m, &node->kswapd_highest_zoneidx, highest);
	if (node->kswapd_order < (int32_t)order)
		put(m, &node->kswapd_order, order);
	if (node->kswapd_waiting == KSWAPD_STIRRING)
		probe(m, PROBE_WAKEUP_KSWAPD_STIRS, zone->node);
	if (node->kswapd_waiting != KSWAPD_ASLEEP)
		return;
	bool hopeless = node->kswapd_failures >= MAX_RECLAIM_RETRIES;
	bool idle = !hopeless &&
		    pgdat_balanced(m, zone->node, order, highest) &&
		    !pgdat_boosted(m, zone->node, highest);

	probe(m, PROBE_WAKEUP_KSWAPD_WAKE, zone->node, node->kswapd_failures,
	      idle, !hopeless && !idle);
	if (!hopeless && !idle)
		put(m, &node->kswapd_waiting, KSWAPD_AWAKE);
}
