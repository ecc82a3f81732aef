/*
 * The tape's storage and the cursor that moves over it.
 *
 * Arrays grow by half; a host without memory for them ends the program, as
 * half a recording would be worse than none.
 */
#include "core/tape_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/model_internal.h"
#include "core/probe_internal.h"

static void *grown(void *array, size_t wanted, size_t *room, size_t size)
{
	if (wanted <= *room)
		return array;
	size_t bigger = wanted + *room / 2 + 64;
	void *moved = realloc(array, bigger * size);

	assert(moved && "the host has no memory for the tape");
	*room = bigger;
	return moved;
}

void tape_step(struct tape *tape, enum probe_id probe, unsigned depth,
	       const int64_t *args, size_t nr_args)
{
	assert(nr_args == probe_row(probe)->nr_args);
	tape->steps = grown(tape->steps, tape->nr_steps + 1, &tape->steps_room,
			    sizeof(*tape->steps));
	tape->args = grown(tape->args, tape->nr_args + nr_args,
			   &tape->args_room, sizeof(*tape->args));
	tape->steps[tape->nr_steps++] = (struct tape_step){
		.args_at = (uint32_t)tape->nr_args,
		.writes_at = (uint32_t)tape->nr_writes,
		.probe = (uint16_t)probe,
		.depth = (uint8_t)depth,
	};
	memcpy(tape->args + tape->nr_args, args, nr_args * sizeof(*args));
	tape->nr_args += nr_args;
	tape->cursor = tape->nr_steps;
}

void tape_write(struct tape *tape, uint64_t offset, unsigned size,
		uint64_t old_value, uint64_t new_value)
{
	/* Every write belongs to a probe: the operation's first step opens
	 * before its first write. */
	assert(tape->nr_steps > 0 && "a write without a step");
	tape->writes = grown(tape->writes, tape->nr_writes + 1,
			     &tape->writes_room, sizeof(*tape->writes));
	tape->writes[tape->nr_writes++] = (struct tape_write){
		.offset_size = offset << 4 | size,
		.old_value = old_value,
		.new_value = new_value,
	};
}

void tape_forget_ops(struct tape *tape)
{
	for (size_t i = 0; i < tape->nr_ops; i++) {
		free(tape->ops[i].blocks);
		free(tape->ops[i].pfns);
	}
	tape->forgotten_ops += tape->nr_ops;
	tape->nr_ops = 0;
}

struct tape_op *tape_op(struct tape *tape, const struct operation *op)
{
	tape->ops = grown(tape->ops, tape->nr_ops + 1, &tape->ops_room,
			  sizeof(*tape->ops));
	struct tape_op *record = &tape->ops[tape->nr_ops++];

	*record = (struct tape_op){
		.op = *op,
		.first_step = tape->nr_steps,
	};
	return record;
}

void tape_deinit(struct tape *tape)
{
	tape_forget_ops(tape);
	free(tape->ops);
	free(tape->steps);
	free(tape->args);
	free(tape->writes);
}

/* Writes of the step that leads to a position: [first, end). */
static size_t writes_begin(const struct tape *tape, uint64_t position)
{
	return tape->steps[position - 1].writes_at;
}

static size_t writes_end(const struct tape *tape, uint64_t position)
{
	return position < tape->nr_steps ? tape->steps[position].writes_at
					 : tape->nr_writes;
}

uint64_t tape_difference(const struct tape *tape, uint64_t from, uint64_t to,
			 uint64_t (*share)(uint64_t offset, uint64_t value))
{
	bool back = to < from;
	uint64_t low = back ? to : from;
	uint64_t high = back ? from : to;
	uint64_t sum = 0;

	if (low == high)
		return 0;
	for (size_t i = writes_begin(tape, low + 1); i < writes_end(tape, high);
	     i++) {
		const struct tape_write *write = &tape->writes[i];
		uint64_t offset = write->offset_size >> 4;

		sum += share(offset, write->new_value) -
		       share(offset, write->old_value);
	}
	return back ? -sum : sum;
}

static void write_apply(struct model *m, const struct tape_write *write,
			uint64_t value)
{
	word_replace(m, write->offset_size >> 4, write->offset_size & 15,
		     value);
}

void history_seek(struct model *m, uint64_t position)
{
	struct tape *tape = &m->tape;

	assert(position <= tape->nr_steps);
	if (position < tape->cursor) {
		size_t end = writes_end(tape, tape->cursor);

		for (size_t i = end; i > writes_begin(tape, position + 1); i--)
			write_apply(m, &tape->writes[i - 1],
				    tape->writes[i - 1].old_value);
	} else if (position > tape->cursor) {
		size_t end = writes_end(tape, position);

		for (size_t i = writes_begin(tape, tape->cursor + 1); i < end;
		     i++)
			write_apply(m, &tape->writes[i],
				    tape->writes[i].new_value);
	}
	tape->cursor = position;
}

