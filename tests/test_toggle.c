/*
 * Bits tried out on a scratch word, and where the words of struct page lead.
 */
#include <string.h>

#include "commands/page_words.h"
#include "commands/scratch.h"
#include "tests/talk.h"

TEST(a_toggled_bit_changes_the_scratch_word_and_not_the_page)
{
	struct talk t = talk_create("small");
	uint64_t before = page_flags(t.s->m, 0);
	uint64_t value = 0;

	expect_text(&t, "toggle dirty lru", "dirty|lru|node=0");
	assert_true(session_scratch(t.s, 0, &value));
	assert_true(value == (before | 0x30));
	assert_true(page_flags(t.s->m, 0) == before);
	/* A second time clears it; a number does as well as a name. */
	expect_text(&t, "toggle 4", "dirty (bit 4) clear");
	expect_text(&t, "toggle", "0x17ffffc0000020(lru|");
	assert_false(session_scratch(t.s, 1, &value));
	must(&t, "toggle off");
	assert_false(session_scratch(t.s, 0, &value));
	expect_error(&t, "toggle dirty soup", "\"soup\" is no flag");
	expect_error(&t, "toggle 64", "no bit from 0 to 63");
	assert_false(session_scratch(t.s, 0, &value));
	talk_destroy(&t);
}

TEST(the_checks_that_would_complain_are_named)
{
	static const struct {
		const char *line;
		const char *said;
	} words[] = {
		{ "toggle page 8", "no check of flags complains" },
		{ "toggle page 8 locked",
		  "bad page when freed: locked; bad page when allocated: "
		  "locked" },
		{ "toggle page 9 dirty",
		  "bad page when allocated: dirty (freeing clears it)" },
		{ "toggle page 10 hwpoison", "passed by when" },
		/* The first bit of LRU_GEN: still on an LRU generation. */
		{ "toggle page 11 27", "bad page when freed: LRU_GEN" },
	};
	struct talk t = talk_create("small");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		expect_text(&t, words[i].line, words[i].said);
	must(&t, "boot small,kernel=5.4");
	/* There, slab is a flag, and must be gone before the page is. */
	expect_text(&t, "toggle page 0 slab", "bad page when freed: slab");
	expect_error(&t, "toggle owner_2", "no bit for owner_2");
	talk_destroy(&t);
}

TEST(bits_of_a_plain_value_are_tried_out_like_those_of_a_page)
{
	struct talk t = talk_create("small");
	uint64_t value = 0;

	expect_text(&t, "flags 0x17ffffc0000020 toggle dirty lru",
		    "value 0x17ffffc0000010(dirty|node=0");
	expect_in(t.said.start, "dirty (bit 4) set: ");
	expect_in(t.said.start, "lru (bit 5) clear: ");
	expect_in(t.said.start,
		  "bad page when allocated: dirty (freeing clears");
	/* Neither a page nor the scratch word has anything to do with it. */
	assert_false(session_scratch(t.s, 0, &value));
	expect_text(&t, "flags 0 toggle slab under 5.4",
		    "bad page when freed: slab");
	expect_text(&t, "flags 0 distro toggle 4", "value 0x10(dirty|");
	expect_json(&t, "flags 0x20 toggle PG_lru",
		    "\"value\":\"0x0\",\"names\":[]");
	expect_in(t.said.start, "\"of_value\":\"0x20\"");
	expect_error(&t, "flags 0 toggle slab", "has no bit for slab");
	expect_error(&t, "flags 0 toggle soup", "\"soup\" is no flag");
	expect_error(&t, "flags 0 toggle", "toggle what?");
	expect_error(&t, "flags 0 toggle lru under all", "under one of them");
	talk_destroy(&t);
}

TEST(a_compound_page_keeps_flags_from_its_tails)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 2 GFP_KERNEL|__GFP_COMP");
	expect_text(&t, "toggle page 2 reserved", "PF_NO_COMPOUND");
	expect_text(&t, "toggle page 3 locked", "PF_NO_TAIL");
	expect_error(&t, "toggle page 1 locked", "`page 0` first, its head");
	talk_destroy(&t);
}

/* Where the word at an offset leads; "" when nowhere. */
static const char *led_to(const struct talk *t, pfn_t pfn, const char *offset)
{
	static char command[32];
	char line[256];

	for (unsigned i = 0; page_word_nth(t->s->m, pfn, i, line, sizeof(line));
	     i++)
		if (strncmp(line, offset, strlen(offset)) == 0 &&
		    page_word_leads(t->s->m, pfn, i, command, sizeof(command)))
			return command;
	return "";
}

TEST(words_of_struct_page_lead_to_the_pages_that_they_name)
{
	struct talk t = talk_create("small");

	/* Neighbours of a free list, and the buddy of the same order. */
	assert_string_equal(led_to(&t, 4096, "+8 "), "page 5120");
	assert_string_equal(led_to(&t, 4096, "+16 "), "page 3072");
	assert_string_equal(led_to(&t, 0, "+16 "), "");
	must(&t, "alloc 2 GFP_KERNEL|__GFP_COMP");
	assert_string_equal(led_to(&t, 8, "+40 "), "page 0");
	assert_string_equal(led_to(&t, 3, "+8 "), "page 0");
	assert_string_equal(led_to(&t, 3, "+24 "), "");
	expect_json(&t, "x 3", "\"page\":0");
	must(&t, "kmalloc 100");
	assert_string_equal(led_to(&t, t.s->page, "+32 "), "slab 8");
	must(&t, "boot small,kernel=4.9");
	must(&t, "alloc 2 GFP_KERNEL|__GFP_COMP");
	assert_string_equal(led_to(&t, 15363, "+32 "), "page 15360");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_toggled_bit_changes_the_scratch_word_and_not_the_page),
		RUN(the_checks_that_would_complain_are_named),
		RUN(bits_of_a_plain_value_are_tried_out_like_those_of_a_page),
		RUN(a_compound_page_keeps_flags_from_its_tails),
		RUN(words_of_struct_page_lead_to_the_pages_that_they_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
