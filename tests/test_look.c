/*
 * Looking: what the commands show, as text and by the keys of the contract.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/talk.h"

TEST(where_shows_the_calls_from_the_innermost_out)
{
	struct talk t = talk_create("small");

	expect_text(&t, "where", "No stack");
	expect_json(&t, "where", "\"frames\":[]");
	must(&t, "start alloc 4 movable");
	must(&t, "until __rmqueue");
	must(&t, "bt");

	const char *text = t.said.start;
	const char *inner = strstr(text, "#0  __rmqueue (");
	const char *outer = strstr(text, "__alloc_pages (order=4");

	assert_non_null(inner);
	assert_non_null(outer);
	assert_true(inner < outer);
	expect_json(&t, "where",
		    "{\"level\":0,\"function\":\"__rmqueue\",\"label\":"
		    "\"enter\"");
	talk_destroy(&t);
}

TEST(a_frame_is_chosen_until_the_cursor_moves)
{
	struct talk t = talk_create("small");

	expect_error(&t, "up", "no frame");
	must(&t, "start alloc 4 movable");
	must(&t, "until __rmqueue");
	expect_error(&t, "down", "innermost");
	expect_text(&t, "up", "#1 ");
	expect_text(&t, "info locals", "zone = Normal");
	must(&t, "list");
	expect_not_in(t.said.start, "__rmqueue()");
	expect_text(&t, "down", "#0 ");
	expect_error(&t, "frame 99", "no frame 99");
	expect_error(&t, "frame 30", "the outermost here is");
	must(&t, "up 2");
	must(&t, "step");
	expect_text(&t, "frame", "#0 ");
	talk_destroy(&t);
}

TEST(list_marks_the_line_of_the_step)
{
	struct talk t = talk_create("small");

	expect_error(&t, "list", "name one");
	must(&t, "list __rmqueue");
	expect_not_in(t.said.start, "▶");
	must(&t, "start alloc 0");
	expect_text(&t, "list", "▶ enter");
	expect_json(&t, "list", "\"current\":true");
	expect_text(&t, "list rmqueue_bulk", "rmqueue_bulk()");
	expect_error(&t, "list nosuchfunction", "nosuchfunction");
	talk_destroy(&t);
}

TEST(why_tells_the_sentence_the_operands_and_the_writes)
{
	struct talk t = talk_create("small");

	expect_error(&t, "why", "no step");
	must(&t, "start alloc 0");
	must(&t, "until nr_pcp_alloc");
	must(&t, "why");
	expect_in(t.said.start, "nr_pcp_alloc, enter:\n");
	expect_in(t.said.start, "Operands: ");
	expect_in(t.said.start, "zone Normal pcp(0).high: 0 -> 320");
	expect_json(&t, "why",
		    "\"writes\":[\"zone Normal pcp(0).high: 0 -> 320\"]");
	talk_destroy(&t);
}

TEST(free_area_lists_run_from_head_to_tail)
{
	struct talk t = talk_create("small");

	expect_json(&t, "info free_area",
		    "{\"node\":0,\"zone\":\"Normal\",\"free\":16384,"
		    "\"free_exact\":16384,\"free_area\":[{\"order\":0,"
		    "\"nr_free\":0,\"lists\":{\"Unmovable\":[],\"Movable\":[],"
		    "\"Reclaimable\":[],\"HighAtomic\":[],\"CMA\":[],"
		    "\"Isolate\":[]}}");
	expect_json(&t, "info free_area",
		    "\"Movable\":[0,1024,2048,3072,4096,5120,");
	expect_text(&t, "info free_area Normal", "order 10 M: 0 1024 2048");
	expect_error(&t, "info free_area DMA", "no zone DMA, but Normal");
	talk_destroy(&t);
}

TEST(pcp_shows_counts_and_lists_of_each_cpu)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	expect_json(&t, "info pcp",
		    "\"cpus\":[{\"cpu\":0,\"count\":2,\"high\":323,");
	expect_json(
		&t, "info pcp",
		"{\"order\":0,\"migratetype\":\"Unmovable\",\"pfns\":[1,2]}");
	expect_text(&t, "info pcp", "order 0 U: 1 2\n");
	talk_destroy(&t);
}

TEST(zones_show_their_words_with_marks_as_the_kernel_prints_them)
{
	struct talk t = talk_create("numa");
	say_json(&t, "info zones");
	expect_in(t.said.start,
		  "\"node\":1,\"zone\":\"Normal\",\"start_pfn\":1048576,"
		  "\"spanned\":1048576,\"present\":1048576,\"managed\":"
		  "1048576");
	expect_in(t.said.start, "\"min\":5588,\"low\":6985,\"high\":8382");
	expect_in(t.said.start,
		  "\"boost\":0,\"lowmem_reserve\":[0,0,2048,2048,2048]");
	expect_text(&t, "info watermarks", "lowmem_reserve");
	expect_text(&t, "info zonelist",
		    "Node 1, fallback   Normal/1 > Normal/0 > DMA32/0 > DMA/0");
	talk_destroy(&t);
}

TEST(fragmentation_indices_follow_the_kernels_formulas)
{
	struct talk t = talk_create("small");

	/* Everything free in blocks of order 10: no request is in want. */
	expect_json(&t, "info fragmentation",
		    "{\"order\":10,\"suitable\":16,\"unusable_index\":0,"
		    "\"fragmentation_index\":-1000}");
	/* 768 of 16128 free pages lie outside of blocks of order 10. */
	must(&t, "alloc 8");
	expect_json(&t, "info fragmentation",
		    "{\"order\":10,\"suitable\":15,\"unusable_index\":47,"
		    "\"fragmentation_index\":-1000}");
	/* The one block of order 10 is split: 768 pages in two blocks. */
	must(&t, "boot small mem=4M");
	must(&t, "alloc 8");
	expect_json(&t, "info fragmentation",
		    "{\"order\":10,\"suitable\":0,\"unusable_index\":1000,"
		    "\"fragmentation_index\":125}");
	talk_destroy(&t);
}

