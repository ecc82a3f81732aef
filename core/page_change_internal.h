/*
 * What the users of a page do to its words: map and unmap, lock and unlock,
 * set and clear a flag, give it a type.  And the checks by which the kernel
 * answers when one of these, or a free, makes no sense.
 *
 * Kernel counterpart: mm/rmap.c, mm/filemap.c, include/linux/page-flags.h
 * (accessors, PAGE_TYPE_OPS), page_expected_state() in mm/page_alloc.c.
 */
#ifndef MMSCOPE_CORE_PAGE_CHANGE_INTERNAL_H
#define MMSCOPE_CORE_PAGE_CHANGE_INTERNAL_H

#include "core/model_internal.h"
#include "core/operation.h"

struct page_types;

/* Runs one of OP_MAP … OP_UNMARK, which has been checked. */
void change_page(struct model *m, const struct operation *op);

/* The number of the type that stands for a mark; -1: this kernel has none. */
int page_mark_type(const struct page_types *types, enum page_mark mark);
/* Slab pages had a flag before there was a type for them. */
bool page_mark_is_flag(const struct model *m, enum page_mark mark);

/* Would the kernel object to one of these?  The page is in use. */
enum op_refusal page_change_check(const struct model *m,
				  const struct operation *op, int64_t *where);
/* page_expected_state() of every page of a block about to be freed: *where is
 * the page at fault.  `released`: as a folio's last reference does, which
 * takes it off its LRU list first. */
enum op_refusal page_free_check(const struct model *m,
				const struct block *block, bool released,
				int64_t *where);

#endif
