/*
 * The words that a recording watched: `d` of an operation holds the new value
 * of each that changed, so every other one stayed as it was.
 *
 * The model's values are kept from one operation to the next.  What d says of
 * words that nobody knows here, and of kswapd's, which are inputs, is passed
 * over.
 */
#include "snapshots/verify_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/page.h"
#include "snapshots/words_internal.h"

enum { NAME_LENGTH = 32 };

struct watched {
	char name[NAME_LENGTH]; /* in d, e.g. "1.p0.count" or "0.nf3" */
	struct field_place place;
	const struct word *word; /* of a zone or pcp */
	int64_t value;           /* after the operation before this one */
};

struct watch {
	struct watched *words;
	size_t nr;
	size_t room;
};

/* What `d` calls a word, and its key in the state. */
struct short_name {
	const char *name;
	const char *key;
};

static const struct short_name zone_names[] = {
	{ "free", "vm_stat_free_pages" },
	{ "cma", "vm_stat_free_cma" },
	{ "boost", "watermark_boost" },
	{ "flags", "flags" },
	{ "resha", "nr_reserved_highatomic" },
	{ "freeha", "nr_free_highatomic" },
	{ "batch", "vm_stat_alloc_batch" },
	{ NULL, NULL },
};

static const struct short_name pcp_names[] = {
	{ "count", "count" },
	{ "high", "high" },
	{ "pflags", "flags" },
	{ "allocf", "alloc_factor" },
	{ "freec", "free_count" },
	{ "freef", "free_factor" },
	{ "vmdiff", "vm_stat_diff_free" },
	{ "vmdiffcma", "vm_stat_diff_cma" },
	{ "vmdiffbatch", "vm_stat_diff_batch" },
	{ NULL, NULL },
};

static const struct word *word_of_key(const struct word *table, const char *key)
{
	while (table->key != NULL && strcmp(table->key, key) != 0)
		table++;
	assert(table->key != NULL && "a short name without its word");
	return table;
}

static int64_t value_now(const struct watched *watched, const struct model *m)
{
	const struct field_place *place = &watched->place;

	if (place->object == OBJECT_PAGEBLOCK)
		return (int64_t)pageblock_type(m, place->index);
	if (place->object == OBJECT_FREE_AREA)
		return zone_at(m, place->zone)->free_area[place->order].nr_free;
	if (place->object == OBJECT_NODE)
		return node_at(m, place->index)->zlcache_full;
	if (place->object == OBJECT_PCP)
		return word_get(watched->word,
				pcp_at(m, place->zone, place->cpu));
	return word_get(watched->word, zone_at(m, place->zone));
}

/* A new word to watch; its name is to be filled in. */
static struct watched *watch_add(struct watch *watch, const struct model *m,
				 struct field_place place,
				 const struct word *word)
{
	if (watch->nr == watch->room) {
		watch->room = watch->room * 2 + 64;
		watch->words = realloc(watch->words,
				       watch->room * sizeof(*watch->words));
		assert(watch->words != NULL && "out of memory");
	}
	struct watched *added = &watch->words[watch->nr++];

	*added = (struct watched){ .place = place, .word = word };
	added->value = value_now(added, m);
	return added;
}

static void pcp_watch(struct watch *watch, const struct model *m, unsigned zone,
		      unsigned cpu)
{
	const struct profile *profile = model_machine(m)->profile;

	for (const struct short_name *n = pcp_names; n->name != NULL; n++) {
		const struct word *word = word_of_key(pcp_words, n->key);
		struct field_place place = { .id = word->field,
					     .object = OBJECT_PCP,
					     .zone = zone,
					     .cpu = cpu };
		if (word_kept(word, profile))
			snprintf(watch_add(watch, m, place, word)->name,
				 NAME_LENGTH, "%u.p%u.%s", zone, cpu, n->name);
	}
}

static void zone_watch(struct watch *watch, const struct model *m,
		       unsigned zone)
{
	const struct machine *machine = model_machine(m);

	for (const struct short_name *n = zone_names; n->name != NULL; n++) {
		const struct word *word = word_of_key(zone_words, n->key);
		struct field_place place = { .id = word->field,
					     .object = OBJECT_ZONE,
					     .zone = zone };
		if (word_kept(word, machine->profile))
			snprintf(watch_add(watch, m, place, word)->name,
				 NAME_LENGTH, "%u.%s", zone, n->name);
	}
	for (unsigned order = 0; order <= machine->max_order; order++) {
		struct field_place place = { .id = FIELD_NR_FREE,
					     .object = OBJECT_FREE_AREA,
					     .zone = zone,
					     .order = order };
		snprintf(watch_add(watch, m, place, NULL)->name, NAME_LENGTH,
			 "%u.nf%u", zone, order);
	}
	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		pcp_watch(watch, m, zone, cpu);
}

