/*
 * The history as others see it: positions, steps and the cursor.
 */
#include "core/history.h"

#include "core/detail_internal.h"
#include "core/model_internal.h"
#include "core/operation_common_internal.h"
#include "core/probe_internal.h"

void history_set_recording(struct model *m, bool on)
{
	assert(history_ops(m) == 0 && "recording is chosen before the start");
	m->mode = on ? TAPE_WRITES : TAPE_OFF;
}

void history_expect_looks(struct model *m)
{
	if (m->mode != TAPE_OFF)
		m->mode = TAPE_WRITES | TAPE_STEPS;
}

bool history_is_recording(const struct model *m)
{
	return m->mode != TAPE_OFF;
}

uint32_t history_ops(const struct model *m)
{
	return tape_last_number(&m->tape);
}

uint64_t history_steps(const struct model *m)
{
	return m->tape.nr_steps;
}

uint64_t history_cursor(const struct model *m)
{
	return m->tape.cursor;
}

static const struct tape_op *look_at(const struct model *m, uint32_t op)
{
	if (m->tape.recent->common.is_last)
		common_operation_keep(m);
	return tape_look_at_op(&m->tape, op);
}

const struct operation *history_op(const struct model *m, uint32_t op)
{
	return &look_at(m, op)->op;
}

const struct op_result *history_result(const struct model *m, uint32_t op)
{
	return &look_at(m, op)->result;
}

uint64_t history_op_begin(const struct model *m, uint32_t op)
{
	return tape_record_at(&m->tape, op)->first_step;
}

uint64_t history_op_end(const struct model *m, uint32_t op)
{
	return op < m->tape.nr_ops ? history_op_begin(m, op + 1)
				   : m->tape.nr_steps;
}

static bool op_holds(const struct model *m, uint32_t op, uint64_t position)
{
	return op > 0 && op <= m->tape.nr_ops &&
	       history_op_begin(m, op) < position &&
	       position <= history_op_end(m, op);
}

