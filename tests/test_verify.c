/*
 * Verifying: recordings of a real kernel hold, and every kind of alteration
 * is found where it was made.
 */
#include "tests/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/verify.h"
#include "tests/scratch.h"

#define RECORDING(scenario) "tests/vectors/v6.12-m64-" scenario "-s1.json.xz"

/* Verifies an altered copy of a recording. */
static enum outcome verify_altered(const char *altered,
				   struct verify_report *report,
				   struct diagnosis *why)
{
	struct scratch s;

	scratch_init(&s);
	enum outcome outcome = verify_file(
		scratch_file(&s, "altered.json", altered), NULL, report, why);
	scratch_deinit(&s);
	return outcome;
}

static void assert_holds(const char *path, const char *kernel)
{
	struct verify_report report;
	struct diagnosis why;

	if (verify_file(path, NULL, &report, &why) != OUTCOME_OK)
		fail_msg("%s %s", path, why.text);
	if (report.first_mismatch_op >= 0)
		fail_msg("%s: operation %lld: expected %s, got %s; %s", path,
			 (long long)report.first_mismatch_op, report.expected,
			 report.got, report.why);
	if (!report.final_equal)
		fail_msg("%s: %s", path, report.differences[0]);
	assert_int_equal(report.matched, report.ops);
	assert_string_equal(report.kernel, kernel);
	assert_string_equal(why.text, "");
	verify_report_deinit(&report);
}

TEST(the_model_answers_as_kernel_6_12_did)
{
	assert_holds(RECORDING("order0"), "6.12.107");
	assert_holds(RECORDING("mixed"), "6.12.107");
	assert_holds(RECORDING("splitmerge"), "6.12.107");
	assert_holds(RECORDING("freeorder"), "6.12.107");
	assert_holds(RECORDING("pcp"), "6.12.107");
	assert_holds(RECORDING("fallback"), "6.12.107");
	assert_holds(RECORDING("exhaust"), "6.12.107");
	assert_holds(RECORDING("bulk"), "6.12.107");
}

/* One change in a recording, and the mismatch that it must lead to. */
struct alteration {
	const char *behind;
	const char *from;
	const char *to;
	int64_t op; /* that differs; -1: none */
	const char *said;
};

static void assert_found(const char *path, const struct alteration *a)
{
	char *text = text_of(path);
	char *altered = with_change(text, a->behind, a->from, a->to);
	struct verify_report report;
	struct diagnosis why;

	if (verify_altered(altered, &report, &why) != OUTCOME_OK)
		fail_msg("%s -> %s: %s", a->from, a->to, why.text);
	assert_int_equal(report.first_mismatch_op, a->op);
	assert_false(report.final_equal);
	assert_true(report.nr_differences >= 1);
	const char *found =
		a->op >= 0 ? report.expected : report.differences[0];
	if (strstr(found, a->said) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", found, a->said);
	if (a->op >= 0) {
		assert_int_equal(report.matched, a->op);
		assert_string_not_equal(report.expected, report.got);
		assert_non_null(strchr(report.why, '/'));
	}
	verify_report_deinit(&report);
	free(altered);
	free(text);
}

TEST(an_altered_page_is_found_at_its_operation)
{
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"i\":3,", "\"pfn\":11540",
					   "\"pfn\":11541", 3, "pfn 11541" });
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"i\":3,", "\"pfn\":11540",
					   "\"pfn\":null", 3, "no page" });
}

TEST(altered_flags_words_and_digests_are_found_at_their_operation)
{
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"i\":3,",
					   "\"flags_after\":\"1ffc0000000000\"",
					   "\"flags_after\":\"1ffc0000000020\"",
					   3, "flags_after 0x1ffc0000000020" });
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"i\":3,", "\"1.p0.count\":696",
					   "\"1.p0.count\":697", 3,
					   "1.p0.count 697" });
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"i\":31,", "bcef4ea7dbc383dc",
					   "bcef4ea7dbc383dd", 31,
					   "digest of all lists" });
}

