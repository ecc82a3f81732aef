/*
 * What an image holds; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_IMAGE_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_IMAGE_INTERNAL_H

#include "core/alloc_tag.h"
#include "core/codetag.h"
#include "core/page.h"
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

/* A loaded module, with a name of its own. */
struct image_module {
	char *name;
	struct module_words words;
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
	struct image_module *modules;
	size_t nr_modules;
	struct mem_profiling profiling;
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

/* image_modules.c */
void image_take_modules(struct image *image, const struct model *m);
void image_forget_modules(struct image *image);
void image_diff_modules(const struct image *a, const struct image *b,
			struct json *changes);

#endif
