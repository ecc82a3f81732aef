/*
 * What one is told when an operation cannot be carried out at all: the thing,
 * the place, the remedy.
 */
#include <inttypes.h>

#include "commands/kmalloc_words.h"
#include "commands/narrate.h"
#include "commands/session_internal.h"
#include "commands/tagging.h"

/* The overflow guard of get_page() finds a count of 0, too. */
static const char *check_of(const struct operation *op)
{
	if (op->kind == OP_GET)
		return "; VM_BUG_ON_PAGE: (u32)_refcount + 127 <= 127";
	return op->kind == OP_PUT ? "; VM_BUG_ON_PAGE: _refcount == 0" : "";
}

static enum status refuse_page(enum op_refusal refusal,
			       const struct operation *op, int64_t pfn,
			       struct reply *r)
{
	const char *reason = "";

	if (refusal == OP_PAGE_FREE)
		reason = "is free already, its block is in free_area";
	else if (refusal == OP_PAGE_ON_PCP)
		reason = "is free already, it waits on a pcp list";
	else if (refusal == OP_PAGE_RESERVED)
		reason = "is reserved, the allocator never had it";
	else if (refusal == OP_PAGE_IS_TAIL)
		reason = "lies inside an allocated block, name its first page";
	else if (refusal == OP_REFCOUNT_ZERO)
		reason = "has no reference, nobody holds it";
	return reply_fail(r, STATUS_FAILED,
			  "pfn %" PRId64 " %s: `page %" PRId64 "` shows it%s",
			  pfn, reason, pfn, check_of(op));
}

static enum status refuse_place(struct session *s, enum op_refusal refusal,
				int64_t where, struct reply *r)
{
	const struct machine *machine = model_machine(s->m);

	if (refusal == OP_NO_SUCH_CPU)
		return reply_fail(r, STATUS_FAILED,
				  "this machine has no cpu %" PRId64
				  ": the last one is %u",
				  where, machine->nr_cpus - 1);
	if (refusal == OP_NO_SUCH_NODE)
		return reply_fail(r, STATUS_FAILED,
				  "this machine has no node %" PRId64
				  ": the last one is %u",
				  where, machine->nr_nodes - 1);
	return reply_fail(r, STATUS_FAILED,
			  "pfn %" PRId64 " is in no zone of this machine, "
			  "whose pages are %u to %u",
			  where, machine_first_pfn(machine),
			  machine_end_pfn(machine) - 1);
}

static enum status refuse_order(struct session *s, enum op_refusal refusal,
				const struct operation *op, int64_t where,
				struct reply *r)
{
	unsigned live = 0;

	if (refusal == OP_ORDER_TOO_LARGE)
		return reply_fail(r, STATUS_FAILED,
				  "order %u is too large: the largest block "
				  "of this machine has order %u",
				  op->order, model_machine(s->m)->max_order);
	if (refusal == OP_MISALIGNED)
		return reply_fail(r, STATUS_FAILED,
				  "pfn %" PRId64 " begins no block of order "
				  "%u: it is no multiple of %" PRId64,
				  where, op->order, pages_in(op->order));
	if (operation_live_order(s->m, (pfn_t)where, &live) == OP_POSSIBLE)
		return reply_fail(r, STATUS_FAILED,
				  "pfn %" PRId64 " was allocated with order "
				  "%u: leave the order out or give this one",
				  where, live);
	return reply_fail(r, STATUS_FAILED,
			  "pfn %" PRId64 ": order %u does not fit the block "
			  "there, `page %" PRId64 "` shows it",
			  where, op->order, where);
}

static enum status refuse_gfp(struct session *s, enum op_refusal refusal,
			      const struct operation *op, struct reply *r)
{
	char gfp[256];

	narrate_gfp(model_machine(s->m)->profile, op->gfp, gfp, sizeof(gfp));
	if (refusal == OP_BAD_MOBILITY)
		return reply_fail(r, STATUS_FAILED,
				  "%s: __GFP_MOVABLE and __GFP_RECLAIMABLE "
				  "exclude each other, leave one out",
				  gfp);
	return reply_fail(r, STATUS_FAILED,
			  "%s: these zone modifiers name no zone together, "
			  "use one of __GFP_DMA, __GFP_DMA32, __GFP_HIGHMEM",
			  gfp);
}

