/*
 * The slow path's own knowledge of a request, and the ways to find memory
 * that it tries.
 *
 * Kernel counterpart: the locals of __alloc_pages_slowpath (mm/page_alloc.c),
 * enum compact_priority and enum compact_result (include/linux/compaction.h),
 * 6.12.107.
 */
#ifndef MMSCOPE_CORE_SLOWPATH_INTERNAL_H
#define MMSCOPE_CORE_SLOWPATH_INTERNAL_H

#include "core/page_alloc_internal.h"

enum { MAX_RECLAIM_RETRIES = 16, MAX_COMPACT_RETRIES = 16 };

/* The lower, the harder it tries. */
enum compact_priority {
	COMPACT_PRIO_SYNC_FULL,
	COMPACT_PRIO_SYNC_LIGHT,
	COMPACT_PRIO_ASYNC,
};

/* Over several zones the greatest result counts. */
enum compact_result {
	COMPACT_NOT_SUITABLE_ZONE,
	COMPACT_SKIPPED,
	COMPACT_DEFERRED,
	COMPACT_NO_SUITABLE_PAGE,
	COMPACT_CONTINUE,
	COMPACT_COMPLETE,
	COMPACT_PARTIAL_SKIPPED,
	COMPACT_CONTENDED,
	COMPACT_SUCCESS,
};

struct slow_request {
	const struct alloc_context *ac;
	struct alloc_context local; /* with the zonelist of the CPU's node */
	unsigned alloc_flags;
	bool wakes_kswapd;
	bool can_reclaim; /* it may sleep */
	bool can_compact;
	bool compact_first; /* early compaction is still to come */
	bool reserves_open; /* ALLOC flags are those of the reserves */
	bool begun;         /* the first attempt was made */
	int64_t progress;   /* pages that the last reclaim brought */
	int64_t reclaimed;  /* by all so far */
	unsigned turns;     /* that compacted before they reclaimed */
	unsigned no_progress_loops;
	unsigned compaction_retries;
	enum compact_priority compact_priority;
	enum compact_result compact_result;
};

static inline bool slow_request_wants(const struct slow_request *slow,
				      gfp_t bit)
{
	return slow->ac->gfp & bit;
}

static inline bool slow_request_is_costly(const struct slow_request *slow)
{
	return slow->ac->order > PAGE_ALLOC_COSTLY_ORDER;
}

/* All that return a pfn: PFN_NONE when no page was found. */
pfn_t alloc_pages_direct_reclaim(struct model *m, struct slow_request *slow);
/* The part of it that follows when pages were reclaimed. */
pfn_t alloc_pages_after_reclaim(struct model *m,
				const struct slow_request *slow);
bool should_reclaim_retry(struct model *m, struct slow_request *slow);

pfn_t alloc_pages_direct_compact(struct model *m, struct slow_request *slow);
bool should_compact_retry(struct model *m, struct slow_request *slow);

enum retry_decision {
	RETRY_NEVER,
	RETRY_NOW,
	RETRY_AFTER_OOM, /* if the OOM killer brings anything */
};
enum retry_decision retry_decision(struct model *m, struct slow_request *slow);

/* *progress: the OOM killer says that the request shall try again. */
pfn_t alloc_pages_may_oom(struct model *m, const struct slow_request *slow,
			  bool *progress);
/* With these flags, then without ALLOC_CPUSET. */
pfn_t alloc_pages_cpuset_fallback(struct model *m,
				  const struct slow_request *slow,
				  unsigned alloc_flags);

#endif
