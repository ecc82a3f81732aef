/*
 * Which operand of a probe says how a decision went.
 *
 * A row without an operand decides the same whenever it is passed; the rule
 * itself is what the probe's sentence says.
 */
#include "commands/why_mark.h"

#include <assert.h>
#include <string.h>

struct decision {
	const char *operand; /* NULL: always as `yes` says */
	enum probe_id probe;
	enum why_mark yes; /* the operand is true, or there is none */
};

/* What to think of the other outcome follows from the first. */
static const struct decision decisions[] = {
	{ NULL, PROBE_ALLOC_PAGES_TOO_LARGE, WHY_PASSED },
	{ "failed", PROBE_ALLOC_PAGES_RESULT, WHY_PASSED },
	{ NULL, PROBE_FREELIST_REMOTE, WHY_PASSED },
	{ NULL, PROBE_FREELIST_AWAKE, WHY_PASSED },
	{ NULL, PROBE_FREELIST_WAS_FULL, WHY_PASSED },
	{ NULL, PROBE_FREELIST_FAIR_LOCAL, WHY_PASSED },
	{ NULL, PROBE_FREELIST_DEPLETED, WHY_PASSED },
	{ "allowed", PROBE_FREELIST_MARK, WHY_HOLDS },
	{ "failed", PROBE_FREELIST_GOT, WHY_PASSED },
	{ "fits", PROBE_WATERMARK_FAST_ZERO, WHY_HOLDS },
	{ "enough", PROBE_WATERMARK_OK, WHY_HOLDS },
	{ "enough", PROBE_WATERMARK_HALVE, WHY_HOLDS },
	{ "found", PROBE_WATERMARK_BLOCK, WHY_HOLDS },
	{ "blocks", PROBE_PCPLIST_TAKE, WHY_HOLDS },
	{ NULL, PROBE_PCPLIST_HIGHATOMIC, WHY_PASSED },
	{ "failed", PROBE_RMQUEUE_MODES_RESULT, WHY_PASSED },
	{ "use", PROBE_RMQUEUE_CMA_HALF, WHY_HOLDS },
	{ "may", PROBE_RMQUEUE_MAY_STEAL, WHY_HOLDS },
	{ NULL, PROBE_SMALLEST_EMPTY, WHY_PASSED },
	{ NULL, PROBE_SMALLEST_TAKE, WHY_HOLDS },
	{ NULL, PROBE_SMALLEST_NONE, WHY_PASSED },
	{ "can", PROBE_CLAIM_WORTH, WHY_HOLDS },
	{ NULL, PROBE_CLAIM_NONE_HERE, WHY_PASSED },
	{ "can", PROBE_CAN_STEAL, WHY_HOLDS },
	{ NULL, PROBE_CLAIM_FOUND, WHY_HOLDS },
	{ "inside", PROBE_STEAL_SURVEY, WHY_HOLDS },
	{ "claim", PROBE_STEAL_HALF, WHY_HOLDS },
	{ NULL, PROBE_STEAL_NONE_HERE, WHY_PASSED },
	{ NULL, PROBE_STEAL_TAKE, WHY_HOLDS },
	{ "found", PROBE_FALLBACK_ORDER, WHY_HOLDS },
	{ "claim", PROBE_STEAL_PAGEBLOCK_HALF, WHY_HOLDS },
	{ "room", PROBE_RESERVE_HIGHATOMIC, WHY_HOLDS },
	{ "ordinary", PROBE_RESERVE_HIGHATOMIC_TYPE, WHY_HOLDS },
	{ "look", PROBE_UNRESERVE_ZONE, WHY_HOLDS },
	{ NULL, PROBE_SLOWPATH_NO_ZONE, WHY_PASSED },
	{ "fails", PROBE_SLOWPATH_THISNODE, WHY_PASSED },
	{ "give_up", PROBE_SLOWPATH_COMPACTED, WHY_PASSED },
	{ NULL, PROBE_SLOWPATH_CANNOT_WAIT, WHY_PASSED },
	{ "noretry", PROBE_SLOWPATH_NORETRY, WHY_PASSED },
	{ "give_up", PROBE_SLOWPATH_COSTLY, WHY_PASSED },
	{ "again", PROBE_SLOWPATH_AGAIN, WHY_HOLDS },
	{ NULL, PROBE_SLOWPATH_ENDLESS, WHY_PASSED },
	{ "can_reclaim", PROBE_SLOWPATH_NOFAIL, WHY_HOLDS },
	{ NULL, PROBE_SLOWPATH_FAIL, WHY_PASSED },
	{ "progress", PROBE_DIRECT_RECLAIM_PROGRESS, WHY_HOLDS },
	{ NULL, PROBE_RECLAIM_RETRY_ENOUGH, WHY_PASSED },
	{ "retry", PROBE_RECLAIM_RETRY_RESULT, WHY_HOLDS },
	{ "deferred", PROBE_COMPACTION_DEFERRED, WHY_PASSED },
	{ "retry", PROBE_COMPACT_RETRY, WHY_HOLDS },
	{ "kill", PROBE_MAY_OOM_KILL, WHY_HOLDS },
	{ NULL, PROBE_WAKEUP_KSWAPD_STIRS, WHY_PASSED },
	{ "last", PROBE_FREE_PAGES_LAST, WHY_HOLDS },
	{ "isolated", PROBE_FREE_UNREF_TYPE, WHY_PASSED },
	{ "full", PROBE_COMMIT_HIGH, WHY_HOLDS },
	{ "full", PROBE_COMMIT_BATCH, WHY_HOLDS },
	{ "free_high", PROBE_COMMIT_FREE_HIGH, WHY_HOLDS },
	{ "is_buddy", PROBE_BUDDY_TEST, WHY_HOLDS },
	{ "likely", PROBE_MERGE_LIKELY, WHY_HOLDS },
	{ "last", PROBE_RELEASE_PAGES_LAST, WHY_HOLDS },
	{ "last", PROBE_PUT_PAGE_LAST, WHY_HOLDS },
	{ "fits", PROBE_BULK_ZONE, WHY_HOLDS },
	{ "count", PROBE_DRAIN_ALL_CPU, WHY_HOLDS },
	{ "away", PROBE_ALLOC_FROM_PCS, WHY_PASSED },
	{ "spare", PROBE_REPLACE_EMPTY_MAIN, WHY_HOLDS },
	{ "nr_full", PROBE_EMPTY_MAIN_BARN, WHY_HOLDS },
	{ NULL, PROBE_EMPTY_MAIN_NONE, WHY_PASSED },
	{ NULL, PROBE_EMPTY_MAIN_SHORT, WHY_PASSED },
	{ "no_recurse", PROBE_ALLOC_EMPTY_SHEAF, WHY_PASSED },
	{ "enough", PROBE_REFILL_ANY_NODE, WHY_HOLDS },
	{ "enough", PROBE_REFILL_RESULT, WHY_HOLDS },
	{ NULL, PROBE_PCS_STRANGER, WHY_PASSED },
	{ NULL, PROBE_SLAB_ONE_AGAIN, WHY_PASSED },
	{ NULL, PROBE_SLAB_ONE_FAILED, WHY_PASSED },
	{ NULL, PROBE_FULL_MAIN_SWAP, WHY_HOLDS },
	{ "nr_empty", PROBE_FULL_MAIN_NO_SPARE, WHY_HOLDS },
	{ "full", PROBE_FULL_MAIN_BARN, WHY_PASSED },
};

