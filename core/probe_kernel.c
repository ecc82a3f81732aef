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

#include "core/profile.h"

typedef bool (*behaviour_fn)(const struct profile *profile);

#define BEHAVIOUR(name, condition)                                             \
	static bool name(const struct profile *profile)                        \
	{                                                                      \
		return condition;                                              \
	}

BEHAVIOUR(pcp_tunes_itself, profile->pcp_rule == PCP_AUTO)
BEHAVIOUR(pcp_is_fixed, profile->pcp_rule != PCP_AUTO)
BEHAVIOUR(pcp_by_factor, profile->pcp_rule == PCP_FACTOR)
BEHAVIOUR(pcp_by_high, profile->pcp_rule != PCP_BATCH)
BEHAVIOUR(pcp_by_batch, profile->pcp_rule == PCP_BATCH)
BEHAVIOUR(claims, profile->fallback_rule == FALLBACK_CLAIM)
BEHAVIOUR(claims_worth_first,
	  claims(profile) && profile->claim_asks_worth_first)
BEHAVIOUR(claims_worth_last,
	  claims(profile) && !profile->claim_asks_worth_first)
BEHAVIOUR(steals_to_own_lists, profile->fallback_rule == FALLBACK_STEAL)
BEHAVIOUR(takes, profile->fallback_rule == FALLBACK_TAKE)
BEHAVIOUR(falls_back, profile->fallback_rule != FALLBACK_CLAIM)
BEHAVIOUR(harder, profile->reserve_rule == RESERVE_HARDER)
BEHAVIOUR(not_harder, profile->reserve_rule != RESERVE_HARDER)
BEHAVIOUR(reserve_counts_whole, profile->reserve_rule != RESERVE_FREE)
BEHAVIOUR(below_high, profile->below_high)
BEHAVIOUR(skips_awake, profile->walk_skips_awake_nodes)
BEHAVIOUR(follows_pageblocks, profile->blocks_follow_pageblocks)
BEHAVIOUR(remembers_types, profile->list_type_is_remembered)
BEHAVIOUR(keeps_cma_apart, profile->movable_without_cma_skips_pcp)
BEHAVIOUR(reserve_is_no_refill, profile->highatomic_never_refills)
BEHAVIOUR(counts_each_block, !profile->refill_counts_at_end)
BEHAVIOUR(frees_folios, !profile->release_reverses_singles)
BEHAVIOUR(frees_singles_last, profile->release_reverses_singles)
BEHAVIOUR(buddy_within_rmqueue, profile->rmqueue_asks_buddy_itself)
BEHAVIOUR(has_bulk, !profile->no_bulk_allocator)
BEHAVIOUR(lacks_bulk, profile->no_bulk_allocator)
BEHAVIOUR(pcp_within_rmqueue, profile->rmqueue_asks_pcp_itself)
BEHAVIOUR(pcp_within_free, profile->free_fills_pcp_itself)
BEHAVIOUR(read_at_entry, profile->request_is_read_at_entry)
BEHAVIOUR(frees_behind, profile->frees_behind_first)
BEHAVIOUR(boosts, profile->boosts_watermarks)
BEHAVIOUR(boost_can_be_ignored, profile->urgent_ignores_boost)
BEHAVIOUR(nofragment, profile->nofragment)
BEHAVIOUR(walks_again, profile->nofragment || profile->fair_zones)
BEHAVIOUR(fair, profile->fair_zones)
BEHAVIOUR(caches_zonelists, profile->zonelist_cache)
BEHAVIOUR(sets_blocks_apart, profile->reserve_pageblocks)
BEHAVIOUR(has_highatomic, !profile->reserve_pageblocks)
BEHAVIOUR(halves_marks, profile->mark_halves_per_order)
BEHAVIOUR(looks_for_block, !profile->mark_halves_per_order)
BEHAVIOUR(cma_by_half, profile->cma_half_rule)
BEHAVIOUR(cma_if_movable, profile->cma_for_all_movable)
BEHAVIOUR(no_cold, !profile->frees_cold_pages)
BEHAVIOUR(has_cold, profile->frees_cold_pages)
BEHAVIOUR(thisnode_fails, profile->thisnode_fails_at_once)
BEHAVIOUR(local_reserves, profile->reserves_by_local_zonelist)
BEHAVIOUR(drains_reclaimable_first,
	  profile->pcp_rule == PCP_BATCH && profile->reclaimable == 1)
