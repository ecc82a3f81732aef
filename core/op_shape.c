#include "core/op_shape_internal.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BUCKETS = 64 };

/* Which numbers differ from operation to operation: what a shape says of those
 * is not told by it. */
enum {
	VARIES_OP_PFN = 1,
	VARIES_RESULT_PFN = 2,
	VARIES_OP_OBJECT = 4,
	VARIES_RESULT_OBJECT = 8,
};

/* All that was asked and all that came of it, but for the numbers that a shape
 * may leave open, lies side by side. */
enum {
	COMPARED_FROM = offsetof(struct operation, variable),
	COMPARED_TO = offsetof(struct tape_op, result) +
		      offsetof(struct op_result, object),
};

/* Of what differs most; the rest is compared.  Each word counts by another odd
 * number, so that few sums meet. */
static size_t hash_of(const struct tape_op *as, const struct probe_set *probes)
{
	const struct operation *op = &as->op;
	const struct op_result *result = &as->result;
	uint64_t kind = (uint64_t)op->cpu << 32 | op->kind;
	uint64_t request = (uint64_t)op->gfp << 32 | op->order;
	uint64_t outcome = (uint64_t)(uint32_t)result->merged_order << 32 |
			   (uint32_t)result->zone;
	uint64_t site = (uintptr_t)op->tag.file + op->tag.line;
	uint64_t sum = kind * 0x7feb352dU + request * 0x68e31da5U +
		       outcome * 0x5851f42dU + site * 0x45d9f3bU +
		       op->size * (uint64_t)0x2c1b3c6dU;

	for (size_t i = 0; i < sizeof(*probes) / sizeof(probes->bits[0]); i++)
		sum = sum * 0x3f84d5b5U + probes->bits[i];
	return (size_t)(sum ^ sum >> 32);
}

/* Bytes between members that differ cost another shape, no more; members that
 * are new some day are compared, too. */
static bool same(const struct tape_op *a, const struct tape_op *b)
{
	return memcmp((const unsigned char *)a + COMPARED_FROM,
		      (const unsigned char *)b + COMPARED_FROM,
		      COMPARED_TO - COMPARED_FROM) == 0;
}

/* Word by word, as they were set just now: of several words at once the
 * processor would have to wait until they are in memory. */
static inline bool same_probes(const struct probe_set *a,
			       const struct probe_set *b)
{
	for (size_t i = 0; i < sizeof(*a) / sizeof(a->bits[0]); i++)
		if (a->bits[i] != b->bits[i])
			return false;
	return true;
}

/* Does the operation have the numbers that the shape does not leave open? */
static bool same_numbers(const struct op_shape *shape, const struct tape_op *op)
{
	const struct tape_op *as = &shape->as;
	unsigned varies = shape->varies;

	return (varies & VARIES_OP_PFN || as->op.pfn == op->op.pfn) &&
	       (varies & VARIES_RESULT_PFN ||
		as->result.pfn == op->result.pfn) &&
	       (varies & VARIES_OP_OBJECT || as->op.object == op->op.object) &&
	       (varies & VARIES_RESULT_OBJECT ||
		as->result.object == op->result.object);
}

static bool has_lists(const struct tape_op *op)
{
	return op->blocks || op->pfns;
}

static uint32_t *bucket_of(const struct op_shapes *shapes,
			   const struct tape_op *op,
			   const struct probe_set *probes)
{
	return &shapes->buckets[hash_of(op, probes) & (shapes->nr_buckets - 1)];
}

static void chain(struct op_shapes *shapes, uint32_t index)
{
	struct op_shape *shape = &shapes->all[index];
	uint32_t *bucket = bucket_of(shapes, &shape->as, &shape->probes);

	shape->next = *bucket;
	*bucket = index + 1;
}

static void grow_buckets(struct op_shapes *shapes)
{
	size_t nr = shapes->nr_buckets ? 4 * shapes->nr_buckets : FIRST_BUCKETS;

	free(shapes->buckets);
	shapes->buckets = calloc(nr, sizeof(*shapes->buckets));
	assert(shapes->buckets && "the host has no memory for the history");
	shapes->nr_buckets = nr;
	/* Those with lists, and holes, are in no bucket. */
	for (size_t i = 0; i < shapes->nr; i++)
		if (shapes->all[i].shared)
			chain(shapes, (uint32_t)i);
}

static uint32_t place_for_one(struct op_shapes *shapes)
{
	uint32_t index = shapes->holes;

	if (index) {
		shapes->holes = shapes->all[index - 1].next;
		return index - 1;
	}
	space_open(&shapes->space, (shapes->nr + 1) * sizeof(*shapes->all));
	shapes->all = (void *)shapes->space.start;
	return (uint32_t)shapes->nr++;
}

static uint32_t add(struct op_shapes *shapes, const struct tape_op *op,
		    const struct probe_set *probes, unsigned varies)
{
	uint32_t index = place_for_one(shapes);
	bool shared = !has_lists(op);

	shapes->all[index] = (struct op_shape){ .as = *op,
						.probes = *probes,
						.varies = (uint16_t)varies,
						.shared = shared };
	if (!shared)
		return index;
	if (shapes->nr >= shapes->nr_buckets)
		grow_buckets(shapes);
	else
		chain(shapes, index);
	return index;
}

