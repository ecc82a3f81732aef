/*
 * What operations on code tags can be carried out now.
 */
#include "core/alloc_tag_internal.h"
#include "core/codetag_internal.h"

bool codetag_exists(const struct model *m, const struct codetag *site)
{
	return alloc_tag_find(m, site) != UINT32_MAX;
}

static bool has_free_areas(const struct model *m)
{
	unsigned nr = 0;

	/* One for the tags, one for the padding in front of them. */
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++)
		nr += m->areas[i].use == AREA_FREE;
	return nr >= 2;
}

static bool has_free_place(const struct model *m)
{
	for (unsigned i = 0; i < MAX_MODULES; i++)
		if (m->modules[i].load == 0)
			return true;
	return false;
}

static enum op_refusal check_load(const struct model *m,
				  const struct operation *op, int64_t *where)
{
	*where = op->align;
	if (op->align & (op->align - 1) || op->align > MODULE_TAG_AREA_SIZE)
		return OP_BAD_ALIGN;
	if (module_find(m, op->module) >= 0)
		return OP_MODULE_LOADED;
	*where = MAX_MODULES;
	if (!has_free_place(m) || !has_free_areas(m))
		return OP_TOO_MANY_MODULES;
	*where = op->count;
	return op->count > MODULE_TAG_AREA_SIZE / ALLOC_TAG_SIZE ||
			       op->nr_sites > op->count ||
			       op->count > MAX_TAGS - m->globals->nr_tags
		       ? OP_TOO_MANY
		       : OP_POSSIBLE;
}

static bool has_modules(const struct model *m)
{
	for (unsigned i = 0; i < MAX_MODULES; i++)
		if (m->modules[i].load != 0)
			return true;
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++)
		if (m->areas[i].use != AREA_FREE)
			return true;
	return false;
}

static enum op_refusal check_profiling(const struct model *m,
				       const struct operation *op,
				       int64_t *where)
{
	bool at_boot = op->profiling == PROFILING_NEVER ||
		       op->profiling == PROFILING_COMPRESSED;

	*where = op->count;
	if (op->count > MAX_TAGS)
		return OP_TOO_MANY;
	if (op->profiling == PROFILING_COMPRESSED &&
	    !m->machine.profile->tag_index_in_flags)
		return OP_NO_COMPRESSION;
	if (!mem_profiling(m).supported)
		return OP_PROFILING_GONE;
	return at_boot && has_modules(m) ? OP_AT_BOOT_ONLY : OP_POSSIBLE;
}

enum op_refusal tagging_check(const struct model *m, const struct operation *op,
			      int64_t *where)
{
	*where = 0;
	if (!mem_profiling(m).exists)
		return OP_NO_PROFILING;
	if (op->kind == OP_MODULE_LOAD)
		return check_load(m, op, where);
	if (op->kind == OP_MODULE_UNLOAD || op->kind == OP_MODULE_REPLACE)
		return module_find(m, op->module) < 0 ? OP_NO_SUCH_MODULE
						      : OP_POSSIBLE;
	if (op->kind == OP_PROFILING)
		return check_profiling(m, op, where);
	if (op->kind == OP_UNHOOK)
		return m->globals->nr_hooks == 0 ? OP_NO_HOOK : OP_POSSIBLE;
	if (!op->tag.file)
		return OP_NO_SUCH_SITE;
	*where = MAX_HOOKS;
	return m->globals->nr_hooks == MAX_HOOKS ? OP_TOO_MANY_HOOKS
						 : OP_POSSIBLE;
}