void history_set_recording(struct model *m, bool on)
{
	assert(history_ops(m) == 0 && "recording is chosen before the start");
	m->recording = on;
}

bool history_is_recording(const struct model *m)
{
	return m->recording;
}

uint32_t history_ops(const struct model *m)
{
	return (uint32_t)(m->tape.forgotten_ops + m->tape.nr_ops);
}

uint64_t history_steps(const struct model *m)
{
	return m->tape.nr_steps;
}

uint64_t history_cursor(const struct model *m)
{
	return m->tape.cursor;
}

static const struct tape_op *record_of(const struct model *m, uint32_t op)
{
	size_t at = op - 1 - m->tape.forgotten_ops;

	assert(at < m->tape.nr_ops && "no such operation, or not recorded");
	return &m->tape.ops[at];
}

const struct operation *history_op(const struct model *m, uint32_t op)
{
	return &record_of(m, op)->op;
}

const struct op_result *history_result(const struct model *m, uint32_t op)
{
	return &record_of(m, op)->result;
}

uint64_t history_op_begin(const struct model *m, uint32_t op)
{
	return record_of(m, op)->first_step;
}

uint64_t history_op_end(const struct model *m, uint32_t op)
{
	return op < m->tape.nr_ops ? history_op_begin(m, op + 1)
				   : m->tape.nr_steps;
}

uint32_t history_op_at(const struct model *m, uint64_t position)
{
	const struct tape *tape = &m->tape;
	size_t low = 0;
	size_t high = tape->nr_ops;

	/* The last operation that begins before the position. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tape->ops[middle].first_step < position)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

struct step history_step(const struct model *m, uint64_t position)
{
	const struct tape *tape = &m->tape;

	assert(position >= 1 && position <= tape->nr_steps);
	const struct tape_step *step = &tape->steps[position - 1];

	return (struct step){
		.probe = step->probe,
		.depth = step->depth,
		.args = tape->args + step->args_at,
		.op = history_op_at(m, position),
	};
}

unsigned history_nr_writes(const struct model *m, uint64_t position)
{
	assert(position >= 1 && position <= m->tape.nr_steps);
	return (unsigned)(writes_end(&m->tape, position) -
			  writes_begin(&m->tape, position));
}

/* Two words are stored in another form than readers see them, and signed
 * ones of less than 64 bits without the bits that repeat their sign. */
static uint64_t value_as_read(const struct model *m,
			      const struct field_place *place, size_t size,
			      uint64_t value)
{
	uint64_t sign = (uint64_t)1 << (size * 8 - 1);

	if (place->id == FIELD_PAGE_FLAGS)
		return value ^ page_idle_flags(m, place->index);
	if (place->id == FIELD_PAGE_TYPE)
		return (uint32_t)~value;
	if (field_is_signed(place->id))
		return (value ^ sign) - sign;
	return value;
}

struct write history_write(const struct model *m, uint64_t position, unsigned i)
{
	const struct tape_write *write =
		&m->tape.writes[writes_begin(&m->tape, position) + i];
	struct write seen = {
		.field = field_at_offset(m, write->offset_size >> 4),
	};
	size_t size = write->offset_size & 15;

	seen.old_value = value_as_read(m, &seen.field, size, write->old_value);
	seen.new_value = value_as_read(m, &seen.field, size, write->new_value);
	return seen;
}

uint32_t history_drop_future(struct model *m)
{
	struct tape *tape = &m->tape;

	if (!m->recording)
		return 0;
	uint32_t keep = history_op_at(m, tape->cursor);
	uint32_t dropped = history_ops(m) - keep;

	if (dropped == 0)
		return 0;
	assert(tape->cursor == tape->ops[keep].first_step &&
	       "the cursor stands inside an operation");
	/* The digest must not stand in what is forgotten. */
	if (m->digest->known)
		model_digest(m);
	for (size_t i = keep; i < tape->nr_ops; i++) {
		free(tape->ops[i].blocks);
		free(tape->ops[i].pfns);
	}
	tape->nr_ops = keep;
	if (tape->cursor < tape->nr_steps) {
		tape->nr_writes = tape->steps[tape->cursor].writes_at;
		tape->nr_args = tape->steps[tape->cursor].args_at;
		tape->nr_steps = tape->cursor;
	}
	return dropped;
}

size_t history_bytes(const struct model *m)
{
	const struct tape *tape = &m->tape;

	return tape->nr_ops * sizeof(*tape->ops) +
	       tape->nr_steps * sizeof(*tape->steps) +
	       tape->nr_args * sizeof(*tape->args) +
	       tape->nr_writes * sizeof(*tape->writes);
}
