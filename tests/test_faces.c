/*
 * The faces say the same: each word and number that a panel shows is in what
 * commands print, at every step of a history in which much happens.  And what
 * a cell leads to is a command line that can be run.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/scene.h"
#include "tests/talk.h"
#include "tui/layout.h"
#include "tui/panel.h"

enum { WIDE = 300, TALL = 300 };

/* Where the facts of a panel stand as text, and the words with which it only
 * labels them. */
struct face {
	const char *panel;
	const char *commands; /* one a line */
	const char *labels;   /* blank-separated */
};

static const struct face faces[] = {
	{ "step", "why\nlist\nwhere\ninfo ops",
	  "why set passed the call returned" },
	{ "outline", "list", "the call returned" },
	{ "stack", "where", "" },
	{ "locals", "info locals", "" },
	{ "zonelist", "info zonelist", "node" },
	{ "free_area",
	  "info free_area DMA\ninfo free_area DMA32\n"
	  "info free_area Normal\ninfo free_area",
	  "node list head tail" },
	{ "watermarks", "info watermarks\ninfo zonelist\ninfo zones",
	  "zone id exact reserve reserves mark by of highatomic boosted" },
	{ "pcp", "info pcp",
	  "node cpu pages no more U0 U1 U2 U3 M0 M1 M2 M3 R0 R1 R2 R3 M9 U9" },
	{ "page", "page\nx\ninfo tags\ntoggle",
	  "U M R a of in head list pages zone tag known no flag set is alike "
	  "FLAGS behind before free block on order_byte compound" },
	{ "tags", "info tags", "file module function of" },
	{ "slabs", "info slabs\nslab\nwhy", "with the step wrote object" },
	{ "compare", "compare list", "" },
	{ "why", "why", "" },
};

/* A step, and what commands have said of it so far: several panels are compared
 * with the same ones. */
enum { MAX_ANSWERS = 32, COMMAND_SIZE = 64 };
struct asked {
	struct talk *t;
	struct view view;
	char commands[MAX_ANSWERS][COMMAND_SIZE];
	struct text answers[MAX_ANSWERS];
	unsigned nr;
};

static const char *answer_to(struct asked *a, const char *command)
{
	for (unsigned i = 0; i < a->nr; i++)
		if (strcmp(a->commands[i], command) == 0)
			return a->answers[i].start;
	assert_true(a->nr < MAX_ANSWERS);
	say(a->t, command);
	snprintf(a->commands[a->nr], COMMAND_SIZE, "%s", command);
	text_init(&a->answers[a->nr]);
	text_add(&a->answers[a->nr], "%s\n", a->t->said.start);
	return a->answers[a->nr++].start;
}

static void asked_deinit(struct asked *a)
{
	while (a->nr > 0)
		text_deinit(&a->answers[--a->nr]);
}

/* Everything that the commands of a face print. */
static void say_all(struct asked *a, const char *commands, struct text *out)
{
	while (*commands) {
		char line[COMMAND_SIZE];
		size_t length = strcspn(commands, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)length, commands);
		text_add(out, "%s", answer_to(a, line));
		commands += length + (commands[length] == '\n');
	}
}

static bool is_word_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '_';
}

/* Does the text hold the word, not only as a part of a longer one? */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = strstr(text, word); at;
	     at = strstr(at + 1, word)) {
		bool begins = at == text || !is_word_char(at[-1]);

		if (begins && !is_word_char(at[length]))
			return true;
	}
	return false;
}

static void expect_each_word(const struct face *face, const char *shown,
			     const char *said, uint64_t step)
{
	while (*shown) {
		char word[128];
		size_t length = 0;

		while (is_word_char(shown[length]))
			length++;
		snprintf(word, sizeof(word), "%.*s", (int)length, shown);
		if (length > 0 && !has_word(said, word) &&
		    !has_word(face->labels, word))
			fail_msg("step %u: panel %s shows \"%s\", which is not "
				 "in:\n%s",
				 (unsigned)step, face->panel, word, said);
		shown += length > 0 ? length : 1;
	}
}

static const struct panel_class *panel_named(const char *name)
{
	const struct panel_class *panel = NULL;

	for (size_t i = 0; (panel = panel_nth(i)); i++)
		if (strcmp(panel->name, name) == 0)
			return panel;
	fail_msg("there is no panel %s", name);
	return NULL;
}

static char *drawn(const struct view *v, const struct panel_class *panel,
		   int rows, int cols)
{
	struct canvas *c = canvas_create(rows, cols, false);

	assert_non_null(c);
	panel->draw(v, c, canvas_rect(c));
	char *text = canvas_text(c);

	assert_non_null(text);
	canvas_destroy(c);
	return text;
}

