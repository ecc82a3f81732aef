/*
 * The forms of the allocator: whatever is recorded, the same is done.
 *
 * One machine keeps steps with their operands, one its writes, one nothing at
 * all; the same random operations leave the same states on each, under every
 * kernel.
 */
#include "tests/harness.h"

#include "core/form_internal.h"
#include "tests/random_operation.h"

enum { OPERATIONS = 1000, COMPARE_EVERY = 50 };

struct forms {
	struct model *steps, *writes, *plain;
};

static struct forms boot_forms(const struct boot_config *config)
{
	struct forms f = { boot(config), boot(config), boot(config) };

	history_expect_looks(f.steps);
	history_set_recording(f.plain, false);
	return f;
}

static void compare_forms(const struct forms *f)
{
	uint64_t digest = model_digest(f->plain);

	assert_int_equal(model_digest(f->steps), digest);
	assert_int_equal(model_digest(f->writes), digest);
	assert_int_equal(history_steps(f->writes), history_steps(f->steps));
	assert_int_equal(history_steps(f->plain), 0);
}

/* The answer that each form has given to the last operation. */
static void compare_results(const struct forms *f)
{
	uint32_t op = history_ops(f->steps);
	const struct op_result *steps = history_result(f->steps, op);
	const struct op_result *writes = history_result(f->writes, op);
	const struct op_result *plain = history_result(f->plain, op);

	assert_int_equal(writes->pfn, steps->pfn);
	assert_int_equal(plain->pfn, steps->pfn);
	assert_int_equal(writes->path, steps->path);
	assert_int_equal(plain->path, steps->path);
	assert_int_equal(plain->zone, steps->zone);
	assert_int_equal(plain->merged_order, steps->merged_order);
	for (enum probe_id id = 0; id < NR_PROBES; id++)
		assert_int_equal(history_op_meets(f->writes, op, id),
				 history_op_meets(f->steps, op, id));
}

static void run_forms(const struct forms *f, uint64_t seed)
{
	struct bookkeeper *b = bookkeeper_create(f->steps);
	struct random r = { .state = seed };

	for (uint32_t i = 1; i <= OPERATIONS; i++) {
		struct operation op = random_operation(&r, f->steps, b);

		run(f->steps, &op);
		run(f->writes, &op);
		run(f->plain, &op);
		bookkeeper_enter(b, f->steps);
		compare_results(f);
		if (i % COMPARE_EVERY == 0)
			compare_forms(f);
	}
	bookkeeper_destroy(b);
}

static void under_each_kernel(struct boot_config config)
{
	for (size_t i = 0; profile_nth(i); i++) {
		config.profile = profile_nth(i);
		struct forms f = boot_forms(&config);

		run_forms(&f, i);
		assert_sound(f.plain);
		assert_sound(f.writes);
		model_destroy(f.steps);
		model_destroy(f.writes);
		model_destroy(f.plain);
	}
}

TEST(all_forms_do_the_same_on_one_zone_with_cma)
{
	struct boot_config config = preset("small");

	config.cma_bytes = 14 << 20;
	config.cma_zone = ZONE_NORMAL;
	config.nr_cpus = 2;
	under_each_kernel(config);
}

TEST(all_forms_do_the_same_on_two_nodes)
{
	struct boot_config config = preset("small");

	config.nr_nodes = 2;
	config.nr_cpus = 4;
	config.flags.nodes_shift = 1;
	under_each_kernel(config);
}

TEST(all_forms_do_the_same_with_a_movable_zone)
{
	struct boot_config config = preset("movable");

	config.mem_bytes = 64 << 20;
	config.kernelcore_bytes = 32 << 20;
	under_each_kernel(config);
}

TEST(each_kernel_has_a_form_that_knows_it)
{
	for (size_t i = 0; profile_nth(i); i++) {
		const struct form *form = plain_form_of(profile_nth(i));

		assert_ptr_not_equal(form, &any_form);
		for (size_t other = 0; other < i; other++)
			assert_ptr_not_equal(form,
					     plain_form_of(profile_nth(other)));
	}
}

TEST(a_kernel_without_a_form_of_its_own_is_asked_at_run_time)
{
	struct profile kernel = profile_6_12;
	struct boot_config config = preset("small");

	config.profile = &kernel;
	assert_ptr_equal(plain_form_of(&kernel), &any_form);
	struct forms f = boot_forms(&config);

	run_forms(&f, 1);
	assert_sound(f.plain);
	model_destroy(f.steps);
	model_destroy(f.writes);
	model_destroy(f.plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(all_forms_do_the_same_on_one_zone_with_cma),
		RUN(all_forms_do_the_same_on_two_nodes),
		RUN(all_forms_do_the_same_with_a_movable_zone),
		RUN(each_kernel_has_a_form_that_knows_it),
		RUN(a_kernel_without_a_form_of_its_own_is_asked_at_run_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
