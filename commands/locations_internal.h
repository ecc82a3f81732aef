/*
 * How places in the allocator's code are looked for; for the two files
 * locations.c and location_elsewhere.c.
 */
#ifndef MMSCOPE_COMMANDS_LOCATIONS_INTERNAL_H
#define MMSCOPE_COMMANDS_LOCATIONS_INTERNAL_H

#include "commands/session_internal.h"

/* A place as typed. */
struct place {
	const char *text;
	char word[PLACE_NAME_SIZE]; /* function, or a label alone */
	const char *label;          /* what follows a colon; NULL: none */
};

const char *without_underscores(const char *name);

/* Adds the probes of a function and label, each NULL for any.  Returns how
 * many there are. */
unsigned location_add(struct location *location, const struct probe *probes,
		      const char *function, const char *label);
/* The function that has this name, exactly or else once underscores are taken
 * off; NULL when there is none.  *ret_other: another one, and then the name is
 * not unique. */
const char *function_named(const struct probe *probes, const char *name,
			   const char **ret_other);

/* By the names of the other kernels, newest first.  Fails for a function that
 * they have and this one lacks; leaves *ret alone when nobody has it. */
enum status find_elsewhere(const struct model *m, const struct place *place,
			   struct location *ret, struct reply *r);

#endif
