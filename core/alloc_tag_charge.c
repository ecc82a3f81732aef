/*
 * Charging blocks to tags, and taking the charge back.
 *
 * On the way of every page, so it is a part of the allocator's forms.
 */
#include "core/alloc_tag_internal.h"

#include "core/codetag_internal.h"

static into_callers void count_on_cpu(struct model *m, uint32_t tag,
				      int64_t bytes, int64_t calls)
{
	const struct alloc_tag_counters *here = tag_counters(m, tag, m->cpu);

	put(m, &here->bytes, here->bytes + bytes);
	put(m, &here->calls, here->calls + calls);
}

void alloc_tag_add(struct model *m, uint32_t tag, int64_t bytes)
{
	const struct alloc_tag_counters *here = tag_counters(m, tag, m->cpu);

	put(m, &here->bytes, here->bytes + bytes);
	put_again(m, &here->calls, here->calls + 1);
}

static into_callers void sub_on_cpu(struct model *m, const struct tag_sub *sub)
{
	const struct alloc_tag_counters *counters =
		tag_counters(m, sub->tag, sub->cpu);

	put(m, &counters->bytes, counters->bytes - sub->bytes);
	put_again(m, &counters->calls, counters->calls - 1);
}

void alloc_tag_sub(struct model *m, uint32_t tag, int64_t bytes)
{
	sub_on_cpu(m, &(struct tag_sub){ tag, m->cpu, bytes });
}

/* The same in the order in which they come, but the last few of them are still
 * to be done: the memory of their counters is on its way. */
static into_callers void alloc_tag_sub_later(struct model *m, uint32_t tag,
					     int64_t bytes)
{
	struct tag_lag *lag = &m->tag_lag;
	struct tag_sub *place = &lag->subs[lag->nr++ % TAG_LAG];
	struct tag_sub due = *place;

	*place = (struct tag_sub){ tag, m->cpu, bytes };
	__builtin_prefetch(tag_counters(m, tag, m->cpu), 1);
	if (due.bytes)
		sub_on_cpu(m, &due);
}

void alloc_tags_catch_up(struct model *m)
{
	struct tag_lag *lag = &m->tag_lag;

	for (unsigned i = 0; i < TAG_LAG; i++)
		if (lag->subs[i].bytes)
			sub_on_cpu(m, &lag->subs[i]);
	*lag = (struct tag_lag){ 0 };
}

void alloc_tag_lose(struct model *m, uint32_t tag, int64_t bytes, int64_t calls)
{
	const struct tag_account *account = &m->tag_accounts[tag];

	put(m, &account->lost_bytes, account->lost_bytes + bytes);
	put(m, &account->lost_calls, account->lost_calls + calls);
}

/* Kept apart: few machines keep references there. */
static __attribute__((noinline)) void flags_tag_put(struct model *m, pfn_t pfn,
						    uint32_t reference)
{
	const struct flags_layout *layout = &m->machine.layout;
	const struct page *page = page_of(m, pfn);
	uint64_t mask = flags_field_mask(layout, FIELD_TAG);
	uint64_t index = 0;

	put(m, &page->tag, 0);
	if (reference)
		index = alloc_tag_index(m, reference - 1);
	index = index << layout->shift[FIELD_TAG] & mask;
	put(m, &page->flags_diff, (page->flags_diff & ~mask) | index);
}

void page_tag_ref_put(struct model *m, pfn_t pfn, uint32_t reference)
{
	if (tag_refs_are_in_flags(m))
		flags_tag_put(m, pfn, reference);
	else
		put(m, &page_of(m, pfn)->tag, reference);
}

static int64_t bytes_of(int64_t pages)
{
	return pages << PAGE_SHIFT;
}

/* page_alloc_tag(), without a call where the page itself tells it. */
static uint32_t reference_of(const struct model *m, pfn_t pfn)
{
	return tag_refs_are_in_flags(m) ? page_alloc_tag(m, pfn)
					: page_of(m, pfn)->tag & ~TAG_REF_STALE;
}

static bool is_stale(const struct page *page)
{
	return page->tag & TAG_REF_STALE;
}

/* Steps tell of sites that somebody named; an operation that names none is
 * charged to itself, and that goes without saying. */
static bool is_worth_a_step(const struct model *m, uint32_t tag)
{
	return recorded(m) && profile_of(m)->allocinfo_version &&
	       alloc_tag_is_named(m, tag);
}

static bool is_addressable(const struct model *m, uint32_t tag)
{
	return !tag_refs_are_in_flags(m) || alloc_tag_index(m, tag) != 0;
}

/* Kept apart, as is flags_tag_put(). */
static __attribute__((noinline)) void
add_to_index(struct model *m, uint32_t tag, pfn_t pfn, int64_t pages)
{
	if (!is_addressable(m, tag)) {
		flags_tag_put(m, pfn, 0);
		return;
	}
	flags_tag_put(m, pfn, tag + 1);
	alloc_tag_add(m, tag, bytes_of(pages));
	/* The last tags of a section that fills the bits to the brim. */
	if (page_alloc_tag(m, pfn) != tag + 1)
		alloc_tag_lose(m, tag, bytes_of(pages), 1);
}

