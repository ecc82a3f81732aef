/*
 * Code tags: charging, modules and their area, indices in page->flags.
 */
#include <stdio.h>
#include <string.h>

#include "core/alloc_tag.h"
#include "tests/talk.h"

/* Eleven free bits in page->flags, as of T7 of the profiling sheet. */
static const char *const eleven_bits =
	"small,kernel=7.2,nodes_shift=6,nr_cpus=64";

static struct alloc_tag_counters counters_of(const struct talk *t,
					     const char *function)
{
	const struct model *m = t->s->m;

	for (uint32_t tag = 0; tag < nr_alloc_tags(m); tag++)
		if (strcmp(alloc_tag_site(m, tag).function, function) == 0)
			return alloc_tag_counters(m, tag);
	fail_msg("no tag is of %s", function);
	return (struct alloc_tag_counters){ 0 };
}

static void expect_counters(const struct talk *t, const char *function,
			    int64_t bytes, int64_t calls)
{
	struct alloc_tag_counters found = counters_of(t, function);

	assert_int_equal(found.bytes, bytes);
	assert_int_equal(found.calls, calls);
	assert_sound(t->s->m);
}

TEST(split_pages_are_as_many_calls_and_no_more_bytes)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 2 tag=a.c:1:f");
	expect_counters(&t, "f", 16384, 1);
	must(&t, "split $1");
	expect_counters(&t, "f", 16384, 4);
	must(&t, "free 2");
	expect_counters(&t, "f", 12288, 3);
	must(&t, "free 0");
	must(&t, "free 1");
	must(&t, "free 3");
	expect_counters(&t, "f", 0, 0);
	talk_destroy(&t);
}

TEST(pages_behind_a_held_first_one_take_bytes_but_no_call)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 2 tag=a.c:1:f");
	must(&t, "get $1");
	must(&t, "free $1");
	expect_counters(&t, "f", 4096, 1);
	must(&t, "put $1");
	expect_counters(&t, "f", 0, 0);
	talk_destroy(&t);
}

TEST(each_cpu_counts_for_itself_and_only_the_sum_means_something)
{
	struct talk t = talk_create("small,cpus=2");

	must(&t, "alloc 0 tag=a.c:1:f cpu=0");
	must(&t, "free $1 cpu=1");
	struct alloc_tag_counters first = alloc_tag_on_cpu(t.s->m, 0, 0);
	struct alloc_tag_counters second = alloc_tag_on_cpu(t.s->m, 0, 1);

	assert_int_equal(first.bytes, 4096);
	assert_int_equal(first.calls, 1);
	assert_int_equal(second.bytes, -4096);
	assert_int_equal(second.calls, -1);
	expect_counters(&t, "f", 0, 0);
	talk_destroy(&t);
}

TEST(a_watched_counter_hears_of_every_cpu)
{
	struct talk t = talk_create("small,cpus=2");

	must(&t, "alloc 0 tag=a.c:1:f cpu=0");
	must(&t, "watch tag(0).bytes");
	expect_text(&t, "alloc 0 tag=a.c:1:f cpu=1", "4096 -> 8192");
	talk_destroy(&t);
}

TEST(of_nested_call_sites_the_innermost_is_charged)
{
	struct talk t = talk_create("small");

	must(&t, "hook a.c:1:outer");
	must(&t, "alloc 0 tag=b.c:2:inner");
	must(&t, "alloc 1");
	must(&t, "unhook");
	must(&t, "alloc 2");
	expect_counters(&t, "inner", 4096, 1);
	expect_counters(&t, "outer", 8192, 1);
	expect_error(&t, "unhook", "no hook is open");
	talk_destroy(&t);
}

TEST(ids_are_the_lowest_free_ones_and_order_the_table)
{
	struct talk t = talk_create("small");

	must(&t, "module load modA a.c:1:fa");
	must(&t, "module load modB b.c:1:fb");
	must(&t, "module unload modA");
	expect_text(&t, "module load modC c.c:1:fc", "id 1");
	must(&t, "alloc 0 tag=k.c:1:fk");
	must(&t, "cat /proc/allocinfo");
	expect_in(t.said.start,
		  "        4096        1 k.c:1 func:fk \n"
		  "           0        0 c.c:1 [modC] func:fc \n"
		  "           0        0 b.c:1 [modB] func:fb \n");
	expect_not_in(t.said.start, "modA");
	talk_destroy(&t);
}

TEST(a_module_without_tags_has_no_id)
{
	struct talk t = talk_create("small");

	expect_text(&t, "module load empty", "without an id");
	expect_json(&t, "info modules", "\"name\":\"empty\",\"id\":null");
	expect_error(&t, "module load empty", "is loaded already");
	must(&t, "module unload empty");
	expect_error(&t, "module unload empty", "no module empty is loaded");
	talk_destroy(&t);
}

TEST(a_module_that_holds_memory_leaves_its_data_in_6_12)
{
	struct talk t = talk_create("small");

	must(&t, "module load drv drv.c:1:f");
	must(&t, "alloc 0 tag=drv.c:1:f");
	expect_text(&t, "module unload drv", "its data stays in memory");
	expect_error(&t, "alloc 0 tag=drv.c:1:f[drv]", "no module drv");
	expect_counters(&t, "f", 4096, 1);
	must(&t, "free $1");
	expect_counters(&t, "f", 0, 0);
	talk_destroy(&t);
}

