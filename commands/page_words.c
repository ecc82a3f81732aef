#include "commands/page_words.h"

int page_order_byte(const struct model *m, pfn_t pfn)
{
	struct page_view view = page_view(m, pfn);

	if (!model_machine(m)->profile->order_in_tail_flags ||
	    view.state != PAGE_STATE_TAIL || pfn != view.head + 1)
		return -1;
	return (int)(page_flags(m, pfn) & FOLIO_ORDER_MASK);
}

uint64_t page_named_flags(const struct model *m, pfn_t pfn)
{
	uint64_t flags = page_flags(m, pfn);

	if (page_order_byte(m, pfn) < 0)
		return flags;
	return flags & ~(uint64_t)FOLIO_ORDER_MASK;
}

static pfn_t link_page(link_t link)
{
	return link & LINK_HEAD ? PFN_NONE : link;
}

/* A page on a pcp list goes by the type remembered, where its kernel does. */
static enum migratetype list_type(const struct model *m, pfn_t pfn, bool on_pcp)
{
	if (on_pcp && model_machine(m)->profile->list_type_is_remembered)
		return (enum migratetype)page_at(m, pfn)->list_type;
	return pageblock_type(m, pfn);
}

static void find_buddy(const struct model *m, const struct page_view *view,
		       struct page_links *links)
{
	pfn_t first = PFN_NONE;

	if (view->order < 0 || view->order >= (int)model_machine(m)->max_order)
		return;
	links->buddy = view->head ^ (pfn_t)pages_in((unsigned)view->order);
	links->has_buddy =
		pfn_valid(m, links->buddy) &&
		zone_of_pfn(m, links->buddy) == zone_of_pfn(m, view->head);
	links->buddy_free =
		links->has_buddy &&
		free_block_around(m, links->buddy, &first) == view->order &&
		first == links->buddy;
}

struct page_links page_links(const struct model *m, pfn_t pfn)
{
	struct page_view view = page_view(m, pfn);
	struct page_links links = { .previous = PFN_NONE, .next = PFN_NONE };

	find_buddy(m, &view, &links);
	links.on_pcp = view.state == PAGE_STATE_PCP;
	links.listed = view.head == pfn && view.order >= 0 &&
		       (links.on_pcp || view.state == PAGE_STATE_BUDDY);
	if (!links.listed)
		return links;
	links.order = (unsigned)view.order;
	links.type = list_type(m, pfn, links.on_pcp);
	links.previous = link_page(page_at(m, pfn)->lru_prev);
	links.next = link_page(page_at(m, pfn)->lru_next);
	return links;
}

pfn_t pageblock_first(const struct model *m, pfn_t pfn)
{
	pfn_t pages = (pfn_t)pages_in(model_machine(m)->pageblock_order);

	return pfn & ~(pages - 1);
}
