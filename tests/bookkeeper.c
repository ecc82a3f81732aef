/*
 * One owner per page frame, and nothing else.
 *
 * An owner is named by the first page of its block, plus one; 0 is "free".
 * Live blocks also stand in a dense array, so that a test can pick one.
 */
#include "tests/bookkeeper.h"

#include <stdlib.h>

#include "tests/harness.h"

struct frame {
	uint32_t owner; /* first page of the block + 1; 0: free */
	uint32_t slot;  /* of a first page: its place among the live blocks */
	bool cma;       /* set aside at boot, for good */
};

struct bookkeeper {
	pfn_t first;
	pfn_t end;
	struct frame *frames; /* of first */
	struct live_block *live;
	size_t nr_live;
	int64_t free[MAX_POPULATED_ZONES]; /* pages, by zone */
	int64_t all;
	uint32_t op; /* entered last, for messages */
};

static struct frame *frame_at(const struct bookkeeper *b, pfn_t pfn)
{
	if (pfn < b->first || pfn >= b->end)
		fail_msg("operation %u: page %u is not of this machine", b->op,
			 pfn);
	return &b->frames[pfn - b->first];
}

struct bookkeeper *bookkeeper_create(const struct model *m)
{
	const struct machine *machine = model_machine(m);
	struct bookkeeper *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->first = machine_first_pfn(machine);
	b->end = machine_end_pfn(machine);
	b->frames = calloc(b->end - b->first, sizeof(*b->frames));
	b->live = calloc(b->end - b->first, sizeof(*b->live));
	assert_non_null(b->frames);
	assert_non_null(b->live);
	for (unsigned zone = 0; zone < machine->nr_zones; zone++) {
		b->free[zone] = machine->zones[zone].spanned;
		b->all += b->free[zone];
	}
	/* A large machine's frames are touched as its pages are. */
	for (pfn_t pfn = b->first; pfn < b->end; pfn++)
		if (pageblock_type(m, pfn) == MIGRATE_CMA)
			frame_at(b, pfn)->cma = true;
	return b;
}

void bookkeeper_destroy(struct bookkeeper *b)
{
	if (!b)
		return;
	free(b->frames);
	free(b->live);
	free(b);
}

static unsigned zone_holding(const struct bookkeeper *b,
			     const struct machine *machine, pfn_t pfn)
{
	for (unsigned zone = 0; zone < machine->nr_zones; zone++) {
		const struct zone_place *place = &machine->zones[zone];

		if (pfn >= place->start && pfn < place->start + place->spanned)
			return zone;
	}
	fail_msg("operation %u: page %u lies in no zone", b->op, pfn);
	return 0;
}

/* Takes pages away from the free ones and gives them to a new block. */
static void block_open(struct bookkeeper *b, const struct machine *machine,
		       pfn_t pfn, struct live_block block)
{
	pfn_t pages = (pfn_t)pages_in(block.order);
	unsigned zone = zone_holding(b, machine, pfn);

	if (pfn % pages != 0)
		fail_msg("operation %u: page %u is no multiple of 2^%u", b->op,
			 pfn, block.order);
	if (zone_holding(b, machine, pfn + pages - 1) != zone)
		fail_msg("operation %u: the block at %u leaves its zone", b->op,
			 pfn);
	for (pfn_t i = 0; i < pages; i++) {
		struct frame *frame = frame_at(b, pfn + i);

		if (frame->owner)
			fail_msg("operation %u: page %u belongs to the block "
				 "at %u already",
				 b->op, pfn + i, frame->owner - 1);
		frame->owner = pfn + 1;
	}
	b->free[zone] -= pages;
	block.pfn = pfn;
	frame_at(b, pfn)->slot = (uint32_t)b->nr_live;
	b->live[b->nr_live++] = block;
}

static struct live_block *block_at(struct bookkeeper *b, pfn_t pfn)
{
	const struct frame *frame = frame_at(b, pfn);

	if (frame->owner != pfn + 1)
		fail_msg("operation %u: no live block begins at %u", b->op,
			 pfn);
	return &b->live[frame->slot];
}

static void block_close(struct bookkeeper *b, struct live_block *block)
{
	size_t slot = (size_t)(block - b->live);
	const struct live_block *last = &b->live[--b->nr_live];

	frame_at(b, last->pfn)->slot = (uint32_t)slot;
	*block = *last;
}

static void pages_return(struct bookkeeper *b, const struct machine *machine,
			 pfn_t pfn, pfn_t pages)
{
	for (pfn_t i = 0; i < pages; i++)
		frame_at(b, pfn + i)->owner = 0;
	if (pages)
		b->free[zone_holding(b, machine, pfn)] += pages;
}

