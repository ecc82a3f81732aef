/*
 * Predicates on struct page that only the allocator asks.
 */
#ifndef MMSCOPE_CORE_PAGE_INTERNAL_H
#define MMSCOPE_CORE_PAGE_INTERNAL_H

#include "core/page.h"

bool page_is_free_block(const struct model *m, const struct page *page);
bool page_is_reserved(const struct model *m, pfn_t pfn);
bool page_is_compound_tail(const struct page *page);
pfn_t compound_head(const struct model *m, pfn_t pfn);
/* Asked of the head, so tails of an LRU folio count too. */
bool page_on_lru(const struct model *m, pfn_t pfn);
/* The block on a pcp list, or live allocation, that a pfn lies in. */
int used_block_around(const struct model *m, pfn_t pfn, pfn_t *first);

#endif
