/*
 * Pageblocks: their types, and moving all free blocks of one between lists.
 *
 * Kernel counterpart: set_pageblock_migratetype, change_pageblock_range,
 * prep_move_freepages_block, __move_freepages_block (mm/page_alloc.c).
 */
#ifndef MMSCOPE_CORE_PAGEBLOCK_INTERNAL_H
#define MMSCOPE_CORE_PAGEBLOCK_INTERNAL_H

#include "core/model_internal.h"

/* Stores U instead of U, M or R while mobility grouping is off. */
per_form void set_pageblock_type(struct model *m, pfn_t pfn,
				 enum migratetype type);
/* Every pageblock of a block of at least pageblock_order. */
per_form void change_pageblock_range(struct model *m, pfn_t pfn, unsigned order,
				     enum migratetype type);

struct block_survey {
	pfn_t start;
	int64_t free;    /* pages in free blocks */
	int64_t movable; /* pages in use that could be migrated */
};

per_form struct block_survey survey_pages(const struct model *m, pfn_t start,
					  pfn_t end);
/* False when the pageblock is not wholly inside the zone. */
per_form bool survey_pageblock(struct model *m, const struct zone *zone,
			       pfn_t pfn, struct block_survey *ret);
/* All free blocks that begin in [start, end) to another type's lists. */
per_form int64_t move_freepages_only(struct model *m, const struct zone *zone,
				     pfn_t start, pfn_t end,
				     enum migratetype to);
/* The type alone, after `moved` pages changed lists. */
per_form void retype_pageblock(struct model *m, pfn_t start,
			       enum migratetype to, int64_t moved);
/* All free blocks of the pageblock to another type's lists, then the type
 * itself; returns the pages moved. */
per_form int64_t move_freepages_block(struct model *m, const struct zone *zone,
				      pfn_t start, enum migratetype to);

#endif
