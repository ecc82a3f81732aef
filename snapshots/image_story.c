/*
 * Two images told apart in the allocator's own words: what was claimed, split,
 * merged, moved, refilled, drained, taken, given back, and who owns what.
 *
 * Every page is somewhere in both images; pages that went the same way are one
 * event.  What the counters say follows from it and is not repeated.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/image_story_internal.h"

enum event_kind {
	EVENT_NONE,
	EVENT_CLAIMED,
	EVENT_SPLIT,
	EVENT_MERGED,
	EVENT_MOVED,
	EVENT_REFILLED,
	EVENT_DRAINED,
	EVENT_TAKEN,
	EVENT_FREED,
	EVENT_OWNER,
};

static const char *const event_names[] = {
	[EVENT_NONE] = "same",       [EVENT_CLAIMED] = "claimed",
	[EVENT_SPLIT] = "split",     [EVENT_MERGED] = "merged",
	[EVENT_MOVED] = "moved",     [EVENT_REFILLED] = "refilled",
	[EVENT_DRAINED] = "drained", [EVENT_TAKEN] = "taken",
	[EVENT_FREED] = "freed",     [EVENT_OWNER] = "owner changed",
};

/* Pages behind each other that went the same way. */
struct stretch {
	enum event_kind kind;
	unsigned zone;
	pfn_t first;
	pfn_t end;
	char from[WAY_SIZE];
	char to[WAY_SIZE];
};

struct story {
	const struct image *a;
	const struct image *b;
	struct stretch *stretches;
	size_t nr, room;
};

static unsigned zone_of(const struct machine *machine, pfn_t pfn)
{
	unsigned zone = 0;

	while (zone + 1 < machine->nr_zones &&
	       pfn - machine->zones[zone].start >= machine->zones[zone].spanned)
		zone++;
	return zone;
}

static bool goes_on(const struct stretch *last, const struct stretch *next)
{
	return last->kind == next->kind && last->zone == next->zone &&
	       last->end == next->first &&
	       strcmp(last->from, next->from) == 0 &&
	       strcmp(last->to, next->to) == 0;
}

static void add(struct story *story, const struct stretch *stretch)
{
	if (story->nr > 0 &&
	    goes_on(&story->stretches[story->nr - 1], stretch)) {
		story->stretches[story->nr - 1].end = stretch->end;
		return;
	}
	if (story->nr == story->room) {
		story->room = story->room * 2 + 64;
		story->stretches =
			realloc(story->stretches,
				story->room * sizeof(*story->stretches));
		assert(story->stretches != NULL && "out of memory");
	}
	story->stretches[story->nr++] = *stretch;
}

const struct image_tag *image_owner(const struct image *image,
				    uint32_t reference)
{
	return reference > 0 && reference <= image->nr_tags
		       ? &image->tags[reference - 1]
		       : NULL;
}

bool image_same_owner(const struct image_tag *a, const struct image_tag *b)
{
	return a && b ? image_same_site(a, b) : a == b;
}

static enum event_kind kind_of_free(const struct place *a,
				    const struct place *b)
{
	if (a->order != b->order)
		return a->order > b->order ? EVENT_SPLIT : EVENT_MERGED;
	return a->owner == b->owner ? EVENT_NONE : EVENT_MOVED;
}

static enum event_kind kind_of(const struct story *story, const struct place *a,
			       const struct place *b)
{
	bool was_kept = a->state == PLACE_FREE || a->state == PLACE_PCP;
	bool is_kept = b->state == PLACE_FREE || b->state == PLACE_PCP;

	if (was_kept != is_kept)
		return was_kept ? EVENT_TAKEN : EVENT_FREED;
	if (a->state != b->state && was_kept)
		return b->state == PLACE_PCP ? EVENT_REFILLED : EVENT_DRAINED;
	if (a->state != b->state)
		return EVENT_OWNER;
	switch (a->state) {
	case PLACE_OTHER:
		return EVENT_NONE;
	case PLACE_FREE:
		return kind_of_free(a, b);
	case PLACE_PCP:
		return a->owner == b->owner ? EVENT_NONE : EVENT_MOVED;
	case PLACE_USED:
		return a->first == b->first && a->order == b->order &&
				       image_same_owner(
					       image_owner(story->a, a->owner),
					       image_owner(story->b, b->owner))
			       ? EVENT_NONE
			       : EVENT_OWNER;
	}
	return EVENT_NONE;
}

void image_owner_words(const struct image_tag *owner, char ret[WAY_SIZE])
{
	struct codetag site = image_tag_site(owner);

	if (strcmp(owner->file, "mmscope") == 0)
		snprintf(ret, WAY_SIZE, "operation %u", owner->line);
	else
		image_site_words(&site, ret, WAY_SIZE);
}

/* Where a page is: "free Movable", "pcp of cpu 0", "mm.c:12 f".  A split or merged
 * block's order counts where it is the greater one. */
static void place_words(const struct image *image, const struct place *place,
			const struct place *other, char ret[WAY_SIZE])
{
	const struct image_tag *tag = NULL;
	const char *type = NULL;

	switch (place->state) {
	case PLACE_OTHER:
		snprintf(ret, WAY_SIZE, "unknown use");
		return;
	case PLACE_FREE:
		type = image->machine.profile->migratetype_names[place->owner];
		if (other->state != PLACE_FREE || place->order == other->order)
			snprintf(ret, WAY_SIZE, "free %s", type);
		else if (place->order > other->order)
			snprintf(ret, WAY_SIZE, "order %u %s", place->order,
				 type);
		else
			snprintf(ret, WAY_SIZE, "smaller %s", type);
		return;
	case PLACE_PCP:
		snprintf(ret, WAY_SIZE, "pcp of cpu %u", place->owner);
		return;
	case PLACE_USED:
		tag = image_owner(image, place->owner);
		if (tag)
			image_owner_words(tag, ret);
		else
			snprintf(ret, WAY_SIZE, "a block of order %u",
				 place->order);
		return;
	}
}

