/*
 * What a word of struct page holds: a number, or words about it, or both.
 */
#ifndef MMSCOPE_COMMANDS_WORD_CONTENT_H
#define MMSCOPE_COMMANDS_WORD_CONTENT_H

#include "core/model.h"
#include "core/struct_page.h"

struct word_content {
	bool has_value;
	uint64_t value;
	char words[64];
	bool leads; /* to a page: a link of a list, a head, a buddy */
	pfn_t page;
	bool of_slab; /* `slab` draws what it is about, here or at `page` */
};

/* Fills in what is known of page `pfn`'s word; *ret must be empty. */
void word_content_read(const struct model *m, pfn_t pfn,
		       enum word_source source, struct word_content *ret);

/* slab_content.c: the same of a slab's words; false: no slab begins there. */
bool slab_content_read(const struct model *m, pfn_t pfn,
		       enum word_source source, struct word_content *ret);

#endif
