/*
 * What /proc/kpageflags and /proc/kpagecount would hold for a page of the
 * model.
 *
 * Pages that were in use before a recording began have words that nobody
 * wrote down: what follows from them is marked as unknown, not as clear.
 *
 * Kernel counterpart: stable_page_flags() in fs/proc/page.c.
 */
#ifndef MMSCOPE_CORE_KPAGE_H
#define MMSCOPE_CORE_KPAGE_H

#include "core/kpageflags.h"
#include "core/page.h"

struct kpage {
	uint64_t flags;   /* bits of enum kpageflag */
	uint64_t unknown; /* those of them that nothing tells; clear in flags */
	int64_t count;    /* how often it is mapped; -1: not known */
};

/* Of any frame, holes included. */
struct kpage kpage_of(const struct model *m, pfn_t pfn);

/* Bits that follow from what the model does not hold on any page: file and
 * anonymous mappings, balloons, the zero page. */
uint64_t kpage_unmodelled(void);

#endif
