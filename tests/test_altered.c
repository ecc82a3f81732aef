/*
 * Altered recordings: whatever is changed in one, of whichever kernel, is told
 * at the place where it was changed.
 */
#include "tests/harness.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/verify.h"
#include "tests/scratch.h"

enum { TEXT_SIZE = 160 };

/* A recording, and what is known of one operation of it: an allocation that
 * falls back, with its events and what it changed. */
struct recording {
	const char *path;
	int op;
	unsigned pfn;
	const char *got;     /* the step that traces L */
	const char *extfrag; /* the step that traces X */
	const char *delta;   /* a word of its d, and what it was before */
	const char *new_value;
	const char *old_value;
	const char *list[2]; /* of `final`, and the same in another order */
	const char *list_name;
};

#define RECORDING(kernel)                                                      \
	.path = "tests/vectors/v" kernel "-m64-fallback-s1.json.xz"

static const struct recording recordings[] = {
	{ RECORDING("5.10"), .op = 61, .pfn = 3072, .got = "__rmqueue/result",
	  .extfrag = "__rmqueue_fallback/extfrag", .delta = "0.nf10",
	  .new_value = "0", .old_value = "1",
	  .list = { "[1818,1817,709,711]", "[1817,1818,709,711]" },
	  .list_name = "node 0, zone DMA, free list of order 0 "
		       "Reclaimable: expected" },
	{ RECORDING("6.1"), .op = 6, .pfn = 13824,
	  .got = "__rmqueue_smallest/got",
	  .extfrag = "__rmqueue_fallback/extfrag", .delta = "1.nf9",
	  .new_value = "2", .old_value = "3",
	  .list = { "[759,660,666]", "[759,666,660]" },
	  .list_name = "node 0, zone DMA, free list of order 0 Movable" },
	{ RECORDING("6.12"), .op = 171, .pfn = 14592,
	  .got = "__rmqueue_smallest/got", .extfrag = "__rmqueue_claim/extfrag",
	  .delta = "1.nf8", .new_value = "0", .old_value = "1",
	  .list = { "[1152,1200]", "[1200,1152]" },
	  .list_name = "node 0, zone DMA, free list of order 4 Movable" },
	{ RECORDING("7.2"), .op = 213, .pfn = 14592,
	  .got = "__rmqueue_smallest/got", .extfrag = "__rmqueue_claim/extfrag",
	  .delta = "1.nf8", .new_value = "0", .old_value = "1",
	  .list = { "[281,299,300,309,311]", "[281,299,300,311,309]" },
	  .list_name = "node 0, zone DMA, free list of order 0 "
		       "Unmovable" },
};

enum { NR_RECORDINGS = sizeof recordings / sizeof recordings[0] };

/* The first `from` behind `behind` becomes `to`. */
struct change {
	const char *behind;
	const char *from;
	const char *to;
};

static enum outcome verify_with(const struct recording *r, struct change change,
				struct verify_report *report,
				struct diagnosis *why)
{
	struct scratch s;
	char *text = text_of(r->path);
	char *altered =
		with_change(text, change.behind, change.from, change.to);

	scratch_init(&s);
	enum outcome outcome = verify_file(
		scratch_file(&s, "altered.json", altered), NULL, report, why);
	scratch_deinit(&s);
	free(altered);
	free(text);
	return outcome;
}

static void assert_says(const struct recording *r, const char *text,
			const char *wanted)
{
	if (strstr(text, wanted) == NULL)
		fail_msg("%s: \"%s\" does not say \"%s\"", r->path, text,
			 wanted);
}

/* What the report has to say of an alteration of the operation. */
struct told {
	const char *expected;
	const char *got;
	const char *why;
};

static void assert_told(const struct recording *r, const char *from,
			const char *to, struct told told)
{
	char behind[TEXT_SIZE];
	struct verify_report report;
	struct diagnosis why;

	snprintf(behind, sizeof behind, "\"i\":%d,", r->op);
	if (verify_with(r, (struct change){ behind, from, to }, &report,
			&why) != OUTCOME_OK)
		fail_msg("%s: %s", r->path, why.text);
	assert_int_equal(report.first_mismatch_op, r->op);
	assert_int_equal(report.operation, r->op + 1);
	assert_int_equal(report.matched, r->op);
	assert_true(report.step > 0);
	assert_false(report.final_equal);
	assert_says(r, report.expected, told.expected);
	assert_says(r, report.got, told.got);
	assert_says(r, report.why, told.why);
	verify_report_deinit(&report);
}

