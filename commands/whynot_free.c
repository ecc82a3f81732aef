/*
 * Which blocks to free, so that a request succeeds.
 *
 * Two kinds of candidates: all that lies in one aligned region of the wanted
 * size, the regions with the fewest blocks first; and, where pages are what
 * is missing, the largest blocks of the zones that the request may use.  Each
 * is tried; of a set that works, blocks that it works without are left out.
 */
#include <stdlib.h>

#include "commands/whynot_internal.h"
#include "core/gfp.h"

enum {
	BEST_REGIONS = 24,
	MOST_BLOCKS = 1 << 21,
	/* Who would free more has another question. */
	MOST_FREED = 1 << 16,
	/* A set is thinned out block by block up to this size. */
	THIN_OUT = 48,
};

/* What is in use, by rising pfn. */
struct used {
	struct block *blocks;
	bool *stays; /* nobody may free it */
	size_t nr, room;
	bool too_many;
};

/* A region and the used blocks that lie in it. */
struct region {
	size_t first, nr; /* blocks */
	uint64_t pages;
};

struct regions {
	struct region best[BEST_REGIONS];
	size_t nr;
};

static void add_used(struct used *used, pfn_t pfn, unsigned order, bool stays)
{
	if (used->nr == used->room) {
		size_t room = used->room ? 2 * used->room : 1024;
		struct block *blocks =
			used->room < MOST_BLOCKS
				? realloc(used->blocks, room * sizeof(*blocks))
				: NULL;
		bool *marks = NULL;

		if (blocks) {
			used->blocks = blocks;
			marks = realloc(used->stays, room * sizeof(*marks));
		}
		if (!marks) {
			used->too_many = true;
			return;
		}
		used->stays = marks;
		used->room = room;
	}
	used->blocks[used->nr] = (struct block){ pfn, (uint8_t)order };
	used->stays[used->nr++] = stays;
}

/* Would `free` give the whole block back? */
static bool can_be_freed(const struct model *m, pfn_t pfn, unsigned order)
{
	const struct operation op = { .kind = OP_FREE,
				      .cpu = model_current_cpu(m),
				      .pfn = pfn,
				      .order = order };
	int64_t where = 0;

	if (page_view(m, pfn).known && page_at(m, pfn)->refcount != 1)
		return false;
	return operation_check(m, &op, &where) == OP_POSSIBLE;
}

/* Adds what begins at a page, and returns how many pages that are. */
static int64_t add_what_begins(const struct model *m, pfn_t pfn,
			       struct used *used)
{
	struct page_view view = page_view(m, pfn);
	int64_t behind = view.head <= pfn ? pfn - view.head : 0;

	if (view.state == PAGE_STATE_BUDDY || view.state == PAGE_STATE_PCP)
		return pages_in((unsigned)view.order) - behind;
	/* Inside of a free block of untouched pages nothing is in use. */
	if (view.state == PAGE_STATE_HOLE)
		return 1;
	unsigned order =
		view.order > 0 && view.head == pfn ? (unsigned)view.order : 0;

	add_used(used, pfn, order, !can_be_freed(m, pfn, order));
	return pages_in(order);
}

static void find_used(const struct model *m, unsigned zone, struct used *used)
{
	const struct zone *at = zone_at(m, zone);
	pfn_t end = (pfn_t)zone_end_pfn(at);
	pfn_t pfn = page_touched_next(m, (pfn_t)at->zone_start_pfn);

	while (pfn < end && !used->too_many) {
		pfn += (pfn_t)add_what_begins(m, pfn, used);
		if (pfn < end)
			pfn = page_touched_next(m, pfn);
	}
}

static bool may_use(const struct whynot *w, unsigned zone)
{
	return w->gates[zone].gate != GATE_MASK &&
	       w->gates[zone].gate != GATE_NODE;
}

static bool is_better(const struct region *a, const struct region *b)
{
	return a->nr < b->nr || (a->nr == b->nr && a->pages < b->pages);
}

static void add_region(struct regions *regions, const struct region *region)
{
	size_t at = regions->nr;

	while (at > 0 && is_better(region, &regions->best[at - 1]))
		at--;
	if (at == BEST_REGIONS)
		return;
	if (regions->nr < BEST_REGIONS)
		regions->nr++;
	for (size_t i = regions->nr - 1; i > at; i--)
		regions->best[i] = regions->best[i - 1];
	regions->best[at] = *region;
}

/* Is the region wholly made of pages of one zone? */
static bool is_whole(const struct model *m, pfn_t start, unsigned order)
{
	int zone = zone_of_pfn(m, start);
	pfn_t pages = (pfn_t)pages_in(order);

	return zone >= 0 && pfn_valid(m, start) &&
	       pfn_valid(m, start + pages - 1) &&
	       zone_of_pfn(m, start + pages - 1) == zone;
}

/* Blocks of one region stand together. */
static void find_regions(const struct model *m, const struct used *used,
			 unsigned order, struct regions *ret)
{
	for (size_t i = 0; i < used->nr;) {
		pfn_t start =
			used->blocks[i].pfn & ~((pfn_t)pages_in(order) - 1);
		struct region region = { .first = i };
		bool stays = false;

		for (; i < used->nr &&
		       used->blocks[i].pfn - start < pages_in(order);
		     i++) {
			stays |= used->stays[i];
			region.pages +=
				(uint64_t)pages_in(used->blocks[i].order);
			region.nr++;
		}
		if (!stays && is_whole(m, start, order))
			add_region(ret, &region);
	}
}