/* The whole panel as text. */
static char *panel_text(const struct session *s,
			const struct panel_class *panel, int rows, int cols)
{
	struct view v;

	view_take(s, true, &v);
	return drawn(&v, panel, rows, cols);
}

/* Rows that hold all of a panel, also where it says what it would like. */
static int rows_wanted(const struct view *v, const struct panel_class *panel)
{
	enum { SPARE = 40 };

	return panel->rows ? panel->rows(v, WIDE) + SPARE : TALL;
}

static void expect_face(struct asked *a, const struct face *face)
{
	const struct panel_class *panel = panel_named(face->panel);
	char *shown =
		drawn(&a->view, panel, rows_wanted(&a->view, panel), WIDE);
	struct text said;

	text_init(&said);
	say_all(a, face->commands, &said);
	expect_each_word(face, shown, said.start, here(a->t));
	text_deinit(&said);
	free(shown);
}

/* Allocations of several kinds, a tag of a module, frees, a drain; then
 * requests that claim a pageblock, refill a pcp list and are refused. */
static struct talk eventful_talk(const char *machine)
{
	static const char *const lines[] = {
		"alloc 3 movable",
		"alloc 0 tag=mm/some.c:12:a_function",
		"bulk 20",
		"alloc 2 GFP_KERNEL|__GFP_COMP",
		"alloc 1 GFP_ATOMIC",
		"free $2",
		"free $1",
		"alloc 9 movable",
		"drain",
		"kmalloc 100",
		"kmalloc 8000 GFP_ATOMIC",
		"kfree $7",
		"compare 4.9 6.12 -- alloc 3; free $1",
		"break expand",
		"alloc 10 dma",
		"start alloc 0 reclaimable",
	};
	struct talk t = talk_create(machine);

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		must(&t, lines[i]);
	return t;
}

/* Every step of the last operation, and some of all before. */
static void expect_all_faces(const char *machine)
{
	enum { STRIDE = 23 };
	struct talk t = eventful_talk(machine);
	uint64_t last = history_op_begin(t.s->m, history_ops(t.s->m));

	for (uint64_t step = 1; step <= history_steps(t.s->m);
	     step += step > last ? 1 : STRIDE) {
		struct asked a = { .t = &t };

		history_seek(t.s->m, step);
		view_take(t.s, true, &a.view);
		t.s->page = a.view.page;
		for (size_t i = 0; i < sizeof(faces) / sizeof(faces[0]); i++)
			expect_face(&a, &faces[i]);
		asked_deinit(&a);
	}
	talk_destroy(&t);
}

TEST(what_a_panel_shows_a_command_says)
{
	expect_all_faces("pc,mem=4608M,cpus=2");
}

TEST(what_a_panel_shows_of_other_kernels_a_command_says)
{
	expect_all_faces("pc,mem=4608M,cpus=2,kernel=5.10");
	expect_all_faces("pc,mem=4608M,cpus=2,kernel=6.1");
	expect_all_faces("pc,mem=4608M,cpus=2,kernel=7.2");
}

/* What stands around the panels: the first line, and the timeline. */
static const struct face frame = {
	.panel = "around the others",
	.commands = "info machine\ninfo ops\nwhere\nbranches\nmark\n"
		    "info breakpoints",
	.labels = "mmscope Linux F1 keys step op of here breakpoint mark",
};

/* A word that was cut is none. */
static void drop_cut_words(char *line)
{
	for (char *cut = strstr(line, "…"); cut; cut = strstr(cut + 1, "…"))
		for (char *at = cut; at > line && is_word_char(at[-1]); at--)
			at[-1] = ' ';
}

static void expect_row(struct asked *a, const struct canvas *c, int row)
{
	char *text = canvas_text(c);
	const char *line = text;
	struct text said;
	struct text shown;

	for (; row > 0; row--)
		line += strcspn(line, "\n") + 1;
	text_init(&said);
	text_init(&shown);
	say_all(a, frame.commands, &said);
	text_add(&shown, "%.*s", (int)strcspn(line, "\n"), line);
	drop_cut_words(shown.start);
	expect_each_word(&frame, shown.start, said.start, here(a->t));
	text_deinit(&shown);
	text_deinit(&said);
	free(text);
}

static void expect_frame(struct asked *a, struct scene *scene, int cols)
{
	struct rect screen = { 0, 0, 40, cols };
	struct layout l;
	struct canvas *c = scene_draw(scene, screen.rows, cols, false);

	assert_true(layout_of_session(a->t->s, screen, &l));
	expect_row(a, c, l.header.row);
	expect_row(a, c, l.timeline.row);
	canvas_destroy(c);
}

