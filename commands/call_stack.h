/*
 * The call stack at a position, read off the tape.
 *
 * A step carries the depth of its frame.  The stack at a position is made of
 * the last step of each depth that no shallower step has followed; level 0 is
 * the innermost frame, as in gdb.
 */
#ifndef MMSCOPE_COMMANDS_CALL_STACK_H
#define MMSCOPE_COMMANDS_CALL_STACK_H

#include "core/history.h"
#include "snapshots/json.h"

enum { MAX_FRAMES = 32, MAX_LOCALS = 64 };

/* Positions of the latest step of each frame, level 0 first.  Returns how
 * many there are: none at position 0. */
unsigned frames_at(const struct model *m, uint64_t position,
		   uint64_t ret[MAX_FRAMES]);

struct local {
	const char *name;
	enum arg_kind kind;
	int64_t value;
};

/* Operands that a frame has named until its latest step, each with its last
 * value, in the order of their first appearance. */
unsigned frame_locals(const struct model *m, uint64_t position,
		      struct local ret[MAX_LOCALS]);
/* All as an object: masks as words, zones and types by name. */
struct json *frame_locals_json(const struct model *m, uint64_t position);

#endif