static int larger_first(const void *a, const void *b)
{
	const struct block *x = a;
	const struct block *y = b;

	if (x->order != y->order)
		return x->order > y->order ? -1 : 1;
	return x->pfn < y->pfn ? -1 : x->pfn > y->pfn;
}

/* With these blocks freed, and if need be the pcp lists drained. */
static bool freeing_works(struct session *s, struct proposals *p,
			  struct proposal *proposal)
{
	proposal->drains = false;
	if (proposal_works(s, p, proposal))
		return true;
	proposal->drains = true;
	return proposal_works(s, p, proposal);
}

/* Leaves out, one after the other, what it works without. */
static void thin_out(struct session *s, struct proposals *p,
		     struct proposal *proposal)
{
	if (proposal->nr_freed > THIN_OUT)
		return;
	for (size_t i = proposal->nr_freed; i-- > 0;) {
		struct block *blocks = proposal->freed;
		struct proposal fewer = *proposal;
		struct block left_out = blocks[i];

		fewer.nr_freed--;
		for (size_t k = i; k < fewer.nr_freed; k++)
			blocks[k] = blocks[k + 1];
		if (fewer.nr_freed > 0 && freeing_works(s, p, &fewer)) {
			*proposal = fewer;
			continue;
		}
		for (size_t k = fewer.nr_freed; k > i; k--)
			blocks[k] = blocks[k - 1];
		blocks[i] = left_out;
	}
}

/* A proposal with its own copy of the blocks; false: no memory. */
static bool proposal_of(const struct whynot *w, const struct block *blocks,
			size_t nr, struct proposal *ret)
{
	*ret = (struct proposal){ .kind = "free", .op = w->op };
	ret->freed = calloc(nr + 1, sizeof(*ret->freed));
	if (!ret->freed)
		return false;
	for (size_t i = 0; i < nr; i++)
		ret->freed[i] = blocks[i];
	ret->nr_freed = nr;
	return true;
}

static bool try_regions(struct session *s, const struct whynot *w,
			const struct used *used, struct proposals *p,
			struct proposal *ret)
{
	struct regions regions = { .nr = 0 };

	find_regions(s->m, used, w->pages.order, &regions);
	for (size_t i = 0; i < regions.nr; i++) {
		const struct region *region = &regions.best[i];

		if (!proposal_of(w, used->blocks + region->first, region->nr,
				 ret))
			return false;
		if (freeing_works(s, p, ret))
			return true;
		free(ret->freed);
	}
	return false;
}

/* The fewest of the largest blocks; NULL freed: no number of them helps. */
static bool try_largest(struct session *s, const struct whynot *w,
			struct used *used, struct proposals *p,
			struct proposal *ret)
{
	size_t nr = 0;
	size_t low = 0; /* so many do not help */

	for (size_t i = 0; i < used->nr; i++)
		if (!used->stays[i])
			used->blocks[nr++] = used->blocks[i];
	if (nr == 0 || !proposal_of(w, used->blocks, nr, ret))
		return false;
	qsort(ret->freed, nr, sizeof(*ret->freed), larger_first);
	if (nr > MOST_FREED)
		nr = MOST_FREED;
	size_t high = 1;

	ret->nr_freed = high;
	while (!freeing_works(s, p, ret)) {
		low = high;
		high = high < nr / 2 ? 2 * high : nr;
		if (low == nr || p->interrupted) {
			free(ret->freed);
			return false;
		}
		ret->nr_freed = high;
	}
	while (high - low > 1) {
		struct proposal half = *ret;

		half.nr_freed = low + (high - low) / 2;
		if (freeing_works(s, p, &half)) {
			high = half.nr_freed;
			*ret = half;
		} else {
			low = half.nr_freed;
		}
	}
	return true;
}

static void keep_better(struct proposals *p, struct proposal *a,
			struct proposal *b)
{
	struct proposal *better = a->nr_freed <= b->nr_freed ? a : b;

	free(better == a ? b->freed : a->freed);
	proposal_add(p, better);
}

/* Then no block need be freed. */
static bool draining_helps(const struct proposals *p)
{
	for (size_t i = 0; i < p->nr; i++)
		if (p->list[i].drains)
			return true;
	return false;
}

void propose_frees(struct session *s, const struct whynot *w,
		   struct proposals *p)
{
	struct proposal region = { 0 };
	struct proposal largest = { 0 };
	struct used used = { 0 };

	if (w->pages.order > model_machine(s->m)->max_order ||
	    draining_helps(p))
		return;
	for (unsigned zone = 0; zone < nr_zones(s->m); zone++)
		if (may_use(w, zone))
			find_used(s->m, zone, &used);
	bool by_region =
		w->pages.order > 0 && try_regions(s, w, &used, p, &region);

	if (by_region)
		thin_out(s, p, &region);
	bool by_size = try_largest(s, w, &used, p, &largest);

	if (by_size)
		thin_out(s, p, &largest);
	if (by_region && by_size)
		keep_better(p, &region, &largest);
	else if (by_region || by_size)
		proposal_add(p, by_region ? &region : &largest);
	free(used.blocks);
	free(used.stays);
}
