/*
 * Invariants of code tags: what a tag counts is what refers to it and what
 * was lost; ids and areas belong to one module each.
 */
#include <stdlib.h>

#include "core/alloc_tag_internal.h"
#include "core/check_internal.h"
#include "core/codetag_internal.h"
#include "core/slab_internal.h"

/* A place that is nothing but a number. */
static struct violation numbered(uint32_t number)
{
	return (struct violation){ .zone = -1,
				   .order = (int)number,
				   .migratetype = -1,
				   .cpu = -1,
				   .pfn = PFN_NONE };
}

/* What the pages' references stand for, per tag. */
static void sum_references(const struct model *m,
			   struct alloc_tag_counters *sums)
{
	for (pfn_t pfn = page_touched_next(m, m->first_pfn); pfn < m->end_pfn;
	     pfn = page_touched_next(m, pfn + 1)) {
		uint32_t reference = page_alloc_tag(m, pfn);
		unsigned order = page_of(m, pfn)->use_order;

		if (reference == 0 || reference > nr_alloc_tags(m) ||
		    page_alloc_tag_is_stale(m, pfn))
			continue;
		sums[reference - 1].bytes += pages_in(order) << PAGE_SHIFT;
		sums[reference - 1].calls++;
	}
}

static void check_counters(struct checker *c)
{
	const struct model *m = c->m;
	uint32_t tags = nr_alloc_tags(m);
	struct alloc_tag_counters *sums =
		calloc((size_t)tags + 1, sizeof(*sums));

	if (!sums)
		return;
	sum_references(m, sums);
	slab_tags_sum(m, sums, tags);
	for (uint32_t tag = 0; tag < tags; tag++) {
		struct alloc_tag_counters found = alloc_tag_counters(m, tag);
		struct alloc_tag_counters lost = alloc_tag_lost(m, tag);

		check_expect(c, numbered(tag), BROKEN_TAG_BYTES,
			     sums[tag].bytes + lost.bytes, found.bytes);
		check_expect(c, numbered(tag), BROKEN_TAG_CALLS,
			     sums[tag].calls + lost.calls, found.calls);
	}
	free(sums);
}

/* Modules in the list with the same id, or the same load. */
static void check_modules(struct checker *c)
{
	const struct model *m = c->m;

	for (unsigned i = 0; i < MAX_MODULES; i++) {
		const struct module_words *a = &m->modules[i];
		int64_t others = 0;

		if (a->load == 0)
			continue;
		for (unsigned j = 0; j < MAX_MODULES; j++)
			others += j != i &&
				  (m->modules[j].load == a->load ||
				   (a->id && m->modules[j].id == a->id));
		check_expect(c, numbered(i), BROKEN_MODULE_ID, 0, others);
	}
}

static bool overlap(const struct tag_area *a, const struct tag_area *b)
{
	return a->use != AREA_FREE && b->use != AREA_FREE &&
	       a->start < b->start + b->size && b->start < a->start + a->size;
}

static void check_area(struct checker *c, unsigned i)
{
	const struct model *m = c->m;
	const struct tag_area *area = &m->areas[i];
	struct violation place = numbered(i);
	int64_t overlaps = 0;

	for (unsigned j = 0; j < MAX_TAG_AREAS; j++)
		overlaps += j != i && overlap(area, &m->areas[j]);
	check_expect(c, place, BROKEN_TAG_AREA, 0, overlaps);
	check_expect(c, place, BROKEN_TAG_AREA, true,
		     area->start + area->size <= m->globals->area_high);
	if (area->use == AREA_PREPEND)
		return;
	check_expect(c, place, BROKEN_TAG_AREA, area->size,
		     (int64_t)module_load_at(m, area->load)->nr_tags *
			     ALLOC_TAG_SIZE);
	check_expect(c, place, BROKEN_TAG_AREA, area->use == AREA_MODULE,
		     module_load_id(m, area->load) != 0);
}

void check_tags(struct checker *c)
{
	check_counters(c);
	check_modules(c);
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++)
		if (c->m->areas[i].use != AREA_FREE)
			check_area(c, i);
}
