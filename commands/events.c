/*
 * Events: names for what happens in several places of the allocator, so that
 * one can stop at it without knowing where the code does it, in any kernel.
 */
#include <string.h>

#include "commands/stops.h"

/* A step that makes an event; `operand` NULL: always, else when the operand of
 * that name is true, or is not. */
struct event_step {
	enum probe_id probe;
	const char *operand;
	bool wanted;
};

enum { EVENT_STEPS = 4 };

struct event {
	const char *name;
	const char *meaning;
	unsigned nr;
	struct event_step steps[EVENT_STEPS];
};

static const struct event events[] = {
	{ "split",
	  "a block is halved",
	  1,
	  { { .probe = PROBE_EXPAND_HALVE } } },
	{ "merge",
	  "a block and its buddy become one",
	  1,
	  { { .probe = PROBE_BUDDY_MERGE } } },
	{ "fallback",
	  "another type's block serves the request",
	  3,
	  { { .probe = PROBE_CLAIM_EXTFRAG },
	    { .probe = PROBE_STEAL_EXTFRAG },
	    { .probe = PROBE_FALLBACK_EXTFRAG } } },
	{ "steal",
	  "a single block is taken from another type",
	  2,
	  { { .probe = PROBE_STEAL_TAKE }, { .probe = PROBE_STEAL_SINGLE } } },
	{ "claim",
	  "a whole pageblock is taken over by another type",
	  3,
	  { { .probe = PROBE_CLAIM_WHOLE },
	    { .probe = PROBE_STEAL_HALF, .operand = "claim", .wanted = true },
	    { .probe = PROBE_STEAL_PAGEBLOCK_HALF,
	      .operand = "claim",
	      .wanted = true } } },
	{ "retype",
	  "a pageblock changes its type",
	  1,
	  { { .probe = PROBE_SET_PAGEBLOCK_TYPE } } },
	{ "boost",
	  "a zone's watermarks are boosted",
	  1,
	  { { .probe = PROBE_BOOST } } },
	{ "watermark-fail",
	  "a zone has too few free pages for the request",
	  1,
	  { { .probe = PROBE_FREELIST_MARK,
	      .operand = "fits",
	      .wanted = false } } },
	{ "slowpath",
	  "the fast path found nothing",
	  1,
	  { { .probe = PROBE_SLOWPATH } } },
	{ "wake-kswapd",
	  "kswapd of a node is woken",
	  1,
	  { { .probe = PROBE_WAKEUP_KSWAPD_WAKE,
	      .operand = "wake",
	      .wanted = true } } },
	{ "direct-reclaim",
	  "a request tries to reclaim pages by itself",
	  1,
	  { { .probe = PROBE_PERFORM_RECLAIM } } },
	{ "compact",
	  "a zone is compacted",
	  1,
	  { { .probe = PROBE_COMPACT_ZONE } } },
	{ "oom",
	  "the OOM killer is called",
	  1,
	  { { .probe = PROBE_OUT_OF_MEMORY } } },
	{ "alloc-fail",
	  "a request is refused",
	  2,
	  { { .probe = PROBE_ALLOC_PAGES_TOO_LARGE },
	    { .probe = PROBE_ALLOC_PAGES_RESULT,
	      .operand = "failed",
	      .wanted = true } } },
	{ "refill",
	  "a pcp list is filled from the buddy lists",
	  1,
	  { { .probe = PROBE_RMQUEUE_BULK } } },
	{ "drain",
	  "a page goes back from a pcp list, or reclaim asks for all",
	  2,
	  { { .probe = PROBE_PCPU_DRAIN },
	    { .probe = PROBE_DIRECT_RECLAIM_DRAIN } } },
	{ "reserve",
	  "a pageblock becomes a high-atomic reserve",
	  1,
	  { { .probe = PROBE_RESERVE_HIGHATOMIC_TYPE,
	      .operand = "ordinary",
	      .wanted = true } } },
	{ "unreserve",
	  "a high-atomic reserve goes back to ordinary use",
	  1,
	  { { .probe = PROBE_UNRESERVE_BLOCK } } },
};

enum { NR_EVENTS = sizeof(events) / sizeof(events[0]) };

const struct event *event_find(const char *name)
{
	for (size_t i = 0; i < NR_EVENTS; i++)
		if (strcmp(events[i].name, name) == 0)
			return &events[i];
	return NULL;
}

const char *event_nth(size_t i, const char **ret_meaning)
{
	if (i >= NR_EVENTS)
		return NULL;
	if (ret_meaning)
		*ret_meaning = events[i].meaning;
	return events[i].name;
}

struct probe_set event_probes(const struct event *event)
{
	struct probe_set probes = { { 0 } };

	for (unsigned i = 0; i < event->nr; i++)
		probe_set_add(&probes, event->steps[i].probe);
	return probes;
}

static bool operand_is(const struct probe *probe, const struct step *step,
		       const struct event_step *row)
{
	for (unsigned i = 0; i < probe->nr_args; i++)
		if (strcmp(probe->args[i].name, row->operand) == 0)
			return (step->args[i] != 0) == row->wanted;
	return false;
}

bool event_holds(const struct event *event, const struct model *m,
		 const struct step *step)
{
	for (unsigned i = 0; i < event->nr; i++) {
		const struct event_step *row = &event->steps[i];

		if (row->probe == step->probe)
			return !row->operand ||
			       operand_is(probe_in(m, step->probe), step, row);
	}
	return false;
}
