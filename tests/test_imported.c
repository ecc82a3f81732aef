/*
 * Memory of a real machine that is shown beside the modelled one: what it
 * tells, what it leaves open, and what cannot be done to it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/imported.h"
#include "core/kpage_memory.h"
#include "snapshots/word_file.h"
#include "tests/talk.h"

/* Refused for what a file holds. */
static void expect_refused(struct talk *t, const char *line, const char *what)
{
	say(t, line);
	assert_int_equal(t->status, STATUS_REFUSED);
	expect_in(t->error, what);
}

#define BUSY "import kpageflags tests/captures/6.12-96M-busy/kpageflags.bin.xz"
#define COUNTED                                                                \
	BUSY " kpagecount "                                                    \
	     "tests/captures/6.12-96M-busy/kpagecount.later.bin.xz"

TEST(an_import_shows_what_its_words_tell)
{
	struct talk t = talk_create("small");

	must(&t, COUNTED);
	expect_in(t.said.start, "shmem               3021 pages");
	expect_text(&t, "page 2000", "page 2000: free, inside a block");
	expect_in(t.said.start, "pages 1024 to 2047, order 10");
	expect_text(&t, "page 11400",
		    "0x403c(referenced|uptodate|dirty|lru|"
		    "swapbacked)");
	expect_in(t.said.start, "0 times, by kpagecount");
	expect_text(&t, "kpf page 11400", "shared memory (shmem)");
	expect_text(&t, "cat /proc/kpageflags",
		    "0-255             "
		    "0x100000000(reserved)\n");
	expect_text(&t, "map", "Pages 0 to 24543");
	expect_text(&t, "info memory", "mapped more often than once: 352");
	talk_destroy(&t);
}

TEST(what_an_import_does_not_tell_is_unknown)
{
	struct talk t = talk_create("small");

	must(&t, BUSY);
	expect_text(&t, "page 11400",
		    "unknown how often: kpagecount was not "
		    "imported");
	expect_in(t.said.start, "refcount, private, mapping and list");
	expect_json(&t, "page 11400", "\"mapcount\":null,\"order\":null");
	expect_in(t.said.start, "\"refcount\":null");
	expect_in(t.said.start, "\"zone\":null");
	/* A word of zero may be a page of the kernel, or one on a pcp list. */
	expect_json(&t, "page 6110", "\"state\":null,\"use\":\"not told\"");
	expect_error(&t, "cat kpagecount", "was not imported");
	expect_error(&t, "cat buddyinfo", "tells only /proc/kpageflags");
	expect_error(&t, "info pcp", "does not tell it");
	expect_error(&t, "export slabinfo -", "does not tell it");
	expect_error(&t, "map node 0", "where zones and nodes lie");
	expect_error(&t, "page 24544", "whose pages are 0 to 24543");
	expect_error(&t, "page $1", "belong to the modelled machine");
	talk_destroy(&t);
}

TEST(nothing_can_be_done_to_an_import)
{
	static const char *const refused[] = {
		"alloc 0",      "free 0", "drain",     "step",
		"reverse-step", "where",  "break put", "print 1 + 1",
		"save /tmp/x",  "check",  "x 0",       "follow 0",
	};
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	uint64_t position = here(&t);
	uint64_t digest = model_digest(t.s->m);

	must(&t, BUSY);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		expect_error(&t, refused[i], "`import off` goes back");
	must(&t, "page 11400");
	must(&t, "map in");
	must(&t, "import off");
	assert_int_equal(here(&t), position);
	assert_true(model_digest(t.s->m) == digest);
	expect_text(&t, "page", "page 0: allocated");
	expect_text(&t, "map", "Pages 0 to 16383");
	expect_error(&t, "import off", "no imported memory");
	talk_destroy(&t);
}

