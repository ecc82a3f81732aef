/*
 * The tape's storage of writes, in segments.
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

/* Where the next write goes, counted from the first. */
static uint64_t next_byte(const struct tape *tape)
{
	return (uint64_t)(tape->next - tape->writes);
}

/* How long operations go to the open segment without a closer look. */
static void find_end_of_room(struct tape *tape)
{
	const struct tape_segment *segment = tape->open;
	size_t records = tape->ops_space.opened / sizeof(*tape->ops);
	size_t end = segment->squashed ? 0 : segment->first_op + SEGMENT_OPS;

	tape->ops_end = end < records ? end : records;
	tape->bytes_end = segment->first_byte + SEGMENT_BYTES;
}

void tape_open(struct tape *tape, struct tape_segment *segment, size_t bytes)
{
	uint64_t at = segment->first_byte + bytes;

	tape->open = segment;
	/* Before the first write there is nothing to count from. */
	tape->next = at ? tape->writes + at : tape->writes;
	find_end_of_room(tape);
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

void tape_prepare(struct tape *tape)
{
	space_open(&tape->ops_space, (tape->nr_ops + 1) * sizeof(*tape->ops));
	tape->ops = (void *)tape->ops_space.start;
	if (tape->open)
		find_end_of_room(tape);
	if (tape_has_room(tape))
		return;
	begin_segment(tape);
	tape_keep_budget(tape);
}

void tape_end_writes(struct tape *tape)
{
	struct tape_segment *open = tape->open;
	uint64_t end = next_byte(tape);

	tape->bytes += (size_t)(end - tape->applied);
	open->bytes = (size_t)(end - open->first_byte);
	tape->cursor = tape->nr_steps;
	tape->applied = end;
}

void tape_end_op(struct tape *tape)
{
	tape_keep_op(tape);
	tape_end_writes(tape);
}

uint64_t tape_length(const struct tape *tape)
{
	if (tape->nr_segments == 0)
		return 0;
	return tape_segment_end(&tape->segments[tape->nr_segments - 1]);
}

uint64_t tape_op_writes_end(const struct tape *tape, uint32_t op)
{
	return op < tape->nr_ops ? tape_record_at(tape, op + 1)->first_byte
				 : tape_length(tape);
}

/* What is left of a segment when the operations from one on are dropped.  It
 * was moved into, so its writes are at hand, unless none of them go. */
static void cut_segment(struct tape *tape, uint64_t end)
{
	struct tape_segment *segment = &tape->segments[tape->nr_segments - 1];
	size_t left = (size_t)(end - segment->first_byte);

	/* What follows may go on in it, and then its sum is none any more. */
	if (left < segment->bytes || !segment->squashed) {
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

	tape->nr_steps = tape->ops[keep].first_step;
	tape_forget_ops(tape, keep);
	while (tape->nr_segments > 1 &&
	       tape->segments[tape->nr_segments - 1].first_op >= keep)
		segment_deinit(tape, &tape->segments[--tape->nr_segments]);
	cut_segment(tape, end);
}

void tape_deinit(struct tape *tape)
{
	tape_ops_deinit(tape);
	space_deinit(&tape->writes_space);
	while (tape->nr_segments > 0)
		segment_deinit(tape, &tape->segments[--tape->nr_segments]);
	free(tape->segments);
}
