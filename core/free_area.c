#include "core/free_area_internal.h"

#include "core/page_type.h"
#include "core/vmstat_internal.h"

static void set_buddy_order(struct model *m, pfn_t pfn, unsigned order)
{
	const struct page *page = page_of(m, pfn);

	put(m, &page->private, order);
	put(m, &page->page_type_inverted, ~profile_of(m)->buddy_type_word);
}

void remember_type(struct model *m, pfn_t pfn, enum migratetype type)
{
	if (profile_of(m)->list_type_is_remembered)
		put_again(m, &page_of(m, pfn)->list_type, type);
}

enum migratetype remembered_type(const struct model *m, pfn_t pfn)
{
	if (profile_of(m)->list_type_is_remembered)
		return (enum migratetype)page_of(m, pfn)->list_type;
	return type_of_pageblock(m, pfn);
}

static void clear_buddy(struct model *m, pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);

	put_again(m, &page->page_type_inverted, ~PAGE_TYPE_NONE);
	put_again(m, &page->private, 0);
}

void add_to_free_list(struct model *m, const struct zone *zone,
		      struct free_block block, enum list_end end)
{
	const struct free_area *area = &zone->free_area[block.order];
	const struct list_head *list = &area->free_list[block.type];

	set_buddy_order(m, block.pfn, block.order);
	remember_type(m, block.pfn, block.type);
	if (end == LIST_END_TAIL)
		list_add_tail(m, list, block.pfn);
	else
		list_add_head(m, list, block.pfn);
	put_again(m, &area->nr_free, area->nr_free + 1);
}

void del_page_from_free_list(struct model *m, const struct zone *zone,
			     struct free_block block)
{
	const struct free_area *area = &zone->free_area[block.order];

	list_del(m, &area->free_list[block.type], block.pfn);
	clear_buddy(m, block.pfn);
	put_again(m, &area->nr_free, area->nr_free - 1);
}

void move_to_free_list(struct model *m, const struct zone *zone,
		       struct free_block block, enum migratetype to)
{
	int64_t pages = pages_in(block.order);

	list_del(m, free_list(zone, block.order, block.type), block.pfn);
	if (profile_of(m)->moved_blocks_to_head)
		list_add_head(m, free_list(zone, block.order, to), block.pfn);
	else
		list_add_tail(m, free_list(zone, block.order, to), block.pfn);
	remember_type(m, block.pfn, to);
	/* Kernels that remember the list do not count what moves. */
	if (profile_of(m)->list_type_is_remembered)
		return;
	account_freepages(m, zone, -pages, block.type);
	account_freepages(m, zone, pages, to);
}