/* The zonelist cache of a node. */
static void node_watch(struct watch *watch, const struct model *m,
		       unsigned node)
{
	struct field_place place = { .id = FIELD_ZLCACHE_FULL,
				     .object = OBJECT_NODE,
				     .index = node };

	snprintf(watch_add(watch, m, place, NULL)->name, NAME_LENGTH, "zlc.%u",
		 node);
}

static void pageblocks_watch(struct watch *watch, const struct model *m,
			     const struct page_range *range)
{
	pfn_t pages = (pfn_t)1 << model_machine(m)->pageblock_order;
	pfn_t end = range->start + range->pages;

	for (pfn_t pfn = (range->start + pages - 1) & ~(pages - 1); pfn < end;
	     pfn += pages) {
		struct field_place place = { .id = FIELD_PAGEBLOCK_TYPE,
					     .object = OBJECT_PAGEBLOCK,
					     .index = pfn };
		snprintf(watch_add(watch, m, place, NULL)->name, NAME_LENGTH,
			 "mt.%" PRIu32, pfn);
	}
}

struct watch *watch_create(const struct model *m)
{
	const struct machine *machine = model_machine(m);
	struct watch *watch = calloc(1, sizeof(*watch));

	assert(watch != NULL && "out of memory");
	for (unsigned zone = 0; zone < machine->nr_zones; zone++)
		zone_watch(watch, m, zone);
	for (unsigned node = 0;
	     machine->profile->zonelist_cache && node < machine->nr_nodes;
	     node++)
		node_watch(watch, m, node);
	for (unsigned i = 0; i < machine->nr_ranges; i++)
		pageblocks_watch(watch, m, &machine->ranges[i]);
	return watch;
}

void watch_destroy(struct watch *watch)
{
	if (watch != NULL)
		free(watch->words);
	free(watch);
}

/* The record's name for a word, its values, and what it is. */
static void delta_report(struct comparison *c, const char *name,
			 int64_t expected, int64_t got)
{
	struct verify_report *report = c->report;
	char place[PLACE_LENGTH];

	word_tell(c->m, &c->word, place);
	snprintf(report->expected, sizeof(report->expected),
		 "%s %" PRId64 " (%s)", name, expected, place);
	snprintf(report->got, sizeof(report->got), "%s %" PRId64 " (%s)", name,
		 got, place);
}

static bool word_differs(struct comparison *c, const struct watched *watched,
			 int64_t expected, int64_t got)
{
	if (expected == got)
		return false;
	c->word_differs = true;
	c->word = watched->place;
	delta_report(c, watched->name, expected, got);
	return true;
}

/* The value that d says; pageblock types by the model's numbers. */
static int64_t value_said(const struct comparison *c,
			  const struct watched *watched,
			  const struct item *delta)
{
	if (watched->place.object == OBJECT_PAGEBLOCK)
		return (int64_t)c->types
			->type[item_integer(delta, 0, c->types->nr - 1)];
	return item_integer(delta, INT32_MIN, PFN_LIMIT);
}

/* A word against what d says of it, or the value that it had before. */
static bool watched_matches(struct comparison *c, struct watched *watched,
			    const struct item *deltas)
{
	int64_t got = value_now(watched, c->m);
	int64_t expected = watched->value;

	if (got == watched->value)
		return true;
	watched->value = got;
	if (item_present(deltas)) {
		struct item delta = item_optional(deltas, watched->name);
		if (item_present(&delta))
			expected = value_said(c, watched, &delta);
	}
	return c->object.reader->failed ||
	       !word_differs(c, watched, expected, got);
}

/* What d says of a word that the model left as it was. */
static bool other_matches(struct comparison *c, const struct item *delta)
{
	for (size_t i = 0; i < c->watch->nr; i++) {
		const struct watched *watched = &c->watch->words[i];
		if (strcmp(watched->name, delta->key) != 0)
			continue;
		int64_t expected = value_said(c, watched, delta);
		return c->object.reader->failed ||
		       !word_differs(c, watched, expected, watched->value);
	}
	return true;
}

bool deltas_match(struct comparison *c)
{
	struct item deltas = item_optional(&c->object, "d");

	if (!c->watched)
		return true;
	for (size_t i = 0; i < c->watch->nr; i++)
		if (!watched_matches(c, &c->watch->words[i], &deltas))
			return false;
	if (!item_present(&deltas))
		return true;
	/* Looking a word up has marked it. */
	struct item delta = item_first_member(&deltas);
	for (; item_present(&delta); item_advance(&delta))
		if (!json_is_marked(delta.json) && !other_matches(c, &delta))
			return false;
	return true;
}
