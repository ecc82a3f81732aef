/*
 * The model's state against the recorded `final`: every list, every word and
 * the flags of every page.  kswapd's words are inputs, so they are no result.
 */
#include "snapshots/verify_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/page.h"
#include "snapshots/words_internal.h"

enum { NAME_MAX_LENGTH = 64 };

struct final {
	const struct model *m;
	const struct type_numbers *types;
	struct verify_report *report;
};

void report_difference(struct verify_report *report, const char *format, ...)
{
	struct diagnosis text;
	char raw[sizeof text.text];
	va_list args;

	if (report->nr_differences++ >= VERIFY_MAX_DIFFERENCES)
		return;
	va_start(args, format);
	vsnprintf(raw, sizeof raw, format, args);
	va_end(args);
	diagnose(&text, "%s", raw);
	report->differences[report->nr_differences - 1] = strdup(text.text);
}

static void number_compare(const struct final *f, const char *name,
			   int64_t expected, int64_t got)
{
	if (expected != got)
		report_difference(f->report,
				  "%s: expected %" PRId64 ", got %" PRId64,
				  name, expected, got);
}

static void words_compare(const struct final *f, const struct item *object,
			  const char *where, const struct word *table,
			  const void *structure)
{
	for (const struct word *word = table; word->key != NULL; word++) {
		char name[2 * NAME_MAX_LENGTH];
		if (!word_kept(word, model_machine(f->m)->profile))
			continue;
		int64_t expected =
			item_get(object, word->key, -((int64_t)1 << 52),
				 (int64_t)1 << 52);
		snprintf(name, sizeof name, "%s.%s", where, word->key);
		if (!object->reader->failed)
			number_compare(f, name, expected,
				       word_get(word, structure));
	}
}

static void list_compare(const struct final *f, const struct item *list,
			 const char *name, const struct list_head *have)
{
	struct item block = item_first(list);
	pfn_t got = list_first(f->m, have);
	uint32_t blocks = 0;
	int64_t first_at = -1;
	int64_t first[2] = { -1, -1 };

	for (; item_present(&block); item_advance(&block)) {
		int64_t expected = item_pfn(&block);
		int64_t found = got == PFN_NONE ? -1 : (int64_t)got;
		if (first_at < 0 && expected != found) {
			first_at = (int64_t)block.index;
			first[0] = expected;
			first[1] = found;
		}
		blocks++;
		if (got != PFN_NONE)
			got = list_next(f->m, have, got);
	}
	if (first_at < 0 && got != PFN_NONE) {
		first_at = blocks;
		first[1] = got;
	}
	if (first_at >= 0)
		report_difference(f->report,
				  "%s: expected %" PRIu32 ", got %" PRIu32
				  " blocks, first difference at %" PRId64
				  ": %" PRId64 " / %" PRId64,
				  name, blocks, have->nr, first_at, first[0],
				  first[1]);
}

static void free_lists_compare(const struct final *f, const struct item *lists,
			       unsigned zone)
{
	unsigned order = (unsigned)lists->index;
	const struct free_area *area = &zone_at(f->m, zone)->free_area[order];

	item_expect_length(lists, f->types->nr);
	struct item list = item_first(lists);
	for (; item_present(&list); item_advance(&list)) {
		char name[NAME_MAX_LENGTH];
		snprintf(name, sizeof name, "zones[%u].free_list[%u][%zu]",
			 zone, order, list.index);
		list_compare(f, &list, name,
			     &area->free_list[f->types->type[list.index]]);
	}
}

static void free_area_compare(const struct final *f, const struct item *object,
			      unsigned zone)
{
	unsigned orders = model_machine(f->m)->max_order + 1;
	struct item free_list = item_member(object, "free_list");
	struct item nr_free = item_member(object, "nr_free");

	item_expect_length(&free_list, orders);
	item_expect_length(&nr_free, orders);
	struct item lists = item_first(&free_list);
	for (; item_present(&lists); item_advance(&lists))
		free_lists_compare(f, &lists, zone);
	struct item count = item_first(&nr_free);
	for (; item_present(&count); item_advance(&count)) {
		char name[NAME_MAX_LENGTH];
		snprintf(name, sizeof name, "zones[%u].nr_free[%zu]", zone,
			 count.index);
		number_compare(
			f, name, item_integer(&count, 0, PFN_LIMIT),
			zone_at(f->m, zone)->free_area[count.index].nr_free);
	}
}

/* What the kernel remembers of each page on the lists. */
static void pcp_types_compare(const struct final *f, const struct item *lists,
			      const char *where,
			      const struct per_cpu_pages *pcp)
{
	struct item list = item_first(lists);

	for (; item_present(&list); item_advance(&list)) {
		const struct list_head *pages = &pcp->lists[list.index];
		struct item type = item_first(&list);
		pfn_t pfn = list_first(f->m, pages);
		for (; item_present(&type) && pfn != PFN_NONE;
		     item_advance(&type)) {
			char name[2 * NAME_MAX_LENGTH];
			int64_t number =
				item_integer(&type, 0, f->types->nr - 1);
			snprintf(name, sizeof name, "%s.lists_mt[%zu][%zu]",
				 where, list.index, type.index);
			number_compare(f, name, f->types->type[number],
				       page_at(f->m, pfn)->list_type);
			pfn = list_next(f->m, pages, pfn);
		}
	}
}