TEST(an_altered_page_is_told_with_the_step_that_came_to_another)
{
	for (size_t i = 0; i < NR_RECORDINGS; i++) {
		const struct recording *r = &recordings[i];
		char from[TEXT_SIZE];
		char to[TEXT_SIZE];
		char got[TEXT_SIZE];
		snprintf(from, sizeof from, "\"pfn\":%u", r->pfn);
		snprintf(to, sizeof to, "\"pfn\":%u", r->pfn + 4);
		snprintf(got, sizeof got, "pfn %u", r->pfn);
		assert_told(r, from, to,
			    (struct told){ "pfn", got, "All events agree" });
		assert_told(r, from, "\"pfn\":null",
			    (struct told){ "no page", got, "at step " });
	}
}

TEST(an_altered_event_is_told_with_its_step)
{
	for (size_t i = 0; i < NR_RECORDINGS; i++) {
		const struct recording *r = &recordings[i];
		char from[TEXT_SIZE];
		char to[TEXT_SIZE];
		snprintf(from, sizeof from, "[\"L\",%u,", r->pfn);
		snprintf(to, sizeof to, "[\"L\",%u,", r->pfn + 4);
		assert_told(r, from, to,
			    (struct told){ ": L pfn", ": L pfn", r->got });
		snprintf(from, sizeof from, "[\"X\",%u,", r->pfn);
		snprintf(to, sizeof to, "[\"X\",%u,", r->pfn + 4);
		assert_told(r, from, to,
			    (struct told){ ": X pfn", ": X pfn", r->extfrag });
	}
}

TEST(an_event_too_few_or_too_many_is_told)
{
	for (size_t i = 0; i < NR_RECORDINGS; i++) {
		const struct recording *r = &recordings[i];
		assert_told(r, "\"ev\":[", "\"ev\":[[\"D\",7,0,1],",
			    (struct told){ "event 1: D pfn 7 order 0 "
					   "migratetype Movable",
					   "event 1: ", "At the first event" });
		assert_told(r, "]],\"d\":", "],[\"D\",7,0,1]],\"d\":",
			    (struct told){ "event 3: D pfn 7",
					   "event 3: no event",
					   "Events agree up to 2" });
		assert_told(r, "\"ev\":", "\"no\":",
			    (struct told){ "event 1: no event", "event 1: ",
					   "the record says no event" });
	}
}

TEST(an_altered_or_missing_delta_is_told_with_the_step_that_wrote)
{
	for (size_t i = 0; i < NR_RECORDINGS; i++) {
		const struct recording *r = &recordings[i];
		char member[TEXT_SIZE];
		char altered[TEXT_SIZE];
		char was[TEXT_SIZE];
		char is[TEXT_SIZE];
		snprintf(member, sizeof member, "\"%s\":%s", r->delta,
			 r->new_value);
		snprintf(altered, sizeof altered, "\"%s\":77", r->delta);
		snprintf(was, sizeof was, "%s %s", r->delta, r->old_value);
		snprintf(is, sizeof is, "%s %s", r->delta, r->new_value);
		assert_told(r, member, altered,
			    (struct told){ " 77", is, "writes nr_free last" });
		snprintf(altered, sizeof altered, "\"none\":0");
		assert_told(r, member, altered,
			    (struct told){ was, is, "writes nr_free last" });
		assert_told(r, "\"d\":{", "\"d\":{\"0.p0.high\":1234567,",
			    (struct told){ "0.p0.high 1234567", "0.p0.high",
					   "does not write high" });
	}
}

static void assert_missing_refused(const struct recording *r, const char *key)
{
	struct verify_report report;
	struct diagnosis why;
	char behind[TEXT_SIZE];
	char member[TEXT_SIZE];
	char pointer[TEXT_SIZE];

	snprintf(behind, sizeof behind, "\"i\":%d,", r->op);
	snprintf(member, sizeof member, "\"%s\":", key);
	snprintf(pointer, sizeof pointer, "/ops/%d/%s: ", r->op, key);
	struct change change = { behind, member, "\"away\":" };
	assert_int_equal(verify_with(r, change, &report, &why),
			 OUTCOME_REFUSED);
	assert_says(r, why.text, pointer);
}