TEST(info_knows_its_topics_by_prefix_and_says_what_it_lacks)
{
	struct talk t = talk_create("small");

	expect_text(&t, "info", "info watermarks");
	expect_text(&t, "info mach", "kernel");
	expect_error(&t, "info zone", "zones, zonelist");
	expect_error(&t, "info frobnicate", "the topics are");
	expect_error(&t, "info slabs sort=age", "cannot sort by");
	expect_text(&t, "info modules", "(built-in)");
	talk_destroy(&t);
}

TEST(ops_and_tags_tell_who_holds_what)
{
	struct talk t = talk_create("small");

	expect_text(&t, "info ops", "No operations yet");
	must(&t, "alloc 2 movable tag=mm/shmem.c:10:shmem_alloc");
	must(&t, "free $1");
	must(&t, "alloc 11");
	expect_text(&t, "info ops", "$1 = page");
	expect_text(&t, "info ops", "$2 = refused");
	expect_json(&t, "info tags",
		    "\"bytes\":0,\"calls\":0,\"module\":null,\"file\":"
		    "\"mm/shmem.c\",\"line\":10,\"function\":\"shmem_alloc\"");
	talk_destroy(&t);
}

TEST(a_page_shows_its_state_and_its_words)
{
	struct talk t = talk_create("small");

	expect_json(&t, "page 0", "\"state\":\"buddy\",\"order\":10");
	expect_json(&t, "page 5",
		    "\"state\":\"buddy\",\"order\":10,\"head\":0");
	must(&t, "alloc 3 GFP_KERNEL|__GFP_COMP");

	say_json(&t, "page $1");
	expect_in(t.said.start, "\"state\":\"head\",\"order\":3");
	expect_in(t.said.start, "\"flags\":\"0x17ffffc0000040\"");
	expect_in(t.said.start, "\"flag_names\":[\"head\"]");
	expect_in(t.said.start,
		  "\"fields\":{\"NODE\":0,\"ZONE\":2,\"LAST_CPUPID\":"
		  "2097151,\"LRU_GEN\":0,\"LRU_REFS\":0}");
	expect_in(t.said.start, "\"refcount\":1,\"mapcount\":0,\"page_type\":"
				"\"0xffffffff\",\"page_type_name\":\"none\"");
	expect_text(&t, "page", "head of a compound page");
	/* Kernels since 6.3 keep the order in the first tail's flags. */
	say_json(&t, "page 1");
	expect_in(t.said.start, "\"flags\":\"0x17ffffc0000003\"");
	expect_in(t.said.start, "\"flag_names\":[]");
	expect_in(t.said.start, "\"FOLIO_ORDER\":3}");
	expect_text(&t, "page 1", "(order byte 3|node=0");
	expect_text(&t, "x 1", "folio_order=3|node=0");
	expect_error(&t, "page 16384", "0 to 16383");
	expect_error(&t, "page 1 2", "one page at a time");
	talk_destroy(&t);
}

