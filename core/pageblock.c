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

struct block_survey survey_pages(const struct model *m, pfn_t start, pfn_t end)
{
	struct block_survey survey = { .start = start };

	for (pfn_t at = start; at < end;) {
		const struct page *page = page_of(m, at);

		if (page_is_free_block(m, page)) {
			survey.free += pages_in(page->private);
			at += (pfn_t)pages_in(page->private);
			continue;
		}
		/* Pages on a pcp list are neither. */
		if (page_on_lru(m, at))
			survey.movable++;
		at++;
	}
	return survey;
}

bool survey_pageblock(struct model *m, const struct zone *zone, pfn_t pfn,
		      struct block_survey *ret)
{
	pfn_t start = pfn & ~(pageblock_pages(m) - 1);
	pfn_t end = start + pageblock_pages(m);

	*ret = (struct block_survey){ .start = start };
	if (!zone_spans(zone, start) || !zone_spans(zone, end - 1))
		return false;
	*ret = survey_pages(m, start, end);
	return true;
}

int64_t move_freepages_only(struct model *m, const struct zone *zone,
			    pfn_t start, pfn_t end, enum migratetype to)
{
	int64_t moved = 0;

	frame(m, PROBE_MOVE_FREEPAGES_BLOCK, start, pageblock_type(m, start),
	      to);
	for (pfn_t at = start; at < end;) {
		const struct page *page = page_of(m, at);

		if (!page_is_free_block(m, page)) {
			at++;
			continue;
		}
		struct free_block block = { .pfn = at,
					    .order = page->private,
					    .type = remembered_type(m, at) };

		probe(m, PROBE_MOVE_FREEPAGES_ONE, at, block.order, block.type,
		      to);
		move_to_free_list(m, zone, block, to);
		moved += pages_in(block.order);
		at += (pfn_t)pages_in(block.order);
	}
	return moved;
}

void retype_pageblock(struct model *m, pfn_t start, enum migratetype to,
		      int64_t moved)
{
	frame(m, PROBE_SET_PAGEBLOCK_TYPE, start, pageblock_type(m, start), to,
	      moved);
	set_pageblock_type(m, start, to);
}

int64_t move_freepages_block(struct model *m, const struct zone *zone,
			     pfn_t start, enum migratetype to)
{
	int64_t moved = move_freepages_only(m, zone, start,
					    start + pageblock_pages(m), to);

	retype_pageblock(m, start, to, moved);
	return moved;
}
