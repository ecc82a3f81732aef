/*
 * The eight words of a struct page, from a dump of the kernel's log: which use
 * of the page they tell, and what each of them says in it.
 */
#ifndef MMSCOPE_COMMANDS_PASTED_RAW_H
#define MMSCOPE_COMMANDS_PASTED_RAW_H

#include "commands/reply.h"
#include "core/struct_page.h"

struct raw_words {
	uint64_t words[STRUCT_PAGE_WORDS];
	unsigned nr; /* of those that the line has */
};

/* How many words a dump must have to be read: those of one of its lines. */
enum { RAW_WORDS_MIN = 4 };

void raw_words_text(const struct profile *profile,
		    const struct flags_layout *layout,
		    const struct raw_words *raw, struct reply *r);
/* Adds reading, why and words. */
void raw_words_keys(struct json *object, const struct profile *profile,
		    const struct flags_layout *layout,
		    const struct raw_words *raw);

#endif