/* A reference goes; the last one takes the block with it. */
static void reference_drop(struct bookkeeper *b, const struct machine *machine,
			   pfn_t pfn)
{
	struct live_block *block = block_at(b, pfn);
	pfn_t pages = (pfn_t)pages_in(block->order);

	if (--block->references > 0)
		return;
	block_close(b, block);
	pages_return(b, machine, pfn, pages);
}

/*
 * Freeing a block that others still hold: without __GFP_COMP only the first
 * page has a count, so all the others go at once; before 5.10 they stayed.
 */
static void enter_free(struct bookkeeper *b, const struct machine *machine,
		       const struct operation *op)
{
	struct live_block *block = block_at(b, op->pfn);

	if (block->order != op->order)
		fail_msg("operation %u: the block at %u has order %u, not %u",
			 b->op, op->pfn, block->order, op->order);
	if (block->references > 1 && !block->compound &&
	    machine->profile->frees_behind_first) {
		pfn_t pages = (pfn_t)pages_in(block->order);

		block->order = 0;
		pages_return(b, machine, op->pfn + 1, pages - 1);
	}
	reference_drop(b, machine, op->pfn);
}

/* The highest kind of zone that a request may be served from. */
static enum zone_kind highest_kind(const struct machine *machine, gfp_t gfp)
{
	const struct gfp_bits *bits = &machine->profile->gfp;

	if ((gfp & bits->dma) && machine->zone_id[ZONE_DMA] >= 0)
		return ZONE_DMA;
	if ((gfp & bits->dma32) && machine->zone_id[ZONE_DMA32] >= 0)
		return ZONE_DMA32;
	if ((gfp & bits->movable) && (gfp & bits->highmem))
		return ZONE_MOVABLE;
	return ZONE_NORMAL;
}

static void check_zone(const struct bookkeeper *b, const struct model *m,
		       const struct operation *op, pfn_t pfn)
{
	const struct machine *machine = model_machine(m);
	const struct zone_place *place =
		&machine->zones[zone_holding(b, machine, pfn)];
	const struct gfp_bits *bits = &machine->profile->gfp;

	if (place->kind > highest_kind(machine, op->gfp))
		fail_msg("operation %u: %#x may not have page %u of zone %s",
			 b->op, op->gfp, pfn, zone_kind_name(place->kind));
	if ((op->gfp & bits->thisnode) && (int)place->node != op->nid)
		fail_msg("operation %u: page %u is not of node %d", b->op, pfn,
			 op->nid);
	if (frame_at(b, pfn)->cma && !(op->gfp & bits->movable))
		fail_msg("operation %u: page %u of CMA for an unmovable "
			 "request",
			 b->op, pfn);
}

/* Pages of the high-atomic reserve that count as out of reach: before 6.12 a
 * page that was taken from it still does. */
static int64_t highatomic_reserve(const struct model *m)
{
	const struct zone *zone = zone_at(m, 0);

	return model_machine(m)->profile->reserve_rule == RESERVE_FREE
		       ? zone->nr_free_highatomic
		       : zone->nr_reserved_highatomic;
}

/* On a machine of one zone, a single page is to be had by anybody while more
 * is free than the low watermark and what only some may use. */
static void check_refusal(const struct bookkeeper *b, const struct model *m,
			  const struct operation *op)
{
	const struct zone *zone = zone_at(m, 0);

	if (op->order > 0 || nr_zones(m) > 1 ||
	    (uint32_t)highest_kind(model_machine(m), op->gfp) < zone->kind)
		return;
	int64_t reserved = wmark_pages(zone, WMARK_LOW) + pages_on_pcp(m, 0) +
			   zone_free_cma_exact(m, 0) + highatomic_reserve(m);

	for (unsigned cpu = 0; cpu < model_machine(m)->nr_cpus; cpu++)
		reserved += pcp_at(m, 0, cpu)->stat_threshold;
	if (b->free[0] > reserved)
		fail_msg("kernel %s, operation %u: %#x found no page, though "
			 "%lld are "
			 "free and only %lld reserved",
			 model_machine(m)->profile->series, b->op, op->gfp,
			 (long long)b->free[0], (long long)reserved);
}

static void enter_alloc(struct bookkeeper *b, const struct model *m,
			const struct operation *op,
			const struct op_result *result)
{
	const struct machine *machine = model_machine(m);

	if ((result->path == PATH_FAIL) != (result->pfn == PFN_NONE))
		fail_msg("operation %u: path %d, page %u", b->op,
			 (int)result->path, result->pfn);
	if (result->pfn == PFN_NONE) {
		check_refusal(b, m, op);
		return;
	}
	block_open(b, machine, result->pfn,
		   (struct live_block){
			   .order = op->order,
			   .references = 1,
			   .compound = op->order > 0 &&
				       (op->gfp & machine->profile->gfp.comp),
		   });
	check_zone(b, m, op, result->pfn);
	if (result->zone != (int)zone_holding(b, machine, result->pfn))
		fail_msg("operation %u: page %u is not of zone %d", b->op,
			 result->pfn, result->zone);
}

