/*
 * Shapes: what many operations of a history have in common.
 *
 * All but the page and the object that it was about: what was asked, what came
 * of it, which probes were met.  A long history has few of them, so it keeps
 * each shape once, and of an operation which one it is of.  An operation with
 * lists of pages has a shape to itself, which owns them.
 */
#ifndef MMSCOPE_CORE_OP_SHAPE_INTERNAL_H
#define MMSCOPE_CORE_OP_SHAPE_INTERNAL_H

#include "core/arena_internal.h"
#include "core/operation.h"
#include "core/probe.h"

/* What was asked, and what came of it: the numbers that vary at both ends. */
struct tape_op {
	struct operation op;
	struct op_result result;
	struct block *blocks; /* what op.blocks points to; owned */
	pfn_t *pfns;          /* what result.pfns points to; owned */
};

struct op_shape {
	struct tape_op as;
	struct probe_set probes;
	uint16_t varies;
	bool shared;   /* by operations without lists */
	bool common;   /* it says no more than struct common_op can */
	uint32_t next; /* index + 1: of the same hash, or the next hole */
};

/* Most operations are of the same shape as the last of their kind and order. */
enum { NR_LIKELY = 64, ORDERS_APART = 16 };

struct op_shapes {
	struct op_shape *all;
	size_t nr;
	struct space space;
	uint32_t *buckets; /* index + 1 of the first of a hash */
	size_t nr_buckets;
	uint32_t holes; /* index + 1 of the first of those released */
	uint32_t likely[NR_LIKELY]; /* index + 1, of what is shared */
};

/* The page and the object that an operation is about: the numbers that its
 * shape leaves open. */
struct op_subject {
	pfn_t pfn;
	unsigned object;
};

static inline struct op_subject op_subject(const struct tape_op *op)
{
	const struct op_result *result = &op->result;
	unsigned object = result->object ? result->object : op->op.object;

	return (struct op_subject){
		.pfn = result->pfn != PFN_NONE ? result->pfn : op->op.pfn,
		.object = object & UINT16_MAX,
	};
}

/* Index of the shape of an operation with these probes, which is added unless
 * it is there; lists of the operation are the shape's from now on. */
uint32_t op_shape_index(struct op_shapes *shapes, const struct tape_op *op,
			const struct probe_set *probes);
/* All that a common operation says (core/operation_common.h), and all that
 * came of it, but for the page; a request's mobility follows from its mask. */
struct common_op {
	enum operation_kind kind;
	unsigned cpu;
	unsigned order;
	gfp_t gfp; /* of a request, as is the node */
	int nid;
	enum alloc_path path;
	int zone;
	int merged_order;
};

/* Index + 1 of the likely shape, if a common operation about some page is of
 * it; 0: it must be looked for in full. */
uint32_t op_shape_of_common(const struct op_shapes *shapes,
			    const struct common_op *op,
			    const struct probe_set *probes);
/* The operation again; its lists stay the shape's. */
struct tape_op op_of_shape(const struct op_shapes *shapes, uint32_t index,
			   struct op_subject subject);
/* An operation of this shape is no more: lists of its own go with it. */
void op_shape_release(struct op_shapes *shapes, uint32_t index);
size_t op_shapes_bytes(const struct op_shapes *shapes);
void op_shapes_deinit(struct op_shapes *shapes);

#endif
