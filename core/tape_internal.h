/*
 * The tape: the operations and every write of theirs.
 *
 * Of an operation's steps the tape keeps how many there are and which probes
 * were met; where in the algorithm each write was made, and what was compared
 * there, is found out by running that one operation again when somebody looks
 * (core/detail_internal.h).  So a long history costs little, and all of it can
 * be looked into.
 *
 * A write is kept as the difference of the two values, which serves both
 * directions: applied once more it undoes itself.  How it lies on the tape is
 * said in core/tape_code_internal.h; places on the tape are counted in bytes.
 *
 * Writes lie in segments of many operations.  When the tape is larger than
 * its budget, segments far from the cursor are squashed: kept is what all
 * their writes together change, one difference for each word, enough to move
 * across.  Whoever moves into one has its operations run again.
 */
#ifndef MMSCOPE_CORE_TAPE_INTERNAL_H
#define MMSCOPE_CORE_TAPE_INTERNAL_H

#include "core/arena_internal.h"
#include "core/history.h"
#include "core/op_shape_internal.h"
#include "core/tape_code_internal.h"

/* What is kept of an operation that runs. */
enum tape_mode {
	TAPE_OFF = 0,
	TAPE_WRITES = 1, /* its writes, the number and kinds of its steps */
	TAPE_STEPS = 2,  /* its steps with their operands and writes */
};

/* What the tape keeps of an operation. */
enum { STEP_BITS = 48, BYTE_BITS = 38, SHAPE_BITS = 26 };
struct tape_record {
	uint64_t first_step : STEP_BITS; /* position just before it */
	uint64_t object : 16;            /* for its shape */
	uint64_t first_byte : BYTE_BITS; /* its writes lie from here on */
	uint64_t shape : SHAPE_BITS;
	uint32_t values; /* made by it and all before it */
	pfn_t pfn;       /* for its shape */
};

/* The last operation of a history that is not recorded, if it was a common
 * one (core/operation_common.h); kept in full once somebody looks. */
struct tape_common {
	bool is_last;
	enum operation_kind kind;
	unsigned cpu;
	unsigned order;
	gfp_t gfp; /* of a request, as is the node */
	int nid;
	pfn_t pfn; /* got, or given back */
};

/* Operations as they were asked for: the one that ran last, and those that
 * somebody looked at. */
enum { RECENT_OPS = 16 };
struct tape_recent {
	struct tape_common common;
	struct tape_op ops[RECENT_OPS];
	uint32_t numbers[RECENT_OPS]; /* 0: none */
	unsigned next;                /* to give up */
	unsigned running;             /* that ran last, or runs */
};

struct tape_segment {
	size_t first_op;     /* index */
	uint64_t first_byte; /* of the whole tape */
	size_t bytes;        /* all its writes */
	bool squashed;
	struct tape_write *net; /* one per word; NULL: never squashed */
	size_t nr_net;          /* those that differ in the end… */
	size_t nr_touched;      /* …and those that were only written to */
	uint64_t used_at;       /* of the clock, to find the one to squash */
};

struct tape {
	uint64_t nr_steps;
	struct probe_set probes;     /* of the running operation */
	unsigned char *writes;       /* all, in order */
	unsigned char *next, *limit; /* place for one more; end of places */
	struct tape_segment *open;   /* that is written to */
	struct space writes_space;
	struct tape_segment *segments;
	size_t nr_segments, segments_room;
	struct tape_record *ops;
	size_t nr_ops;
	size_t ops_end;     /* as far as there is room for records… */
	uint64_t bytes_end; /* …and the open segment takes writes */
	struct space ops_space;
	struct op_shapes shapes;
	struct tape_recent *recent; /* owned */
	struct tape_op *running;    /* one of them */
	size_t forgotten_ops;       /* of a history that is not recorded */
	uint64_t cursor;            /* a position */
	uint64_t applied; /* bytes of writes that the state has in it */
	size_t bytes;     /* of all segments */
	size_t budget;    /* for them */
	uint64_t clock;
	uint64_t drops; /* of a future */
};

enum { TAPE_BUDGET = 256 << 20 };

/* False when the host has no memory. */
bool tape_init(struct tape *tape);
void tape_deinit(struct tape *tape);
/* Makes room for more writes. */
void tape_grow(struct tape *tape);

static inline void tape_step(struct tape *tape, enum probe_id probe)
{
	tape->nr_steps++;
	probe_set_add(&tape->probes, probe);
}

static inline void tape_write(struct tape *tape, uint64_t offset, size_t size,
			      uint64_t change)
{
	if (tape->next >= tape->limit)
		tape_grow(tape);
	tape->next = tape_encode(tape->next, offset, size, change);
}

