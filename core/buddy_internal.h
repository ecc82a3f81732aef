/*
 * Splitting and merging blocks.
 *
 * Kernel counterpart: expand, page_del_and_expand, __free_one_page,
 * split_large_buddy, free_one_page (mm/page_alloc.c), 6.12.107.
 */
#ifndef MMSCOPE_CORE_BUDDY_INTERNAL_H
#define MMSCOPE_CORE_BUDDY_INTERNAL_H

#include "core/free_area_internal.h"

/* FPI_TO_TAIL: the freed block goes to the tail whatever its neighbours. */
enum fpi { FPI_NONE = 0, FPI_TO_TAIL = 2 };

/* Gives the upper halves of a block back until `low` is left; returns the
 * number of pages given back. */
per_form int64_t expand(struct model *m, const struct zone *zone,
			struct free_block block, unsigned low);
/* Takes a block off its list and splits it down to `low`. */
per_form void page_del_and_expand(struct model *m, const struct zone *zone,
				  struct free_block block, unsigned low);
/* __free_one_page: merges upwards and puts the result on a list. */
per_form void merge_free_block(struct model *m, const struct zone *zone,
			       struct free_block block, enum fpi fpi);
/* Frees in pieces of at most a pageblock, each to its own type. */
per_form void free_one_page(struct model *m, const struct zone *zone, pfn_t pfn,
			    unsigned order, enum fpi fpi);

#endif
