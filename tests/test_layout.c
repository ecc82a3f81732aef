/*
 * Layouts: where panels lie on screens of any size.
 */
#include "tests/harness.h"

#include <string.h>

#include "tui/layout.h"
#include "tui/panel.h"

static bool inside(struct rect r, struct rect screen)
{
	return r.row >= 0 && r.col >= 0 && r.rows >= 0 && r.cols >= 0 &&
	       r.row + r.rows <= screen.rows && r.col + r.cols <= screen.cols;
}

static bool apart(struct rect a, struct rect b)
{
	return a.row + a.rows <= b.row || b.row + b.rows <= a.row ||
	       a.col + a.cols <= b.col || b.col + b.cols <= a.col;
}

static void expect_sound_layout(const struct layout *l, struct rect screen)
{
	assert_true(inside(l->repl, screen));
	assert_true(l->repl.rows >= 4);
	assert_true(l->nr_panels > 0);
	for (int i = 0; i < l->nr_panels; i++) {
		const struct placed_panel *p = &l->panels[i];
		assert_true(inside(p->body, screen));
		assert_true(inside(p->title, screen));
		assert_true(apart(p->body, l->repl));
		assert_true(apart(p->body, l->header));
		assert_true(l->timeline.rows == 0 ||
			    apart(p->body, l->timeline));
		assert_true(p->body.rows >= p->panel->min_rows);
		for (int j = 0; j < i; j++) {
			assert_true(apart(p->body, l->panels[j].body));
			assert_true(apart(p->title, l->panels[j].body));
		}
	}
}

static void expect_layout_of_size(const char *name, int rows, int cols)
{
	struct rect screen = { 0, 0, rows, cols };
	bool fits = rows >= LAYOUT_MIN_ROWS && cols >= LAYOUT_MIN_COLS;
	struct layout l;

	assert_int_equal(layout_compute(name, "repl", screen, &l), fits);
	if (fits)
		expect_sound_layout(&l, screen);
}

TEST(layouts_of_all_sizes_neither_overlap_nor_leave_the_screen)
{
	const char *name = NULL;

	for (size_t i = 0; (name = layout_nth(i)); i++)
		for (int rows = 1; rows <= 100; rows++)
			for (int cols = 1; cols <= 300; cols++)
				expect_layout_of_size(name, rows, cols);
}

static int rows_of(const struct layout *l, const char *panel)
{
	for (int i = 0; i < l->nr_panels; i++)
		if (strcmp(l->panels[i].panel->name, panel) == 0)
			return l->panels[i].body.rows;
	return 0;
}

TEST(the_panel_with_the_focus_gets_the_rows_to_spare)
{
	struct rect screen = { 0, 0, 60, 120 };
	struct layout before;
	struct layout after;

	assert_true(layout_compute("step", "repl", screen, &before));
	assert_true(layout_compute("step", "pcp", screen, &after));

	assert_true(rows_of(&after, "pcp") > rows_of(&before, "pcp"));
	assert_true(rows_of(&after, "map") < rows_of(&before, "map"));
}

TEST(every_panel_has_a_place_in_some_layout)
{
	const struct panel_class *panel = NULL;
	struct rect screen = { 0, 0, 60, 160 };
	struct layout l;

	for (size_t i = 0; (panel = panel_nth(i)); i++) {
		const char *name = NULL;
		bool placed = false;
		for (size_t k = 0; (name = layout_nth(k)); k++) {
			assert_true(layout_compute(name, "repl", screen, &l));
			placed |= rows_of(&l, panel->name) > 0;
		}
		assert_true(placed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(layouts_of_all_sizes_neither_overlap_nor_leave_the_screen),
		RUN(the_panel_with_the_focus_gets_the_rows_to_spare),
		RUN(every_panel_has_a_place_in_some_layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