TEST(a_boot_leaves_an_import_and_a_bad_one_changes_nothing)
{
	struct talk t = talk_create("small");

	must(&t, BUSY);
	expect_refused(&t, "import kpageflags tests/captures/README",
		       "more than whole words of 8");
	expect_text(&t, "page 11400", "page 11400: shared");
	expect_error(&t, "import kpageflags /no/such/file", "/no/such/file");
	expect_error(&t, BUSY " under 3.0", "kernel 3.0");
	expect_error(&t, BUSY " under all", "one kernel");
	expect_refused(&t,
		       BUSY " kpagecount tests/captures/6.12-96M-busy/"
			    "kpageflags.bin.xz",
		       "no copy of /proc/kpagecount");
	assert_non_null(session_imported(t.s));
	must(&t, "boot small");
	assert_null(session_imported(t.s));
	must(&t, "alloc 0");
	talk_destroy(&t);
}

static void write_words(const char *path, const uint64_t *words, uint64_t nr)
{
	struct diagnosis why;

	assert_int_equal(word_file_write(path, words, nr, &why), OUTCOME_OK);
}

TEST(files_that_are_no_words_are_refused_by_place)
{
	static const uint64_t words[] = { 0x400, 0x400, 0, 0x100000000 };
	static const uint64_t counts[] = { 0, 0, 1, 0, 7 };
	struct talk t = talk_create("small");

	write_words("/tmp/mmscope-test-flags.bin", words, 4);
	write_words("/tmp/mmscope-test-counts.bin.xz", counts, 5);
	expect_refused(&t,
		       "import kpageflags /tmp/mmscope-test-flags.bin "
		       "kpagecount /tmp/mmscope-test-counts.bin.xz",
		       "frame 4 is mapped 7 times");
	expect_text(&t, "import kpageflags /tmp/mmscope-test-flags.bin",
		    "free                   2 pages");
	expect_text(&t, "page 1", "pages 0 to 1, order 1");
	write_words("/tmp/mmscope-test-flags.bin",
		    (const uint64_t[]){ 0, 1ULL << 50 }, 2);
	expect_refused(&t, "import kpageflags /tmp/mmscope-test-flags.bin",
		       "frame 1 (byte 8) is 0x4000000000000, with bits that "
		       "no kernel has");
	remove("/tmp/mmscope-test-flags.bin");
	remove("/tmp/mmscope-test-counts.bin.xz");
	talk_destroy(&t);
}

TEST(what_the_model_exports_is_what_it_imports)
{
	struct talk t = talk_create("small");
	struct kpage_survey before;
	struct text flags;

	must(&t, "alloc 3 GFP_KERNEL|__GFP_COMP");
	must(&t, "mark-slab $");
	must(&t, "cat kpageflags");
	text_init(&flags);
	text_add(&flags, "%s", t.said.start);
	must(&t, "export kpageflags /tmp/mmscope-test-own.bin.xz");
	must(&t, "import kpageflags /tmp/mmscope-test-own.bin.xz");
	must(&t, "cat kpageflags");
	assert_string_equal(t.said.start, flags.start);
	before = kpage_memory_survey(&session_imported(t.s)->memory);
	assert_int_equal(before.pages[KPAGE_SLAB], 8);
	expect_text(&t, "page 5", "pages 0 to 7, compound, order 3");
	remove("/tmp/mmscope-test-own.bin.xz");
	text_deinit(&flags);
	talk_destroy(&t);
}

TEST(an_old_kernel_marks_only_first_pages_of_free_blocks)
{
	struct talk t = talk_create("small");

	must(&t, "import kpageflags tests/captures/4.1-96M-busy/"
		 "kpageflags.bin.xz under 4.1");
	expect_in(t.said.start, "rest of a free block is among those not told");
	must(&t, "page 408");
	expect_in(t.said.start, "whose order is unknown");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(an_import_shows_what_its_words_tell),
		RUN(what_an_import_does_not_tell_is_unknown),
		RUN(nothing_can_be_done_to_an_import),
		RUN(a_boot_leaves_an_import_and_a_bad_one_changes_nothing),
		RUN(files_that_are_no_words_are_refused_by_place),
		RUN(what_the_model_exports_is_what_it_imports),
		RUN(an_old_kernel_marks_only_first_pages_of_free_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
