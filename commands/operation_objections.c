/*
 * What one is told when the kernel itself would object: the page, what is
 * wrong with it, and the check that would fire.
 */
#include <inttypes.h>

#include "commands/look_internal.h"
#include "commands/page_words.h"
#include "core/page_type.h"

struct objection {
	enum op_refusal refusal;
	const char *reason;
	const char *check;
};

static const struct objection objections[] = {
	{ OP_REFCOUNT_FROZEN,
	  "is a slab page, whose _refcount is frozen at 0 in this kernel",
	  "get_page() and put_page() pass it by" },
	{ OP_REFCOUNT_FULL, "has as many references as _refcount can count",
	  "the overflow guard of get_page(), VM_BUG_ON_PAGE: (u32)_refcount + "
	  "127 <= 127, is for the next ones" },
	{ OP_LOCKED, "is locked already",
	  "lock_page() would sleep, and nobody is there to unlock it: use "
	  "`unlock`" },
	{ OP_NOT_LOCKED, "is not locked", "VM_BUG_ON_PAGE: !PageLocked" },
	{ OP_NOT_MAPPED, "is not mapped",
	  "VM_BUG_ON_PAGE: _mapcount would fall below -1, where only page "
	  "types lie" },
	{ OP_TYPED_MAPPING, "has a page type, or belongs to the slab allocator",
	  "VM_WARN_ON: such a page has no _mapcount" },
	{ OP_FLAG_OF_COMPOUND, "is made a head or tail in one way only",
	  "allocate it with __GFP_COMP" },
	{ OP_FLAG_NOT_ON_TAIL, "is the tail of a compound page",
	  "VM_BUG_ON_PGFLAGS: PageTail, by the flag's policy" },
	{ OP_FLAG_NOT_ON_COMPOUND, "is part of a compound page",
	  "VM_BUG_ON_PGFLAGS: PageCompound, by the flag's policy" },
	{ OP_TYPE_TAKEN, "is mapped or has a type already",
	  "VM_BUG_ON_PAGE: the word over _mapcount is not -1" },
	{ OP_NO_TYPE, "has no page type", "VM_BUG_ON_PAGE: no type to clear" },
	{ OP_BAD_MAPCOUNT, "cannot be freed while it is mapped or has a type",
	  "bad_page: nonzero mapcount, and the block would be lost; use "
	  "`unmap-page` or `unmark`" },
};

static const struct objection *objection_to(enum op_refusal refusal)
{
	for (size_t i = 0; i < sizeof(objections) / sizeof(objections[0]); i++)
		if (objections[i].refusal == refusal)
			return &objections[i];
	return NULL;
}

static enum status object_to_flags(struct session *s, int64_t pfn,
				   struct reply *r)
{
	const struct flags_layout *layout = &model_machine(s->m)->layout;
	uint64_t bad = flags_check_at_free(layout) |
		       pageflag_mask(layout, PG_hwpoison);
	uint64_t flags = page_flags(s->m, (pfn_t)pfn) & bad;
	struct flags_layout names_only = *layout;
	char names[256];
	struct text out;

	for (unsigned field = 0; field < NR_FLAGS_FIELDS; field++)
		names_only.width[field] = 0;
	text_init_fixed(&out, names, sizeof(names));
	text_add(&out, "%s", "");
	flags_add_names(&out, &names_only, flags);
	return reply_fail(r, STATUS_FAILED,
			  "pfn %" PRId64 " cannot be freed with %s set: "
			  "bad_page: PAGE_FLAGS_CHECK_AT_FREE flag(s) set, and "
			  "the block would be lost; use `clear-flag` or "
			  "`unlock`",
			  pfn, names);
}

static enum status object_to_kernel(struct session *s,
				    const struct operation *op,
				    enum op_refusal refusal, struct reply *r)
{
	const struct machine *machine = model_machine(s->m);

	if (refusal == OP_NO_SUCH_TYPE)
		return reply_fail(r, STATUS_FAILED,
				  "kernel %s has no page type %s: boot another "
				  "with kernel=",
				  machine->release, page_mark_name(op->mark));
	return reply_fail(r, STATUS_FAILED,
			  "kernel %s has no flag %s in its layout: `flags` "
			  "shows those that it has",
			  machine->release, pageflag_name(op->flag));
}

enum status operation_objected(struct session *s, enum op_refusal refusal,
			       const struct operation *op, int64_t where,
			       struct reply *r)
{
	const struct objection *objection = objection_to(refusal);

	if (refusal == OP_BAD_FLAGS)
		return object_to_flags(s, where, r);
	if (!objection)
		return object_to_kernel(s, op, refusal, r);
	return reply_fail(r, STATUS_FAILED, "pfn %" PRId64 " %s: %s", where,
			  objection->reason, objection->check);
}
