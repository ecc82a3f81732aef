/*
 * The ways by which pages come back.
 *
 * Kernel counterpart: __free_pages, free_unref_page, free_unref_folios,
 * __folio_put (mm/page_alloc.c, mm/swap.c), 6.12.107.
 */
#ifndef MMSCOPE_CORE_PAGE_FREE_INTERNAL_H
#define MMSCOPE_CORE_PAGE_FREE_INTERNAL_H

#include "core/model_internal.h"

per_form void free_pages(struct model *m, pfn_t pfn, unsigned order);
per_form void free_unref_page(struct model *m, pfn_t pfn, unsigned order);
per_form void release_pages(struct model *m, const struct block *blocks,
			    unsigned count);
per_form void get_page(struct model *m, pfn_t pfn);
per_form void put_page(struct model *m, pfn_t pfn);

#endif
