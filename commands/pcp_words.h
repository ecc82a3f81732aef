/*
 * The words of a per-CPU page list, by the names that its kernel has for them.
 */
#ifndef MMSCOPE_COMMANDS_PCP_WORDS_H
#define MMSCOPE_COMMANDS_PCP_WORDS_H

#include "core/model.h"

struct pcp_word {
	const char *name;
	int width; /* of its column in a table */
	int64_t value;
};

/* The i-th word that this machine's kernel keeps; false past the last.
 * Without a pcp only its name and width. */
bool pcp_word_nth(const struct model *m, const struct per_cpu_pages *pcp,
		  unsigned i, struct pcp_word *ret);
/* Has this CPU used its lists of the zone, as far as one can still see? */
bool pcp_was_used(const struct model *m, unsigned zone, unsigned cpu);

#endif