TEST(a_pages_block_and_ruler_are_drawn)
{
	struct talk t = talk_create("small");
	must(&t, "page 0");
	expect_in(t.said.start, "block      order 10, pages 0 to 1023\n");
	expect_in(t.said.start,
		  "|63 54  |53 51  |50 30                |29 27     "
		  "|26 25      |24  |23 0\n"
		  "|NODE 0 |ZONE 2 |LAST_CPUPID 0x1fffff |LRU_GEN 0 "
		  "|LRU_REFS 0 |- 0 |FLAGS 0\n");
	expect_in(t.said.start, "page_type  0xf0000000 buddy");
	talk_destroy(&t);
}

TEST(x_shows_the_words_of_a_struct_page)
{
	struct talk t = talk_create("small");

	expect_text(&t, "x 0",
		    "+40  private    0x000000000000000a"
		    "  order of the free block\n");
	expect_text(&t, "x 1024", "+8   lru.next   page 2048\n");
	expect_text(&t, "x 0", "+16  lru.prev   the list's head\n");
	expect_text(&t, "x 1", "stale");
	must(&t, "alloc 1 GFP_KERNEL|__GFP_COMP");
	expect_json(&t, "x $1",
		    "{\"offset\":24,\"size\":8,\"name\":\"mapping\",\"value\":"
		    "null,\"text\":\"not modelled");
	expect_json(
		&t, "x $1",
		"{\"offset\":52,\"size\":4,\"name\":\"_refcount\",\"value\":"
		"\"0x1\"");
	expect_text(&t, "ptype struct page", "+52  4  atomic_t");
	expect_error(&t, "ptype struct folio", "knows one type");
	talk_destroy(&t);
}

TEST(print_and_expect_answer_in_their_own_manner)
{
	struct talk t = talk_create("small");

	must(&t, "print zone(Normal).managed / 4");
	assert_string_equal(t.said.start, "= 4096\n");
	expect_text(&t, "p page(0).flags", "(0x17ffffc0000000)");
	expect_json(&t, "p 1 << 60", "\"value\":\"0x1000000000000000\"");
	must(&t, "expect zone(Normal).free > 0");
	assert_string_equal(t.said.start, "");
	say(&t, "expect 1 == 2");
	assert_int_equal(t.status, STATUS_NOT_HELD);
	expect_in(t.error, "expect: 1 == 2 does not hold (it is 0)");
	expect_error(&t, "expect 1 ==", "a value is missing");
	talk_destroy(&t);
}

TEST(check_counts_what_it_looked_at)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "alloc 5 reclaimable");
	expect_text(&t, "check", ", 0 broken\n");
	expect_json(&t, "check", "\"broken\":[]");
	talk_destroy(&t);
}

TEST(check_inside_of_an_operation_says_where_it_ends)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "break expand");
	must(&t, "alloc 9");
	say(&t, "check");
	assert_int_equal(t.status, STATUS_NOT_HELD);
	expect_in(t.said.start, "inside of operation 2");
	must(&t, "finish");
	must(&t, "delete");
	must(&t, "continue");
	expect_text(&t, "check", " 0 broken");
	expect_not_in(t.said.start, "inside");
	talk_destroy(&t);
}

TEST(diff_with_a_step_that_is_none_says_how_many_there_are)
{
	struct talk t = talk_create("small");

	must(&t, "cpu 0");
	expect_error(&t, "diff 2", "there is no step 2: the history has 1");
	talk_destroy(&t);
}

TEST(buddyinfo_is_the_kernels_to_the_byte)
{
	struct talk t = talk_create("numa");

	must(&t, "cat /proc/buddyinfo");
	assert_string_equal(
		t.said.start,
		"Node 0, zone      DMA      0      0      0      0      0      "
		"0      0      0      0      0      4 \n"
		"Node 0, zone    DMA32      0      0      0      0      0      "
		"0      0      0      0      0    508 \n"
		"Node 0, zone   Normal      0      0      0      0      0      "
		"0      0      0      0      0    512 \n"
		"Node 1, zone   Normal      0      0      0      0      0      "
		"0      0      0      0      0   1024 \n");
	talk_destroy(&t);
}

