#include "core/op_shape_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BUCKETS = 64 };

/* Of what differs most; the rest is compared. */
static size_t hash_of(const struct tape_op *as, const struct probe_set *probes)
{
	const struct operation *op = &as->op;
	const struct op_result *result = &as->result;
	uint64_t request = (uint64_t)op->gfp << 32 | op->kind << 24 |
			   op->order << 16 | op->cpu;
	uint64_t outcome = (uint64_t)op->size << 32 |
			   (unsigned)(result->merged_order + 1) << 16 |
			   (unsigned)(result->zone + 1) << 8 | result->path;
	uint64_t sum = request * 0x9e3779b97f4a7c15U +
		       outcome * 0xd6e8feb86659fd93U +
		       (uintptr_t)op->tag.file * 0xff51afd7ed558ccdU +
		       op->tag.line * 0xc4ceb9fe1a85ec53U;

	for (size_t i = 0; i < sizeof(*probes) / sizeof(probes->bits[0]); i++)
		sum += probes->bits[i] *
		       (0xbf58476d1ce4e5b9U + 0x9e3779b97f4a7c16U * i);
	return (size_t)(sum ^ sum >> 32);
}

/* Bytes between members that differ cost another shape, no more; members that
 * are new some day are compared, too. */
static bool same(const struct tape_op *a, const struct tape_op *b)
{
	// NOLINTBEGIN(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c)
	return memcmp(&a->op, &b->op, sizeof(a->op)) == 0 &&
	       memcmp(&a->result, &b->result, sizeof(a->result)) == 0;
	// NOLINTEND(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c)
}

static bool same_probes(const struct probe_set *a, const struct probe_set *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
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

static uint32_t add(struct op_shapes *shapes, const struct op_shape *shape)
{
	uint32_t index = place_for_one(shapes);

	shapes->all[index] = *shape;
	if (!shape->shared)
		return index;
	if (shapes->nr >= shapes->nr_buckets)
		grow_buckets(shapes);
	else
		chain(shapes, index);
	return index;
}

static uint32_t find(const struct op_shapes *shapes, const struct tape_op *op,
		     const struct probe_set *probes, uint16_t varies)
{
	uint32_t at = *bucket_of(shapes, op, probes);

	while (at) {
		const struct op_shape *shape = &shapes->all[at - 1];

		if (shape->varies == varies &&
		    same_probes(&shape->probes, probes) && same(&shape->as, op))
			break;
		at = shape->next;
	}
	return at;
}

uint32_t op_shape_index(struct op_shapes *shapes, const struct tape_op *op,
			const struct probe_set *probes, uint16_t varies)
{
	bool shared = !has_lists(op);
	uint32_t found = shared && shapes->nr_buckets
				 ? find(shapes, op, probes, varies)
				 : 0;

	if (found)
		return found - 1;
	return add(shapes, &(struct op_shape){ .as = *op,
					       .probes = *probes,
					       .varies = varies,
					       .shared = shared });
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
