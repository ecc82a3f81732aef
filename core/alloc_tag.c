/*
 * Counters and references.
 *
 * The book is kept so that it can be checked: what a tag counts is what the
 * references to it stand for, and what was lost.  The kernel loses account of
 * memory that is freed, split or handed out anew while profiling is off; the
 * model follows it in that, and notes how much.
 */
#include "core/alloc_tag_internal.h"

#include "core/codetag_internal.h"

struct mem_profiling mem_profiling(const struct model *m)
{
	const struct profile *profile = m->machine.profile;
	uint32_t words = m->globals->profiling;
	uint32_t tags = m->globals->kernel_tags;

	return (struct mem_profiling){
		.exists = profile->allocinfo_version,
		.supported = !(words & PROFILING_UNSUPPORTED),
		.on = !(words & PROFILING_KEY_OFF),
		.compressed = words & PROFILING_IN_FLAGS,
		.index_bits = m->machine.layout.width[FIELD_TAG],
		.kernel_tags = tags ? tags : profile->kernel_tags,
	};
}

static bool is_off(const struct model *m)
{
	return m->globals->profiling & PROFILING_KEY_OFF;
}

static bool is_in_flags(const struct model *m)
{
	return m->globals->profiling & PROFILING_IN_FLAGS;
}

struct alloc_tag_counters alloc_tag_on_cpu(const struct model *m, uint32_t tag,
					   unsigned cpu)
{
	return *tag_counters(m, tag, cpu);
}

struct alloc_tag_counters alloc_tag_counters(const struct model *m,
					     uint32_t tag)
{
	struct alloc_tag_counters sum = m->tags[tag];

	for (unsigned cpu = 1; cpu < m->machine.nr_cpus; cpu++) {
		sum.bytes += tag_counters(m, tag, cpu)->bytes;
		sum.calls += tag_counters(m, tag, cpu)->calls;
	}
	return sum;
}

struct alloc_tag_counters alloc_tag_lost(const struct model *m, uint32_t tag)
{
	return (struct alloc_tag_counters){
		.bytes = m->tag_accounts[tag].lost_bytes,
		.calls = m->tag_accounts[tag].lost_calls,
	};
}

static void count(struct model *m, uint32_t tag, int64_t bytes, int64_t calls)
{
	const struct alloc_tag_counters *here = tag_counters(m, tag, m->cpu);

	put(m, &here->bytes, here->bytes + bytes);
	put(m, &here->calls, here->calls + calls);
}

void alloc_tag_add(struct model *m, uint32_t tag, int64_t bytes)
{
	count(m, tag, bytes, 1);
}

void alloc_tag_sub(struct model *m, uint32_t tag, int64_t bytes)
{
	count(m, tag, -bytes, -1);
}

void alloc_tag_lose(struct model *m, uint32_t tag, int64_t bytes, int64_t calls)
{
	const struct tag_account *account = &m->tag_accounts[tag];

	put(m, &account->lost_bytes, account->lost_bytes + bytes);
	put(m, &account->lost_calls, account->lost_calls + calls);
}

/* --- References --------------------------------------------------------- */

/* Indices that name no tag: none, and CODETAG_EMPTY. */
enum { RESERVED_INDICES = 2 };

uint32_t alloc_tag_index(const struct model *m, uint32_t tag)
{
	uint32_t kernel_tags = mem_profiling(m).kernel_tags;
	uint32_t position = alloc_tag_position(m, tag);
	uint32_t load = alloc_tag_load(m, tag);

	if (load == 0)
		return position < kernel_tags ? RESERVED_INDICES + position : 0;
	const struct tag_area *area = area_of_load(m, load);

	if (!area)
		return 0;
	return RESERVED_INDICES + kernel_tags + area->start / ALLOC_TAG_SIZE +
	       position;
}

/* The tag of a module that lies at a place of the area, + 1. */
static uint32_t tag_in_area(const struct model *m, uint32_t at)
{
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++) {
		const struct tag_area *area = &m->areas[i];

		if (area->use != AREA_MODULE && area->use != AREA_UNLOADED)
			continue;
		if (at >= area->start && at - area->start < area->size)
			return module_load_at(m, area->load)->first_tag +
			       (at - area->start) / ALLOC_TAG_SIZE + 1;
	}
	return 0;
}

static uint32_t tag_of_index(const struct model *m, uint32_t index)
{
	uint32_t kernel_tags = mem_profiling(m).kernel_tags;

	if (index < RESERVED_INDICES)
		return 0;
	index -= RESERVED_INDICES;
	if (index < kernel_tags)
		return kernel_tag_at(m, index) + 1;
	return tag_in_area(m, (index - kernel_tags) * ALLOC_TAG_SIZE);
}

/* Idle flags hold no index, so the difference shows it as it is. */
uint32_t page_alloc_tag(const struct model *m, pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);

	if (!is_in_flags(m))
		return page->tag & ~TAG_REF_STALE;
	return tag_of_index(m, (uint32_t)flags_field_get(&m->machine.layout,
							 page->flags_diff,
							 FIELD_TAG));
}

bool page_alloc_tag_is_stale(const struct model *m, pfn_t pfn)
{
	return page_of(m, pfn)->tag & TAG_REF_STALE;
}

