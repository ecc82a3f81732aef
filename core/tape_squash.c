/*
 * Squashing segments of the tape, and getting them back.
 */
#include <stdlib.h>

#include "core/model_internal.h"
#include "core/operation_internal.h"

/* Squashing every segment does no harm but to speed; the one that is written
 * to, and the one that the state is inside of, keep their writes. */
static bool may_squash(const struct tape *tape,
		       const struct tape_segment *segment)
{
	bool inside = tape->applied > segment->first_write &&
		      tape->applied < tape_segment_end(segment);

	return segment->nr_writes > 0 && segment->writes && !inside &&
	       segment != &tape->segments[tape->nr_segments - 1];
}

static int by_place(const void *a, const void *b)
{
	const struct tape_write *x = a;
	const struct tape_write *y = b;

	return (x->offset_size > y->offset_size) -
	       (x->offset_size < y->offset_size);
}

/* One difference for each word, of those that the writes changed. */
static size_t merge(struct tape_write *writes, size_t nr)
{
	size_t merged = 0;

	qsort(writes, nr, sizeof(*writes), by_place);
	for (size_t i = 0; i < nr;) {
		struct tape_write net = writes[i++];

		while (i < nr && writes[i].offset_size == net.offset_size)
			net.change ^= writes[i++].change;
		if (net.change != 0)
			writes[merged++] = net;
	}
	return merged;
}

static void squash(struct tape *tape, struct tape_segment *segment)
{
	tape->bytes -= segment->room * sizeof(*segment->writes);
	if (segment->net) {
		free(segment->writes);
	} else {
		segment->nr_net = merge(segment->writes, segment->nr_writes);
		segment->net =
			realloc(segment->writes,
				(segment->nr_net + 1) * sizeof(*segment->net));
		assert(segment->net && "less memory cannot be too much");
		tape->bytes += segment->nr_net * sizeof(*segment->net);
	}
	segment->writes = NULL;
	segment->room = 0;
}

static struct tape_segment *least_recent(struct tape *tape)
{
	struct tape_segment *oldest = NULL;

	for (size_t i = 0; i < tape->nr_segments; i++) {
		struct tape_segment *segment = &tape->segments[i];

		if (may_squash(tape, segment) &&
		    (!oldest || segment->used_at < oldest->used_at))
			oldest = segment;
	}
	return oldest;
}

void tape_keep_budget(struct tape *tape)
{
	while (tape->bytes > tape->budget) {
		struct tape_segment *segment = least_recent(tape);

		if (!segment)
			return;
		squash(tape, segment);
	}
}

/* Index of the operation after the last of a segment. */
static size_t end_op(const struct tape *tape,
		     const struct tape_segment *segment)
{
	bool last = segment == &tape->segments[tape->nr_segments - 1];

	return last ? tape->nr_ops : segment[1].first_op;
}

void tape_expand(struct model *m, struct tape_segment *segment)
{
	struct tape *tape = &m->tape;
	struct tape_segment *open = tape->open;
	uint64_t steps = tape->nr_steps;
	unsigned mode = m->mode;

	tape_open(tape, segment, NULL);
	m->mode = TAPE_WRITES;
	for (size_t i = segment->first_op; i < end_op(tape, segment); i++)
		operation_run_again(m, &tape->ops[i], (uint32_t)i + 1);
	m->mode = mode;
	assert((size_t)(tape->next - segment->writes) == segment->nr_writes &&
	       "operations did something else when they ran again");
	tape->nr_steps = steps;
	tape_open(tape, open,
		  open->writes ? open->writes + open->nr_writes : NULL);
}