uint32_t history_op_at(const struct model *m, uint64_t position)
{
	const struct tape *tape = &m->tape;
	uint32_t last = details_last(m->details);
	size_t low = 0;
	size_t high = tape->nr_ops;

	/* Whoever looks at steps looks at many of one operation. */
	if (op_holds(m, last, position))
		return last;
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

uint32_t history_values(const struct model *m, uint32_t op)
{
	return op ? tape_record_at(&m->tape, op)->values : 0;
}

uint32_t history_value_op(const struct model *m, uint64_t number)
{
	const struct tape *tape = &m->tape;
	size_t low = 0;
	size_t high = tape->nr_ops;

	/* The first operation with so many values up to it. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tape->ops[middle].values < number)
			low = middle + 1;
		else
			high = middle;
	}
	if (number == 0 || low == tape->nr_ops)
		return 0;
	return (uint32_t)(tape->forgotten_ops + low + 1);
}

bool history_op_meets(const struct model *m, uint32_t op, enum probe_id probe)
{
	return probe_set_has(tape_op_probes(&m->tape, op), probe);
}

bool history_op_meets_any(const struct model *m, uint32_t op,
			  const struct probe_set *probes)
{
	return probe_sets_meet(tape_op_probes(&m->tape, op), probes);
}

/* The step that leads to a position, among those of its operation. */
struct place {
	const struct detail *detail;
	uint32_t op;
	uint64_t step; /* from 0 */
};

static struct place place_of(const struct model *m, uint64_t position)
{
	assert(position >= 1 && position <= m->tape.nr_steps);
	uint32_t op = history_op_at(m, position);

	return (struct place){
		.detail = details_of(m->details, op),
		.op = op,
		.step = position - 1 - history_op_begin(m, op),
	};
}

struct step history_step(const struct model *m, uint64_t position)
{
	struct place at = place_of(m, position);
	const struct detail_step *step = &at.detail->steps[at.step];
	struct step seen = {
		.probe = step->probe,
		.depth = step->depth,
		.op = at.op,
	};

	for (unsigned i = 0; i < probe_row(seen.probe)->nr_args; i++)
		seen.args[i] = at.detail->args[step->args_at + i];
	return seen;
}

unsigned history_nr_writes(const struct model *m, uint64_t position)
{
	struct place at = place_of(m, position);

	return (unsigned)(detail_first_write(at.detail, at.step + 1) -
			  detail_first_write(at.detail, at.step));
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
	struct place at = place_of(m, position);
	const struct detail_write *write =
		&at.detail->writes[detail_first_write(at.detail, at.step) + i];
	struct write seen = {
		.field = field_at_offset(m, write->offset_size >> 4),
	};
	size_t size = write->offset_size & 15;

	seen.old_value = value_as_read(m, &seen.field, size, write->old_value);
	seen.new_value = value_as_read(m, &seen.field, size, write->new_value);
	return seen;
}

/* Bytes of the tape's writes that the state at a position has in it. */
static uint64_t writes_at(const struct model *m, uint64_t position)
{
	uint32_t op = history_op_at(m, position);

	/* Operations end at known writes: no need to look into them. */
	if (op == 0)
		return 0;
	if (position == history_op_end(m, op))
		return tape_op_writes_end(&m->tape, op);
	struct place at = place_of(m, position);

	return tape_record_at(&m->tape, op)->first_byte +
	       detail_bytes(at.detail, at.step + 1);
}

void history_seek(struct model *m, uint64_t position)
{
	assert(position <= m->tape.nr_steps);
	digest_follow(m, writes_at(m, position));
	m->tape.cursor = position;
}

static bool visit_word(const struct model *m, const struct tape_write *write,
		       const struct word_visitor *visitor)
{
	struct field_place word = field_at_offset(m, write->offset_size >> 4);

	return visitor->visit(visitor->context, &word);
}

static bool visit_net(const struct model *m, const struct tape_segment *segment,
		      const struct word_visitor *visitor)
{
	for (size_t i = segment->nr_net; i > 0; i--)
		if (!visit_word(m, &segment->net[i - 1], visitor))
			return false;
	return true;
}

/* The words of a segment between two places; of a squashed one, all that its
 * writes changed in the end. */
static bool visit_segment(const struct model *m,
			  const struct tape_segment *segment, uint64_t from,
			  uint64_t to, const struct word_visitor *visitor)
{
	const unsigned char *begin = m->tape.writes + from;
	struct tape_write write;

	if (segment->squashed)
		return visit_net(m, segment, visitor);
	for (const unsigned char *at = m->tape.writes + to; at > begin;) {
		at = tape_decode(at, &write);
		if (!visit_word(m, &write, visitor))
			return false;
	}
	return true;
}

void history_words_between(const struct model *m, uint64_t from, uint64_t to,
			   const struct word_visitor *visitor)
{
	uint64_t first = writes_at(m, from);
	uint64_t end = writes_at(m, to);

	while (end > first) {
		const struct tape_segment *segment =
			tape_segment_of(&m->tape, end - 1);
		uint64_t begin = segment->first_byte < first
					 ? first
					 : segment->first_byte;

		if (!visit_segment(m, segment, begin, end, visitor))
			return;
		end = begin;
	}
}

uint32_t history_drop_future(struct model *m)
{
	struct tape *tape = &m->tape;

	if (m->mode == TAPE_OFF)
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
	tape_truncate(tape, keep);
	details_forget_after(m->details, keep);
	tape->drops++;
	return dropped;
}

uint64_t history_drops(const struct model *m)
{
	return m->tape.drops;
}

size_t history_bytes(const struct model *m)
{
	const struct tape *tape = &m->tape;

	return tape->nr_ops * sizeof(*tape->ops) +
	       op_shapes_bytes(&tape->shapes) + tape->bytes;
}

void history_set_budget(struct model *m, size_t bytes)
{
	m->tape.budget = bytes;
	tape_keep_budget(&m->tape);
}
