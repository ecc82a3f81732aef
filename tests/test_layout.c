/*
 * Layouts: where panels lie on screens of any size.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <string.h>

#include "tui/layout.h"
#include "tui/panel.h"
#include "tui/shown.h"

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

TEST(the_panel_with_the_focus_gets_half_of_its_column)
{
	struct rect screen = { 0, 0, 60, 120 };
	struct layout before;
	struct layout after;

	assert_true(layout_compute("step", "repl", screen, &before));
	assert_true(layout_compute("step", "pcp", screen, &after));

	assert_true(rows_of(&after, "pcp") > rows_of(&before, "pcp"));
	assert_true(rows_of(&after, "pcp") >= (after.timeline.row - 2) / 2 - 1);
	assert_true(rows_of(&after, "map") < rows_of(&before, "map"));
}

TEST(the_panel_with_the_focus_has_a_place_in_every_layout)
{
	static const struct rect sizes[] = { { 0, 0, 24, 80 },
					     { 0, 0, 40, 120 },
					     { 0, 0, 100, 300 } };
	const struct panel_class *panel = NULL;
	const char *name = NULL;
	struct layout l;

	for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++)
		for (size_t i = 0; (panel = panel_nth(i)); i++)
			for (size_t n = 0; (name = layout_nth(n)); n++) {
				assert_true(layout_compute(name, panel->name,
							   sizes[k], &l));
				assert_true(rows_of(&l, panel->name) > 0);
				expect_sound_layout(&l, sizes[k]);
			}
}

TEST(a_small_terminal_shows_the_panel_that_a_layout_is_about)
{
	static const struct {
		const char *layout;
		const char *focus;
		const char *panel;
	} cases[] = {
		{ "step", "repl", "step" },    { "page", "repl", "page" },
		{ "map", "repl", "map" },      { "pcp", "repl", "pcp" },
		{ "tags", "repl", "tags" },    { "split", "repl", "outline" },
		{ "map", "locals", "locals" },
	};
	struct rect screen = { 0, 0, 16, 60 };
	struct rect least = { 0, 0, LAYOUT_MIN_ROWS, LAYOUT_MIN_COLS };
	struct layout l;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_true(layout_compute(cases[i].layout, cases[i].focus,
					   screen, &l));
		assert_int_equal(l.nr_panels, 1);
		assert_true(rows_of(&l, cases[i].panel) > 0);
	}
	/* What cannot be scrolled needs its rows. */
	assert_true(layout_compute("map", "repl", least, &l));
	assert_true(rows_of(&l, "map") >= panel_find("map")->min_rows);
}

static struct layout layout_after(struct talk *t, const char *lines, int rows,
				  int cols)
{
	struct layout l;

	must(t, lines);
	must(t, "layout mine");
	assert_true(
		layout_of_session(t->s, (struct rect){ 0, 0, rows, cols }, &l));
	expect_sound_layout(&l, (struct rect){ 0, 0, rows, cols });
	return l;
}

TEST(a_layout_of_the_users_own_is_drawn_as_it_was_described)
{
	struct talk t = talk_create("small");
	struct layout l = layout_after(
		&t, "set layout mine = pcp:9 map | page:8 locals step", 60,
		160);

	assert_int_equal(l.nr_panels, 5);
	assert_int_equal(rows_of(&l, "pcp"), 9);
	assert_int_equal(rows_of(&l, "page"), 8);
	assert_string_equal(l.panels[1].panel->name, "map");
	assert_int_equal(l.panels[1].body.col, l.panels[0].body.col);
	assert_true(l.panels[2].body.col > l.boxes[0].cols);
	/* Those without a number share the rest. */
	assert_true(rows_of(&l, "locals") > 8);
	assert_true(rows_of(&l, "step") > 8);
	talk_destroy(&t);
}

TEST(a_narrow_terminal_shows_both_columns_of_it_in_one)
{
	struct talk t = talk_create("small");
	struct layout l =
		layout_after(&t, "set layout mine = pcp:2 | step", 24, 80);

	assert_int_equal(l.nr_panels, 2);
	assert_int_equal(rows_of(&l, "pcp"), 2);
	assert_int_equal(l.boxes[0].rows, 0);
	/* One column stays one on a wide terminal. */
	l = layout_after(&t, "set layout mine = tags step", 40, 200);
	assert_int_equal(l.boxes[0].rows, 0);
	assert_int_equal(l.panels[0].body.cols, 200);
	talk_destroy(&t);
}

