/*
 * Branches, for the commands that begin, list and change them.
 */
#ifndef MMSCOPE_COMMANDS_BRANCHES_INTERNAL_H
#define MMSCOPE_COMMANDS_BRANCHES_INTERNAL_H

#include "commands/session_internal.h"

/* What the history is called. */
const char *branch_present(const struct session *s);
/* Another branch of that name; NULL: there is none. */
struct branch *branch_find(const struct session *s, const char *name);

struct begun_branch {
	const struct branch *left; /* what was the history before */
	uint64_t kept_steps;       /* that it does not share */
};
/* The history goes on from the cursor under a new name. */
struct begun_branch branch_begin(struct session *s, const char *name);
/* Makes another branch the history; when that fails all is as before. */
enum status branch_go_to(struct session *s, const char *name, struct reply *r);

#endif
