#include "commands/slab_choice.h"

#include "commands/session_internal.h"
#include "core/probe.h"

/* 0 unless it is a slab now, and of this cache; -1: of any. */
static uint32_t slab_at_pfn(const struct model *m, pfn_t pfn, int cache)
{
	uint32_t slab = pfn == PFN_NONE ? 0 : slab_of_pfn(m, pfn);

	if (!slab || (cache >= 0 && slab_at(m, slab)->cache != cache))
		return 0;
	return slab;
}

/* The last page that the step at the cursor names and that is of a slab. */
static uint32_t slab_of_step(const struct model *m, int cache)
{
	uint64_t position = history_cursor(m);
	uint32_t found = 0;

	if (position == 0)
		return 0;
	struct step step = history_step(m, position);
	const struct probe *probe = probe_in(m, step.probe);

	for (unsigned i = 0; i < probe->nr_args; i++) {
		int64_t value = step.args[i];
		uint32_t slab = 0;

		if (probe->args[i].kind == ARG_PFN && value >= 0 &&
		    value < PFN_NONE)
			slab = slab_at_pfn(m, (pfn_t)value, cache);
		found = slab ? slab : found;
	}
	return found;
}

/* That of kmalloc's result, or of what kfree gives back. */
static uint32_t slab_of_operation(const struct model *m, int cache)
{
	uint32_t op = history_op_at(m, history_cursor(m));

	return op ? slab_at_pfn(m, history_result(m, op)->pfn, cache) : 0;
}

static int cache_of_operation(const struct model *m)
{
	uint32_t op = history_op_at(m, history_cursor(m));

	return op ? history_result(m, op)->cache : -1;
}

static int first_cache(const struct model *m)
{
	for (unsigned cache = model_caches(m)->nr; cache-- > 0;)
		if (cache_slab_next(m, cache, 0))
			return (int)cache;
	return -1;
}

static int choose_cache(const struct session *s)
{
	const struct slab_asked *asked = &s->slab_asked;
	uint32_t slab = 0;

	if (asked->cache >= 0 && asked->position == history_cursor(s->m))
		return asked->cache;
	slab = slab_of_step(s->m, -1);
	if (slab)
		return slab_at(s->m, slab)->cache;
	if (cache_of_operation(s->m) >= 0)
		return cache_of_operation(s->m);
	return asked->cache >= 0 ? asked->cache : first_cache(s->m);
}

struct chosen_slab chosen_slab(const struct session *s)
{
	const struct slab_asked *asked = &s->slab_asked;
	struct chosen_slab chosen = { .cache = choose_cache(s) };
	uint32_t slab = 0;

	if (chosen.cache < 0)
		return chosen;
	if (asked->position == history_cursor(s->m))
		slab = slab_at_pfn(s->m, asked->pfn, chosen.cache);
	if (!slab)
		slab = slab_of_step(s->m, chosen.cache);
	if (!slab)
		slab = slab_of_operation(s->m, chosen.cache);
	if (!slab)
		slab = slab_at_pfn(s->m, asked->pfn, chosen.cache);
	if (!slab)
		slab = cache_cpu_at(s->m, (unsigned)chosen.cache,
				    model_current_cpu(s->m))
			       ->slab;
	chosen.slab =
		slab ? slab : cache_slab_next(s->m, (unsigned)chosen.cache, 0);
	return chosen;
}
