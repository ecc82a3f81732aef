/*
 * The area where the tags of modules lie, so that an index can reach them and
 * an unloaded module's tags stay readable for as long as memory is charged to
 * them.
 *
 * Kernel counterpart: reserve_module_tags() and neighbours of
 * lib/alloc_tag.c, since 6.13.
 */
#include "core/alloc_tag_internal.h"
#include "core/codetag_internal.h"

const struct tag_area *area_of_load(const struct model *m, uint32_t load)
{
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++) {
		const struct tag_area *area = &m->areas[i];

		if (area->load == load &&
		    (area->use == AREA_MODULE || area->use == AREA_UNLOADED))
			return area;
	}
	return NULL;
}

/* The first piece in use that a range would overlap; NULL: the range is
 * free. */
static const struct tag_area *overlapped(const struct model *m, uint32_t start,
					 uint32_t size)
{
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++) {
		const struct tag_area *area = &m->areas[i];

		if (area->use != AREA_FREE && area->start < start + size &&
		    start < area->start + area->size)
			return area;
	}
	return NULL;
}

/* The lowest free range of a size. */
static int64_t free_range(const struct model *m, uint32_t size)
{
	const struct tag_area *area = NULL;
	uint32_t start = 0;

	while (size <= module_area_size(m) &&
	       start <= module_area_size(m) - size) {
		area = overlapped(m, start, size);
		if (!area)
			return start;
		start = area->start + area->size;
	}
	return -1;
}

static int64_t find_range(const struct model *m, uint32_t size, unsigned align)
{
	int64_t start = free_range(m, size);

	if (start >= 0 && start % align == 0)
		return start;
	return free_range(m, size + align - 1);
}

static void area_put(struct model *m, const struct tag_area *area,
		     struct tag_area words)
{
	put(m, &area->start, words.start);
	put(m, &area->size, words.size);
	put(m, &area->load, words.load);
	put(m, &area->moved, words.moved);
	put(m, &area->use, words.use);
}

static void area_add(struct model *m, struct tag_area words)
{
	const struct tag_area *area = m->areas;

	while (area->use != AREA_FREE)
		area++;
	area_put(m, area, words);
}

/* Frees a piece, and the padding in front of it. */
static void area_free(struct model *m, const struct tag_area *area)
{
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++) {
		const struct tag_area *pad = &m->areas[i];

		if (pad->use == AREA_PREPEND &&
		    pad->start + pad->size == area->start)
			area_put(m, pad, (struct tag_area){ 0 });
	}
	area_put(m, area, (struct tag_area){ 0 });
}

static bool is_counting(const struct model *m, uint32_t tag)
{
	struct alloc_tag_counters sum = alloc_tag_counters(m, tag);

	return sum.bytes != 0 || sum.calls != 0;
}

static uint32_t tags_in_use(const struct model *m, uint32_t load)
{
	const struct module_load *module = module_load_at(m, load);
	uint32_t nr = 0;

	for (uint32_t at = 0; at < module->nr_tags; at++)
		nr += is_counting(m, module->first_tag + at);
	return nr;
}

/* Areas of unloaded modules whose memory has come back since. */
static uint32_t nr_cleanable(const struct model *m)
{
	uint32_t nr = 0;

	for (unsigned i = 0; i < MAX_TAG_AREAS; i++)
		nr += m->areas[i].use == AREA_UNLOADED &&
		      tags_in_use(m, m->areas[i].load) == 0;
	return nr;
}

static void clean_unused_areas(struct model *m)
{
	probe(m, PROBE_RESERVE_CLEAN, nr_cleanable(m));
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++)
		if (m->areas[i].use == AREA_UNLOADED &&
		    tags_in_use(m, m->areas[i].load) == 0)
			area_free(m, &m->areas[i]);
}

/* May an index name every tag that the area has ever held? */
static bool is_addressable(const struct model *m)
{
	struct mem_profiling profiling = mem_profiling(m);
	uint64_t tags = UINT64_C(2) + profiling.kernel_tags +
			m->globals->area_high / ALLOC_TAG_SIZE;

	return !profiling.compressed || tags < UINT64_C(1)
							<< profiling.index_bits;
}

static void raise_high(struct model *m, uint32_t end)
{
	struct mem_profiling profiling = mem_profiling(m);

	if (end <= m->globals->area_high)
		return;
	probe(m, PROBE_RESERVE_GROW, end / ALLOC_TAG_SIZE,
	      profiling.kernel_tags,
	      profiling.compressed ? profiling.index_bits : 0);
	put(m, &m->globals->area_high, end);
	if (!profiling.on || is_addressable(m))
		return;
	probe(m, PROBE_RESERVE_TOO_MANY, profiling.index_bits);
	shutdown_mem_profiling(m);
}

bool reserve_module_tags(struct model *m, uint32_t load, uint32_t size,
			 unsigned align)
{
	bool whole = ALLOC_TAG_SIZE % align == 0;

	frame(m, PROBE_RESERVE_MODULE_TAGS, load, size, align);
	if (mem_profiling(m).compressed && !whole) {
		probe(m, PROBE_RESERVE_ALIGN, align);
		shutdown_mem_profiling(m);
		return false;
	}
	int64_t start = find_range(m, size, align);

	if (start < 0) {
		clean_unused_areas(m);
		start = find_range(m, size, align);
	}
	if (start < 0) {
		probe(m, PROBE_RESERVE_RESULT, -1, size, 0);
		return false;
	}
	uint32_t pad = (uint32_t)((align - start % align) % align);

	probe(m, PROBE_RESERVE_RESULT, start + pad, size, pad);
	if (pad)
		area_add(m, (struct tag_area){ .start = (uint32_t)start,
					       .size = pad,
					       .use = AREA_PREPEND });
	area_add(m, (struct tag_area){ .start = (uint32_t)start + pad,
				       .size = size,
				       .load = load,
				       .use = AREA_MODULE });
	raise_high(m, (uint32_t)start + pad + size);
	return true;
}

void replace_module(struct model *m, uint32_t load, uint32_t moved)
{
	const struct tag_area *area = area_of_load(m, load);

	frame(m, PROBE_REPLACE_MODULE, load, moved, area != NULL);
	if (area)
		put(m, &area->moved, moved);
}

/* Tells of each tag that is still in use. */
static void tell_used(struct model *m, uint32_t load)
{
	const struct module_load *module = module_load_at(m, load);

	for (uint32_t at = 0; at < module->nr_tags; at++) {
		uint32_t tag = module->first_tag + at;

		if (is_counting(m, tag))
			probe(m, PROBE_RELEASE_USED, tag,
			      alloc_tag_counters(m, tag).bytes);
	}
}

void release_module_tags(struct model *m, uint32_t load, bool used)
{
	const struct tag_area *area = area_of_load(m, load);
	uint32_t in_use = used ? tags_in_use(m, load) : 0;

	if (!area)
		return;
	frame(m, PROBE_RELEASE_MODULE_TAGS, load, in_use);
	if (in_use)
		tell_used(m, load);
	probe(m, PROBE_RELEASE_RESULT, area->start, area->size, in_use);
	if (in_use)
		put(m, &area->use, AREA_UNLOADED);
	else
		area_free(m, area);
}
