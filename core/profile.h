/*
 * A kernel profile: what differs between kernel releases, as data.
 *
 * The allocator's code asks for a named behaviour or number, never for a
 * version.  Names are those that the release itself prints.
 */
#ifndef MMSCOPE_CORE_PROFILE_H
#define MMSCOPE_CORE_PROFILE_H

#include "core/page_flags.h"
#include "core/types.h"

/* The GFP bits that the allocator tests, under their kernel names. */
struct gfp_bits {
	gfp_t dma, highmem, dma32, movable, reclaimable;
	gfp_t high, io, fs, zero, direct_reclaim, kswapd_reclaim, write;
	gfp_t nowarn, retry_mayfail, nofail, noretry, memalloc, comp;
	gfp_t nomemalloc, hardwall, thisnode, account, zerotags;
};

struct gfp_name {
	const char *name; /* composite names first, as the kernel prints them */
	gfp_t mask;
};

/* One flag of page->flags and the configuration that has it. */
struct flag_rule {
	enum pageflag flag;
	bool (*exists)(const struct flags_config *config);
};

struct flag_alias {
	enum pageflag flag;
	const char *name;
};

struct profile {
	const char *series;  /* "6.12" */
	const char *release; /* "6.12.107" */
	const char *migratetype_names[MIGRATE_TYPES];
	struct gfp_bits gfp;
	const struct gfp_name *gfp_names;
	const struct flag_rule *flag_rules; /* by bit; ends with NULL exists */
	const struct flag_alias *flag_aliases;
	/* fallbacks[]: where to look when a type's own lists are empty. */
	enum migratetype fallbacks[MIGRATE_PCPTYPES][2];
	unsigned pcp_batch_scale_max;
	unsigned max_min_free_kbytes;
};

extern const struct profile profile_6_12;

/* "6.12" or a full release "6.12.x"; NULL when there is no such profile. */
const struct profile *profile_find(const char *version);
/* The i-th profile, oldest first; NULL past the last. */
const struct profile *profile_nth(size_t i);

#endif
