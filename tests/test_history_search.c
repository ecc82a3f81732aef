/*
 * Searching the history, against looking at every step.
 */
#include "tests/harness.h"

#include <stdlib.h>

#include "core/history_search.h"
#include "tests/random_operation.h"

enum { OPERATIONS = 5000, MANY = 60000 };

/* Enough operations for several parts of the tape. */
static struct model *long_history(const char *machine)
{
	struct model *m = boot_preset_machine(machine);
	struct bookkeeper *b = bookkeeper_create(m);
	struct random r = { .state = 4711 };

	for (unsigned op = 0; op < OPERATIONS; op++) {
		struct operation operation = random_operation(&r, m, b);

		run(m, &operation);
		bookkeeper_enter(b, m);
	}
	bookkeeper_destroy(b);
	return m;
}

static bool names_or_writes(const struct model *m, uint64_t position, pfn_t pfn)
{
	struct step step = history_step(m, position);
	const struct probe *probe = probe_in(m, step.probe);

	for (unsigned i = 0; i < probe->nr_args; i++)
		if (probe->args[i].kind == ARG_PFN && step.args[i] == pfn)
			return true;
	for (unsigned i = 0; i < history_nr_writes(m, position); i++) {
		struct field_place place = history_write(m, position, i).field;

		if (place.object == OBJECT_PAGE && place.index == pfn)
			return true;
	}
	return false;
}

/* The step itself is sought. */
static bool is_place(const struct model *m, uint64_t position,
		     const struct sought *sought)
{
	struct step step = history_step(m, position);
	enum operation_kind kind = history_op(m, step.op)->kind;

	if (probe_set_has(&sought->probes, step.probe))
		return true;
	if (sought->operations >> kind & 1 &&
	    position == history_op_begin(m, step.op) + 1)
		return true;
	for (size_t i = 0; i < sought->nr_pages; i++)
		if (names_or_writes(m, position, sought->pages[i]))
			return true;
	return false;
}

enum { PLACE = 1, WRITER = 2 };

/* What each step is to the search. */
static char *look_everywhere(struct model *m, const struct sought *sought)
{
	uint64_t steps = history_steps(m);
	char *seen = calloc(steps + 2, 1);

	assert_non_null(seen);
	for (uint64_t at = 1; at <= steps; at++) {
		history_seek(m, at);
		if (is_place(m, at, sought))
			seen[at] |= PLACE;
		if (history_writes_any(m, at, &sought->words))
			seen[at] |= WRITER;
	}
	return seen;
}

static void expect_forward(struct model *m, const struct sought *sought,
			   const char *seen)
{
	uint64_t steps = history_steps(m);
	unsigned found = 0;

	history_seek(m, 0);
	for (uint64_t at = 1; at <= steps; at++) {
		if (!seen[at])
			continue;
		assert_true(history_search(m, steps, sought));
		assert_int_equal(history_cursor(m), at);
		found++;
	}
	assert_true(found > 10 && found < steps / 2);
	assert_false(history_search(m, steps, sought));
	assert_int_equal(history_cursor(m), steps);
}

/* A write counts where it is undone. */
static void expect_backward(struct model *m, const struct sought *sought,
			    const char *seen)
{
	history_seek(m, history_steps(m));
	for (uint64_t at = history_steps(m); at > 0; at--) {
		bool writer = seen[at] & WRITER;
		bool place = seen[at - 1] & PLACE;

		if (!writer && !place)
			continue;
		assert_true(history_search(m, 0, sought));
		assert_int_equal(history_cursor(m), at - 1);
	}
	assert_false(history_search(m, 0, sought));
	assert_int_equal(history_cursor(m), 0);
}

/* With the whole tape, and with one that is squashed all the time. */
static void expect_the_same(struct model *m, const struct sought *sought)
{
	char *seen = look_everywhere(m, sought);

	expect_forward(m, sought, seen);
	expect_backward(m, sought, seen);
	history_set_budget(m, 1);
	expect_forward(m, sought, seen);
	expect_backward(m, sought, seen);
	free(seen);
	assert_sound(m);
	model_destroy(m);
}

