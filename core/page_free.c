#include "core/page_free_internal.h"

#include "core/alloc_tag_internal.h"
#include "core/buddy_internal.h"
#include "core/page_internal.h"
#include "core/page_prep_internal.h"
#include "core/pcp_internal.h"

/* Folios that release_pages() collects before it frees them. */
enum { PAGEVEC_SIZE = 31 };

static into_callers const struct zone *page_zone(const struct model *m,
						 pfn_t pfn)
{
	int zone = zone_index_of_pfn(m, pfn);

	assert(zone >= 0 && "operation_check() lets only zoned pages through");
	return &m->zones[zone];
}

/* Drops one reference; true when it was the last.  Of a page of unknown
 * history the one given back is taken for the last. */
static into_callers bool put_page_testzero(struct model *m, pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);

	if (page->use == PAGE_UNKNOWN)
		return true;
	put_again(m, &page->refcount, page->refcount - 1);
	return page->refcount == 0;
}

/* The decisions on a prepared page, alone or as one of a batch. */
struct free_decisions {
	enum probe_id type, trylock;
};

static const struct free_decisions free_alone = { PROBE_FREE_UNREF_TYPE,
						  PROBE_FREE_UNREF_TRYLOCK };
static const struct free_decisions free_in_batch = {
	PROBE_FREE_FOLIOS_TYPE, PROBE_FREE_FOLIOS_TRYLOCK
};

/* The prepared page's way: isolated blocks never wait on a pcp list. */
static into_callers void
free_prepared_page(struct model *m, const struct zone *zone, pfn_t pfn,
		   unsigned order, const struct free_decisions *decisions)
{
	enum migratetype type = type_of_pageblock(m, pfn);

	probe(m, decisions->type, pfn, type, type == MIGRATE_ISOLATE);
	if (type == MIGRATE_ISOLATE) {
		free_one_page(m, zone, pfn, order, FPI_NONE);
		return;
	}
	if (type >= MIGRATE_PCPTYPES)
		type = movable_type(m);
	probe(m, decisions->trylock, m->cpu, type);
	free_unref_page_commit(m, zone, pfn, order, type);
}

static void free_pages_ok(struct model *m, const struct zone *zone, pfn_t pfn,
			  unsigned order)
{
	frame(m, PROBE_FREE_PAGES_OK, pfn, order, zone_index(m, zone));
	free_pages_prepare(m, pfn, order);
	free_one_page(m, zone, pfn, order, FPI_NONE);
}

static into_callers void free_last_reference(struct model *m, pfn_t pfn,
					     unsigned order)
{
	const struct zone *zone = page_zone(m, pfn);
	bool pcp = pcp_allowed_order(m, order);

	if (!pcp && profile_of(m)->other_orders_are_freed_apart) {
		free_pages_ok(m, zone, pfn, order);
		return;
	}
	frame(m, PROBE_FREE_UNREF_PAGE, pfn, order, pcp, zone_index(m, zone));
	if (!pcp) {
		free_pages_ok(m, zone, pfn, order);
		return;
	}
	free_pages_prepare(m, pfn, order);
	free_prepared_page(m, zone, pfn, order, &free_alone);
}

void free_unref_page(struct model *m, pfn_t pfn, unsigned order)
{
	free_last_reference(m, pfn, order);
}

/* Another user still holds page 0 of a block that is no compound page: the
 * pages behind it have no holder and go now, the upper half first. */
static __attribute__((noinline)) void
free_behind_first(struct model *m, pfn_t pfn, unsigned order)
{
	put(m, &page_of(m, pfn)->use_order, 0);
	pgalloc_tag_sub_pages(m, pfn, pages_in(order) - 1);
	while (order-- > 0) {
		pfn_t piece = pfn + (pfn_t)pages_in(order);

		probe(m, PROBE_FREE_PAGES_PIECE, piece, order);
		free_unref_page(m, piece, order);
	}
}

void free_pages(struct model *m, pfn_t pfn, unsigned order)
{
	bool compound = page_is_head(m, page_of(m, pfn));

	frame(m, PROBE_FREE_PAGES, pfn, order, compound);
	bool last = put_page_testzero(m, pfn);

	probe(m, PROBE_FREE_PAGES_LAST, pfn, last, compound,
	      page_of(m, pfn)->refcount);
	if (last)
		free_last_reference(m, pfn, order);
	else if (!compound && profile_of(m)->frees_behind_first)
		free_behind_first(m, pfn, order);
}

