/*
 * Words taken apart: page->flags and its layout, GFP masks, page_type, by the
 * tables of each kernel.
 */
#include "core/page_type.h"
#include "tests/talk.h"

TEST(a_flags_word_is_decoded_by_the_machines_layout)
{
	struct talk t = talk_create("small");

	expect_text(&t, "flags 0x0017ffffc0000000",
		    "0x17ffffc0000000(node=0|zone=2|lastcpupid=0x1fffff)");
	expect_json(&t, "flags 0x0050014a80000029",
		    "\"names\":[\"locked\",\"uptodate\",\"lru\"],\"aliases\":"
		    "[\"reported\"],\"fields\":{\"NODE\":1,\"ZONE\":2,"
		    "\"LAST_CPUPID\":1322,");
	expect_json(&t, "flags 0x1000000", "\"unknown\":\"0x1000000\"");
	expect_json(&t, "flags 1 under all", "\"versions\":[");
	expect_error(&t, "flags 1 under 3.0", "kernel 3.0 has no profile");
	expect_error(&t, "flags 1 beneath all",
		     "behind a value `under VERSION`");
	expect_error(&t, "flags zz", "is no number");
	talk_destroy(&t);
}

TEST(layouts_are_computed_for_other_configurations)
{
	struct talk t = talk_create("small");

	expect_json(&t, "flags-layout",
		    "\"fields\":{\"NODE\":{\"shift\":54,\"width\":10},\"ZONE\":"
		    "{\"shift\":51,\"width\":3},\"LAST_CPUPID\":{\"shift\":30,"
		    "\"width\":21},\"LRU_GEN\":{\"shift\":27,\"width\":3},"
		    "\"LRU_REFS\":{\"shift\":25,\"width\":2}},"
		    "\"nr_pageflags\":24");
	/* S2 of the layout examples: the cpupid does not fit. */
	expect_json(&t,
		    "flags-layout memmodel=sparse nodes_shift=6 "
		    "nr_cpus=64 lru_gen=n nr_pageflags=25",
		    "\"last_cpupid_not_in_page_flags\":true");
	expect_error(&t, "flags-layout nodes_shift=60",
		     "the kernel refuses this configuration");
	expect_error(&t, "flags-layout nr_cpu=4", "nr_cpu");
	expect_error(&t, "flags-layout 64", "key=value");
	talk_destroy(&t);
}

TEST(a_gfp_mask_tells_its_names_zone_and_type)
{
	struct talk t = talk_create("pc");

	expect_json(
		&t, "gfp 0x140cca",
		"\"value\":\"0x140cca\",\"names\":[\"GFP_HIGHUSER_MOVABLE\","
		"\"__GFP_COMP\"]");
	expect_json(&t, "gfp movable",
		    "\"fields\":{\"zone\":\"Movable\",\"migratetype\":"
		    "\"Movable\"}");
	expect_json(&t, "gfp GFP_DMA32|__GFP_RECLAIMABLE",
		    "\"fields\":{\"zone\":\"DMA32\",\"migratetype\":"
		    "\"Reclaimable\"}");
	expect_json(&t, "gfp 0x3", "\"zone\":null");
	expect_json(&t, "gfp 0x18", "\"migratetype\":null");
	expect_text(&t, "gfp GFP_ATOMIC", "0x820 = GFP_ATOMIC");
	expect_error(&t, "gfp GFP_NOSUCH", "GFP_NOSUCH");
	talk_destroy(&t);
}

TEST(a_page_type_word_is_a_type_a_count_or_reserved)
{
	struct talk t = talk_create("small");

	expect_json(&t, "page_type 0xf6000040",
		    "\"names\":[\"zsmalloc\"],\"aliases\":[],\"fields\":"
		    "{\"type\":\"0xf6\",\"owner\":\"0x40\",\"mapcount\":0,");
	expect_text(&t, "page_type 3", "mapcount   4");
	expect_text(&t, "page_type 0xfffffffe", "reserved");
	expect_text(&t, "page_type 0x90000000", "overflowed");
	expect_error(&t, "page_type 0x100000000", "no 32-bit word");
	talk_destroy(&t);
}

