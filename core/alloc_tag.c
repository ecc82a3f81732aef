/*
 * Counters and references.
 *
 * The book is kept so that it can be checked: what a tag counts is what the
 * references to it stand for, and what was lost.  The kernel loses account of
 * memory that is freed, split or handed out anew while profiling is off; the
 * model follows it in that, and notes how much.
 */
#include "core/alloc_tag_internal.h"

#include "core/codetag_internal.h"

struct mem_profiling mem_profiling(const struct model *m)
{
	const struct profile *profile = m->machine.profile;
	uint32_t words = m->globals->profiling;
	uint32_t tags = m->globals->kernel_tags;

	return (struct mem_profiling){
		.exists = profile->allocinfo_version,
		.supported = !(words & PROFILING_UNSUPPORTED),
		.on = !(words & PROFILING_KEY_OFF),
		.compressed = words & PROFILING_IN_FLAGS,
		.index_bits = m->machine.layout.width[FIELD_TAG],
		.kernel_tags = tags ? tags : profile->kernel_tags,
	};
}

struct alloc_tag_counters alloc_tag_on_cpu(const struct model *m, uint32_t tag,
					   unsigned cpu)
{
	return *tag_counters(m, tag, cpu);
}

struct alloc_tag_counters alloc_tag_counters(const struct model *m,
					     uint32_t tag)
{
	struct alloc_tag_counters sum = m->tags[tag];

	for (unsigned cpu = 1; cpu < m->machine.nr_cpus; cpu++) {
		sum.bytes += tag_counters(m, tag, cpu)->bytes;
		sum.calls += tag_counters(m, tag, cpu)->calls;
	}
	return sum;
}

struct alloc_tag_counters alloc_tag_lost(const struct model *m, uint32_t tag)
{
	return (struct alloc_tag_counters){
		.bytes = m->tag_accounts[tag].lost_bytes,
		.calls = m->tag_accounts[tag].lost_calls,
	};
}

/* --- References --------------------------------------------------------- */

/* Indices that name no tag: none, and CODETAG_EMPTY. */
enum { RESERVED_INDICES = 2 };

uint32_t alloc_tag_index(const struct model *m, uint32_t tag)
{
	uint32_t kernel_tags = mem_profiling(m).kernel_tags;
	uint32_t position = alloc_tag_position(m, tag);
	uint32_t load = alloc_tag_load(m, tag);

	if (load == 0)
		return position < kernel_tags ? RESERVED_INDICES + position : 0;
	const struct tag_area *area = area_of_load(m, load);

	if (!area)
		return 0;
	return RESERVED_INDICES + kernel_tags + area->start / ALLOC_TAG_SIZE +
	       position;
}

/* The tag of a module that lies at a place of the area, + 1. */
static uint32_t tag_in_area(const struct model *m, uint32_t at)
{
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++) {
		const struct tag_area *area = &m->areas[i];

		if (area->use != AREA_MODULE && area->use != AREA_UNLOADED)
			continue;
		if (at >= area->start && at - area->start < area->size)
			return module_load_at(m, area->load)->first_tag +
			       (at - area->start) / ALLOC_TAG_SIZE + 1;
	}
	return 0;
}

static uint32_t tag_of_index(const struct model *m, uint32_t index)
{
	uint32_t kernel_tags = mem_profiling(m).kernel_tags;

	if (index < RESERVED_INDICES)
		return 0;
	index -= RESERVED_INDICES;
	if (index < kernel_tags)
		return kernel_tag_at(m, index) + 1;
	return tag_in_area(m, (index - kernel_tags) * ALLOC_TAG_SIZE);
}

/* Idle flags hold no index, so the difference shows it as it is. */
uint32_t page_alloc_tag(const struct model *m, pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);

	if (!tag_refs_are_in_flags(m))
		return page->tag & ~TAG_REF_STALE;
	return tag_of_index(m, (uint32_t)flags_field_get(&m->machine.layout,
							 page->flags_diff,
							 FIELD_TAG));
}

bool page_alloc_tag_is_stale(const struct model *m, pfn_t pfn)
{
	return page_of(m, pfn)->tag & TAG_REF_STALE;
}
