/*
 * Would an operation be possible?  What the kernel would answer with a BUG or
 * with silent corruption is refused here, before anything has changed.
 */
#include <stdlib.h>

#include "core/codetag_internal.h"
#include "core/gfp.h"
#include "core/gfp_internal.h"
#include "core/model_internal.h"
#include "core/operation.h"
#include "core/operation_internal.h"
#include "core/page_change_internal.h"
#include "core/page_internal.h"
#include "core/page_type.h"

/* Is the page in somebody's hands, as the first of a block? */
static enum op_refusal page_in_use(const struct model *m, pfn_t pfn)
{
	/* The common case, without a look at the neighbours. */
	if (pfn >= m->first_pfn && pfn < m->end_pfn &&
	    page_of(m, pfn)->use == PAGE_ALLOCATED)
		return OP_POSSIBLE;
	if (!pfn_valid(m, pfn) || zone_index_of_pfn(m, pfn) < 0)
		return OP_NO_SUCH_PAGE;
	struct page_view view = page_view(m, pfn);

	switch (view.state) {
	case PAGE_STATE_BUDDY:
		return OP_PAGE_FREE;
	case PAGE_STATE_PCP:
		return OP_PAGE_ON_PCP;
	case PAGE_STATE_RESERVED:
		return OP_PAGE_RESERVED;
	case PAGE_STATE_HOLE:
		return OP_NO_SUCH_PAGE;
	case PAGE_STATE_TAIL:
		return OP_PAGE_IS_TAIL;
	case PAGE_STATE_ALLOCATED:
	case PAGE_STATE_HEAD:
	case PAGE_STATE_SLAB:
		break;
	}
	return view.head == pfn ? OP_POSSIBLE : OP_PAGE_IS_TAIL;
}

enum op_refusal operation_live_order(const struct model *m, pfn_t pfn,
				     unsigned *ret)
{
	enum op_refusal refusal = page_in_use(m, pfn);

	if (refusal != OP_POSSIBLE)
		return refusal;
	const struct page *page = page_of(m, pfn);

	if (page->use == PAGE_ALLOCATED)
		*ret = page->use_order;
	else if (page_is_compound_head(m, pfn) &&
		 m->machine.profile->order_in_tail_flags)
		*ret = compound_order(m, pfn);
	else
		return OP_ORDER_UNKNOWN;
	return OP_POSSIBLE;
}

/* A block of unknown history: is every page of it in use, and one block? */
static enum op_refusal check_unknown_block(const struct model *m, pfn_t pfn,
					   unsigned order, int64_t *where)
{
	if (m->machine.profile->order_in_tail_flags &&
	    page_is_compound_head(m, pfn) && compound_order(m, pfn) != order)
		return OP_WRONG_ORDER;
	for (pfn_t i = 1; i < pages_in(order); i++) {
		const struct page *page = page_at(m, pfn + i);
		bool tail = page_is_compound_tail(page) &&
			    compound_head(m, pfn + i) == pfn;

		if (pfn_valid(m, pfn + i) &&
		    zone_of_pfn(m, pfn + i) == zone_of_pfn(m, pfn) &&
		    (tail || page->use == PAGE_UNKNOWN))
			continue;
		*where = pfn + i;
		return OP_BLOCK_NOT_IN_USE;
	}
	return OP_POSSIBLE;
}

static enum op_refusal check_block(const struct model *m, pfn_t pfn,
				   unsigned order, int64_t *where)
{
	*where = pfn;
	enum op_refusal refusal = page_in_use(m, pfn);

	if (refusal != OP_POSSIBLE)
		return refusal;
	if (order > m->machine.max_order) {
		*where = order;
		return OP_ORDER_TOO_LARGE;
	}
	if (pfn & (pages_in(order) - 1))
		return OP_MISALIGNED;
	const struct page *page = page_of(m, pfn);

	if (page->use == PAGE_UNKNOWN)
		return check_unknown_block(m, pfn, order, where);
	return page->use_order == order ? OP_POSSIBLE : OP_WRONG_ORDER;
}