TEST(a_word_means_something_else_under_another_kernel)
{
	struct talk t = talk_create("small");

	expect_text(&t, "flags 2 under 6.1", "0x2(referenced|");
	expect_text(&t, "flags 2 under 7.2", "0x2(writeback|");
	expect_text(&t, "flags 0x10000 under all", "5.10  0x10000(head|");
	expect_in(t.said.start, "* bit 16  swapcache (4.1)  mappedtodisk (4.9)"
				"  head (5.4 5.10 6.1)  reclaim\n");
	/* The cross examples of the word over _mapcount. */
	expect_text(&t, "page_type 0xfffffbff under 5.10", "= table\n");
	expect_text(&t, "page_type 0xfffffbff under 6.1", "= guard\n");
	expect_text(&t, "page_type 0xfffff9ff under 5.10", "= kmemcg|table\n");
	expect_text(&t, "page_type 0xfffff9ff under 5.10", "0x00000600");
	expect_text(&t, "page_type 0xf7ffffff under 6.12", "= unaccepted\n");
	expect_text(&t, "page_type 0xf8000000 under 7.2", "= large_kmalloc\n");
	expect_text(&t, "page_type 0xf8000000 under 6.12", "lacks");
	expect_json(&t, "page_type 0xffffff80 under 6.1", "\"names\":[]");
	expect_in(t.said.start, "\"has_type\":false");
	expect_json(&t, "page_type 0x80000000 under 5.10", "\"names\":[]");
	expect_in(t.said.start, "\"has_type\":true");
	talk_destroy(&t);
}

/* One row of the worked examples of the word over _mapcount. */
struct type_example {
	const char *kernel;
	const char *type;
	uint32_t before;
	uint32_t after; /* set; 0: refused */
};

TEST(types_are_set_as_each_kernel_sets_them)
{
	static const struct type_example examples[] = {
		{ "4.9", "buddy", 0xffffffff, 0xffffff80 },
		{ "4.9", "balloon", 0xffffffff, 0xffffff00 },
		{ "4.9", "kmemcg", 0xffffffff, 0xfffffe00 },
		{ "5.4", "buddy", 0xffffffff, 0xffffff7f },
		{ "5.4", "offline", 0xffffffff, 0xfffffeff },
		{ "5.4", "table", 0xffffffff, 0xfffffbff },
		{ "5.4", "guard", 0xffffffff, 0xfffff7ff },
		{ "5.4", "kmemcg", 0xfffffbff, 0xfffff9ff },
		{ "6.1", "table", 0xffffffff, 0xfffffdff },
		{ "6.1", "guard", 0xffffffff, 0xfffffbff },
		{ "6.10", "hugetlb", 0xffffffff, 0xfffff7ff },
		{ "6.10", "slab", 0xffffffff, 0xffffefff },
		{ "6.11", "buddy", 0xffffffff, 0xbfffffff },
		{ "6.11", "offline", 0xffffffff, 0xdfffffff },
		{ "6.11", "zsmalloc", 0xffffffff, 0xfeffffff },
		{ "6.12", "slab", 0xffffffff, 0xf5000000 },
		{ "6.12", "slab", 0xf5000000, 0xf5000000 },
		{ "7.2", "large_kmalloc", 0xffffffff, 0xf8000000 },
		{ "4.9", "buddy", 0xffffff80, 0 },
		{ "5.4", "buddy", 0x00000003, 0 },
		{ "6.12", "slab", 0xf0000000, 0 },
	};

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		const struct type_example *e = &examples[i];
		const struct page_types *types = page_types_find(e->kernel);
		int type = page_types_lookup(types, e->type);
		uint32_t word = e->before;

		assert_true(type >= 0);
		assert_int_equal(page_types_set(types, (unsigned)type, &word),
				 e->after != 0);
		assert_int_equal(word, e->after ? e->after : e->before);
		if (!e->after || e->before != PAGE_TYPE_NONE)
			continue;
		assert_true(page_types_test(types, word, (unsigned)type));
		assert_true(page_types_has_type(types, word));
		assert_true(page_types_clear(types, (unsigned)type, &word));
		assert_int_equal(word, PAGE_TYPE_NONE);
	}
}

