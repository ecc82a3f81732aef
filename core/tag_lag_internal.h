/*
 * Counters of tags that lag behind, for whoever is in a hurry
 * (core/operation_common.h).
 */
#ifndef MMSCOPE_CORE_TAG_LAG_INTERNAL_H
#define MMSCOPE_CORE_TAG_LAG_INTERNAL_H

#include "core/types.h"

/* A block that was given back, to be taken off its tag's counters. */
struct tag_sub {
	uint32_t tag;
	unsigned cpu;
	int64_t bytes; /* 0: none */
};

/* Those of the last blocks, while the counters may lag behind. */
enum { TAG_LAG = 16 };
struct tag_lag {
	bool allowed;
	unsigned nr; /* put off so far */
	struct tag_sub subs[TAG_LAG];
};

#endif
