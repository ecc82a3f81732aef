/*
 * Single pages in files: their flags as runs, and in `pages` the blocks that
 * are in use, whose words neither lists nor flags imply.
 */
#include "snapshots/state_internal.h"

#include <inttypes.h>

#include "core/page_type.h"
#include "core/restore.h"
#include "snapshots/operations_internal.h"
#include "snapshots/touched_internal.h"

struct flags_run {
	pfn_t first;
	pfn_t pages;
	uint64_t flags;
};

/* The open run goes on with the next one, or ends and that one begins. */
static void run_extend(struct flags_run *open, struct flags_run next,
		       flags_run_fn call, void *context)
{
	if (open->first + open->pages == next.first &&
	    open->flags == next.flags) {
		open->pages += next.pages;
		return;
	}
	if (open->pages > 0)
		call(context, open->first, open->pages, open->flags);
	*open = next;
}

void flags_runs(const struct model *m, flags_run_fn call, void *context)
{
	const struct machine *machine = model_machine(m);
	struct flags_run open = { 0 };

	for (unsigned i = 0; i < machine->nr_ranges; i++) {
		pfn_t pfn = machine->ranges[i].start;
		pfn_t end = pfn + machine->ranges[i].pages;
		while (pfn < end) {
			pfn_t touched = touched_page(m, pfn, end);
			pfn_t next = touched > pfn ? idle_end(m, pfn, touched)
						   : pfn + 1;
			run_extend(&open,
				   (struct flags_run){ pfn, next - pfn,
						       page_flags(m, pfn) },
				   call, context);
			pfn = next;
		}
	}
	call(context, open.first, open.pages, open.flags);
}

static void tags_read(const struct item *tags, struct model *m)
{
	struct item tag = item_first(tags);

	for (; item_present(&tag); item_advance(&tag)) {
		struct codetag site = codetag_read(&tag);
		if (item_present(&tag))
			restore_tag(m, &site);
	}
}

static uint32_t type_word_read(const struct item *words)
{
	struct item type = item_optional(words, "page_type");
	struct item mapcount = item_optional(words, "mapcount");

	if (item_present(&type) && item_present(&mapcount))
		item_fail(words, "a page has either a mapcount or a page_type");
	if (item_present(&type))
		return (uint32_t)item_hex(&type);
	/* The kernel keeps one mapping less than there are. */
	if (item_present(&mapcount))
		return (uint32_t)(item_integer(&mapcount, 0, INT32_MAX) - 1);
	return PAGE_TYPE_NONE;
}

static struct restore_page page_words_read(const struct item *words,
					   const struct model *m)
{
	const struct machine *machine = model_machine(m);
	struct item order = item_optional(words, "order");
	struct item tag = item_optional(words, "tag");
	struct restore_page page = {
		.refcount = (int32_t)item_get(words, "refcount", 0, INT32_MAX),
		.page_type = type_word_read(words),
		.order = -1,
		.tag = -1,
	};

	if (item_present(&order))
		page.order = (int)item_integer(&order, 0, machine->max_order);
	if (item_present(&tag))
		page.tag = item_integer(&tag, 0, (int64_t)nr_alloc_tags(m) - 1);
	item_finish(words);
	return page;
}

/* [first, count, words] */
static void page_run_read(const struct item *run, struct model *m)
{
	item_expect_length(run, 3);
	struct item element = item_first(run);
	if (!item_present(&element))
		return;
	pfn_t first = item_pfn(&element);
	item_advance(&element);
	pfn_t pages = (pfn_t)item_integer(&element, 1, PFN_LIMIT);
	item_advance(&element);
	struct restore_page page = page_words_read(&element, m);
	for (pfn_t pfn = first; pfn < first + pages && item_present(run);
	     pfn++) {
		if (!pfn_valid(m, pfn))
			item_fail(run, "this machine has no page %" PRIu32,
				  pfn);
		else if (page_at(m, pfn)->use != PAGE_IDLE ||
			 page_has_type(model_machine(m)->profile,
				       page_type_word(page_at(m, pfn))))
			item_fail(run, "page %" PRIu32 " is spoken of twice",
				  pfn);
		else
			restore_page(m, pfn, &page);
	}
}

void pages_read(const struct item *state, struct model *m)
{
	struct item tags = item_optional(state, "tags");
	struct item pages = item_optional(state, "pages");

	if (item_present(&tags))
		tags_read(&tags, m);
	if (!item_present(&pages))
		return;
	struct item run = item_first(&pages);
	for (; item_present(&run); item_advance(&run))
		page_run_read(&run, m);
}

static struct json *tags_write(const struct model *m)
{
	struct json *tags = json_array();

	for (uint32_t tag = 0; tag < nr_alloc_tags(m); tag++)
		json_append(tags, codetag_write(alloc_tag_site(m, tag)));
	return tags;
}

static bool same_words(const struct page *a, const struct page *b)
{
	return a->refcount == b->refcount && a->tag == b->tag &&
	       a->page_type_inverted == b->page_type_inverted &&
	       a->use_order == b->use_order;
}

static struct json *page_words_write(const struct profile *profile,
				     const struct page *page)
{
	struct json *words = json_object();
	uint32_t type = page_type_word(page);

	json_add(words, "refcount", json_number(page->refcount));
	if (page_has_type(profile, type))
		json_add(words, "page_type", json_hex(type));
	else
		json_add(words, "mapcount",
			 json_number(page_mapcount_of(profile, type)));
	json_add(words, "order", json_number(page->use_order));
	if (page->tag != 0)
		json_add(words, "tag", json_number((int64_t)page->tag - 1));
	return words;
}

/* One past the last page that continues the run of equal blocks. */
static pfn_t run_end(const struct model *m, pfn_t first, pfn_t end)
{
	const struct page *page = page_at(m, first);
	pfn_t pfn = first + 1;

	while (pfn < end && page_at(m, pfn)->use == PAGE_ALLOCATED &&
	       same_words(page, page_at(m, pfn)))
		pfn++;
	return pfn;
}

static void range_write(struct json *runs, const struct model *m,
			const struct page_range *range)
{
	pfn_t end = range->start + range->pages;

	pfn_t pfn = touched_page(m, range->start, end);
	for (; pfn < end; pfn = touched_page(m, pfn, end)) {
		if (page_at(m, pfn)->use != PAGE_ALLOCATED) {
			pfn++;
			continue;
		}
		pfn_t next = run_end(m, pfn, end);
		struct json *run = json_array();
		json_append(run, json_number(pfn));
		json_append(run, json_number(next - pfn));
		json_append(run, page_words_write(model_machine(m)->profile,
						  page_at(m, pfn)));
		json_append(runs, run);
		pfn = next;
	}
}

void pages_write(struct json *state, const struct model *m)
{
	const struct machine *machine = model_machine(m);
	struct json *runs = json_array();

	if (nr_alloc_tags(m) > 0)
		json_add(state, "tags", tags_write(m));
	for (unsigned i = 0; i < machine->nr_ranges; i++)
		range_write(runs, m, &machine->ranges[i]);
	json_add(state, "pages", runs);
}
