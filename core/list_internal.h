/*
 * Doubly linked lists of blocks, by their first page.
 *
 * Links are frame numbers or, for the list's own head, its place in the
 * arena; so a list survives being moved or saved.  Kernel counterpart:
 * struct list_head with page->lru (include/linux/list.h).
 */
#ifndef MMSCOPE_CORE_LIST_INTERNAL_H
#define MMSCOPE_CORE_LIST_INTERNAL_H

#include "core/model_internal.h"

void list_init(struct model *m, const struct list_head *list);
void list_add_head(struct model *m, const struct list_head *list, pfn_t pfn);
void list_add_tail(struct model *m, const struct list_head *list, pfn_t pfn);
void list_del(struct model *m, const struct list_head *list, pfn_t pfn);

static inline bool list_empty(const struct list_head *list)
{
	return list->nr == 0;
}

/* Of a list that is not empty. */
static inline pfn_t list_head_page(const struct list_head *list)
{
	return list->next;
}

static inline pfn_t list_tail_page(const struct list_head *list)
{
	return list->prev;
}

/* The link that names a list's own head. */
link_t list_link(const struct model *m, const struct list_head *list);

#endif
