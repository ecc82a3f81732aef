/*
 * Per-CPU page lists: taking, giving back, refilling, draining.
 *
 * Kernel counterpart: rmqueue_pcplist, nr_pcp_alloc, free_unref_page_commit,
 * nr_pcp_high, nr_pcp_free, free_pcppages_bulk, drain_pages_zone,
 * decay_pcp_high (mm/page_alloc.c), 6.12.107.
 */
#ifndef MMSCOPE_CORE_PCP_INTERNAL_H
#define MMSCOPE_CORE_PCP_INTERNAL_H

#include "core/rmqueue_internal.h"

/* Order of a transparent huge page, which has pcp lists of its own. */
enum { HPAGE_PMD_ORDER = 9 };

per_form bool pcp_allowed_order(const struct model *m, unsigned order);
per_form unsigned order_to_pindex(unsigned order, enum migratetype type);

/* Links a block that was got for a request into a pcp list, behind those that
 * were got before: the first is to be taken first.  The words of the pcp stay
 * as they are. */
per_form void pcp_list_add(struct model *m, const struct list_head *list,
			   pfn_t pfn, const struct request *request);

per_form pfn_t rmqueue_pcplist(struct model *m, const struct request *request);
/* __rmqueue_pcplist: without the halving of free_count that belongs to an
 * ordinary request (the bulk allocator lacks it). */
per_form pfn_t pcplist_take(struct model *m, const struct request *request);
per_form_into void free_unref_page_commit(struct model *m,
					  const struct zone *zone, pfn_t pfn,
					  unsigned order,
					  enum migratetype type);
per_form void free_pcppages_bulk(struct model *m, const struct zone *zone,
				 unsigned cpu, int pages, unsigned pindex);
per_form void drain_pages_zone(struct model *m, const struct zone *zone,
			       unsigned cpu);
/* Those of every CPU that holds any, CPU 0 first. */
per_form void drain_all_pages(struct model *m);
per_form void decay_pcp_high(struct model *m, const struct zone *zone,
			     unsigned cpu);

#endif