TEST(what_a_freed_page_was_before_is_compared_too)
{
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"i\":2,", "\"zone\":1",
					   "\"zone\":0", 2, "zone 0" });
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"i\":2,", "\"pbmt_before\":1",
					   "\"pbmt_before\":0", 2,
					   "pbmt_before 0" });
	assert_found(RECORDING("order0"),
		     &(struct alteration){
			     "\"i\":2,", "\"flags_before\":\"1ffc0000000000\"",
			     "\"flags_before\":\"8ffc0000000000\"", 2,
			     "flags_before 0x8" });
}

TEST(an_altered_final_state_is_told_word_by_word)
{
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"final\"",
					   "\"vm_stat_free_pages\":3840",
					   "\"vm_stat_free_pages\":3841", -1,
					   "node 0, zone DMA, NR_FREE_PAGES: "
					   "expected 3841, got 3840" });
	assert_found(
		RECORDING("order0"),
		&(struct alteration){ "\"final\"", "\"watermark_boost\":0",
				      "\"watermark_boost\":9", -1,
				      "node 0, zone DMA, watermark_boost" });
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"final\"",
					   "[0,256,\"ffc0000002000\"]",
					   "[0,256,\"ffc0000002001\"]", -1,
					   "page 0, flags: " });
	assert_found(RECORDING("order0"),
		     &(struct alteration){ "\"final\"", "3c4022ef97e38b64",
					   "3c4022ef97e38b65", -1,
					   "digest of all lists" });
}

TEST(an_altered_final_list_is_told_with_its_place)
{
	char *text = text_of(RECORDING("order0"));
	char *altered = with_change(text, "\"final\"", "[1024,2048,3072]",
				    "[1024,3072,2048]");
	struct verify_report report;
	struct diagnosis why;

	assert_int_equal(verify_altered(altered, &report, &why), OUTCOME_OK);
	assert_int_equal(report.first_mismatch_op, -1);
	assert_int_equal(report.nr_differences, 1);
	assert_string_equal(report.differences[0],
			    "node 0, zone DMA, free list of order 10 Movable: "
			    "expected 3 blocks, got 3; number 2 from the head "
			    "is expected to be page 3072, got page 2048");
	verify_report_deinit(&report);
	free(altered);
	free(text);
}

