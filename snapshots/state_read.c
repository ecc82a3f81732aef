/*
 * Reading a state: words, lists, pageblocks and page flags go into a new
 * model, which then has to hold every invariant of the allocator.
 */
#include "snapshots/state_internal.h"

#include <inttypes.h>
#include <string.h>

#include "core/restore.h"
#include "snapshots/touched_internal.h"
#include "snapshots/words_internal.h"

struct restoring {
	struct model *m;
	const struct machine *machine;
	const struct type_numbers *types;
	unsigned zone;
	unsigned cpu;
	bool node_seen[MAX_NODES];
};

/* A block of a list, wherever it is going to stand. */
static pfn_t block_read(const struct restoring *r, const struct item *item,
			unsigned order)
{
	pfn_t pfn = item_pfn(item);
	pfn_t last = pfn + (pfn_t)(pages_in(order) - 1);

	if (!machine_has_pfn(r->machine, pfn) ||
	    !machine_has_pfn(r->machine, last))
		item_fail(item, "this machine has no page %" PRIu32,
			  machine_has_pfn(r->machine, pfn) ? last : pfn);
	else if ((pfn & (pages_in(order) - 1)) != 0)
		item_fail(item,
			  "a block of order %u cannot begin at page %" PRIu32,
			  order, pfn);
	return pfn;
}

static void block_fault(const struct item *item, pfn_t pfn)
{
	item_fail(item,
		  "page %" PRIu32 " lies outside of this zone, or on "
		  "two lists",
		  pfn);
}

static int64_t free_list_read(struct restoring *r, const struct item *list,
			      unsigned order, enum migratetype type)
{
	struct item block = item_first(list);
	int64_t blocks = 0;

	for (; item_present(&block); item_advance(&block)) {
		pfn_t pfn = block_read(r, &block, order);
		if (item_present(&block) &&
		    !restore_free_block(r->m, r->zone, order, type, pfn))
			block_fault(&block, pfn);
		blocks++;
	}
	return blocks;
}

static int64_t free_lists_read(struct restoring *r, const struct item *lists,
			       unsigned order)
{
	int64_t blocks = 0;

	item_expect_length(lists, r->types->nr);
	struct item list = item_first(lists);
	for (; item_present(&list); item_advance(&list))
		blocks += free_list_read(r, &list, order,
					 r->types->type[list.index]);
	return blocks;
}

static void free_area_read(struct restoring *r, const struct item *zone)
{
	struct item orders = item_member(zone, "free_list");

	item_expect_length(&orders, r->machine->max_order + 1);
	struct item lists = item_first(&orders);
	for (; item_present(&lists); item_advance(&lists)) {
		unsigned order = (unsigned)lists.index;
		int64_t blocks = free_lists_read(r, &lists, order);
		int64_t said = zone_at(r->m, r->zone)->free_area[order].nr_free;
		if (said != blocks)
			item_fail(&lists,
				  "blocks on these lists: %" PRId64 ", but "
				  "nr_free says %" PRId64,
				  blocks, said);
	}
}

static void pcp_list_read(struct restoring *r, const struct item *list)
{
	unsigned pindex = (unsigned)list->index;
	unsigned order = pcp_list_order(r->m, pindex);
	struct item block = item_first(list);

	for (; item_present(&block); item_advance(&block)) {
		pfn_t pfn = block_read(r, &block, order);
		if (item_present(&block) &&
		    !restore_pcp_block(r->m, r->zone, r->cpu, pindex, pfn))
			block_fault(&block, pfn);
	}
}

/* What the kernel remembers of the pages of a list that was just filled. */
static void pcp_types_read(struct restoring *r, const struct item *list)
{
	const struct list_head *pages =
		&pcp_at(r->m, r->zone, r->cpu)->lists[list->index];
	struct item type = item_first(list);
	pfn_t pfn = list_first(r->m, pages);

	item_expect_length(list, pages->nr);
	for (; item_present(&type) && pfn != PFN_NONE; item_advance(&type)) {
		int64_t number = item_integer(&type, 0, r->types->nr - 1);
		restore_pcp_type(r->m, pfn, r->types->type[number]);
		pfn = list_next(r->m, pages, pfn);
	}
}

