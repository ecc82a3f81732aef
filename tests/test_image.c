/*
 * Images: two states of one machine, and what differs between them.
 */
#include "tests/harness.h"

#include <stdlib.h>
#include <string.h>

#include "core/operation.h"
#include "snapshots/image.h"

/* The differences between two images as text; both are destroyed. */
static char *told(struct image *a, struct image *b,
		  char *(*tell)(const struct json *changes))
{
	struct json *changes = image_diff(a, b);
	char *text = tell(changes);

	json_destroy(changes);
	image_destroy(a);
	image_destroy(b);
	return text;
}

static char *difference(struct image *a, struct image *b)
{
	return told(a, b, json_print);
}

static void assert_says(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no %s in %.2000s", part, text);
}

TEST(a_state_does_not_differ_from_itself)
{
	struct model *m = boot_preset_machine("small");
	take(m, 3, "GFP_KERNEL");

	char *text = difference(image_take(m), image_take(m));

	assert_string_equal(text, "[]");
	free(text);
	model_destroy(m);
}

TEST(going_back_leaves_no_difference)
{
	struct model *m = boot_preset_machine("small");
	struct image *before = image_take(m);

	take(m, 0, "GFP_KERNEL");
	take(m, 5, "GFP_KERNEL|__GFP_COMP");
	history_seek(m, 0);

	char *text = difference(before, image_take(m));
	assert_string_equal(text, "[]");
	free(text);
	model_destroy(m);
}

TEST(an_allocation_shows_in_words_lists_and_pages)
{
	struct model *m = boot_preset_machine("small");
	struct image *before = image_take(m);

	take(m, 4, "GFP_KERNEL");

	char *text = difference(before, image_take(m));
	assert_says(text, "\"kind\":\"word\"");
	assert_says(text, "\"name\":\"NR_FREE_PAGES\"");
	assert_says(text, "\"kind\":\"free_list\"");
	assert_says(text, "\"removed\":[");
	assert_says(text, "\"kind\":\"page\"");
	assert_says(text, "\"word\":\"_refcount\",\"from\":0,\"to\":1");
	assert_says(text, "\"from\":\"idle\",\"to\":\"allocated\"");
	assert_says(text, "\"kind\":\"tag\"");
	free(text);
	model_destroy(m);
}

TEST(a_first_order_0_request_fills_a_pcp_list)
{
	struct model *m = boot_preset_machine("small");
	struct image *before = image_take(m);

	take(m, 0, "GFP_KERNEL");
	take(m, 0, "GFP_KERNEL");

	char *text = difference(before, image_take(m));
	assert_says(text, "\"kind\":\"pcp_list\"");
	assert_says(text, "\"cpu\":0,\"list\":0}");
	free(text);
	model_destroy(m);
}

TEST(the_same_blocks_in_another_order_are_a_new_sequence)
{
	struct model *m = boot_preset_machine("small");
	pfn_t a = take(m, 0, "GFP_KERNEL");
	pfn_t b = take(m, 0, "GFP_KERNEL");
	give_back(m, a, 0);
	give_back(m, b, 0);
	struct image *before = image_take(m);

	pfn_t top = take(m, 0, "GFP_KERNEL");
	pfn_t next = take(m, 0, "GFP_KERNEL");
	assert_int_equal(top, b);
	assert_int_equal(next, a);
	give_back(m, b, 0);
	give_back(m, a, 0);

	char *text = difference(before, image_take(m));
	assert_says(text, "\"sequence\":[");
	assert_null(strstr(text, "\"removed\""));
	free(text);
	model_destroy(m);
}

TEST(two_machines_differ_in_the_machine_and_nothing_else)
{
	struct model *small = boot_preset_machine("small");
	struct model *pc = boot_preset_machine("pc");

	char *text = difference(image_take(small), image_take(pc));

	assert_says(text, "[{\"kind\":\"machine\",\"name\":\"");
	assert_null(strstr(text, "},{"));
	free(text);
	model_destroy(small);
	model_destroy(pc);
}

TEST(people_are_told_each_object_on_one_line)
{
	struct model *m = boot_preset_machine("small");
	struct image *before = image_take(m);

	take(m, 0, "GFP_KERNEL");

	char *text = told(before, image_take(m), image_words);
	assert_says(text, "node 0, zone Normal: NR_FREE_PAGES 16384 -> ");
	assert_says(text, "node 0, zone Normal: free list 10 Movable, "
			  "without 0\n");
	assert_says(text, "cpu 0: pcp list 0, with 1 2\n");
	assert_says(text, "page 0: page_type 0xf0000000 -> 0xffffffff, "
			  "_refcount 0 -> 1, ");
	assert_null(strstr(text, "page 0: _refcount"));
	free(text);
	model_destroy(m);
}

TEST(people_are_told_what_two_machines_differ_in)
{
	struct model *small = boot_preset_machine("small");
	struct model *pc = boot_preset_machine("pc");

	char *text = told(image_take(small), image_take(pc), image_words);

	assert_says(text, "two machines, other in: cpus\n");
	free(text);
	model_destroy(small);
	model_destroy(pc);
}

/* What differs after one operation, as text. */
static char *told_after(struct model *m, const struct operation *op)
{
	struct image *before = image_take(m);

	run(m, op);
	return told(before, image_take(m), image_words);
}

TEST(a_module_a_hook_and_the_switch_are_differences)
{
	struct model *m = boot_preset_machine("small");
	struct codetag site = { .file = "a.c", .function = "f", .line = 7 };
	char *text = told_after(m, &(struct operation){
					   .kind = OP_MODULE_LOAD,
					   .module = "drv",
					   .count = 2,
				   });

	assert_says(text, "module drv: id none -> 1\n");
	assert_says(text, "module drv: tags none -> 2\n");
	free(text);
	text = told_after(m,
			  &(struct operation){ .kind = OP_HOOK, .tag = site });
	assert_says(text, "current->alloc_tag none -> a.c:7 f\n");
	assert_says(text, "open hooks 0 -> 1\n");
	free(text);
	text = told_after(m, &(struct operation){
				     .kind = OP_PROFILING,
				     .profiling = PROFILING_OFF,
			     });
	assert_says(text, "mem_profiling 1 -> 0\n");
	free(text);
	model_destroy(m);
}

TEST(a_tag_is_compared_by_its_site_not_by_its_number)
{
	struct model *m = boot_preset_machine("small");
	struct codetag site = { .file = "a.c", .function = "f", .line = 7 };
	struct operation op = {
		.kind = OP_ALLOC,
		.gfp = gfp_named(m, "GFP_KERNEL"),
		.tag = site,
	};

	run(m, &op);
	struct image *before = image_take(m);
	history_seek(m, 0);
	history_drop_future(m);
	op.tag.file = "b.c";
	run(m, &op);

	char *text = told(before, image_take(m), image_words);
	assert_says(text, "tag a.c:7 f: bytes 4096 -> 0\n");
	assert_says(text, "tag b.c:7 f: bytes 0 -> 4096\n");
	free(text);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_state_does_not_differ_from_itself),
		RUN(going_back_leaves_no_difference),
		RUN(an_allocation_shows_in_words_lists_and_pages),
		RUN(a_first_order_0_request_fills_a_pcp_list),
		RUN(the_same_blocks_in_another_order_are_a_new_sequence),
		RUN(two_machines_differ_in_the_machine_and_nothing_else),
		RUN(people_are_told_each_object_on_one_line),
		RUN(people_are_told_what_two_machines_differ_in),
		RUN(a_module_a_hook_and_the_switch_are_differences),
		RUN(a_tag_is_compared_by_its_site_not_by_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
