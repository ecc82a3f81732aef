/*
 * Preparing pages on their way out of and back into the allocator.
 *
 * Kernel counterpart: prep_new_page, post_alloc_hook, prep_compound_page,
 * free_pages_prepare (mm/page_alloc.c), 6.12.107.
 */
#ifndef MMSCOPE_CORE_PAGE_PREP_INTERNAL_H
#define MMSCOPE_CORE_PAGE_PREP_INTERNAL_H

#include "core/model_internal.h"

/* PAGE_FLAGS_SECOND: what a first tail keeps where others have flags. */
per_form uint64_t page_flags_second(const struct model *m);
per_form void prep_new_page(struct model *m, pfn_t pfn, unsigned order,
			    gfp_t gfp);
per_form_into void free_pages_prepare(struct model *m, pfn_t pfn,
				      unsigned order);

#endif
