/*
 * struct page by kernel and use: its words, where they lie, and which reading
 * holds.
 */
#include <stdio.h>
#include <string.h>

#include "core/struct_page.h"
#include "tests/talk.h"

/* No word overlaps another, and none leaves the 64 bytes. */
static void assert_side_by_side(const struct profile *profile,
				enum page_reading reading)
{
	struct struct_word word;
	unsigned end = 0;

	for (unsigned i = 0; struct_page_word(profile, reading, i, &word);
	     i++) {
		assert_true(word.offset >= end);
		assert_true(word.offset % word.size == 0);
		end = word.offset + word.size;
	}
	assert_in_range(end, 60, 64);
}

TEST(words_lie_side_by_side_in_every_kernel_and_use)
{
	for (size_t k = 0; profile_nth(k); k++)
		for (unsigned use = 0; use < NR_READINGS; use++)
			assert_side_by_side(profile_nth(k),
					    (enum page_reading)use);
}

static unsigned offset_of(const char *kernel, enum page_reading reading,
			  const char *name)
{
	struct struct_word word;

	for (unsigned i = 0;
	     struct_page_word(profile_find(kernel), reading, i, &word); i++)
		if (strcmp(word.name, name) == 0)
			return word.offset;
	return 64;
}

TEST(words_move_between_kernels)
{
	static const struct {
		const char *kernel;
		const char *name;
		enum page_reading reading;
		unsigned offset;
	} words[] = {
		{ "4.9", "mapping", READING_FILE, 8 },
		{ "5.4", "mapping", READING_FILE, 24 },
		{ "4.9", "private", READING_BUDDY, 48 },
		{ "5.4", "private", READING_BUDDY, 40 },
		{ "4.9", "_mapcount", READING_BUDDY, 24 },
		{ "6.12", "page_type", READING_BUDDY, 48 },
		{ "4.9", "compound_head", READING_TAIL, 32 },
		{ "5.4", "compound_head", READING_TAIL, 8 },
		{ "7.2", "compound_info", READING_TAIL, 8 },
		{ "4.9", "compound_order", READING_TAIL_1, 44 },
		{ "5.4", "compound_order", READING_TAIL_1, 17 },
		{ "5.10", "compound_nr", READING_TAIL_1, 24 },
		{ "6.1", "compound_nr", READING_TAIL_1, 28 },
		{ "6.12", "_folio_nr_pages", READING_TAIL_1, 32 },
		{ "7.2", "_nr_pages", READING_TAIL_1, 56 },
		{ "6.12", "_entire_mapcount", READING_TAIL_1, 20 },
		{ "7.2", "_entire_mapcount", READING_TAIL_1, 24 },
		{ "5.4", "deferred_list.next", READING_TAIL_2, 24 },
		{ "7.2", "_deferred_list.next", READING_TAIL_2, 16 },
		{ "4.9", "slab_cache", READING_SLAB, 48 },
		{ "6.1", "slab_cache", READING_SLAB, 24 },
		{ "6.12", "slab_cache", READING_SLAB, 8 },
		{ "6.12", "counters", READING_SLAB, 40 },
		{ "4.9", "ptl", READING_TABLE, 48 },
		{ "7.2", "ptl", READING_TABLE, 40 },
		{ "5.4", "pgmap", READING_DEVICE, 8 },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_int_equal(offset_of(words[i].kernel, words[i].reading,
					   words[i].name),
				 words[i].offset);
}

TEST(the_state_of_a_page_decides_over_the_reading)
{
	struct talk t = talk_create("small");

	expect_json(&t, "x 0", "\"reading\":\"buddy\"");
	expect_json(&t, "x 1", "\"reading\":\"free\"");
	must(&t, "alloc 2 GFP_KERNEL|__GFP_COMP");
	expect_json(&t, "x 0", "\"reading\":\"head\"");
	expect_json(&t, "x 1", "\"reading\":\"tail1\"");
	expect_in(t.said.start,
		  "\"name\":\"_folio_nr_pages\",\"value\":\"0x4\"");
	expect_json(&t, "x 2", "\"reading\":\"tail2\"");
	expect_json(&t, "x 3", "\"reading\":\"tail\"");
	expect_in(t.said.start, "\"value\":\"0xdead000000000400\"");
	must(&t, "mark-slab 0");
	expect_json(&t, "x 0", "\"reading\":\"slab\"");
	must(&t, "alloc 0 movable");
	expect_json(&t, "x $", "\"reading\":\"allocated\"");
	must(&t, "set-flag $ swapbacked");
	expect_json(&t, "x $", "\"reading\":\"anon\"");
	must(&t, "clear-flag $ swapbacked");
	must(&t, "set-flag $ lru");
	expect_json(&t, "x $", "\"reading\":\"file\"");
	must(&t, "clear-flag $ lru");
	must(&t, "mark-table $");
	expect_json(&t, "x $", "\"reading\":\"table\"");
	must(&t, "unmark $");
	must(&t, "mark-offline $");
	expect_json(&t, "x $", "\"reading\":\"offline\"");
	must(&t, "unmark $");
	must(&t, "mark-guard $");
	expect_json(&t, "x $", "\"reading\":\"guard\"");
	must(&t, "unmark $");
	must(&t, "free $");
	expect_json(&t, "x 1024", "\"reading\":\"pcp\"");
	must(&t, "alloc 0");
	must(&t, "set-flag $ reserved");
	expect_json(&t, "x $", "\"reading\":\"reserved\"");
	talk_destroy(&t);
}

TEST(other_readings_can_be_asked_for)
{
	struct talk t = talk_create("small");

	expect_text(&t, "x 0 as slab", "slab, which does not hold");
	expect_json(&t, "x 0 as slab", "\"holds\":false");
	expect_text(&t, "ptype struct page as slab under 4.9",
		    "kernel 4.9, slab: 64 bytes");
	expect_json(&t, "ptype struct page as tail1 under all",
		    "{\"kernel\":\"5.10\",\"members\":[");
	expect_error(&t, "x 0 as soup", "no reading of struct page");
	expect_error(&t, "ptype struct page under 3.0", "kernel 3.0");
	talk_destroy(&t);
}

/* Three slabs of eight objects: the first and the second get one back, and
 * wait on the CPU's partial list; the third is the CPU's. */
static struct talk some_slabs(const char *machine)
{
	struct talk t = talk_create(machine);

	for (unsigned i = 0; i < 17; i++)
		must(&t, "kmalloc 2048");
	must(&t, "kfree $1");
	must(&t, "kfree $9");
	return t;
}

TEST(words_of_a_slab_tell_what_they_lead_to)
{
	struct talk t = some_slabs("small");

	expect_text(&t, "x $17", "+8   slab_cache     kmalloc-2k\n");
	expect_in(t.said.start, "+16  slab_list.next stale: it is on no list");
	expect_in(t.said.start, "+32  freelist       0x0000000000000000");
	expect_in(t.said.start, "0x0000000080080008  inuse=8|objects=8|frozen");
	expect_text(&t, "x $9", "+16  slab_list.next slab of page 0\n");
	expect_in(t.said.start, "+24  slab_list.prev slabs=2\n");
	expect_in(t.said.start, "+32  freelist       its object 0\n");
	expect_in(t.said.start, "+40  counters       0x0000000000080007");
	expect_in(t.said.start, "+56  obj_exts       object 1 of the slab of");
	expect_text(&t, "x $1", "the last on the cpu's partial list");
	/* Its second page is a tail, and begins no slab. */
	expect_text(&t, "x 1 as slab", "+32  freelist       not modelled");
	talk_destroy(&t);
}

TEST(words_of_a_slab_move_between_kernels)
{
	struct talk t = some_slabs("small,kernel=4.9");

	expect_text(&t, "x $9", "+24  counters   0x80080007");
	expect_in(t.said.start, "+40  pages      0x00000002\n"
				"+44  pobjects   0x00000002\n"
				"+48  slab_cache kmalloc-2048\n");
	talk_destroy(&t);
	t = some_slabs("small,kernel=5.10");
	expect_text(&t, "x $9",
		    "+16  slab_list.prev pages=2|pobjects=2\n"
		    "+24  slab_cache     kmalloc-2k\n");
	talk_destroy(&t);
}

/* Slabs that a CPU does not keep are on the node's list. */
TEST(words_of_a_slab_on_the_nodes_list_are_links)
{
	struct talk t = talk_create("small,kernel=5.10");

	for (unsigned i = 0; i < 8 * 8 + 1; i++)
		must(&t, "kmalloc 2048");
	for (unsigned i = 0; i < 8; i++) {
		char line[32];

		snprintf(line, sizeof(line), "kfree $%u", i * 8 + 1);
		must(&t, line);
	}
	expect_text(&t, "slab $1", "on the node's partial list");
	expect_text(&t, "x $1",
		    "+8   slab_list.next the node's list head\n"
		    "+16  slab_list.prev slab of page 4\n");
	expect_text(&t, "x $9",
		    "+8   slab_list.next slab of page 0\n"
		    "+16  slab_list.prev slab of page 8\n");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(words_lie_side_by_side_in_every_kernel_and_use),
		RUN(words_move_between_kernels),
		RUN(the_state_of_a_page_decides_over_the_reading),
		RUN(other_readings_can_be_asked_for),
		RUN(words_of_a_slab_tell_what_they_lead_to),
		RUN(words_of_a_slab_move_between_kernels),
		RUN(words_of_a_slab_on_the_nodes_list_are_links),
	};

	return cmocka_run_group_tests_name("struct page", tests, NULL, NULL);
}
