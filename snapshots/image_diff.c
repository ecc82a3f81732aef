/*
 * Comparing two images: one change for each word, list, pageblock and page
 * that differs.
 */
#include "snapshots/image.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/image_internal.h"
#include "snapshots/words_internal.h"

struct diff {
	const struct image *a;
	const struct image *b;
	struct json *changes;
};

static struct json *change(struct diff *d, const char *kind)
{
	struct json *object = json_object();

	json_add(object, "kind", json_string(kind));
	json_append(d->changes, object);
	return object;
}

static void add_numbers(struct json *object, int64_t from, int64_t to)
{
	json_add(object, "from", json_number(from));
	json_add(object, "to", json_number(to));
}

static void diff_number(struct diff *d, const char *where, const char *name,
			int64_t from, int64_t to)
{
	if (from == to)
		return;
	struct json *object = change(d, "word");
	json_add(object, "object", json_string(where));
	json_add(object, "name", json_string(name));
	add_numbers(object, from, to);
}

static void diff_words(struct diff *d, const char *where,
		       const struct word *table, const void *const pair[2])
{
	for (const struct word *word = table; word->key != NULL; word++)
		diff_number(d, where, field_name(word->field),
			    word_get(word, pair[0]), word_get(word, pair[1]));
}

static void diff_array(struct diff *d, const char *where, const char *name,
		       const int64_t *const pair[2], size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char element[48];
		snprintf(element, sizeof element, "%s[%zu]", name, i);
		diff_number(d, where, element, pair[0][i], pair[1][i]);
	}
}

static const char *kind_of_zone(const struct image *image, unsigned zone)
{
	return zone_kind_name(image->machine.zones[zone].kind);
}

static void diff_zone_words(struct diff *d, unsigned index)
{
	const struct zone *a = &d->a->zones[index];
	const struct zone *b = &d->b->zones[index];
	char where[64];

	snprintf(where, sizeof where, "node %" PRIu32 ", zone %s", a->node,
		 kind_of_zone(d->a, index));
	diff_words(d, where, zone_words, (const void *const[]){ a, b });
	diff_words(d, where, compaction_words, (const void *const[]){ a, b });
	diff_array(d, where, field_name(FIELD_WATERMARK),
		   (const int64_t *const[]){ a->watermark, b->watermark },
		   NR_WMARK);
	diff_array(d, where, field_name(FIELD_LOWMEM_RESERVE),
		   (const int64_t *const[]){ a->lowmem_reserve,
					     b->lowmem_reserve },
		   NR_ZONE_KINDS);
	for (unsigned order = 0; order <= d->a->machine.max_order; order++) {
		char name[48];
		snprintf(name, sizeof name, "free_area[%u].%s", order,
			 field_name(FIELD_NR_FREE));
		diff_number(d, where, name, a->free_area[order].nr_free,
			    b->free_area[order].nr_free);
	}
}

static void diff_pcp_words(struct diff *d, unsigned zone, unsigned cpu)
{
	size_t index = (size_t)zone * d->a->machine.nr_cpus + cpu;
	char where[64];

	snprintf(where, sizeof where, "node %" PRIu32 ", zone %s, cpu %u",
		 d->a->zones[zone].node, kind_of_zone(d->a, zone), cpu);
	diff_words(d, where, pcp_words,
		   (const void *const[]){ &d->a->pcps[index],
					  &d->b->pcps[index] });
}

static void diff_all_words(struct diff *d)
{
	const struct machine *machine = &d->a->machine;

	diff_number(d, "session", field_name(FIELD_CURRENT_CPU),
		    d->a->current_cpu, d->b->current_cpu);
	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		char where[32];
		snprintf(where, sizeof where, "node %u", node);
		diff_words(d, where, node_words,
			   (const void *const[]){ &d->a->nodes[node],
						  &d->b->nodes[node] });
	}
	for (unsigned zone = 0; zone < machine->nr_zones; zone++) {
		diff_zone_words(d, zone);
		for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
			diff_pcp_words(d, zone, cpu);
	}
}

static int compare_pfns(const void *a, const void *b)
{
	pfn_t left = *(const pfn_t *)a;
	pfn_t right = *(const pfn_t *)b;

	return (left > right) - (left < right);
}

static pfn_t *sorted(struct image_list list)
{
	pfn_t *pfns = calloc(list.nr > 0 ? list.nr : 1, sizeof(*pfns));

	assert(pfns != NULL && "out of memory");
	if (list.nr > 0)
		memcpy(pfns, list.blocks, list.nr * sizeof(*pfns));
	qsort(pfns, list.nr, sizeof(*pfns), compare_pfns);
	return pfns;
}

/* The blocks of `a` that are not in `b`; both are sorted. */
static struct json *missing(struct image_list a, struct image_list b)
{
	struct json *array = json_array();
	size_t j = 0;

	for (size_t i = 0; i < a.nr; i++) {
		while (j < b.nr && b.blocks[j] < a.blocks[i])
			j++;
		if (j == b.nr || b.blocks[j] != a.blocks[i])
			json_append(array, json_number(a.blocks[i]));
	}
	return array;
}

static struct json *all_of(struct image_list list)
{
	struct json *array = json_array();

	for (size_t i = 0; i < list.nr; i++)
		json_append(array, json_number(list.blocks[i]));
	return array;
}

