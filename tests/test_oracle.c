/*
 * Random operations on several machines, against the naive bookkeeper.
 *
 * ORACLE_OPERATIONS sets how many operations all machines share (100,000 when
 * unset), ORACLE_SEED the seed, ORACLE_SEEKS how often a place of a long
 * history is looked for (10,000 when unset).
 */
#include "tests/harness.h"

#include <stdlib.h>
#include <string.h>

#include "tests/bookkeeper.h"
#include "tests/random_operation.h"

enum {
	MACHINES = 6,
	OPERATIONS = 100000,
	SEEK_OPERATIONS = 10000,
	SEEKS = 10000,
	SQUASHED_SEEKS = 25,
	REPLAYED_OPERATIONS = 3000,
	CHECK_EVERY = 64,
};

static const uint64_t MIB = 1 << 20;

static uint64_t setting(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 0) : otherwise;
}

static struct boot_config config_small(void)
{
	return preset("small");
}

static struct boot_config config_two_cpus(void)
{
	struct boot_config config = preset("small");

	config.nr_cpus = 2;
	return config;
}

static struct boot_config config_two_nodes(void)
{
	struct boot_config config = preset("small");

	config.nr_nodes = 2;
	config.nr_cpus = 4;
	config.flags.nodes_shift = 1;
	return config;
}

static struct boot_config config_movable(void)
{
	struct boot_config config = preset("movable");

	config.mem_bytes = 64 * MIB;
	config.kernelcore_bytes = 32 * MIB;
	return config;
}

static struct boot_config config_cma(void)
{
	struct boot_config config = preset("small");

	/* Borders on a buddy of the other type. */
	config.cma_bytes = 14 * MIB;
	config.cma_zone = ZONE_NORMAL;
	return config;
}

static struct boot_config config_tiny(void)
{
	struct boot_config config = preset("small");

	config.mem_bytes = 8 * MIB;
	return config;
}

static uint64_t seed_of(uint64_t machine)
{
	return setting("ORACLE_SEED", 20240612) * MACHINES + machine;
}

static void step_once(struct model *m, struct bookkeeper *b, struct random *r)
{
	struct operation op = random_operation(r, m, b);

	run(m, &op);
	bookkeeper_enter(b, m);
}

/* Everything that lives is freed and every pcp list drained. */
static void free_everything(struct model *m, struct bookkeeper *b)
{
	while (bookkeeper_live(b) > 0) {
		struct live_block block =
			bookkeeper_block(b, bookkeeper_live(b) - 1);
		struct operation undo = { .cpu = 0 };

		while (random_undo(m, block.pfn, &undo)) {
			undo.pfn = block.pfn;
			run(m, &undo);
		}
		give_back(m, block.pfn, block.order);
		bookkeeper_enter(b, m);
	}
	drain_all(m);
	bookkeeper_enter(b, m);
}

/* Whole pageblocks have grown together again. */
static void assert_merged(const struct model *m)
{
	unsigned whole = model_machine(m)->pageblock_order;

	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		assert_int_equal(pages_on_pcp(m, zone), 0);
		for (unsigned order = 0; order < whole; order++)
			assert_int_equal(
				zone_at(m, zone)->free_area[order].nr_free, 0);
	}
}

static void compare_with_bookkeeper(struct boot_config config, uint64_t machine)
{
	uint64_t operations =
		setting("ORACLE_OPERATIONS", OPERATIONS) / MACHINES + 1;
	struct model *m = boot(&config);
	struct bookkeeper *b = bookkeeper_create(m);
	struct random r = { .state = seed_of(machine) };
	uint64_t paths[PATH_PCP + 1] = { 0 };

	bookkeeper_compare_pages(b, m);
	for (uint64_t i = 0; i < operations; i++) {
		step_once(m, b, &r);
		paths[history_result(m, history_ops(m))->path]++;
		bookkeeper_compare(b, m);
		if (i % CHECK_EVERY == 0) {
			assert_sound(m);
			bookkeeper_compare_pages(b, m);
		}
	}
	for (unsigned path = PATH_NONE; path <= PATH_PCP; path++)
		assert_true(paths[path] > 0);
	free_everything(m, b);
	bookkeeper_compare(b, m);
	assert_int_equal(bookkeeper_free_pages(b), bookkeeper_all_pages(b));
	assert_merged(m);
	assert_sound(m);
	bookkeeper_destroy(b);
	model_destroy(m);
}

