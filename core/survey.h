/*
 * Read-only numbers about free memory: how badly is it in pieces?
 *
 * Kernel counterpart: fill_contig_page_info, __fragmentation_index,
 * unusable_free_index (mm/vmstat.c).
 */
#ifndef MMSCOPE_CORE_SURVEY_H
#define MMSCOPE_CORE_SURVEY_H

#include "core/model.h"

/* Free blocks of a zone, seen by a request of one order. */
struct contig_info {
	int64_t free_pages;
	int64_t free_blocks;
	int64_t suitable; /* blocks of the order that the free ones hold */
};

struct contig_info contig_info_of(const struct model *m,
				  const struct zone *zone, unsigned wanted);
/* Would a failure come from pieces (towards 1000) or from too little memory
 * (towards 0)?  -1000: the request would not fail. */
int64_t fragmentation_index(const struct contig_info *info, unsigned order);
/* Share of free memory, of 1000, that the order cannot use. */
int64_t unusable_index(const struct contig_info *info, unsigned order);

#endif
