/*
 * Most pages of a large machine were never written to: the model knows, and
 * they are passed over without being read.
 */
#include "snapshots/touched_internal.h"

#include <string.h>

static bool is_zero(const struct page *page)
{
	static const struct page zero;

	return memcmp(page, &zero, sizeof zero) == 0;
}

pfn_t touched_page(const struct model *m, pfn_t pfn, pfn_t end)
{
	while (pfn < end) {
		pfn = page_touched_next(m, pfn);
		if (pfn >= end || !is_zero(page_at(m, pfn)))
			break;
		pfn++;
	}
	return pfn < end ? pfn : end;
}

pfn_t idle_end(const struct model *m, pfn_t pfn, pfn_t end)
{
	const struct machine *machine = model_machine(m);

	for (unsigned i = 0; i < machine->nr_zones; i++) {
		const struct zone_place *zone = &machine->zones[i];
		if (pfn < zone->start && zone->start < end)
			end = zone->start;
		if (pfn >= zone->start && pfn - zone->start < zone->spanned &&
		    zone->start + zone->spanned < end)
			end = zone->start + zone->spanned;
	}
	if (machine->layout.width[FIELD_SECTION] == 0)
		return end;
	pfn_t section = (pfn_t)1 << (machine->layout.section_bits - PAGE_SHIFT);
	pfn_t border = (pfn & ~(section - 1)) + section;
	return border < end ? border : end;
}
