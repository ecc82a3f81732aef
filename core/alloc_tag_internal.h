/*
 * Charging allocations to tags; for the allocator only.
 */
#ifndef MMSCOPE_CORE_ALLOC_TAG_INTERNAL_H
#define MMSCOPE_CORE_ALLOC_TAG_INTERNAL_H

#include "core/alloc_tag.h"
#include "core/types.h"

struct operation;
struct tag_registry;

struct tag_registry *tag_registry_create(void);
void tag_registry_destroy(struct tag_registry *registry);
/* The string, kept for as long as the model lives; NULL stays NULL. */
const char *tag_string(struct model *m, const char *text);

/* Begins an operation: its allocations are charged to the site that it names,
 * else to itself by its number in the history. */
void alloc_tag_charge_to(struct model *m, const struct operation *op,
			 uint32_t number);
/* Number of a new tag with counters at zero. */
uint32_t alloc_tag_register(struct model *m, const struct codetag *site);

/* The tag that is charged now, current->alloc_tag. */
uint32_t alloc_tag_current(struct model *m);

/* pgalloc_tag_add, _sub, _sub_pages, _split of include/linux/pgalloc_tag.h. */
void pgalloc_tag_add(struct model *m, pfn_t pfn, int64_t pages);
void pgalloc_tag_sub(struct model *m, pfn_t pfn, int64_t pages);
void pgalloc_tag_sub_pages(struct model *m, pfn_t pfn, int64_t pages);
void pgalloc_tag_split(struct model *m, pfn_t pfn, unsigned order);

#endif
