/*
 * What an image holds; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_IMAGE_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_IMAGE_INTERNAL_H

#include "core/alloc_tag.h"
#include "core/codetag.h"
#include "core/page.h"
#include "core/slab.h"
#include "snapshots/image.h"

/* A page that is not all idle. */
struct image_page {
	pfn_t pfn;
	uint64_t idle_flags;
	struct page words;
};

/* A call site with strings of its own. */
struct image_tag {
	char *file;
	char *function;
	char *module; /* NULL: the kernel image */
	unsigned line;
	struct alloc_tag_counters counters;
};

/* What one word of the code tags says: modules, hooks, the switch. */
struct image_fact {
	char *object;
	const char *name;
	char *value;
};

struct image_facts {
	struct image_fact *all;
	size_t nr;
};

/* A slab, and which of its objects were given. */
struct image_slab {
	pfn_t pfn;
	unsigned cache; /* of kmalloc_caches */
	uint32_t counters;
	struct slab_whereabouts where;
	uint8_t given[SLAB_OBJECTS_LIMIT / 8];
	/* By object: its tag's number + 1; 0: nobody known. */
	uint32_t *owners;
};

struct image_slabs {
	struct kmalloc_caches caches;
	struct image_slab *all; /* by pfn */
	size_t nr;
};

struct image {
	struct machine machine;
	unsigned current_cpu;
	struct pglist_data *nodes;
	struct zone *zones;
	struct per_cpu_pages *pcps; /* [zone][cpu] */
	uint8_t *pageblocks;        /* of machine_first_pfn() */
	/* All lists behind each other: the free lists by zone, order and
	 * migratetype, then the pcp lists by zone, CPU and index.  List i
	 * ends where ends[i] says. */
	size_t *ends;
	pfn_t *blocks;
	struct image_page *pages; /* by pfn */
	size_t nr_pages;
	struct image_tag *tags;
	size_t nr_tags;
	struct image_facts tagging;
	struct image_slabs slabs;
};

struct image_list {
	const pfn_t *blocks;
	size_t nr;
};

size_t image_nr_lists(const struct machine *machine);
size_t image_free_list(const struct machine *machine, unsigned zone,
		       unsigned order, unsigned type);
size_t image_pcp_list(const struct machine *machine, unsigned zone,
		      unsigned cpu, unsigned pindex);
struct image_list image_list_at(const struct image *image, size_t list);
unsigned image_nr_pageblocks(const struct machine *machine);

/* What the two machines differ in; NULL: states can be compared. */
const char *image_machine_difference(const struct image *a,
				     const struct image *b);
/* Append what differs in the pages, and in the tags. */
void image_diff_pages(const struct image *a, const struct image *b,
		      struct json *changes);
void image_diff_tags(const struct image *a, const struct image *b,
		     struct json *changes);

struct image_facts image_take_tagging(const struct model *m);
void image_destroy_tagging(struct image_facts *facts);
/* Append what differs in modules, hooks and the profiling's switch. */
void image_diff_tagging(const struct image *a, const struct image *b,
			struct json *changes);

struct codetag image_tag_site(const struct image_tag *tag);
bool image_same_site(const struct image_tag *a, const struct image_tag *b);
/* "mm/shmem.c:12 [drv] shmem_alloc" */
void image_site_words(const struct codetag *site, char *ret, size_t size);

struct image_slabs image_take_slabs(const struct model *m);
void image_destroy_slabs(struct image_slabs *slabs);
/* Append what differs in the slabs and their objects. */
void image_diff_slabs(const struct image *a, const struct image *b,
		      struct json *changes);

/* A slab in both images, or in one of them: the other is NULL. */
struct slab_pair {
	const struct image_slab *a;
	const struct image_slab *b;
};
/* The slabs of both by their pfns, *i and *j being 0 to begin with; false past
 * the last. */
bool image_next_slab(const struct image *const images[2], size_t *i, size_t *j,
		     struct slab_pair *ret);
/* "on the partial list of cpu 0" */
void image_slab_place(const struct image_slab *slab, char *ret, size_t size);

#endif
