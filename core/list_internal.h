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

/* The link that names a list's own head. */
static inline link_t list_link(const struct model *m,
			       const struct list_head *list)
{
	size_t offset = (size_t)((const unsigned char *)list - m->arena.words);

	return LINK_HEAD | (link_t)(offset / sizeof(link_t));
}

static inline const struct list_head *list_of_link(const struct model *m,
						   link_t link)
{
	size_t offset = (size_t)(link & ~LINK_HEAD) * sizeof(link_t);

	return (const void *)(m->arena.words + offset);
}

static inline void set_next(struct model *m, link_t of, link_t next)
{
	if (of & LINK_HEAD)
		put_again(m, &list_of_link(m, of)->next, next);
	else
		put_again(m, &page_of(m, of)->lru_next, next);
}

static inline void set_prev(struct model *m, link_t of, link_t prev)
{
	if (of & LINK_HEAD)
		put_again(m, &list_of_link(m, of)->prev, prev);
	else
		put_again(m, &page_of(m, of)->lru_prev, prev);
}

/* The page is marked already as what it is on the list. */
static inline void list_insert(struct model *m, pfn_t pfn, link_t prev,
			       link_t next)
{
	const struct page *page = page_of(m, pfn);

	put_again(m, &page->lru_next, next);
	put_again(m, &page->lru_prev, prev);
	set_next(m, prev, pfn);
	set_prev(m, next, pfn);
}

static inline void list_add_head(struct model *m, const struct list_head *list,
				 pfn_t pfn)
{
	list_insert(m, pfn, list_link(m, list), list->next);
	put_again(m, &list->nr, list->nr + 1);
}

static inline void list_add_tail(struct model *m, const struct list_head *list,
				 pfn_t pfn)
{
	list_insert(m, pfn, list->prev, list_link(m, list));
	put_again(m, &list->nr, list->nr + 1);
}

static inline void list_del(struct model *m, const struct list_head *list,
			    pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);
	link_t next = page->lru_next;
	link_t prev = page->lru_prev;

	set_next(m, prev, next);
	set_prev(m, next, prev);
	/* Off every list the links say nothing; zero keeps digests of equal
	 * states equal. */
	put_again(m, &page->lru_next, 0);
	put_again(m, &page->lru_prev, 0);
	put_again(m, &list->nr, list->nr - 1);
}

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

#endif