static enum op_refusal check_request(const struct model *m,
				     const struct operation *op, int64_t *where)
{
	const struct profile *profile = m->machine.profile;

	*where = op->gfp;
	if (!gfp_zone_is_valid(&profile->gfp, op->gfp))
		return OP_BAD_ZONE_MODIFIERS;
	if (!gfp_mobility_is_valid(&profile->gfp, op->gfp))
		return OP_BAD_MOBILITY;
	*where = op->nid;
	if (op->nid < 0 || (unsigned)op->nid >= m->machine.nr_nodes)
		return OP_NO_SUCH_NODE;
	*where = op->order;
	if (op->order > OP_ORDER_MAX)
		return OP_ORDER_TOO_LARGE;
	*where = MAX_TAGS;
	return m->globals->nr_tags < MAX_TAGS ? OP_POSSIBLE : OP_TOO_MANY;
}

static int by_pfn(const void *a, const void *b)
{
	const struct block *x = a;
	const struct block *y = b;

	return x->pfn < y->pfn ? -1 : x->pfn > y->pfn;
}

/* Does the batch name a page twice?  *where is that page then. */
static bool given_twice(const struct operation *op, int64_t *where)
{
	struct block *sorted = calloc(op->count, sizeof(*sorted));
	bool twice = false;

	assert(sorted && "the host has no memory to look through a batch");
	for (unsigned i = 0; i < op->count; i++)
		sorted[i] = op->blocks[i];
	qsort(sorted, op->count, sizeof(*sorted), by_pfn);
	for (unsigned i = 1; i < op->count && !twice; i++) {
		twice = sorted[i - 1].pfn + pages_in(sorted[i - 1].order) >
			sorted[i].pfn;
		*where = sorted[i].pfn;
	}
	free(sorted);
	return twice;
}

static enum op_refusal check_batch(const struct model *m,
				   const struct operation *op, int64_t *where)
{
	*where = op->count;
	if (op->count == 0)
		return OP_NOTHING_ASKED;
	if (op->count > OP_COUNT_MAX)
		return OP_TOO_MANY;
	for (unsigned i = 0; i < op->count; i++) {
		const struct block *block = &op->blocks[i];
		enum op_refusal refusal =
			check_block(m, block->pfn, block->order, where);

		if (refusal != OP_POSSIBLE)
			return refusal;
		/* release_pages() sees folios: behind the first page of a
     * block that is none it would free nothing. */
		*where = block->pfn;
		if (block->order > 0 && !page_is_compound_head(m, block->pfn))
			return OP_NOT_A_FOLIO;
		if (page_of(m, block->pfn)->refcount <= 1)
			refusal = page_free_check(m, block, true, where);
		if (refusal != OP_POSSIBLE)
			return refusal;
	}
	return given_twice(op, where) ? OP_GIVEN_TWICE : OP_POSSIBLE;
}

static bool page_type_is_slab(const struct model *m, const struct page *page)
{
	const struct page_types *types = page_types_of(m->machine.profile);
	int slab = page_types_lookup(types, "slab");

	return slab >= 0 &&
	       page_types_test(types, page_type_word(page), (unsigned)slab);
}

static enum op_refusal check_reference(const struct model *m,
				       const struct operation *op,
				       int64_t *where)
{
	*where = op->pfn;
	if (!pfn_valid(m, op->pfn) || zone_of_pfn(m, op->pfn) < 0)
		return OP_NO_SUCH_PAGE;
	pfn_t head = compound_head(m, op->pfn);
	enum op_refusal refusal = page_in_use(m, head);
	const struct page *page = page_of(m, head);

	if (refusal != OP_POSSIBLE)
		return refusal;
	if (page->use == PAGE_UNKNOWN)
		return OP_REFCOUNT_UNKNOWN;
	if (m->machine.profile->pages_are_born_frozen &&
	    page_type_is_slab(m, page))
		return OP_REFCOUNT_FROZEN;
	if (page->refcount <= 0)
		return OP_REFCOUNT_ZERO;
	if (op->kind == OP_GET && page->refcount == INT32_MAX)
		return OP_REFCOUNT_FULL;
	/* The last put_page() of such a block would lose all but page 0. */
	if (op->kind == OP_PUT && page->refcount == 1 && page->use_order > 0 &&
	    !page_is_compound_head(m, head))
		return OP_NOT_A_FOLIO;
	if (op->kind == OP_GET || page->refcount > 1)
		return OP_POSSIBLE;
	struct block block = { .pfn = head, .order = page->use_order };

	return page_free_check(m, &block, true, where);
}

