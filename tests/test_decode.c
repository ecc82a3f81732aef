/*
 * Pasted lines of the kernel's log, words of /proc/kpageflags, and what is
 * known about single flags.
 */
#include "core/pageflag_info.h"
#include "tests/talk.h"

TEST(a_line_says_which_kernels_it_can_come_from)
{
	struct talk t = talk_create("small");

	expect_text(&t,
		    "decode flags: 0x17ffffc0010200(slab|head|node=0|zone=2|"
		    "lastcpupid=0x1fffff)",
		    "fit kernel 5.4, kernel 5.10, kernel 6.1.");
	expect_text(&t,
		    "decode swapper/0: page allocation failure: order:4, "
		    "mode:0x24201ca(GFP_HIGHUSER_MOVABLE|__GFP_COLD), "
		    "nodemask=(null) under 4.9",
		    "order: 4, 16 pages\nmode: 0x24201ca = "
		    "GFP_HIGHUSER_MOVABLE|__GFP_COLD\n");
	expect_in(t.said.start, "in the line fit kernel 4.9.");
	expect_json(&t,
		    "decode gfp_mask=0xcc0(GFP_KERNEL), order=0, "
		    "oom_score_adj=0",
		    "\"fits\":[\"5.4\",\"5.10\",\"6.1\",\"6.12\",\"7.2\"]");
	expect_text(&t, "decode page_type: f5(slab)",
		    "page_type: 0xf5000000 = slab");
	expect_text(&t, "decode page_type: 0xffffff7f(buddy) under 5.4",
		    "0xffffff7f = buddy");
	talk_destroy(&t);
}

TEST(a_page_dump_is_read_in_the_forms_of_old_and_new_kernels)
{
	struct talk t = talk_create("small");

	expect_text(&t,
		    "decode page:ffffea0000008000 count:1 mapcount:0 mapping:"
		    "          (null) index:0x0",
		    "pfn 0x200");
	expect_in(t.said.start, "mapping: (null), no mapping");
	expect_text(&t,
		    "decode [   12.345678] page: refcount:2 mapcount:1 "
		    "mapping:ffff888012345679 index:0x7ff662a56 pfn:0x1234",
		    "mapping: ffff888012345679, anonymous: an anon_vma at "
		    "0xffff888012345678");
	expect_in(t.said.start, "refcount: 2, 2 references");
	expect_in(t.said.start, "frame 4660 at physical address 0x1234000");
	expect_text(&t, "decode page:(____ptrval____) refcount:0 mapcount:-127",
		    "as a word 0xffffff80");
	expect_error(&t, "decode nothing of the kind", "nothing in this line");
	expect_error(&t, "decode order=1 under 3.0", "kernel 3.0");
	talk_destroy(&t);
}

/* The eight words of a dump, as both of its lines are pasted into one. */
#define RAW(first, second) "decode [  1.2] raw: " first " [  1.2] raw: " second

/* 5.4 and later, then 4.9: the list third, the counters in the middle. */
#define FREE_NEW(type)                                                         \
	RAW("0017ffffc0000000 ffffea0000001008 dead000000000122 "              \
	    "0000000000000000",                                                \
	    "00000007f7c44a2a 0000000000000003 00000000" type                  \
	    " 0000000000000000")
#define FREE_OLD                                                               \
	RAW("0017ffffc0000000 0000000000000000 0000000000000000 "              \
	    "00000000ffffff80",                                                \
	    "ffffea0000001008 ffffea0000001008 0000000000000003 "              \
	    "0000000000000000")

TEST(raw_words_of_a_free_block_are_read_under_each_kernel)
{
	static const struct {
		const char *line;
		const char *said;
	} dumps[] = {
		{ FREE_OLD " under 4.9", "+48  private    0x0000000000000003" },
		{ FREE_OLD " under 4.9", "+24  _mapcount  0xffffff80  buddy" },
		{ FREE_NEW("ffffff7f") " under 5.4", "0xffffff7f  buddy" },
		{ FREE_NEW("ffffff7f") " under 6.1", "0xffffff7f  buddy" },
		{ FREE_NEW("f0000000"), "+40  private    0x0000000000000003" },
		{ FREE_NEW("f0000000") " under 7.2", "0xf0000000  buddy" },
	};
	struct talk t = talk_create("small");

	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		expect_text(&t, dumps[i].line, "first page of a free block");
		expect_in(t.said.start, "order of the free block: 8");
		expect_in(t.said.start, "struct page of pfn 64, at +8");
		expect_in(t.said.start, dumps[i].said);
	}
	/* The type of one kernel is a count to another. */
	expect_text(&t, FREE_NEW("ffffff7f") " under all",
		    "struct page of kernel 5.10: first page of a free block");
	expect_json(&t, FREE_NEW("f0000000"),
		    "\"reading\":\"buddy\",\"why\":\"page_type names it\"");
	talk_destroy(&t);
}