/* Blocks that exist, but not for this operation. */
static enum status refuse_block(enum op_refusal refusal, int64_t pfn,
				struct reply *r)
{
	const char *reason = "";

	if (refusal == OP_ORDER_UNKNOWN)
		reason = "is in use since before the history: say its order, "
			 "as in `free PFN ORDER`";
	else if (refusal == OP_REFCOUNT_UNKNOWN)
		reason = "is in use since before the history, nobody knows its "
			 "references: use `free PFN ORDER`";
	else if (refusal == OP_BLOCK_NOT_IN_USE)
		reason = "of that block is free: give the order that the block "
			 "really has";
	else if (refusal == OP_NOT_A_FOLIO)
		reason = "heads a block that is no compound page, the kernel "
			 "would lose all but its first page: use `free`";
	else if (refusal == OP_SPLIT_COMPOUND)
		reason = "is a compound page: only blocks allocated without "
			 "__GFP_COMP can be split";
	else if (refusal == OP_GIVEN_TWICE)
		reason = "is named twice: each block can be freed once";
	return reply_fail(r, STATUS_FAILED, "pfn %" PRId64 " %s", pfn, reason);
}

/* What is asked for as a whole, whatever the pages are. */
static enum status refuse_request(struct session *s, enum op_refusal refusal,
				  int64_t where, struct reply *r)
{
	if (refusal == OP_TOO_MANY)
		return reply_fail(r, STATUS_FAILED,
				  "%" PRId64 " is too many for one operation: "
				  "at most %d",
				  where, OP_COUNT_MAX);
	if (refusal == OP_NO_COLD_FREES)
		return reply_fail(r, STATUS_FAILED,
				  "kernel %s does not tell cold pages apart: "
				  "leave `cold` out",
				  model_machine(s->m)->profile->series);
	if (refusal == OP_NOTHING_ASKED)
		return reply_fail(r, STATUS_FAILED,
				  "bulk of 0 pages: ask for 1 or more");
	return reply_fail(r, STATUS_FAILED,
			  "interrupted; the operation was undone");
}

/* What a refusal is about; that decides who words it. */
enum refusal_topic {
	ABOUT_NOTHING,
	ABOUT_PLACE,
	ABOUT_GFP,
	ABOUT_PAGE,
	ABOUT_ORDER,
	ABOUT_BLOCK,
	ABOUT_OBJECTION,
	ABOUT_TAGGING,
	ABOUT_KMALLOC,
	ABOUT_REQUEST,
};

