/*
 * diff and changes of slabs: taken, returned, moved, objects given and freed;
 * and the modules of call sites in them.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/scratch.h"
#include "tests/talk.h"
#include "tui/panel.h"

static void repeat(struct talk *t, unsigned times, const char *line)
{
	for (unsigned i = 0; i < times; i++)
		must(t, line);
}

TEST(a_slab_that_comes_is_told_with_its_objects)
{
	struct talk t = talk_create("small");

	repeat(&t, 2, "kmalloc 8192");
	expect_text(&t, "diff begin",
		    "slab taken    kmalloc-8k: slab 0 -> slab of cpu 0\n");
	expect_in(t.said.start, "objects given kmalloc-8k: 2 of slab 0\n");
	expect_json(&t, "diff begin",
		    "{\"kind\":\"slab taken\",\"cache\":\"kmalloc-8k\","
		    "\"slabs\":[0],\"to\":\"slab of cpu 0\"}");
	expect_json(&t, "diff begin",
		    "{\"kind\":\"slab\",\"object\":\"slab 0 of kmalloc-8k\","
		    "\"cache\":\"kmalloc-8k\",\"pfn\":0,\"name\":\"objects "
		    "given\",\"from\":0,\"to\":2}");
	talk_destroy(&t);
}

TEST(a_full_slab_that_loses_an_object_moves_to_a_partial_list)
{
	struct talk t = talk_create("small");

	repeat(&t, 5, "kmalloc 8192");
	must(&t, "mark full");
	must(&t, "kfree $2");
	expect_text(&t, "diff full",
		    "slab moved    kmalloc-8k: slab 0: full, on no list -> on "
		    "the partial list of cpu 0\n"
		    "objects freed kmalloc-8k: 1 of slab 0\n");
	/* Also where no page has another place. */
	expect_not_in(t.said.start, "freed node");
	expect_text(&t, "changes full",
		    "slab 0 of kmalloc-8k: place full, on no list -> on the "
		    "partial list of cpu 0\n"
		    "slab 0 of kmalloc-8k: inuse 4 -> 3\n"
		    "slab 0 of kmalloc-8k: objects given 4 -> 3\n");
	must(&t, "goto begin");
	expect_text(&t, "diff begin full",
		    "objects given kmalloc-8k: 5 of "
		    "slab 0, 8\n");
	talk_destroy(&t);
}

TEST(an_object_that_was_given_to_somebody_else_has_changed_its_owner)
{
	struct talk t = talk_create("small");

	must(&t, "kmalloc 64 tag=a.c:1:f");
	must(&t, "kmalloc 64 tag=a.c:1:f");
	must(&t, "kmalloc 64 tag=a.c:1:f");
	must(&t, "mark first");
	repeat(&t, 1, "kfree $1");
	repeat(&t, 1, "kfree $2");
	must(&t, "kmalloc 64 tag=b.c:2:g");
	must(&t, "kmalloc 64 tag=b.c:2:g");
	expect_text(&t, "diff first",
		    "owner changed kmalloc-64: 2 of slab 0: a.c:1 f -> b.c:2 "
		    "g\n");
	expect_json(&t, "diff first",
		    "{\"kind\":\"owner changed\",\"cache\":\"kmalloc-64\","
		    "\"slabs\":[0],\"from\":\"a.c:1 f\",\"to\":\"b.c:2 g\","
		    "\"objects\":2}");
	/* The same site has it again. */
	must(&t, "kfree $5");
	must(&t, "kmalloc 64 tag=a.c:1:f");
	expect_in((must(&t, "diff first"), t.said.start),
		  "owner changed kmalloc-64: 1 of slab 0");
	/* Kernels that charge no objects do not know. */
	talk_destroy(&t);
	t = talk_create("small,kernel=6.1");
	must(&t, "kmalloc 64 tag=a.c:1:f");
	must(&t, "mark first");
	must(&t, "kfree $1");
	must(&t, "kmalloc 64 tag=b.c:2:g");
	must(&t, "diff first");
	expect_not_in(t.said.start, "owner changed");
	talk_destroy(&t);
}

TEST(a_slab_that_goes_back_is_told)
{
	struct talk t = talk_create("small");

	repeat(&t, 1, "kmalloc 8192");
	expect_text(&t, "diff end begin",
		    "slab returned kmalloc-8k: slab 0: "
		    "slab of cpu 0\n");
	expect_in(t.said.start, "objects freed kmalloc-8k: 1 of slab 0\n");
	expect_text(&t, "diff end end", "no difference\n");
	talk_destroy(&t);
}

TEST(pages_that_go_from_cache_to_cache_are_returned_and_taken)
{
	struct talk t = talk_create("small,kernel=5.10");
	struct scratch scratch;
	char line[256];

	scratch_init(&scratch);
	const char *path = scratch_path(&scratch, "other.json");

	must(&t, "kmalloc 100");
	snprintf(line, sizeof(line), "save %s", path);
	must(&t, line);
	must(&t, "boot small,kernel=5.10");
	must(&t, "kmalloc 60");
	snprintf(line, sizeof(line), "diff %s", path);
	expect_text(&t, line,
		    "slab taken    kmalloc-64: slab 0 -> slab of cpu 0\n");
	expect_in(t.said.start,
		  "slab returned kmalloc-128: slab 0: slab of cpu 0\n");
	scratch_deinit(&scratch);
	talk_destroy(&t);
}

TEST(machines_without_kmalloc_have_no_slabs_to_tell_of)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	expect_json(&t, "diff begin", "\"slab_story\":[]");
	talk_destroy(&t);
}

TEST(the_module_of_a_call_site_is_named)
{
	struct talk t = talk_create("small");
	const struct panel_class *page = panel_find("page");
	struct view v;

	must(&t, "module load drv drv.c:7:probe drv.c:9:open");
	must(&t, "alloc 0 tag=drv.c:7:probe[drv]");
	expect_text(&t, "diff begin", "drv.c:7 [drv] probe");
	must(&t, "page $");
	view_take(t.s, false, &v);
	struct canvas *c = canvas_create(60, 80, false);

	assert_non_null(c);
	page->draw(&v, c, canvas_rect(c));
	char *text = canvas_text(c);

	expect_in(text, "drv.c:7 [drv] probe");
	free(text);
	canvas_destroy(c);
	must(&t, "mark loaded");
	must(&t, "hook drv.c:9:open");
	expect_text(&t, "diff loaded",
		    "current->alloc_tag none -> drv.c:9 [drv] open");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_slab_that_comes_is_told_with_its_objects),
		RUN(a_full_slab_that_loses_an_object_moves_to_a_partial_list),
		RUN(an_object_that_was_given_to_somebody_else_has_changed_its_owner),
		RUN(a_slab_that_goes_back_is_told),
		RUN(pages_that_go_from_cache_to_cache_are_returned_and_taken),
		RUN(machines_without_kmalloc_have_no_slabs_to_tell_of),
		RUN(the_module_of_a_call_site_is_named),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
