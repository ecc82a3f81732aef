#include "core/buddy_internal.h"

#include "core/page_internal.h"
#include "core/pageblock_internal.h"
#include "core/vmstat_internal.h"

int64_t expand(struct model *m, const struct zone *zone,
	       struct free_block block, unsigned low)
{
	int64_t given_back = 0;

	frame(m, PROBE_EXPAND, block.pfn, low, block.order, block.type);
	while (block.order > low) {
		block.order--;
		struct free_block upper = {
			.pfn = block.pfn + (pfn_t)pages_in(block.order),
			.order = block.order,
			.type = block.type,
		};

		probe(m, PROBE_EXPAND_HALVE, upper.pfn, block.pfn, block.order,
		      block.type);
		add_to_free_list(m, zone, upper, LIST_END_HEAD);
		given_back += pages_in(block.order);
	}
	return given_back;
}

void page_del_and_expand(struct model *m, const struct zone *zone,
			 struct free_block block, unsigned low)
{
	int64_t pages = pages_in(block.order);

	frame(m, PROBE_PAGE_DEL_AND_EXPAND, block.pfn, block.order, low,
	      block.type);
	del_page_from_free_list(m, zone, block);
	pages -= expand(m, zone, block, low);
	if (profile_of(m)->refill_counts_at_end)
		return;
	probe(m, PROBE_PAGE_DEL_ACCOUNT, pages, zone_index(m, zone));
	account_freepages(m, zone, -pages, block.type);
}

/* find_buddy_page_pfn and page_is_buddy in one: PFN_NONE when the buddy is
 * not a free block of this very order in this zone. */
static bool is_free_buddy(const struct model *m, const struct zone *zone,
			  pfn_t buddy, unsigned order)
{
	if (!zone_spans(zone, buddy))
		return false;
	const struct page *page = page_of(m, buddy);

	/* What was never written heads no block, and is better not read: the
	 * host would have to lay something there. */
	return arena_is_touched(&m->arena, page) &&
	       page_is_free_block(m, page) && page->private == order;
}

/* A block whose parent's buddy is free will soon merge: keep it for last. */
static bool buddy_merge_likely(struct model *m, const struct zone *zone,
			       struct free_block block, pfn_t buddy)
{
	if (block.order + 1 >= m->machine.max_order) {
		probe(m, PROBE_MERGE_LIKELY_TOP, block.order);
		return false;
	}
	pfn_t parent = block.pfn & buddy;
	pfn_t parents_buddy = parent ^ (pfn_t)pages_in(block.order + 1);
	bool likely = is_free_buddy(m, zone, parents_buddy, block.order + 1);

	probe(m, PROBE_MERGE_LIKELY, parent, parents_buddy, block.order + 1,
	      likely);
	return likely;
}

/* May two buddies of at least a pageblock merge across their types? */
static bool types_merge(const struct model *m, const struct zone *zone,
			enum migratetype a, enum migratetype b)
{
	if (a == b)
		return true;
	if (profile_of(m)->merge_minds_isolation_only)
		return zone->nr_isolate_pageblock == 0 ||
		       (a != MIGRATE_ISOLATE && b != MIGRATE_ISOLATE);
	return a < MIGRATE_PCPTYPES && b < MIGRATE_PCPTYPES;
}

/* One turn of the merge loop: true when the buddy was swallowed. */
static bool merge_with_buddy(struct model *m, const struct zone *zone,
			     struct free_block *block, pfn_t buddy)
{
	bool free = is_free_buddy(m, zone, buddy, block->order);

	probe(m, PROBE_BUDDY_TEST, block->pfn, block->order, buddy, free);
	if (!free)
		return false;
	enum migratetype buddy_type = block->type;

	if (block->order >= m->machine.pageblock_order) {
		buddy_type = type_of_pageblock(m, buddy);
		bool merge = types_merge(m, zone, block->type, buddy_type);

		probe(m, PROBE_BUDDY_TYPE, block->type, buddy_type, merge);
		if (!merge)
			return false;
	}
	probe(m, PROBE_BUDDY_MERGE, buddy, block->order, block->pfn & buddy,
	      block->order + 1);
	del_page_from_free_list(
		m, zone,
		(struct free_block){ .pfn = buddy,
				     .order = block->order,
				     .type = remembered_type(m, buddy) });
	if (buddy_type != block->type &&
	    profile_of(m)->blocks_follow_pageblocks)
		change_pageblock_range(m, buddy, block->order, block->type);
	block->pfn &= buddy;
	block->order++;
	return true;
}

void merge_free_block(struct model *m, const struct zone *zone,
		      struct free_block block, enum fpi fpi)
{
	frame(m, PROBE_FREE_ONE_PAGE_INNER, block.pfn, block.order, block.type,
	      zone_index(m, zone), pages_in(block.order));
	account_freepages(m, zone, pages_in(block.order), block.type);
	pfn_t buddy = PFN_NONE;

	while (block.order < m->machine.max_order) {
		buddy = block.pfn ^ (pfn_t)pages_in(block.order);
		if (!merge_with_buddy(m, zone, &block, buddy))
			break;
	}
	bool tail = fpi == FPI_TO_TAIL;

	if (!tail)
		tail = buddy_merge_likely(m, zone, block, buddy);
	probe(m, PROBE_FREE_ONE_PAGE_ADD, block.pfn, block.order, block.type,
	      tail);
	add_to_free_list(m, zone, block, tail ? LIST_END_TAIL : LIST_END_HEAD);
}

static void split_large_buddy(struct model *m, const struct zone *zone,
			      pfn_t pfn, unsigned order, enum fpi fpi)
{
	unsigned chunk = order < m->machine.pageblock_order
				 ? order
				 : m->machine.pageblock_order;
	pfn_t end = pfn + (pfn_t)pages_in(order);

	frame(m, PROBE_SPLIT_LARGE_BUDDY, pfn, order, chunk);
	for (; pfn < end; pfn += (pfn_t)pages_in(chunk)) {
		enum migratetype type = type_of_pageblock(m, pfn);

		probe(m, PROBE_SPLIT_LARGE_BUDDY_PIECE, pfn, chunk, type);
		merge_free_block(m, zone,
				 (struct free_block){ .pfn = pfn,
						      .order = chunk,
						      .type = type },
				 fpi);
	}
}

void free_one_page(struct model *m, const struct zone *zone, pfn_t pfn,
		   unsigned order, enum fpi fpi)
{
	frame(m, PROBE_FREE_ONE_PAGE, pfn, order, zone_index(m, zone));
	if (profile_of(m)->blocks_follow_pageblocks) {
		split_large_buddy(m, zone, pfn, order, fpi);
		return;
	}
	merge_free_block(
		m, zone,
		(struct free_block){ .pfn = pfn,
				     .order = order,
				     .type = type_of_pageblock(m, pfn) },
		fpi);
}