TEST(what_stands_around_the_panels_a_command_says)
{
	enum { STRIDE = 61 };
	struct talk t = eventful_talk("pc,mem=4608M,cpus=2");
	struct scene scene = { t.s, scrollback_create() };

	must(&t, "goto op 5");
	must(&t, "mark middle");
	must(&t, "goto op 9");
	must(&t, "branch other");
	must(&t, "alloc 3");
	for (uint64_t step = 0; step <= history_steps(t.s->m); step += STRIDE) {
		struct asked a = { .t = &t };

		history_seek(t.s->m, step);
		view_take(t.s, true, &a.view);
		expect_frame(&a, &scene, 80);
		expect_frame(&a, &scene, 200);
		asked_deinit(&a);
	}
	scrollback_destroy(scene.scrollback);
	talk_destroy(&t);
}

TEST(every_panel_but_the_map_is_compared_so)
{
	const struct panel_class *panel = NULL;

	for (size_t i = 0; (panel = panel_nth(i)); i++) {
		bool found = strcmp(panel->name, "map") == 0;

		for (size_t k = 0; k < sizeof(faces) / sizeof(faces[0]); k++)
			found |= strcmp(faces[k].panel, panel->name) == 0;
		if (!found)
			fail_msg("panel %s is not compared", panel->name);
	}
}

/* The letters of a row of the panel, without what stands between them. */
static void letters_of(const char *row, char *ret, size_t size)
{
	struct text out;

	text_init_fixed(&out, ret, size);
	while (*row && *row != '\n') {
		size_t length = 1;

		while ((row[length] & 0xc0) == 0x80)
			length++;
		bool between = *row == ' ' || *row == '*' ||
			       strncmp(row, "│", length) == 0;
		if (!between)
			text_add_bytes(&out, row, length);
		row += length;
	}
}

/* Drawn in a grid of the same size, the panel and the command agree. */
static void expect_maps_alike(struct talk *t, const char *line)
{
	enum { LABELS = 10, ZONES = 14, ROWS = 16, COLS = 64 };

	must(t, line);
	char *shown = panel_text(t->s, panel_named("map"), ROWS + 2,
				 LABELS + ZONES + 2 * COLS);
	const char *row = shown;

	for (const char *said = t->said.start; strstr(said, "Pages ") != said;
	     said += strcspn(said, "\n") + 1) {
		char expected[512];
		char found[512];

		if (strncmp(said, "Node", 4) == 0)
			continue;
		letters_of(said, expected, sizeof(expected));
		letters_of(row, found, sizeof(found));
		if (strncmp(found, expected, strlen(expected)) != 0)
			fail_msg("%s: \"%s\" but \"%s\"", line, expected,
				 found);
		row += strcspn(row, "\n") + 1;
	}
	free(shown);
}

TEST(the_map_and_its_command_show_the_same_cells)
{
	struct talk t = eventful_talk("pc,mem=4608M,cpus=2");

	expect_maps_alike(&t, "map");
	expect_maps_alike(&t, "map zone DMA");
	must(&t, "page $3[4]");
	expect_maps_alike(&t, "map $3[4]");
	for (int i = 0; i < 6; i++)
		expect_maps_alike(&t, "map in");
	expect_text(&t, "map in", ", 1 in a cell");
	expect_maps_alike(&t, "map out");
	expect_maps_alike(&t, "map after");
	expect_maps_alike(&t, "map before");
	expect_maps_alike(&t, "map node 0");
	expect_maps_alike(&t, "map all");
	talk_destroy(&t);
}

/* Every entry of a legend, in any width that a layout gives to a map. */
static void expect_whole_legend(struct talk *t, const char *const *entries,
				unsigned nr)
{
	for (int cols = 54; cols < 150; cols++) {
		char *shown = panel_text(t->s, panel_named("map"), 12, cols);

		for (unsigned i = 0; i < nr; i++)
			expect_in(shown, entries[i]);
		expect_in(shown, "[in] [out] [all]  cell = ");
		expect_not_in(shown, "…");
		free(shown);
	}
}

TEST(the_legend_of_the_map_is_whole_in_any_width)
{
	static const char *const all[] = { "UMRHCI free", "umrhci partly",
					   "p pcp",       "▓ used",
					   "░ reserved",  "blank hole" };
	static const char *const uses[] = {
		"F free",     "A anon",  "C cache",   "M shmem",
		"S slab",     "T table", "K kernel",  "? not told",
		"R reserved", "B bad",   "O offline", "small: most of the cell",
	};
	struct talk t = talk_create("small");

	expect_whole_legend(&t, all, 5);
	must(&t, "load tests/vectors/v6.12-m64-fallback-s1.json.xz");
	expect_whole_legend(&t, all, 6);
	must(&t, "import kpageflags "
		 "tests/captures/6.12-96M-busy/kpageflags.bin.xz");
	expect_whole_legend(&t, uses, sizeof(uses) / sizeof(uses[0]));
	talk_destroy(&t);
}

