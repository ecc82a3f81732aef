/*
 * Predicates on struct page that only the allocator asks.
 */
#ifndef MMSCOPE_CORE_PAGE_INTERNAL_H
#define MMSCOPE_CORE_PAGE_INTERNAL_H

#include "core/model_internal.h"

static inline bool page_is_free_block(const struct model *m,
				      const struct page *page)
{
	return ~page->page_type_inverted == profile_of(m)->buddy_type_word;
}

static inline bool page_is_compound_tail(const struct page *page)
{
	return (page->lru_next & (LINK_HEAD | LINK_COMPOUND)) == LINK_COMPOUND;
}

/* Is it the first page of a compound page? */
static inline bool page_is_head(const struct model *m, const struct page *page)
{
	/* Idle flags hold no flag bit, so the difference shows it as it is. */
	return page->flags_diff & m->head_flag;
}

bool page_is_reserved(const struct model *m, pfn_t pfn);
pfn_t compound_head(const struct model *m, pfn_t pfn);
/* Asked of the head, so tails of an LRU folio count too. */
bool page_on_lru(const struct model *m, pfn_t pfn);
/* The block on a pcp list, or live allocation, that a pfn lies in. */
int used_block_around(const struct model *m, pfn_t pfn, pfn_t *first);

#endif
