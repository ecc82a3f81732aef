#include "core/word_pattern.h"

#include "core/codetag.h"
#include "core/model_internal.h"
#include "core/word_pattern_internal.h"

struct word_pattern word_pattern_of(const struct field_place *place)
{
	return (struct word_pattern){ .first = *place, .last = *place };
}

struct word_pattern word_pattern_pages(pfn_t first, pfn_t last)
{
	struct word_pattern pattern = {
		.first = { .object = OBJECT_PAGE, .index = first },
		.last = { .object = OBJECT_PAGE,
			  .id = (enum field_id)(NR_FIELDS - 1),
			  .index = last },
	};

	return pattern;
}

static bool is_between(uint32_t low, uint32_t value, uint32_t high)
{
	return low <= value && value <= high;
}

bool word_pattern_has(const struct word_pattern *pattern,
		      const struct field_place *place)
{
	const struct field_place *low = &pattern->first;
	const struct field_place *high = &pattern->last;

	return place->object == low->object &&
	       is_between(low->id, place->id, high->id) &&
	       is_between(low->zone, place->zone, high->zone) &&
	       is_between(low->cpu, place->cpu, high->cpu) &&
	       is_between(low->order, place->order, high->order) &&
	       is_between(low->migratetype, place->migratetype,
			  high->migratetype) &&
	       is_between(low->index, place->index, high->index) &&
	       is_between(low->element, place->element, high->element);
}

/* Elements of an array of the arena; the first may lie before it. */
static struct span span_from(const struct model *m, const void *array,
			     size_t size, int64_t first, int64_t last)
{
	int64_t begin = (const unsigned char *)array - m->arena.words;

	return (struct span){
		(uint64_t)(begin + first * (int64_t)size),
		(uint64_t)(last - first + 1) * size,
	};
}

/* The same of what kmalloc has; slabs are numbered from 1. */
static struct span span_of_slabs(const struct model *m,
				 const struct field_place *low,
				 const struct field_place *high)
{
	int64_t first = low->index;
	int64_t last = high->index;
	int64_t cpus = m->machine.nr_cpus;
	int64_t nodes = m->machine.nr_nodes;

	if (low->object == OBJECT_PAGE_SLAB)
		return span_from(m, m->page_slabs, sizeof(*m->page_slabs),
				 first - m->first_pfn, last - m->first_pfn);
	if (low->object == OBJECT_CACHE_CPU)
		return span_from(m, m->cache_cpus, sizeof(*m->cache_cpus),
				 first * cpus, (last + 1) * cpus - 1);
	if (low->object == OBJECT_CACHE_NODE)
		return span_from(m, m->cache_nodes, sizeof(*m->cache_nodes),
				 first * nodes, (last + 1) * nodes - 1);
	if (low->object == OBJECT_SLAB)
		return span_from(m, m->slabs, sizeof(*m->slabs), first - 1,
				 last - 1);
	if (low->object == OBJECT_SLAB_OBJECT)
		return span_from(m, m->objects, sizeof(*m->objects),
				 (first - 1) * SLAB_OBJECTS_LIMIT,
				 last * SLAB_OBJECTS_LIMIT - 1);
	return span_from(m, m->slab_numbers, sizeof(*m->slab_numbers), 0, 0);
}

static struct span span_of_sheaves(const struct model *m,
				   const struct field_place *low,
				   const struct field_place *high)
{
	int64_t first = low->index;
	int64_t last = high->index;
	int64_t cpus = m->machine.nr_cpus;
	int64_t nodes = m->machine.nr_nodes;

	if (low->object == OBJECT_CPU_SHEAVES)
		return span_from(m, m->cpu_sheaves, sizeof(*m->cpu_sheaves),
				 first * cpus, (last + 1) * cpus - 1);
	if (low->object == OBJECT_BARN)
		return span_from(m, m->barns, sizeof(*m->barns), first * nodes,
				 (last + 1) * nodes - 1);
	if (low->object == OBJECT_SHEAF)
		return span_from(m, m->sheaves, sizeof(*m->sheaves), first - 1,
				 last - 1);
	return span_from(m, m->sheaf_numbers, sizeof(*m->sheaf_numbers), 0, 0);
}

static struct span span_of_tags(const struct model *m,
				const struct field_place *low,
				const struct field_place *high)
{
	int64_t others = (int64_t)m->machine.nr_cpus - 1;
	int64_t first = low->index;
	int64_t last = high->index;

	if (low->object == OBJECT_TAG)
		return span_from(m, m->tags, sizeof(*m->tags), first, last);
	if (low->object == OBJECT_TAG_CPU)
		return span_from(m, m->tags_elsewhere,
				 sizeof(*m->tags_elsewhere), first * others,
				 (last + 1) * others - 1);
	if (low->object == OBJECT_TAG_ACCOUNT)
		return span_from(m, m->tag_accounts, sizeof(*m->tag_accounts),
				 first, last);
	if (low->object == OBJECT_MODULE)
		return span_from(m, m->modules, sizeof(*m->modules), first,
				 last);
	return span_from(m, m->areas, sizeof(*m->areas), first, last);
}

struct span word_pattern_span(const struct model *m,
			      const struct word_pattern *pattern)
{
	const struct field_place *low = &pattern->first;
	const struct field_place *high = &pattern->last;
	int64_t cpus = m->machine.nr_cpus;
	unsigned block_order = m->machine.pageblock_order;
	int64_t first_block = m->first_block;
	int64_t first_pfn = m->first_pfn;

	switch (low->object) {
	case OBJECT_GLOBAL:
		return span_from(m, m->globals, sizeof(*m->globals), 0, 0);
	case OBJECT_NODE:
		return span_from(m, m->nodes, sizeof(*m->nodes), low->zone,
				 high->zone);
	case OBJECT_ZONE:
	case OBJECT_FREE_AREA:
	case OBJECT_FREE_LIST:
		return span_from(m, m->zones, sizeof(*m->zones), low->zone,
				 high->zone);
	case OBJECT_PCP:
	case OBJECT_PCP_LIST:
		return span_from(m, m->pcps, sizeof(*m->pcps), low->zone * cpus,
				 (high->zone + 1) * cpus - 1);
	case OBJECT_PAGEBLOCK:
		return span_from(m, m->blocks, sizeof(*m->blocks),
				 (low->index >> block_order) - first_block,
				 (high->index >> block_order) - first_block);
	case OBJECT_PAGE:
		return span_from(m, m->pages, sizeof(*m->pages),
				 low->index - first_pfn,
				 high->index - first_pfn);
	case OBJECT_TAG:
	case OBJECT_TAG_CPU:
	case OBJECT_TAG_ACCOUNT:
	case OBJECT_MODULE:
	case OBJECT_TAG_AREA:
		return span_of_tags(m, low, high);
	case OBJECT_SLAB_NUMBERS:
	case OBJECT_PAGE_SLAB:
	case OBJECT_CACHE_CPU:
	case OBJECT_CACHE_NODE:
	case OBJECT_SLAB:
	case OBJECT_SLAB_OBJECT:
		return span_of_slabs(m, low, high);
	case OBJECT_SHEAF_NUMBERS:
	case OBJECT_CPU_SHEAVES:
	case OBJECT_BARN:
	case OBJECT_SHEAF:
		return span_of_sheaves(m, low, high);
	case NR_FIELD_OBJECTS:
		break;
	}
	return (struct span){ 0, 0 };
}
