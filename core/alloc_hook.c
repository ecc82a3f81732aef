/*
 * alloc_hooks(): whom an allocation is charged to.
 *
 * The site around a call is kept in current->alloc_tag, and the one before
 * comes back behind it: of nested sites the innermost is charged.
 */
#include "core/alloc_tag_internal.h"
#include "core/codetag_internal.h"

static bool has_hooks(const struct model *m)
{
	struct mem_profiling profiling = mem_profiling(m);

	return profiling.exists &&
	       (profiling.on || !m->machine.profile->hooks_mind_the_key);
}

/* The number that the tag of a site has or will have. */
static uint32_t tag_to_be(const struct model *m, const struct codetag *site)
{
	uint32_t tag = alloc_tag_find(m, site);

	return tag == UINT32_MAX ? m->globals->nr_tags : tag;
}

static void make_current(struct model *m, const struct codetag *site)
{
	put(m, &m->globals->current_tag, alloc_tag_of_site(m, site) + 1);
}

void alloc_hooks(struct model *m, const struct codetag *site,
		 void (*call)(struct model *m, void *context), void *context)
{
	uint32_t before = m->globals->current_tag;

	if (!site->file || !has_hooks(m)) {
		call(m, context);
		return;
	}
	frame(m, PROBE_ALLOC_HOOKS, tag_to_be(m, site), (int64_t)before - 1);
	make_current(m, site);
	call(m, context);
	probe(m, PROBE_ALLOC_HOOKS_RESTORE,
	      (int64_t)m->globals->current_tag - 1, (int64_t)before - 1);
	put(m, &m->globals->current_tag, before);
}

void alloc_hook_push(struct model *m, const struct codetag *site)
{
	uint32_t nr = m->globals->nr_hooks;
	uint32_t before = m->globals->current_tag;

	frame(m, PROBE_HOOK, tag_to_be(m, site), (int64_t)before - 1,
	      has_hooks(m));
	put(m, &m->globals->saved_tags[nr], before);
	put(m, &m->globals->nr_hooks, nr + 1);
	if (has_hooks(m))
		make_current(m, site);
}

void alloc_hook_pop(struct model *m)
{
	uint32_t nr = m->globals->nr_hooks - 1;
	uint32_t before = m->globals->saved_tags[nr];

	frame(m, PROBE_UNHOOK, (int64_t)m->globals->current_tag - 1,
	      (int64_t)before - 1);
	put(m, &m->globals->current_tag, before);
	put(m, &m->globals->saved_tags[nr], 0);
	put(m, &m->globals->nr_hooks, nr);
}
