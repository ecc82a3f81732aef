/*
 * What is shown of another kernel's machine: its own words, and no others.
 */
#include "tests/talk.h"

#include <stdio.h>

#define HOLES "tests/vectors/v6.12-m192z-zones-s3.json.xz"

TEST(pcp_words_are_those_that_the_kernel_keeps)
{
	struct talk t = talk_create("pc,kernel=5.10");

	must(&t, "info pcp Normal");
	expect_not_in(t.said.start, "high_min");
	expect_not_in(t.said.start, "factor");
	say_json(&t, "info pcp Normal");
	expect_not_in(t.said.start, "alloc_factor");
	must(&t, "boot pc,kernel=6.1");
	expect_text(&t, "info pcp Normal", "free_factor");
	expect_not_in(t.said.start, "high_max");
	must(&t, "boot pc,kernel=7.2");
	expect_text(&t, "info pcp Normal", "high_min high_max");
	expect_json(&t, "info pcp Normal", "\"free_count\":0");
	talk_destroy(&t);
}

TEST(the_promo_mark_is_shown_where_it_exists)
{
	struct talk t = talk_create("pc,kernel=5.10");

	must(&t, "info watermarks");
	expect_not_in(t.said.start, "promo");
	say_json(&t, "info zones");
	expect_not_in(t.said.start, "promo");
	expect_not_in(t.said.start, "nr_free_highatomic");
	must(&t, "boot pc,kernel=6.1");
	expect_text(&t, "info watermarks", "promo");
	must(&t, "boot pc,kernel=7.2");
	expect_json(&t, "info zones", "\"nr_free_highatomic\":0");
	talk_destroy(&t);
}

TEST(zoneinfo_has_the_lines_of_its_kernel)
{
	struct talk t = talk_create("pc,kernel=5.10");

	must(&t, "cat /proc/zoneinfo");
	expect_in(t.said.start, "\n  pages free     4096\n        min      ");
	expect_not_in(t.said.start, "boost");
	expect_not_in(t.said.start, "        cma ");
	must(&t, "boot pc,kernel=6.1");
	expect_text(&t, "cat /proc/zoneinfo", "\n        boost    0\n");
	expect_in(t.said.start, "\n              high:  ");
	must(&t, "boot pc,kernel=7.2");
	expect_text(&t, "cat /proc/zoneinfo",
		    "\n              count:    0\n              high:     ");
	expect_in(t.said.start, "\n              high_min: ");
	expect_in(t.said.start, "\n  reserved_highatomic: 0\n"
				"  free_highatomic:     0\n");
	talk_destroy(&t);
}

TEST(a_page_is_read_by_its_kernels_rules)
{
	struct talk t = talk_create("small,kernel=5.10");

	expect_text(&t, "page 0", "page_type  0xffffff7f buddy");
	must(&t, "alloc 2 GFP_KERNEL|__GFP_COMP");
	/* No order byte: the first tail's flags are flags. */
	say_json(&t, "page 1");
	expect_in(t.said.start, "\"state\":\"tail\",\"order\":2");
	expect_not_in(t.said.start, "FOLIO_ORDER");
	expect_text(&t, "x 0", "mem_cgroup");
	must(&t, "alloc 0 movable");
	must(&t, "free $");
	expect_text(&t, "x 1024", "migratetype, while it is on a pcp list");
	must(&t, "boot small,kernel=6.1");
	expect_text(&t, "ptype struct page", "memcg_data");
	talk_destroy(&t);
}

TEST(a_hole_is_an_answer_and_beyond_memory_is_none)
{
	struct talk t = talk_create("small");
	const struct machine *machine = NULL;
	char line[64];

	must(&t, "load " HOLES);
	machine = model_machine(t.s->m);
	pfn_t hole = machine_first_pfn(machine);

	while (machine_has_pfn(machine, hole))
		hole++;
	assert_true(hole < machine_end_pfn(machine));
	snprintf(line, sizeof(line), "page %u", hole);
	expect_json(&t, line, "\"ok\":true");
	expect_in(t.said.start, "\"state\":\"hole\",\"order\":null,"
				"\"head\":null,\"flags\":null");
	expect_in(t.said.start, "\"zone\":null");
	expect_text(&t, line, "a hole");
	snprintf(line, sizeof(line), "free %u 0", hole);
	expect_error(&t, line, "lies in a hole");
	snprintf(line, sizeof(line), "page %u", machine_end_pfn(machine));
	expect_error(&t, line, "is outside of this machine");
	talk_destroy(&t);
}

TEST(a_topics_zone_must_exist)
{
	struct talk t = talk_create("pc");

	expect_error(&t, "info zones Foo", "no zone Foo, but DMA, DMA32");
	expect_error(&t, "info machine Foo", "one word too many");
	expect_error(&t, "info pcp DMA DMA", "one word too many");
	must(&t, "info zones dma32");
	expect_in(t.said.start, " DMA32 ");
	expect_not_in(t.said.start, " Normal ");
	talk_destroy(&t);
}