TEST(raw_words_tell_the_use_of_a_page_themselves)
{
	static const struct {
		const char *line;
		const char *reading;
		const char *said;
	} dumps[] = {
		{ RAW("0017fff800020828 ffffea0000001008 ffffea0000001008 "
		      "ffff888102caf3a9",
		      "00000007ff662a56 0000000000000000 0000000100000000 "
		      "0000000000000000"),
		  ": anonymous memory,", "0x7ff662a56000" },
		{ RAW("0017fff800000000 ffff888100042000 dead000000000100 "
		      "dead000000000122",
		      "0000000000000000 ffff8881010000f9 00000000f5000000 "
		      "0000000000000000"),
		  ": slab, as page_type", "249 of 256 objects in use, not" },
		{ RAW("0017ffffc0010200 dead000000000100 dead000000000122 "
		      "ffff888006c42000",
		      "0000000000000000 0000000080200005 00000001ffffffff "
		      "0000000000000000") " under 5.4",
		  ": slab, as the flag", "5 of 32 objects in use, frozen" },
		{ RAW("0007fff800002000 ffffea0000000008 ffffea0000000008 "
		      "0000000000000000",
		      "0000000000000000 0000000000000000 00000001ffffffff "
		      "0000000000000000"),
		  ": reserved page,", "no type, 0 mappings" },
		{ RAW("0017fff800000000 0000000000000000 dead000000000122 "
		      "0000000000000000",
		      "0000000564741484 0000000000000000 00000000ffffffff "
		      "0000000000000000"),
		  ": inside a free block,", "stale" },
		{ RAW("ffffffffffffffff ffffffffffffffff ffffffffffffffff "
		      "ffffffffffffffff",
		      "ffffffffffffffff ffffffffffffffff ffffffffffffffff "
		      "ffffffffffffffff"),
		  "nobody has", "initialised" },
	};
	struct talk t = talk_create("small");

	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		expect_text(&t, dumps[i].line, dumps[i].reading);
		expect_in(t.said.start, dumps[i].said);
	}
	expect_text(&t, "decode raw: 0017fff800000000 ffff888100042000",
		    "2 words of struct page tell nothing");
	expect_text(&t,
		    "decode raw: 0007fff800002000 ffffea0000000008 "
		    "ffffea0000000008 0000000000000000",
		    "A guess, as the words from +32 on are missing");
	talk_destroy(&t);
}

TEST(raw_words_of_tails_hold_the_order_where_each_kernel_keeps_it)
{
	static const struct {
		const char *line;
		const char *said;
	} dumps[] = {
		{ RAW("0017ffffc0000000 dead0000ffffffff 0000000000000000 "
		      "00000000ffffffff",
		      "ffffea0000008001 0000000300000001 0000000000000000 "
		      "0000000000000000") " under 4.9",
		  "0x00000003  8 pages" },
		{ RAW("0017ffffc0000000 ffffea0000008001 ffffffff00000301 "
		      "dead000000000400",
		      "0000000000000000 0000000000000000 00000000ffffffff "
		      "0000000000000000") " under 5.4",
		  "compound_order    0x03  8 pages" },
		{ RAW("0017ffffc0000000 ffffea0000008001 ffffffff00000301 "
		      "dead000000000008",
		      "0000000000000000 0000000000000000 00000000ffffffff "
		      "0000000000000000") " under 5.10",
		  "0x00000008  8 pages" },
		{ RAW("0017ffffc0000000 ffffea0000008001 ffffffff00000301 "
		      "0000000800000000",
		      "0000000000000000 0000000000000000 00000000ffffffff "
		      "0000000000000000") " under 6.1",
		  "0x00000008  8 pages" },
		{ RAW("0017ffffc0000003 ffffea0000008001 ffffffffffffffff "
		      "0000000000000000",
		      "0000000000000008 0000000000000000 00000000ffffffff "
		      "0000000000000000"),
		  "folio_order=3|node=0" },
		{ RAW("0017ffffc0000003 fffffffffffffe01 00000000ffffffff "
		      "00000000ffffffff",
		      "ffffffffffffffff 0000000000000000 00000000ffffffff "
		      "0000000000000008") " under 7.2",
		  "mask to the head, order 3" },
	};
	struct talk t = talk_create("small");

	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		expect_text(&t, dumps[i].line, "first tail of a compound page");
		expect_in(t.said.start, dumps[i].said);
	}
	expect_text(&t,
		    RAW("0017ffffc0000000 ffffea0000008001 0000000000000000 "
			"dead000000000400",
			"0000000000000000 0000000000000000 00000000ffffffff "
			"0000000000000000"),
		    "later tail of a compound page");
	expect_in(t.said.start, "head: struct page of pfn 512");
	talk_destroy(&t);
}

TEST(a_dump_of_a_head_has_its_first_tail_behind_it)
{
	struct talk t = talk_create("small");

	expect_text(&t,
		    "decode head: 0017ffffc0000040 ffffea0000001008 "
		    "ffffea0000001008 0000000000000000 head: 0000000000000000 "
		    "0000000000000000 00000001ffffffff 0000000000000000 "
		    "head: 0017ffffc0000002 ffffea0000008001 "
		    "ffffffffffffffff 0000000000000000 head: "
		    "0000000000000004 0000000000000000 00000000ffffffff "
		    "0000000000000000",
		    "head of a compound page, as the flag head");
	expect_in(t.said.start, "_folio_nr_pages  0x00000004  4 pages");
	talk_destroy(&t);
}