static inline bool is_of(const struct op_shape *shape, const struct tape_op *op,
			 const struct probe_set *probes, unsigned varies)
{
	return shape->varies == varies && same_probes(&shape->probes, probes) &&
	       same_numbers(shape, op) && same(&shape->as, op);
}

/* Index + 1; 0: there is none. */
static uint32_t find(const struct op_shapes *shapes, const struct tape_op *op,
		     const struct probe_set *probes, unsigned varies)
{
	uint32_t at = shapes->nr_buckets ? *bucket_of(shapes, op, probes) : 0;

	while (at && !is_of(&shapes->all[at - 1], op, probes, varies))
		at = shapes->all[at - 1].next;
	return at;
}

/* Kept apart: most operations are of the shape that is likely. */
static __attribute__((noinline)) uint32_t
find_or_add(struct op_shapes *shapes, const struct tape_op *op,
	    const struct probe_set *probes, unsigned varies)
{
	uint32_t found = find(shapes, op, probes, varies);

	return found ? found - 1 : add(shapes, op, probes, varies);
}

/* Most concern one page, in what was asked or in what came of it, or both.  A
 * request names none, so that the first page of all is like any other. */
static unsigned varies_of(const struct tape_op *op)
{
	struct op_subject subject = op_subject(op);
	bool names_it = op->op.pfn == subject.pfn &&
			!operation_makes_value(op->op.kind);

	return names_it * (unsigned)VARIES_OP_PFN +
	       (op->result.pfn == subject.pfn) * (unsigned)VARIES_RESULT_PFN +
	       (op->op.object == subject.object) * (unsigned)VARIES_OP_OBJECT +
	       (op->result.object == subject.object) *
		       (unsigned)VARIES_RESULT_OBJECT;
}

static size_t alike(enum operation_kind kind, unsigned order)
{
	return (kind * ORDERS_APART + order) % NR_LIKELY;
}

static bool says(const struct op_shape *shape, const struct common_op *op)
{
	const struct operation *asked = &shape->as.op;
	const struct op_result *result = &shape->as.result;

	return shape->common && asked->kind == op->kind &&
	       asked->cpu == op->cpu && asked->order == op->order &&
	       asked->gfp == op->gfp && asked->nid == op->nid &&
	       result->path == op->path && result->zone == op->zone &&
	       result->merged_order == op->merged_order;
}

uint32_t op_shape_of_common(const struct op_shapes *shapes,
			    const struct common_op *op,
			    const struct probe_set *probes)
{
	uint32_t likely = shapes->likely[alike(op->kind, op->order)];

	if (likely == 0)
		return 0;
	const struct op_shape *shape = &shapes->all[likely - 1];

	return says(shape, op) && same_probes(&shape->probes, probes) ? likely
								      : 0;
}

uint32_t op_shape_index(struct op_shapes *shapes, const struct tape_op *op,
			const struct probe_set *probes)
{
	uint32_t *likely = &shapes->likely[alike(op->op.kind, op->op.order)];
	unsigned varies = varies_of(op);

	if (has_lists(op))
		return add(shapes, op, probes, varies);
	if (!*likely || !is_of(&shapes->all[*likely - 1], op, probes, varies))
		*likely = find_or_add(shapes, op, probes, varies) + 1;
	return *likely - 1;
}

struct tape_op op_of_shape(const struct op_shapes *shapes, uint32_t index,
			   struct op_subject subject)
{
	const struct op_shape *shape = &shapes->all[index];
	struct tape_op op = shape->as;

	if (shape->varies & VARIES_OP_PFN)
		op.op.pfn = subject.pfn;
	if (shape->varies & VARIES_RESULT_PFN)
		op.result.pfn = subject.pfn;
	if (shape->varies & VARIES_OP_OBJECT)
		op.op.object = (uint16_t)subject.object;
	if (shape->varies & VARIES_RESULT_OBJECT)
		op.result.object = subject.object;
	op.blocks = NULL;
	op.pfns = NULL;
	return op;
}

void op_shape_release(struct op_shapes *shapes, uint32_t index)
{
	struct op_shape *shape = &shapes->all[index];

	if (shape->shared)
		return;
	free(shape->as.blocks);
	free(shape->as.pfns);
	*shape = (struct op_shape){ .next = shapes->holes };
	shapes->holes = index + 1;
}

size_t op_shapes_bytes(const struct op_shapes *shapes)
{
	return shapes->nr * sizeof(*shapes->all) +
	       shapes->nr_buckets * sizeof(*shapes->buckets);
}

void op_shapes_deinit(struct op_shapes *shapes)
{
	for (size_t i = 0; i < shapes->nr; i++) {
		free(shapes->all[i].as.blocks);
		free(shapes->all[i].as.pfns);
	}
	free(shapes->buckets);
	space_deinit(&shapes->space);
}
