/*
 * Operations taken out of a history, to be run onto one again.
 *
 * A log never changes, so others are made of parts of it without copies.  Names
 * of call sites belong to the model that the operations were taken from.
 */
#ifndef MMSCOPE_CORE_OP_LOG_H
#define MMSCOPE_CORE_OP_LOG_H

#include "core/history.h"

struct op_log;

/* The operations of a history after one, up to its end. */
struct op_log *op_log_take(const struct model *m, uint32_t after);
/* The first `nr` of a log; those after them; two logs behind each other. */
struct op_log *op_log_first(struct op_log *log, size_t nr);
struct op_log *op_log_rest(struct op_log *log, size_t after);
struct op_log *op_log_join(struct op_log *first, struct op_log *second);
/* Each log that was made is released once; NULL is fine. */
void op_log_release(struct op_log *log);

size_t op_log_length(const struct op_log *log);
const struct operation *op_log_at(const struct op_log *log, size_t i);
/* With how many equal operations do both begin? */
size_t op_log_common(const struct op_log *a, const struct op_log *b);

/* Runs a log onto the end of a history.  False when an operation is not
 * possible there or somebody ends it; then *ret_done of them have run. */
bool op_log_run(const struct op_log *log, struct model *m,
		const struct progress *progress, size_t *ret_done);

#endif
