/*
 * Words of struct page for people: the flags as a ruler, each word in a line,
 * and those that are not what they are on other pages.
 */
#ifndef MMSCOPE_COMMANDS_PAGE_WORDS_H
#define MMSCOPE_COMMANDS_PAGE_WORDS_H

#include "commands/text.h"
#include "core/model.h"

/* Bits of the flags of a compound page's first tail that hold its order, where
 * the kernel keeps it there. */
enum { FOLIO_ORDER_BITS = 8, FOLIO_ORDER_MASK = 0xff };

/* The order in the low byte of this page's flags; -1: the byte holds flags. */
int page_order_byte(const struct model *m, pfn_t pfn);
/* The flags word without what is no flag. */
uint64_t page_named_flags(const struct model *m, pfn_t pfn);

/* look_struct.c: the nth word as `x` prints it; false past the last. */
bool page_word_nth(const struct model *m, pfn_t pfn, unsigned nth, char *ret,
		   size_t size);
/* The command line that its content leads to: the page of a list, a head, a
 * block's buddy, the slab; false: nowhere. */
bool page_word_leads(const struct model *m, pfn_t pfn, unsigned nth, char *ret,
		     size_t size);
/* look_flags_word.c: the flags as a ruler of at most so many columns, two
 * lines for each of its rows: bit numbers, then names and values. */
size_t page_flags_ruler(const struct model *m, pfn_t pfn, int columns,
			char *ret, size_t size);

/* look_flags_word.c: */
/* "uptodate|lru|node=0|zone=2", as the kernel prints it (%pGp). */
void flags_add_names(struct text *out, const struct flags_layout *layout,
		     uint64_t flags);

/* Where a page stands: its block's buddy, and its neighbours on a list. */
struct page_links {
	bool has_buddy;
	pfn_t buddy;
	bool buddy_free; /* and of the same order: they would merge */
	bool listed;     /* first page of a block on a list */
	bool on_pcp;     /* that of a CPU, else a free list */
	unsigned order;
	enum migratetype type; /* of the list */
	pfn_t previous;        /* PFN_NONE: the list's head */
	pfn_t next;
};
struct page_links page_links(const struct model *m, pfn_t pfn);
/* First page of the pageblock that a page lies in. */
pfn_t pageblock_first(const struct model *m, pfn_t pfn);

#endif
