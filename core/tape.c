/*
 * The tape's storage, and moving the state along it.
 *
 * Arrays grow by half; a host without memory for them ends the program, as
 * half a recording would be worse than none.
 */
#include "core/tape_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/model_internal.h"

void *with_room(void *array, size_t wanted, size_t *room, size_t size)
{
	if (wanted <= *room)
		return array;
	size_t bigger = wanted + *room / 2 + 64;
	void *moved = realloc(array, bigger * size);

	assert(moved && "the host has no memory for the history");
	*room = bigger;
	return moved;
}

void tape_grow(struct tape *tape)
{
	tape->writes = with_room(tape->writes, tape->nr_writes + 1,
				 &tape->writes_room, sizeof(*tape->writes));
}

static void op_deinit(struct tape_op *record)
{
	if (record->blocks)
		free(record->blocks);
	if (record->pfns)
		free(record->pfns);
}

static void free_ops(struct tape *tape, size_t first)
{
	for (size_t i = first; i < tape->nr_ops; i++)
		op_deinit(&tape->ops[i]);
}

static struct tape_op *begin(struct tape *tape, struct tape_op *record,
			     const struct operation *op)
{
	record->op = *op;
	record->result = (struct op_result){
		.pfn = PFN_NONE,
		.order = op->order,
		.zone = -1,
		.migratetype = -1,
		.merged_order = -1,
	};
	record->first_step = tape->nr_steps;
	record->first_write = tape->nr_writes;
	record->blocks = NULL;
	record->pfns = NULL;
	return record;
}

struct tape_op *tape_begin_op(struct tape *tape, const struct operation *op)
{
	tape->ops = with_room(tape->ops, tape->nr_ops + 1, &tape->ops_room,
			      sizeof(*tape->ops));
	memset(tape->probes, 0, sizeof(tape->probes));
	return begin(tape, &tape->ops[tape->nr_ops++], op);
}

struct tape_op *tape_only_op(struct tape *tape, const struct operation *op)
{
	if (tape->nr_ops == 0)
		return tape_begin_op(tape, op);
	op_deinit(&tape->ops[0]);
	tape->forgotten_ops++;
	return begin(tape, &tape->ops[0], op);
}

void tape_end_op(struct tape *tape)
{
	memcpy(tape->ops[tape->nr_ops - 1].probes, tape->probes,
	       sizeof(tape->probes));
	tape->cursor = tape->nr_steps;
	tape->applied = tape->nr_writes;
}

const struct tape_op *tape_op_at(const struct tape *tape, uint32_t op)
{
	size_t at = op - 1 - tape->forgotten_ops;

	assert(at < tape->nr_ops && "no such operation, or not recorded");
	return &tape->ops[at];
}

size_t tape_op_writes_end(const struct tape *tape, uint32_t op)
{
	return op < tape->nr_ops ? tape_op_at(tape, op + 1)->first_write
				 : tape->nr_writes;
}

void tape_truncate(struct tape *tape, size_t keep)
{
	if (keep == tape->nr_ops)
		return;
	free_ops(tape, keep);
	tape->nr_steps = tape->ops[keep].first_step;
	tape->nr_writes = tape->ops[keep].first_write;
	tape->nr_ops = keep;
}

void tape_deinit(struct tape *tape)
{
	free_ops(tape, 0);
	free(tape->ops);
	free(tape->writes);
}

static uint64_t word_at(const struct model *m, const struct tape_write *write)
{
	return word_load(m->arena.words + (write->offset_size >> 4),
			 write->offset_size & 15);
}

static void toggle(struct model *m, const struct tape_write *write)
{
	word_replace(m, write->offset_size >> 4, write->offset_size & 15,
		     word_at(m, write) ^ write->change);
}

void tape_apply(struct model *m, size_t writes)
{
	struct tape *tape = &m->tape;

	assert(writes <= tape->nr_writes);
	while (tape->applied > writes)
		toggle(m, &tape->writes[--tape->applied]);
	while (tape->applied < writes)
		toggle(m, &tape->writes[tape->applied++]);
}

static uint64_t toggle_and_sum(struct model *m, const struct tape_write *write,
			       uint64_t (*share)(uint64_t offset,
						 uint64_t value))
{
	uint64_t offset = write->offset_size >> 4;
	uint64_t before = share(offset, word_at(m, write));

	toggle(m, write);
	return share(offset, word_at(m, write)) - before;
}

uint64_t tape_difference(struct model *m, size_t writes,
			 uint64_t (*share)(uint64_t offset, uint64_t value))
{
	struct tape *tape = &m->tape;
	size_t back = tape->applied;
	uint64_t sum = 0;

	while (tape->applied > writes)
		sum += toggle_and_sum(m, &tape->writes[--tape->applied], share);
	while (tape->applied < writes)
		sum += toggle_and_sum(m, &tape->writes[tape->applied++], share);
	tape_apply(m, back);
	return sum;
}
