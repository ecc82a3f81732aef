/*
 * The request for pages: its context, and the way it takes.
 *
 * Kernel counterpart: struct alloc_context (mm/internal.h), __alloc_pages,
 * prepare_alloc_pages, get_page_from_freelist, __alloc_pages_slowpath,
 * alloc_pages_bulk, split_page (mm/page_alloc.c), 6.12.107.
 */
#ifndef MMSCOPE_CORE_PAGE_ALLOC_INTERNAL_H
#define MMSCOPE_CORE_PAGE_ALLOC_INTERNAL_H

#include "core/gfp.h"
#include "core/model_internal.h"

per_form pfn_t alloc_pages(struct model *m, gfp_t gfp, unsigned order, int nid);
unsigned alloc_pages_bulk(struct model *m, gfp_t gfp, int nid, unsigned wanted,
			  pfn_t *pfns);
void split_page(struct model *m, pfn_t pfn, unsigned order);

per_form struct alloc_context prepare_alloc_pages(struct model *m, gfp_t gfp,
						  unsigned order, int nid);
/* Sets everything in the context that follows from the node asked for. */
per_form void use_zonelist_of(const struct model *m, struct alloc_context *ac,
			      int nid);
/* First entry from a position on that the request may use; nr: none. */
per_form unsigned next_zoneref(const struct alloc_context *ac, unsigned from);
per_form const struct zone *zoneref_zone(const struct model *m,
					 const struct alloc_context *ac,
					 unsigned at);
per_form unsigned gfp_to_alloc_flags_cma(const struct model *m,
					 const struct alloc_context *ac);
/* May pages be taken from this zone? */
per_form bool zone_allows(struct model *m, const struct zone *zone,
			  const struct alloc_context *ac, unsigned alloc_flags);
per_form pfn_t take_from_zone(struct model *m, const struct zone *zone,
			      const struct alloc_context *ac,
			      unsigned alloc_flags);
/* The walks of kernels whose zones take turns. */
per_form pfn_t walk_in_turns(struct model *m, const struct alloc_context *ac,
			     unsigned alloc_flags);
per_form pfn_t get_page_from_freelist(struct model *m,
				      const struct alloc_context *ac,
				      unsigned alloc_flags);
pfn_t alloc_pages_slowpath(struct model *m, const struct alloc_context *ac);

#endif
