/*
 * Operations of a file; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_OPERATIONS_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_OPERATIONS_INTERNAL_H

#include "core/operation.h"
#include "snapshots/json_internal.h"
#include "snapshots/snapshot.h"

/* Strings of a tag belong to the JSON value it was read from. */
struct codetag codetag_read(const struct item *object);
struct json *codetag_write(struct codetag site);

struct operation_in_file {
	struct operation op;
	struct block *blocks;  /* that op.blocks points to */
	struct codetag *sites; /* of a module */
};

/* Of a recording the results, too, are known keys; strict readers refuse
 * them. */
struct operation_in_file operation_read(const struct item *object);
void operation_in_file_deinit(struct operation_in_file *read);
struct json *operation_write(const struct operation *op);

/* Why an operation is not possible, in words that end a sentence. */
const char *refusal_text(enum op_refusal refusal);

/* Runs the first `max` operations; the reader failed when one is not
 * possible. */
enum outcome operations_run(const struct item *ops, size_t max, struct model *m,
			    const struct progress *progress);
/* Asks now and then; true: end the work. */
bool progress_interrupts(const struct progress *progress, uint64_t done,
			 uint64_t total);

#endif
