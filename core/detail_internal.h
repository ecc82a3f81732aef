/*
 * Details: the steps of single operations, with operands and writes.
 *
 * The tape knows what an operation wrote but not where.  When somebody looks
 * at its steps it is run again, from the state in which it began, and what it
 * did is kept here for as long as others are not looked at instead.  It does
 * the same as before, to the write: that is asserted each time.
 */
#ifndef MMSCOPE_CORE_DETAIL_INTERNAL_H
#define MMSCOPE_CORE_DETAIL_INTERNAL_H

#include "core/history.h"

struct detail_step {
	uint32_t args_at;
	uint32_t writes_at;
	uint32_t bytes_at; /* of its writes on the tape */
	uint16_t probe;
	uint8_t depth;
};

struct detail_write {
	uint64_t offset_size; /* offset in the arena << 4 | bytes */
	uint64_t old_value;
	uint64_t new_value;
};

/* One operation. */
struct detail {
	uint32_t op;      /* 0: none */
	uint64_t used_at; /* of the clock, to find the one to give up */
	struct detail_step *steps;
	size_t nr_steps, steps_room;
	int64_t *args;
	size_t nr_args, args_room;
	struct detail_write *writes;
	size_t nr_writes, writes_room;
	size_t bytes; /* that the writes take on the tape */
};

struct details;

/* NULL when the host has no memory. */
struct details *details_create(struct model *m);
void details_destroy(struct details *d);
/* The operation that begins to run is one to keep details of. */
void details_begin(struct details *d, uint32_t op);
void details_step(struct details *d, enum probe_id probe, int depth,
		  const int64_t *args, size_t nr_args);
void details_write(struct details *d, uint64_t offset, size_t size,
		   uint64_t old_value, uint64_t new_value);
/* Those of an operation; it is run again unless they are at hand. */
const struct detail *details_of(struct details *d, uint32_t op);
/* The one that was asked about last; 0: none. */
uint32_t details_last(const struct details *d);
bool details_at_hand(struct details *d, uint32_t op);
/* Operations after this one are no more. */
void details_forget_after(struct details *d, uint32_t op);

/* Index of the first write of a step (counted from 0) of its operation; that
 * of the step behind the last is the number of writes. */
size_t detail_first_write(const struct detail *detail, uint64_t step);
/* Bytes that the writes before it take on the tape. */
size_t detail_bytes(const struct detail *detail, uint64_t step);
/* The state is behind the operation: brings it back to where it began. */
void detail_undo(struct model *m, const struct detail *detail);

#endif
