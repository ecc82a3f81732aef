/*
 * What the tape keeps, byte for byte: writes, and operations of few shapes.
 */
#include "tests/harness.h"

#include <stdlib.h>
#include <string.h>

#include "core/op_log.h"
#include "core/tape_code_internal.h"
#include "tests/bookkeeper.h"
#include "tests/random_operation.h"

enum { OPERATIONS = 3000, KEPT = 1000 };

static const uint64_t changes[] = {
	1,          0xff,         0x100,      0xffff,     0x10000,
	UINT32_MAX, 0x100000000U, UINT64_MAX, 1ULL << 63, 0x80000000U,
	0xffffff,   1ULL << 39,   1ULL << 40, 1ULL << 48, 1ULL << 55,
};
static const uint64_t offsets[] = {
	0,         0xffff,     0x10000,      0xffffff,
	0x1000000, UINT32_MAX, 0x100000000U, (1ULL << 47) - 8,
	1,         0xff,       0x100,        (1ULL << 40) - 1,
};
enum {
	NR_CHANGES = sizeof(changes) / sizeof(changes[0]),
	NR_OFFSETS = sizeof(offsets) / sizeof(offsets[0]),
};

static void expect_write(const unsigned char **at, uint64_t offset, size_t size,
			 uint64_t change)
{
	const unsigned char *end = *at;
	struct tape_write write;

	*at = tape_decode(end, &write);
	assert_int_equal(write.offset_size >> 4, offset);
	assert_int_equal(write.offset_size & 15, size);
	assert_int_equal(write.change, change);
	assert_int_equal(end - *at, tape_code_bytes(offset, change));
}

TEST(writes_of_every_length_are_read_from_the_end_as_they_were_laid)
{
	unsigned char tape[NR_CHANGES * NR_OFFSETS * 4 * 16 + TAPE_SLACK];
	unsigned char *next = tape;

	for (unsigned i = 0; i < NR_CHANGES * NR_OFFSETS * 4; i++)
		next = tape_encode(next, offsets[i / 4 % NR_OFFSETS],
				   (size_t)1 << i % 4,
				   changes[i / 4 / NR_OFFSETS]);
	const unsigned char *at = next;

	for (unsigned i = NR_CHANGES * NR_OFFSETS * 4; i-- > 0;)
		expect_write(&at, offsets[i / 4 % NR_OFFSETS],
			     (size_t)1 << i % 4, changes[i / 4 / NR_OFFSETS]);
	assert_ptr_equal(at, tape);
}

/* An operation as it was when it had run. */
struct kept {
	struct operation op;
	struct op_result result;
	struct block blocks[RANDOM_BATCH];
	pfn_t first_of_bulk;
};

static struct kept keep(const struct model *m, const struct operation *asked)
{
	struct kept kept = {
		.op = *asked,
		.result = *history_result(m, history_ops(m)),
	};

	if (asked->blocks)
		memcpy(kept.blocks, asked->blocks,
		       asked->count * sizeof(*asked->blocks));
	if (kept.result.count)
		kept.first_of_bulk = kept.result.pfns[0];
	return kept;
}

static void expect_request(const struct operation *op, const struct kept *kept)
{
	assert_int_equal(op->kind, kept->op.kind);
	assert_int_equal(op->cpu, kept->op.cpu);
	assert_int_equal(op->order, kept->op.order);
	assert_int_equal(op->gfp, kept->op.gfp);
	assert_int_equal(op->pfn, kept->op.pfn);
	assert_int_equal(op->flag, kept->op.flag);
	assert_int_equal(op->mark, kept->op.mark);
	assert_int_equal(op->count, kept->op.count);
	for (unsigned i = 0; op->blocks && i < op->count; i++) {
		assert_int_equal(op->blocks[i].pfn, kept->blocks[i].pfn);
		assert_int_equal(op->blocks[i].order, kept->blocks[i].order);
	}
}

static void expect_result(const struct op_result *result,
			  const struct kept *kept)
{
	assert_int_equal(result->path, kept->result.path);
	assert_int_equal(result->pfn, kept->result.pfn);
	assert_int_equal(result->order, kept->result.order);
	assert_int_equal(result->zone, kept->result.zone);
	assert_int_equal(result->migratetype, kept->result.migratetype);
	assert_int_equal(result->merged_order, kept->result.merged_order);
	assert_int_equal(result->count, kept->result.count);
	if (result->count)
		assert_int_equal(result->pfns[0], kept->first_of_bulk);
}

static void run_random(struct model *m, struct random *r, struct kept *kept,
		       uint32_t operations)
{
	struct bookkeeper *b = bookkeeper_create(m);

	for (uint32_t i = 0; i < operations; i++) {
		struct operation op = random_operation(r, m, b);

		run(m, &op);
		kept[i] = keep(m, &op);
		bookkeeper_enter(b, m);
	}
	bookkeeper_destroy(b);
}

static void expect_all(const struct model *m, const struct kept *kept,
		       uint32_t operations)
{
	assert_int_equal(history_ops(m), operations);
	for (uint32_t i = 0; i < operations; i++) {
		expect_request(history_op(m, i + 1), &kept[i]);
		expect_result(history_result(m, i + 1), &kept[i]);
	}
}