TEST(one_zone_agrees_with_the_bookkeeper)
{
	compare_with_bookkeeper(config_small(), 0);
}

TEST(two_cpus_agree_with_the_bookkeeper)
{
	compare_with_bookkeeper(config_two_cpus(), 1);
}

TEST(two_nodes_agree_with_the_bookkeeper)
{
	compare_with_bookkeeper(config_two_nodes(), 2);
}

TEST(a_movable_zone_agrees_with_the_bookkeeper)
{
	compare_with_bookkeeper(config_movable(), 3);
}

TEST(cma_agrees_with_the_bookkeeper)
{
	compare_with_bookkeeper(config_cma(), 4);
}

TEST(a_tiny_machine_agrees_with_the_bookkeeper)
{
	compare_with_bookkeeper(config_tiny(), 5);
}

/* Digests at the end of each operation; [0] is that of the beginning. */
static uint64_t *run_recording_digests(struct model *m, struct random *r,
				       uint32_t operations)
{
	struct bookkeeper *b = bookkeeper_create(m);
	uint64_t *digests = calloc(operations + 1, sizeof(*digests));

	assert_non_null(digests);
	digests[0] = model_digest(m);
	for (uint32_t op = 1; op <= operations; op++) {
		step_once(m, b, r);
		assert_int_equal(history_op_end(m, op), history_cursor(m));
		digests[op] = model_digest(m);
	}
	bookkeeper_destroy(b);
	return digests;
}

static uint64_t end_of(const struct model *m, uint32_t op)
{
	return op == 0 ? 0 : history_op_end(m, op);
}

/* Any state, by the end of its operation, and one step inside of it. */
static void seek_at_random(struct model *m, struct random *r,
			   const uint64_t *digests, uint64_t seeks)
{
	for (uint64_t i = 0; i < seeks; i++) {
		uint32_t op = (uint32_t)random_below(r, SEEK_OPERATIONS + 1);

		history_seek(m, end_of(m, op));
		assert_int_equal(history_cursor(m), end_of(m, op));
		assert_int_equal(model_digest(m), digests[op]);
		if (op > 0)
			history_seek(m, history_op_begin(m, op) + 1);
	}
	history_seek(m, 0);
	assert_sound(m);
	history_seek(m, history_steps(m));
	assert_sound(m);
	assert_int_equal(model_digest(m), digests[SEEK_OPERATIONS]);
}

TEST(every_state_of_a_long_history_can_be_reached_both_ways)
{
	struct boot_config config = config_two_cpus();
	struct model *m = boot(&config);
	struct random r = { .state = seed_of(MACHINES) };
	uint64_t *digests = run_recording_digests(m, &r, SEEK_OPERATIONS);

	seek_at_random(m, &r, digests, setting("ORACLE_SEEKS", SEEKS));
	free(digests);
	model_destroy(m);
}

TEST(a_tape_beyond_its_budget_reaches_every_state_all_the_same)
{
	struct boot_config config = config_two_cpus();
	struct model *m = boot(&config);
	struct random r = { .state = seed_of(MACHINES) };

	history_set_budget(m, 1);
	uint64_t *digests = run_recording_digests(m, &r, SEEK_OPERATIONS);
	size_t squashed = history_bytes(m);

	seek_at_random(m, &r, digests, SQUASHED_SEEKS);
	/* New operations in the past, and what they leave of the tape. */
	history_seek(m, end_of(m, SEEK_OPERATIONS / 2));
	history_drop_future(m);
	assert_int_equal(model_digest(m), digests[SEEK_OPERATIONS / 2]);
	history_seek(m, 0);
	assert_int_equal(model_digest(m), digests[0]);
	history_set_budget(m, SIZE_MAX);
	history_seek(m, end_of(m, SEEK_OPERATIONS / 2));
	assert_int_equal(model_digest(m), digests[SEEK_OPERATIONS / 2]);
	assert_true(squashed < 2 * history_bytes(m));
	free(digests);
	model_destroy(m);
}

