/*
 * The walk over the zonelist: what the request at the cursor has found out
 * about each zone so far, read off the steps of its operation.
 */
#ifndef MMSCOPE_COMMANDS_ZONELIST_WALK_H
#define MMSCOPE_COMMANDS_ZONELIST_WALK_H

#include "core/history.h"

enum zone_verdict {
	VERDICT_MASK,    /* its id is above what the mask allows */
	VERDICT_WAITS,   /* not come to in this pass */
	VERDICT_LOOKING, /* being looked at */
	VERDICT_REMOTE,  /* another node: the pass ends before it */
	VERDICT_AWAKE,   /* passed over: kswapd of its node is awake */
	VERDICT_BELOW,   /* the mark does not hold: passed over */
	VERDICT_TAKING,  /* may be used: pages are being taken */
	VERDICT_EMPTY,   /* may be used, but has no block for the request */
	VERDICT_GAVE,
};

struct zone_trial {
	unsigned zone;
	enum zone_verdict verdict;
	uint64_t step; /* that settled it; 0: none yet */
	/* The last watermark test; tested false: there was none. */
	bool tested;
	bool holds;
	enum zone_watermark level;
	int64_t mark;
	int64_t usable; /* free pages that the request may count */
	int64_t reserve;
	pfn_t page; /* that it gave */
};

struct zonelist_walk {
	unsigned node; /* whose list it is */
	bool thisnode; /* the list without fallback */
	int64_t highest_zoneidx;
	enum migratetype type;
	unsigned order;
	unsigned alloc_flags;
	unsigned passes;
	unsigned nr;
	struct zone_trial trials[MAX_POPULATED_ZONES];
};

/* False when no request has come to its zonelist at this position. */
bool zonelist_walk_at(const struct model *m, uint64_t position,
		      struct zonelist_walk *ret);
/* "low mark 320 holds: 16128 usable, reserve 0; gave page 256". */
size_t zone_trial_words(const struct model *m, const struct zone_trial *trial,
			char *ret, size_t size);
/* "order 0, type U, node 0, zone ids up to 2, pass 1, ALLOC flags …". */
size_t zonelist_request_words(const struct model *m,
			      const struct zonelist_walk *walk, char *ret,
			      size_t size);
/* One word, as JSON has it: "gave". */
const char *zone_verdict_name(enum zone_verdict verdict);

#endif
