/*
 * Most pages of a large machine were never written to: they are passed over
 * as fast as memory can be read.
 */
#include "snapshots/touched_internal.h"

#include <assert.h>
#include <string.h>

enum { PAGES_AT_ONCE = 64 };

static bool all_zero(const struct page *pages, size_t count)
{
	static const struct page zero[PAGES_AT_ONCE];

	return memcmp(pages, zero, count * sizeof(*pages)) == 0;
}

pfn_t touched_page(const struct model *m, pfn_t pfn, pfn_t end)
{
	if (pfn >= end)
		return end;
	const struct page *pages = page_at(m, pfn);
	size_t count = end - pfn;
	size_t i = 0;

	assert(page_at(m, end - 1) == pages + count - 1 && "one array");
	while (count - i >= PAGES_AT_ONCE && all_zero(pages + i, PAGES_AT_ONCE))
		i += PAGES_AT_ONCE;
	while (i < count && all_zero(pages + i, 1))
		i++;
	return pfn + (pfn_t)i;
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