/* Later kernels keep the piece of the area, until there is no other room. */
TEST(an_unloaded_modules_tags_stay_in_their_area_while_in_use)
{
	struct talk t = talk_create("small,kernel=7.2");

	must(&t, "module load drv drv.c:1:f tags=60000");
	must(&t, "alloc 0 tag=drv.c:1:f");
	must(&t, "module unload drv");
	expect_json(&t, "info modules", "\"use\":\"unloaded\"");
	expect_text(&t, "module load big tags=60000", "is not loaded");
	must(&t, "free $1");
	expect_text(&t, "module load big tags=60000", "id 1");
	expect_text(&t, "info modules", "60000");
	expect_not_in(t.said.start, "unloaded drv");
	assert_sound(t.s->m);
	talk_destroy(&t);
}

TEST(padding_in_the_area_goes_with_what_it_is_for)
{
	struct talk t = talk_create("small,kernel=7.2");

	must(&t, "module load a tags=1");
	must(&t, "module load b tags=1 align=64");
	expect_json(&t, "info modules",
		    "\"start\":40,\"size\":24,\"address\":"
		    "\"0xffffffffc0000028\",\"use\":\"padding\"");
	must(&t, "module unload b");
	expect_json(&t, "info modules", "\"areas\":[{\"start\":0,\"size\":40");
	expect_not_in(t.said.start, "padding");
	talk_destroy(&t);
}

TEST(an_index_in_the_flags_counts_kernel_tags_then_module_tags)
{
	struct talk t = talk_create(eleven_bits);

	must(&t, "mem_profiling 1,compressed kernel_tags=1500");
	must(&t, "module load drv d.c:1:f0 d.c:2:f1 d.c:3:f2 d.c:4:f3");
	must(&t, "alloc 0 tag=d.c:4:f3");
	assert_int_equal(page_flags(t.s->m, 0) & 0xffe000000U, 0xbc2000000U);
	expect_text(&t, "page 0", "index 1505 in the flags");
	expect_json(&t, "page 0", "\"TAG\":1505");
	must(&t, "free 0");
	assert_int_equal(page_flags(t.s->m, 0) & 0xffe000000U, 0);
	assert_sound(t.s->m);
	talk_destroy(&t);
}

/* 2 + 1500 + m < 2048 */
TEST(modules_may_bring_as_many_tags_as_the_bits_can_name)
{
	struct talk t = talk_create(eleven_bits);

	must(&t, "mem_profiling 1,compressed kernel_tags=1500");
	must(&t, "module load most tags=545");
	assert_true(mem_profiling(t.s->m).on);
	expect_text(&t, "module load more tags=1",
		    "too many tags to fit in 11 page flag bits");
	assert_false(mem_profiling(t.s->m).supported);
	expect_error(&t, "cat /proc/allocinfo", "no /proc/allocinfo");
	expect_error(&t, "mem_profiling 1", "no way back but to boot");
	talk_destroy(&t);
}

TEST(more_kernel_tags_than_indices_end_profiling_at_boot)
{
	struct talk t = talk_create("small,kernel=7.2");

	must(&t, "alloc 0 tag=a.c:1:f");
	expect_text(&t, "set mem_profiling 1,compressed",
		    "1236 allocation tags cannot be references using 0 "
		    "available page flag bits");
	must(&t, "alloc 1 tag=a.c:1:f");
	expect_counters(&t, "f", 4096, 1);
	talk_destroy(&t);
}

TEST(tags_that_lie_at_no_whole_number_cannot_be_indexed)
{
	struct talk t = talk_create(eleven_bits);

	must(&t, "mem_profiling 1,compressed");
	must(&t, "module load eight tags=1 align=8");
	expect_json(&t, "info modules", "\"address\":\"0xffffffffc0000008\"");
	expect_text(&t, "module load wide tags=1 align=64", "is not loaded");
	assert_false(mem_profiling(t.s->m).supported);
	talk_destroy(&t);
}

TEST(what_is_freed_while_profiling_is_off_stays_charged)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 1 tag=a.c:1:f");
	must(&t, "set mem_profiling 0");
	must(&t, "free $1");
	must(&t, "alloc 0 tag=b.c:1:g");
	expect_counters(&t, "f", 8192, 1);
	must(&t, "set mem_profiling 1");
	must(&t, "alloc 0 tag=c.c:1:h");
	expect_counters(&t, "h", 4096, 1);
	expect_counters(&t, "f", 8192, 1);
	talk_destroy(&t);
}

TEST(before_6_10_there_is_nothing_to_switch)
{
	struct talk t = talk_create("small,kernel=6.1");

	expect_error(&t, "module load drv tags=1", "kernel=6.12 or");
	expect_error(&t, "set mem_profiling 0", "no memory allocation");
	expect_error(&t, "info modules", "no code tags");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(split_pages_are_as_many_calls_and_no_more_bytes),
		RUN(pages_behind_a_held_first_one_take_bytes_but_no_call),
		RUN(each_cpu_counts_for_itself_and_only_the_sum_means_something),
		RUN(a_watched_counter_hears_of_every_cpu),
		RUN(of_nested_call_sites_the_innermost_is_charged),
		RUN(ids_are_the_lowest_free_ones_and_order_the_table),
		RUN(a_module_without_tags_has_no_id),
		RUN(a_module_that_holds_memory_leaves_its_data_in_6_12),
		RUN(an_unloaded_modules_tags_stay_in_their_area_while_in_use),
		RUN(padding_in_the_area_goes_with_what_it_is_for),
		RUN(an_index_in_the_flags_counts_kernel_tags_then_module_tags),
		RUN(modules_may_bring_as_many_tags_as_the_bits_can_name),
		RUN(more_kernel_tags_than_indices_end_profiling_at_boot),
		RUN(tags_that_lie_at_no_whole_number_cannot_be_indexed),
		RUN(what_is_freed_while_profiling_is_off_stays_charged),
		RUN(before_6_10_there_is_nothing_to_switch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