TEST(guards_against_underflow_and_overflow_are_no_types)
{
	static const struct {
		const char *kernel;
		uint32_t word;
		enum page_type_zone zone;
	} words[] = {
		{ "5.4", 0xffffff80, ZONE_OF_UNDERFLOW },
		{ "5.4", 0xffffff7f, ZONE_OF_TYPES },
		{ "5.4", 0xfffffffe, ZONE_OF_UNDERFLOW },
		{ "5.4", 0x80000000, ZONE_OF_OVERFLOW },
		{ "5.4", 3, ZONE_OF_COUNTS },
		{ "6.11", 0xffff0001, ZONE_OF_UNDERFLOW },
		{ "6.12", 0xfffffffe, ZONE_OF_UNDERFLOW },
		{ "6.12", 0xff000000, ZONE_OF_TYPES },
		{ "7.2", 0xff000000, ZONE_OF_UNDERFLOW },
		{ "7.2", 0x90000000, ZONE_OF_OVERFLOW },
		{ "7.2", 0xffffffff, ZONE_OF_IDLE },
		{ "4.9", 0xffffff80, ZONE_OF_TYPES },
		{ "4.9", 0xffffff7f, ZONE_OF_UNDERFLOW },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_int_equal(
			page_types_zone(page_types_find(words[i].kernel),
					words[i].word),
			words[i].zone);
	assert_null(page_types_find("nonsense"));
	assert_null(page_types_find("2.6"));
}

TEST(a_type_is_set_and_cleared_as_arithmetic)
{
	struct talk t = talk_create("small");

	expect_text(&t, "page_type 0xffffffff set buddy under 5.4",
		    "0xffffffff & ~0x00000080 = 0xffffff7f");
	expect_text(&t, "page_type 0xffffff7f clear buddy under 5.4",
		    "0xffffff7f | 0x00000080 = 0xffffffff");
	expect_text(&t, "page_type 0xbfffffff test buddy under 6.11",
		    "0xbfffffff & 0xc0000000 = 0x80000000 == 0x80000000: yes");
	expect_text(&t, "page_type 3 set buddy", "VM_BUG_ON_PAGE");
	expect_text(&t, "page_type 0xffffff7f under all",
		    "* 4.18 .. 5.0  buddy");
	expect_json(&t, "page_type 0xfffffbff under all",
		    "{\"kernel\":\"5.4\",\"kernels\":\"5.1 .. 5.10\",");
	expect_error(&t, "page_type 1 set soup", "no page type");
	expect_error(&t, "page_type 1 set slab under 5.4", "has no type slab");
	expect_error(&t, "page_type 1 beside", "not understood");
	talk_destroy(&t);
}

TEST(a_mask_is_read_by_the_names_of_its_kernel)
{
	struct talk t = talk_create("small");

	expect_json(&t, "gfp GFP_ATOMIC", "\"value\":\"0x820\"");
	expect_json(&t, "gfp GFP_ATOMIC under 5.10", "\"value\":\"0xa20\"");
	expect_error(&t, "gfp __GFP_ATOMIC", "no GFP flag of kernel 6.12");
	expect_text(&t, "gfp __GFP_ATOMIC under 6.1", "0x200 = __GFP_ATOMIC");
	expect_json(&t, "gfp __GFP_ZEROTAGS under all",
		    "{\"kernel\":\"5.10\",\"value\":null,\"error\":");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_flags_word_is_decoded_by_the_machines_layout),
		RUN(layouts_are_computed_for_other_configurations),
		RUN(a_gfp_mask_tells_its_names_zone_and_type),
		RUN(a_page_type_word_is_a_type_a_count_or_reserved),
		RUN(a_word_means_something_else_under_another_kernel),
		RUN(types_are_set_as_each_kernel_sets_them),
		RUN(guards_against_underflow_and_overflow_are_no_types),
		RUN(a_type_is_set_and_cleared_as_arithmetic),
		RUN(a_mask_is_read_by_the_names_of_its_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
