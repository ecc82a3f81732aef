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

void tape_begin_record(struct tape *tape, enum operation_kind kind)
{
	if (!tape_has_room(tape))
		tape_prepare(tape);
	struct tape_record *record = &tape->ops[tape->nr_ops];
	uint32_t values = tape->nr_ops ? record[-1].values : 0;

	*record = (struct tape_record){
		.first_step = tape->nr_steps & (UINT64_MAX >> (64 - STEP_BITS)),
		.first_byte = (uint64_t)(tape->next - tape->writes) &
			      (UINT64_MAX >> (64 - BYTE_BITS)),
		.values = values + operation_makes_value(kind),
	};
	tape->nr_ops++;
	tape->probes = (struct probe_set){ { 0 } };
}

struct tape_op *tape_begin_op(struct tape *tape, const struct operation *op)
{
	tape_begin_record(tape, op->kind);
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

void tape_keep_shape(struct tape *tape, uint32_t shape,
		     struct op_subject subject)
{
	struct tape_record *record = &tape->ops[tape->nr_ops - 1];

	assert(shape < 1U << SHAPE_BITS && "operations of too many shapes");
	record->pfn = subject.pfn;
	record->object = subject.object & UINT16_MAX;
	record->shape = shape & ((1U << SHAPE_BITS) - 1);
}

void tape_keep_op(struct tape *tape)
{
	struct tape_op *op = tape->running;
	uint32_t shape = op_shape_index(&tape->shapes, op, &tape->probes);

	tape_keep_shape(tape, shape, op_subject(op));
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
	struct op_subject subject = { record->pfn, record->object };

	return op_of_shape(&tape->shapes, (uint32_t)record->shape, subject);
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
	size_t last = tape->forgotten_ops + keep;

	for (size_t i = keep; i < tape->nr_ops; i++)
		op_shape_release(&tape->shapes, (uint32_t)tape->ops[i].shape);
	for (unsigned i = 0; i < RECENT_OPS; i++)
		if (tape->recent->numbers[i] > last)
			tape->recent->numbers[i] = 0;
	tape->nr_ops = keep;
}
