/*
 * kmalloc and kfree, as typed.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/kmalloc_words.h"

enum status parse_kmalloc(struct session *s, const struct arguments *args,
			  struct operation_request *request, struct reply *r)
{
	struct operation *op = &request->op;
	int argc = args->argc;
	uint64_t size = 0;

	if (argc > 1 && strcmp(args->argv[argc - 1], "variable") == 0) {
		op->variable = true;
		argc--;
	}
	if (argc < 1 || argc > 2)
		return command_usage("kmalloc", r);
	if (!parse_number(args->argv[0], &size) || size > UINT32_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "size \"%s\" is no number of bytes from 0 to "
				  "%" PRIu32,
				  args->argv[0], UINT32_MAX);
	op->size = (uint32_t)size;
	if (argc == 1)
		return STATUS_OK;
	return parse_gfp(model_machine(s->m)->profile, args->argv[1], &op->gfp,
			 r);
}

/* The object that the history value stands for. */
static bool object_of_value(const struct session *s, const struct page_ref *ref,
			    uint16_t *ret)
{
	if (!ref->op || history_op(s->m, ref->op)->kind != OP_KMALLOC)
		return false;
	*ret = (uint16_t)history_result(s->m, ref->op)->object;
	return true;
}

enum status parse_kfree(struct session *s, const struct arguments *args,
			struct operation_request *request, struct reply *r)
{
	struct operation *op = &request->op;
	struct page_ref ref;
	uint64_t object = 0;

	if (args->argc < 1 || args->argc > 2)
		return command_usage("kfree", r);
	enum status status = parse_ref(s, args->argv[0], &ref, r);

	if (status != STATUS_OK)
		return status;
	op->pfn = ref.pfn;
	if (args->argc == 2) {
		if (!parse_number(args->argv[1], &object) ||
		    object >= SLAB_OBJECTS_LIMIT)
			return reply_fail(r, STATUS_FAILED,
					  "object \"%s\" is no place in a "
					  "slab: `slab %" PRIu32
					  "` numbers them",
					  args->argv[1], ref.pfn);
		op->object = (uint16_t)object;
		return STATUS_OK;
	}
	if (object_of_value(s, &ref, &op->object) ||
	    !slab_of_pfn(s->m, ref.pfn))
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "pfn %" PRIu32 " is a slab of many objects: say "
			  "which, as in `kfree %" PRIu32 " 0`; `slab %" PRIu32
			  "` shows them",
			  ref.pfn, ref.pfn, ref.pfn);
}

static enum status run_kmalloc(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	return operation_command_run(s, "kmalloc", args, r);
}

const struct command cmd_kmalloc = {
	.name = "kmalloc",
	.group = GROUP_OPERATIONS,
	.args = "SIZE [GFP] [variable] [node=N] [cpu=N] "
		"[tag=FILE:LINE:FUNCTION]",
	.summary = "Take SIZE bytes from a slab, or above 8 KiB whole pages",
	.help = "The size counts as a constant, which the compiler sorts out; "
		"`variable` makes it\n"
		"one that is known only when the program runs.  The value is "
		"the object's slab\n"
		"and its place there: `kfree $1` frees it, `slab $1` shows "
		"it.",
	.example = "kmalloc 100 GFP_KERNEL",
	.completes = COMPLETE_GFP,
	.run = run_kmalloc,
};

static enum status run_kfree(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	return operation_command_run(s, "kfree", args, r);
}

const struct command cmd_kfree = {
	.name = "kfree",
	.group = GROUP_OPERATIONS,
	.args = "REF [OBJECT]",
	.summary = "Free what kmalloc gave",
	.help = "REF is a value of kmalloc, or the first page of a slab with "
		"the number of an\n"
		"object in it.  Pages go back to the page allocator when a "
		"slab is empty and\n"
		"its node has enough of them.",
	.example = "kmalloc 100\nkfree $",
	.run = run_kfree,
};

enum status kmalloc_refused(struct session *s, enum op_refusal refusal,
			    const struct operation *op, int64_t where,
			    struct reply *r)
{
	uint32_t slab = op->kind == OP_KFREE ? slab_of_pfn(s->m, op->pfn) : 0;

	if (refusal == OP_TOO_MANY_SLABS)
		return reply_fail(r, STATUS_FAILED,
				  "this machine has room for %" PRId64
				  " slabs: free some objects first",
				  where);
	if (refusal == OP_PAGE_IS_SLAB)
		return reply_fail(r, STATUS_FAILED,
				  "pfn %" PRId64 " belongs to a slab, and its "
				  "words to SLUB: `kfree` frees its objects, "
				  "`slab %" PRId64 "` shows them",
				  where, where);
	if (refusal == OP_NOT_KMALLOC)
		return reply_fail(r, STATUS_FAILED,
				  "pfn %" PRId64 " was not given by kmalloc: "
				  "`free %" PRId64 "` gives pages back",
				  where, where);
	if (refusal == OP_OBJECT_FREE)
		return reply_fail(r, STATUS_FAILED,
				  "object %" PRId64 " of slab pfn %" PRIu32
				  " is free already: `slab %" PRIu32
				  "` shows it",
				  where, op->pfn, op->pfn);
	return reply_fail(r, STATUS_FAILED,
			  "slab pfn %" PRIu32 " has no object %" PRId64
			  ": its last one is %u",
			  op->pfn, where,
			  slab ? slab_nr_objects(slab_at(s->m, slab)) - 1 : 0);
}