/* Runs what each cell of a panel leads to, each line once. */
static unsigned run_each_line(struct talk *t, const struct panel_class *panel,
			      struct rect place)
{
	char last[256] = "";
	unsigned lines = 0;

	for (int row = 0; row < place.rows; row++) {
		for (int col = 0; col < place.cols; col++) {
			char line[256] = "";
			struct view v;

			view_take(t->s, true, &v);
			if (!panel->line_at(&v, place, row, col, line,
					    sizeof(line)) ||
			    strcmp(line, last) == 0)
				continue;
			memcpy(last, line, sizeof(last));
			must(t, line);
			lines++;
		}
	}
	return lines;
}

TEST(what_a_cell_leads_to_is_a_line_that_runs)
{
	const struct panel_class *panel = NULL;
	const struct rect place = { 0, 0, 24, 100 };

	for (size_t i = 0; (panel = panel_nth(i)); i++) {
		struct talk t = eventful_talk("pc,mem=4608M,cpus=2");

		must(&t, "until rmqueue_bulk");
		assert_non_null(panel->line_at);
		if (run_each_line(&t, panel, place) == 0)
			fail_msg("nothing leads anywhere in %s", panel->name);
		talk_destroy(&t);
	}
}

/* In its own height nothing is cut, and in a taller place nothing is added;
 * the step alone fills what it is given. */
static void expect_height(const struct session *s,
			  const struct panel_class *panel, int cols)
{
	struct view v;

	view_take(s, true, &v);
	int rows = panel->rows(&v, cols);
	char *exact = panel_text(s, panel, rows, cols);
	char *tall = panel_text(s, panel, rows + 20, cols);

	if (strncmp(exact, tall, strlen(exact)) != 0 ||
	    strspn(tall + strlen(exact), "\n") != 20)
		fail_msg("%s in %d columns:\n%s\nbut\n%s", panel->name, cols,
			 exact, tall);
	free(exact);
	free(tall);
}

TEST(a_panel_is_as_tall_as_it_says)
{
	struct talk t = eventful_talk("pc,mem=4608M,cpus=2");
	const struct panel_class *panel = NULL;

	must(&t, "set zone all");
	for (size_t i = 0; (panel = panel_nth(i)); i++) {
		if (!panel->rows || strcmp(panel->name, "step") == 0)
			continue;
		for (int cols = panel->min_cols; cols < 180; cols += 7)
			expect_height(t.s, panel, cols);
	}
	talk_destroy(&t);
}

TEST(zones_lists_and_pages_are_chosen_by_lines)
{
	struct talk t = talk_create("numa");
	struct view v;

	must(&t, "set zone Normal,1");
	view_take(t.s, false, &v);
	assert_int_equal(zone_at(v.model, v.zone)->node, 1);
	assert_true(v.one_zone);
	must(&t, "set free_list 10,M");
	view_take(t.s, false, &v);
	assert_int_equal(v.list.order, 10);
	assert_int_equal(v.list.type, MIGRATE_MOVABLE);
	must(&t, "set zone all");
	view_take(t.s, false, &v);
	assert_true(v.all_zones);
	must(&t, "page 77");
	view_take(t.s, false, &v);
	assert_int_equal(v.page, 77);
	must(&t, "set zone Normal,1");
	must(&t, "boot small");
	view_take(t.s, false, &v);
	assert_int_equal(v.zone, 0);
	assert_false(v.one_zone);
	expect_error(&t, "set zone Normal,7", "zone cannot be");
	expect_error(&t, "set free_list 99,M", "free_list cannot be");
	expect_error(&t, "set free_list 3,X", "free_list cannot be");
	expect_error(&t, "map zone HighMem", "no zone HighMem, but Normal");
	expect_error(&t, "map node 4", "no memory on node 4");
	expect_error(&t, "map nowhere", "nowhere");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(what_a_panel_shows_a_command_says),
		RUN(what_a_panel_shows_of_other_kernels_a_command_says),
		RUN(what_stands_around_the_panels_a_command_says),
		RUN(every_panel_but_the_map_is_compared_so),
		RUN(the_map_and_its_command_show_the_same_cells),
		RUN(the_legend_of_the_map_is_whole_in_any_width),
		RUN(what_a_cell_leads_to_is_a_line_that_runs),
		RUN(a_panel_is_as_tall_as_it_says),
		RUN(zones_lists_and_pages_are_chosen_by_lines),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
