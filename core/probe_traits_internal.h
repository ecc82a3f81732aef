/*
 * What the probes of a kernel follow from: named behaviours of its profile,
 * alone or together.
 */
#ifndef MMSCOPE_CORE_PROBE_TRAITS_INTERNAL_H
#define MMSCOPE_CORE_PROBE_TRAITS_INTERNAL_H

#include <string.h>

#include "core/gfp.h"
#include "core/profile.h"

typedef bool (*behaviour_fn)(const struct profile *profile);

#define TRAIT(name, condition)                                                 \
	static inline bool name(const struct profile *profile)                 \
	{                                                                      \
		return condition;                                              \
	}

static inline bool gfp_is_named(const struct profile *profile, const char *name)
{
	gfp_t mask = 0;

	return gfp_lookup(profile, name, strlen(name), &mask);
}

TRAIT(pcp_tunes_itself, profile->pcp_rule == PCP_AUTO)
TRAIT(pcp_is_fixed, profile->pcp_rule != PCP_AUTO)
TRAIT(pcp_by_factor, profile->pcp_rule == PCP_FACTOR)
TRAIT(pcp_by_high, profile->pcp_rule != PCP_BATCH)
TRAIT(pcp_by_batch, profile->pcp_rule == PCP_BATCH)
TRAIT(claims, profile->fallback_rule == FALLBACK_CLAIM)
TRAIT(claims_worth_first, claims(profile) && profile->claim_asks_worth_first)
TRAIT(claims_worth_last, claims(profile) && !profile->claim_asks_worth_first)
TRAIT(steals_to_own_lists, profile->fallback_rule == FALLBACK_STEAL)
TRAIT(takes, profile->fallback_rule == FALLBACK_TAKE)
TRAIT(falls_back, profile->fallback_rule != FALLBACK_CLAIM)
TRAIT(harder, profile->reserve_rule == RESERVE_HARDER)
TRAIT(not_harder, profile->reserve_rule != RESERVE_HARDER)
TRAIT(reserve_counts_whole, profile->reserve_rule != RESERVE_FREE)
TRAIT(below_high, profile->below_high)
TRAIT(skips_awake, profile->walk_skips_awake_nodes)
TRAIT(follows_pageblocks, profile->blocks_follow_pageblocks)
TRAIT(remembers_types, profile->list_type_is_remembered)
TRAIT(keeps_cma_apart, profile->movable_without_cma_skips_pcp)
TRAIT(reserve_is_no_refill, profile->highatomic_never_refills)
TRAIT(counts_each_block, !profile->refill_counts_at_end)
TRAIT(counts_at_end, profile->refill_counts_at_end)
TRAIT(frees_folios, !profile->release_reverses_singles)
TRAIT(frees_singles_last, profile->release_reverses_singles)
TRAIT(buddy_within_rmqueue, profile->rmqueue_asks_buddy_itself)
TRAIT(has_bulk, !profile->no_bulk_allocator)
TRAIT(lacks_bulk, profile->no_bulk_allocator)
TRAIT(pcp_within_rmqueue, profile->rmqueue_asks_pcp_itself)
TRAIT(pcp_within_free, profile->free_fills_pcp_itself)
TRAIT(read_at_entry, profile->request_is_read_at_entry)
TRAIT(frees_behind, profile->frees_behind_first)
TRAIT(boosts, profile->boosts_watermarks)
TRAIT(boost_can_be_ignored, profile->urgent_ignores_boost)
TRAIT(nofragment, profile->nofragment)
TRAIT(walks_again, profile->nofragment || profile->fair_zones)
TRAIT(fair, profile->fair_zones)
TRAIT(caches_zonelists, profile->zonelist_cache)
TRAIT(sets_blocks_apart, profile->reserve_pageblocks)
TRAIT(has_highatomic, !profile->reserve_pageblocks)
TRAIT(halves_marks, profile->mark_halves_per_order)
TRAIT(looks_for_block, !profile->mark_halves_per_order)
TRAIT(cma_by_half, profile->cma_half_rule)
TRAIT(cma_if_movable, profile->cma_for_all_movable)
TRAIT(no_cold, !profile->frees_cold_pages)
TRAIT(has_cold, profile->frees_cold_pages)
TRAIT(thisnode_fails, profile->thisnode_fails_at_once)
TRAIT(local_reserves, profile->reserves_by_local_zonelist)
TRAIT(drains_reclaimable_first,
      profile->pcp_rule == PCP_BATCH && profile->reclaimable == 1)
TRAIT(moves_to_head, profile->moved_blocks_to_head)
TRAIT(insists, !profile->nofail_only_loops)
TRAIT(atomic_by_mask,
      profile->reserve_rule == RESERVE_HARDER && profile->gfp.atomic == 0)
TRAIT(born_frozen, profile->pages_are_born_frozen)
TRAIT(profiles, profile->allocinfo_version)
TRAIT(has_tag_area, profile->module_tag_area)
TRAIT(unloads_by_data, profiles(profile) && !profile->module_tag_area)
TRAIT(compresses_tags, profile->tag_index_in_flags)
TRAIT(retries_by_order, profile->retry_asks_order_only)
TRAIT(retries_by_hope, !profile->retry_asks_order_only)
TRAIT(compacts_early_at_times, profile->early_compaction != EARLY_ALWAYS)
TRAIT(compacts_every_turn, profile->early_compaction == EARLY_ALWAYS)
TRAIT(says_repeat, gfp_is_named(profile, "__GFP_REPEAT"))

#undef TRAIT

#endif
