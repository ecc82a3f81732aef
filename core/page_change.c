#include "core/page_change_internal.h"

#include "core/page_internal.h"
#include "core/page_type.h"
#include "core/pageflag_info.h"

static void put_flags(struct model *m, pfn_t pfn, uint64_t mask, bool set)
{
	const struct page *page = page_of(m, pfn);

	put(m, &page->flags_diff,
	    set ? page->flags_diff | mask : page->flags_diff & ~mask);
}

static void put_type(struct model *m, pfn_t pfn, uint32_t word)
{
	put(m, &page_of(m, pfn)->page_type_inverted, (uint32_t)~word);
}

static int64_t mappings_of(const struct model *m, pfn_t pfn)
{
	return page_mapcount_of(m->machine.profile,
				page_type_word(page_of(m, pfn)));
}

static void map_page(struct model *m, pfn_t pfn)
{
	uint32_t word = page_type_word(page_of(m, pfn));
	int64_t mappings = mappings_of(m, pfn);

	frame(m, PROBE_ADD_RMAP, pfn, (int32_t)word, (int32_t)word + 1,
	      mappings + 1);
	put_type(m, pfn, word + 1);
}

static void unmap_page(struct model *m, pfn_t pfn)
{
	uint32_t word = page_type_word(page_of(m, pfn));
	int64_t mappings = mappings_of(m, pfn);

	frame(m, PROBE_REMOVE_RMAP, pfn, (int32_t)word, (int32_t)word - 1,
	      mappings - 1);
	put_type(m, pfn, word - 1);
}

static void lock_page(struct model *m, pfn_t pfn)
{
	pfn_t head = compound_head(m, pfn);

	frame(m, PROBE_LOCK_PAGE, head);
	put_flags(m, head, pageflag_mask(&m->machine.layout, PG_locked), true);
}

/* Bit 7 of the same byte says at once whether somebody must be woken. */
static void unlock_page(struct model *m, pfn_t pfn)
{
	const struct flags_layout *layout = &m->machine.layout;
	pfn_t head = compound_head(m, pfn);
	uint64_t waiters = pageflag_mask(layout, PG_waiters);

	frame(m, PROBE_UNLOCK_PAGE, head,
	      (page_of(m, head)->flags_diff & waiters) != 0);
	put_flags(m, head, pageflag_mask(layout, PG_locked), false);
}

/* Which struct page carries the bit: that is the flag's policy. */
static pfn_t flag_carrier(const struct model *m, pfn_t pfn, enum pageflag flag)
{
	switch (pageflag_policy(m->machine.profile, flag)) {
	case POLICY_HEAD:
	case POLICY_FOLIO:
		return compound_head(m, pfn);
	case POLICY_NONE:
	case POLICY_ANY:
	case POLICY_ONLY_HEAD:
	case POLICY_NO_TAIL:
	case POLICY_NO_COMPOUND:
	case POLICY_NO_ACCESSOR:
		break;
	}
	return pfn;
}

static void change_flag(struct model *m, pfn_t pfn, enum pageflag flag,
			bool set)
{
	pfn_t carrier = flag_carrier(m, pfn, flag);
	uint64_t mask = pageflag_mask(&m->machine.layout, flag);

	frame(m, set ? PROBE_SET_FLAG : PROBE_CLEAR_FLAG, pfn, flag, carrier,
	      carrier != pfn, (page_of(m, carrier)->flags_diff & mask) != 0);
	put_flags(m, carrier, mask, set);
}

static const char *const mark_names[NR_PAGE_MARKS] = {
	[MARK_SLAB] = "slab",
	[MARK_TABLE] = "table",
	[MARK_OFFLINE] = "offline",
	[MARK_GUARD] = "guard",
};

const char *page_mark_name(enum page_mark mark)
{
	return mark_names[mark];
}

/* Before it was a type: slab was a flag, offline pages were balloon pages. */
int page_mark_type(const struct page_types *types, enum page_mark mark)
{
	int type = page_types_lookup(types, mark_names[mark]);

	if (type < 0 && mark == MARK_OFFLINE)
		type = page_types_lookup(types, "balloon");
	return type;
}

bool page_mark_is_flag(const struct model *m, enum page_mark mark)
{
	return mark == MARK_SLAB && m->machine.layout.bit[PG_slab] >= 0;
}

static void mark_page(struct model *m, pfn_t pfn, enum page_mark mark)
{
	const struct page_types *types = page_types_of(m->machine.profile);
	const struct page *page = page_of(m, pfn);
	uint32_t old = page_type_word(page);
	uint32_t word = old;

	if (page_mark_is_flag(m, mark)) {
		change_flag(m, pfn, PG_slab, true);
		return;
	}
	page_types_set(types, (unsigned)page_mark_type(types, mark), &word);
	frame(m, PROBE_SET_TYPE, pfn, mark, old, word);
	put_type(m, pfn, word);
	if (mark == MARK_GUARD)
		put(m, &page->private, page->use_order);
}

static void unmark_page(struct model *m, pfn_t pfn)
{
	const struct page *page = page_of(m, pfn);
	uint32_t old = page_type_word(page);

	if (old == PAGE_TYPE_NONE) {
		change_flag(m, pfn, PG_slab, false);
		return;
	}
	frame(m, PROBE_CLEAR_TYPE, pfn, old, PAGE_TYPE_NONE);
	put_type(m, pfn, PAGE_TYPE_NONE);
	put(m, &page->private, 0);
}

void change_page(struct model *m, const struct operation *op)
{
	if (op->kind == OP_MAP)
		map_page(m, op->pfn);
	else if (op->kind == OP_UNMAP)
		unmap_page(m, op->pfn);
	else if (op->kind == OP_LOCK)
		lock_page(m, op->pfn);
	else if (op->kind == OP_UNLOCK)
		unlock_page(m, op->pfn);
	else if (op->kind == OP_SET_FLAG)
		change_flag(m, op->pfn, op->flag, true);
	else if (op->kind == OP_CLEAR_FLAG)
		change_flag(m, op->pfn, op->flag, false);
	else if (op->kind == OP_MARK)
		mark_page(m, op->pfn, op->mark);
	else
		unmark_page(m, op->pfn);
}