/* tape_ops.c: appends the record of an operation that begins, and when it has
 * run says of which shape it was. */
void tape_begin_record(struct tape *tape, enum operation_kind kind);
void tape_keep_shape(struct tape *tape, uint32_t shape,
		     struct op_subject subject);
/* Appends an operation; its strings must outlive it. */
struct tape_op *tape_begin_op(struct tape *tape, const struct operation *op);
struct tape_op *tape_first_only_op(struct tape *tape,
				   const struct operation *op);
void tape_free_lists(struct tape_op *op);

/* Number of the operation that ran last, or runs. */
static inline uint32_t tape_last_number(const struct tape *tape)
{
	return (uint32_t)(tape->forgotten_ops + tape->nr_ops);
}

static inline void tape_number_running(const struct tape *tape)
{
	tape->recent->numbers[tape->recent->running] = tape_last_number(tape);
}

/* What an operation is before it runs. */
static inline void tape_op_init(struct tape_op *running,
				const struct operation *op)
{
	running->op = *op;
	running->result = (struct op_result){
		.pfn = PFN_NONE,
		.order = op->order,
		.zone = -1,
		.migratetype = -1,
		.merged_order = -1,
		.cache = -1,
	};
	running->blocks = NULL;
	running->pfns = NULL;
}

/* The same in place of the one before, of which only the number remains. */
static inline struct tape_op *tape_only_op(struct tape *tape,
					   const struct operation *op)
{
	if (tape->nr_ops == 0)
		return tape_first_only_op(tape, op);
	tape->recent->common.is_last = false;
	tape_free_lists(tape->running);
	tape->forgotten_ops++;
	tape->ops[0].values += operation_makes_value(op->kind);
	tape_number_running(tape);
	tape_op_init(tape->running, op);
	return tape->running;
}

/* It is what it will be in the history. */
void tape_keep_op(struct tape *tape);
/* What is kept of an operation of the history, numbered from 1. */
const struct tape_record *tape_record_at(const struct tape *tape, uint32_t op);
const struct probe_set *tape_op_probes(const struct tape *tape, uint32_t op);
enum operation_kind tape_op_kind(const struct tape *tape, uint32_t op);
/* An operation as it was asked for; its lists stay the history's. */
struct tape_op tape_read_op(const struct tape *tape, uint32_t op);
/* The same, valid until RECENT_OPS others are looked at or run. */
const struct tape_op *tape_look_at_op(const struct tape *tape, uint32_t op);
/* Forgets the operations after the first `keep`, but not their writes. */
void tape_forget_ops(struct tape *tape, size_t keep);

void tape_ops_deinit(struct tape *tape);

/* tape.c: the operation has run to its end, where the cursor stands now. */
void tape_end_op(struct tape *tape);
/* The same, of which is kept already what it was. */
void tape_end_writes(struct tape *tape);
/* Is there a segment for what the next operation writes, and room for its
 * record? */
static inline bool tape_has_room(const struct tape *tape)
{
	return tape->nr_ops < tape->ops_end && tape->applied < tape->bytes_end;
}

/* Makes it so. */
void tape_prepare(struct tape *tape);
/* Bytes of all writes. */
uint64_t tape_length(const struct tape *tape);
/* Bytes of the writes up to the end of an operation. */
uint64_t tape_op_writes_end(const struct tape *tape, uint32_t op);
/* Forgets all operations after the first `keep`; the cursor stands there. */
void tape_truncate(struct tape *tape, size_t keep);

/* The segment that a byte of the writes lies in. */
struct tape_segment *tape_segment_of(const struct tape *tape, uint64_t byte);
static inline uint64_t tape_segment_end(const struct tape_segment *segment)
{
	return segment->first_byte + segment->bytes;
}
/* Writes that follow go to this segment, behind its first so many bytes. */
void tape_open(struct tape *tape, struct tape_segment *segment, size_t bytes);

/* Called for each write (or net difference) that is applied or undone. */
struct tape_sum {
	uint64_t (*share)(uint64_t offset, uint64_t value); /* of one word */
	uint64_t sum;
};
/* Brings the state to where so many bytes of writes are applied, the last of
 * them the end of a write; the cursor stays.  What it changes is added to the
 * sum, unless that is NULL. */
void tape_apply(struct model *m, uint64_t bytes, struct tape_sum *sum);

/* tape_squash.c: squashes until the tape keeps its budget. */
void tape_keep_budget(struct tape *tape);
/* Runs the operations of a squashed segment again; the state must be at its
 * beginning, and is at its end afterwards. */
void tape_expand(struct model *m, struct tape_segment *segment);

#endif
