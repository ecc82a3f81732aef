/*
 * Switching memory allocation profiling: the boot parameter and the sysctl of
 * one name, and the way out when tags cannot be addressed.
 *
 * A boot parameter that is given later makes the state what it would be if it
 * had been given before: references move to where the parameter puts them,
 * and `never` knows nothing of what was charged.
 */
#include "core/alloc_tag_internal.h"
#include "core/codetag_internal.h"

const char *profiling_switch_name(enum profiling_switch value)
{
	static const char *const names[NR_PROFILING_SWITCHES] = {
		[PROFILING_NEVER] = "never",
		[PROFILING_OFF] = "0",
		[PROFILING_ON] = "1",
		[PROFILING_COMPRESSED] = "1,compressed",
	};

	return names[value];
}

void shutdown_mem_profiling(struct model *m)
{
	frame(m, PROBE_SHUTDOWN_PROFILING, mem_profiling(m).on);
	put(m, &m->globals->profiling,
	    m->globals->profiling | PROFILING_UNSUPPORTED | PROFILING_KEY_OFF);
}

/* Every page with a reference of the old form, and what it refers to. */
static pfn_t next_reference(const struct model *m, pfn_t pfn)
{
	for (pfn = page_touched_next(m, pfn); pfn != PFN_NONE;
	     pfn = page_touched_next(m, pfn + 1))
		if (page_of(m, pfn)->tag & ~TAG_REF_STALE)
			return pfn;
	return PFN_NONE;
}

static void forget_reference(struct model *m, pfn_t pfn)
{
	page_tag_ref_put(m, pfn, 0);
	put(m, &page_of(m, pfn)->tag, 0);
}

static void forget_counters(struct model *m, uint32_t tag)
{
	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++) {
		put(m, &tag_counters(m, tag, cpu)->bytes, 0);
		put(m, &tag_counters(m, tag, cpu)->calls, 0);
	}
	put(m, &m->tag_accounts[tag].lost_bytes, 0);
	put(m, &m->tag_accounts[tag].lost_calls, 0);
}

static void never_profile(struct model *m)
{
	for (pfn_t pfn = page_touched_next(m, m->first_pfn); pfn != PFN_NONE;
	     pfn = page_touched_next(m, pfn + 1))
		if (page_alloc_tag(m, pfn) || page_of(m, pfn)->tag)
			forget_reference(m, pfn);
	for (uint32_t tag = 0; tag < m->globals->nr_tags; tag++)
		forget_counters(m, tag);
	put(m, &m->globals->profiling,
	    PROFILING_UNSUPPORTED | PROFILING_KEY_OFF);
}

/* A page's reference moves from page_ext to page->flags; one that no index
 * can name is lost. */
static void compress_reference(struct model *m, pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);
	uint32_t stale = page->tag & TAG_REF_STALE;
	uint32_t reference = page->tag & ~TAG_REF_STALE;

	page_tag_ref_put(m, pfn, reference);
	if (page_alloc_tag(m, pfn) == reference)
		put(m, &page->tag, stale);
	else if (!stale)
		alloc_tag_lose(m, reference - 1,
			       pages_in(page->use_order) << PAGE_SHIFT, 1);
}

static void compress(struct model *m, uint32_t kernel_tags)
{
	unsigned bits = mem_profiling(m).index_bits;
	uint32_t count =
		kernel_tags ? kernel_tags : mem_profiling(m).kernel_tags;
	uint32_t on = m->globals->profiling & ~(uint32_t)PROFILING_KEY_OFF;

	frame(m, PROBE_TAG_SEC_INIT, count, bits,
	      count > (UINT64_C(1) << bits));
	if (kernel_tags)
		put(m, &m->globals->kernel_tags, kernel_tags);
	if (count > UINT64_C(1) << bits) {
		shutdown_mem_profiling(m);
		return;
	}
	put(m, &m->globals->profiling, on | PROFILING_IN_FLAGS);
	for (pfn_t pfn = next_reference(m, m->first_pfn); pfn != PFN_NONE;
	     pfn = next_reference(m, pfn + 1))
		compress_reference(m, pfn);
}

void mem_profiling_set(struct model *m, const struct operation *op)
{
	uint32_t words = m->globals->profiling;

	frame(m, PROBE_SET_PROFILING, op->profiling,
	      op->profiling == PROFILING_OFF, op->profiling == PROFILING_ON);
	switch (op->profiling) {
	case PROFILING_NEVER:
		never_profile(m);
		return;
	case PROFILING_OFF:
		put(m, &m->globals->profiling, words | PROFILING_KEY_OFF);
		return;
	case PROFILING_ON:
		put(m, &m->globals->profiling,
		    words & ~(uint32_t)PROFILING_KEY_OFF);
		return;
	case PROFILING_COMPRESSED:
		if (!(words & PROFILING_IN_FLAGS))
			compress(m, op->count);
		return;
	case NR_PROFILING_SWITCHES:
		break;
	}
}