static void pcp_all_types_read(struct restoring *r, const struct item *pcp)
{
	if (!r->machine->profile->list_type_is_remembered)
		return;
	struct item lists = item_member(pcp, "lists_mt");

	item_expect_length(&lists, machine_pcp_lists(r->machine));
	struct item list = item_first(&lists);
	for (; item_present(&list); item_advance(&list))
		pcp_types_read(r, &list);
}

static void pcp_read(struct restoring *r, const struct item *pcp)
{
	struct per_cpu_pages words = { 0 };
	struct item lists = item_member(pcp, "lists");

	item_expect(pcp, "cpu", r->cpu);
	words_read(pcp, pcp_words, r->machine->profile, &words);
	item_expect_length(&lists, machine_pcp_lists(r->machine));
	if (item_present(&lists))
		restore_pcp(r->m, r->zone, r->cpu, &words);
	struct item list = item_first(&lists);
	for (; item_present(&list); item_advance(&list))
		pcp_list_read(r, &list);
	pcp_all_types_read(r, pcp);
	item_finish(pcp);
}

static void pcps_read(struct restoring *r, const struct item *zone)
{
	struct item pcps = item_member(zone, "pcp");

	item_expect_length(&pcps, r->machine->nr_cpus);
	struct item pcp = item_first(&pcps);
	for (r->cpu = 0; item_present(&pcp); item_advance(&pcp), r->cpu++)
		pcp_read(r, &pcp);
}

static void numbers_read(const struct item *array, size_t length, int64_t *ret)
{
	item_expect_length(array, length);
	struct item number = item_first(array);
	for (; item_present(&number); item_advance(&number))
		ret[number.index] = item_integer(&number, 0, PFN_LIMIT);
}

/* kswapd's words belong to the node, so its zones must agree about them. */
static void node_read(struct restoring *r, const struct item *zone)
{
	unsigned node = r->machine->zones[r->zone].node;
	struct pglist_data words = { 0 };

	words_read(zone, node_words, r->machine->profile, &words);
	if (!item_present(zone))
		return;
	if (r->node_seen[node] &&
	    memcmp(node_at(r->m, node), &words, sizeof(words)) != 0)
		item_fail(zone,
			  "another zone of node %u has other kswapd_* "
			  "words",
			  node);
	restore_node(r->m, node, &words);
	r->node_seen[node] = true;
}

static void nr_free_read(struct restoring *r, const struct item *zone,
			 struct zone *ret)
{
	struct item counts = item_member(zone, "nr_free");

	item_expect_length(&counts, r->machine->max_order + 1);
	struct item count = item_first(&counts);
	for (; item_present(&count); item_advance(&count))
		ret->free_area[count.index].nr_free =
			item_integer(&count, 0, PFN_LIMIT);
}

static void zone_read(struct restoring *r, const struct item *zone)
{
	struct zone words = { 0 };
	struct item marks = item_member(zone, "watermark");
	struct item reserve = item_member(zone, "lowmem_reserve");

	words_read(zone, zone_words, r->machine->profile, &words);
	numbers_read(&marks, r->machine->profile->nr_wmark, words.watermark);
	numbers_read(&reserve, r->machine->max_nr_zones, words.lowmem_reserve);
	nr_free_read(r, zone, &words);
	if (!item_present(zone))
		return;
	restore_zone(r->m, r->zone, &words);
	node_read(r, zone);
	free_area_read(r, zone);
	pcps_read(r, zone);
	item_ignore(zone, "initialized");
	if (!zone->reader->strict)
		item_ignore(zone, "trylock_free_pages_empty");
	item_finish(zone);
}