/* First pass prepares all and frees what no pcp list takes; the second hands
 * the rest to the pcp lists, in the order of the array. */
static void free_unref_folios(struct model *m, const struct block *folios,
			      unsigned count)
{
	frame(m, PROBE_FREE_UNREF_FOLIOS, count, m->cpu);
	for (unsigned i = 0; i < count; i++) {
		const struct block *folio = &folios[i];

		free_pages_prepare(m, folio->pfn, folio->order);
		if (pcp_allowed_order(m, folio->order))
			continue;
		probe(m, PROBE_FREE_FOLIOS_DIRECT, folio->pfn, folio->order);
		free_one_page(m, page_zone(m, folio->pfn), folio->pfn,
			      folio->order, FPI_NONE);
	}
	for (unsigned i = 0; i < count; i++) {
		const struct block *folio = &folios[i];

		if (pcp_allowed_order(m, folio->order))
			free_prepared_page(m, page_zone(m, folio->pfn),
					   folio->pfn, folio->order,
					   &free_in_batch);
	}
}

enum singles { EVERY_SINGLE, ISOLATED_SINGLES, OTHER_SINGLES };

/* Those single pages, last to first. */
static void release_singles(struct model *m, const struct block *blocks,
			    unsigned count, enum singles which)
{
	for (unsigned i = count; i-- > 0 && !given_up(m, count - i, count);) {
		pfn_t pfn = blocks[i].pfn;
		bool isolated = type_of_pageblock(m, pfn) == MIGRATE_ISOLATE;

		if (blocks[i].order > 0 ||
		    which == (isolated ? OTHER_SINGLES : ISOLATED_SINGLES))
			continue;
		bool last = put_page_testzero(m, pfn);

		probe(m, PROBE_RELEASE_PAGES_LAST, pfn, 0, last);
		if (last)
			free_unref_page(m, pfn, 0);
	}
}

/* Larger folios go at once, single pages last to first when all are seen. */
static void release_in_reverse(struct model *m, const struct block *blocks,
			       unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (blocks[i].order == 0)
			continue;
		bool last = put_page_testzero(m, blocks[i].pfn);

		probe(m, PROBE_RELEASE_PAGES_LAST, blocks[i].pfn,
		      blocks[i].order, last);
		if (last)
			free_unref_page(m, blocks[i].pfn, blocks[i].order);
	}
	if (!profile_of(m)->isolated_first_in_batch) {
		release_singles(m, blocks, count, EVERY_SINGLE);
		return;
	}
	release_singles(m, blocks, count, ISOLATED_SINGLES);
	release_singles(m, blocks, count, OTHER_SINGLES);
}

/* Batch by batch, each in the order of the array. */
static void release_in_batches(struct model *m, const struct block *blocks,
			       unsigned count)
{
	struct block batch[PAGEVEC_SIZE];
	unsigned collected = 0;

	for (unsigned i = 0; i < count && !given_up(m, i, count); i++) {
		bool last = put_page_testzero(m, blocks[i].pfn);

		probe(m, PROBE_RELEASE_PAGES_LAST, blocks[i].pfn,
		      blocks[i].order, last);
		if (!last)
			continue;
		batch[collected++] = blocks[i];
		if (collected < PAGEVEC_SIZE)
			continue;
		free_unref_folios(m, batch, collected);
		collected = 0;
	}
	if (collected > 0)
		free_unref_folios(m, batch, collected);
}

void release_pages(struct model *m, const struct block *blocks, unsigned count)
{
	frame(m, PROBE_RELEASE_PAGES, count, m->cpu);
	if (profile_of(m)->release_reverses_singles)
		release_in_reverse(m, blocks, count);
	else
		release_in_batches(m, blocks, count);
}

void get_page(struct model *m, pfn_t pfn)
{
	pfn_t head = compound_head(m, pfn);
	const struct page *page = page_of(m, head);

	frame(m, PROBE_GET_PAGE, head, page->refcount, page->refcount + 1);
	put_again(m, &page->refcount, page->refcount + 1);
}

void put_page(struct model *m, pfn_t pfn)
{
	pfn_t head = compound_head(m, pfn);

	frame(m, PROBE_PUT_PAGE, head, page_of(m, head)->refcount);
	bool last = put_page_testzero(m, head);

	probe(m, PROBE_PUT_PAGE_LAST, head, last, page_of(m, head)->refcount);
	if (last)
		free_unref_page(m, head, compound_order(m, head));
}
