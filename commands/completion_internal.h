/*
 * The word that is being completed, and what it could become.
 */
#ifndef MMSCOPE_COMMANDS_COMPLETION_INTERNAL_H
#define MMSCOPE_COMMANDS_COMPLETION_INTERNAL_H

#include "commands/session_internal.h"

/* The word being typed and the words before it. */
struct partial {
	const char *line;
	size_t start; /* of the word */
	size_t length;
	const struct command *command; /* NULL: the word is the first */
	enum completion_kind kind;
	unsigned index;       /* of the word; 0 is the command */
	const char *argument; /* first word after the command */
};

static inline bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* completion_offers.c: adds to the session's completions what fits. */
void completion_offer(struct session *s, const struct partial *p);

#endif