static void pcp_compare(const struct final *f, const struct item *object,
			unsigned zone)
{
	unsigned cpu = (unsigned)object->index;
	const struct per_cpu_pages *pcp = pcp_at(f->m, zone, cpu);
	struct item lists = item_member(object, "lists");
	char where[NAME_MAX_LENGTH];

	snprintf(where, sizeof where, "zones[%u].pcp[%u]", zone, cpu);
	words_compare(f, object, where, pcp_words, pcp);
	item_expect_length(&lists, machine_pcp_lists(model_machine(f->m)));
	struct item list = item_first(&lists);
	for (; item_present(&list); item_advance(&list)) {
		char name[2 * NAME_MAX_LENGTH];
		snprintf(name, sizeof name, "%s.lists[%zu]", where, list.index);
		list_compare(f, &list, name, &pcp->lists[list.index]);
	}
	if (!model_machine(f->m)->profile->list_type_is_remembered)
		return;
	struct item types = item_member(object, "lists_mt");
	pcp_types_compare(f, &types, where, pcp);
}

static void zone_compare(const struct final *f, const struct item *object)
{
	unsigned zone = (unsigned)object->index;
	struct item pcps = item_member(object, "pcp");
	char where[NAME_MAX_LENGTH];

	snprintf(where, sizeof where, "zones[%u]", zone);
	words_compare(f, object, where, zone_words, zone_at(f->m, zone));
	free_area_compare(f, object, zone);
	item_expect_length(&pcps, model_machine(f->m)->nr_cpus);
	struct item pcp = item_first(&pcps);
	for (; item_present(&pcp); item_advance(&pcp))
		pcp_compare(f, &pcp, zone);
}

/* The three elements of a run; `word` only for runs of flags. */
struct run {
	pfn_t first;
	pfn_t count;
	int64_t number;
	uint64_t word;
};

static struct run run_read(const struct item *item, bool flags)
{
	struct run run = { 0 };

	item_expect_length(item, 3);
	struct item element = item_first(item);
	if (!item_present(&element))
		return run;
	run.first = item_pfn(&element);
	item_advance(&element);
	run.count = (pfn_t)item_integer(&element, 1, PFN_LIMIT - run.first);
	item_advance(&element);
	if (flags)
		run.word = item_hex(&element);
	else
		run.number = item_integer(&element, 0, MIGRATE_TYPES - 1);
	return run;
}

/* Every page of a run must be one of the machine. */
static bool page_is_there(const struct final *f, const struct item *run,
			  pfn_t pfn)
{
	if (pfn_valid(f->m, pfn))
		return true;
	item_fail(run, "page %" PRIu32 " of this run does not exist", pfn);
	return false;
}

static void pageblock_run_compare(const struct final *f,
				  const struct item *item)
{
	unsigned order = model_machine(f->m)->pageblock_order;
	struct run run = run_read(item, false);

	for (pfn_t i = 0; i < run.count; i++) {
		char name[NAME_MAX_LENGTH];
		pfn_t pfn = run.first + (i << order);
		if (!page_is_there(f, item, pfn))
			return;
		snprintf(name, sizeof name, "pageblock %" PRIu32, pfn);
		number_compare(f, name, f->types->type[run.number],
			       pageblock_type(f->m, pfn));
	}
}

static void flags_run_compare(const struct final *f, const struct item *item)
{
	struct run run = run_read(item, true);
	pfn_t end = run.first + run.count;

	for (pfn_t pfn = run.first; pfn < end; pfn++) {
		if (!page_is_there(f, item, pfn))
			return;
		uint64_t got = page_flags(f->m, pfn);
		if (got != run.word)
			report_difference(f->report,
					  "page %" PRIu32 " flags: expected "
					  "0x%" PRIx64 ", got 0x%" PRIx64,
					  pfn, run.word, got);
	}
}

static void runs_compare(const struct final *f, const struct item *runs,
			 void (*compare)(const struct final *f,
					 const struct item *item))
{
	struct item item = item_first(runs);

	for (; item_present(&item); item_advance(&item))
		compare(f, &item);
}

void final_compare(const struct item *final, const struct model *m,
		   const struct type_numbers *types,
		   struct verify_report *report)
{
	struct final f = { .m = m, .types = types, .report = report };
	struct item zones = item_member(final, "zones");
	struct item pageblocks = item_member(final, "pageblocks");
	struct item flags = item_member(final, "page_flags_rle");
	struct item digest = item_member(final, "digest");
	uint64_t expected = item_hex(&digest);
	uint64_t got = lists_digest(m, types);

	item_expect_length(&zones, nr_zones(m));
	struct item zone = item_first(&zones);
	for (; item_present(&zone); item_advance(&zone))
		zone_compare(&f, &zone);
	runs_compare(&f, &pageblocks, pageblock_run_compare);
	runs_compare(&f, &flags, flags_run_compare);
	if (expected != got)
		report_difference(report,
				  "digest of all lists: expected %" PRIx64
				  ", got %" PRIx64,
				  expected, got);
}
