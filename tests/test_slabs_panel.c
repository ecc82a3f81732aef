/*
 * The slabs panel: a table that is sorted and filtered as that of tags, the
 * slabs of one cache, and one of them object by object.
 */
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/slab_table.h"
#include "tests/scene.h"
#include "tests/talk.h"
#include "tui/compose.h"
#include "tui/layout.h"
#include "tui/shown.h"

/* kmalloc-8k holds four objects in a slab: a full one that lost an object, and
 * the CPU's; kmalloc-128 has one slab. */
static const char in_use[] = "kmalloc 8192\nkmalloc 8192\nkmalloc 8192\n"
			     "kmalloc 8192\nkmalloc 8192\nkmalloc 8192\n"
			     "kmalloc 100\nkmalloc 100\nkfree $1";

static struct talk talk_in_use(void)
{
	struct talk t = talk_create("small,cpus=2");
	const char *line = in_use;

	while (*line) {
		char one[64];
		size_t length = strcspn(line, "\n");

		snprintf(one, sizeof(one), "%.*s", (int)length, line);
		must(&t, one);
		line += length + (line[length] == '\n');
	}
	return t;
}

static char *panel_text(const struct session *s, int cols)
{
	const struct panel_class *panel = panel_find("slabs");
	struct view v;

	view_take(s, true, &v);
	struct canvas *c = canvas_create(panel->rows(&v, cols), cols, false);

	assert_non_null(c);
	panel->draw(&v, c, canvas_rect(c));
	char *text = canvas_text(c);

	canvas_destroy(c);
	return text;
}

static void expect_panel(const struct talk *t, const char *what)
{
	char *text = panel_text(t->s, 100);

	expect_in(text, what);
	free(text);
}

static void expect_title(const struct talk *t, const char *title)
{
	char text[256];
	struct view v;

	view_take(t->s, true, &v);
	panel_find("slabs")->title(&v, text, sizeof(text));
	assert_string_equal(text, title);
}

/* The line of the first cell of a row in which a word stands. */
static void line_at_word(const struct talk *t, const char *word, char ret[256])
{
	const struct panel_class *panel = panel_find("slabs");
	char *text = panel_text(t->s, 100);
	const char *at = strstr(text, word);
	struct view v;
	int row = 0;

	assert_non_null(at);
	view_take(t->s, true, &v);
	const char *begin = text;

	for (const char *p = text; p < at; p++)
		if (*p == '\n') {
			row++;
			begin = p + 1;
		}
	/* Letters before it, each one column. */
	int col = 0;

	for (const char *p = begin; p < at; p++)
		col += (*p & 0xc0) != 0x80;
	struct rect place = { 0, 0, panel->rows(&v, 100), 100 };

	assert_true(panel->line_at(&v, place, row, col, ret, 256));
	free(text);
}

TEST(a_newcomer_learns_that_there_are_no_slabs_yet)
{
	struct talk t = talk_create("small");

	expect_title(&t, "slabs ─ 0 caches, by file");
	expect_panel(&t, "No slabs yet: the first kmalloc takes one.");
	expect_text(&t, "info slabs", "No slabs yet: the first kmalloc");
	expect_text(&t, "slab", "No slabs yet: the first kmalloc");
	talk_destroy(&t);
}

TEST(each_cache_is_a_row_of_what_slabinfo_and_the_lists_count)
{
	struct talk t = talk_in_use();

	must(&t, "alloc 0");
	expect_panel(&t, "kmalloc-8k            8192    4     3      8       8"
			 "     2   2    0    0   65536");
	expect_text(&t, "info slabs sort=slabs top=1",
		    "kmalloc-8k            8192    4     3      8       8"
		    "     2   2    0    0   65536");
	talk_destroy(&t);
}

TEST(a_title_of_the_table_leads_to_sorting_by_it)
{
	struct talk t = talk_in_use();
	char line[256];

	line_at_word(&t, "bytes", line);
	assert_string_equal(line, "set slabs bytes");
	must(&t, line);
	expect_title(&t, "slabs ─ 4 caches, by bytes");
	char *text = panel_text(t.s, 100);

	expect_in(text, "bytes ▾");
	assert_true(strstr(text, "kmalloc-8k") < strstr(text, "kmalloc-128"));
	free(text);
	/* As the command, which follows the same setting. */
	must(&t, "info slabs");
	assert_true(strstr(t.said.start, "kmalloc-8k") <
		    strstr(t.said.start, "kmalloc-128"));
	talk_destroy(&t);
}