TEST(probes_and_operations_are_found_where_they_are)
{
	struct sought sought = { .operations = 1U << OP_DRAIN | 1U << OP_CPU };

	probe_set_add(&sought.probes, PROBE_EXPAND);
	probe_set_add(&sought.probes, PROBE_CLAIM_WHOLE);
	expect_the_same(long_history("numa"), &sought);
}

TEST(writers_of_a_word_are_found_where_they_are)
{
	struct field_place boost = { .id = FIELD_WATERMARK_BOOST,
				     .object = OBJECT_ZONE };
	struct field_place free_pages = { .id = FIELD_NR_FREE_PAGES,
					  .object = OBJECT_ZONE,
					  .zone = 2 };
	struct field_place block = { .id = FIELD_PAGEBLOCK_TYPE,
				     .object = OBJECT_PAGEBLOCK,
				     .index = 1048576 };
	struct field_place count = {
		.id = FIELD_PCP_COUNT, .object = OBJECT_PCP, .zone = 2, .cpu = 1
	};
	struct word_pattern patterns[] = {
		word_pattern_of(&boost),
		word_pattern_of(&free_pages),
		word_pattern_of(&block),
		word_pattern_of(&count),
		word_pattern_pages(1048580, 1048583),
	};
	struct sought sought = {
		.words = { patterns, sizeof(patterns) / sizeof(patterns[0]) },
	};

	patterns[0].last.zone = 1;
	expect_the_same(long_history("numa"), &sought);
}

TEST(all_that_is_sought_together_is_found_in_order)
{
	struct field_place mark = { .id = FIELD_NR_FREE,
				    .object = OBJECT_FREE_AREA,
				    .order = 3 };
	struct word_pattern area = word_pattern_of(&mark);
	const pfn_t pages[] = { 8, 1000 };
	struct sought sought = {
		.operations = 1U << OP_FREEBATCH,
		.words = { &area, 1 },
		.pages = pages,
		.nr_pages = 2,
	};

	probe_set_add(&sought.probes, PROBE_BUDDY_MERGE);
	expect_the_same(long_history("small"), &sought);
}

struct patience {
	unsigned asked;
	uint64_t position; /* told last */
};

static bool impatient(void *context, uint64_t position)
{
	struct patience *patience = context;

	patience->position = position;
	return ++patience->asked == 2;
}

TEST(an_interrupted_search_stands_between_two_operations)
{
	struct model *m = long_history("small");
	struct patience patience = { 0 };
	struct sought sought = { .interrupted = impatient,
				 .context = &patience };

	history_seek(m, 0);
	assert_false(history_search(m, history_steps(m), &sought));
	uint64_t position = history_cursor(m);

	assert_true(position > 0 && position < history_steps(m));
	assert_int_equal(position, patience.position);
	assert_int_equal(position,
			 history_op_end(m, history_op_at(m, position)));
	patience.asked = 0;
	history_seek(m, history_steps(m));
	assert_false(history_search(m, 0, &sought));
	position = history_cursor(m);
	assert_true(position > 0 && position < history_steps(m));
	assert_int_equal(position,
			 history_op_end(m, history_op_at(m, position)));
	model_destroy(m);
}

/* Looking at the steps of each operation from where the cursor stood would
 * take minutes. */
TEST(what_never_happens_is_soon_not_found)
{
	struct model *m = boot_preset_machine("pc");
	struct field_place boost = { .id = FIELD_WATERMARK_BOOST,
				     .object = OBJECT_ZONE };
	struct word_pattern word = word_pattern_of(&boost);
	struct sought sought = { .words = { &word, 1 } };

	for (unsigned i = 0; i < MANY / 2; i++)
		give_back(m, take(m, i % 3, "GFP_KERNEL"), i % 3);
	probe_set_add(&sought.probes, PROBE_SLOWPATH);
	assert_false(history_search(m, 0, &sought));
	assert_int_equal(history_cursor(m), 0);
	assert_false(history_search(m, history_steps(m), &sought));
	assert_int_equal(history_cursor(m), history_steps(m));
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(probes_and_operations_are_found_where_they_are),
		RUN(writers_of_a_word_are_found_where_they_are),
		RUN(all_that_is_sought_together_is_found_in_order),
		RUN(an_interrupted_search_stands_between_two_operations),
		RUN(what_never_happens_is_soon_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
