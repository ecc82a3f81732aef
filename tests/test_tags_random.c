/*
 * Code tags under load: the same workload remembered in two ways, modules that
 * come and go, profiling switched on and off.
 */
#include <stdio.h>

#include "core/alloc_tag.h"
#include "core/codetag.h"
#include "tests/random_operation.h"
#include "tests/talk.h"

/* Eleven free bits in page->flags. */
static const char *const eleven_bits =
	"small,kernel=7.2,nodes_shift=6,nr_cpus=64";

/* --- One workload, remembered in two ways -------------------------------- */

enum { OPERATIONS = 4000 };

static void run_workload(struct talk *t)
{
	struct bookkeeper *b = bookkeeper_create(t->s->m);
	struct random r = { .state = 42, .names_all = true };

	for (unsigned i = 0; i < OPERATIONS; i++) {
		struct operation op = random_operation(&r, t->s->m, b);

		/* Where modules are, nothing moves to page->flags. */
		if (op.kind == OP_MODULE_LOAD)
			continue;
		run(t->s->m, &op);
		bookkeeper_enter(b, t->s->m);
	}
	bookkeeper_destroy(b);
	assert_sound(t->s->m);
}

TEST(page_ext_and_page_flags_remember_the_same)
{
	struct talk plain = talk_create(eleven_bits);
	struct talk compressed = talk_create(eleven_bits);

	must(&compressed, "mem_profiling 1,compressed");
	run_workload(&plain);
	run_workload(&compressed);
	must(&plain, "cat /proc/allocinfo");
	must(&compressed, "cat /proc/allocinfo");
	assert_string_equal(plain.said.start, compressed.said.start);
	for (pfn_t pfn = 0; pfn < 16384; pfn++)
		assert_int_equal(page_alloc_tag(plain.s->m, pfn),
				 page_alloc_tag(compressed.s->m, pfn));
	/* And so they do when the references move afterwards. */
	must(&plain, "mem_profiling 1,compressed");
	for (pfn_t pfn = 0; pfn < 16384; pfn++)
		assert_int_equal(page_flags(plain.s->m, pfn),
				 page_flags(compressed.s->m, pfn));
	assert_sound(plain.s->m);
	talk_destroy(&plain);
	talk_destroy(&compressed);
}

/* --- Modules come and go at random ---------------------------------------- */

static void random_tagging(struct random *r, struct talk *t)
{
	char line[128];
	unsigned module = (unsigned)random_below(r, 6);
	unsigned line_number = 1 + (unsigned)random_below(r, 20);

	switch (random_below(r, 5)) {
	case 0:
		snprintf(
			line, sizeof(line),
			"module load m%u lib/random.c:%u:busy tags=%u align=%u",
			module, line_number, 1 + (unsigned)random_below(r, 30),
			1U << random_below(r, 4));
		break;
	case 1:
		snprintf(line, sizeof(line), "module unload m%u", module);
		break;
	case 2:
		snprintf(line, sizeof(line), "module replace m%u", module);
		break;
	case 3:
		snprintf(line, sizeof(line), "hook lib/random.c:%u:busy",
			 line_number);
		break;
	default:
		snprintf(line, sizeof(line), "unhook");
		break;
	}
	say(t, line);
}

static void live_with_modules(const char *machine, const char *first)
{
	struct talk t = talk_create(machine);
	struct bookkeeper *b = NULL;
	struct random r = { .state = 7, .names_all = true };

	must(&t, first);
	b = bookkeeper_create(t.s->m);
	for (unsigned i = 0; i < OPERATIONS; i++) {
		struct operation op = random_operation(&r, t.s->m, b);

		run(t.s->m, &op);
		bookkeeper_enter(b, t.s->m);
		if (i % 8 == 0)
			random_tagging(&r, &t);
		if (i % 500 == 0)
			assert_sound(t.s->m);
	}
	bookkeeper_compare(b, t.s->m);
	bookkeeper_destroy(b);
	assert_true(nr_module_loads(t.s->m) > 20);
	uint64_t end = model_digest(t.s->m);

	must(&t, "goto begin");
	must(&t, "goto end");
	assert_true(model_digest(t.s->m) == end);
	assert_sound(t.s->m);
	talk_destroy(&t);
}

TEST(modules_that_come_and_go_keep_the_book_straight)
{
	live_with_modules("small,cpus=2", "mem_profiling 1");
	live_with_modules("small,cpus=2,kernel=7.2", "mem_profiling 1");
	live_with_modules(eleven_bits, "mem_profiling 1,compressed");
}

TEST(switching_profiling_at_random_loses_no_count_unnoticed)
{
	struct talk t = talk_create("small");
	struct bookkeeper *b = bookkeeper_create(t.s->m);
	struct random r = { .state = 11 };

	for (unsigned i = 0; i < OPERATIONS; i++) {
		struct operation op = random_operation(&r, t.s->m, b);

		run(t.s->m, &op);
		bookkeeper_enter(b, t.s->m);
		if (random_below(&r, 40) == 0)
			must(&t, random_below(&r, 2) ? "mem_profiling 0"
						     : "mem_profiling 1");
		if (i % 300 == 0)
			assert_sound(t.s->m);
	}
	assert_sound(t.s->m);
	bookkeeper_destroy(b);
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(page_ext_and_page_flags_remember_the_same),
		RUN(modules_that_come_and_go_keep_the_book_straight),
		RUN(switching_profiling_at_random_loses_no_count_unnoticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