TEST(every_key_sorts_falling_and_the_name_rising)
{
	struct talk t = talk_in_use();
	unsigned by_name = table_key_find(&slabs_table, "name");

	for (unsigned key = 0; key < slabs_table.nr_keys; key++) {
		struct slab_choice choice = { .key = (enum slab_key)key,
					      .filter = "",
					      .all = true };
		struct slab_list list;

		slab_list_init(&list, t.s, &choice);
		assert_int_equal(list.nr, model_caches(t.s->m)->nr);
		for (size_t i = 1; i < list.nr; i++) {
			const struct slab_row *a = &list.rows[i - 1];
			const struct slab_row *b = &list.rows[i];

			if (key == by_name)
				assert_true(strcmp(a->info.name, b->info.name) <
					    0);
			else
				assert_true(slab_row_number(a, choice.key) >=
					    slab_row_number(b, choice.key));
		}
		slab_list_deinit(&list);
	}
	talk_destroy(&t);
}

TEST(a_filter_leaves_the_caches_whose_names_hold_it)
{
	struct talk t = talk_in_use();

	must(&t, "set slabs_filter 8k");
	expect_title(&t, "slabs ─ 1 cache, by file, with 8k");
	expect_text(&t, "info slabs",
		    "1 cache with 8k: 8 of 8 objects active in 2 slabs");
	expect_not_in(t.said.start, "no-objext");
	must(&t, "set slabs_filter none");
	expect_title(&t, "slabs ─ 4 caches, by file");
	talk_destroy(&t);
}

TEST(a_cache_leads_to_its_slabs_and_a_slab_to_its_page)
{
	struct talk t = talk_in_use();
	char line[256];

	must(&t, "slab kmalloc-128");
	expect_panel(&t, "kmalloc-128: 128 bytes each, 32 in a slab of order "
			 "0; 1 slab");
	line_at_word(&t, "kmalloc-8k", line);
	assert_string_equal(line, "slab kmalloc-8k");
	must(&t, line);
	expect_panel(&t, "kmalloc-8k: 8192 bytes each, 4 in a slab of order 3; "
			 "2 slabs");
	expect_panel(&t, "page 0: order 3, inuse 3 of 4, 3 given, on the "
			 "partial list of cpu 0");
	line_at_word(&t, "page 0:", line);
	assert_string_equal(line, "page 0");
	line_at_word(&t, "order 3, inuse 3", line);
	assert_string_equal(line, "slab 0");
	must(&t, line);
	expect_panel(&t, "▶*page 0: order 3");
	expect_panel(&t, "    0  .###");
	talk_destroy(&t);
}

TEST(a_page_of_a_slab_leads_back_to_it)
{
	const struct panel_class *page = panel_find("page");
	struct talk t = talk_in_use();
	bool found = false;
	struct view v;

	must(&t, "page 3");
	expect_text(&t, "page 3", "slab       of kmalloc-8k: order 3, inuse 3");
	view_take(t.s, true, &v);
	struct rect place = { 0, 0, page->rows(&v, 80), 80 };

	for (int col = 0; col < 80; col++) {
		char line[256] = "";

		if (page->line_at(&v, place, 0, col, line, sizeof(line)))
			found |= strcmp(line, "slab 0") == 0;
	}
	assert_true(found);
	talk_destroy(&t);
}

TEST(the_panel_follows_the_operation_until_a_cache_is_asked_for)
{
	struct talk t = talk_in_use();

	expect_text(&t, "slab", "kmalloc-8k: 8192 bytes each");
	must(&t, "goto op 8");
	expect_text(&t, "slab", "kmalloc-128: 128 bytes each");
	must(&t, "slab kmalloc-8k");
	expect_text(&t, "slab", "kmalloc-8k: 8192 bytes each");
	must(&t, "step");
	expect_text(&t, "slab", "kmalloc-128: 128 bytes each");
	/* Where nothing speaks of slabs, the one asked for before. */
	must(&t, "goto end");
	must(&t, "alloc 0");
	expect_text(&t, "slab", "kmalloc-8k: 8192 bytes each");
	must(&t, "boot small");
	expect_text(&t, "slab", "No slabs yet");
	talk_destroy(&t);
}

TEST(what_the_last_step_wrote_has_a_star)
{
	struct talk t = talk_in_use();

	/* Where the slab comes back from being full. */
	must(&t, "goto op 9");
	for (int i = 0; i < 12 && step_here(&t).probe != PROBE_PUT_CPU_PARTIAL;
	     i++)
		must(&t, "step");
	assert_int_equal(step_here(&t).probe, PROBE_PUT_CPU_PARTIAL);
	expect_panel(&t, "*kmalloc-8k            8192    4     3      8       "
			 "8     2  *2    0    0   65536");
	expect_panel(&t, "▶*page 0: order 3");
	must(&t, "rs");
	must(&t, "rs");
	expect_panel(&t, "the step wrote object*0");
	talk_destroy(&t);
}

