#include "core/pageblock_internal.h"

#include "core/free_area_internal.h"
#include "core/page_internal.h"

void set_pageblock_type(struct model *m, pfn_t pfn, enum migratetype type)
{
	if (m->machine.mobility_disabled && type < MIGRATE_PCPTYPES)
		type = MIGRATE_UNMOVABLE;
	put(m, &pageblock_of(m, pfn)->migratetype, type);
}

void change_pageblock_range(struct model *m, pfn_t pfn, unsigned order,
			    enum migratetype type)
{
	pfn_t end = pfn + (pfn_t)pages_in(order);

	for (; pfn < end; pfn += pageblock_pages(m))
		set_pageblock_type(m, pfn, type);
}

bool survey_pageblock(struct model *m, const struct zone *zone, pfn_t pfn,
		      struct block_survey *ret)
{
	pfn_t start = pfn & ~(pageblock_pages(m) - 1);
	pfn_t end = start + pageblock_pages(m);

	*ret = (struct block_survey){ .start = start };
	if (!zone_spans(zone, start) || !zone_spans(zone, end - 1))
		return false;
	for (pfn_t at = start; at < end;) {
		const struct page *page = page_of(m, at);

		if (page_is_free_block(page)) {
			ret->free += pages_in(page->private);
			at += (pfn_t)pages_in(page->private);
			continue;
		}
		/* Pages on a pcp list are neither. */
		if (page_on_lru(m, at))
			ret->movable++;
		at++;
	}
	return true;
}

int64_t move_freepages_block(struct model *m, const struct zone *zone,
			     pfn_t start, enum migratetype to)
{
	pfn_t end = start + pageblock_pages(m);
	enum migratetype from = pageblock_type(m, start);
	int64_t moved = 0;

	frame(m, PROBE_MOVE_FREEPAGES_BLOCK, start, from, to);
	for (pfn_t at = start; at < end;) {
		const struct page *page = page_of(m, at);

		if (!page_is_free_block(page)) {
			at++;
			continue;
		}
		struct free_block block = { .pfn = at,
					    .order = page->private,
					    .type = from };

		probe(m, PROBE_MOVE_FREEPAGES_ONE, at, block.order, from, to);
		move_to_free_list(m, zone, block, to);
		moved += pages_in(block.order);
		at += (pfn_t)pages_in(block.order);
	}
	probe(m, PROBE_SET_PAGEBLOCK_TYPE, start, from, to, moved);
	set_pageblock_type(m, start, to);
	return moved;
}
