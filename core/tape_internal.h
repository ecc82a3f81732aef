/*
 * The tape: steps, their operands and writes, and the operations they belong
 * to.  Appended to while an operation runs, otherwise only read.
 */
#ifndef MMSCOPE_CORE_TAPE_INTERNAL_H
#define MMSCOPE_CORE_TAPE_INTERNAL_H

#include "core/history.h"

struct tape_step {
	uint32_t args_at;
	uint32_t writes_at;
	uint16_t probe;
	uint8_t depth;
};

struct tape_write {
	uint64_t offset_size; /* offset in the arena << 4 | bytes */
	uint64_t old_value;
	uint64_t new_value;
};

struct tape_op {
	struct operation op;
	struct op_result result;
	uint64_t first_step;  /* position just before it */
	struct block *blocks; /* what op.blocks points to; owned */
	pfn_t *pfns;          /* what result.pfns points to; owned */
};

struct tape {
	struct tape_step *steps;
	size_t nr_steps, steps_room;
	int64_t *args;
	size_t nr_args, args_room;
	struct tape_write *writes;
	size_t nr_writes, writes_room;
	struct tape_op *ops;
	size_t nr_ops, ops_room;
	size_t forgotten_ops; /* of a history that is not recorded */
	uint64_t cursor;
};

void tape_deinit(struct tape *tape);
void tape_step(struct tape *tape, enum probe_id probe, unsigned depth,
	       const int64_t *args, size_t nr_args);
void tape_write(struct tape *tape, uint64_t offset, unsigned size,
		uint64_t old_value, uint64_t new_value);
/* What going from one position to another adds to a sum over all words, of
 * which `share` is one word's part. */
uint64_t tape_difference(const struct tape *tape, uint64_t from, uint64_t to,
			 uint64_t (*share)(uint64_t offset, uint64_t value));
/* Frees the operations, but goes on counting them. */
void tape_forget_ops(struct tape *tape);
/* Appends an operation; its blocks and strings must outlive it. */
struct tape_op *tape_op(struct tape *tape, const struct operation *op);

#endif