TEST(a_removed_result_is_refused_with_its_place)
{
	for (size_t i = 0; i < NR_RECORDINGS; i++) {
		assert_missing_refused(&recordings[i], "op");
		assert_missing_refused(&recordings[i], "cpu");
		assert_missing_refused(&recordings[i], "gfp");
		assert_missing_refused(&recordings[i], "pfn");
		assert_missing_refused(&recordings[i], "flags_after");
	}
}

TEST(an_unknown_event_is_refused_with_its_place)
{
	for (size_t i = 0; i < NR_RECORDINGS; i++) {
		const struct recording *r = &recordings[i];
		struct verify_report report;
		struct diagnosis why;
		char behind[TEXT_SIZE];
		char pointer[TEXT_SIZE];
		snprintf(behind, sizeof behind, "\"i\":%d,", r->op);
		snprintf(pointer, sizeof pointer, "/ops/%d/ev/0/0: ", r->op);
		assert_int_equal(
			verify_with(r,
				    (struct change){ behind, "\"ev\":[",
						     "\"ev\":[[\"Q\"]," },
				    &report, &why),
			OUTCOME_REFUSED);
		assert_says(r, why.text, pointer);
		snprintf(pointer, sizeof pointer, "/ops/%d/ev/0: ", r->op);
		assert_int_equal(
			verify_with(r,
				    (struct change){ behind, "\"ev\":[",
						     "\"ev\":[[\"L\",1]," },
				    &report, &why),
			OUTCOME_REFUSED);
		assert_says(r, why.text, pointer);
	}
}

TEST(an_altered_digest_is_told_at_its_operation)
{
	for (size_t i = 0; i < NR_RECORDINGS; i++) {
		const struct recording *r = &recordings[i];
		struct verify_report report;
		struct diagnosis why;
		assert_int_equal(
			verify_with(r,
				    (struct change){
					    "\"i\":31,", "\"digest\":\"",
					    "\"digest\":\"0\",\"was\":\"" },
				    &report, &why),
			OUTCOME_OK);
		assert_int_equal(report.first_mismatch_op, 31);
		assert_says(r, report.expected, "digest of all lists 0x0");
		assert_says(r, report.why, "The operation ends at step ");
		verify_report_deinit(&report);
	}
}

TEST(an_altered_final_list_is_told_by_its_name)
{
	for (size_t i = 0; i < NR_RECORDINGS; i++) {
		const struct recording *r = &recordings[i];
		struct verify_report report;
		struct diagnosis why;
		assert_int_equal(
			verify_with(r,
				    (struct change){ "\"final\"", r->list[0],
						     r->list[1] },
				    &report, &why),
			OUTCOME_OK);
		assert_int_equal(report.first_mismatch_op, -1);
		assert_int_equal(report.operation, 0);
		assert_int_equal(report.matched, report.ops);
		assert_int_equal(report.nr_differences, 1);
		assert_says(r, report.differences[0], r->list_name);
		verify_report_deinit(&report);
	}
}

TEST(a_recording_without_events_is_verified_by_the_rest)
{
	struct scratch s;
	struct verify_report report;
	struct diagnosis why;
	char *text = text_of(recordings[0].path);

	for (char *at = text; (at = strstr(at, "\"ev\":")) != NULL;)
		at[1] = 'x';
	scratch_init(&s);
	assert_int_equal(verify_file(scratch_file(&s, "silent.json", text),
				     NULL, &report, &why),
			 OUTCOME_OK);
	assert_int_equal(report.first_mismatch_op, -1);
	assert_true(report.final_equal);
	verify_report_deinit(&report);
	scratch_deinit(&s);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(an_altered_page_is_told_with_the_step_that_came_to_another),
		RUN(an_altered_event_is_told_with_its_step),
		RUN(an_event_too_few_or_too_many_is_told),
		RUN(an_altered_or_missing_delta_is_told_with_the_step_that_wrote),
		RUN(a_removed_result_is_refused_with_its_place),
		RUN(an_unknown_event_is_refused_with_its_place),
		RUN(an_altered_digest_is_told_at_its_operation),
		RUN(an_altered_final_list_is_told_by_its_name),
		RUN(a_recording_without_events_is_verified_by_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