TEST(pagetypeinfo_is_the_kernels_to_the_byte)
{
	struct talk t = talk_create("small");
	must(&t, "cat pagetypeinfo");
	expect_in(t.said.start,
		  "Page block order: 9\nPages per block:  512\n\n"
		  "Free pages count per migrate type at order       0      1 "
		  "     2      3      4      5      6      7      8      9     "
		  "10 \nNode    0, zone   Normal, type    Unmovable      0 ");
	expect_in(t.said.start,
		  "Node    0, zone   Normal, type      Movable      0      0 "
		  "     0      0      0      0      0      0      0      0     "
		  "16 \n");
	expect_in(t.said.start,
		  "\nNumber of blocks type     Unmovable      Movable  "
		  "Reclaimable   HighAtomic ");
	expect_in(t.said.start,
		  "\nNode 0, zone   Normal            0           32    "
		  "        0            0 ");
	talk_destroy(&t);
}

TEST(allocinfo_zoneinfo_and_vmstat_have_the_kernels_form)
{
	struct talk t = talk_create("pc");

	must(&t, "alloc 1 GFP_KERNEL tag=mm/slub.c:42:alloc_slab_page");
	must(&t, "cat /proc/allocinfo");
	assert_string_equal(
		t.said.start,
		"allocinfo - version: 1.0\n"
		"#     <size>  <calls> <tag info>\n"
		"        8192        1 mm/slub.c:42 func:alloc_slab_page \n");
	expect_text(&t, "cat /proc/zoneinfo",
		    "Node 0, zone      DMA\n  pages free     4096\n"
		    "        boost    0\n        min      ");
	expect_text(&t, "cat /proc/zoneinfo",
		    "Node 0, zone  Movable\n  pages free     0\n"
		    "        boost    0\n        min      32\n");
	expect_text(
		&t, "cat /proc/zoneinfo",
		"  node_unreclaimable:  0\n  start_pfn:           1048576\n");
	expect_text(&t, "cat /proc/vmstat", "nr_free_pages ");
	expect_json(&t, "cat /proc/vmstat", "\\nnr_free_cma 0\\n");
	expect_error(&t, "cat /proc/meminfo", "there is no /proc/meminfo here");
	talk_destroy(&t);
}

TEST(the_map_is_turned_like_a_book)
{
	struct talk t = talk_create("small");

	must(&t, "map 0");
	expect_in(t.said.start, "Pages 0 to 1023,");
	expect_text(&t, "map before", "Pages 0 to 1023,");
	expect_text(&t, "map after", "Pages 1024 to 2047,");
	expect_text(&t, "map after", "Pages 2048 to 3071,");
	expect_text(&t, "map before", "Pages 1024 to 2047,");
	for (unsigned i = 0; i < 20; i++)
		must(&t, "map after");
	expect_in(t.said.start, "Pages 15360 to 16383,");
	must(&t, "map all");
	expect_text(&t, "map after", "Pages 0 to 16383,");
	/* The last leaf is no smaller for the machine's end. */
	must(&t, "boot small,mem=100M");
	must(&t, "map in");
	must(&t, "map after");
	must(&t, "map after");
	expect_text(&t, "map after", "Pages 24576 to 25599,");
	expect_text(&t, "map before", "Pages 16384 to 24575,");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(where_shows_the_calls_from_the_innermost_out),
		RUN(a_frame_is_chosen_until_the_cursor_moves),
		RUN(list_marks_the_line_of_the_step),
		RUN(why_tells_the_sentence_the_operands_and_the_writes),
		RUN(free_area_lists_run_from_head_to_tail),
		RUN(pcp_shows_counts_and_lists_of_each_cpu),
		RUN(zones_show_their_words_with_marks_as_the_kernel_prints_them),
		RUN(fragmentation_indices_follow_the_kernels_formulas),
		RUN(info_knows_its_topics_by_prefix_and_says_what_it_lacks),
		RUN(ops_and_tags_tell_who_holds_what),
		RUN(a_page_shows_its_state_and_its_words),
		RUN(a_pages_block_and_ruler_are_drawn),
		RUN(x_shows_the_words_of_a_struct_page),
		RUN(print_and_expect_answer_in_their_own_manner),
		RUN(check_counts_what_it_looked_at),
		RUN(check_inside_of_an_operation_says_where_it_ends),
		RUN(diff_with_a_step_that_is_none_says_how_many_there_are),
		RUN(buddyinfo_is_the_kernels_to_the_byte),
		RUN(pagetypeinfo_is_the_kernels_to_the_byte),
		RUN(allocinfo_zoneinfo_and_vmstat_have_the_kernels_form),
		RUN(the_map_is_turned_like_a_book),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