static const uint8_t topics[] = {
	[OP_NO_SUCH_CPU] = ABOUT_PLACE,
	[OP_NO_SUCH_NODE] = ABOUT_PLACE,
	[OP_NO_SUCH_PAGE] = ABOUT_PLACE,
	[OP_BAD_ZONE_MODIFIERS] = ABOUT_GFP,
	[OP_BAD_MOBILITY] = ABOUT_GFP,
	[OP_PAGE_FREE] = ABOUT_PAGE,
	[OP_PAGE_ON_PCP] = ABOUT_PAGE,
	[OP_PAGE_RESERVED] = ABOUT_PAGE,
	[OP_PAGE_IS_TAIL] = ABOUT_PAGE,
	[OP_REFCOUNT_ZERO] = ABOUT_PAGE,
	[OP_WRONG_ORDER] = ABOUT_ORDER,
	[OP_MISALIGNED] = ABOUT_ORDER,
	[OP_ORDER_TOO_LARGE] = ABOUT_ORDER,
	[OP_ORDER_UNKNOWN] = ABOUT_BLOCK,
	[OP_BLOCK_NOT_IN_USE] = ABOUT_BLOCK,
	[OP_NOT_A_FOLIO] = ABOUT_BLOCK,
	[OP_REFCOUNT_UNKNOWN] = ABOUT_BLOCK,
	[OP_SPLIT_COMPOUND] = ABOUT_BLOCK,
	[OP_GIVEN_TWICE] = ABOUT_BLOCK,
	[OP_REFCOUNT_FROZEN] = ABOUT_OBJECTION,
	[OP_REFCOUNT_FULL] = ABOUT_OBJECTION,
	[OP_LOCKED] = ABOUT_OBJECTION,
	[OP_NOT_LOCKED] = ABOUT_OBJECTION,
	[OP_NOT_MAPPED] = ABOUT_OBJECTION,
	[OP_TYPED_MAPPING] = ABOUT_OBJECTION,
	[OP_NO_SUCH_FLAG] = ABOUT_OBJECTION,
	[OP_FLAG_OF_COMPOUND] = ABOUT_OBJECTION,
	[OP_FLAG_NOT_ON_TAIL] = ABOUT_OBJECTION,
	[OP_FLAG_NOT_ON_COMPOUND] = ABOUT_OBJECTION,
	[OP_NO_SUCH_TYPE] = ABOUT_OBJECTION,
	[OP_TYPE_TAKEN] = ABOUT_OBJECTION,
	[OP_NO_TYPE] = ABOUT_OBJECTION,
	[OP_BAD_MAPCOUNT] = ABOUT_OBJECTION,
	[OP_BAD_FLAGS] = ABOUT_OBJECTION,
	[OP_NO_PROFILING] = ABOUT_TAGGING,
	[OP_NO_COMPRESSION] = ABOUT_TAGGING,
	[OP_PROFILING_GONE] = ABOUT_TAGGING,
	[OP_AT_BOOT_ONLY] = ABOUT_TAGGING,
	[OP_MODULE_LOADED] = ABOUT_TAGGING,
	[OP_NO_SUCH_MODULE] = ABOUT_TAGGING,
	[OP_NO_SUCH_SITE] = ABOUT_TAGGING,
	[OP_TOO_MANY_MODULES] = ABOUT_TAGGING,
	[OP_BAD_ALIGN] = ABOUT_TAGGING,
	[OP_TOO_MANY_HOOKS] = ABOUT_TAGGING,
	[OP_NO_HOOK] = ABOUT_TAGGING,
	[OP_PAGE_IS_SLAB] = ABOUT_KMALLOC,
	[OP_NO_SUCH_OBJECT] = ABOUT_KMALLOC,
	[OP_OBJECT_FREE] = ABOUT_KMALLOC,
	[OP_NOT_KMALLOC] = ABOUT_KMALLOC,
	[OP_TOO_MANY_SLABS] = ABOUT_KMALLOC,
	[OP_TOO_MANY] = ABOUT_REQUEST,
	[OP_NO_COLD_FREES] = ABOUT_REQUEST,
	[OP_NOTHING_ASKED] = ABOUT_REQUEST,
	[OP_INTERRUPTED] = ABOUT_REQUEST,
};

enum status operation_refused(struct session *s, enum op_refusal refusal,
			      const struct operation *op, int64_t where,
			      struct reply *r)
{
	switch ((enum refusal_topic)topics[refusal]) {
	case ABOUT_NOTHING:
		break;
	case ABOUT_PLACE:
		return refuse_place(s, refusal, where, r);
	case ABOUT_GFP:
		return refuse_gfp(s, refusal, op, r);
	case ABOUT_PAGE:
		return refuse_page(refusal, op, where, r);
	case ABOUT_ORDER:
		return refuse_order(s, refusal, op, where, r);
	case ABOUT_BLOCK:
		return refuse_block(refusal, where, r);
	case ABOUT_OBJECTION:
		return operation_objected(s, refusal, op, where, r);
	case ABOUT_KMALLOC:
		return kmalloc_refused(s, refusal, op, where, r);
	case ABOUT_TAGGING:
		return tagging_refused(s, refusal, op, where, r);
	case ABOUT_REQUEST:
		return refuse_request(s, refusal, where, r);
	}
	return STATUS_OK;
}