/* [first pfn, pageblocks, migratetype] */
static void pageblock_run_read(struct restoring *r, const struct item *run)
{
	pfn_t pages = (pfn_t)1 << r->machine->pageblock_order;
	pfn_t end = machine_end_pfn(r->machine);

	item_expect_length(run, 3);
	struct item element = item_first(run);
	if (!item_present(&element))
		return;
	pfn_t first = item_pfn(&element);
	if (first % pages != 0 || first >= end ||
	    first < machine_first_pfn(r->machine))
		item_fail(&element,
			  "no pageblock of this machine begins at "
			  "page %" PRIu32,
			  first);
	item_advance(&element);
	unsigned blocks = (unsigned)item_integer(
		&element, 1, first < end ? (end - first) / pages : 1);
	if (!item_present(&element))
		return;
	item_advance(&element);
	int64_t type = item_integer(&element, 0, r->types->nr - 1);
	if (item_present(&element))
		restore_pageblocks(r->m, first, blocks, r->types->type[type]);
}

/* Pages begin idle: those that stay so are not written, for the sake of
 * machines larger than this host. */
static void flags_restore(struct model *m, pfn_t pfn, pfn_t end, uint64_t flags)
{
	while (pfn < end) {
		pfn_t next = idle_end(m, pfn, end);
		if (flags != page_idle_flags(m, pfn))
			restore_page_flags(m, pfn, next - pfn, flags);
		pfn = next;
	}
}

static void flags_run_read(struct restoring *r, const struct item *run)
{
	struct item element = item_first(run);

	/* places_read() has seen to the shape of the run. */
	if (!item_present(&element))
		return;
	pfn_t first = item_pfn(&element);
	item_advance(&element);
	pfn_t pages = (pfn_t)item_integer(&element, 1, PFN_LIMIT);
	item_advance(&element);
	uint64_t flags = item_hex(&element);
	if (r->machine->layout.bits == 32 && flags > UINT32_MAX)
		item_fail(&element, "must fit in 32 bits");
	if (item_present(&element))
		flags_restore(r->m, first, first + pages, flags);
}

static void runs_read(struct restoring *r, const struct item *state)
{
	struct item blocks = item_member(state, "pageblocks");
	struct item flags = item_member(state, "page_flags_rle");

	struct item run = item_first(&blocks);
	for (; item_present(&run); item_advance(&run))
		pageblock_run_read(r, &run);
	run = item_first(&flags);
	for (; item_present(&run); item_advance(&run))
		flags_run_read(r, &run);
}

static void current_cpu_read(struct restoring *r, const struct item *state)
{
	struct item cpu = item_optional(state, "current_cpu");

	if (item_present(&cpu))
		restore_current_cpu(
			r->m, (unsigned)item_integer(&cpu, 0,
						     r->machine->nr_cpus - 1));
}

static void check_digest(const struct restoring *r, const struct item *state)
{
	struct item member = item_member(state, "digest");
	uint64_t said = item_hex(&member);

	if (!item_present(&member))
		return;
	uint64_t found = lists_digest(r->m, r->types);
	if (said != found)
		item_fail(&member,
			  "the lists have digest %" PRIx64 ", so the "
			  "file was altered",
			  found);
}

static void restore_all(struct restoring *r, const struct item *state,
			const struct item *ops)
{
	struct item zones = item_member(state, "zones");
	struct item zone = item_first(&zones);

	for (r->zone = 0; item_present(&zone); item_advance(&zone), r->zone++)
		zone_read(r, &zone);
	zonelist_caches_read(state, r->m);
	recorded_kswapds_read(ops, r->m);
	runs_read(r, state);
	current_cpu_read(r, state);
	pages_read(state, r->m);
	if (!item_present(state))
		return;
	restore_unknown(r->m);
	restore_finish(r->m);
	check_digest(r, state);
	sense_check(state, r->m);
	item_finish(state);
}

struct model *state_read(const struct item *state, const struct item *ops,
			 const struct machine *machine,
			 const struct type_numbers *types)
{
	if (!item_present(state))
		return NULL;
	struct restoring r = {
		.m = restore_begin(machine),
		.machine = machine,
		.types = types,
	};
	if (r.m == NULL) {
		item_fail(state, "this host has no address space for a machine "
				 "of that size");
		return NULL;
	}
	restore_all(&r, state, ops);
	if (!state->reader->failed)
		return r.m;
	model_destroy(r.m);
	return NULL;
}
