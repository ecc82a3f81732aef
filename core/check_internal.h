/*
 * What the files that check invariants share.
 */
#ifndef MMSCOPE_CORE_CHECK_INTERNAL_H
#define MMSCOPE_CORE_CHECK_INTERNAL_H

#include "core/check.h"
#include "core/model_internal.h"

struct checker {
	const struct model *m;
	struct check_report *report;
	uint8_t *covered; /* a bit per page that some block covers */
	unsigned zone;
	int64_t free, cma, highatomic; /* pages on the zone's lists */
	uint64_t pages_seen;           /* so far, for who waits */
};

/* Notes a violation at a place, unless what was found is what was expected. */
void check_expect(struct checker *c, struct violation place,
		  enum invariant invariant, int64_t expected, int64_t found);

/* core/check_tags.c: counters against references, modules against areas. */
void check_tags(struct checker *c);

/* core/check_slab.c: pages of slabs and of large kmallocs have no references
 * to count, in kernels where the allocator gives none. */
bool page_is_frozen(const struct model *m, const struct page *page);
void check_slabs(struct checker *c);

#endif
