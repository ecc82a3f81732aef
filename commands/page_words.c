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