TEST(single_steps_there_and_back_change_nothing)
{
	struct boot_config config = config_tiny();
	struct model *m = boot(&config);
	struct random r = { .state = seed_of(MACHINES + 1) };
	uint64_t *digests = run_recording_digests(m, &r, 300);
	uint64_t steps = history_steps(m);
	uint64_t *at = calloc(steps + 1, sizeof(*at));

	assert_non_null(at);
	history_seek(m, 0);
	for (uint64_t position = 0; position <= steps; position++) {
		history_seek(m, position);
		at[position] = model_digest(m);
	}
	for (uint64_t position = steps + 1; position-- > 0;) {
		history_seek(m, position);
		assert_int_equal(model_digest(m), at[position]);
	}
	for (uint32_t op = 0; op <= 300; op++)
		assert_int_equal(at[end_of(m, op)], digests[op]);
	free(at);
	free(digests);
	model_destroy(m);
}

TEST(the_same_operations_on_a_fresh_machine_give_the_same_states)
{
	struct boot_config config = config_movable();
	struct model *first = boot(&config);
	struct random r = { .state = seed_of(MACHINES + 2) };
	uint64_t *digests =
		run_recording_digests(first, &r, REPLAYED_OPERATIONS);
	struct model *second = boot(&config);

	assert_int_equal(model_digest(second), digests[0]);
	for (uint32_t op = 1; op <= REPLAYED_OPERATIONS; op++) {
		run(second, history_op(first, op));
		assert_int_equal(model_digest(second), digests[op]);
	}
	free(digests);
	model_destroy(first);
	model_destroy(second);
}

TEST(without_recording_the_states_are_the_same)
{
	struct boot_config config = config_cma();
	struct model *first = boot(&config);
	struct random r = { .state = seed_of(MACHINES + 3) };
	uint64_t *digests =
		run_recording_digests(first, &r, REPLAYED_OPERATIONS);
	struct model *second = boot(&config);

	history_set_recording(second, false);
	for (uint32_t op = 1; op <= REPLAYED_OPERATIONS; op++) {
		run(second, history_op(first, op));
		assert_int_equal(model_digest(second), digests[op]);
	}
	free(digests);
	model_destroy(first);
	model_destroy(second);
}

TEST(an_operation_in_the_past_drops_the_future)
{
	struct boot_config config = config_small();
	struct model *m = boot(&config);
	struct random r = { .state = seed_of(MACHINES + 4) };
	uint64_t *digests = run_recording_digests(m, &r, 1000);

	history_seek(m, end_of(m, 400));
	assert_int_equal(history_drop_future(m), 600);
	assert_int_equal(history_ops(m), 400);
	assert_int_equal(history_steps(m), history_cursor(m));
	assert_int_equal(model_digest(m), digests[400]);
	drain_all(m);
	assert_int_equal(history_ops(m), 401);
	history_seek(m, 0);
	assert_int_equal(model_digest(m), digests[0]);
	free(digests);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(one_zone_agrees_with_the_bookkeeper),
		RUN(two_cpus_agree_with_the_bookkeeper),
		RUN(two_nodes_agree_with_the_bookkeeper),
		RUN(a_movable_zone_agrees_with_the_bookkeeper),
		RUN(cma_agrees_with_the_bookkeeper),
		RUN(a_tiny_machine_agrees_with_the_bookkeeper),
		RUN(every_state_of_a_long_history_can_be_reached_both_ways),
		RUN(a_tape_beyond_its_budget_reaches_every_state_all_the_same),
		RUN(single_steps_there_and_back_change_nothing),
		RUN(the_same_operations_on_a_fresh_machine_give_the_same_states),
		RUN(without_recording_the_states_are_the_same),
		RUN(an_operation_in_the_past_drops_the_future),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
