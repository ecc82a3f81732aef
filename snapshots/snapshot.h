/*
 * Snapshot files: save and load (INTERFACE.md §4).
 *
 * A file holds the beginning of the history, all operations, the cursor and
 * the digest that re-running the operations must reach.
 */
#ifndef MMSCOPE_SNAPSHOTS_SNAPSHOT_H
#define MMSCOPE_SNAPSHOTS_SNAPSHOT_H

#include "core/op_log.h"
#include "core/progress.h"
#include "snapshots/diagnosis.h"
#include "snapshots/json.h"

/* What a session keeps beside the model; strings belong to the struct. */
struct mark {
	char *name;
	uint64_t position;
};

/* What a number of a file can hold exactly. */
#define SAVED_IGNORE_MAX ((INT64_C(1) << 53) - 1)

struct saved_breakpoint {
	uint32_t number;
	char *where;     /* the place as typed; NULL: it watches */
	char *watch;     /* the expression watched; NULL: it has a place */
	char *condition; /* NULL: none */
	bool enabled;
	uint64_t ignore; /* stops still to pass by */
	char **commands;
	size_t nr_commands;
};

/* Another future of a part of the history. */
struct branch {
	char *name;
	uint32_t fork;      /* operations that it shares with the history */
	struct op_log *log; /* those behind them */
	uint64_t step;      /* where its cursor stands */
	uint64_t digest;    /* of the state at its end */
	struct mark *marks; /* behind the fork */
	size_t nr_marks;
};

struct annotations {
	char **notes;
	size_t nr_notes;
	struct mark *marks;
	size_t nr_marks;
	struct saved_breakpoint *breakpoints;
	size_t nr_breakpoints;
	char *branch; /* that the history is; NULL: there is no other */
	struct branch *branches;
	size_t nr_branches;
};

void annotations_deinit(struct annotations *a);
/* Frees what it owns. */
void branch_deinit(struct branch *branch);
/* Frees what it owns. */
void saved_breakpoint_deinit(struct saved_breakpoint *b);

/*
 * Where a `progress` is taken it hears of operations, and ends the work with
 * OUTCOME_INTERRUPTED.
 */

/* Moves the cursor and brings it back.  Atomic: temporary file, fsync,
 * rename, fsync of the directory.  `path` "-" writes to standard output;
 * a path ending in .xz is compressed. */
enum outcome snapshot_save(struct model *m, const struct annotations *notes,
			   const char *path, struct diagnosis *why);
/* The same as text, for tests; the caller frees it. */
char *snapshot_print(struct model *m, const struct annotations *notes);

/* A snapshot or a recording (its `initial`, without its operations).
 * *ret_model and *ret_notes are touched only when the outcome is OK; *why then
 * is empty, or one note about keys of a recording that were passed over. */
enum outcome snapshot_load(const char *path, const struct progress *progress,
			   struct model **ret_model,
			   struct annotations *ret_notes,
			   struct diagnosis *why);

/* Begins a new history with the beginning of a file and runs its operations
 * onto it, those of a recording, too, but at most `max_ops` of them (0: all);
 * the cursor is at the end.  *m is destroyed and replaced only when the outcome
 * is OK: a file that is refused, or interrupted, changes nothing.  *why as for
 * snapshot_load(). */
enum outcome snapshot_replay(const char *path, const struct progress *progress,
			     uint32_t max_ops, struct model **m,
			     struct diagnosis *why);

#endif
