/*
 * Where each page of an image is: free in a block, on a pcp list, or in use.
 */
#include <assert.h>
#include <stdlib.h>

#include "snapshots/image_story_internal.h"

static int compare_pages(const void *key, const void *element)
{
	const struct image_page *page = element;
	pfn_t pfn = *(const pfn_t *)key;

	return (pfn > page->pfn) - (pfn < page->pfn);
}

/* Order of the block that begins at a page, as our own book-keeping has it. */
static unsigned order_at(const struct image *image, pfn_t pfn)
{
	const struct image_page *page =
		bsearch(&pfn, image->pages, image->nr_pages,
			sizeof(*image->pages), compare_pages);

	return page != NULL ? page->words.use_order : 0;
}

static void add(struct places *places, struct place place)
{
	places->place[places->nr++] = place;
}

static void add_list(struct places *places, struct image_list list,
		     struct place place)
{
	for (size_t i = 0; i < list.nr; i++) {
		place.first = list.blocks[i];
		add(places, place);
	}
}

static void add_free_lists(struct places *places, const struct image *image,
			   unsigned zone)
{
	const struct machine *machine = &image->machine;

	for (unsigned order = 0; order <= machine->max_order; order++)
		for (unsigned type = 0; type < MIGRATE_TYPES; type++)
			add_list(places,
				 image_list_at(image,
					       image_free_list(machine, zone,
							       order, type)),
				 (struct place){ .state = PLACE_FREE,
						 .order = order,
						 .owner = type });
}

static void add_pcp_lists(struct places *places, const struct image *image,
			  unsigned zone)
{
	const struct machine *machine = &image->machine;

	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		for (unsigned i = 0; i < NR_PCP_LISTS; i++) {
			struct image_list list = image_list_at(
				image, image_pcp_list(machine, zone, cpu, i));
			add_list(
				places, list,
				(struct place){
					.state = PLACE_PCP,
					.order = list.nr > 0
							 ? order_at(image,
								    list.blocks
									    [0])
							 : 0,
					.owner = cpu });
		}
}

static void add_used(struct places *places, const struct image *image)
{
	for (size_t i = 0; i < image->nr_pages; i++) {
		const struct image_page *page = &image->pages[i];

		if (page->words.use == PAGE_ALLOCATED)
			add(places,
			    (struct place){ .state = PLACE_USED,
					    .first = page->pfn,
					    .order = page->words.use_order,
					    .owner = page->words.tag });
	}
}

static int compare_places(const void *a, const void *b)
{
	pfn_t left = ((const struct place *)a)->first;
	pfn_t right = ((const struct place *)b)->first;

	return (left > right) - (left < right);
}

void places_take(const struct image *image, struct places *ret)
{
	size_t most = image->ends[image_nr_lists(&image->machine) - 1] +
		      image->nr_pages + 1;

	*ret = (struct places){ .place = calloc(most, sizeof(*ret->place)) };
	assert(ret->place != NULL && "out of memory");
	for (unsigned zone = 0; zone < image->machine.nr_zones; zone++) {
		add_free_lists(ret, image, zone);
		add_pcp_lists(ret, image, zone);
	}
	add_used(ret, image);
	qsort(ret->place, ret->nr, sizeof(*ret->place), compare_places);
}

void places_deinit(struct places *places)
{
	free(places->place);
}