static into_callers void add_to_page(struct model *m, uint32_t tag, pfn_t pfn,
				     int64_t pages)
{
	if (tag_refs_are_in_flags(m)) {
		add_to_index(m, tag, pfn, pages);
		return;
	}
	put_again(m, &page_of(m, pfn)->tag, tag + 1);
	alloc_tag_add(m, tag, bytes_of(pages));
}

void pgalloc_tag_add(struct model *m, pfn_t pfn, int64_t pages)
{
	uint32_t tag = profiling_is_off(m) ? UINT32_MAX : current_alloc_tag(m);

	if (tag == UINT32_MAX)
		return;
	if (!is_worth_a_step(m, tag)) {
		add_to_page(m, tag, pfn, pages);
		return;
	}
	frame(m, PROBE_PGALLOC_TAG_ADD, pfn, tag, bytes_of(pages),
	      tag_refs_are_in_flags(m) ? alloc_tag_index(m, tag) : 0,
	      !is_addressable(m, tag));
	add_to_page(m, tag, pfn, pages);
}

static into_callers void sub_from_page(struct model *m, uint32_t tag, pfn_t pfn,
				       int64_t pages)
{
	const struct page *page = page_of(m, pfn);

	if (is_stale(page))
		alloc_tag_lose(m, tag, -bytes_of(pages), -1);
	if (m->tag_lag.allowed)
		alloc_tag_sub_later(m, tag, bytes_of(pages));
	else
		alloc_tag_sub(m, tag, bytes_of(pages));
	if (tag_refs_are_in_flags(m))
		flags_tag_put(m, pfn, 0);
	else
		put_again(m, &page->tag, 0);
}

/* Memory that is freed while profiling is off stays on the account, and the
 * reference where it is. */
static void leave_behind(struct model *m, uint32_t tag, pfn_t pfn,
			 int64_t pages)
{
	const struct page *page = page_of(m, pfn);

	if (is_stale(page))
		return;
	alloc_tag_lose(m, tag, bytes_of(pages), 1);
	put(m, &page->tag, page->tag | TAG_REF_STALE);
}

void pgalloc_tag_sub(struct model *m, pfn_t pfn, int64_t pages)
{
	uint32_t reference = reference_of(m, pfn);

	if (reference == 0)
		return;
	uint32_t tag = reference - 1;

	if (profiling_is_off(m)) {
		leave_behind(m, tag, pfn, pages);
		return;
	}
	if (!is_worth_a_step(m, tag)) {
		sub_from_page(m, tag, pfn, pages);
		return;
	}
	frame(m, PROBE_PGALLOC_TAG_SUB, pfn, tag, bytes_of(pages));
	sub_from_page(m, tag, pfn, pages);
}

void pgalloc_tag_sub_pages(struct model *m, pfn_t pfn, int64_t pages)
{
	uint32_t reference = reference_of(m, pfn);

	if (reference == 0)
		return;
	bool stale = is_stale(page_of(m, pfn));

	if (profiling_is_off(m) && !stale)
		alloc_tag_lose(m, reference - 1, bytes_of(pages), 0);
	if (profiling_is_off(m))
		return;
	if (stale)
		alloc_tag_lose(m, reference - 1, -bytes_of(pages), 0);
	count_on_cpu(m, reference - 1, -bytes_of(pages), 0);
}

/* Each piece refers to the tag; one of a block that was none any more does so
 * in vain, too. */
static void split_references(struct model *m, uint32_t tag, pfn_t pfn,
			     unsigned order)
{
	int64_t others = pages_in(order) - 1;
	uint32_t stale = page_of(m, pfn)->tag & TAG_REF_STALE;

	for (pfn_t i = 1; i <= (pfn_t)others; i++) {
		const struct page *page = page_of(m, pfn + i);

		page_tag_ref_put(m, pfn + i, tag + 1);
		put(m, &page->tag, page->tag | stale);
	}
	count_on_cpu(m, tag, 0, others);
	if (stale)
		alloc_tag_lose(m, tag, 0, others);
}

void pgalloc_tag_split(struct model *m, pfn_t pfn, unsigned order)
{
	uint32_t reference = reference_of(m, pfn);
	int64_t others = pages_in(order) - 1;

	if (reference == 0)
		return;
	uint32_t tag = reference - 1;

	if (profiling_is_off(m)) {
		if (!is_stale(page_of(m, pfn)))
			alloc_tag_lose(m, tag, bytes_of(others), 0);
		return;
	}
	if (!is_worth_a_step(m, tag)) {
		split_references(m, tag, pfn, order);
		return;
	}
	frame(m, PROBE_PGALLOC_TAG_SPLIT, pfn, tag, others);
	split_references(m, tag, pfn, order);
}
