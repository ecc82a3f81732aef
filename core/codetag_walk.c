/*
 * Reading the registry: which modules there are, in which order their tags
 * are told.
 */
#include <string.h>

#include "core/codetag_internal.h"

const struct module_words *module_at(const struct model *m, unsigned i)
{
	assert(i < MAX_MODULES);
	return &m->modules[i];
}

int module_find(const struct model *m, const char *name)
{
	for (int i = 0; i < MAX_MODULES; i++)
		if (m->modules[i].load != 0 &&
		    strcmp(module_load_at(m, m->modules[i].load)->name, name) ==
			    0)
			return i;
	return -1;
}

uint32_t module_load_id(const struct model *m, uint32_t load)
{
	for (unsigned i = 0; i < MAX_MODULES; i++)
		if (m->modules[i].load == load)
			return m->modules[i].id;
	return 0;
}

static uint32_t load_with_id(const struct model *m, uint32_t id)
{
	for (unsigned i = 0; i < MAX_MODULES; i++)
		if (m->modules[i].load != 0 && m->modules[i].id == id)
			return m->modules[i].load;
	return 0;
}

const struct module_load *module_with_id(const struct model *m, uint32_t id)
{
	uint32_t load = id ? load_with_id(m, id) : 0;

	return load ? module_load_at(m, load) : NULL;
}

struct alloc_tag_counters module_counters(const struct model *m, uint32_t load)
{
	const struct module_load *module = module_load_at(m, load);
	struct alloc_tag_counters sum = { 0 };

	for (uint32_t at = 0; at < module->nr_tags; at++) {
		struct alloc_tag_counters one =
			alloc_tag_counters(m, module->first_tag + at);

		sum.bytes += one.bytes;
		sum.calls += one.calls;
	}
	return sum;
}

bool alloc_tag_is_listed(const struct model *m, uint32_t tag)
{
	uint32_t load = alloc_tag_load(m, tag);

	return load == 0 || module_load_id(m, load) != 0;
}

/* The next id above one that is not free; 0: there is none. */
static uint32_t id_behind(const struct model *m, uint32_t id)
{
	uint32_t next = 0;

	for (unsigned i = 0; i < MAX_MODULES; i++) {
		uint32_t here = m->modules[i].id;

		if (here > id && (next == 0 || here < next))
			next = here;
	}
	return next;
}

bool codetag_next(const struct model *m, struct codetag_iterator *next,
		  uint32_t *ret)
{
	if (next->id == 0) {
		*ret = kernel_tag_at(m, next->at++);
		if (*ret != UINT32_MAX)
			return true;
		*next = (struct codetag_iterator){ .id = id_behind(m, 0) };
	}
	const struct module_load *module = module_with_id(m, next->id);

	if (module && next->at == module->nr_tags) {
		*next = (struct codetag_iterator){ .id = id_behind(m,
								   next->id) };
		module = module_with_id(m, next->id);
	}
	if (!module) {
		next->id = UINT32_MAX;
		return false;
	}
	*ret = module->first_tag + next->at++;
	return true;
}

const struct tag_area *tag_area_at(const struct model *m, unsigned i)
{
	assert(i < MAX_TAG_AREAS);
	return &m->areas[i];
}

uint32_t module_area_high(const struct model *m)
{
	return m->globals->area_high;
}

/* Where tags are counted in whole ones, the area begins at a multiple. */
static uint32_t area_shift(const struct model *m)
{
	uint32_t over = (uint32_t)(MODULE_TAG_AREA_BASE % ALLOC_TAG_SIZE);

	return mem_profiling(m).compressed && over ? ALLOC_TAG_SIZE - over : 0;
}

uint32_t module_area_size(const struct model *m)
{
	return MODULE_TAG_AREA_SIZE - area_shift(m);
}

uint64_t module_area_address(const struct model *m, uint32_t start)
{
	return MODULE_TAG_AREA_BASE + area_shift(m) + start;
}
