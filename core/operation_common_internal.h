/*
 * Operations of the two common kinds with nothing unusual about them, in a
 * history that is not recorded: they run without being written down first.
 */
#ifndef MMSCOPE_CORE_OPERATION_COMMON_INTERNAL_H
#define MMSCOPE_CORE_OPERATION_COMMON_INTERNAL_H

#include "core/model_internal.h"
#include "core/operation_common.h"

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
