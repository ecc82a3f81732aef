/*
 * One operation's outcome against the record: the pages first, then what else
 * the kernel was seen to do, so that a difference shows where it begins.
 */
#include "snapshots/verify_internal.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/history.h"
#include "core/page.h"

bool mismatch(struct verify_report *report, const char *what, int64_t expected,
	      int64_t got)
{
	snprintf(report->expected, sizeof(report->expected), "%s %" PRId64,
		 what, expected);
	snprintf(report->got, sizeof(report->got), "%s %" PRId64, what, got);
	return false;
}

static bool words_match(struct verify_report *report, const char *what,
			uint64_t expected, uint64_t got)
{
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

static bool pfns_match(struct verify_report *report, pfn_t expected, pfn_t got)
{
	if (expected == got)
		return true;
	say_pfn(report->expected, sizeof(report->expected), expected);
	say_pfn(report->got, sizeof(report->got), got);
	return false;
}

static bool number_matches(const struct item *object, const char *key,
			   int64_t got, struct verify_report *report)
{
	int64_t expected = item_get(object, key, INT32_MIN, UINT32_MAX);

	return expected == got || mismatch(report, key, expected, got);
}

/* Migratetypes by the numbers of the file. */
static bool type_matches(const struct item *object, const char *key,
			 const struct type_numbers *types, int got,
			 struct verify_report *report)
{
	int64_t expected = item_get(object, key, 0, types->nr - 1);

	return (int)types->type[expected] == got ||
	       mismatch(report, key, types->type[expected], got);
}

static bool flags_match(const struct item *object, const struct model *m,
			pfn_t pfn, struct verify_report *report)
{
	struct item flags = item_member(object, "flags_after");
	uint64_t expected = item_hex(&flags);

	return object->reader->failed ||
	       words_match(report, "flags_after", expected, page_flags(m, pfn));
}

static bool alloc_matches(const struct item *object, const struct model *m,
			  const struct type_numbers *types,
			  struct verify_report *report)
{
	const struct op_result *result = history_result(m, history_ops(m));
	struct item pfn = item_member(object, "pfn");
	pfn_t expected = item_is_null(&pfn) ? PFN_NONE : item_pfn(&pfn);

	if (object->reader->failed)
		return true;
	if (!pfns_match(report, expected, result->pfn))
		return false;
	if (expected == PFN_NONE)
		return true;
	return number_matches(object, "zone", result->zone, report) &&
	       type_matches(object, "mt", types, result->migratetype, report) &&
	       type_matches(object, "pbmt", types,
			    (int)pageblock_type(m, expected), report) &&
	       flags_match(object, m, expected, report);
}

static bool free_matches(const struct item *object, const struct model *m,
			 const struct type_numbers *types,
			 struct verify_report *report)
{
	pfn_t pfn = history_op(m, history_ops(m))->pfn;

	return type_matches(object, "pbmt", types, (int)pageblock_type(m, pfn),
			    report) &&
	       flags_match(object, m, pfn, report);
}

static bool bulk_matches(const struct item *object, const struct model *m,
			 struct verify_report *report)
{
	const struct op_result *result = history_result(m, history_ops(m));
	struct item pfns = item_member(object, "pfns");

	if (!number_matches(object, "got", result->count, report))
		return false;
	item_expect_length(&pfns, result->count);
	struct item pfn = item_first(&pfns);
	for (; item_present(&pfn); item_advance(&pfn)) {
		pfn_t expected = item_pfn(&pfn);
		if (!pfns_match(report, expected, result->pfns[pfn.index]))
			return false;
	}
	return true;
}

static bool pages_match(const struct item *object, const struct model *m,
			const struct type_numbers *types,
			struct verify_report *report)
{
	switch (history_op(m, history_ops(m))->kind) {
	case OP_ALLOC:
		return alloc_matches(object, m, types, report);
	case OP_FREE:
		return free_matches(object, m, types, report);
	case OP_BULK:
		return bulk_matches(object, m, report);
	case OP_FREEBATCH:
	case OP_SPLIT:
	case OP_DRAIN:
	case OP_DRAIN_ALL:
	case OP_DECAY:
	case OP_CPU:
	case OP_GET:
	case OP_PUT:
	case NR_OPERATION_KINDS:
		break;
	}
	return true;
}

bool result_matches(const struct item *object, const struct model *m,
		    const struct type_numbers *types,
		    struct verify_report *report)
{
	struct item deltas = item_optional(object, "d");
	struct item digest = item_optional(object, "digest");

	if (!pages_match(object, m, types, report))
		return false;
	if (item_present(&deltas) && !deltas_match(&deltas, m, types, report))
		return false;
	if (!item_present(&digest))
		return true;
	uint64_t expected = item_hex(&digest);
	return object->reader->failed ||
	       words_match(report, "digest of all lists", expected,
			   lists_digest(m, types));
}
