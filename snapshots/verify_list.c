/*
 * A recorded list against the model's: where the two part.
 */
#include "snapshots/verify_internal.h"

#include <inttypes.h>
#include <stdio.h>

/* Where two lists part: the place, and what each has there (-1: its end). */
struct parting {
	int64_t at; /* -1: nowhere */
	int64_t expected;
	int64_t got;
	uint32_t blocks; /* expected in all */
};

static struct parting list_parting(const struct model *m,
				   const struct item *list,
				   const struct list_head *have)
{
	struct parting parting = { .at = -1, .expected = -1, .got = -1 };
	struct item block = item_first(list);
	pfn_t got = list_first(m, have);

	for (; item_present(&block); item_advance(&block)) {
		int64_t expected = item_pfn(&block);
		int64_t found = got == PFN_NONE ? -1 : (int64_t)got;

		if (parting.at < 0 && expected != found) {
			parting.at = (int64_t)block.index;
			parting.expected = expected;
			parting.got = found;
		}
		parting.blocks++;
		if (got != PFN_NONE)
			got = list_next(m, have, got);
	}
	if (parting.at < 0 && got != PFN_NONE) {
		parting.at = parting.blocks;
		parting.got = got;
	}
	return parting;
}

/* "page 512", or that the list ends there. */
static const char *page_tell(int64_t pfn, char ret[PLACE_LENGTH])
{
	if (pfn < 0)
		snprintf(ret, PLACE_LENGTH, "its end");
	else
		snprintf(ret, PLACE_LENGTH, "page %" PRId64, pfn);
	return ret;
}

void list_compare(const struct model *m, const struct item *list,
		  const char *name, const struct list_head *have,
		  struct verify_report *report)
{
	struct parting parting = list_parting(m, list, have);
	char expected[PLACE_LENGTH];
	char got[PLACE_LENGTH];

	if (parting.at >= 0)
		report_difference(report,
				  "%s: expected %" PRIu32 " block%s, got "
				  "%" PRIu32 "; number %" PRId64
				  " from the head is expected to be %s, got %s",
				  name, parting.blocks,
				  parting.blocks == 1 ? "" : "s", have->nr,
				  parting.at + 1,
				  page_tell(parting.expected, expected),
				  page_tell(parting.got, got));
}
