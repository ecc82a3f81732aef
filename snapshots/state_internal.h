/*
 * The state of a model as files keep it; for the files of this folder only.
 *
 * A state is written in the form of the recordings.  A snapshot adds
 * `current_cpu`, the `tags` that are in use and `pages`: the blocks that
 * operations of an earlier history took, which neither lists nor flags tell.
 */
#ifndef MMSCOPE_SNAPSHOTS_STATE_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_STATE_INTERNAL_H

#include "core/model.h"
#include "snapshots/machine_internal.h"

/* A model at position 0, checked for sense; NULL when the reader failed.
 * `ops` are those of a recording, which tell more of its beginning. */
struct model *state_read(const struct item *state, const struct item *ops,
			 const struct machine *machine,
			 const struct type_numbers *types);
/* Which kswapds can be woken, where the kernel's choice depends on it. */
void recorded_kswapds_read(const struct item *ops, struct model *m);
/* Refuses a state that breaks an invariant, naming the first one. */
void sense_check(const struct item *state, const struct model *m);
/* The state at the cursor. */
struct json *state_write(const struct model *m);

/* Digest of all lists, as the recordings define it. */
uint64_t lists_digest(const struct model *m, const struct type_numbers *types);

/* Words of a page that `pages` tells. */
void pages_read(const struct item *state, struct model *m);
void pages_write(struct json *state, const struct model *m);

/* Calls for each run of pages with one page->flags; holes are left out. */
typedef void (*flags_run_fn)(void *context, pfn_t first, pfn_t pages,
			     uint64_t flags);
void flags_runs(const struct model *m, flags_run_fn call, void *context);

#endif
