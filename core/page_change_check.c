/*
 * The kernel's own objections to what is done to a page, before it is done.
 */
#include "core/page_change_internal.h"
#include "core/page_internal.h"
#include "core/page_prep_internal.h"
#include "core/page_type.h"
#include "core/pageflag_info.h"

static bool has_flag(const struct model *m, pfn_t pfn, enum pageflag flag)
{
	return page_of(m, pfn)->flags_diff &
	       pageflag_mask(&m->machine.layout, flag);
}

static bool is_compound(const struct model *m, pfn_t pfn)
{
	return page_is_compound_head(m, pfn) ||
	       page_is_compound_tail(page_of(m, pfn));
}

static enum op_refusal check_flag(const struct model *m, pfn_t pfn,
				  enum pageflag flag)
{
	if (m->machine.layout.bit[flag] < 0)
		return OP_NO_SUCH_FLAG;
	if (flag == PG_head || flag == PG_tail || flag == PG_compound)
		return OP_FLAG_OF_COMPOUND;
	bool tail = page_is_compound_tail(page_of(m, pfn));

	switch (pageflag_policy(m->machine.profile, flag)) {
	case POLICY_NONE:
	case POLICY_ANY:
	case POLICY_HEAD:
	case POLICY_FOLIO:
	case POLICY_NO_ACCESSOR:
		break;
	case POLICY_ONLY_HEAD:
	case POLICY_NO_TAIL:
		return tail ? OP_FLAG_NOT_ON_TAIL : OP_POSSIBLE;
	case POLICY_NO_COMPOUND:
		return is_compound(m, pfn) ? OP_FLAG_NOT_ON_COMPOUND
					   : OP_POSSIBLE;
	}
	return OP_POSSIBLE;
}

static enum op_refusal check_mark(const struct model *m, pfn_t pfn,
				  enum page_mark mark)
{
	const struct page_types *types = page_types_of(m->machine.profile);
	uint32_t word = page_type_word(page_of(m, pfn));
	int type = page_mark_type(types, mark);

	if (page_is_compound_tail(page_of(m, pfn)))
		return OP_PAGE_IS_TAIL;
	if (page_mark_is_flag(m, mark))
		return has_flag(m, pfn, PG_slab) ? OP_TYPE_TAKEN : OP_POSSIBLE;
	if (type < 0)
		return OP_NO_SUCH_TYPE;
	if (word != PAGE_TYPE_NONE ||
	    !page_types_set(types, (unsigned)type, &word))
		return OP_TYPE_TAKEN;
	return OP_POSSIBLE;
}

/* Owners other than user mappings: their pages are in no page table. */
static bool is_typed(const struct model *m, pfn_t pfn)
{
	return page_has_type(m->machine.profile,
			     page_type_word(page_of(m, pfn))) ||
	       has_flag(m, pfn, PG_slab);
}

static enum op_refusal check_map(const struct model *m,
				 const struct operation *op)
{
	pfn_t head = compound_head(m, op->pfn);

	if (is_typed(m, head) || is_typed(m, op->pfn))
		return OP_TYPED_MAPPING;
	if (page_of(m, head)->use == PAGE_UNKNOWN)
		return OP_REFCOUNT_UNKNOWN;
	if (op->kind == OP_MAP)
		return OP_POSSIBLE;
	return page_mapcount_of(m->machine.profile,
				page_type_word(page_of(m, op->pfn))) > 0
		       ? OP_POSSIBLE
		       : OP_NOT_MAPPED;
}

enum op_refusal page_change_check(const struct model *m,
				  const struct operation *op, int64_t *where)
{
	pfn_t head = compound_head(m, op->pfn);

	*where = op->pfn;
	if (op->kind == OP_MAP || op->kind == OP_UNMAP)
		return check_map(m, op);
	if (op->kind == OP_LOCK)
		return has_flag(m, head, PG_locked) ? OP_LOCKED : OP_POSSIBLE;
	if (op->kind == OP_UNLOCK)
		return has_flag(m, head, PG_locked) ? OP_POSSIBLE
						    : OP_NOT_LOCKED;
	if (op->kind == OP_SET_FLAG || op->kind == OP_CLEAR_FLAG)
		return check_flag(m, op->pfn, op->flag);
	if (op->kind == OP_MARK)
		return check_mark(m, op->pfn, op->mark);
	return is_typed(m, op->pfn) ? OP_POSSIBLE : OP_NO_TYPE;
}

/* What taking a folio off its LRU list clears before it is freed. */
static uint64_t flags_of_lru(const struct flags_layout *layout)
{
	return pageflag_mask(layout, PG_lru) |
	       pageflag_mask(layout, PG_active) |
	       pageflag_mask(layout, PG_unevictable) |
	       pageflag_mask(layout, PG_mlocked) |
	       flags_field_mask(layout, FIELD_LRU_GEN);
}

/* The order of a compound page stands where flags do elsewhere. */
static uint64_t flags_of_first_tail(const struct model *m, pfn_t head)
{
	bool order_there = m->machine.profile->order_in_tail_flags &&
			   page_is_compound_head(m, head);

	return order_there ? page_flags_second(m) : 0;
}

enum op_refusal page_free_check(const struct model *m,
				const struct block *block, bool released,
				int64_t *where)
{
	const struct profile *profile = m->machine.profile;
	uint64_t bad = m->check_at_free;

	if (released)
		bad &= ~flags_of_lru(&m->machine.layout);
	for (pfn_t i = 0; i < pages_in(block->order); i++) {
		const struct page *page = page_of(m, block->pfn + i);

		/* The common case: nothing is left on it. */
		if ((page->flags_diff | page->page_type_inverted) == 0)
			continue;
		uint64_t here =
			i == 1 ? bad & ~flags_of_first_tail(m, block->pfn)
			       : bad;
		bool type_goes = i == 0 && profile->free_clears_type &&
				 page_has_type(profile, page_type_word(page));

		*where = block->pfn + i;
		if (page->page_type_inverted && !type_goes)
			return OP_BAD_MAPCOUNT;
		if (page->flags_diff & here)
			return OP_BAD_FLAGS;
	}
	return OP_POSSIBLE;
}