void page_tag_ref_put(struct model *m, pfn_t pfn, uint32_t reference)
{
	const struct flags_layout *layout = &m->machine.layout;
	const struct page *page = page_of(m, pfn);
	uint64_t mask = flags_field_mask(layout, FIELD_TAG);
	uint64_t index = 0;

	if (!is_in_flags(m)) {
		put(m, &page->tag, reference);
		return;
	}
	put(m, &page->tag, 0);
	if (reference)
		index = alloc_tag_index(m, reference - 1);
	index = index << layout->shift[FIELD_TAG] & mask;
	put(m, &page->flags_diff, (page->flags_diff & ~mask) | index);
}

/* --- The page allocator's hooks ----------------------------------------- */

static int64_t bytes_of(int64_t pages)
{
	return pages << PAGE_SHIFT;
}

/* Steps tell of sites that somebody named; an operation that names none is
 * charged to itself, and that goes without saying. */
static bool is_worth_a_step(const struct model *m, uint32_t tag)
{
	return m->machine.profile->allocinfo_version &&
	       alloc_tag_is_named(m, tag);
}

static bool is_addressable(const struct model *m, uint32_t tag)
{
	return !is_in_flags(m) || alloc_tag_index(m, tag) != 0;
}

static void add_to_page(struct model *m, uint32_t tag, pfn_t pfn, int64_t pages)
{
	if (!is_addressable(m, tag)) {
		page_tag_ref_put(m, pfn, 0);
		return;
	}
	page_tag_ref_put(m, pfn, tag + 1);
	alloc_tag_add(m, tag, bytes_of(pages));
	/* The last tags of a section that fills the bits to the brim. */
	if (page_alloc_tag(m, pfn) != tag + 1)
		alloc_tag_lose(m, tag, bytes_of(pages), 1);
}

void pgalloc_tag_add(struct model *m, pfn_t pfn, int64_t pages)
{
	uint32_t tag = is_off(m) ? UINT32_MAX : current_alloc_tag(m);

	if (tag == UINT32_MAX)
		return;
	if (!is_worth_a_step(m, tag)) {
		add_to_page(m, tag, pfn, pages);
		return;
	}
	frame(m, PROBE_PGALLOC_TAG_ADD, pfn, tag, bytes_of(pages),
	      is_in_flags(m) ? alloc_tag_index(m, tag) : 0,
	      !is_addressable(m, tag));
	add_to_page(m, tag, pfn, pages);
}

static void sub_from_page(struct model *m, uint32_t tag, pfn_t pfn,
			  int64_t pages)
{
	if (page_alloc_tag_is_stale(m, pfn))
		alloc_tag_lose(m, tag, -bytes_of(pages), -1);
	alloc_tag_sub(m, tag, bytes_of(pages));
	page_tag_ref_put(m, pfn, 0);
}

/* Memory that is freed while profiling is off stays on the account, and the
 * reference where it is. */
static void leave_behind(struct model *m, uint32_t tag, pfn_t pfn,
			 int64_t pages)
{
	const struct page *page = page_of(m, pfn);

	if (page_alloc_tag_is_stale(m, pfn))
		return;
	alloc_tag_lose(m, tag, bytes_of(pages), 1);
	put(m, &page->tag, page->tag | TAG_REF_STALE);
}

void pgalloc_tag_sub(struct model *m, pfn_t pfn, int64_t pages)
{
	uint32_t reference = page_alloc_tag(m, pfn);

	if (reference == 0)
		return;
	uint32_t tag = reference - 1;

	if (is_off(m)) {
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
	uint32_t reference = page_alloc_tag(m, pfn);

	if (reference == 0)
		return;
	bool stale = page_alloc_tag_is_stale(m, pfn);

	if (is_off(m) && !stale)
		alloc_tag_lose(m, reference - 1, bytes_of(pages), 0);
	if (is_off(m))
		return;
	if (stale)
		alloc_tag_lose(m, reference - 1, -bytes_of(pages), 0);
	count(m, reference - 1, -bytes_of(pages), 0);
}

/* Each piece refers to the tag; one of a block that was none any more does so
 * in vain, too. */
static void split_references(struct model *m, uint32_t tag, pfn_t pfn,
			     unsigned order)
{
	int64_t others = pages_in(order) - 1;

	for (pfn_t i = 1; i <= (pfn_t)others; i++) {
		const struct page *page = page_of(m, pfn + i);

		page_tag_ref_put(m, pfn + i, tag + 1);
		put(m, &page->tag,
		    page->tag | (page_of(m, pfn)->tag & TAG_REF_STALE));
	}
	count(m, tag, 0, others);
	if (page_alloc_tag_is_stale(m, pfn))
		alloc_tag_lose(m, tag, 0, others);
}

void pgalloc_tag_split(struct model *m, pfn_t pfn, unsigned order)
{
	uint32_t reference = page_alloc_tag(m, pfn);
	int64_t others = pages_in(order) - 1;

	if (reference == 0)
		return;
	uint32_t tag = reference - 1;

	if (is_off(m)) {
		if (!page_alloc_tag_is_stale(m, pfn))
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
