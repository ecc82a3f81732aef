/*
 * /proc/kpageflags of the model against those of the same real kernels, each
 * read at the very moment of the state that is loaded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/kpage.h"
#include "snapshots/snapshot.h"
#include "snapshots/word_file.h"
#include "tests/harness.h"

static const char *const captures[] = {
	"4.1-128M-pageowner",  "4.1-256M-2nodes",    "4.1-96M-busy",
	"4.9-128M-pageowner",  "4.9-192M-zones-cma", "4.9-256M-2nodes",
	"5.4-128M-pageowner",  "5.4-192M-zones-cma", "5.4-96M-busy",
	"5.10-128M-pageowner", "5.10-256M-2nodes",   "5.10-96M-busy",
	"6.1-128M-pageowner",  "6.1-192M-zones-cma", "6.1-256M-2nodes",
	"6.12-128M-pageowner", "6.12-256M-2nodes",   "6.12-96M-busy",
	"7.2-128M-pageowner",  "7.2-192M-zones-cma", "7.2-96M-busy",
};

static struct model *state_of(const char *capture)
{
	struct progress nobody = { 0 };
	struct annotations notes = { 0 };
	struct diagnosis why;
	struct model *m = NULL;
	char path[128];

	snprintf(path, sizeof(path),
		 "tests/captures/%s/vector-snapshot.json.xz", capture);
	enum outcome outcome = snapshot_load(path, &nobody, &m, &notes, &why);

	if (outcome != OUTCOME_OK)
		fail_msg("%s: %s", path, why.text);
	annotations_deinit(&notes);
	return m;
}

static uint64_t *words_of(const char *capture, uint64_t *ret_nr)
{
	struct diagnosis why;
	uint64_t *words = NULL;
	char path[128];

	snprintf(path, sizeof(path), "tests/captures/%s/kpageflags.bin.xz",
		 capture);
	if (word_file_read(path, &words, ret_nr, &why) != OUTCOME_OK)
		fail_msg("%s: %s", path, why.text);
	return words;
}

/* All that the model may leave open on a page, by name: bits that follow from
 * what it does not hold (mappings, the zero page) or what no recording tells
 * of pages that were in use before (types, mapcounts, links of tails). */
static const char *const left_open[] = {
	"anon",      "ksm",  "huge",    "thp",  "offline",       "balloon",
	"zero_page", "mmap", "pgtable", "slab", "compound_tail",
};

static bool may_be_open(const char *name)
{
	for (size_t i = 0; i < sizeof(left_open) / sizeof(left_open[0]); i++)
		if (strcmp(left_open[i], name) == 0)
			return true;
	return false;
}

static void check_open_bits(const struct model *m, uint64_t unknown)
{
	for (unsigned bit = 0; bit < KPF_BITS; bit++) {
		const char *name =
			kpageflag_name(model_machine(m)->profile, bit);

		if ((unknown >> bit & 1) && name && !may_be_open(name))
			fail_msg("%s is left open", name);
	}
}

static uint64_t check_page(const struct model *m, pfn_t pfn, uint64_t word)
{
	struct kpage page = kpage_of(m, pfn);
	uint64_t wrong = (page.flags ^ word) & ~page.unknown;

	if (wrong)
		fail_msg("%s, page %u: the kernel says %#lx, the model %#lx",
			 model_machine(m)->release, pfn, word, page.flags);
	/* No free page is in doubt. */
	if (word >> KPF_BUDDY & 1)
		assert_int_equal(page.unknown, 0);
	return page.unknown;
}

static void check_capture(const struct model *m, const uint64_t *words,
			  uint64_t nr)
{
	uint64_t compared = 0;
	uint64_t unknown = 0;

	for (uint64_t pfn = 0; pfn < nr; pfn++) {
		/* Frames of no zone are no part of a recording. */
		if (zone_of_pfn(m, (pfn_t)pfn) < 0)
			continue;
		unknown |= check_page(m, (pfn_t)pfn, words[pfn]);
		compared++;
	}
	check_open_bits(m, unknown);
	for (unsigned zone = 0; zone < nr_zones(m); zone++)
		compared -= (uint64_t)zone_at(m, zone)->spanned_pages;
	assert_int_equal(compared, 0);
}

TEST(each_page_of_a_capture_reads_as_the_real_kernel_said)
{
	for (size_t i = 0; i < sizeof(captures) / sizeof(captures[0]); i++) {
		struct model *m = state_of(captures[i]);
		uint64_t nr = 0;
		uint64_t *words = words_of(captures[i], &nr);

		check_capture(m, words, nr);
		free(words);
		model_destroy(m);
	}
}

static uint64_t word_under(const char *kernel, pfn_t pfn)
{
	struct boot_config config = preset("small");

	config.profile = profile_find(kernel);
	struct model *m = boot(&config);
	pfn_t head = take(m, 2, "GFP_KERNEL|__GFP_COMP");
	uint64_t word = kpage_of(m, head + pfn).flags;

	run(m, &(struct operation){
		       .kind = OP_MARK, .pfn = head, .mark = MARK_SLAB });
	assert_int_equal(kpage_of(m, head + pfn).flags,
			 word | (uint64_t)1 << KPF_SLAB);
	model_destroy(m);
	return word;
}

TEST(the_tail_of_a_slab_reads_as_slab_in_every_kernel)
{
	const struct profile *profile;

	for (size_t i = 0; (profile = profile_nth(i)); i++) {
		if (strcmp(profile->series, "4.1") == 0)
			continue;
		assert_int_equal(word_under(profile->series, 0), 0x8000);
		assert_int_equal(word_under(profile->series, 3), 0x10000);
	}
}

TEST(all_pages_of_a_free_block_read_as_buddy_since_4_9)
{
	struct boot_config config = preset("small");
	struct model *m = boot(&config);

	assert_int_equal(kpage_of(m, 2048).flags, 0x400);
	assert_int_equal(kpage_of(m, 2049).flags, 0x400);
	assert_int_equal(kpage_of(m, 2049).count, 0);
	model_destroy(m);
	config.profile = profile_find("4.1");
	m = boot(&config);
	assert_int_equal(kpage_of(m, 2048).flags, 0x400);
	assert_int_equal(kpage_of(m, 2049).flags, 0);
	model_destroy(m);
}

TEST(a_mapped_page_is_counted_and_a_typed_one_is_not)
{
	struct model *m = boot_preset_machine("small");
	pfn_t pfn = take(m, 0, "GFP_KERNEL");

	run(m, &(struct operation){ .kind = OP_MAP, .pfn = pfn });
	run(m, &(struct operation){ .kind = OP_MAP, .pfn = pfn });
	assert_int_equal(kpage_of(m, pfn).count, 2);
	assert_int_equal(kpage_of(m, pfn).flags, 0x800);
	pfn = take(m, 0, "GFP_KERNEL");
	run(m, &(struct operation){
		       .kind = OP_MARK, .pfn = pfn, .mark = MARK_TABLE });
	assert_int_equal(kpage_of(m, pfn).count, 0);
	assert_int_equal(kpage_of(m, pfn).flags, 0x4000000);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(each_page_of_a_capture_reads_as_the_real_kernel_said),
		RUN(the_tail_of_a_slab_reads_as_slab_in_every_kernel),
		RUN(all_pages_of_a_free_block_read_as_buddy_since_4_9),
		RUN(a_mapped_page_is_counted_and_a_typed_one_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
