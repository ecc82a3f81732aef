/*
 * Words of the REPL's language: numbers, page references, GFP masks.
 * Each answers a bad word with one sentence in the reply.
 */
#ifndef MMSCOPE_COMMANDS_PARSE_H
#define MMSCOPE_COMMANDS_PARSE_H

#include "commands/reply.h"
#include "commands/session.h"

/* Decimal, 0x…, with K M G T (1024); the whole text must be a number. */
bool parse_number(const char *text, uint64_t *ret);

/* A block that a REF names: a pfn as a number, $, $N, $N[i], $name. */
struct page_ref {
	pfn_t pfn;
	int order;   /* that the history gave it; -1: a plain number */
	uint32_t op; /* that made it; 0: a plain number */
};
enum status parse_ref(struct session *s, const char *text, struct page_ref *ret,
		      struct reply *r);
/* Names of that kernel joined by `|`, a hex value, or a short word such as
 * `movable`. */
enum status parse_gfp(const struct profile *profile, const char *text,
		      gfp_t *ret, struct reply *r);

#endif
