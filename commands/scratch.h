/*
 * A scratch copy of a page's flags word, whose bits one can toggle to see what
 * the word would say; the page itself keeps its own.
 */
#ifndef MMSCOPE_COMMANDS_SCRATCH_H
#define MMSCOPE_COMMANDS_SCRATCH_H

#include "commands/text.h"
#include "core/model.h"

struct scratch_word {
	bool on;
	pfn_t pfn;
	uint64_t value;
};

/* The scratch word of a page; false: it has none. */
struct session;
bool session_scratch(const struct session *s, pfn_t pfn, uint64_t *ret);

/* "bad page when freed: lru|locked", or that no check complains. */
void scratch_add_checks(struct text *out, const struct flags_layout *layout,
			uint64_t flags);

#endif
