/*
 * page_type: what the word over _mapcount says (6.12 to 7.2: a byte on top).
 *
 * Kernel counterpart: enum pagetype and PAGE_TYPE_OPS in
 * include/linux/page-flags.h, 6.12.107.
 */
#ifndef MMSCOPE_CORE_PAGE_TYPE_H
#define MMSCOPE_CORE_PAGE_TYPE_H

#include "core/types.h"

#define PAGE_TYPE_NONE UINT32_MAX

enum page_type {
	PGTY_buddy,
	PGTY_offline,
	PGTY_table,
	PGTY_guard,
	PGTY_hugetlb,
	PGTY_slab,
	PGTY_zsmalloc,
	PGTY_unaccepted,
	NR_PAGE_TYPES,
};

const char *page_type_name(enum page_type type);
uint32_t page_type_value(enum page_type type);
bool page_type_is(uint32_t word, enum page_type type);
/* Which type a word names; -1 when it is a map count, idle or reserved. */
int page_type_of(uint32_t word);
bool page_has_type(uint32_t word);
/* Number of mappings that the word counts; 0 for a typed or idle page. */
int64_t page_mapcount_of(uint32_t word);

#endif