static void assert_altered_refused(const struct alteration *a)
{
	char *text = text_of(RECORDING("order0"));
	char *altered = with_change(text, a->behind, a->from, a->to);
	struct verify_report report;
	struct diagnosis why;

	if (verify_altered(altered, &report, &why) != OUTCOME_REFUSED)
		fail_msg("%s -> %s was not refused", a->from, a->to);
	if (strstr(why.text, a->said) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", why.text, a->said);
	free(altered);
	free(text);
}

TEST(a_missing_key_is_refused_with_its_place)
{
	static const struct alteration missing[] = {
		{ "\"i\":3,", "\"pfn\":", "\"x\":", 0, "/ops/3/pfn: " },
		{ "\"i\":3,", "\"op\":", "\"x\":", 0, "/ops/3/op: " },
		{ "\"i\":3,", "\"flags_after\":", "\"x\":", 0,
		  "/ops/3/flags_after: " },
		{ "\"i\":2,", "\"ref\":", "\"x\":", 0, "/ops/2/ref: " },
		{ "\"i\":2,", "\"zone\":", "\"x\":", 0, "/ops/2/zone: " },
		{ "\"i\":2,", "\"pbmt_before\":", "\"x\":", 0,
		  "/ops/2/pbmt_before: " },
		{ "\"i\":2,", "\"flags_before\":", "\"x\":", 0,
		  "/ops/2/flags_before: " },
		{ "\"i\":31,", "\"digest\":", "\"x\":", 0, "/ops/31/digest: " },
		{ "", "\"initial\":", "\"x\":", 0, "/initial: " },
		{ "", "\"final\":", "\"x\":", 0, "/final: " },
		{ "", "\"kernel\":", "\"x\":", 0, "/kernel: " },
		{ "", "\"pageblock_order\":", "\"x\":", 0,
		  "/constants/pageblock_order: " },
		{ "\"final\"", "\"watermark\":", "\"x\":", 0,
		  "/final/zones/0/watermark: " },
		{ "\"final\"", "\"spanned_pages\":", "\"x\":", 0,
		  "/final/zones/0/spanned_pages: " },
		{ "\"final\"", "\"count\":", "\"x\":", 0,
		  "/final/zones/0/pcp/0/count: " },
		{ "\"initial\"", "\"nr_free\":", "\"x\":", 0,
		  "/initial/zones/0/nr_free: " },
	};

	for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
		assert_altered_refused(&missing[i]);
}

TEST(what_makes_no_sense_is_refused_with_its_place)
{
	static const struct alteration senseless[] = {
		{ "\"i\":3,", "\"pfn\":11540", "\"pfn\":\"11540\"", 0,
		  "/ops/3/pfn: must be a number" },
		{ "", "\"i\":3,", "\"i\":4,", 0, "/ops/3/i: must be 3" },
		{ "\"i\":3,", "\"op\":\"alloc\"", "\"op\":\"grab\"", 0,
		  "/ops/3/op: grab is no operation" },
		{ "\"initial\"", "[1024,2048,3072]", "[1024,3072,2048]", 0,
		  "/initial/digest: " },
		{ "\"initial\"", "[1024,2048,3072]", "[1024,2048,3073]", 0,
		  "/initial/zones/0/free_list/10/1/2: a block of order 10" },
		{ "\"initial\"", "[1024,2048,3072]", "[1024,2048,2048]", 0,
		  "/initial/zones/0/free_list/10/1/2: " },
		{ "\"initial\"", "[1024,2048,3072]", "[1024,2048]", 0,
		  "/initial/zones/0/free_list/10: " },
		{ "\"initial\"", "\"vm_stat_free_pages\":3840",
		  "\"vm_stat_free_pages\":3841", 0, "/initial: " },
		{ "", "\"6.12.107\"", "\"3.19.8\"", 0, "/kernel/release: " },
		{ "\"overflow\"", "\"events\":0", "\"events\":1", 0,
		  "/overflow/events: " },
		{ "", "\"__GFP_HIGH\":\"20\"", "\"__GFP_HIGH\":\"40\"", 0,
		  "/constants/gfp_masks/__GFP_HIGH: " },
	};

	for (size_t i = 0; i < sizeof senseless / sizeof senseless[0]; i++)
		assert_altered_refused(&senseless[i]);
}

/* Without any of an optional key, as a recorder may leave it out. */
static char *without(char *text, const char *key)
{
	for (char *at = text; (at = strstr(at, key)) != NULL; at++)
		at[1] = 'x';
	return text;
}

TEST(a_recording_that_kept_no_events_changes_or_digests_holds_too)
{
	char *text = text_of(RECORDING("order0"));
	struct verify_report report;
	struct diagnosis why;
	/* From the operations on: states have digests, too. */
	char *ops = strstr(text, "\"ops\":[");
	char *final = strstr(text, "\"final\":");

	assert_non_null(ops);
	assert_non_null(final);
	assert_true(ops < final);
	*final = '\0';
	without(without(without(ops, "\"ev\":"), "\"d\":"), "\"digest\":");
	*final = '"';
	if (verify_altered(text, &report, &why) != OUTCOME_OK)
		fail_msg("%s", why.text);
	assert_int_equal(report.first_mismatch_op, -1);
	assert_true(report.final_equal);
	verify_report_deinit(&report);
	free(text);
}

/* Isolating part of a larger free block makes kernels up to 6.9 lose count,
 * and freeing it from isolation does not mend that. */
TEST(a_kernel_that_lost_count_while_pageblocks_were_isolated_goes_on_so)
{
	static const char path[] = "tests/vectors/v6.1-m64-order0-s1.json.xz";
	static const char from[] = "\"vm_stat_diff_free\":0";
	static const char to[] = "\"vm_stat_diff_free\":3";
	char *text = text_of(path);
	char *began = with_change(text, "\"initial\"", from, to);
	char *altered = with_change(began, "\"final\"", from, to);
	struct verify_report report;
	struct diagnosis why;

	if (verify_altered(altered, &report, &why) != OUTCOME_OK)
		fail_msg("%s", why.text);
	assert_int_equal(report.first_mismatch_op, -1);
	assert_true(report.final_equal);
	verify_report_deinit(&report);
	free(altered);
	free(began);
	free(text);
}

TEST(settings_under_which_kernels_go_other_ways_are_refused)
{
	static const struct alteration settings[] = {
		{ "", "\"zone_reclaim_mode\":\"0\"",
		  "\"zone_reclaim_mode\":\"1\"", 0,
		  "/sysctl/zone_reclaim_mode: is 1, but mmscope knows" },
		{ "", "\"zone_reclaim_mode\":\"0\"", "\"defrag_mode\":\"1\"", 0,
		  "/sysctl/defrag_mode: is 1, but mmscope knows" },
	};

	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
		assert_altered_refused(&settings[i]);
}

TEST(a_truncated_recording_is_refused)
{
	char *text = text_of(RECORDING("order0"));
	size_t length = strlen(text);

	for (size_t part = 1; part < 8; part++) {
		struct verify_report report;
		struct diagnosis why;
		char end = text[length * part / 8];
		text[length * part / 8] = '\0';
		assert_int_equal(verify_altered(text, &report, &why),
				 OUTCOME_REFUSED);
		assert_non_null(strstr(why.text, "incomplete"));
		text[length * part / 8] = end;
	}
	free(text);
}

TEST(unknown_keys_of_a_recording_are_passed_over_with_one_note)
{
	char *text = text_of(RECORDING("order0"));
	char *altered =
		with_change(text, "", "\"seed\":1", "\"seed\":1,\"mood\":2");
	char *more = with_change(altered, "", "\"constants\":{",
				 "\"constants\":{\"humour\":[1],");
	struct verify_report report;
	struct diagnosis why;

	assert_int_equal(verify_altered(more, &report, &why), OUTCOME_OK);
	assert_true(report.final_equal);
	assert_non_null(strstr(why.text, "/constants/humour"));
	verify_report_deinit(&report);
	free(more);
	free(altered);
	free(text);
}

TEST(an_impossible_operation_is_a_mismatch)
{
	char *text = text_of(RECORDING("order0"));
	char *altered =
		with_change(text, "\"i\":2,", "\"pfn\":6140", "\"pfn\":1024");
	struct verify_report report;
	struct diagnosis why;

	assert_int_equal(verify_altered(altered, &report, &why), OUTCOME_OK);
	assert_int_equal(report.first_mismatch_op, 2);
	assert_int_equal(report.matched, 2);
	assert_non_null(strstr(report.got, "refused"));
	verify_report_deinit(&report);
	free(altered);
	free(text);
}

static bool at_once(void *context, uint64_t done, uint64_t total)
{
	(void)context;
	(void)total;
	return done >= 512;
}

TEST(verifying_can_be_interrupted)
{
	struct progress progress = { .report = at_once };
	struct verify_report report;
	struct diagnosis why;

	assert_int_equal(
		verify_file(RECORDING("order0"), &progress, &report, &why),
		OUTCOME_INTERRUPTED);
	assert_non_null(strstr(why.text, "after 512 of 2500"));
}

TEST(a_file_that_is_not_there_is_named_as_such)
{
	struct verify_report report;
	struct diagnosis why;

	assert_int_equal(
		verify_file("tests/vectors/none.json.xz", NULL, &report, &why),
		OUTCOME_NOT_FOUND);
	assert_non_null(strstr(why.text, "No such file"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(the_model_answers_as_kernel_6_12_did),
		RUN(an_altered_page_is_found_at_its_operation),
		RUN(altered_flags_words_and_digests_are_found_at_their_operation),
		RUN(what_a_freed_page_was_before_is_compared_too),
		RUN(an_altered_final_state_is_told_word_by_word),
		RUN(an_altered_final_list_is_told_with_its_place),
		RUN(a_missing_key_is_refused_with_its_place),
		RUN(what_makes_no_sense_is_refused_with_its_place),
		RUN(a_recording_that_kept_no_events_changes_or_digests_holds_too),
		RUN(a_kernel_that_lost_count_while_pageblocks_were_isolated_goes_on_so),
		RUN(settings_under_which_kernels_go_other_ways_are_refused),
		RUN(a_truncated_recording_is_refused),
		RUN(unknown_keys_of_a_recording_are_passed_over_with_one_note),
		RUN(an_impossible_operation_is_a_mismatch),
		RUN(verifying_can_be_interrupted),
		RUN(a_file_that_is_not_there_is_named_as_such),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
