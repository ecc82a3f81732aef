/*
 * Free lists: one per zone, order and migratetype.
 *
 * A page heads a free block exactly when its page_type says buddy; then
 * `private` is its order, and the list is that of its pageblock's type.
 * Kernel counterpart: __add_to_free_list, __del_page_from_free_list,
 * move_to_free_list (mm/page_alloc.c).
 */
#ifndef MMSCOPE_CORE_FREE_AREA_INTERNAL_H
#define MMSCOPE_CORE_FREE_AREA_INTERNAL_H

#include "core/list_internal.h"

enum list_end { LIST_END_HEAD, LIST_END_TAIL };

/* Where a block stands: what most functions here need to know of it. */
struct free_block {
	pfn_t pfn;
	unsigned order;
	enum migratetype type;
};

static inline const struct list_head *
free_list(const struct zone *zone, unsigned order, enum migratetype type)
{
	return &zone->free_area[order].free_list[type];
}

/* The type of the list that a free block or a page on a pcp list belongs to:
 * that of its pageblock, or what the kernel remembers of it. */
per_form void remember_type(struct model *m, pfn_t pfn, enum migratetype type);
per_form enum migratetype remembered_type(const struct model *m, pfn_t pfn);

/* Marks and links; neither of these two accounts. */
per_form void add_to_free_list(struct model *m, const struct zone *zone,
			       struct free_block block, enum list_end end);
per_form void del_page_from_free_list(struct model *m, const struct zone *zone,
				      struct free_block block);
/* To the tail of another type's list, accounted from the old to the new. */
per_form void move_to_free_list(struct model *m, const struct zone *zone,
				struct free_block block, enum migratetype to);

#endif
