/*
 * Random kmalloc and kfree on all kernels; MMSCOPE_SLAB_OPS says how many.
 */
#include <stdlib.h>

#include "core/slab_places.h"
#include "tests/kmalloc_calls.h"
#include "tests/random_operation.h"

/* A stream of kmalloc and kfree, on changing CPUs. */
struct stream {
	struct random random;
	struct op_result live[4096];
	unsigned nr;
};

static uint32_t random_size(struct random *r)
{
	uint32_t limit = 1U << (3 + random_below(r, 12));

	return 1 + (uint32_t)random_below(r, limit);
}

static void random_kmalloc(struct stream *s, struct model *m)
{
	static const char *const masks[] = {
		"GFP_KERNEL", "GFP_KERNEL",
		"GFP_ATOMIC", "GFP_KERNEL|__GFP_ZERO",
		"GFP_NOWAIT",
	};
	const struct machine *machine = model_machine(m);
	struct operation op = {
		.kind = OP_KMALLOC,
		.size = random_size(&s->random),
		.variable = random_below(&s->random, 2),
		.gfp = gfp_named(m, masks[random_below(&s->random, 5)]),
		.cpu = (unsigned)random_below(&s->random, machine->nr_cpus),
		.nid = -1,
	};

	if (random_below(&s->random, 4) == 0)
		op.gfp |= machine->profile->gfp.account;
	if (random_below(&s->random, 8) == 0)
		op.nid = (int)random_below(&s->random, machine->nr_nodes);
	const struct op_result *got = run(m, &op);

	if (got->pfn != PFN_NONE)
		s->live[s->nr++] = *got;
}

static void random_kfree(struct stream *s, struct model *m)
{
	unsigned at = (unsigned)random_below(&s->random, s->nr);
	struct operation op = {
		.kind = OP_KFREE,
		.pfn = s->live[at].pfn,
		.object = (uint16_t)s->live[at].object,
		.cpu = (unsigned)random_below(&s->random,
					      model_machine(m)->nr_cpus),
	};

	s->live[at] = s->live[--s->nr];
	run(m, &op);
}

static void run_stream(struct stream *s, struct model *m, unsigned ops,
		       unsigned check_every)
{
	bool filling = true;

	for (unsigned i = 0; i < ops; i++) {
		if (s->nr == 4096)
			filling = false;
		if (s->nr < 64)
			filling = true;
		if (s->nr == 0 || (s->nr < 4096 &&
				   random_below(&s->random, 3) < 1U + filling))
			random_kmalloc(s, m);
		else
			random_kfree(s, m);
		if (i % check_every == check_every - 1)
			assert_sound(m);
	}
}

/* All at once, and each by itself. */
static void expect_all_found(const struct model *m)
{
	struct slab_whereabouts *all =
		calloc((size_t)nr_slabs(m) + 1, sizeof(*all));

	assert_non_null(all);
	slabs_find(m, all);
	for (uint32_t slab = 1; slab <= nr_slabs(m); slab++) {
		if (!slab_at(m, slab)->pfn)
			continue;
		struct slab_whereabouts one = slab_find(m, slab);

		assert_int_equal(all[slab - 1].place, one.place);
		if (slab_place_has_cpu(one.place))
			assert_int_equal(all[slab - 1].cpu, one.cpu);
	}
	free(all);
}

static unsigned wished_ops(void)
{
	const char *wish = getenv("MMSCOPE_SLAB_OPS");

	return wish ? (unsigned)strtoul(wish, NULL, 10) : 100000;
}

TEST(random_objects_come_and_go_without_a_trace)
{
	static const char *const presets[] = { "numa", "small" };

	for (unsigned k = 0; k < NR_KERNELS; k++) {
		struct boot_config config = preset(presets[k % 2]);
		struct stream *s = calloc(1, sizeof(*s));

		config.profile = profile_find(kernels[k]);
		config.mem_bytes = (uint64_t)64 << 20;
		struct model *m = boot(&config);

		assert_non_null(s);
		s->random.state = k;
		run_stream(s, m, wished_ops() / NR_KERNELS,
			   wished_ops() / NR_KERNELS / 8);
		expect_all_found(m);
		while (s->nr)
			random_kfree(s, m);
		assert_sound(m);
		model_destroy(m);
		free(s);
	}
}

TEST(going_back_and_forth_restores_every_word)
{
	struct model *m = boot_kernel("6.12", 2);
	struct stream *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	run_stream(s, m, 2000, 2000);
	uint64_t end = history_steps(m);
	uint64_t there = model_digest(m);

	for (unsigned i = 0; i < 50; i++) {
		uint64_t at = random_below(&s->random, end);

		history_seek(m, at);
		if (at)
			history_step(m, at);
		history_seek(m, 0);
		history_seek(m, end);
		assert_true(model_digest(m) == there);
	}
	model_destroy(m);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(random_objects_come_and_go_without_a_trace),
		RUN(going_back_and_forth_restores_every_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
