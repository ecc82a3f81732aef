/*
 * Trials: they tell what an operation will do, and leave no trace.
 */
#include "tests/harness.h"

#include <stdio.h>
#include <string.h>

#include "core/trial.h"
#include "tests/random_operation.h"

enum { OPERATIONS = 900 };

struct stand {
	uint64_t digest, cursor, steps, ops;
	size_t bytes;
};

static struct stand stand_of(const struct model *m)
{
	return (struct stand){ .digest = model_digest(m),
			       .cursor = history_cursor(m),
			       .steps = history_steps(m),
			       .ops = history_ops(m),
			       .bytes = history_bytes(m) };
}

static void expect_same(const struct model *m, const struct stand *before)
{
	const struct stand now = stand_of(m);

	assert_memory_equal(&now, before, sizeof(now));
}

static void expect_same_result(const struct op_result *tried,
			       const struct op_result *ran)
{
	assert_int_equal(tried->path, ran->path);
	assert_int_equal(tried->pfn, ran->pfn);
	assert_int_equal(tried->zone, ran->zone);
	assert_int_equal(tried->migratetype, ran->migratetype);
}

/* Every step of the trial is one of the operation that ran then. */
static void expect_same_steps(const struct model *m, const struct step *steps,
			      uint64_t nr)
{
	uint64_t begin = history_op_begin(m, history_ops(m));

	assert_int_equal(history_steps(m) - begin, nr);
	for (uint64_t i = 0; i < nr; i++) {
		struct step ran = history_step(m, begin + 1 + i);

		assert_int_equal(ran.probe, steps[i].probe);
		assert_int_equal(ran.depth, steps[i].depth);
		for (unsigned k = 0; k < probe_in(m, ran.probe)->nr_args; k++)
			assert_int_equal(ran.args[k], steps[i].args[k]);
	}
}

enum { MOST_STEPS = 4096 };

/* Tries what then runs. */
static void try_and_run(struct model *m, const struct operation *op)
{
	static const size_t size = sizeof(struct step);
	struct step *steps = test_calloc(MOST_STEPS, size);
	const struct stand before = stand_of(m);
	struct op_result tried = { .pfn = 0 };
	struct trial *t = trial_begin(m);

	assert_non_null(t);
	assert_int_equal(trial_run(t, op, &tried), OP_POSSIBLE);
	uint64_t nr = trial_steps(t);

	for (uint64_t i = 0; i < nr && i < MOST_STEPS; i++)
		steps[i] = trial_step(t, i);
	trial_end(t);
	expect_same(m, &before);
	const struct op_result *ran = run(m, op);

	expect_same_result(&tried, ran);
	if (nr <= MOST_STEPS)
		expect_same_steps(m, steps, nr);
	test_free(steps);
}

static void try_all(const struct profile *profile)
{
	struct boot_config config = preset("small");
	struct random r = { .state = 7 };

	config.profile = profile;
	struct model *m = boot(&config);
	struct bookkeeper *b = bookkeeper_create(m);

	for (unsigned i = 0; i < OPERATIONS; i++) {
		struct operation op = random_operation(&r, m, b);

		if (op.kind == OP_ALLOC || op.kind == OP_FREE)
			try_and_run(m, &op);
		else
			run(m, &op);
		bookkeeper_enter(b, m);
	}
	assert_sound(m);
	bookkeeper_destroy(b);
	model_destroy(m);
}

TEST(what_was_tried_is_what_happens_in_every_kernel)
{
	const struct profile *profile = NULL;

	for (size_t i = 0; (profile = profile_nth(i)); i++)
		try_all(profile);
}

TEST(operations_of_a_trial_follow_one_another)
{
	struct model *m = boot_preset_machine("small");
	pfn_t pfn = take(m, 10, "GFP_KERNEL");
	const struct stand before = stand_of(m);
	const struct operation give = { .kind = OP_FREE,
					.pfn = pfn,
					.order = 10 };
	const struct operation again = { .kind = OP_ALLOC,
					 .order = 10,
					 .gfp = gfp_named(m, "GFP_KERNEL") };
	struct op_result result = { .pfn = PFN_NONE };
	struct trial *t = trial_begin(m);

	assert_int_equal(trial_run(t, &give, &result), OP_POSSIBLE);
	assert_int_equal(trial_run(t, &give, &result), OP_PAGE_FREE);
	assert_int_equal(trial_run(t, &again, &result), OP_POSSIBLE);
	assert_int_equal(result.pfn, pfn);
	trial_end(t);
	expect_same(m, &before);
	model_destroy(m);
}

TEST(a_trial_stands_in_the_past_as_well)
{
	struct model *m = boot_preset_machine("pc");

	take(m, 3, "GFP_KERNEL");
	uint64_t then = history_cursor(m);
	pfn_t next = take(m, 3, "GFP_KERNEL");

	history_seek(m, then);
	const struct stand before = stand_of(m);
	const struct operation op = { .kind = OP_ALLOC,
				      .order = 3,
				      .gfp = gfp_named(m, "GFP_KERNEL") };
	struct op_result result = { .pfn = PFN_NONE };
	struct trial *t = trial_begin(m);

	trial_run(t, &op, &result);
	trial_end(t);
	assert_int_equal(result.pfn, next);
	expect_same(m, &before);
	history_seek(m, history_steps(m));
	assert_sound(m);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(what_was_tried_is_what_happens_in_every_kernel),
		RUN(operations_of_a_trial_follow_one_another),
		RUN(a_trial_stands_in_the_past_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
