/*
 * What a screen costs: bytes to the terminal and processor time, each with a
 * bound that holds on a busy machine; `make bench` has the figures.
 */
#include "tests/harness.h"

#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "tests/wire.h"

enum {
	BYTES_MEDIAN = 1024,
	/* Many times what it takes, for sanitizers and busy machines. */
	STEP_MS = 60,
};

static const struct rect usual = { 0, 0, 40, 120 };
static const struct rect large = { 0, 0, 50, 200 };

static struct wire_figures measured(const char *machine, const char *type,
				    struct rect size)
{
	struct wire w;
	struct wire_figures figures = { 0 };
	bool opened = wire_open(&w, machine, type, size);
	bool stepped = opened && wire_steps(&w, &figures);

	wire_close(&w);
	if (!stepped)
		fail_msg("%s on %s: the screen cannot be %s", machine, type,
			 opened ? "stepped" : "opened");
	return figures;
}

TEST(a_step_sends_a_kilobyte_at_most_as_a_rule)
{
	static const char *const types[] = { "xterm-256color", "screen",
					     "vt100" };

	for (size_t i = 0; i < 3; i++) {
		struct wire_figures f = measured("pc", types[i], usual);
		print_message("%s: median %zu, p99 %zu, whole screen %zu\n",
			      types[i], f.median, f.p99, f.first);
		assert_in_range(f.median, 1, BYTES_MEDIAN);
	}
}

TEST(a_step_on_a_large_machine_is_drawn_in_no_time)
{
	struct wire_figures f = measured("pc,mem=64G", "xterm-256color", large);

	print_message("%.0f us for a step and its drawing\n", f.seconds * 1e6);
	assert_true(f.seconds < STEP_MS / 1000.0);
}

/* Where they are is found by looking into the operations that the timeline
 * shows, which must not be many more than can be told apart on it. */
TEST(breakpoints_do_not_slow_the_screen_down)
{
	enum { OPERATIONS = 600, SHOWN = 20 };
	struct wire w;
	bool entered = wire_open(&w, "pc", "xterm-256color", large);

	for (int i = 0; entered && i < OPERATIONS; i++)
		entered = wire_enter(&w, i % 2 ? "free $" : "alloc 4");
	entered = entered && wire_enter(&w, "break expand") &&
		  wire_enter(&w, "break merge") &&
		  wire_enter(&w, "goto op 300");
	clock_t began = clock();

	for (int i = 0; i < SHOWN; i++)
		wire_show(&w);
	double took = (double)(clock() - began) / CLOCKS_PER_SEC / SHOWN;

	wire_close(&w);
	assert_true(entered);
	print_message("%.0f us for a screen with breakpoints\n", took * 1e6);
	assert_true(took < STEP_MS / 1000.0);
}

TEST(what_has_not_changed_is_not_sent)
{
	struct wire w;

	assert_true(wire_open(&w, "small", "xterm-256color", usual));
	bool entered = wire_enter(&w, "alloc 0");
	size_t first = wire_show(&w);
	size_t again = wire_show(&w);

	wire_close(&w);
	assert_true(entered);
	assert_true(first > 1000);
	/* Hiding and showing the cursor. */
	assert_true(again < 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_step_sends_a_kilobyte_at_most_as_a_rule),
		RUN(a_step_on_a_large_machine_is_drawn_in_no_time),
		RUN(breakpoints_do_not_slow_the_screen_down),
		RUN(what_has_not_changed_is_not_sent),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
