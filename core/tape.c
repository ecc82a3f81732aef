/*
 * The tape's storage: operations, and segments of writes.
 *
 * Arrays grow by half; a host without memory for them ends the program, as
 * half a recording would be worse than none.
 */
#include "core/tape_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/model_internal.h"

/* Where a segment is long enough. */
enum { SEGMENT_OPS = 4096, SEGMENT_BYTES = 1 << 19 };

void *with_more_room(void *array, size_t wanted, size_t *room, size_t size)
{
	size_t bigger = wanted + *room / 2 + 64;
	void *moved = realloc(array, bigger * size);

	assert(moved && "the host has no memory for the history");
	*room = bigger;
	return moved;
}

static void close_open(struct tape *tape)
{
	struct tape_segment *segment = tape->open;
	uint64_t end = (uint64_t)(tape->next - tape->writes);

	tape->bytes -= segment->bytes;
	segment->bytes = (size_t)(end - segment->first_byte);
	tape->bytes += segment->bytes;
}

void tape_open(struct tape *tape, struct tape_segment *segment, size_t bytes)
{
	uint64_t at = segment->first_byte + bytes;

	tape->open = segment;
	/* Before the first write there is nothing to count from. */
	tape->next = at ? tape->writes + at : tape->writes;
}

void tape_grow(struct tape *tape)
{
	struct space *space = &tape->writes_space;
	size_t used = (size_t)(tape->next - tape->writes);

	space_open(space, used + 3 * (size_t)TAPE_SLACK);
	tape->writes = space->start;
	tape->next = tape->writes + used;
	tape->limit = tape->writes + space->opened - (size_t)2 * TAPE_SLACK;
}

static void segment_deinit(struct tape *tape, struct tape_segment *segment)
{
	if (!segment->squashed)
		tape->bytes -= segment->bytes;
	tape->bytes -= segment->nr_touched * sizeof(*segment->net);
	free(segment->net);
}

static void begin_segment(struct tape *tape)
{
	uint64_t first_byte = tape_length(tape);

	tape->segments =
		with_room(tape->segments, tape->nr_segments + 1,
			  &tape->segments_room, sizeof(*tape->segments));
	struct tape_segment *segment = &tape->segments[tape->nr_segments++];

	*segment = (struct tape_segment){
		.first_op = tape->nr_ops,
		.first_byte = first_byte,
		.used_at = ++tape->clock,
	};
	tape_open(tape, segment, 0);
}

static bool segment_is_full(const struct tape *tape)
{
	const struct tape_segment *segment = tape->open;

	return tape->nr_ops - segment->first_op >= SEGMENT_OPS ||
	       segment->bytes >= SEGMENT_BYTES || segment->squashed;
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

struct tape_op *tape_begin_op(struct tape *tape, const struct operation *op)
{
	if (!tape->open || segment_is_full(tape)) {
		begin_segment(tape);
		tape_keep_budget(tape);
	}
	space_open(&tape->ops_space, (tape->nr_ops + 1) * sizeof(*tape->ops));
	tape->ops = (void *)tape->ops_space.start;
	tape->probes = (struct probe_set){ { 0 } };
	uint32_t values = tape->nr_ops ? tape->ops[tape->nr_ops - 1].values : 0;
	struct tape_op *record = &tape->ops[tape->nr_ops++];

	record->first_step = tape->nr_steps;
	record->first_byte = (uint64_t)(tape->next - tape->writes);
	tape_op_init(record, op, values);
	return record;
}

struct tape_op *tape_only_op(struct tape *tape, const struct operation *op)
{
	if (tape->nr_ops == 0)
		return tape_begin_op(tape, op);
	struct tape_op *record = &tape->ops[0];

	op_deinit(record);
	tape->forgotten_ops++;
	tape_op_init(record, op, record->values);
	return record;
}

void tape_end_op(struct tape *tape)
{
	tape->ops[tape->nr_ops - 1].probes = tape->probes;
	close_open(tape);
	tape->cursor = tape->nr_steps;
	tape->applied = tape_length(tape);
}

const struct tape_op *tape_op_at(const struct tape *tape, uint32_t op)
{
	size_t at = op - 1 - tape->forgotten_ops;

	assert(at < tape->nr_ops && "no such operation, or not recorded");
	return &tape->ops[at];
}

uint64_t tape_length(const struct tape *tape)
{
	if (tape->nr_segments == 0)
		return 0;
	return tape_segment_end(&tape->segments[tape->nr_segments - 1]);
}

uint64_t tape_op_writes_end(const struct tape *tape, uint32_t op)
{
	return op < tape->nr_ops ? tape_op_at(tape, op + 1)->first_byte
				 : tape_length(tape);
}

/* What is left of a segment when the operations from one on are dropped.  It
 * was moved into, so its writes are at hand, unless none of them go. */
static void cut_segment(struct tape *tape, uint64_t end)
{
	struct tape_segment *segment = &tape->segments[tape->nr_segments - 1];
	size_t left = (size_t)(end - segment->first_byte);

	if (left < segment->bytes) {
		segment_deinit(tape, segment);
		segment->net = NULL;
		segment->nr_net = 0;
		segment->nr_touched = 0;
		segment->squashed = false;
		segment->bytes = left;
		tape->bytes += left;
	}
	tape_open(tape, segment, left);
}

void tape_truncate(struct tape *tape, size_t keep)
{
	if (keep == tape->nr_ops)
		return;
	uint64_t end = tape->ops[keep].first_byte;

	free_ops(tape, keep);
	tape->nr_steps = tape->ops[keep].first_step;
	tape->nr_ops = keep;
	while (tape->nr_segments > 1 &&
	       tape->segments[tape->nr_segments - 1].first_op >= keep)
		segment_deinit(tape, &tape->segments[--tape->nr_segments]);
	cut_segment(tape, end);
}

void tape_deinit(struct tape *tape)
{
	free_ops(tape, 0);
	space_deinit(&tape->ops_space);
	space_deinit(&tape->writes_space);
	while (tape->nr_segments > 0)
		segment_deinit(tape, &tape->segments[--tape->nr_segments]);
	free(tape->segments);
}
