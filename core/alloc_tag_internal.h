/*
 * Charging allocations to tags; for the allocator only.
 */
#ifndef MMSCOPE_CORE_ALLOC_TAG_INTERNAL_H
#define MMSCOPE_CORE_ALLOC_TAG_INTERNAL_H

#include "core/alloc_tag.h"
#include "core/model_internal.h"
#include "core/operation.h"

/* Bit of page->tag that is ours: the block that the reference was made for is
 * no more, it was freed while profiling was off. */
#define TAG_REF_STALE 0x80000000U

/* The words of globals.profiling; all clear is mem_profiling=1. */
enum {
	PROFILING_KEY_OFF = 1,
	PROFILING_UNSUPPORTED = 2,
	PROFILING_IN_FLAGS = 4,
};

static inline bool profiling_is_off(const struct model *m)
{
	return m->globals->profiling & PROFILING_KEY_OFF;
}

static inline bool tag_refs_are_in_flags(const struct model *m)
{
	return m->globals->profiling & PROFILING_IN_FLAGS;
}

/* alloc_hooks(): the site is current->alloc_tag for the time of a call; one
 * without a file is none. */
void alloc_hooks(struct model *m, const struct codetag *site,
		 void (*call)(struct model *m, void *context), void *context);
/* The same around several operations: hook and unhook. */
void alloc_hook_push(struct model *m, const struct codetag *site);
void alloc_hook_pop(struct model *m);

/* Counters of the running CPU. */
per_form void alloc_tag_add(struct model *m, uint32_t tag, int64_t bytes);
per_form void alloc_tag_sub(struct model *m, uint32_t tag, int64_t bytes);

/* What was put off while a lag was allowed; it is not any more. */
per_form void alloc_tags_catch_up(struct model *m);

/* The tag that is charged now, current->alloc_tag. */
uint32_t alloc_tag_current(struct model *m);

/* pgalloc_tag_add, _sub, _sub_pages, _split of include/linux/pgalloc_tag.h. */
per_form void pgalloc_tag_add(struct model *m, pfn_t pfn, int64_t pages);
per_form_into void pgalloc_tag_sub(struct model *m, pfn_t pfn, int64_t pages);
per_form void pgalloc_tag_sub_pages(struct model *m, pfn_t pfn, int64_t pages);
per_form void pgalloc_tag_split(struct model *m, pfn_t pfn, unsigned order);

/* Makes a page refer to a tag (+ 1; 0: to none), in the way in force. */
per_form void page_tag_ref_put(struct model *m, pfn_t pfn, uint32_t reference);
/* Pages and calls that no reference will take away any more. */
per_form void alloc_tag_lose(struct model *m, uint32_t tag, int64_t bytes,
			     int64_t calls);

/* core/mem_profiling.c: `set mem_profiling`, and the kernel's own way out. */
void mem_profiling_set(struct model *m, const struct operation *op);
void shutdown_mem_profiling(struct model *m);

#endif
