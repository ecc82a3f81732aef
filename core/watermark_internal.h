/*
 * Watermark tests: may a request take pages from a zone?
 *
 * Kernel counterpart: __zone_watermark_unusable_free, __zone_watermark_ok,
 * zone_watermark_ok, zone_watermark_ok_safe, zone_watermark_fast
 * (mm/page_alloc.c), 6.12.107.
 */
#ifndef MMSCOPE_CORE_WATERMARK_INTERNAL_H
#define MMSCOPE_CORE_WATERMARK_INTERNAL_H

#include "core/gfp.h"
#include "core/model_internal.h"

struct watermark_test {
	unsigned order;
	int64_t mark;     /* pages, the boost included */
	unsigned highest; /* zone id of the request's highest zone */
	unsigned alloc_flags;
	gfp_t gfp;
};

/* __zone_watermark_ok: as if so many pages were free. */
per_form bool zone_watermark_ok_with(struct model *m, const struct zone *zone,
				     const struct watermark_test *test,
				     int64_t free);
per_form bool zone_watermark_ok(struct model *m, const struct zone *zone,
				const struct watermark_test *test);
/* With the exact count when the global one may be far off. */
per_form bool zone_watermark_ok_safe(struct model *m, const struct zone *zone,
				     const struct watermark_test *test);
per_form_into bool zone_watermark_fast(struct model *m, const struct zone *zone,
				       const struct watermark_test *test);
/* Zone id of ZONE_MOVABLE, the highest an ordinary request may name. */
per_form unsigned movable_zone_id(const struct model *m);

#endif
