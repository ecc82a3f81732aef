/*
 * Allocation tags, first form: who is charged for an allocation.
 *
 * A tag counts bytes and calls that are live now.  The page's reference
 * (page_ext, mode of 6.12) is held by the first page of a block; split_page
 * copies it to every piece.  Kernel counterpart: lib/alloc_tag.c and
 * include/linux/pgalloc_tag.h, 6.12.107.
 */
#ifndef MMSCOPE_CORE_ALLOC_TAG_H
#define MMSCOPE_CORE_ALLOC_TAG_H

#include "core/types.h"

struct model;

/* A call site.  Strings are owned by the model once an operation ran. */
struct codetag {
	const char *file;
	const char *function;
	const char *module; /* NULL: the kernel image */
	unsigned line;
};

struct alloc_tag_counters {
	int64_t bytes;
	int64_t calls;
};

/* Tags are numbered from 0 in the order of their first use. */
uint32_t nr_alloc_tags(const struct model *m);
struct codetag alloc_tag_site(const struct model *m, uint32_t tag);
struct alloc_tag_counters alloc_tag_counters(const struct model *m,
					     uint32_t tag);

#endif
