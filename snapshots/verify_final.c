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

enum { FLAGS_LENGTH = 256 };

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

static void word_compare(const struct final *f, const struct field_place *place,
			 int64_t expected, int64_t got)
{
	char name[PLACE_LENGTH];

	if (expected == got)
		return;
	word_tell(f->m, place, name);
	report_difference(f->report, "%s: expected %" PRId64 ", got %" PRId64,
			  name, expected, got);
}

/* All words of a zone or of a pcp, which `place` names. */
static void words_compare(const struct final *f, const struct item *object,
			  struct field_place place, const struct word *table,
			  const void *structure)
{
	for (const struct word *word = table; word->key != NULL; word++) {
		if (!word_kept(word, model_machine(f->m)->profile))
			continue;
		int64_t expected =
			item_get(object, word->key, -((int64_t)1 << 52),
				 (int64_t)1 << 52);
		place.id = word->field;
		if (!object->reader->failed)
			word_compare(f, &place, expected,
				     word_get(word, structure));
	}
}

static void free_lists_compare(const struct final *f, const struct item *lists,
			       unsigned zone)
{
	unsigned order = (unsigned)lists->index;
	const struct free_area *area = &zone_at(f->m, zone)->free_area[order];

	item_expect_length(lists, f->types->nr);
	struct item list = item_first(lists);
	for (; item_present(&list); item_advance(&list)) {
		enum migratetype type = f->types->type[list.index];
		char name[PLACE_LENGTH];

		free_list_tell(f->m,
			       &(struct field_place){ .zone = zone,
						      .order = order,
						      .migratetype = type },
			       name);
		list_compare(f->m, &list, name, &area->free_list[type],
			     f->report);
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
		struct field_place place = { .id = FIELD_NR_FREE,
					     .object = OBJECT_FREE_AREA,
					     .zone = zone,
					     .order = (uint32_t)count.index };

		word_compare(
			f, &place, item_integer(&count, 0, PFN_LIMIT),
			zone_at(f->m, zone)->free_area[count.index].nr_free);
	}
}

/* What the kernel remembers of each page on the lists. */
static void pcp_types_compare(const struct final *f, const struct item *lists,
			      const struct per_cpu_pages *pcp)
{
	struct item list = item_first(lists);

	for (; item_present(&list); item_advance(&list)) {
		const struct list_head *pages = &pcp->lists[list.index];
		struct item type = item_first(&list);
		pfn_t pfn = list_first(f->m, pages);

		for (; item_present(&type) && pfn != PFN_NONE;
		     item_advance(&type)) {
			enum migratetype expected = f->types->type[item_integer(
				&type, 0, f->types->nr - 1)];
			enum migratetype got = page_at(f->m, pfn)->list_type;

			if (expected != got)
				report_difference(
					f->report,
					"page %" PRIu32
					" on a pcp list: to go back to the "
					"lists of %s, got %s",
					pfn, type_name(f->m, expected),
					type_name(f->m, got));
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
	struct field_place place = { .object = OBJECT_PCP,
				     .zone = zone,
				     .cpu = cpu };

	item_expect(object, "cpu", cpu);
	words_compare(f, object, place, pcp_words, pcp);
	item_expect_length(&lists, machine_pcp_lists(model_machine(f->m)));
	struct item list = item_first(&lists);
	for (; item_present(&list); item_advance(&list)) {
		char name[PLACE_LENGTH];

		place.order = (uint32_t)list.index;
		pcp_list_tell(f->m, &place, name);
		list_compare(f->m, &list, name, &pcp->lists[list.index],
			     f->report);
	}
	if (!model_machine(f->m)->profile->list_type_is_remembered)
		return;
	struct item types = item_member(object, "lists_mt");
	pcp_types_compare(f, &types, pcp);
}

/* What never changes, and must be that of this zone. */
static void zone_expect(const struct final *f, const struct item *object)
{
	const struct zone *zone = zone_at(f->m, (unsigned)object->index);

	item_expect(object, "idx", (int64_t)object->index);
	item_expect(object, "node", zone->node);
	item_expect(object, "zone_id", zone->zone_id);
	item_expect(object, "zone_start_pfn", zone->zone_start_pfn);
	item_expect(object, "spanned_pages", zone->spanned_pages);
}

static void array_compare(const struct final *f, const struct item *array,
			  struct field_place place, const int64_t *have)
{
	struct item element = item_first(array);

	for (; item_present(&element); item_advance(&element)) {
		place.element = (uint32_t)element.index;
		word_compare(f, &place,
			     item_integer(&element, 0, (int64_t)1 << 52),
			     have[element.index]);
	}
}

static void marks_compare(const struct final *f, const struct item *object)
{
	const struct machine *machine = model_machine(f->m);
	unsigned index = (unsigned)object->index;
	const struct zone *zone = zone_at(f->m, index);
	struct item marks = item_member(object, "watermark");
	struct item reserve = item_member(object, "lowmem_reserve");
	struct field_place place = { .id = FIELD_WATERMARK,
				     .object = OBJECT_ZONE,
				     .zone = index };

	item_expect_length(&marks, machine->profile->nr_wmark);
	item_expect_length(&reserve, machine->max_nr_zones);
	array_compare(f, &marks, place, zone->watermark);
	place.id = FIELD_LOWMEM_RESERVE;
	array_compare(f, &reserve, place, zone->lowmem_reserve);
}

static void zone_compare(const struct final *f, const struct item *object)
{
	unsigned zone = (unsigned)object->index;
	struct item pcps = item_member(object, "pcp");
	struct field_place place = { .object = OBJECT_ZONE, .zone = zone };

	zone_expect(f, object);
	words_compare(f, object, place, zone_words, zone_at(f->m, zone));
	marks_compare(f, object);
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
		pfn_t pfn = run.first + (i << order);
		if (!page_is_there(f, item, pfn))
			return;
		enum migratetype expected = f->types->type[run.number];
		enum migratetype got = pageblock_type(f->m, pfn);

		if (expected != got)
			report_difference(f->report,
					  "pageblock %" PRIu32
					  ": expected %s, got %s",
					  pfn, type_name(f->m, expected),
					  type_name(f->m, got));
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
		char names[FLAGS_LENGTH];

		if (got == run.word)
			continue;
		flags_tell(f->m, got ^ run.word, names, sizeof names);
		report_difference(f->report,
				  "page %" PRIu32 ", flags: expected "
				  "0x%" PRIx64 ", got 0x%" PRIx64
				  ", which differ in %s",
				  pfn, run.word, got, names);
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
				  "digest of all lists: expected 0x%" PRIx64
				  ", got 0x%" PRIx64,
				  expected, got);
}
