/*
 * Squashing segments of the tape, and getting them back.
 */
#include <stdlib.h>
#include <string.h>

#include "core/model_internal.h"
#include "core/operation_internal.h"

/* Squashing every segment does no harm but to speed; the one that is written
 * to, and the one that the state is inside of, keep their writes. */
static bool may_squash(const struct tape *tape,
		       const struct tape_segment *segment)
{
	bool inside = tape->applied > segment->first_byte &&
		      tape->applied < tape_segment_end(segment);

	return segment->bytes > 0 && !segment->squashed && !inside &&
	       segment != &tape->segments[tape->nr_segments - 1];
}

/* Finds the place of a word among those merged so far by open addressing;
 * slots hold indices from 1. */
struct merging {
	struct tape_write *merged;
	size_t nr;
	uint32_t *slots;
	size_t mask;
};

static uint32_t *slot_of(const struct merging *merging, uint64_t place)
{
	size_t at = (size_t)((place * 0x9e3779b97f4a7c15U) >> 32);

	for (;; at++) {
		uint32_t *slot = &merging->slots[at & merging->mask];

		if (*slot == 0 ||
		    merging->merged[*slot - 1].offset_size == place)
			return slot;
	}
}

static void merge_one(struct merging *merging, struct tape_write write)
{
	uint32_t *slot = slot_of(merging, write.offset_size);

	if (*slot) {
		merging->merged[*slot - 1].change ^= write.change;
		return;
	}
	merging->merged[merging->nr++] = write;
	*slot = (uint32_t)merging->nr;
}

/* Those that change something in the end first; returns how many. */
static size_t sort_out(struct tape_write *merged, size_t nr)
{
	size_t kept = 0;

	for (size_t i = 0; i < nr; i++) {
		struct tape_write write = merged[i];

		if (write.change == 0)
			continue;
		merged[i] = merged[kept];
		merged[kept++] = write;
	}
	return kept;
}

/* One difference for each word, in the place of the first writes; returns
 * how many words there are. */
static size_t merge(struct tape_write *writes, size_t nr)
{
	struct merging merging = { .merged = writes, .mask = 1024 };

	while (merging.mask < 2 * nr)
		merging.mask *= 2;
	merging.slots = calloc(merging.mask--, sizeof(*merging.slots));
	assert(merging.slots && "the host has no memory to squash a part");
	for (size_t i = 0; i < nr; i++)
		merge_one(&merging, writes[i]);
	free(merging.slots);
	return merging.nr;
}

/* The writes of a segment one by one, to be freed; returns how many. */
static size_t read_all(const struct tape *tape,
		       const struct tape_segment *segment,
		       struct tape_write **ret)
{
	const unsigned char *begin = tape->writes + segment->first_byte;
	struct tape_write *writes = NULL;
	size_t nr = 0;
	size_t room = 0;

	for (const unsigned char *at = begin + segment->bytes; at > begin;) {
		writes = with_room(writes, nr + 1, &room, sizeof(*writes));
		at = tape_decode(at, &writes[nr++]);
	}
	*ret = writes;
	return nr;
}

static void find_net(const struct tape *tape, struct tape_segment *segment)
{
	struct tape_write *writes = NULL;
	size_t nr = read_all(tape, segment, &writes);

	nr = merge(writes, nr);

	segment->nr_touched = nr;
	segment->nr_net = sort_out(writes, nr);
	segment->net = realloc(writes, (nr + 1) * sizeof(*writes));
	assert(segment->net && "the host has no memory for a part");
}

static void squash(struct tape *tape, struct tape_segment *segment)
{
	if (!segment->net) {
		find_net(tape, segment);
		tape->bytes += segment->nr_touched * sizeof(*segment->net);
	}
	space_forget(tape->writes + segment->first_byte, segment->bytes);
	tape->bytes -= segment->bytes;
	segment->squashed = true;
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
	unsigned char behind[TAPE_SLACK];

	/* What lies behind the segment is touched by its last write. */
	memcpy(behind, tape->writes + tape_segment_end(segment),
	       sizeof(behind));
	tape_open(tape, segment, 0);
	m->mode = TAPE_WRITES;
	for (size_t i = segment->first_op; i < end_op(tape, segment); i++) {
		struct tape_op asked = tape_read_op(tape, (uint32_t)i + 1);

		operation_run_again(m, &asked.op, (uint32_t)i + 1);
	}
	m->mode = mode;
	assert((uint64_t)(tape->next - tape->writes) ==
		       tape_segment_end(segment) &&
	       "operations did something else when they ran again");
	memcpy(tape->next, behind, sizeof(behind));
	segment->squashed = false;
	tape->bytes += segment->bytes;
	tape->nr_steps = steps;
	tape_open(tape, open, open->bytes);
}