BEHAVIOUR(moves_to_head, profile->moved_blocks_to_head)
BEHAVIOUR(insists, !profile->nofail_only_loops)
BEHAVIOUR(atomic_by_mask,
	  profile->reserve_rule == RESERVE_HARDER && profile->gfp.atomic == 0)
BEHAVIOUR(born_frozen, profile->pages_are_born_frozen)

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
	{ "free_unref_folios", frees_folios },
	{ "alloc_pages_bulk", has_bulk },
	{ "bulk", lacks_bulk },
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
	{ PROBE_FREELIST_HIGH, below_high },
	{ PROBE_FREELIST_SET_BELOW, below_high },
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

/* A probe in other words; what is not given stays as it is.  Operands that
 * the kernel does not know must come last, so that nr_args can leave them
 * out. */
struct wording {
	enum probe_id id;
	behaviour_fn where;
	const char *function;
	const char *label;
	const char *outline;
	const char *sentence;
	unsigned nr_args;
};

static const struct wording wordings[] = {
	{ .id = PROBE_RMQUEUE_BUDDY,
	  .where = buddy_within_rmqueue,
	  .function = "rmqueue",
	  .label = "from_buddy",
	  .outline = "  no pcp list for it: from the buddy lists" },
	{ .id = PROBE_RMQUEUE_BUDDY_HIGHATOMIC,
	  .where = buddy_within_rmqueue,
	  .function = "rmqueue",
	  .outline = "    may it use the high-atomic reserve? that first" },
	{ .id = PROBE_RMQUEUE_BUDDY_HIGHATOMIC,
	  .where = reserve_counts_whole,
	  .sentence = "The request may use the high-atomic reserve: look there "
		      "first.",
	  .nr_args = 1 },
	{ .id = PROBE_RMQUEUE_BUDDY_LAST,
	  .where = reserve_counts_whole,
	  .sentence = "Nothing was found, and the request cannot wait: the "
		      "high-atomic reserve is the last resort.",
	  .nr_args = 1 },
	{ .id = PROBE_RMQUEUE_PCPLIST,
	  .where = pcp_by_factor,
	  .outline = "this CPU's lists: lock them, flush less from now on",
	  .sentence =
		  "CPU {cpu}'s lock is free, so its lists may be used; as "
		  "somebody takes pages again, free_factor is halved, "
		  "{old_frees} -> {frees}, and the next flush is smaller." },
	{ .id = PROBE_RMQUEUE_PCPLIST,
	  .where = pcp_by_batch,
	  .outline = "ask this CPU's lists",
	  .sentence = "The page is to come from CPU {cpu}'s own lists.",
	  .nr_args = 2 },
	{ .id = PROBE_PCPLIST_TAKE,
	  .where = reserve_is_no_refill,
	  .sentence = "CPU {cpu}'s list for order {order}, type {migratetype} "
		      "{blocks?holds {blocks} {blocks#block|blocks}|is "
		      "empty}." },
	{ .id = PROBE_RMQUEUE_PCPLIST,
	  .where = pcp_within_rmqueue,
	  .function = "rmqueue",
	  .label = "pcp",
	  .outline = "  a single page: ask this CPU's lists" },
	{ .id = PROBE_PCPLIST_TAKE,
	  .where = pcp_within_rmqueue,
	  .function = "rmqueue",
	  .label = "pcp_list",
	  .outline = "  is this CPU's list empty?" },
	{ .id = PROBE_PCPLIST_BATCH,
	  .where = pcp_within_rmqueue,
	  .function = "rmqueue",
	  .outline = "    yes: one batch is wanted" },
	{ .id = PROBE_PCPLIST_REFILLED,
	  .where = pcp_within_rmqueue,
	  .function = "rmqueue",
	  .outline = "    yes: refill it from the buddy lists" },
	{ .id = PROBE_PCPLIST_NONE,
	  .where = pcp_within_rmqueue,
	  .function = "rmqueue",
	  .outline = "    still empty: there is no page here" },
	{ .id = PROBE_PCPLIST_GOT,
	  .where = pcp_within_rmqueue,
	  .function = "rmqueue",
	  .outline = "  take its first page, the last for a cold one" },
	{ .id = PROBE_PCPLIST_GOT,
	  .where = has_cold,
	  .sentence = "Page {page} is taken from the {cold?cold end, the tail,|"
		      "head} of list {list}; CPU {cpu} keeps {count} "
		      "{count#page|pages}." },
	{ .id = PROBE_PCPLIST_GOT, .where = no_cold, .nr_args = 4 },
	{ .id = PROBE_PREPARE_ALLOC_PAGES,
	  .where = read_at_entry,
	  .function = "__alloc_pages",
	  .label = "request",
	  .outline = "  read zone limit, zonelist and migratetype from the "
		     "mask" },
	{ .id = PROBE_RMQUEUE_FALLBACK,
	  .where = takes,
	  .outline = "take a block of another type, the largest first:" },
	{ .id = PROBE_STEAL_SUITABLE,
	  .where = takes,
	  .outline = "take its pageblock along:",
	  .sentence = "Block {page} of order {current_order} lies in a "
		      "pageblock of type {block_type}; what is free of it goes "
		      "to type {migratetype}.",
	  .nr_args = 4 },
	{ .id = PROBE_STEAL_PAGEBLOCK_HALF,
	  .where = takes,
	  .outline = "  half of the pageblock free? it changes its type",
	  .sentence = "{free} free {free#page|pages} {claim?>=|<} {half}: "
		      "{claim?the pageblock changes its type|the pageblock "
		      "keeps its type, only its free pages went over}." },
	{ .id = PROBE_STEAL_SINGLE,
	  .where = moves_to_head,
	  .sentence = "Block {page} goes from list({current_order}, "
		      "{fallback_type}) to the head of list({current_order}, "
		      "{migratetype})." },
	{ .id = PROBE_RMQUEUE_MODES,
	  .where = falls_back,
	  .sentence = "Find a block of order {order} for type {migratetype}.",
	  .nr_args = 3 },
	{ .id = PROBE_RMQUEUE_TRY_CMA,
	  .where = steals_to_own_lists,
	  .outline = "  own lists empty: CMA, if the request may use it" },
	{ .id = PROBE_RMQUEUE_TRY_CMA,
	  .where = cma_if_movable,
	  .outline = "  own lists empty: CMA, if the request is movable" },
	{ .id = PROBE_RMQUEUE_MODES_RESULT,
	  .where = falls_back,
	  .sentence = "{failed?There is no block of order {order} in this zone "
		      "for this request|Page {page} was found}.",
	  .nr_args = 3 },
	{ .id = PROBE_MOVE_FREEPAGES_BLOCK,
	  .where = remembers_types,
	  .sentence = "From page {start} to the end of its pageblock, whatever "
		      "is free moves to {to} lists, also what lies on lists of "
		      "another type than the pageblock's, {from}." },
	{ .id = PROBE_PREP_NEW_PAGE,
	  .where = born_frozen,
	  .outline = "make it an allocated page: tag, compound",
	  .sentence = "Page {page} is charged to its caller{compound?; as "
		      "__GFP_COMP is given, it becomes a compound page.|.} Its "
		      "first reference is given by whoever called the "
		      "allocator; the model counts it here already." },
	{ .id = PROBE_GFP_TO_ALLOC_FLAGS,
	  .where = harder,
	  .sentence = "The request may go down to the min mark{min_reserve? "
		      "and, with __GFP_HIGH, below it by half|}{non_block?; "
		      "with __GFP_ATOMIC, by a further quarter|}: "
		      "{alloc_flags}." },
	{ .id = PROBE_GFP_TO_ALLOC_FLAGS,
	  .where = atomic_by_mask,
	  .sentence = "The request may go down to the min mark{min_reserve? "
		      "and, with __GFP_HIGH, below it by half|}{non_block?; "
		      "as it cannot wait, by a further quarter|}: "
		      "{alloc_flags}." },
	{ .id = PROBE_FREE_UNREF_PAGE,
	  .where = pcp_by_batch,
	  .sentence = "Single pages may wait on a pcp list: page {page} of "
		      "{zone}." },
	{ .id = PROBE_FREE_UNREF_TRYLOCK,
	  .where = pcp_by_batch,
	  .label = "pcp_list",
	  .outline = "  to this CPU's list of that type",
	  .sentence = "The page goes to CPU {cpu}'s list of type "
		      "{migratetype}." },
	{ .id = PROBE_COMMIT,
	  .where = pcp_is_fixed,
	  .sentence = "Page {page} goes to the head of list {list}; CPU {cpu} "
		      "holds {count} {count#page|pages} now." },
	{ .id = PROBE_COMMIT, .where = no_cold, .nr_args = 5 },
	{ .id = PROBE_COMMIT,
	  .where = pcp_within_free,
	  .function = "free_unref_page",
	  .label = "put",
	  .outline = "  at its head; at its tail when the page is cold",
	  .sentence = "Page {page} goes to the {cold?tail, the cold end,|head} "
		      "of list {list}; CPU {cpu} holds {count} "
		      "{count#page|pages} now." },
	{ .id = PROBE_COMMIT_BATCH,
	  .where = pcp_within_free,
	  .function = "free_unref_page" },
	{ .id = PROBE_FREE_PCPPAGES_BULK,
	  .where = pcp_by_batch,
	  .outline = "give pages back, from each list in turn:",
	  .sentence = "{pages} of CPU {cpu}'s {count} {count#page|pages} "
		      "{pages#goes|go} back to the buddy lists, from its lists "
		      "in turn, movable pages first." },
	{ .id = PROBE_FREE_PCPPAGES_BULK,
	  .where = drains_reclaimable_first,
	  .sentence = "{pages} of CPU {cpu}'s {count} {count#page|pages} "
		      "{pages#goes|go} back to the buddy lists, from its lists "
		      "in turn, reclaimable pages first." },
	{ .id = PROBE_BULK_LIST,
	  .where = pcp_by_batch,
	  .outline = "  the next list with pages; from each one page more" },
	{ .id = PROBE_PCPU_DRAIN,
	  .where = remembers_types,
	  .sentence = "Page {page} leaves the tail of list {list} for the "
		      "buddy lists of type {migratetype}; {count} "
		      "{count#page stays|pages stay}." },
	{ .id = PROBE_RELEASE_PAGES_LAST,
	  .where = frees_singles_last,
	  .outline = "  last one? large ones at once, singles last to first",
	  .sentence = "Page {page} of order {order}: {last?that was the last "
		      "reference, so it is freed|somebody else still uses "
		      "it}." },
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

static void put_into_words(const struct wording *wording, struct probe *probe)
{
	if (wording->function)
		probe->function = wording->function;
	if (wording->label)
		probe->label = wording->label;
	if (wording->outline)
		probe->outline = wording->outline;
	if (wording->sentence)
		probe->sentence = wording->sentence;
	if (wording->nr_args)
		probe->nr_args = wording->nr_args;
}

void probes_reword(const struct profile *profile,
		   struct probe probes[NR_PROBES])
{
	mark_missing(profile, probes);
	probes_reword_slabs(profile, probes);
	for (size_t i = 0; i < sizeof(wordings) / sizeof(*wordings); i++)
		if (wordings[i].where(profile))
			put_into_words(&wordings[i], &probes[wordings[i].id]);
}
