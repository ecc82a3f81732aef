/*
 * The operations on the tape: each is a small record that leads to a shape.
 */
#include <stdlib.h>

#include "core/model_internal.h"

bool tape_init(struct tape *tape)
{
	tape->budget = TAPE_BUDGET;
	tape->recent = calloc(1, sizeof(*tape->recent));
	return tape->recent != NULL;
}

void tape_free_lists(struct tape_op *op)
{
	free(op->blocks);
	free(op->pfns);
}

void tape_ops_deinit(struct tape *tape)
{
	if (tape->running)
		tape_free_lists(tape->running);
	free(tape->recent);
	op_shapes_deinit(&tape->shapes);
	space_deinit(&tape->ops_space);
}

/* Place for one more; that of the one that ran last is kept. */
static unsigned next_place(struct tape_recent *recent)
{
	unsigned at = recent->next++ % RECENT_OPS;

	return at == recent->running ? recent->next++ % RECENT_OPS : at;
}

struct tape_op *tape_begin_op(struct tape *tape, const struct operation *op)
{
	uint32_t values = tape->nr_ops ? tape->ops[tape->nr_ops - 1].values : 0;

	tape_prepare(tape);
	space_open(&tape->ops_space, (tape->nr_ops + 1) * sizeof(*tape->ops));
	tape->ops = (void *)tape->ops_space.start;
	tape->probes = (struct probe_set){ { 0 } };
	tape->ops[tape->nr_ops++] = (struct tape_record){
		.first_step = tape->nr_steps & (UINT64_MAX >> (64 - STEP_BITS)),
		.first_byte = (uint64_t)(tape->next - tape->writes) &
			      (UINT64_MAX >> (64 - BYTE_BITS)),
		.values = values + operation_makes_value(op->kind),
	};
	tape->recent->running = next_place(tape->recent);
	tape->running = &tape->recent->ops[tape->recent->running];
	tape_number_running(tape);
	tape_op_init(tape->running, op);
	return tape->running;
}

struct tape_op *tape_first_only_op(struct tape *tape,
				   const struct operation *op)
{
	tape_begin_op(tape, op);
	tape_keep_op(tape);
	return tape->running;
}

/* Numbers of an operation that its shape may leave to the record. */
struct varying {
	pfn_t op_pfn, result_pfn;
	unsigned op_object, result_object;
};

static struct varying take_out(struct tape_op *op, uint16_t varies)
{
	struct varying taken = { op->op.pfn, op->result.pfn, op->op.object,
				 op->result.object };

	if (varies & VARIES_OP_PFN)
		op->op.pfn = 0;
	if (varies & VARIES_RESULT_PFN)
		op->result.pfn = 0;
	if (varies & VARIES_OP_OBJECT)
		op->op.object = 0;
	if (varies & VARIES_RESULT_OBJECT)
		op->result.object = 0;
	return taken;
}

static void put_back(struct tape_op *op, const struct varying *taken)
{
	op->op.pfn = taken->op_pfn;
	op->result.pfn = taken->result_pfn;
	op->op.object = (uint16_t)taken->op_object;
	op->result.object = taken->result_object;
}

/* Most concern one page, in what was asked or in what came of it, or both. */
static uint16_t varies_of(const struct tape_op *op,
			  const struct tape_record *record)
{
	unsigned varies = 0;

	if (op->op.pfn == record->pfn)
		varies |= VARIES_OP_PFN;
	if (op->result.pfn == record->pfn)
		varies |= VARIES_RESULT_PFN;
	if (op->op.object == record->object)
		varies |= VARIES_OP_OBJECT;
	if (op->result.object == record->object)
		varies |= VARIES_RESULT_OBJECT;
	return (uint16_t)varies;
}

void tape_keep_op(struct tape *tape)
{
	struct tape_record *record = &tape->ops[tape->nr_ops - 1];
	struct tape_op *op = tape->running;

	record->pfn = op->result.pfn != PFN_NONE ? op->result.pfn : op->op.pfn;
	record->object = op->result.object ? op->result.object & UINT16_MAX
					   : op->op.object;
	uint16_t varies = varies_of(op, record);
	struct varying taken = take_out(op, varies);

	uint32_t shape =
		op_shape_index(&tape->shapes, op, &tape->probes, varies);

	assert(shape < 1U << SHAPE_BITS && "operations of too many shapes");
	record->shape = shape & ((1U << SHAPE_BITS) - 1);
	put_back(op, &taken);
	op->blocks = NULL;
	op->pfns = NULL;
}

const struct tape_record *tape_record_at(const struct tape *tape, uint32_t op)
{
	size_t at = op - 1 - tape->forgotten_ops;

	assert(at < tape->nr_ops && "no such operation, or not recorded");
	return &tape->ops[at];
}

static const struct op_shape *shape_at(const struct tape *tape, uint32_t op)
{
	return &tape->shapes.all[tape_record_at(tape, op)->shape];
}

const struct probe_set *tape_op_probes(const struct tape *tape, uint32_t op)
{
	return &shape_at(tape, op)->probes;
}

enum operation_kind tape_op_kind(const struct tape *tape, uint32_t op)
{
	return shape_at(tape, op)->as.op.kind;
}

struct tape_op tape_read_op(const struct tape *tape, uint32_t op)
{
	const struct tape_record *record = tape_record_at(tape, op);
	const struct op_shape *shape = shape_at(tape, op);
	struct tape_op read = shape->as;

	if (shape->varies & VARIES_OP_PFN)
		read.op.pfn = record->pfn;
	if (shape->varies & VARIES_RESULT_PFN)
		read.result.pfn = record->pfn;
	if (shape->varies & VARIES_OP_OBJECT)
		read.op.object = record->object;
	if (shape->varies & VARIES_RESULT_OBJECT)
		read.result.object = record->object;
	read.blocks = NULL;
	read.pfns = NULL;
	return read;
}

const struct tape_op *tape_look_at_op(const struct tape *tape, uint32_t op)
{
	struct tape_recent *recent = tape->recent;

	if (recent->numbers[recent->running] == op)
		return tape->running;
	for (unsigned i = 0; i < RECENT_OPS; i++)
		if (recent->numbers[i] == op)
			return &recent->ops[i];
	struct tape_op read = tape_read_op(tape, op);
	unsigned at = next_place(recent);

	recent->ops[at] = read;
	recent->numbers[at] = op;
	return &recent->ops[at];
}

void tape_forget_ops(struct tape *tape, size_t keep)
{
	for (size_t i = keep; i < tape->nr_ops; i++)
		op_shape_release(&tape->shapes, (uint32_t)tape->ops[i].shape);
	for (unsigned i = 0; i < RECENT_OPS; i++)
		if (tape->recent->numbers[i] > keep)
			tape->recent->numbers[i] = 0;
	tape->nr_ops = keep;
}
