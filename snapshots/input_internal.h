/*
 * An opened snapshot or recording; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_INPUT_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_INPUT_INTERNAL_H

#include "snapshots/state_internal.h"

struct input {
	struct json *root;
	struct reader reader;
	struct item top; /* points to reader: an input does not move */
	bool recording;
	struct machine machine;
	struct type_numbers types;
};

/* Reads and parses; a name without a folder is also looked for among the
 * installed files.  Call input_deinit() in any case. */
enum outcome input_open(const char *path, struct input *ret,
			struct diagnosis *why);
void input_deinit(struct input *input);

/* The machine and the beginning of the file; NULL when the reader failed. */
struct model *input_beginning(struct input *input);
/* The `ops`, or a refusal when a recording has none. */
struct item input_ops(const struct input *input);
/* One note about keys that were passed over, "" when there are none. */
void input_note(const struct input *input, struct diagnosis *ret);

#endif
