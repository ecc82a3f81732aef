/*
 * Where the words of a pattern lie in the arena: naming each word that a long
 * search meets would take several times as long.
 */
#ifndef MMSCOPE_CORE_WORD_PATTERN_INTERNAL_H
#define MMSCOPE_CORE_WORD_PATTERN_INTERNAL_H

#include "core/word_pattern.h"

/* A part of the arena. */
struct span {
	uint64_t first;
	uint64_t bytes;
};

/* All objects of the pattern, with whatever else lies between them. */
struct span word_pattern_span(const struct model *m,
			      const struct word_pattern *pattern);

#endif
