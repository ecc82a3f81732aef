/*
 * Expressions of print, expect, watch and `if`: C operators over the model's
 * names in the kernel's own terms (INTERFACE.md, Expressions).
 */
#ifndef MMSCOPE_COMMANDS_EXPRESSION_H
#define MMSCOPE_COMMANDS_EXPRESSION_H

#include "commands/reply.h"
#include "commands/session.h"

/* 64 bits, with C's two ways to read them. */
struct number {
	int64_t bits;
	bool is_unsigned; /* flags words, and what is computed from them */
};

/* Value at the cursor.  A mistake is answered with its column. */
enum status expression_eval(struct session *s, const char *text,
			    struct number *ret, struct reply *r);
/* The same of names only: is it well formed, whatever the step? */
enum status expression_check(struct session *s, const char *text,
			     struct reply *r);

#endif