static void expect_marks(struct talk *t, const char *kernel, const char *dma32,
			 const char *movable)
{
	char line[80];

	snprintf(line, sizeof line,
		 "boot movable,kernel=%s,min_free_kbytes=4096", kernel);
	must(t, line);
	expect_text(t, "print zone(DMA32).min", dma32);
	expect_text(t, "print zone(Movable).min", movable);
}

/* 1024 pages are shared by managed memory: 4096 + 258048, and 262144 in the
 * Movable zone, unless that has a mark of its own. */
TEST(the_movable_zone_shares_the_min_mark_up_to_6_1)
{
	struct talk t = talk_create("small");

	expect_marks(&t, "5.10", "= 504\n", "= 512\n");
	expect_marks(&t, "6.1", "= 504\n", "= 512\n");
	expect_text(&t, "print zone(Movable).low", "= 774\n");
	expect_marks(&t, "6.12", "= 1008\n", "= 128\n");
	expect_marks(&t, "7.2", "= 1008\n", "= 128\n");
	expect_text(&t, "print zone(Movable).low", "= 390\n");
	talk_destroy(&t);
}

TEST(a_kernel_without_allocation_profiling_has_no_allocinfo)
{
	struct talk t = talk_create("small,kernel=6.1");

	expect_error(&t, "cat /proc/allocinfo",
		     "cat: Linux 6.1.192 has no /proc/allocinfo: boot a "
		     "machine with kernel=6.12 or 7.2");
	must(&t, "boot small,kernel=5.10");
	expect_error(&t, "cat allocinfo", "Linux 5.10.223 has no");
	must(&t, "boot small,kernel=7.2");
	expect_text(&t, "cat allocinfo", "allocinfo - version: 2.0\n");
	talk_destroy(&t);
}

TEST(masks_types_and_flags_have_the_values_of_their_kernel)
{
	struct talk t = talk_create("small,kernel=4.1");

	expect_json(&t, "gfp GFP_KERNEL", "\"value\":\"0xd0\"");
	expect_json(&t, "gfp GFP_NOWAIT", "\"value\":\"0x0\"");
	expect_json(&t, "print MIGRATE_MOVABLE", "2");
	expect_json(&t, "print R", "1");
	expect_json(&t, "print ALLOC_FAIR", "256");
	expect_error(&t, "print MIGRATE_HIGHATOMIC", "HIGHATOMIC");
	expect_text(&t, "page 1024", "0xffffff80");
	must(&t, "boot small,kernel=4.9");
	expect_json(&t, "gfp GFP_ATOMIC", "\"value\":\"0x2080020\"");
	expect_json(&t, "print MIGRATE_MOVABLE", "1");
	must(&t, "boot small,kernel=5.4");
	expect_json(&t, "gfp GFP_ATOMIC", "\"value\":\"0xa20\"");
	expect_json(&t, "print ALLOC_KSWAPD", "512");
	talk_destroy(&t);
}

TEST(cold_pages_come_from_the_other_end_where_there_are_any)
{
	struct talk t = talk_create("small,kernel=4.9");

	/* A refill of three pages: taken from both ends. */
	expect_json(&t, "alloc 0", "\"pfn\":15360");
	expect_json(&t, "alloc 0 GFP_KERNEL|__GFP_COLD", "\"pfn\":15362");
	must(&t, "boot small,kernel=5.4");
	expect_error(&t, "alloc 0 GFP_KERNEL|__GFP_COLD", "__GFP_COLD");
	talk_destroy(&t);
}

TEST(zones_take_turns_until_their_batches_are_used_up)
{
	struct talk t = talk_create("pc,kernel=4.1");

	for (int i = 0; i < 40; i++)
		must(&t, "alloc 10");
	/* Normal alone could serve them all. */
	expect_text(&t, "info free_area DMA32", "zone DMA32");
	expect_not_in(t.said.start, "1044480 pages free");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(pcp_words_are_those_that_the_kernel_keeps),
		RUN(the_promo_mark_is_shown_where_it_exists),
		RUN(zoneinfo_has_the_lines_of_its_kernel),
		RUN(a_page_is_read_by_its_kernels_rules),
		RUN(a_hole_is_an_answer_and_beyond_memory_is_none),
		RUN(a_topics_zone_must_exist),
		RUN(masks_types_and_flags_have_the_values_of_their_kernel),
		RUN(cold_pages_come_from_the_other_end_where_there_are_any),
		RUN(zones_take_turns_until_their_batches_are_used_up),
		RUN(the_movable_zone_shares_the_min_mark_up_to_6_1),
		RUN(a_kernel_without_allocation_profiling_has_no_allocinfo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
