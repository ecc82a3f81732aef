/*
 * Operations of the two common kinds with nothing unusual about them: they run
 * without being written down first; and what they share with all others.
 */
#ifndef MMSCOPE_CORE_OPERATION_COMMON_INTERNAL_H
#define MMSCOPE_CORE_OPERATION_COMMON_INTERNAL_H

#include "core/model_internal.h"
#include "core/operation_common.h"
#include "core/page_internal.h"

/* Names no site: to itself the operation is charged, by its number. */
extern const struct operation unnamed_request;

/* What every operation begins with.  Its allocations are charged to
 * current->alloc_tag, or if there is none to `charge`. */
static inline void operation_begin(struct model *m,
				   const struct operation *charge,
				   uint32_t number, unsigned cpu)
{
	m->charge = charge;
	m->charge_op = number;
	m->charge_tag = 0;
	m->cpu = cpu;
	m->frees_cold = false;
	m->path = PATH_PCP;
	m->interrupted = false;
}

/* Of the block of free_area that a freed page is in; -1: it is in none.  Not
 * of the one that was merged last: that may be of other pages, which a pcp list
 * or a sheaf gave back meanwhile. */
static inline int merged_order_of(const struct model *m, pfn_t pfn)
{
	pfn_t first = pfn;

	return page_of(m, pfn)->use == PAGE_ON_PCP
		       ? -1
		       : free_block_around(m, pfn, &first);
}

/* Is nothing kept of the history but its last operation?  The first one makes
 * place for those that follow it. */
static inline bool only_last_is_kept(const struct model *m)
{
	return m->mode == TAPE_OFF && m->tape.nr_ops > 0;
}

/* Is it of one of the two kinds, possible, and says nothing further? */
bool operation_is_common(const struct model *m, const struct operation *op);
/* Runs such a one, while no more than its writes are kept.  Without a recording
 * nothing is written down… */
void common_operation_run(struct model *m, const struct operation *op);
/* …until somebody looks at it, as long as it is the last. */
void common_operation_keep(const struct model *m);

/* Are writes and records kept, and no more, of operations that nobody can
 * interrupt? */
static inline bool only_writes_are_kept(const struct model *m)
{
	return m->mode == TAPE_WRITES && !m->progress.report;
}

/* operation_recorded.c: the same of those. */
pfn_t record_request(struct model *m, unsigned cpu, gfp_t gfp, unsigned order,
		     int nid);
void record_free(struct model *m, unsigned cpu, pfn_t pfn, unsigned order);

#endif