static const enum probe_id parts[] = {
	PROBE_FREELIST_ZONE,    PROBE_RECLAIM_RETRY_ZONE,
	PROBE_UNRESERVE_ZONE,   PROBE_RELEASE_PAGES_LAST,
	PROBE_FREE_FOLIOS_TYPE, PROBE_SPLIT_LARGE_BUDDY_PIECE,
	PROBE_PCPU_DRAIN,       PROBE_DRAIN_ALL_CPU,
	PROBE_BULK_ZONE,
};

static const enum probe_id deeds[] = {
	PROBE_PAGE_DEL_AND_EXPAND,  PROBE_EXPAND,
	PROBE_MOVE_FREEPAGES_BLOCK, PROBE_SET_PAGEBLOCK_TYPE,
	PROBE_PREP_NEW_PAGE,        PROBE_PREP_COMPOUND_PAGE,
	PROBE_FREE_PAGES_PREPARE,   PROBE_WAKEUP_KSWAPD,
	PROBE_WAKE_ALL_KSWAPDS,     PROBE_PGDAT_BALANCED,
};

static bool is_among(enum probe_id probe, const enum probe_id *list, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (list[i] == probe)
			return true;
	return false;
}

bool why_begins_part(enum probe_id probe)
{
	return is_among(probe, parts, sizeof(parts) / sizeof(parts[0]));
}

bool why_only_carries_out(enum probe_id probe)
{
	return is_among(probe, deeds, sizeof(deeds) / sizeof(deeds[0]));
}

/* Whoever gives something up is not praised for not doing so. */
static enum why_mark opposite(enum why_mark mark, enum probe_id probe)
{
	if (mark == WHY_HOLDS)
		return WHY_PASSED;
	bool got = probe == PROBE_ALLOC_PAGES_RESULT ||
		   probe == PROBE_FREELIST_GOT ||
		   probe == PROBE_RMQUEUE_MODES_RESULT;

	return got ? WHY_HOLDS : WHY_NEUTRAL;
}

static bool operand_is_true(const struct probe *probe, const struct step *step,
			    const char *name)
{
	for (unsigned i = 0; i < probe->nr_args; i++)
		if (strcmp(probe->args[i].name, name) == 0)
			return step->args[i] != 0;
	assert(!"a decision by an operand that its probe lacks");
	return false;
}

enum why_mark why_mark_of(const struct model *m, const struct step *step)
{
	const struct decision *end =
		decisions + sizeof(decisions) / sizeof(decisions[0]);
	const struct decision *row = decisions;

	while (row < end && row->probe != step->probe)
		row++;
	if (row == end)
		return WHY_NEUTRAL;
	if (!row->operand ||
	    operand_is_true(probe_in(m, step->probe), step, row->operand))
		return row->yes;
	return opposite(row->yes, step->probe);
}

const char *why_mark_sign(enum why_mark mark)
{
	switch (mark) {
	case WHY_NEUTRAL:
		return "·";
	case WHY_HOLDS:
		return "✓";
	case WHY_PASSED:
		return "✗";
	}
	return "?";
}

const char *why_mark_word(enum why_mark mark)
{
	switch (mark) {
	case WHY_NEUTRAL:
		return NULL;
	case WHY_HOLDS:
		return "holds";
	case WHY_PASSED:
		return "passed over";
	}
	return NULL;
}
