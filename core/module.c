/*
 * The life of a module, as far as its code tags go.
 *
 * Kernel counterpart: codetag_module_init() and codetag_unload_module() of
 * lib/codetag.c, and what the module loader does around them.
 */
#include "core/alloc_tag_internal.h"
#include "core/codetag_internal.h"

/* Modules are known by load numbers; this will be that of the next. */
static uint32_t next_load(const struct model *m)
{
	return m->globals->nr_loads + 1;
}

static const struct module_words *free_place(const struct model *m)
{
	const struct module_words *module = m->modules;

	while (module->load != 0)
		module++;
	return module;
}

static uint32_t lowest_free_id(const struct model *m)
{
	uint32_t id = 1;

	while (module_with_id(m, id))
		id++;
	return id;
}

/* Where this kernel keeps the tags of modules in an area of their own. */
static bool needs_area(const struct model *m, uint32_t tags)
{
	return m->machine.profile->module_tag_area &&
	       mem_profiling(m).supported && tags > 0;
}

/* Registers the section of the load that was listed last. */
static uint32_t module_init(struct model *m, const struct module_words *module,
			    uint32_t tags)
{
	uint32_t id = tags ? lowest_free_id(m) : 0;

	frame(m, PROBE_CODETAG_MODULE_INIT, module->load, tags, id);
	put(m, &module->id, id);
	return id;
}

/* The loader moves struct module from where it was read to where it stays. */
static void move_module(struct model *m, const struct module_words *module)
{
	uint32_t moved = module->moved + 1;

	put(m, &module->moved, moved);
	if (m->machine.profile->module_tag_area)
		replace_module(m, module->load, moved);
}

void module_load(struct model *m, const struct operation *op,
		 struct op_result *result)
{
	uint32_t load = next_load(m);
	const struct module_words *module = free_place(m);
	unsigned align = op->align ? op->align : _Alignof(uint64_t);

	frame(m, PROBE_LOAD_MODULE, load, op->count);
	module_register_load(m, op);
	result->module_id = -1;
	if (needs_area(m, op->count) &&
	    !reserve_module_tags(m, load, op->count * ALLOC_TAG_SIZE, align)) {
		probe(m, PROBE_LOAD_MODULE_FAILED, load);
		return;
	}
	probe(m, PROBE_LOAD_MODULE_PLACE, load);
	put(m, &module->load, load);
	move_module(m, module);
	result->module_id = (int)module_init(m, module, op->count);
}

/* Before there was an area: a tag in use keeps the module's data. */
static bool tags_are_free(struct model *m, uint32_t load)
{
	const struct module_load *module = module_load_at(m, load);
	bool all = true;

	for (uint32_t at = 0; at < module->nr_tags; at++) {
		uint32_t tag = module->first_tag + at;
		int64_t bytes = alloc_tag_counters(m, tag).bytes;

		if (bytes == 0)
			continue;
		probe(m, PROBE_UNLOAD_USED, tag, bytes);
		all = false;
	}
	return all;
}

static bool unload_tags(struct model *m, const struct module_words *module)
{
	uint32_t load = module->load;
	bool by_area = m->machine.profile->module_tag_area;

	frame(m, PROBE_CODETAG_UNLOAD, load, module->id);
	bool clean = by_area || tags_are_free(m, load);

	probe(m, PROBE_UNLOAD_REMOVE, load, module->id);
	put(m, &module->id, 0);
	if (by_area)
		release_module_tags(m, load, true);
	return clean;
}

void module_unload(struct model *m, const struct operation *op)
{
	const struct module_words *module =
		&m->modules[module_find(m, op->module)];
	uint32_t load = module->load;
	bool clean = true;

	frame(m, PROBE_FREE_MODULE, load);
	if (module->id)
		clean = unload_tags(m, module);
	probe(m, PROBE_FREE_MODULE_RESULT, load, clean);
	put(m, &module->load, 0);
	put(m, &module->id, 0);
	put(m, &module->moved, 0);
}

void module_replace(struct model *m, const struct operation *op)
{
	const struct module_words *module =
		&m->modules[module_find(m, op->module)];

	frame(m, PROBE_MOVE_MODULE, module->load,
	      m->machine.profile->module_tag_area);
	move_module(m, module);
}
