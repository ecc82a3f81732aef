/*
 * Taking an image: a copy of all that a state holds, without the model.
 */
#include "snapshots/image_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/touched_internal.h"

static void *room(size_t count, size_t size)
{
	void *memory = calloc(count > 0 ? count : 1, size);

	assert(memory != NULL && "out of memory");
	return memory;
}

static unsigned nr_orders(const struct machine *machine)
{
	return machine->max_order + 1;
}

size_t image_free_list(const struct machine *machine, unsigned zone,
		       unsigned order, unsigned type)
{
	return ((size_t)zone * nr_orders(machine) + order) * MIGRATE_TYPES +
	       type;
}

size_t image_pcp_list(const struct machine *machine, unsigned zone,
		      unsigned cpu, unsigned pindex)
{
	size_t free_lists = image_free_list(machine, machine->nr_zones, 0, 0);

	return free_lists +
	       ((size_t)zone * machine->nr_cpus + cpu) * NR_PCP_LISTS + pindex;
}

size_t image_nr_lists(const struct machine *machine)
{
	return image_pcp_list(machine, machine->nr_zones, 0, 0);
}

struct image_list image_list_at(const struct image *image, size_t list)
{
	size_t begin = list > 0 ? image->ends[list - 1] : 0;

	return (struct image_list){ .blocks = image->blocks + begin,
				    .nr = image->ends[list] - begin };
}

unsigned image_nr_pageblocks(const struct machine *machine)
{
	return (machine_end_pfn(machine) - machine_first_pfn(machine)) >>
	       machine->pageblock_order;
}

static const struct list_head *model_list(const struct model *m, size_t list)
{
	const struct machine *machine = model_machine(m);
	size_t first_pcp = image_pcp_list(machine, 0, 0, 0);

	if (list < first_pcp) {
		size_t order = list / MIGRATE_TYPES % nr_orders(machine);
		size_t zone = list / MIGRATE_TYPES / nr_orders(machine);
		return &zone_at(m, (unsigned)zone)
				->free_area[order]
				.free_list[list % MIGRATE_TYPES];
	}
	size_t pcp = (list - first_pcp) / NR_PCP_LISTS;
	unsigned cpu = (unsigned)(pcp % machine->nr_cpus);
	unsigned zone = (unsigned)(pcp / machine->nr_cpus);
	return &pcp_at(m, zone, cpu)->lists[(list - first_pcp) % NR_PCP_LISTS];
}

static void take_lists(struct image *image, const struct model *m)
{
	size_t nr = image_nr_lists(&image->machine);
	size_t end = 0;

	image->ends = room(nr, sizeof(*image->ends));
	for (size_t list = 0; list < nr; list++)
		image->ends[list] = end += model_list(m, list)->nr;
	image->blocks = room(end, sizeof(*image->blocks));
	for (size_t list = 0; list < nr; list++) {
		const struct list_head *head = model_list(m, list);
		size_t i = list > 0 ? image->ends[list - 1] : 0;
		pfn_t pfn = list_first(m, head);
		for (; i < image->ends[list]; i++) {
			image->blocks[i] = pfn;
			pfn = list_next(m, head, pfn);
		}
	}
}

static void take_words(struct image *image, const struct model *m)
{
	const struct machine *machine = &image->machine;

	image->current_cpu = model_current_cpu(m);
	image->nodes = room(machine->nr_nodes, sizeof(*image->nodes));
	for (unsigned node = 0; node < machine->nr_nodes; node++)
		image->nodes[node] = *node_at(m, node);
	image->zones = room(machine->nr_zones, sizeof(*image->zones));
	image->pcps = room((size_t)machine->nr_zones * machine->nr_cpus,
			   sizeof(*image->pcps));
	for (unsigned zone = 0; zone < machine->nr_zones; zone++) {
		struct per_cpu_pages *pcps =
			image->pcps + (size_t)zone * machine->nr_cpus;
		image->zones[zone] = *zone_at(m, zone);
		for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
			pcps[cpu] = *pcp_at(m, zone, cpu);
	}
}

static void take_pageblocks(struct image *image, const struct model *m)
{
	unsigned nr = image_nr_pageblocks(&image->machine);
	pfn_t first = machine_first_pfn(&image->machine);

	image->pageblocks = room(nr, sizeof(*image->pageblocks));
	for (unsigned i = 0; i < nr; i++)
		image->pageblocks[i] = (uint8_t)pageblock_type(
			m, first + (i << image->machine.pageblock_order));
}

static void add_page(struct image *image, size_t *have, const struct model *m,
		     pfn_t pfn)
{
	if (image->nr_pages == *have) {
		*have = *have * 2 + 1024;
		struct image_page *pages =
			realloc(image->pages, *have * sizeof(*pages));
		assert(pages != NULL && "out of memory");
		image->pages = pages;
	}
	image->pages[image->nr_pages++] = (struct image_page){
		.pfn = pfn,
		.idle_flags = page_idle_flags(m, pfn),
		.words = *page_at(m, pfn),
	};
}

static void take_pages(struct image *image, const struct model *m)
{
	const struct machine *machine = &image->machine;
	size_t have = 0;

	for (unsigned i = 0; i < machine->nr_ranges; i++) {
		pfn_t pfn = machine->ranges[i].start;
		pfn_t end = pfn + machine->ranges[i].pages;
		while ((pfn = touched_page(m, pfn, end)) < end)
			add_page(image, &have, m, pfn++);
	}
}

static char *copy_or_null(const char *text)
{
	char *copy = text != NULL ? strdup(text) : NULL;

	assert((text == NULL || copy != NULL) && "out of memory");
	return copy;
}

static void take_tags(struct image *image, const struct model *m)
{
	image->nr_tags = nr_alloc_tags(m);
	image->tags = room(image->nr_tags, sizeof(*image->tags));
	for (uint32_t tag = 0; tag < image->nr_tags; tag++) {
		struct codetag site = alloc_tag_site(m, tag);
		image->tags[tag] = (struct image_tag){
			.file = copy_or_null(site.file),
			.function = copy_or_null(site.function),
			.module = copy_or_null(site.module),
			.line = site.line,
			.counters = alloc_tag_counters(m, tag),
		};
	}
}

struct image *image_take(const struct model *m)
{
	struct image *image = room(1, sizeof(*image));

	image->machine = *model_machine(m);
	take_words(image, m);
	take_lists(image, m);
	take_pageblocks(image, m);
	take_pages(image, m);
	take_tags(image, m);
	image->tagging = image_take_tagging(m);
	image->slabs = image_take_slabs(m);
	return image;
}

void image_destroy(struct image *image)
{
	if (image == NULL)
		return;
	for (size_t i = 0; i < image->nr_tags; i++) {
		free(image->tags[i].file);
		free(image->tags[i].function);
		free(image->tags[i].module);
	}
	free(image->tags);
	image_destroy_tagging(&image->tagging);
	image_destroy_slabs(&image->slabs);
	free(image->pages);
	free(image->pageblocks);
	free(image->blocks);
	free(image->ends);
	free(image->pcps);
	free(image->zones);
	free(image->nodes);
	free(image);
}