TEST(a_trace_event_names_its_mask_in_words)
{
	struct talk t = talk_create("small");

	expect_text(&t,
		    "decode mm_page_alloc: page=(____ptrval____) pfn=0x3430 "
		    "order=0 migratetype=0 gfp_flags=GFP_KERNEL_ACCOUNT|"
		    "__GFP_ZERO",
		    "gfp_flags: 0x400dc0 = GFP_KERNEL_ACCOUNT|__GFP_ZERO");
	expect_in(t.said.start, "migratetype: 0, Unmovable");
	expect_text(&t, "decode gfp_flags=GFP_KERNEL under all",
		    "Kernel 4.1: 0xd0 = GFP_KERNEL");
	talk_destroy(&t);
}

TEST(words_of_kpageflags_are_read_as_measured)
{
	static const struct {
		const char *line;
		const char *said;
	} words[] = {
		{ "kpf 0x400005808", "(uptodate|mmap|anon|swapbacked|owner_2)\n"
				     "anonymous memory" },
		{ "kpf 0x101000000", "(zero_page|reserved)" },
		{ "kpf 0x60004582c", "(referenced|uptodate|lru|mmap|anon|"
				     "swapbacked|unevictable|mlocked|" },
		{ "kpf 0x4818", "shared memory (shmem)" },
		{ "kpf 0x10080", "(slab|compound_tail)" },
		{ "kpf 0x408", "reported to the host" },
		{ "kpf 0x400", "free, inside a block" },
		{ "kpf 0x100000000", "(reserved)" },
		{ "kpf 0x800000 under 4.9", "(balloon)" },
		{ "kpf 0x400000000 under 6.1", "(mappedtodisk)" },
		{ "kpf 0x4000000 under 4.9", "without a name: 0x4000000" },
		{ "kpf 0x400000000 under all", "* bit 34  mappedtodisk (4.1" },
	};
	struct talk t = talk_create("small");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		expect_text(&t, words[i].line, words[i].said);
	expect_json(&t, "kpf 0x408",
		    "\"value\":\"0x408\",\"names\":[\"uptodate\",\"buddy\"]");
	expect_error(&t, "kpf soup", "is no number");
	talk_destroy(&t);
}

TEST(a_flag_tells_its_meaning_policy_and_second_names)
{
	struct talk t = talk_create("small");

	expect_text(&t, "flags dirty", "PF_HEAD");
	expect_in(t.said.start, "SetPageDirty");
	expect_text(&t, "flags referenced", "folio_test_referenced");
	expect_text(&t, "flags slab under 5.4", "PF_NO_TAIL");
	expect_text(&t, "flags slab", "slab is no flag of kernel 6.12");
	expect_text(&t, "flags bit 9 under 5.4", "slab, bit 9 (0x200)");
	expect_text(&t, "flags bit 9",
		    "also large_rmappable: large folio that rmap handles (kept "
		    "in the first tail)");
	expect_text(&t, "flags hwpoison", "freeing keeps it");
	expect_text(&t, "flags bit 60", "bit 60 is no flag");
	expect_json(&t, "flags PG_locked under 4.1",
		    "\"policy\":\"no policy\"");
	expect_error(&t, "flags bit 64", "a number from 0 to 63");
	expect_error(&t, "flags soup", "is no number and no flag");
	talk_destroy(&t);
}

TEST(every_flag_of_every_kernel_is_explained)
{
	for (int flag = 0; flag < NR_PAGEFLAG_NAMES; flag++) {
		assert_non_null(pageflag_meaning((enum pageflag)flag));
		assert_non_null(pageflag_camel((enum pageflag)flag));
		assert_int_equal(
			pageflag_find(pageflag_name((enum pageflag)flag)),
			flag);
	}
	for (size_t i = 0; profile_nth(i); i++)
		for (const struct flag_alias *alias =
			     profile_nth(i)->flag_aliases;
		     alias->name; alias++)
			assert_non_null(pageflag_alias_text(alias->name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_line_says_which_kernels_it_can_come_from),
		RUN(a_page_dump_is_read_in_the_forms_of_old_and_new_kernels),
		RUN(raw_words_of_a_free_block_are_read_under_each_kernel),
		RUN(raw_words_tell_the_use_of_a_page_themselves),
		RUN(raw_words_of_tails_hold_the_order_where_each_kernel_keeps_it),
		RUN(a_dump_of_a_head_has_its_first_tail_behind_it),
		RUN(a_trace_event_names_its_mask_in_words),
		RUN(words_of_kpageflags_are_read_as_measured),
		RUN(a_flag_tells_its_meaning_policy_and_second_names),
		RUN(every_flag_of_every_kernel_is_explained),
	};

	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