TEST(objects_that_a_step_wrote_together_are_told_as_a_range)
{
	struct talk t = talk_create("small");

	must(&t, "start kmalloc 8");
	must(&t, "until allocate_slab");
	for (int i = 0;
	     i < 99 && step_here(&t).probe != PROBE_ALLOCATE_SLAB_INIT; i++)
		must(&t, "step");
	expect_panel(&t, "the step wrote object*0 to 510\n");
	talk_destroy(&t);
}

TEST(what_the_last_step_wrote_of_sheaves_has_a_star)
{
	struct talk t = talk_create("small,kernel=7.2,cpus=2");

	must(&t, "kmalloc 8192");
	expect_panel(&t, " kmalloc-8k ");
	must(&t, "start kmalloc 8192");
	must(&t, "until alloc_from_pcs:take");
	expect_panel(&t, "▶*kmalloc-8k ");
	expect_panel(&t, "\n *cpu 0: 2 in the main sheaf");
	expect_panel(&t, "\n  cpu 1: 0 in the main sheaf");
	expect_panel(&t, "\n  barn of node 0");
	talk_destroy(&t);
}

TEST(a_narrow_table_keeps_names_and_says_that_columns_lack)
{
	struct talk t = talk_in_use();

	for (int cols = 40; cols < 110; cols++) {
		char *text = panel_text(t.s, cols);
		bool whole = strstr(text, "order") < strchr(text, '\n') &&
			     strstr(text, "bytes") < strchr(text, '\n');

		expect_in(text, "kmalloc-no-objext-512 ");
		expect_in(text, "slabs");
		assert_int_equal(whole, strstr(text, "…") == NULL);
		free(text);
	}
	talk_destroy(&t);
}

static const char slabinfo_busy[] =
	"import slabinfo tests/captures/6.12-96M-busy/slabinfo.later.xz";
static const char allocinfo_busy[] =
	"import allocinfo tests/captures/6.12-96M-busy/allocinfo.xz";

TEST(the_table_of_a_real_machine_takes_the_place_of_the_models)
{
	struct talk t = talk_in_use();
	struct slab_list list;

	must(&t, slabinfo_busy);
	struct slab_choice choice = chosen_slabs(t.s);

	assert_true(choice.imported);
	slab_list_init(&list, t.s, &choice);
	assert_true(list.nr > 50);
	char title[64];

	snprintf(title, sizeof(title), "slabs ─ %zu caches imported, by file",
		 list.nr);
	expect_title(&t, title);
	slab_list_deinit(&list);
	expect_panel(&t, "dentry");
	/* Where slabs are it does not tell, and none can be looked at. */
	expect_panel(&t, "   -    -    - ");
	char *text = panel_text(t.s, 100);

	expect_not_in(text, "slab pfn");
	free(text);
	expect_text(&t, "info slabs top=1", "Imported, see `set slabs_of`");
	must(&t, "set slabs_of machine");
	expect_title(&t, "slabs ─ 4 caches, by file");
	expect_text(&t, "info slabs imported filter=dentry", "1 cache with");
	talk_destroy(&t);
}

/* The names of the rows, from the panel, as they stand below each other. */
static void expect_falling(const struct talk *t, enum slab_key key)
{
	struct slab_choice choice = chosen_slabs(t->s);
	char *text = panel_text(t->s, 120);
	const char *at = text;
	struct slab_list list;

	slab_list_init(&list, t->s, &choice);
	assert_int_equal(choice.key, key);
	for (size_t i = 0; i < list.nr; i++) {
		char name[SLABINFO_NAME_SIZE + 4];

		snprintf(name, sizeof(name), "\n  %.22s",
			 list.rows[i].info.name);
		at = strstr(at, name);
		assert_non_null(at);
		at++;
		if (i > 0)
			assert_true(slab_row_number(&list.rows[i - 1], key) >=
				    slab_row_number(&list.rows[i], key));
	}
	slab_list_deinit(&list);
	free(text);
}

TEST(the_table_of_a_real_machine_is_sorted_by_its_titles)
{
	static const enum slab_key keys[] = {
		SLAB_KEY_BYTES,
		SLAB_KEY_ACTIVE,
		SLAB_KEY_SIZE,
		SLAB_KEY_SLABS,
	};
	struct talk t = talk_create("small");

	must(&t, slabinfo_busy);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		char line[256];

		line_at_word(&t, slabs_table.keys[keys[i]], line);
		must(&t, line);
		expect_falling(&t, keys[i]);
	}
	must(&t, "set slabs_filter kmalloc");
	expect_panel(&t, "kmalloc-8k");
	char *text = panel_text(t.s, 100);

	expect_not_in(text, "dentry");
	free(text);
	talk_destroy(&t);
}

