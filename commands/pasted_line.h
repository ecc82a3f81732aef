/*
 * A pasted line of the kernel's log: the `key:value` and `key=value` pairs in
 * it that tell something about a page or a request.
 */
#ifndef MMSCOPE_COMMANDS_PASTED_LINE_H
#define MMSCOPE_COMMANDS_PASTED_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pasted_kind {
	PASTED_FLAGS, /* flags:0x…(names|node=…) */
	PASTED_TYPE,  /* page_type: f0(buddy), 0xffffff7f(buddy) */
	PASTED_GFP, /* gfp_mask=0x…(GFP_…), mode:0x…, gfp_flags=GFP_… */
	PASTED_PAGE,     /* page:ffffea…, page=… */
	PASTED_REFCOUNT, /* refcount:, count: */
	PASTED_MAPCOUNT,
	PASTED_MAPPING,
	PASTED_INDEX,
	PASTED_PFN,
	PASTED_ORDER,
	PASTED_MIGRATETYPE,
	PASTED_COMPOUND, /* compound_mapcount:, entire_mapcount: … */
	PASTED_RAW,      /* raw: and head:, the words of struct page */
};

struct pasted {
	enum pasted_kind kind;
	char key[24];
	/* Up to a blank, a comma or what stands in ( ); of a dump all words,
	 * also those behind the next raw:, with a blank between. */
	char value[256];
	char names[256]; /* inside of ( ); "" */
};

/* The next pair from *line on, which moves behind it; false at the end. */
bool pasted_next(const char **line, struct pasted *ret);
/* The value as a number: 0x…, bare hex where that is usual, or decimal; false
 * for names and for hidden addresses. */
bool pasted_number(const struct pasted *pasted, uint64_t *ret);
/* The words of a dump; how many there are. */
unsigned pasted_words(const struct pasted *pasted, uint64_t *ret, unsigned max);

#endif