TEST(operations_are_found_as_they_ran_also_after_a_past_was_changed)
{
	struct model *m = boot_preset_machine("small");
	struct random r = { .state = 7 };
	struct kept *kept = calloc(OPERATIONS, sizeof(*kept));

	assert_non_null(kept);
	run_random(m, &r, kept, OPERATIONS);
	expect_all(m, kept, OPERATIONS);
	history_seek(m, history_op_end(m, KEPT));
	history_drop_future(m);
	expect_all(m, kept, KEPT);
	/* What ran there before leaves nothing behind. */
	for (uint32_t i = KEPT; i < OPERATIONS; i++) {
		struct operation op = { .kind = OP_ALLOC,
					.order = i % 2,
					.gfp = gfp_named(m, "GFP_KERNEL") };

		run(m, &op);
		kept[i] = keep(m, &op);
	}
	expect_all(m, kept, OPERATIONS);
	free(kept);
	model_destroy(m);
}

static void run_order(struct model *m, unsigned order)
{
	struct operation op = { .kind = OP_ALLOC,
				.order = order,
				.gfp = gfp_named(m, "GFP_KERNEL") };

	run(m, &op);
}

/* The last operation of a part goes and leaves its writes, of which it made
 * none: whoever takes its place adds some to that part. */
TEST(a_part_that_goes_on_is_squashed_with_what_came_later)
{
	enum { OPS_OF_PART = 4096, ALL = 1 << 20 };
	struct model *m = boot_preset_machine("small");
	struct operation get = { .kind = OP_GET, .pfn = 0 };
	struct operation put = { .kind = OP_PUT, .pfn = 0 };
	uint64_t digest = model_digest(m);

	run_order(m, 0);
	for (unsigned i = 2; i < OPS_OF_PART; i++)
		run(m, i % 2 ? &put : &get);
	/* Too large for any machine. */
	run_order(m, 11);
	run_order(m, 0);
	history_set_budget(m, 1);
	history_seek(m, 0);
	history_seek(m, history_steps(m));
	history_set_budget(m, ALL);
	history_seek(m, history_op_end(m, 5));
	history_seek(m, history_op_end(m, OPS_OF_PART - 1));
	history_drop_future(m);
	run_order(m, 3);
	run_order(m, 0);
	history_set_budget(m, 1);
	history_seek(m, 0);
	assert_int_equal(model_digest(m), digest);
	history_seek(m, history_op_end(m, 5));
	assert_sound(m);
	model_destroy(m);
}

TEST(objects_of_all_sizes_are_found_as_they_were_given)
{
	struct model *m = boot_preset_machine("small");
	enum { SIZES = 300 };
	struct op_result results[SIZES];

	for (unsigned i = 0; i < SIZES; i++) {
		struct operation op = { .kind = OP_KMALLOC,
					.size = 8 + i,
					.nid = -1,
					.gfp = gfp_named(m, "GFP_KERNEL") };

		results[i] = *run(m, &op);
	}
	for (unsigned i = 0; i < SIZES; i++) {
		const struct op_result *found = history_result(m, i + 1);

		assert_int_equal(history_op(m, i + 1)->size, 8 + i);
		assert_int_equal(found->pfn, results[i].pfn);
		assert_int_equal(found->object, results[i].object);
		assert_int_equal(found->cache, results[i].cache);
	}
	model_destroy(m);
}

TEST(a_common_operation_takes_no_more_than_150_bytes)
{
	struct model *m = boot_preset_machine("small");
	enum { PAIRS = 5000, BYTES = 150 };

	for (unsigned i = 0; i < PAIRS; i++)
		give_back(m, take(m, 0, "GFP_KERNEL"), 0);
	assert_in_range(history_bytes(m), 1, (size_t)2 * PAIRS * BYTES);
	model_destroy(m);
}

TEST(operations_of_a_kind_that_differ_in_turn_share_their_shapes)
{
	static const char *const requests[] = { "GFP_KERNEL", "GFP_ATOMIC",
						"GFP_NOWAIT" };
	struct model *m = boot_preset_machine("small");
	enum { PAIRS = 5000, BYTES = 150 };

	for (unsigned i = 0; i < PAIRS; i++)
		give_back(m, take(m, 0, requests[i % 3]), 0);
	for (unsigned i = 0; i < PAIRS; i++)
		assert_int_equal(history_op(m, 2 * i + 1)->gfp,
				 gfp_named(m, requests[i % 3]));
	assert_in_range(history_bytes(m), 1, (size_t)2 * PAIRS * BYTES);
	model_destroy(m);
}

static struct op_log *log_of_object(struct model *m, uint32_t size)
{
	struct operation op = { .kind = OP_KMALLOC,
				.size = size,
				.nid = -1,
				.gfp = gfp_named(m, "GFP_KERNEL") };

	run(m, &op);
	struct op_log *log = op_log_take(m, history_ops(m) - 1);

	return log;
}

TEST(objects_of_different_sizes_are_different_operations)
{
	struct model *m = boot_preset_machine("small");
	struct op_log *small = log_of_object(m, 8);
	struct op_log *large = log_of_object(m, 4096);
	struct op_log *again = log_of_object(m, 8);

	assert_int_equal(op_log_common(small, again), 1);
	assert_int_equal(op_log_common(small, large), 0);
	op_log_release(small);
	op_log_release(large);
	op_log_release(again);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(writes_of_every_length_are_read_from_the_end_as_they_were_laid),
		RUN(operations_are_found_as_they_ran_also_after_a_past_was_changed),
		RUN(a_part_that_goes_on_is_squashed_with_what_came_later),
		RUN(objects_of_all_sizes_are_found_as_they_were_given),
		RUN(a_common_operation_takes_no_more_than_150_bytes),
		RUN(operations_of_a_kind_that_differ_in_turn_share_their_shapes),
		RUN(objects_of_different_sizes_are_different_operations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
