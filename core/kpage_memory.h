/*
 * A machine's memory as its /proc/kpageflags and /proc/kpagecount tell it:
 * one word per frame, no lists and no counters.
 *
 * What the two files do not say is answered with "unknown", never guessed:
 * where one free block ends and the next begins, for one.
 */
#ifndef MMSCOPE_CORE_KPAGE_MEMORY_H
#define MMSCOPE_CORE_KPAGE_MEMORY_H

#include "core/kpageflags.h"

struct kpage_memory {
	const struct profile *profile; /* whose names the bits bear */
	uint64_t nr;                   /* frames, from 0 on */
	const uint64_t *flags;
	uint64_t nr_counts; /* 0: kpagecount is not known */
	const uint64_t *counts;
};

/* Frames that belong together, [first, end). */
struct kpage_run {
	uint64_t first;
	uint64_t end;
};

enum kpage_use kpage_memory_use(const struct kpage_memory *memory,
				uint64_t pfn);
/* Frames around one that have the same use, back to the machine's beginning
 * or forward to its end if need be. */
struct kpage_run kpage_memory_run(const struct kpage_memory *memory,
				  uint64_t pfn);
/* The compound page around one; a frame alone when it is in none. */
struct kpage_run kpage_memory_compound(const struct kpage_memory *memory,
				       uint64_t pfn);
/* The largest aligned block of free pages around a free one: the free block
 * itself unless two buddies did not merge. */
struct kpage_run kpage_memory_block(const struct kpage_memory *memory,
				    uint64_t pfn, unsigned max_order);

/* Frames by use, and those that are mapped more often than once. */
struct kpage_survey {
	uint64_t pages[NR_KPAGE_USES];
	uint64_t shared;
};
struct kpage_survey kpage_memory_survey(const struct kpage_memory *memory);

#endif
