/*
 * Narration of operations: the line that one would type to ask for it again.
 *
 * Where a machine has several CPUs, the one that the operation ran on is
 * always named, so that the line means the same wherever it is typed.
 */
#include <inttypes.h>

#include "commands/call_site.h"
#include "commands/narrate.h"
#include "commands/tagging.h"
#include "commands/text.h"

enum { BLOCKS_SHOWN = 8 };

static void add_gfp_and_node(struct text *out, const struct model *m,
			     const struct operation *op)
{
	const struct machine *machine = model_machine(m);
	char gfp[256];

	narrate_gfp(machine->profile, op->gfp, gfp, sizeof(gfp));
	text_add(out, " %s", op->gfp ? gfp : "0x0");
	if (op->nid >= 0 &&
	    (op->kind == OP_KMALLOC || op->nid != machine->cpu_node[op->cpu]))
		text_add(out, " node=%d", op->nid);
}

static void add_blocks(struct text *out, const struct operation *op)
{
	for (unsigned i = 0; i < op->count && i < BLOCKS_SHOWN; i++)
		text_add(out, " %" PRIu32, op->blocks[i].pfn);
	if (op->count > BLOCKS_SHOWN)
		text_add(out, " ... (%u blocks)", op->count);
}

/* What a user of a page does to it; kinds are named as the commands are. */
static void add_change(struct text *out, const struct operation *op)
{
	const char *name = operation_kind_name(op->kind);

	if (op->kind == OP_MARK)
		text_add(out, "mark-%s %" PRIu32, page_mark_name(op->mark),
			 op->pfn);
	else
		text_add(out, "%s %" PRIu32, name, op->pfn);
	if (op->kind == OP_SET_FLAG || op->kind == OP_CLEAR_FLAG)
		text_add(out, " %s", pageflag_name(op->flag));
}

/* Asking for memory: each names a mask and a node. */
static void add_request(struct text *out, const struct model *m,
			const struct operation *op)
{
	if (op->kind == OP_ALLOC)
		text_add(out, "alloc %u", op->order);
	else if (op->kind == OP_BULK)
		text_add(out, "bulk %u", op->count);
	else
		text_add(out, "kmalloc %" PRIu32, op->size);
	add_gfp_and_node(out, m, op);
	if (op->variable)
		text_add(out, " variable");
}

/* What concerns a CPU and its lists. */
static void add_cpu_work(struct text *out, const struct operation *op)
{
	text_add(out, "%s", operation_kind_name(op->kind));
	if (op->kind != OP_DRAIN_ALL)
		text_add(out, " %u", op->cpu);
}

static void add_release(struct text *out, const struct operation *op)
{
	if (op->kind == OP_FREEBATCH) {
		text_add(out, "freebatch");
		add_blocks(out, op);
	} else {
		text_add(out, "free %" PRIu32 " %u", op->pfn, op->order);
	}
	if (op->cold)
		text_add(out, " cold");
}

static void add_object(struct text *out, const struct model *m,
		       const struct operation *op)
{
	if (op->kind == OP_KMALLOC)
		add_request(out, m, op);
	else
		text_add(out, "kfree %" PRIu32 " %u", op->pfn, op->object);
}

static void add_block_work(struct text *out, const struct model *m,
			   const struct operation *op)
{
	if (op->kind == OP_SPLIT)
		text_add(out, "split %" PRIu32, op->pfn);
	else if (operation_makes_value(op->kind))
		add_request(out, m, op);
	else
		add_release(out, op);
}

static void add_words(struct text *out, const struct model *m,
		      const struct operation *op)
{
	switch (operation_family(op->kind)) {
	case FAMILY_BLOCKS:
		add_block_work(out, m, op);
		break;
	case FAMILY_PCP:
	case FAMILY_CPU:
		add_cpu_work(out, op);
		break;
	case FAMILY_REFERENCE:
	case FAMILY_PAGE_WORDS:
		add_change(out, op);
		break;
	case FAMILY_OBJECTS:
		add_object(out, m, op);
		break;
	case FAMILY_TAGGING:
		tagging_words(out, op);
		break;
	}
}

size_t narrate_operation(const struct model *m, uint32_t op, char *ret,
			 size_t size)
{
	return narrate_this_operation(m, history_op(m, op), ret, size);
}

size_t narrate_this_operation(const struct model *m,
			      const struct operation *operation, char *ret,
			      size_t size)
{
	struct text out;

	text_init_fixed(&out, ret, size);
	add_words(&out, m, operation);
	if (operation_makes_value(operation->kind) &&
	    model_machine(m)->nr_cpus > 1)
		text_add(&out, " cpu=%u", operation->cpu);
	if (operation_makes_value(operation->kind) && operation->tag.file) {
		text_add(&out, " tag=");
		call_site_add(&out, &operation->tag);
	}
	return out.length;
}
