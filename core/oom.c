/*
 * Out of memory: the last attempts, and whom the kernel would kill.
 *
 * There is no task in the model, so nobody can be killed and no memory comes
 * free by it.
 *
 * Kernel counterpart: __alloc_pages_may_oom, __alloc_pages_cpuset_fallback
 * (mm/page_alloc.c), out_of_memory (mm/oom_kill.c), 6.12.107.
 */
#include "core/slowpath_internal.h"

pfn_t alloc_pages_cpuset_fallback(struct model *m,
				  const struct slow_request *slow,
				  unsigned alloc_flags)
{
	frame(m, PROBE_CPUSET_FALLBACK, alloc_flags);
	pfn_t pfn =
		get_page_from_freelist(m, slow->ac, alloc_flags | ALLOC_CPUSET);

	if (pfn != PFN_NONE)
		return pfn;
	return get_page_from_freelist(m, slow->ac, alloc_flags);
}

/* Is the request worth a task's life? */
static bool may_kill(struct model *m, const struct slow_request *slow)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	bool costly = slow_request_is_costly(slow);
	bool may_fail = slow_request_wants(slow, bits->retry_mayfail) ||
			slow_request_wants(slow, bits->thisnode);
	bool low_zones = (int)slow->ac->highest_zoneidx <
			 m->machine.zone_id[ZONE_NORMAL];
	bool kill = !costly && !may_fail && !low_zones;

	probe(m, PROBE_MAY_OOM_KILL, slow->ac->order, costly, may_fail,
	      low_zones, kill);
	return kill;
}

/* True: memory came free, or the request shall go on as if. */
static bool out_of_memory(struct model *m, const struct slow_request *slow)
{
	bool fs = slow_request_wants(slow, m->machine.profile->gfp.fs);

	frame(m, PROBE_OUT_OF_MEMORY, slow->ac->gfp, fs, !fs);
	return !fs;
}

pfn_t alloc_pages_may_oom(struct model *m, const struct slow_request *slow,
			  bool *progress)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	unsigned alloc_flags = WMARK_HIGH | ALLOC_CPUSET;
	/* This look must not reclaim in its turn. */
	struct alloc_context look = *slow->ac;

	look.gfp = (look.gfp | bits->hardwall) & ~bits->direct_reclaim;
	*progress = false;
	frame(m, PROBE_MAY_OOM, look.order, slow->ac->gfp, alloc_flags);
	pfn_t pfn = get_page_from_freelist(m, &look, alloc_flags);

	if (pfn != PFN_NONE || !may_kill(m, slow))
		return pfn;
	bool nofail = slow_request_wants(slow, bits->nofail);

	*progress = out_of_memory(m, slow) || nofail;
	if (nofail)
		pfn = alloc_pages_cpuset_fallback(m, slow, ALLOC_NO_WATERMARKS);
	return pfn;
}
