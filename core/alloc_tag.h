/*
 * Allocation tags: who is charged for memory that is in use now.
 *
 * A tag is a call site with two counters per CPU, bytes and calls; only the
 * sum over all CPUs means something, as memory may be freed elsewhere.  The
 * first page of a block remembers its tag, in one of two ways: in page_ext,
 * or as an index in the free bits of page->flags (mem_profiling=1,compressed).
 * Everybody asks page_alloc_tag() and sees no difference.
 *
 * Charging, for allocators (core/alloc_tag_internal.h):
 *
 *   pgalloc_tag_add        a block was handed out: its bytes, one call
 *   pgalloc_tag_sub        a block came back: the same away, and the reference
 *   pgalloc_tag_split      every piece gets a reference; calls rise, not bytes
 *   pgalloc_tag_sub_pages  pages behind the first went: bytes fall, not calls
 *   alloc_tag_add, _sub    memory that is remembered elsewhere than in a page
 *                          (an object of a slab): the caller keeps the tag
 *   current_alloc_tag      the tag to charge, for whoever keeps it
 *                          (core/codetag_internal.h)
 *
 * Kernel counterpart: lib/alloc_tag.c, include/linux/alloc_tag.h and
 * pgalloc_tag.h.  Who the tags are and which module brought them:
 * core/codetag.h.
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

/* Are they the same site of the same module? */
bool same_codetag(const struct codetag *a, const struct codetag *b);

struct alloc_tag_counters {
	int64_t bytes;
	int64_t calls;
};

/* Tags are numbered from 0 in the order of their first use; those of a module
 * when it is loaded. */
uint32_t nr_alloc_tags(const struct model *m);
struct codetag alloc_tag_site(const struct model *m, uint32_t tag);
/* The sum over all CPUs, and what one of them has counted. */
struct alloc_tag_counters alloc_tag_counters(const struct model *m,
					     uint32_t tag);
struct alloc_tag_counters alloc_tag_on_cpu(const struct model *m, uint32_t tag,
					   unsigned cpu);
/* What the counters hold although no reference leads to it any more: freed,
 * split or handed out anew while profiling was off, or never addressable. */
struct alloc_tag_counters alloc_tag_lost(const struct model *m, uint32_t tag);

/* The tag that a page's reference leads to, + 1; 0: none. */
uint32_t page_alloc_tag(const struct model *m, pfn_t pfn);
/* Is the reference left over from a block that is no more? */
bool page_alloc_tag_is_stale(const struct model *m, pfn_t pfn);

/* Memory allocation profiling, as the kernel's switches have it. */
struct mem_profiling {
	bool exists;          /* this kernel can be built with it */
	bool supported;       /* neither `never` nor shut down */
	bool on;              /* vm.mem_profiling */
	bool compressed;      /* references are indices in page->flags */
	unsigned index_bits;  /* free bits of page->flags */
	uint32_t kernel_tags; /* of the kernel image's section */
};

struct mem_profiling mem_profiling(const struct model *m);

/* current->alloc_tag, + 1; 0: none.  And how many hooks are open. */
uint32_t hooked_alloc_tag(const struct model *m);
uint32_t nr_open_hooks(const struct model *m);

/* Index by which page->flags names a tag; 0: it has none. */
uint32_t alloc_tag_index(const struct model *m, uint32_t tag);

#endif