/* Any page in somebody's hands will do, not only the first of a block. */
static enum op_refusal check_change(const struct model *m,
				    const struct operation *op, int64_t *where)
{
	*where = op->pfn;
	enum op_refusal refusal = page_in_use(m, op->pfn);

	if (refusal != OP_POSSIBLE && refusal != OP_PAGE_IS_TAIL)
		return refusal;
	return page_change_check(m, op, where);
}

/* Nothing stands in the way of the last reference but the page's state. */
static enum op_refusal check_free(const struct model *m,
				  const struct operation *op, int64_t *where)
{
	enum op_refusal refusal = check_block(m, op->pfn, op->order, where);
	struct block block = { .pfn = op->pfn, .order = (uint8_t)op->order };
	const struct page *page = NULL;

	if (refusal != OP_POSSIBLE)
		return refusal;
	page = page_of(m, op->pfn);
	if (page->use != PAGE_UNKNOWN && page->refcount > 1)
		return OP_POSSIBLE;
	return page_free_check(m, &block, false, where);
}

static enum op_refusal check_bulk(const struct model *m,
				  const struct operation *op, int64_t *where)
{
	*where = op->count;
	if (op->count == 0)
		return OP_NOTHING_ASKED;
	if (op->count > OP_COUNT_MAX)
		return OP_TOO_MANY;
	return check_request(m, op, where);
}

static enum op_refusal check_split(const struct model *m,
				   const struct operation *op, int64_t *where)
{
	enum op_refusal refusal = check_block(m, op->pfn, op->order, where);

	if (refusal == OP_POSSIBLE && page_is_compound_head(m, op->pfn))
		refusal = OP_SPLIT_COMPOUND;
	return refusal;
}

static enum op_refusal check_blocks(const struct model *m,
				    const struct operation *op, int64_t *where)
{
	if (op->kind == OP_ALLOC)
		return check_request(m, op, where);
	if (op->kind == OP_BULK)
		return check_bulk(m, op, where);
	if (op->kind == OP_FREE)
		return check_free(m, op, where);
	if (op->kind == OP_FREEBATCH)
		return check_batch(m, op, where);
	return check_split(m, op, where);
}

static enum op_refusal check_kind(const struct model *m,
				  const struct operation *op, int64_t *where)
{
	if (slab_forbids(m, op, where))
		return OP_PAGE_IS_SLAB;
	switch (operation_family(op->kind)) {
	case FAMILY_BLOCKS:
		return check_blocks(m, op, where);
	case FAMILY_REFERENCE:
		return check_reference(m, op, where);
	case FAMILY_PAGE_WORDS:
		return check_change(m, op, where);
	case FAMILY_OBJECTS:
		return op->kind == OP_KMALLOC ? kmalloc_check(m, op, where)
					      : kfree_check(m, op, where);
	case FAMILY_TAGGING:
		return tagging_check(m, op, where);
	case FAMILY_PCP:
	case FAMILY_CPU:
		break;
	}
	return OP_POSSIBLE;
}

enum op_refusal operation_check(const struct model *m,
				const struct operation *op, int64_t *where)
{
	*where = op->cpu;
	if (op->cpu >= m->machine.nr_cpus)
		return OP_NO_SUCH_CPU;
	if (op->cold && !m->machine.profile->frees_cold_pages)
		return OP_NO_COLD_FREES;
	return check_kind(m, op, where);
}
