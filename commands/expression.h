/*
 * Expressions of print, expect, display, watch and `if`: C operators over the
 * model's names in the kernel's own terms (INTERFACE.md, Expressions).
 *
 * A text is compiled once, to a tree whose names are resolved as far as the
 * machine decides them, and then evaluated at as many steps as needed.
 */
#ifndef MMSCOPE_COMMANDS_EXPRESSION_H
#define MMSCOPE_COMMANDS_EXPRESSION_H

#include "commands/reply.h"
#include "commands/session.h"
#include "core/history_search.h"

enum { EXPRESSION_REASON_SIZE = 512, EXPRESSION_READS = 64 };

/* 64 bits, with C's two ways to read them. */
struct number {
	int64_t bits;
	bool is_unsigned; /* flags words, and what is computed from them */
};

/* What a value was made of: while no step writes one of these words, the
 * value stays; unless it is made of locals, too. */
struct expression_reads {
	struct word_pattern patterns[EXPRESSION_READS];
	size_t nr;
	struct probe_set probes; /* it may also change at these steps */
	bool by_step;            /* or at any */
};

struct expression;

/* NULL with the mistake and its column in the reply; valid as long as the
 * session's machine stays. */
struct expression *expression_compile(struct session *s, const char *text,
				      struct reply *r);
void expression_destroy(struct expression *e);
/* Value at the cursor; false with the mistake and its column in `reason`.
 * `reads`: NULL, or where to add what was read. */
bool expression_value(struct session *s, const struct expression *e,
		      struct number *ret, struct expression_reads *reads,
		      char reason[EXPRESSION_REASON_SIZE]);

/* Compile and evaluate: for what is needed once. */
enum status expression_eval(struct session *s, const char *text,
			    struct number *ret, struct reply *r);
/* Compile only: is it well formed, whatever the step? */
enum status expression_check(struct session *s, const char *text,
			     struct reply *r);

/* The same with all that depends on the cursor written out as it is there: a
 * zone's word alone gets its zone, `$` its number.  The caller frees it. */
char *expression_bound(struct session *s, const char *text);

/* Length of the part before a word `if` of its own; all of it without one. */
size_t expression_length_before_if(const char *text);

/* Calls offer() for each name that could stand where a text ends. */
typedef void (*offer_fn)(void *context, const char *word);
void expression_names(struct session *s, const char *text, offer_fn offer,
		      void *context);
/* Is this byte part of a name of an expression? */
bool expression_is_name_byte(char c);

#endif
