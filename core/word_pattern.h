/*
 * Patterns of state words: boxes of places, all words of one kind of object
 * whose coordinates lie between two corners.
 */
#ifndef MMSCOPE_CORE_WORD_PATTERN_H
#define MMSCOPE_CORE_WORD_PATTERN_H

#include "core/field.h"

struct word_pattern {
	struct field_place first; /* its object counts for both */
	struct field_place last;  /* inclusive in each coordinate */
};

struct word_patterns {
	const struct word_pattern *patterns;
	size_t nr;
};

/* Exactly this word; widen coordinates of `last` to match more. */
struct word_pattern word_pattern_of(const struct field_place *place);
/* All words of the pages from one pfn to another. */
struct word_pattern word_pattern_pages(pfn_t first, pfn_t last);
bool word_pattern_has(const struct word_pattern *pattern,
		      const struct field_place *place);

#endif
