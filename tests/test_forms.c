/*
 * The forms of the allocator: whatever is recorded, the same is done.
 *
 * One machine keeps steps with their operands, one its writes, one nothing at
 * all, and one is in a hurry besides; the same random operations leave the same
 * states on each, under every kernel.
 */
#include "tests/harness.h"

#include "core/form_internal.h"
#include "core/operation_common.h"
#include "tests/random_operation.h"

enum { OPERATIONS = 1000, COMPARE_EVERY = 50 };

struct forms {
	struct model *steps, *writes, *plain, *hurried;
};

static struct forms boot_forms(const struct boot_config *config)
{
	struct forms f = { boot(config), boot(config), boot(config),
			   boot(config) };

	history_expect_looks(f.steps);
	history_set_recording(f.plain, false);
	history_set_recording(f.hurried, false);
	model_hurry(f.hurried);
	return f;
}

static void end_forms(const struct forms *f)
{
	assert_sound(f->plain);
	assert_sound(f->writes);
	model_destroy(f->steps);
	model_destroy(f->writes);
	model_destroy(f->plain);
	model_destroy(f->hurried);
}

/* In fewer words, where they say as much. */
static void run_in_a_hurry(struct model *m, const struct operation *op)
{
	bool alone = op->cpu == model_current_cpu(m) && !op->tag.file;
	pfn_t pfn = 0;

	if (op->kind == OP_ALLOC && alone) {
		assert_int_equal(
			operation_alloc(m, op->gfp, op->order, op->nid, &pfn),
			OP_POSSIBLE);
		assert_int_equal(pfn, history_result(m, history_ops(m))->pfn);
	} else if (op->kind == OP_FREE && alone && !op->cold) {
		assert_int_equal(operation_free(m, op->pfn, op->order),
				 OP_POSSIBLE);
	} else {
		run(m, op);
	}
}

static void compare_forms(const struct forms *f)
{
	uint64_t digest = model_digest(f->plain);

	assert_int_equal(model_digest(f->steps), digest);
	assert_int_equal(model_digest(f->writes), digest);
	model_settle(f->hurried);
	assert_int_equal(model_digest(f->hurried), digest);
	model_hurry(f->hurried);
	assert_int_equal(history_steps(f->writes), history_steps(f->steps));
	assert_int_equal(history_steps(f->plain), 0);
}

static void expect_result(const struct op_result *result,
			  const struct op_result *expected)
{
	assert_memory_equal(result, expected,
			    offsetof(struct op_result, count));
	assert_int_equal(result->pfn, expected->pfn);
	assert_int_equal(result->cache, expected->cache);
	assert_int_equal(result->object, expected->object);
}

static void expect_request(const struct operation *op,
			   const struct operation *expected)
{
	assert_int_equal(op->kind, expected->kind);
	assert_int_equal(op->cpu, expected->cpu);
	assert_int_equal(op->order, expected->order);
	assert_int_equal(op->gfp, expected->gfp);
	assert_int_equal(op->nid, expected->nid);
	assert_int_equal(op->pfn, expected->pfn);
}

/* The answer that each form has given to the last operation. */
static void compare_results(const struct forms *f)
{
	uint32_t op = history_ops(f->steps);
	const struct op_result *steps = history_result(f->steps, op);

	expect_result(history_result(f->writes, op), steps);
	expect_result(history_result(f->plain, op), steps);
	expect_result(history_result(f->hurried, op), steps);
	expect_request(history_op(f->writes, op), history_op(f->steps, op));
	expect_request(history_op(f->hurried, op), history_op(f->steps, op));
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
		run_in_a_hurry(f->hurried, &op);
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
		end_forms(&f);
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

/* Takes pages into slots and gives them back, with no other operation between
 * them. */
static void fill_and_empty(struct model *m)
{
	enum { SLOTS = 256, TURNS = 20000, GFP_KERNEL = 0xcc0 };
	struct random r = { .state = 1 };
	pfn_t slots[SLOTS];

	for (unsigned i = 0; i < SLOTS; i++)
		slots[i] = PFN_NONE;
	for (unsigned i = 0; i < TURNS; i++) {
		pfn_t *slot = &slots[random_below(&r, SLOTS)];
		enum op_refusal refusal = OP_POSSIBLE;

		if (*slot == PFN_NONE) {
			refusal = operation_alloc(m, GFP_KERNEL, 0, 0, slot);
		} else {
			refusal = operation_free(m, *slot, 0);
			*slot = PFN_NONE;
		}
		assert_int_equal(refusal, OP_POSSIBLE);
	}
}

TEST(whoever_is_in_a_hurry_ends_where_all_others_do)
{
	struct boot_config config = preset("small");
	struct forms f = boot_forms(&config);

	fill_and_empty(f.steps);
	fill_and_empty(f.writes);
	fill_and_empty(f.plain);
	fill_and_empty(f.hurried);
	compare_results(&f);
	compare_forms(&f);
	end_forms(&f);
}

TEST(what_is_refused_is_refused_in_a_hurry_too)
{
	struct boot_config config = preset("small");
	struct forms f = boot_forms(&config);
	struct model *m = f.hurried;
	pfn_t pfn = PFN_NONE;

	fill_and_empty(m);
	assert_int_equal(operation_alloc(m, 0xcc0, 0, 0, &pfn), OP_POSSIBLE);
	uint32_t ops = history_ops(m);

	assert_int_equal(operation_alloc(m, 0xcc0, 0, 7, &pfn),
			 OP_NO_SUCH_NODE);
	assert_int_equal(operation_free(m, pfn, 1), OP_WRONG_ORDER);
	assert_int_equal(operation_free(m, PFN_NONE, 0), OP_NO_SUCH_PAGE);
	assert_int_equal(operation_free(m, pfn, 0), OP_POSSIBLE);
	assert_int_equal(operation_free(m, pfn, 0), OP_PAGE_ON_PCP);
	assert_int_equal(history_ops(m), ops + 1);
	end_forms(&f);
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
	end_forms(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(all_forms_do_the_same_on_one_zone_with_cma),
		RUN(all_forms_do_the_same_on_two_nodes),
		RUN(all_forms_do_the_same_with_a_movable_zone),
		RUN(whoever_is_in_a_hurry_ends_where_all_others_do),
		RUN(what_is_refused_is_refused_in_a_hurry_too),
		RUN(each_kernel_has_a_form_that_knows_it),
		RUN(a_kernel_without_a_form_of_its_own_is_asked_at_run_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
