/*
 * Where a page came from, as the history tells it.
 */
#ifndef MMSCOPE_COMMANDS_WHY_PAGE_H
#define MMSCOPE_COMMANDS_WHY_PAGE_H

#include "commands/session_internal.h"
#include "commands/why_tree.h"

/* `why REF` */
enum status why_page(struct session *s, const char *text, struct reply *r);

/* why.c: a tree, as text or under a key. */
enum status reply_why_tree(struct session *s, const struct why_question *q,
			   const char *key, struct reply *r);

#endif
