/*
 * What a kernel makes of the probes in probes.def: which of them it cannot
 * come to, and which it has in another function or says in other words.
 *
 * Both follow from the named behaviours of its profile.  A function that has
 * merely another name there is renamed in the profile.
 */
#include "core/probe_internal.h"

#include <assert.h>
#include <string.h>

#include "core/probe_traits_internal.h"

/* Functions that only some kernels have. */
static const struct {
	const char *function;
	behaviour_fn exists;
} functions[] = {
	{ "nr_pcp_alloc", pcp_tunes_itself },
	{ "nr_pcp_high", pcp_tunes_itself },
	{ "nr_pcp_free", pcp_tunes_itself },
	{ "decay_pcp_high", pcp_tunes_itself },
	{ "decay", pcp_is_fixed },
	{ "__rmqueue_claim", claims },
	{ "try_to_steal_block", claims },
	{ "__rmqueue_steal", claims },
	{ "__rmqueue_fallback", falls_back },
	{ "steal_suitable_fallback", falls_back },
	{ "boost_watermark", boosts },
	{ "alloc_flags_nofragment", nofragment },
	{ "reserve_highatomic_pageblock", has_highatomic },
	{ "unreserve_highatomic_pageblock", has_highatomic },
	{ "__alloc_pages_cpuset_fallback", insists },
	{ "split_large_buddy", follows_pageblocks },
	{ "should_alloc_retry", retries_by_order },
	{ "should_reclaim_retry", retries_by_hope },
	{ "should_compact_retry", retries_by_hope },
	{ "free_unref_folios", frees_folios },
	{ "alloc_pages_bulk", has_bulk },
	{ "bulk", lacks_bulk },
	{ "alloc_hooks", profiles },
	{ "pgalloc_tag_add", profiles },
	{ "pgalloc_tag_sub", profiles },
	{ "pgalloc_tag_split", profiles },
	{ "load_module", profiles },
	{ "reserve_module_tags", has_tag_area },
	{ "replace_module", has_tag_area },
	{ "release_module_tags", has_tag_area },
	{ "codetag_module_init", profiles },
	{ "free_module", profiles },
	{ "codetag_unload_module", profiles },
	{ "alloc_tag_sec_init", compresses_tags },
	{ "shutdown_mem_profiling", has_tag_area },
	{ "mem_profiling", profiles },
	{ "module", profiles },
	{ "hook", profiles },
	{ "unhook", profiles },
};

/* Single decisions that only some kernels make, whoever has the function. */
static const struct {
	enum probe_id id;
	behaviour_fn exists;
} decisions[] = {
	{ PROBE_FREELIST_AWAKE, skips_awake },
	{ PROBE_FREELIST_REMOTE, nofragment },
	{ PROBE_FREELIST_RETRY, walks_again },
	{ PROBE_FREELIST_WAS_FULL, caches_zonelists },
	{ PROBE_FREELIST_CACHE_ON, caches_zonelists },
	{ PROBE_FREELIST_MARK_FULL, caches_zonelists },
	{ PROBE_FREELIST_FAIR_LOCAL, fair },
	{ PROBE_FREELIST_DEPLETED, fair },
	{ PROBE_FREELIST_NEW_ROUND, fair },
	{ PROBE_RMQUEUE_ALLOC_BATCH, fair },
	{ PROBE_RMQUEUE_BOOSTED, boosts },
	{ PROBE_RMQUEUE_RESERVE, sets_blocks_apart },
	{ PROBE_RMQUEUE_CMA_HALF, cma_by_half },
	{ PROBE_RMQUEUE_BUDDY_HIGHATOMIC, has_highatomic },
	{ PROBE_WATERMARK_HALVE, halves_marks },
	{ PROBE_WATERMARK_BLOCK, looks_for_block },
	{ PROBE_WATERMARK_FAST_ZERO, looks_for_block },
	{ PROBE_WATERMARK_UNBOOSTED, boost_can_be_ignored },
	{ PROBE_FALLBACK_LEAST, steals_to_own_lists },
	{ PROBE_FALLBACK_SMALLEST, steals_to_own_lists },
	{ PROBE_STEAL_SINGLE, steals_to_own_lists },
	{ PROBE_FREE_PAGES_PIECE, frees_behind },
	{ PROBE_SLOWPATH_THISNODE, thisnode_fails },
	{ PROBE_SLOWPATH_LOCAL, local_reserves },
	{ PROBE_SLOWPATH_COMPACT, compacts_early_at_times },
	{ PROBE_SLOWPATH_COMPACTED, compacts_early_at_times },
	{ PROBE_SLOWPATH_COSTLY, retries_by_hope },
	{ PROBE_SLOWPATH_AGAIN, retries_by_hope },
	{ PROBE_FREELIST_HIGH, below_high },
	{ PROBE_FREELIST_SET_BELOW, below_high },
	{ PROBE_UNLOAD_USED, unloads_by_data },
	{ PROBE_LOAD_MODULE_FAILED, has_tag_area },
	{ PROBE_RMQUEUE_SKIPS_PCP, keeps_cma_apart },
	{ PROBE_PCPLIST_HIGHATOMIC, reserve_is_no_refill },
	{ PROBE_PCPLIST_BATCH, pcp_is_fixed },
	{ PROBE_RMQUEUE_BUDDY_LAST, not_harder },
	{ PROBE_RMQUEUE_MAY_STEAL, claims },
	{ PROBE_PAGE_DEL_ACCOUNT, counts_each_block },
	{ PROBE_CLAIM_WORTH, claims_worth_first },
	{ PROBE_CAN_STEAL, claims_worth_last },
	{ PROBE_COMMIT_FREE_HIGH, pcp_tunes_itself },
	{ PROBE_COMMIT_HIGH, pcp_by_high },
	{ PROBE_COMMIT_BELOW_HIGH, below_high },
	{ PROBE_COMMIT_BATCH, pcp_by_batch },
	{ PROBE_NR_PCP_HIGH_SIMPLE, pcp_by_factor },
	{ PROBE_NR_PCP_FREE_FACTOR, pcp_by_factor },
};

static void mark_missing(const struct profile *profile,
			 struct probe probes[NR_PROBES])
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		bool exists = functions[i].exists(profile);
		bool found = false;

		for (unsigned id = 0; id < NR_PROBES; id++) {
			if (strcmp(probes[id].function,
				   functions[i].function) != 0)
				continue;
			probes[id].exists = exists;
			found = true;
		}
		assert(found && "a function that no probe has");
	}
	for (size_t i = 0; i < sizeof(decisions) / sizeof(*decisions); i++)
		probes[decisions[i].id].exists = decisions[i].exists(profile);
}

void probes_reword(const struct profile *profile,
		   struct probe probes[NR_PROBES])
{
	mark_missing(profile, probes);
	probes_reword_slabs(profile, probes);
	probes_put_into_words(profile, probes);
}
