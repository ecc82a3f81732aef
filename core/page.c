/*
 * Reading struct page: its words, and what its neighbours say about it.
 */
#include "core/page.h"

#include <string.h>

#include "core/model_internal.h"
#include "core/page_internal.h"
#include "core/page_type.h"

bool pfn_valid(const struct model *m, pfn_t pfn)
{
	return machine_has_pfn(&m->machine, pfn);
}

const struct page *page_at(const struct model *m, pfn_t pfn)
{
	assert(pfn >= m->first_pfn && pfn < m->end_pfn);
	return page_of(m, pfn);
}

/* Fields that follow from the place of a page; cpupid says "never used". */
uint64_t page_idle_flags(const struct model *m, pfn_t pfn)
{
	const struct flags_layout *layout = &m->machine.layout;
	int index = zone_of_pfn(m, pfn);
	uint64_t flags = flags_field_mask(layout, FIELD_LAST_CPUPID);

	if (layout->width[FIELD_SECTION] > 0)
		flags |= (uint64_t)(pfn >> (layout->section_bits - PAGE_SHIFT))
			 << layout->shift[FIELD_SECTION];
	if (index < 0)
		return flags;
	const struct zone *zone = &m->zones[index];

	if (layout->width[FIELD_NODE] > 0)
		flags |= (uint64_t)zone->node << layout->shift[FIELD_NODE];
	if (layout->width[FIELD_ZONE] > 0)
		flags |= (uint64_t)zone->zone_id << layout->shift[FIELD_ZONE];
	return flags;
}

uint64_t page_flags(const struct model *m, pfn_t pfn)
{
	return page_at(m, pfn)->flags_diff ^ page_idle_flags(m, pfn);
}

uint32_t page_type_word(const struct page *page)
{
	return ~page->page_type_inverted;
}

static bool flag_is_set(const struct model *m, pfn_t pfn, enum pageflag flag)
{
	/* Idle flags hold no flag bit, so the difference shows it as it is. */
	return page_of(m, pfn)->flags_diff &
	       pageflag_mask(&m->machine.layout, flag);
}

bool page_is_reserved(const struct model *m, pfn_t pfn)
{
	return flag_is_set(m, pfn, PG_reserved);
}

bool page_is_compound_head(const struct model *m, pfn_t pfn)
{
	return page_is_head(m, page_of(m, pfn));
}

pfn_t compound_head(const struct model *m, pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);

	return page_is_compound_tail(page) ? page->lru_next & ~LINK_COMPOUND
					   : pfn;
}

unsigned compound_order(const struct model *m, pfn_t head)
{
	if (!page_is_compound_head(m, head) || head + 1 >= m->end_pfn)
		return 0;
	if (!m->machine.profile->order_in_tail_flags)
		return page_of(m, head)->use_order;
	return (unsigned)(page_of(m, head + 1)->flags_diff & 0xff);
}

bool page_on_lru(const struct model *m, pfn_t pfn)
{
	return flag_is_set(m, compound_head(m, pfn), PG_lru);
}

/* First page of the aligned block of an order that a pfn lies in, when the
 * machine has that page. */
static pfn_t aligned_start(const struct model *m, pfn_t pfn, unsigned order)
{
	pfn_t first = pfn & ~(((pfn_t)1 << order) - 1);

	return first >= m->first_pfn ? first : PFN_NONE;
}

int free_block_around(const struct model *m, pfn_t pfn, pfn_t *first)
{
	for (unsigned order = 0; order <= m->machine.max_order; order++) {
		pfn_t start = aligned_start(m, pfn, order);

		if (start == PFN_NONE)
			break;
		const struct page *page = page_of(m, start);

		if (page_is_free_block(m, page) && page->private >= order) {
			*first = start;
			return page->private;
		}
	}
	return -1;
}

int used_block_around(const struct model *m, pfn_t pfn, pfn_t *first)
{
	for (unsigned order = 0; order <= m->machine.max_order; order++) {
		pfn_t start = aligned_start(m, pfn, order);

		if (start == PFN_NONE)
			break;
		const struct page *page = page_of(m, start);
		bool heads =
			page->use == PAGE_ON_PCP || page->use == PAGE_ALLOCATED;

		if (heads && page->use_order >= order) {
			*first = start;
			return page->use_order;
		}
	}
	return -1;
}

static struct page_view view_of_used_block(const struct model *m, pfn_t pfn)
{
	struct page_view view = { .state = PAGE_STATE_ALLOCATED,
				  .head = pfn,
				  .order = -1,
				  .known = true };
	int order = used_block_around(m, pfn, &view.head);

	if (order >= 0) {
		view.order = order;
		if (page_of(m, view.head)->use == PAGE_ON_PCP)
			view.state = PAGE_STATE_PCP;
		return view;
	}
	view.known = page_of(m, pfn)->use != PAGE_UNKNOWN;
	return view;
}

/* A flag at first, later a page type: of the head, tails look like any. */
static bool page_is_slab(const struct model *m, pfn_t pfn)
{
	const char *type = NULL;

	if (flag_is_set(m, pfn, PG_slab))
		return true;
	if (page_of(m, pfn)->page_type_inverted == 0)
		return false;
	type = page_type_name(m->machine.profile,
			      page_type_word(page_of(m, pfn)), 0);
	return type && strcmp(type, "slab") == 0;
}

static struct page_view view_of_page(const struct model *m, pfn_t pfn)
{
	struct page_view view = { .head = pfn, .order = -1, .known = true };

	view.order = free_block_around(m, pfn, &view.head);
	if (view.order >= 0) {
		view.state = PAGE_STATE_BUDDY;
		return view;
	}
	if (page_is_reserved(m, pfn)) {
		view.state = PAGE_STATE_RESERVED;
		return view;
	}
	if (page_is_compound_head(m, pfn) ||
	    page_is_compound_tail(page_of(m, pfn))) {
		view.head = compound_head(m, pfn);
		view.order = (int)compound_order(m, view.head);
		view.state =
			view.head == pfn ? PAGE_STATE_HEAD : PAGE_STATE_TAIL;
		view.known = page_of(m, view.head)->use != PAGE_UNKNOWN;
		return view;
	}
	return view_of_used_block(m, pfn);
}

struct page_view page_view(const struct model *m, pfn_t pfn)
{
	struct page_view view = { .state = PAGE_STATE_HOLE,
				  .head = pfn,
				  .order = -1,
				  .known = true };

	if (!pfn_valid(m, pfn))
		return view;
	view = view_of_page(m, pfn);
	if ((view.state == PAGE_STATE_ALLOCATED ||
	     view.state == PAGE_STATE_HEAD) &&
	    view.head == pfn && page_is_slab(m, pfn))
		view.state = PAGE_STATE_SLAB;
	return view;
}