TEST(two_slabinfos_are_compared_cache_by_cache)
{
	struct talk t = talk_in_use();

	expect_text(&t,
		    "diff tests/captures/6.12-128M-pageowner/slabinfo.later.xz "
		    "tests/captures/6.12-96M-busy/slabinfo.later.xz",
		    "  dentry\n");
	expect_in(t.said.start, "caches differ: +");
	expect_text(&t, "diff tests/slabinfo/6.12.txt tests/slabinfo/6.12.txt",
		    "0 caches differ: +0 active objects, +0 pages");
	expect_text(&t, "diff tests/slabinfo/6.12.txt", "dentry (gone)");
	expect_not_in(t.said.start, "ep_head");
	say(&t, "diff tests/slabinfo/6.12.txt README.md");
	assert_int_equal(t.status, STATUS_REFUSED);
	expect_in(t.error, "README.md: line 1: a slabinfo begins with");
	expect_error(&t, "diff tests/slabinfo/6.12.txt no/such", "no/such: ");
	expect_error(&t, "import slabinfo no/such", "no/such: cannot be");
	say(&t, "import slabinfo tests/slabinfo/empty.txt");
	assert_int_equal(t.status, STATUS_REFUSED);
	expect_in(t.error, "line 3: the caches stand here, but none does");
	talk_destroy(&t);
}

/* Call sites of a file are sorted by the titles of the tags panel. */
TEST(the_allocinfo_of_a_real_machine_is_sorted_by_its_titles)
{
	const struct panel_class *panel = panel_find("tags");
	struct talk t = talk_create("small");
	struct rect place = { 0, 0, 30, 120 };
	bool by_calls = false;
	struct view v;

	must(&t, allocinfo_busy);
	for (int col = 0; col < 120 && !by_calls; col++) {
		char line[256] = "";

		view_take(t.s, true, &v);
		if (!panel->line_at(&v, place, 0, col, line, sizeof(line)) ||
		    strcmp(line, "set tags calls") != 0)
			continue;
		must(&t, line);
		by_calls = true;
	}
	assert_true(by_calls);
	view_take(t.s, true, &v);
	struct canvas *c = canvas_create(place.rows, place.cols, false);

	assert_non_null(c);
	panel->draw(&v, c, place);
	char *text = canvas_text(c);
	const char *at = strchr(strchr(text, '\n') + 1, '\n');
	long last = LONG_MAX;

	for (int row = 2; row < place.rows; row++) {
		char *end = NULL;

		strtol(at, &end, 10);
		long calls = strtol(end, &end, 10);

		assert_true(calls <= last);
		last = calls;
		at = strchr(at + 1, '\n');
	}
	free(text);
	canvas_destroy(c);
	talk_destroy(&t);
}

TEST(the_layout_has_its_screens)
{
	struct scene s = scene_of("small,cpus=2", in_use);

	scene_enter(&s, "layout slabs");
	scene_enter(&s, "rs 2");
	expect_whole_screen(&s, 24, 80, "slabs-80x24");
	expect_whole_screen(&s, 40, 120, "slabs-120x40");
	expect_whole_screen(&s, 60, 200, "slabs-200x60");
	struct canvas *c = scene_draw(&s, 40, 120, true);
	char *text = canvas_text(c);

	for (const char *p = text; *p; p++)
		assert_true((unsigned char)*p < 0x7f);
	expect_file("slabs-ascii-120x40", text);
	free(text);
	canvas_destroy(c);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_newcomer_learns_that_there_are_no_slabs_yet),
		RUN(each_cache_is_a_row_of_what_slabinfo_and_the_lists_count),
		RUN(a_title_of_the_table_leads_to_sorting_by_it),
		RUN(every_key_sorts_falling_and_the_name_rising),
		RUN(a_filter_leaves_the_caches_whose_names_hold_it),
		RUN(a_cache_leads_to_its_slabs_and_a_slab_to_its_page),
		RUN(a_page_of_a_slab_leads_back_to_it),
		RUN(the_panel_follows_the_operation_until_a_cache_is_asked_for),
		RUN(what_the_last_step_wrote_has_a_star),
		RUN(objects_that_a_step_wrote_together_are_told_as_a_range),
		RUN(what_the_last_step_wrote_of_sheaves_has_a_star),
		RUN(a_narrow_table_keeps_names_and_says_that_columns_lack),
		RUN(the_table_of_a_real_machine_takes_the_place_of_the_models),
		RUN(the_table_of_a_real_machine_is_sorted_by_its_titles),
		RUN(two_slabinfos_are_compared_cache_by_cache),
		RUN(the_allocinfo_of_a_real_machine_is_sorted_by_its_titles),
		RUN(the_layout_has_its_screens),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
