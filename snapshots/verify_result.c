/*
 * One operation's outcome against the record: the pages first, then what else
 * the kernel was seen to do, so that a difference shows where it begins.
 */
#include "snapshots/verify_internal.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/page.h"

bool mismatch(struct verify_report *report, const char *what, int64_t expected,
	      int64_t got)
{
	snprintf(report->expected, sizeof(report->expected), "%s %" PRId64,
		 what, expected);
	snprintf(report->got, sizeof(report->got), "%s %" PRId64, what, got);
	return false;
}

static bool words_match(struct comparison *c, const char *what,
			uint64_t expected, uint64_t got)
{
	struct verify_report *report = c->report;

	if (expected == got)
		return true;
	snprintf(report->expected, sizeof(report->expected), "%s 0x%" PRIx64,
		 what, expected);
	snprintf(report->got, sizeof(report->got), "%s 0x%" PRIx64, what, got);
	return false;
}

static void say_pfn(char *ret, size_t size, pfn_t pfn)
{
	if (pfn == PFN_NONE)
		snprintf(ret, size, "no page");
	else
		snprintf(ret, size, "pfn %" PRIu32, pfn);
}

static bool pfns_match(struct comparison *c, pfn_t expected, pfn_t got)
{
	struct verify_report *report = c->report;

	if (expected == got)
		return true;
	c->page = got;
	say_pfn(report->expected, sizeof(report->expected), expected);
	say_pfn(report->got, sizeof(report->got), got);
	return false;
}

static bool number_matches(struct comparison *c, const char *key, int64_t got)
{
	int64_t expected = item_get(&c->object, key, INT32_MIN, UINT32_MAX);

	return expected == got || mismatch(c->report, key, expected, got);
}

/* Migratetypes by the numbers of the file. */
static bool type_matches(struct comparison *c, const char *key, int got)
{
	int64_t number = item_get(&c->object, key, 0, c->types->nr - 1);
	int expected = (int)c->types->type[number];

	return expected == got || mismatch(c->report, key, expected, got);
}

static bool pageblock_matches(struct comparison *c, pfn_t pfn)
{
	pfn_t pages = (pfn_t)1 << model_machine(c->m)->pageblock_order;

	if (type_matches(c, "pbmt", (int)pageblock_type(c->m, pfn)))
		return true;
	c->word_differs = true;
	c->word = (struct field_place){
		.id = FIELD_PAGEBLOCK_TYPE,
		.object = OBJECT_PAGEBLOCK,
		.index = pfn & ~(pages - 1),
	};
	return false;
}

static bool flags_match(struct comparison *c, pfn_t pfn)
{
	struct item flags = item_member(&c->object, "flags_after");
	uint64_t expected = item_hex(&flags);

	if (c->object.reader->failed ||
	    words_match(c, "flags_after", expected, page_flags(c->m, pfn)))
		return true;
	c->word_differs = true;
	c->word = (struct field_place){
		.id = FIELD_PAGE_FLAGS,
		.object = OBJECT_PAGE,
		.index = pfn,
	};
	return false;
}

static bool alloc_matches(struct comparison *c)
{
	const struct op_result *result =
		history_result(c->m, history_ops(c->m));
	struct item pfn = item_member(&c->object, "pfn");
	pfn_t expected = item_is_null(&pfn) ? PFN_NONE : item_pfn(&pfn);

	if (c->object.reader->failed)
		return true;
	if (!pfns_match(c, expected, result->pfn))
		return false;
	if (expected == PFN_NONE)
		return true;
	return number_matches(c, "zone", result->zone) &&
	       type_matches(c, "mt", result->migratetype) &&
	       pageblock_matches(c, expected) && flags_match(c, expected);
}

/* Which operation handed the block out, or null; nothing here depends on it. */
static void reference_read(const struct comparison *c)
{
	struct item reference = item_member(&c->object, "ref");

	if (!item_is_null(&reference))
		item_integer(&reference, 0, (int64_t)c->object.index);
}

static bool free_matches(struct comparison *c)
{
	const struct op_result *result =
		history_result(c->m, history_ops(c->m));
	struct item flags = item_member(&c->object, "flags_before");
	uint64_t expected = item_hex(&flags);

	reference_read(c);
	if (c->object.reader->failed)
		return true;
	return number_matches(c, "zone", result->zone) &&
	       type_matches(c, "pbmt_before", (int)c->type_before) &&
	       words_match(c, "flags_before", expected, c->flags_before) &&
	       pageblock_matches(c, result->pfn) && flags_match(c, result->pfn);
}

static bool split_matches(struct comparison *c)
{
	pfn_t pfn = history_op(c->m, history_ops(c->m))->pfn;

	reference_read(c);
	return number_matches(c, "zone", zone_of_pfn(c->m, pfn));
}

static bool bulk_matches(struct comparison *c)
{
	const struct op_result *result =
		history_result(c->m, history_ops(c->m));
	struct item pfns = item_member(&c->object, "pfns");

	if (!number_matches(c, "got", result->count))
		return false;
	item_expect_length(&pfns, result->count);
	struct item pfn = item_first(&pfns);
	for (; item_present(&pfn); item_advance(&pfn)) {
		pfn_t expected = item_pfn(&pfn);
		if (!pfns_match(c, expected, result->pfns[pfn.index]))
			return false;
	}
	return true;
}

/* The other kinds answer with no page. */
static bool pages_match(struct comparison *c)
{
	enum operation_kind kind = history_op(c->m, history_ops(c->m))->kind;

	if (kind == OP_ALLOC)
		return alloc_matches(c);
	if (kind == OP_FREE)
		return free_matches(c);
	if (kind == OP_BULK)
		return bulk_matches(c);
	return kind != OP_SPLIT || split_matches(c);
}

static bool digest_matches(struct comparison *c)
{
	bool due = c->checkpoint_every > 0 &&
		   ((int64_t)c->object.index + 1) % c->checkpoint_every == 0;
	struct item digest = due ? item_member(&c->object, "digest")
				 : item_optional(&c->object, "digest");

	if (!item_present(&digest))
		return true;
	uint64_t expected = item_hex(&digest);
	return c->object.reader->failed ||
	       words_match(c, "digest of all lists", expected,
			   lists_digest(c->m, c->types));
}

bool result_matches(struct comparison *c)
{
	c->page = PFN_NONE;
	c->word_differs = false;
	events_compare(c);
	if (!pages_match(c))
		return false;
	if (c->events.differ) {
		events_report(c);
		return false;
	}
	if (!deltas_match(c))
		return false;
	return digest_matches(c);
}