static void add_list_change(struct json *object, struct image_list a,
			    struct image_list b)
{
	pfn_t *from = sorted(a);
	pfn_t *to = sorted(b);
	bool same_blocks =
		a.nr == b.nr && memcmp(from, to, a.nr * sizeof(*from)) == 0;

	if (same_blocks) {
		json_add(object, "sequence", all_of(b));
	} else {
		struct image_list before = { from, a.nr };
		struct image_list after = { to, b.nr };
		json_add(object, "removed", missing(before, after));
		json_add(object, "added", missing(after, before));
	}
	free(from);
	free(to);
}

/* An open change for a list that differs; NULL when it does not. */
static struct json *list_change(struct diff *d, const char *kind, size_t list,
				unsigned zone)
{
	struct image_list a = image_list_at(d->a, list);
	struct image_list b = image_list_at(d->b, list);

	if (a.nr == b.nr &&
	    (a.nr == 0 ||
	     memcmp(a.blocks, b.blocks, a.nr * sizeof(*a.blocks)) == 0))
		return NULL;
	struct json *object = change(d, kind);
	json_add(object, "node", json_number(d->a->zones[zone].node));
	json_add(object, "zone", json_string(kind_of_zone(d->a, zone)));
	add_list_change(object, a, b);
	return object;
}

static void diff_free_lists(struct diff *d, unsigned zone)
{
	const struct machine *machine = &d->a->machine;
	const char *const *types = machine->profile->migratetype_names;

	for (unsigned order = 0; order <= machine->max_order; order++)
		for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
			struct json *object = list_change(
				d, "free_list",
				image_free_list(machine, zone, order, type),
				zone);
			if (object == NULL)
				continue;
			json_add(object, "order", json_number(order));
			json_add(object, "migratetype",
				 json_string(types[type]));
		}
}

static void diff_pcp_lists(struct diff *d, unsigned zone)
{
	const struct machine *machine = &d->a->machine;

	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		for (unsigned i = 0; i < NR_PCP_LISTS; i++) {
			struct json *object = list_change(
				d, "pcp_list",
				image_pcp_list(machine, zone, cpu, i), zone);
			if (object == NULL)
				continue;
			json_add(object, "cpu", json_number(cpu));
			json_add(object, "list", json_number(i));
		}
}

static void diff_pageblocks(struct diff *d)
{
	const struct machine *machine = &d->a->machine;
	const char *const *types = machine->profile->migratetype_names;
	pfn_t first = machine_first_pfn(machine);

	for (unsigned i = 0; i < image_nr_pageblocks(machine); i++) {
		uint8_t from = d->a->pageblocks[i];
		uint8_t to = d->b->pageblocks[i];
		if (from == to)
			continue;
		struct json *object = change(d, "pageblock");
		json_add(object, "pfn",
			 json_number(first + (i << machine->pageblock_order)));
		json_add(object, "from", json_string(types[from]));
		json_add(object, "to", json_string(types[to]));
	}
}

static bool same_place(const struct zone_place *a, const struct zone_place *b)
{
	return a->node == b->node && a->kind == b->kind &&
	       a->start == b->start && a->spanned == b->spanned;
}

/* What two machines differ in, first of all; NULL when states of the one can
 * be told in the words of the other. */
static const char *machine_difference(const struct machine *a,
				      const struct machine *b)
{
	if (a->profile != b->profile)
		return "kernel";
	if (a->max_order != b->max_order ||
	    a->pageblock_order != b->pageblock_order)
		return "orders";
	if (a->nr_nodes != b->nr_nodes)
		return "nodes";
	if (a->nr_cpus != b->nr_cpus)
		return "cpus";
	if (a->nr_zones != b->nr_zones)
		return "zones";
	for (unsigned i = 0; i < a->nr_zones; i++)
		if (!same_place(&a->zones[i], &b->zones[i]))
			return "zones";
	if (machine_first_pfn(a) != machine_first_pfn(b) ||
	    machine_end_pfn(a) != machine_end_pfn(b))
		return "memory";
	if (memcmp(a->layout.shift, b->layout.shift, sizeof(a->layout.shift)) !=
		    0 ||
	    memcmp(a->layout.width, b->layout.width, sizeof(a->layout.width)) !=
		    0 ||
	    memcmp(a->layout.bit, b->layout.bit, sizeof(a->layout.bit)) != 0)
		return "page->flags layout";
	return NULL;
}

const char *image_machine_difference(const struct image *a,
				     const struct image *b)
{
	return machine_difference(&a->machine, &b->machine);
}

struct json *image_diff(const struct image *a, const struct image *b)
{
	struct diff d = { .a = a, .b = b, .changes = json_array() };
	const char *difference = image_machine_difference(a, b);

	if (difference != NULL) {
		struct json *object = change(&d, "machine");
		json_add(object, "name", json_string(difference));
		return d.changes;
	}
	diff_all_words(&d);
	for (unsigned zone = 0; zone < a->machine.nr_zones; zone++) {
		diff_free_lists(&d, zone);
		diff_pcp_lists(&d, zone);
	}
	diff_pageblocks(&d);
	image_diff_pages(a, b, d.changes);
	image_diff_tags(a, b, d.changes);
	image_diff_tagging(a, b, d.changes);
	image_diff_slabs(a, b, d.changes);
	return d.changes;
}