/* The block around a page, or what lies before the next one. */
static struct place place_at(const struct places *places, size_t *at, pfn_t pfn,
			     pfn_t *end)
{
	const struct place *all = places->place;

	while (*at < places->nr &&
	       all[*at].first + ((pfn_t)1 << all[*at].order) <= pfn)
		(*at)++;
	if (*at == places->nr)
		return (struct place){ .state = PLACE_OTHER };
	pfn_t last = all[*at].first + ((pfn_t)1 << all[*at].order);

	if (all[*at].first > pfn) {
		*end = all[*at].first < *end ? all[*at].first : *end;
		return (struct place){ .state = PLACE_OTHER };
	}
	*end = last < *end ? last : *end;
	return all[*at];
}

static void tell_stretch(struct story *story, const struct place *a,
			 const struct place *b, struct stretch *stretch)
{
	stretch->kind = kind_of(story, a, b);
	if (stretch->kind == EVENT_NONE)
		return;
	stretch->zone = zone_of(&story->a->machine, stretch->first);
	place_words(story->a, a, b, stretch->from);
	place_words(story->b, b, a, stretch->to);
	add(story, stretch);
}

static void tell_pages(struct story *story)
{
	pfn_t end = machine_end_pfn(&story->a->machine);
	pfn_t pfn = machine_first_pfn(&story->a->machine);
	struct places a;
	struct places b;
	size_t at_a = 0;
	size_t at_b = 0;

	places_take(story->a, &a);
	places_take(story->b, &b);
	while (pfn < end) {
		struct stretch stretch = { .first = pfn, .end = end };
		struct place from = place_at(&a, &at_a, pfn, &stretch.end);
		struct place to = place_at(&b, &at_b, pfn, &stretch.end);

		tell_stretch(story, &from, &to, &stretch);
		pfn = stretch.end;
	}
	places_deinit(&a);
	places_deinit(&b);
}

static void tell_pageblocks(struct story *story)
{
	const struct machine *machine = &story->a->machine;
	const char *const *types = machine->profile->migratetype_names;
	pfn_t first = machine_first_pfn(machine);

	for (unsigned i = 0; i < image_nr_pageblocks(machine); i++) {
		pfn_t pfn = first + (i << machine->pageblock_order);
		struct stretch stretch = {
			.kind = EVENT_CLAIMED,
			.zone = zone_of(machine, pfn),
			.first = pfn,
			.end = pfn + ((pfn_t)1 << machine->pageblock_order),
		};

		if (story->a->pageblocks[i] == story->b->pageblocks[i])
			continue;
		snprintf(stretch.from, WAY_SIZE, "%s",
			 types[story->a->pageblocks[i]]);
		snprintf(stretch.to, WAY_SIZE, "%s",
			 types[story->b->pageblocks[i]]);
		add(story, &stretch);
	}
}

static int compare_ways(const struct stretch *a, const struct stretch *b)
{
	int order = strcmp(a->from, b->from);

	return order ? order : strcmp(a->to, b->to);
}

static int compare_stretches(const void *left, const void *right)
{
	const struct stretch *a = left;
	const struct stretch *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->zone != b->zone)
		return a->zone < b->zone ? -1 : 1;
	int ways = compare_ways(a, b);

	return ways ? ways : (a->first > b->first) - (a->first < b->first);
}

static bool same_event(const struct stretch *a, const struct stretch *b)
{
	return a->kind == b->kind && a->zone == b->zone &&
	       compare_ways(a, b) == 0;
}

/* The event that begins with a stretch; returns where the next one begins. */
static size_t write_event(const struct story *story, size_t at,
			  struct json *events)
{
	const struct stretch *first = &story->stretches[at];
	const struct zone_place *zone = &story->a->machine.zones[first->zone];
	struct json *object = json_object();
	struct json *ranges = json_array();
	int64_t pages = 0;

	for (; at < story->nr && same_event(first, &story->stretches[at]);
	     at++) {
		const struct stretch *stretch = &story->stretches[at];
		struct json *range = json_array();

		json_append(range, json_number(stretch->first));
		json_append(range, json_number((int64_t)stretch->end - 1));
		json_append(ranges, range);
		pages += stretch->end - stretch->first;
	}
	json_add(object, "kind", json_string(event_names[first->kind]));
	json_add(object, "node", json_number(zone->node));
	json_add(object, "zone", json_string(zone_kind_name(zone->kind)));
	json_add(object, "from", json_string(first->from));
	json_add(object, "to", json_string(first->to));
	json_add(object, "pages", json_number(pages));
	json_add(object, "ranges", ranges);
	json_append(events, object);
	return at;
}

struct json *image_story(const struct image *a, const struct image *b)
{
	struct story story = { .a = a, .b = b };
	struct json *events = json_array();

	if (image_machine_difference(a, b) != NULL)
		return events;
	tell_pageblocks(&story);
	tell_pages(&story);
	if (story.nr > 0)
		qsort(story.stretches, story.nr, sizeof(*story.stretches),
		      compare_stretches);
	for (size_t at = 0; at < story.nr;)
		at = write_event(&story, at, events);
	free(story.stretches);
	return events;
}
