/*
 * GFP masks and ALLOC flags: names, and what zone and type they imply.
 *
 * Kernel counterpart: include/linux/gfp.h (gfp_zone, gfp_migratetype) and
 * mm/internal.h (ALLOC_*), 6.12.107.
 */
#ifndef MMSCOPE_CORE_GFP_H
#define MMSCOPE_CORE_GFP_H

#include "core/profile.h"

struct machine;
struct model;

enum alloc_flag {
	ALLOC_WMARK_MASK = 0x3,
	ALLOC_NO_WATERMARKS = 0x4,
	ALLOC_OOM = 0x8,
	ALLOC_NON_BLOCK = 0x10,
	ALLOC_MIN_RESERVE = 0x20,
	ALLOC_CPUSET = 0x40,
	ALLOC_CMA = 0x80,
	ALLOC_NOFRAGMENT = 0x100,
	ALLOC_FAIR = 0x100, /* before NOFRAGMENT had its bit */
	ALLOC_HIGHATOMIC = 0x200,
	/* ALLOC_KSWAPD has moved: profile->alloc_kswapd. */
	ALLOC_RESERVES = ALLOC_NON_BLOCK | ALLOC_MIN_RESERVE |
			 ALLOC_HIGHATOMIC | ALLOC_OOM,
};

/* Mask of a name ("GFP_KERNEL", "__GFP_HIGH"); false when unknown. */
bool gfp_lookup(const struct profile *profile, const char *name, size_t length,
		gfp_t *ret);

/* Low four bits that gfp_zone() does not accept (two zone modifiers). */
bool gfp_zone_valid(const struct profile *profile, gfp_t gfp);
/* MOVABLE and RECLAIMABLE together are a caller's bug. */
bool gfp_mobility_valid(const struct profile *profile, gfp_t gfp);
/* May the request go below the mark because it cannot wait? */
bool gfp_atomic(const struct profile *profile, gfp_t gfp);
bool gfp_wakes_kswapd(const struct profile *profile, gfp_t gfp);
/* Zone id of the highest zone that the request may use on this machine. */
unsigned gfp_zone(const struct model *m, gfp_t gfp);
enum migratetype gfp_migratetype(const struct model *m, gfp_t gfp);
/* The same, were the mask one of another kernel. */
unsigned gfp_zone_under(const struct machine *machine,
			const struct profile *profile, gfp_t gfp);
enum migratetype gfp_migratetype_under(const struct machine *machine,
				       const struct profile *profile,
				       gfp_t gfp);

#endif
