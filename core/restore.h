/*
 * Building a state from outside: a snapshot or a recording.
 *
 * The order of calls is: restore_begin, then everything else in any order
 * except that lists are filled head to tail, then restore_finish.  Nothing of
 * it is on the tape; position 0 is what stands at restore_finish.  Callers
 * run model_check() afterwards: these functions check ranges, not sense.
 */
#ifndef MMSCOPE_CORE_RESTORE_H
#define MMSCOPE_CORE_RESTORE_H

#include "core/alloc_tag.h"
#include "core/model.h"

/* NULL when the host gives no address space for it. */
struct model *restore_begin(const struct machine *machine);

/* Words of a zone, all but its free lists and the words of geometry that the
 * machine already gives (node, kind, zone_id, start, spanned). */
void restore_zone(struct model *m, unsigned zone, const struct zone *words);
void restore_node(struct model *m, unsigned node,
		  const struct pglist_data *words);
/* The zonelist cache of a node, where kernels have it. */
void restore_zonelist_cache(struct model *m, unsigned node, uint32_t full,
			    bool expired);
/* Words of a pcp, all but its lists. */
void restore_pcp(struct model *m, unsigned zone, unsigned cpu,
		 const struct per_cpu_pages *words);
void restore_current_cpu(struct model *m, unsigned cpu);
void restore_pageblocks(struct model *m, pfn_t first, unsigned blocks,
			enum migratetype type);
/* page->flags of [first, first + pages), the whole word. */
void restore_page_flags(struct model *m, pfn_t first, pfn_t pages,
			uint64_t flags);

/* Appends at the tail; links the page and marks it.  False when the block
 * leaves the zone or its first page is on a list already. */
bool restore_free_block(struct model *m, unsigned zone, unsigned order,
			enum migratetype type, pfn_t pfn);
bool restore_pcp_block(struct model *m, unsigned zone, unsigned cpu,
		       unsigned pindex, pfn_t pfn);
/* The type that the kernel remembers of a page on a pcp list, where it does
 * (profile->list_type_is_remembered). */
void restore_pcp_type(struct model *m, pfn_t pfn, enum migratetype type);

/* A block that an operation of an earlier history took: the words of its
 * first page.  Tags must have been added before. */
struct restore_page {
	int32_t refcount;
	uint32_t page_type; /* the word over _mapcount */
	int order;          /* of the block headed here; -1: not a head */
	int64_t tag;        /* tag number; -1 none */
};
void restore_page(struct model *m, pfn_t pfn, const struct restore_page *words);
/* Adds the next tag with its counters at zero; restore_page counts. */
uint32_t restore_tag(struct model *m, const struct codetag *site);

/* Of a page that nothing above has spoken of, and that is not reserved,
 * nothing is known: marks them all, links compound pages by their flags.
 * Reserved pages get the one reference that booting gave them. */
void restore_unknown(struct model *m);
void restore_finish(struct model *m);

#endif
