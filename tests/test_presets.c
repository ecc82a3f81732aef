/*
 * Random operations on every preset under every kernel: all invariants hold,
 * the bookkeeper agrees, and a second machine that runs the same operations
 * without a tape comes to the same states.
 *
 * PRESETS_OPERATIONS sets how many operations each machine runs (20,000 when
 * unset), PRESETS_SEED the seed, PRESETS_ONLY which tests to run, as
 * a pattern like pc_*.  The preset big takes its time, and runs only when the
 * pattern begins with its name.
 */
#include "tests/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/profile.h"
#include "tests/bookkeeper.h"
#include "tests/random_operation.h"

enum {
	OPERATIONS = 20000,
	CHECK_EVERY = 1000,
	COMPARE_EVERY = 10000,
	MOST_COMPARED = 10, /* times, of long runs */
	/* Longer runs go without a tape: it would not fit into memory. */
	MOST_RECORDED = 100000,
};

static const char *const presets[] = { "small",   "pc",    "numa",
				       "movable", "phone", "big" };
static const char *const kernels[] = { "4.1", "4.9",  "5.4", "5.10",
				       "6.1", "6.12", "7.2" };

enum {
	NR_TESTED_PRESETS = sizeof(presets) / sizeof(presets[0]),
	NR_KERNELS = sizeof(kernels) / sizeof(kernels[0]),
	NR_TRIALS = NR_TESTED_PRESETS * NR_KERNELS,
};

struct trial {
	const char *preset;
	const char *kernel;
	uint64_t seed;
};

static uint64_t setting(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 0) : otherwise;
}

static struct boot_config config_of(const struct trial *trial)
{
	struct boot_config config = preset(trial->preset);

	config.profile = profile_find(trial->kernel);
	assert_non_null(config.profile);
	return config;
}

static void assert_in_order(const struct model *m, const struct bookkeeper *b)
{
	assert_sound(m);
	bookkeeper_compare(b, m);
}

static void compare_machines(const struct model *m, const struct model *other)
{
	if (model_digest(m) != model_digest(other))
		fail_msg("after operation %u the two machines differ",
			 history_ops(m));
}

/* Back to the beginning, and to the end again. */
static void assert_reversible(struct model *m, uint64_t beginning)
{
	uint64_t end = model_digest(m);

	history_seek(m, 0);
	assert_int_equal(model_digest(m), beginning);
	history_seek(m, history_steps(m));
	assert_int_equal(model_digest(m), end);
}

static void keep_busy(void **state)
{
	const struct trial *trial = *state;
	struct boot_config config = config_of(trial);
	uint64_t operations = setting("PRESETS_OPERATIONS", OPERATIONS);
	struct model *m = boot(&config);
	struct model *other = boot(&config);
	struct bookkeeper *b = bookkeeper_create(m);
	struct random r = { .state = trial->seed };
	uint64_t beginning = model_digest(m);
	uint64_t compare_every = operations / MOST_COMPARED;

	if (compare_every < COMPARE_EVERY)
		compare_every = COMPARE_EVERY;

	assert_int_equal(model_digest(other), beginning);
	history_set_recording(m, operations <= MOST_RECORDED);
	history_set_recording(other, false);
	for (uint64_t i = 1; i <= operations; i++) {
		struct operation op = random_operation(&r, m, b);

		run(m, &op);
		bookkeeper_enter(b, m);
		run(other, &op);
		if (i % CHECK_EVERY == 0)
			assert_in_order(m, b);
		if (i % compare_every == 0)
			compare_machines(m, other);
	}
	assert_in_order(m, b);
	compare_machines(m, other);
	bookkeeper_compare_pages(b, m);
	if (history_is_recording(m))
		assert_reversible(m, beginning);
	bookkeeper_destroy(b);
	model_destroy(other);
	model_destroy(m);
}

int main(void)
{
	struct CMUnitTest tests[NR_TRIALS];
	struct trial trials[NR_TRIALS];
	char names[NR_TRIALS][64];
	uint64_t seed = setting("PRESETS_SEED", 20261121);

	for (size_t i = 0; i < NR_TRIALS; i++) {
		trials[i] = (struct trial){
			.preset = presets[i / NR_KERNELS],
			.kernel = kernels[i % NR_KERNELS],
			.seed = seed * NR_TRIALS + i,
		};
		snprintf(names[i], sizeof(names[i]), "%s_keeps_sound_under_%s",
			 trials[i].preset, trials[i].kernel);
		tests[i] = (struct CMUnitTest){
			.name = names[i],
			.test_func = keep_busy,
			.initial_state = &trials[i],
		};
	}
	const char *only = getenv("PRESETS_ONLY");
	bool with_big = only && strncmp(only, "big", 3) == 0;

	cmocka_set_test_filter(only);
	return _cmocka_run_group_tests("presets", tests,
				       NR_TRIALS - (with_big ? 0 : NR_KERNELS),
				       NULL, NULL);
}
