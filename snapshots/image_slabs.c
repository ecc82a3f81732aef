/*
 * What an image knows of slabs: where each is, and which of its objects
 * somebody was given.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/slab_places.h"
#include "snapshots/image_internal.h"

static void take_slab(const struct model *m, uint32_t slab,
		      struct slab_whereabouts where, struct image_slab *ret)
{
	const struct slab *at = slab_at(m, slab);

	*ret = (struct image_slab){
		.pfn = slab_pfn(at),
		.cache = at->cache,
		.counters = at->counters,
		.where = where,
		.owners = calloc(slab_nr_objects(at), sizeof(*ret->owners)),
	};
	assert(ret->owners != NULL && "out of memory");
	for (unsigned i = 0; i < slab_nr_objects(at); i++) {
		const struct slab_object *object =
			slab_object_at(m, slab_ref(slab, i));

		if (object->used)
			ret->given[i / 8] |= (uint8_t)(1U << i % 8);
		ret->owners[i] = object->tag;
	}
}

static int compare_slabs(const void *left, const void *right)
{
	const struct image_slab *a = left;
	const struct image_slab *b = right;

	return (a->pfn > b->pfn) - (a->pfn < b->pfn);
}

struct image_slabs image_take_slabs(const struct model *m)
{
	struct image_slabs slabs = { .caches = *model_caches(m) };
	size_t room = (size_t)nr_slabs(m) + 1;
	struct slab_whereabouts *where = calloc(room, sizeof(*where));

	slabs.all = calloc(room, sizeof(*slabs.all));
	assert(slabs.all != NULL && where != NULL && "out of memory");
	slabs_find(m, where);
	for (uint32_t slab = 1; slab <= nr_slabs(m); slab++)
		if (slab_at(m, slab)->pfn)
			take_slab(m, slab, where[slab - 1],
				  &slabs.all[slabs.nr++]);
	free(where);
	qsort(slabs.all, slabs.nr, sizeof(*slabs.all), compare_slabs);
	return slabs;
}

void image_destroy_slabs(struct image_slabs *slabs)
{
	for (size_t i = 0; i < slabs->nr; i++)
		free(slabs->all[i].owners);
	free(slabs->all);
}

bool image_next_slab(const struct image *const images[2], size_t *i, size_t *j,
		     struct slab_pair *ret)
{
	const struct image_slabs *a = &images[0]->slabs;
	const struct image_slabs *b = &images[1]->slabs;
	pfn_t left = *i < a->nr ? a->all[*i].pfn : PFN_NONE;
	pfn_t right = *j < b->nr ? b->all[*j].pfn : PFN_NONE;

	if (left == PFN_NONE && right == PFN_NONE)
		return false;
	*ret = (struct slab_pair){ 0 };
	if (left <= right)
		ret->a = &a->all[(*i)++];
	/* The pages of another cache's slab: that one went, this one came. */
	if (right < left ||
	    (right == left && ret->a->cache == b->all[*j].cache))
		ret->b = &b->all[(*j)++];
	return true;
}

void image_slab_place(const struct image_slab *slab, char *ret, size_t size)
{
	const char *place = slab_place_name(slab->where.place);

	if (slab_place_has_cpu(slab->where.place))
		snprintf(ret, size, "%s %u", place, slab->where.cpu);
	else
		snprintf(ret, size, "%s", place);
}

/* An open change of a slab. */
static struct json *change(const struct image *image,
			   const struct image_slab *slab, const char *name,
			   struct json *changes)
{
	const char *cache = image->slabs.caches.caches[slab->cache].name;
	struct json *object = json_object();
	char where[64];

	snprintf(where, sizeof(where), "slab %" PRIu32 " of %s", slab->pfn,
		 cache);
	json_add(object, "kind", json_string("slab"));
	json_add(object, "object", json_string(where));
	json_add(object, "cache", json_string(cache));
	json_add(object, "pfn", json_number(slab->pfn));
	json_add(object, "name", json_string(name));
	json_append(changes, object);
	return object;
}

static unsigned nr_given(const struct image_slab *slab)
{
	unsigned nr = 0;

	for (unsigned i = 0; slab && i < SLAB_OBJECTS_LIMIT; i++)
		nr += slab->given[i / 8] >> i % 8 & 1;
	return nr;
}

static unsigned nr_inuse(const struct image_slab *slab)
{
	const struct slab words = { .counters = slab ? slab->counters : 0 };

	return slab_inuse(&words);
}

static void add_numbers(struct json *object, unsigned from, unsigned to)
{
	json_add(object, "from", json_number(from));
	json_add(object, "to", json_number(to));
}

static void diff_slab(const struct image *image, const struct slab_pair *pair,
		      struct json *changes)
{
	const struct image_slab *slab = pair->a ? pair->a : pair->b;
	char from[64] = "none";
	char to[64] = "none";

	if (pair->a)
		image_slab_place(pair->a, from, sizeof(from));
	if (pair->b)
		image_slab_place(pair->b, to, sizeof(to));
	if (strcmp(from, to) != 0) {
		struct json *object = change(image, slab, "place", changes);

		json_add(object, "from", json_string(from));
		json_add(object, "to", json_string(to));
	}
	if (nr_inuse(pair->a) != nr_inuse(pair->b))
		add_numbers(change(image, slab, "inuse", changes),
			    nr_inuse(pair->a), nr_inuse(pair->b));
	if (nr_given(pair->a) != nr_given(pair->b))
		add_numbers(change(image, slab, "objects given", changes),
			    nr_given(pair->a), nr_given(pair->b));
}

void image_diff_slabs(const struct image *a, const struct image *b,
		      struct json *changes)
{
	const struct image *const images[2] = { a, b };
	struct slab_pair pair;
	size_t i = 0;
	size_t j = 0;

	while (image_next_slab(images, &i, &j, &pair))
		diff_slab(a, &pair, changes);
}
