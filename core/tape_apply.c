/*
 * Moving the state along the tape.
 */
#include <string.h>

#include "core/model_internal.h"

struct tape_segment *tape_segment_of(const struct tape *tape, uint64_t byte)
{
	size_t low = 0;
	size_t high = tape->nr_segments;

	/* The last segment that begins at or before the byte. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (tape->segments[middle].first_byte <= byte)
			low = middle;
		else
			high = middle;
	}
	return &tape->segments[low];
}

static uint64_t word_at(const struct model *m, const struct tape_write *write)
{
	return word_load(m->arena.words + (write->offset_size >> 4),
			 write->offset_size & 15);
}

/* Words are aligned, so none reaches out of the eight bytes around it: those
 * change at once, whatever its size.  It was written to before, when the
 * operation ran, so that the arena knows it. */
static inline void flip(struct model *m, const struct tape_write *write)
{
	uint64_t offset = write->offset_size >> 4;
	unsigned char *around = m->arena.writable + (offset & ~(uint64_t)7);
	uint64_t value = 0;

#ifdef MMSCOPE_PARANOID
	assert(arena_is_touched(&m->arena, m->arena.words + offset));
#endif
	memcpy(&value, around, sizeof(value));
	value ^= write->change << 8 * (offset & 7);
	memcpy(around, &value, sizeof(value));
}

static void add_to_sum(const struct model *m, const struct tape_write *write,
		       struct tape_sum *sum)
{
	uint64_t offset = write->offset_size >> 4;
	uint64_t value = word_at(m, write);

	sum->sum += sum->share(offset, value ^ write->change) -
		    sum->share(offset, value);
}

static inline void toggle(struct model *m, const struct tape_write *write,
			  struct tape_sum *sum)
{
	if (sum)
		add_to_sum(m, write, sum);
	flip(m, write);
}

static void toggle_net(struct model *m, const struct tape_segment *segment,
		       struct tape_sum *sum)
{
	for (size_t i = 0; i < segment->nr_net; i++)
		toggle(m, &segment->net[i], sum);
}

/* Applies or undoes what lies on the tape between two places. */
static void toggle_between(struct model *m, uint64_t from, uint64_t to,
			   struct tape_sum *sum)
{
	const unsigned char *begin = m->tape.writes + from;
	struct tape_write write;

	for (const unsigned char *at = m->tape.writes + to; at > begin;) {
		at = tape_decode(at, &write);
		toggle(m, &write, sum);
	}
}

/* Goes back so far, or to the beginning of the segment before that. */
static void go_back(struct model *m, uint64_t bytes, struct tape_sum *sum)
{
	struct tape *tape = &m->tape;
	struct tape_segment *segment = tape_segment_of(tape, tape->applied - 1);
	uint64_t begin = segment->first_byte;
	uint64_t stop = bytes > begin ? bytes : begin;

	segment->used_at = ++tape->clock;
	if (!segment->squashed) {
		toggle_between(m, stop, tape->applied, sum);
		tape->applied = stop;
	} else if (stop == begin) {
		toggle_net(m, segment, sum);
		tape->applied = begin;
	} else {
		/* The target lies within: at the end again, with writes. */
		toggle_net(m, segment, NULL);
		tape_expand(m, segment);
	}
}

/* Goes on so far, or to the end of the segment before that. */
static void go_on(struct model *m, uint64_t bytes, struct tape_sum *sum)
{
	struct tape *tape = &m->tape;
	struct tape_segment *segment = tape_segment_of(tape, tape->applied);
	uint64_t end = tape_segment_end(segment);
	uint64_t stop = bytes < end ? bytes : end;

	segment->used_at = ++tape->clock;
	if (!segment->squashed) {
		toggle_between(m, tape->applied, stop, sum);
		tape->applied = stop;
		return;
	}
	toggle_net(m, segment, sum);
	tape->applied = end;
	if (stop < end) {
		/* The target lies within: at the end, with writes. */
		toggle_net(m, segment, NULL);
		tape_expand(m, segment);
	}
}

void tape_apply(struct model *m, uint64_t bytes, struct tape_sum *sum)
{
	assert(bytes <= tape_length(&m->tape));
	while (m->tape.applied < bytes)
		go_on(m, bytes, sum);
	/* Going on into a squashed segment leads to its end first. */
	while (m->tape.applied > bytes)
		go_back(m, bytes, sum);
	tape_keep_budget(&m->tape);
}