static void enter_bulk(struct bookkeeper *b, const struct model *m,
		       const struct operation *op,
		       const struct op_result *result)
{
	if (result->count > op->count)
		fail_msg("operation %u: %u pages for %u asked", b->op,
			 result->count, op->count);
	for (unsigned i = 0; i < result->count; i++) {
		block_open(b, model_machine(m), result->pfns[i],
			   (struct live_block){ .references = 1 });
		check_zone(b, m, op, result->pfns[i]);
	}
}

static void enter_split(struct bookkeeper *b, const struct machine *machine,
			const struct operation *op)
{
	struct live_block *block = block_at(b, op->pfn);
	struct live_block piece = { .references = 1 };
	pfn_t pages = (pfn_t)pages_in(block->order);

	block_close(b, block);
	pages_return(b, machine, op->pfn, pages);
	for (pfn_t i = 0; i < pages; i++)
		block_open(b, machine, op->pfn + i, piece);
}

static void enter_batch(struct bookkeeper *b, const struct machine *machine,
			const struct operation *op)
{
	for (unsigned i = 0; i < op->count; i++)
		reference_drop(b, machine, op->blocks[i].pfn);
}

/* Slabs are not its matter; the other kinds take and give no pages. */
void bookkeeper_enter(struct bookkeeper *b, const struct model *m)
{
	b->op = history_ops(m);
	const struct operation *op = history_op(m, b->op);
	const struct op_result *result = history_result(m, b->op);
	const struct machine *machine = model_machine(m);

	if (op->kind == OP_ALLOC)
		enter_alloc(b, m, op, result);
	else if (op->kind == OP_BULK)
		enter_bulk(b, m, op, result);
	else if (op->kind == OP_FREE)
		enter_free(b, machine, op);
	else if (op->kind == OP_FREEBATCH)
		enter_batch(b, machine, op);
	else if (op->kind == OP_SPLIT)
		enter_split(b, machine, op);
	else if (op->kind == OP_GET)
		block_at(b, op->pfn)->references++;
	else if (op->kind == OP_PUT)
		reference_drop(b, machine, op->pfn);
}

void bookkeeper_compare(const struct bookkeeper *b, const struct model *m)
{
	int64_t charged = 0;

	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		int64_t free = zone_free_exact(m, zone) + pages_on_pcp(m, zone);

		if (free != b->free[zone])
			fail_msg("operation %u: zone %u has %lld free pages, "
				 "%lld by the account",
				 b->op, zone, (long long)free,
				 (long long)b->free[zone]);
	}
	for (uint32_t tag = 0; tag < nr_alloc_tags(m); tag++)
		charged += alloc_tag_counters(m, tag).bytes;
	if (charged != (b->all - bookkeeper_free_pages(b)) << PAGE_SHIFT)
		fail_msg("operation %u: %lld bytes charged for %lld pages",
			 b->op, (long long)charged,
			 (long long)(b->all - bookkeeper_free_pages(b)));
}

void bookkeeper_compare_pages(const struct bookkeeper *b, const struct model *m)
{
	/* Pages that were never written are free and nobody's, unless the
	 * block that they lie in is not, and that has a first page. */
	for (pfn_t pfn = page_touched_next(m, b->first); pfn < b->end;
	     pfn = page_touched_next(m, pfn + 1)) {
		uint32_t owner = frame_at(b, pfn)->owner;
		struct page_view view = page_view(m, pfn);
		bool is_free = view.state == PAGE_STATE_BUDDY ||
			       view.state == PAGE_STATE_PCP;

		if (frame_at(b, pfn)->cma !=
		    (pageblock_type(m, pfn) == MIGRATE_CMA))
			fail_msg("operation %u: page %u came into CMA or left "
				 "it",
				 b->op, pfn);
		if (is_free != (owner == 0))
			fail_msg("operation %u: page %u is in state %d, its "
				 "owner is %lld",
				 b->op, pfn, (int)view.state,
				 (long long)owner - 1);
		if (!is_free && view.head != owner - 1)
			fail_msg("operation %u: page %u belongs to %u, not %u",
				 b->op, pfn, owner - 1, view.head);
	}
}

size_t bookkeeper_live(const struct bookkeeper *b)
{
	return b->nr_live;
}

struct live_block bookkeeper_block(const struct bookkeeper *b, size_t i)
{
	return b->live[i];
}

int64_t bookkeeper_free_pages(const struct bookkeeper *b)
{
	int64_t pages = 0;

	for (unsigned zone = 0; zone < MAX_POPULATED_ZONES; zone++)
		pages += b->free[zone];
	return pages;
}

int64_t bookkeeper_all_pages(const struct bookkeeper *b)
{
	return b->all;
}
