/*
 * Two images told apart in SLUB's own words: slabs taken from the page
 * allocator and returned to it, moved from list to list, objects given and
 * freed.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/image_story_internal.h"
#include "snapshots/json_internal.h"

enum slab_event {
	SLAB_TAKEN,
	SLAB_RETURNED,
	SLAB_MOVED,
	OBJECTS_GIVEN,
	OBJECTS_FREED,
	OWNER_CHANGED,
};

static const char *const event_names[] = {
	[SLAB_TAKEN] = "slab taken",       [SLAB_RETURNED] = "slab returned",
	[SLAB_MOVED] = "slab moved",       [OBJECTS_GIVEN] = "objects given",
	[OBJECTS_FREED] = "objects freed", [OWNER_CHANGED] = "owner changed",
};

/* What befell one slab. */
struct event {
	enum slab_event kind;
	unsigned cache;
	pfn_t pfn;
	unsigned objects;
	char from[WAY_SIZE];
	char to[WAY_SIZE];
};

struct slab_story {
	const struct image *a;
	const struct image *b;
	struct event *events;
	size_t nr, room;
};

static void add(struct slab_story *story, const struct event *event)
{
	if (story->nr == story->room) {
		story->room = story->room * 2 + 64;
		story->events = realloc(story->events,
					story->room * sizeof(*story->events));
		assert(story->events != NULL && "out of memory");
	}
	story->events[story->nr++] = *event;
}

static bool is_given(const struct image_slab *slab, unsigned object)
{
	return slab && (slab->given[object / 8] >> object % 8 & 1) != 0;
}

/* Objects that `b` has given and `a` has not; either may be NULL. */
static unsigned given_since(const struct image_slab *a,
			    const struct image_slab *b)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < SLAB_OBJECTS_LIMIT; i++)
		nr += is_given(b, i) && !is_given(a, i);
	return nr;
}

static void tell_objects(struct slab_story *story, enum slab_event kind,
			 const struct image_slab *slab, unsigned objects)
{
	const struct event event = { .kind = kind,
				     .cache = slab->cache,
				     .pfn = slab->pfn,
				     .objects = objects };

	if (objects > 0)
		add(story, &event);
}

/* Of one that was given, and of the same one given to somebody else.  Only an
 * object that is charged to a tag tells whose it is. */
static void tell_owner(struct slab_story *story, const struct slab_pair *pair,
		       unsigned object)
{
	const struct image_tag *from =
		image_owner(story->a, pair->a->owners[object]);
	const struct image_tag *to =
		image_owner(story->b, pair->b->owners[object]);
	struct event event = { .kind = OWNER_CHANGED,
			       .cache = pair->a->cache,
			       .pfn = pair->a->pfn,
			       .objects = 1 };

	if (!from || !to || image_same_owner(from, to))
		return;
	image_owner_words(from, event.from);
	image_owner_words(to, event.to);
	add(story, &event);
}

static void tell_owners(struct slab_story *story, const struct slab_pair *pair)
{
	for (unsigned i = 0; i < SLAB_OBJECTS_LIMIT; i++)
		if (is_given(pair->a, i) && is_given(pair->b, i))
			tell_owner(story, pair, i);
}

static void tell_slab(struct slab_story *story, const struct slab_pair *pair)
{
	const struct image_slab *slab = pair->a ? pair->a : pair->b;
	struct event event = { .cache = slab->cache, .pfn = slab->pfn };

	event.kind = !pair->a   ? SLAB_TAKEN
		     : !pair->b ? SLAB_RETURNED
				: SLAB_MOVED;
	if (pair->a)
		image_slab_place(pair->a, event.from, sizeof(event.from));
	if (pair->b)
		image_slab_place(pair->b, event.to, sizeof(event.to));
	if (strcmp(event.from, event.to) != 0)
		add(story, &event);
	tell_objects(story, OBJECTS_GIVEN, slab, given_since(pair->a, pair->b));
	tell_objects(story, OBJECTS_FREED, slab, given_since(pair->b, pair->a));
	tell_owners(story, pair);
}

/* Of objects only how many of a cache. */
static int compare_kinds(const struct event *a, const struct event *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->cache != b->cache)
		return a->cache < b->cache ? -1 : 1;
	int order = strcmp(a->from, b->from);

	return order ? order : strcmp(a->to, b->to);
}

static int compare_events(const void *left, const void *right)
{
	const struct event *a = left;
	const struct event *b = right;
	int order = compare_kinds(a, b);

	return order ? order : (a->pfn > b->pfn) - (a->pfn < b->pfn);
}

/* The events of one kind; returns where the next ones begin. */
static size_t write_events(const struct slab_story *story, size_t at,
			   const struct kmalloc_caches *caches,
			   struct json *events)
{
	const struct event *first = &story->events[at];
	struct json *object = json_object();
	struct json *pfns = json_array();
	int64_t objects = 0;

	for (; at < story->nr && compare_kinds(first, &story->events[at]) == 0;
	     at++) {
		const struct event *event = &story->events[at];

		if (event == first || event->pfn != event[-1].pfn)
			json_append(pfns, json_number(event->pfn));
		objects += event->objects;
	}
	json_add(object, "kind", json_string(event_names[first->kind]));
	json_add(object, "cache",
		 json_string(caches->caches[first->cache].name));
	json_add(object, "slabs", pfns);
	if (first->from[0])
		json_add(object, "from", json_string(first->from));
	if (first->to[0])
		json_add(object, "to", json_string(first->to));
	if (objects > 0)
		json_add(object, "objects", json_number(objects));
	json_append(events, object);
	return at;
}

struct json *image_slab_story(const struct image *a, const struct image *b)
{
	const struct image *const images[2] = { a, b };
	struct slab_story story = { .a = a, .b = b };
	struct json *events = json_array();
	struct slab_pair pair;
	size_t i = 0;
	size_t j = 0;

	if (image_machine_difference(a, b) != NULL)
		return events;
	while (image_next_slab(images, &i, &j, &pair))
		tell_slab(&story, &pair);
	if (story.nr > 0)
		qsort(story.events, story.nr, sizeof(*story.events),
		      compare_events);
	for (size_t at = 0; at < story.nr;)
		at = write_events(&story, at, &a->slabs.caches, events);
	free(story.events);
	return events;
}
