/*
 * Branches, for the commands that change them.
 */
#ifndef MMSCOPE_COMMANDS_BRANCHES_INTERNAL_H
#define MMSCOPE_COMMANDS_BRANCHES_INTERNAL_H

#include "commands/session_internal.h"

/* Of the branch that the history is now. */
const char *branch_present_name(const struct session *s);
/* Another one; NULL: there is none of that name. */
struct branch *branch_find(const struct session *s, const char *name);
/* `name` is that of another branch. */
enum status branch_go_to(struct session *s, const char *name, struct reply *r);
/* The history goes on as `name` from the cursor on (inside an operation, from
 * that one's end); what it leaves behind belongs to the session still. */
void branch_begin(struct session *s, const char *name, struct branch *ret_left);

#endif
