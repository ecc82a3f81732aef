/*
 * The outline of a kernel function, line by line, and what one call of it has
 * done so far: lines passed, what came of them, and what it returned.
 */
#ifndef MMSCOPE_COMMANDS_OUTLINE_H
#define MMSCOPE_COMMANDS_OUTLINE_H

#include "commands/session.h"

enum { MAX_OUTLINE = 24 };

struct outline_line {
	const struct probe *probe;
	unsigned times; /* that this call has passed it */
	uint64_t last;  /* step that passed it last; 0: none */
	bool current;
	uint32_t stop; /* number of the breakpoint on it; 0: none */
};

struct outline {
	const char *function;
	int nr;
	bool all_seen; /* false: the call is so long that its begin was not
			  looked at */
	struct outline_line lines[MAX_OUTLINE];
};

/* A call by one of its steps; position 0: the function alone. */
void outline_of(const struct session *s, const char *function,
		uint64_t position, struct outline *ret);
/* "fits yes", "page 512": what came of a step; "" when nothing is said. */
size_t outcome_words(const struct model *m, uint64_t position, char *ret,
		     size_t size);
/* Frames of this depth and deeper end with a step. */
unsigned depth_ended_at(const struct model *m, uint64_t position);
/* The call that has come back just before a step, by its own latest step; 0:
 * none has. */
uint64_t call_before(const struct model *m, uint64_t position);
/* "page 512", "no page", "yes", "got 63": what a call returned, by its own
 * latest step and by the last step inside it.  False: it returns nothing, or
 * nothing that its steps tell. */
bool returned_words(const struct model *m, uint64_t own, uint64_t last,
		    char *ret, size_t size);

#endif
