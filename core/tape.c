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
enum { SEGMENT_OPS = 4096, SEGMENT_WRITES = 1 << 16 };

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

static void close_open(struct tape *tape)
{
	if (tape->open)
		tape->open->nr_writes =
			(size_t)(tape->next - tape->open->writes);
}

void tape_open(struct tape *tape, struct tape_segment *segment,
	       struct tape_write *next)
{
	tape->open = segment;
	tape->next = next;
	tape->limit = segment->writes ? segment->writes + segment->room : NULL;
}

void tape_grow(struct tape *tape)
{
	struct tape_segment *segment = tape->open;
	size_t used = (size_t)(tape->next - segment->writes);

	tape->bytes -= segment->room * sizeof(*segment->writes);
	segment->writes = with_room(segment->writes, used + 1, &segment->room,
				    sizeof(*segment->writes));
	tape->bytes += segment->room * sizeof(*segment->writes);
	tape_open(tape, segment, segment->writes + used);
}

static void segment_deinit(struct tape *tape, struct tape_segment *segment)
{
	tape->bytes -= segment->room * sizeof(*segment->writes) +
		       segment->nr_net * sizeof(*segment->net);
	free(segment->writes);
	free(segment->net);
}

static void begin_segment(struct tape *tape)
{
	uint64_t first_write = tape_nr_writes(tape);

	tape->segments =
		with_room(tape->segments, tape->nr_segments + 1,
			  &tape->segments_room, sizeof(*tape->segments));
	struct tape_segment *segment = &tape->segments[tape->nr_segments++];

	*segment = (struct tape_segment){
		.first_op = tape->nr_ops,
		.first_write = first_write,
		.used_at = ++tape->clock,
	};
	tape_open(tape, segment, NULL);
}

static bool segment_is_full(const struct tape *tape)
{
	const struct tape_segment *segment = tape->open;

	return tape->nr_ops - segment->first_op >= SEGMENT_OPS ||
	       segment->nr_writes >= SEGMENT_WRITES ||
	       (segment->nr_writes > 0 && !segment->writes);
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
	record->first_write = tape_nr_writes(tape);
	record->blocks = NULL;
	record->pfns = NULL;
	return record;
}

struct tape_op *tape_begin_op(struct tape *tape, const struct operation *op)
{
	if (!tape->open || segment_is_full(tape)) {
		begin_segment(tape);
		tape_keep_budget(tape);
	}
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
	close_open(tape);
	tape->cursor = tape->nr_steps;
	tape->applied = tape_nr_writes(tape);
}

const struct tape_op *tape_op_at(const struct tape *tape, uint32_t op)
{
	size_t at = op - 1 - tape->forgotten_ops;

	assert(at < tape->nr_ops && "no such operation, or not recorded");
	return &tape->ops[at];
}

uint64_t tape_nr_writes(const struct tape *tape)
{
	if (tape->nr_segments == 0)
		return 0;
	return tape_segment_end(&tape->segments[tape->nr_segments - 1]);
}

uint64_t tape_op_writes_end(const struct tape *tape, uint32_t op)
{
	return op < tape->nr_ops ? tape_op_at(tape, op + 1)->first_write
				 : tape_nr_writes(tape);
}

/* What is left of a segment when the operations from one on are dropped.  It
 * was moved into, so its writes are at hand, unless none of them remain. */
static void cut_segment(struct tape *tape, uint64_t end)
{
	struct tape_segment *segment = &tape->segments[tape->nr_segments - 1];

	if (end < tape_segment_end(segment)) {
		tape->bytes -= segment->nr_net * sizeof(*segment->net);
		free(segment->net);
		segment->net = NULL;
		segment->nr_net = 0;
		segment->nr_writes = (size_t)(end - segment->first_write);
	}
	tape_open(tape, segment,
		  segment->writes ? segment->writes + segment->nr_writes
				  : NULL);
}

void tape_truncate(struct tape *tape, size_t keep)
{
	if (keep == tape->nr_ops)
		return;
	uint64_t end = tape->ops[keep].first_write;

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
	free(tape->ops);
	while (tape->nr_segments > 0)
		segment_deinit(tape, &tape->segments[--tape->nr_segments]);
	free(tape->segments);
}
