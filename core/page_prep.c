#include "core/page_prep_internal.h"

#include "core/alloc_tag_internal.h"
#include "core/page_internal.h"

/* page[1].flags keeps the order of a compound page in its low byte, beside
 * three flags that only a first tail has (PAGE_FLAGS_SECOND). */
enum { FOLIO_ORDER_BYTE = 0xff };

uint64_t page_flags_second(const struct model *m)
{
	const struct flags_layout *layout = &m->machine.layout;

	return FOLIO_ORDER_BYTE | pageflag_mask(layout, PG_active) |
	       pageflag_mask(layout, PG_workingset) |
	       pageflag_mask(layout, PG_reclaim);
}

static void prep_compound_page(struct model *m, pfn_t head, unsigned order)
{
	uint64_t head_flag = pageflag_mask(&m->machine.layout, PG_head);
	/* Some kernels mark the tails as well. */
	uint64_t tail_flag = pageflag_mask(&m->machine.layout, PG_tail);
	const struct page *page = page_of(m, head);
	const struct page *first_tail = page_of(m, head + 1);

	frame(m, PROBE_PREP_COMPOUND_PAGE, head, order, pages_in(order) - 1);
	put_again(m, &page->flags_diff, page->flags_diff | head_flag);
	for (pfn_t i = 1; i < pages_in(order); i++) {
		const struct page *tail = page_of(m, head + i);

		put(m, &tail->lru_next, LINK_COMPOUND | head);
		put(m, &tail->flags_diff, tail->flags_diff | tail_flag);
	}
	if (!profile_of(m)->order_in_tail_flags)
		return;
	put(m, &first_tail->flags_diff,
	    (first_tail->flags_diff & ~(uint64_t)FOLIO_ORDER_BYTE) | order);
}

void prep_new_page(struct model *m, pfn_t pfn, unsigned order, gfp_t gfp)
{
	const struct page *page = page_of(m, pfn);
	bool compound = order > 0 && gfp & profile_of(m)->gfp.comp;

	frame(m, PROBE_PREP_NEW_PAGE, pfn, order, compound);
	put_again(m, &page->private, 0);
	put_again(m, &page->refcount, 1);
	put_again(m, &page->use, PAGE_ALLOCATED);
	put_again(m, &page->use_order, order);
	pgalloc_tag_add(m, pfn, pages_in(order));
	if (compound)
		prep_compound_page(m, pfn, order);
}

/* What every page of a freed block loses. */
static into_callers void prepare_one(struct model *m, const struct page *page)
{
	put(m, &page->flags_diff, page->flags_diff & ~m->check_at_prep);
	put(m, &page->use, PAGE_IDLE);
	put(m, &page->use_order, 0);
}

static into_callers void prepare_tail(struct model *m, const struct page *page)
{
	if (page_is_compound_tail(page))
		put(m, &page->lru_next, 0);
	prepare_one(m, page);
}

void free_pages_prepare(struct model *m, pfn_t pfn, unsigned order)
{
	const struct page *page = page_of(m, pfn);
	bool compound = page_is_head(m, page);

	frame(m, PROBE_FREE_PAGES_PREPARE, pfn, order, compound,
	      (int64_t)(page->flags_diff & m->check_at_prep));
	if (compound && order > 0 && profile_of(m)->order_in_tail_flags) {
		const struct page *second = page_of(m, pfn + 1);

		put(m, &second->flags_diff,
		    second->flags_diff & ~page_flags_second(m));
	}
	for (pfn_t i = 1; i < pages_in(order); i++)
		prepare_tail(m, &page[i]);
	prepare_one(m, page);
	if (profile_of(m)->free_clears_type)
		put(m, &page->page_type_inverted, 0);
	put(m, &page->private, 0);
	pgalloc_tag_sub(m, pfn, pages_in(order));
}
