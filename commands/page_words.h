/*
 * Words of struct page that are not what they are on other pages.
 */
#ifndef MMSCOPE_COMMANDS_PAGE_WORDS_H
#define MMSCOPE_COMMANDS_PAGE_WORDS_H

#include "core/model.h"

/* Bits of the flags of a compound page's first tail that hold its order, where
 * the kernel keeps it there. */
enum { FOLIO_ORDER_BITS = 8, FOLIO_ORDER_MASK = 0xff };

/* The order in the low byte of this page's flags; -1: the byte holds flags. */
int page_order_byte(const struct model *m, pfn_t pfn);
/* The flags word without what is no flag. */
uint64_t page_named_flags(const struct model *m, pfn_t pfn);

#endif
