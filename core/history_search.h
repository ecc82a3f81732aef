/*
 * Searching the history: for steps at certain probes, for those that write
 * certain state words, that name certain pages, or begin operations.
 *
 * A search passes over operations that cannot hold what is sought by what the
 * tape knows of them, and looks at the steps of the others only.
 */
#ifndef MMSCOPE_CORE_HISTORY_SEARCH_H
#define MMSCOPE_CORE_HISTORY_SEARCH_H

#include "core/history.h"
#include "core/word_pattern.h"

/* Does the step that leads to a position write a word of any pattern? */
bool history_writes_any(const struct model *m, uint64_t position,
			const struct word_patterns *words);

/* Steps that fit any of these. */
struct sought {
	struct probe_set probes;    /* at one of them */
	uint32_t operations;        /* first of such a one: a bit each kind */
	struct word_patterns words; /* writes one of them */
	const pfn_t *pages;         /* names one of them or writes its words */
	size_t nr_pages;
	/* Asked now and then, with the position that the search has come to;
	 * true ends it there.  NULL: nobody wants to end it. */
	bool (*interrupted)(void *context, uint64_t position);
	void *context;
};

/* Moves the cursor towards a position, to the first one whose step (the one
 * that leads to it) is sought.  Going back, words count where their write is
 * undone: at the position before the step that made it.  False when there is
 * none: the cursor stands at the end of the way, or where it was interrupted.
 */
bool history_search(struct model *m, uint64_t to, const struct sought *sought);

#endif