TEST(a_layout_that_makes_no_sense_is_refused)
{
	struct talk t = talk_create("small");

	expect_error(&t, "set layout a = | step", "no panel before `|`");
	expect_error(&t, "set layout a = step |", "at least one panel");
	expect_error(&t, "set layout step = pcp", "is a layout of mmscope");
	expect_error(&t, "set layout a,b = pcp", "cannot name a layout");
	expect_error(&t, "set layout a = pcp pcp", "named twice");
	expect_error(&t, "set layout a = kitchen", "is no panel");
	expect_error(&t, "set layout a = repl step", "is no panel");
	expect_error(&t, "set layout a = pcp:0", "from 1 to 200");
	expect_error(&t, "set layout a = pcp | step | map", "at most 2");
	expect_error(&t, "layout a", "cannot be \"a\"");
	must(&t, "set layout a = pcp:3 | step");
	expect_text(&t, "show layout", "layout a = pcp:3 | step\n");
	expect_text(&t, "complete layout a", "layout a\n");
	talk_destroy(&t);
}

static void go_round(struct talk *t, bool back, int steps)
{
	char line[64];

	for (int i = 0; i < steps; i++) {
		snprintf(line, sizeof(line), "focus %s",
			 layout_next_focus(t->s, back));
		must(t, line);
	}
}

#define BUSY "import kpageflags tests/captures/6.12-96M-busy/kpageflags.bin.xz"

/* The first row that a panel shows once a screen was painted. */
static int first_row_shown(struct talk *t, const char *panel)
{
	const struct rect screen = { 0, 0, 40, 120 };
	struct shown shown;
	struct view v;

	view_take(t->s, true, &v);
	assert_true(shown_find(&v, screen, panel, &shown));
	session_note_scroll(t->s, panel, shown.first);
	return shown.first;
}

TEST(a_tree_that_grows_moves_on_now_and_then)
{
	struct talk t = talk_create("small");
	unsigned moves = 0;
	int first = 0;

	must(&t, "layout why");
	must(&t, "start alloc 3");
	for (unsigned i = 0; i < 60; i++) {
		must(&t, "step");
		int now = first_row_shown(&t, "why");

		moves += now != first;
		first = now;
		/* A key that is typed paints again. */
		assert_int_equal(first_row_shown(&t, "why"), first);
	}
	assert_true(first > 40);
	assert_true(moves < 20);
	talk_destroy(&t);
}

TEST(imported_memory_is_shown_by_the_panels_that_can)
{
	const char *name = NULL;

	for (size_t i = 0; (name = layout_nth(i)); i++) {
		struct talk t = talk_create("small");
		char line[64];
		struct layout l;

		must(&t, BUSY);
		snprintf(line, sizeof(line), "layout %s", name);
		must(&t, line);
		for (int cols = 80; cols <= 200; cols += 60) {
			struct rect screen = { 0, 0, 24, cols };
			assert_true(layout_of_session(t.s, screen, &l));
			expect_sound_layout(&l, screen);
			assert_true(l.nr_panels > 0);
			for (int k = 0; k < l.nr_panels; k++)
				assert_true(l.panels[k].panel->of_imported);
		}
		/* One that cannot has a place when it is asked for. */
		must(&t, "focus why");
		assert_true(layout_of_session(
			t.s, (struct rect){ 0, 0, 24, 80 }, &l));
		assert_true(rows_of(&l, "why") > 0);
		talk_destroy(&t);
	}
}

TEST(the_focus_goes_round_all_panels_and_the_repl)
{
	struct talk t = talk_create("small");

	must(&t, "set layout mine = pcp map | step");
	must(&t, "layout mine");
	go_round(&t, false, 1);
	assert_string_equal(session_focus(t.s), "pcp");
	go_round(&t, false, 2);
	assert_string_equal(session_focus(t.s), "step");
	go_round(&t, false, 1);
	assert_string_equal(session_focus(t.s), "repl");
	go_round(&t, true, 1);
	assert_string_equal(session_focus(t.s), "step");
	go_round(&t, true, 3);
	assert_string_equal(session_focus(t.s), "repl");
	/* A panel of another layout leads back into this one. */
	must(&t, "focus tags");
	go_round(&t, false, 1);
	assert_string_equal(session_focus(t.s), "pcp");
	talk_destroy(&t);
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
		RUN(the_panel_with_the_focus_gets_half_of_its_column),
		RUN(the_panel_with_the_focus_has_a_place_in_every_layout),
		RUN(a_small_terminal_shows_the_panel_that_a_layout_is_about),
		RUN(a_layout_of_the_users_own_is_drawn_as_it_was_described),
		RUN(a_narrow_terminal_shows_both_columns_of_it_in_one),
		RUN(a_layout_that_makes_no_sense_is_refused),
		RUN(a_tree_that_grows_moves_on_now_and_then),
		RUN(imported_memory_is_shown_by_the_panels_that_can),
		RUN(the_focus_goes_round_all_panels_and_the_repl),
		RUN(every_panel_has_a_place_in_some_layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
