/*
 * What the files that check invariants share.
 */
#ifndef MMSCOPE_CORE_CHECK_INTERNAL_H
#define MMSCOPE_CORE_CHECK_INTERNAL_H

#include "core/check.h"

/* Notes a word that was looked at, and a violation if it is not as expected. */
void check_expect(struct check_report *report, const struct violation *place,
		  int64_t expected, int64_t found);
/* check_slab.c: pages of slabs and of large kmallocs have no references to
 * count, in kernels where the allocator gives none. */
bool page_is_frozen(const struct model *m, const struct page *page);
void check_slabs(const struct model *m, struct check_report *report);

#endif
