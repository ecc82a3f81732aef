/*
 * What a kernel says of the probes in other words than probes.def, or in
 * another function.
 */
#include "core/probe_internal.h"
#include "core/probe_traits_internal.h"

/* A probe in other words; what is not given stays as it is.  Operands that
 * the kernel does not know must come last, so that nr_args can leave them
 * out. */
struct wording {
	behaviour_fn where;
	const char *function;
	const char *label;
	const char *outline;
	const char *sentence;
	enum probe_id id;
	unsigned nr_args;
};

static const struct wording wordings[] = {
	/* Taking off and counting became one function when blocks came to be
	 * counted one by one. */
	{ .id = PROBE_PAGE_DEL_AND_EXPAND,
	  .where = counts_at_end,
	  .function = "__rmqueue_smallest",
	  .label = "del",
	  .outline = "    off its list; what is too much goes back" },
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
	{ .id = PROBE_SLOWPATH_RECLAIM,
	  .where = compacts_every_turn,
	  .outline = "  may sleep, and is no reclaimer itself: compact, then "
		     "reclaim" },
	{ .id = PROBE_SLOWPATH_COSTLY,
	  .where = says_repeat,
	  .sentence = "Order {order} is {costly?costly (above 3){give_up?, and "
		      "__GFP_REPEAT is not set, so it fails|, but "
		      "__GFP_REPEAT insists}|not costly (up to 3): the kernel "
		      "does not give it up so soon}." },
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

void probes_put_into_words(const struct profile *profile,
			   struct probe probes[NR_PROBES])
{
	for (size_t i = 0; i < sizeof(wordings) / sizeof(*wordings); i++)
		if (wordings[i].where(profile))
			put_into_words(&wordings[i], &probes[wordings[i].id]);
}
