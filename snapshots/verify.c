/*
 * Verifying: the recorded operations run on a model of their beginning, and
 * what comes of them is compared, operation by operation and at the end.
 *
 * The first operation that differs ends the run, because from there on the
 * states are different ones.  Everything is recorded on the tape, which also
 * tells the tracepoints that were passed; that costs about as much again.
 */
#include "snapshots/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/page.h"
#include "snapshots/input_internal.h"
#include "snapshots/verify_internal.h"

void verify_report_deinit(struct verify_report *report)
{
	for (uint32_t i = 0; i < VERIFY_MAX_DIFFERENCES; i++)
		free(report->differences[i]);
	*report = (struct verify_report){ .first_mismatch_op = -1 };
}

static void refusal_report(const struct comparison *c, enum op_refusal refusal,
			   int64_t where)
{
	struct verify_report *report = c->report;

	snprintf(report->expected, sizeof(report->expected),
		 "a possible operation");
	snprintf(report->got, sizeof(report->got), "refused (%" PRId64 "): %s",
		 where, refusal_text(refusal));
	report->step = history_steps(c->m);
	snprintf(
		report->why, sizeof(report->why),
		"The model stands at step %" PRIu64 " (%s) and cannot begin "
		"this operation.",
		report->step,
		report->step > 0
			? probe_in(c->m, history_step(c->m, report->step).probe)
				  ->function
			: "the beginning");
}

/* What is compared of a page and will have changed afterwards. */
static void page_before(struct comparison *c, const struct operation *op)
{
	if (op->kind != OP_FREE || !pfn_valid(c->m, op->pfn))
		return;
	c->type_before = pageblock_type(c->m, op->pfn);
	c->flags_before = page_flags(c->m, op->pfn);
}

/* Runs one recorded operation; false when the model does otherwise. */
static bool operation_matches(struct comparison *c, struct model *m)
{
	struct operation_in_file read = operation_read(&c->object);
	int64_t where = 0;
	bool matches = true;

	if (item_present(&c->object)) {
		page_before(c, &read.op);
		enum op_refusal refusal = operation_run(m, &read.op, &where);
		matches = refusal == OP_POSSIBLE && result_matches(c);
		if (refusal != OP_POSSIBLE)
			refusal_report(c, refusal, where);
		else if (!matches)
			mismatch_explain(c);
	}
	operation_in_file_deinit(&read);
	return matches;
}

/* A recorder that kept events, changes or digests of any operation kept them
 * of every one that had some. */
static bool is_kept(const struct item *ops, const char *key)
{
	struct item object = item_first(ops);

	for (; item_present(&object); item_advance(&object)) {
		struct item kept = item_optional(&object, key);
		if (item_present(&kept))
			return true;
	}
	return false;
}

/* Every how many operations there must be a digest; 0: none need be. */
static int64_t digests_due(const struct input *input, const struct item *ops)
{
	struct item every = item_optional(&input->top, "checkpoint_every");

	if (!item_present(&every) || !is_kept(ops, "digest"))
		return 0;
	return item_integer(&every, 0, UINT32_MAX);
}

/* Runs and compares one operation after the other, the first that differs
 * being the last.  `c` lacks nothing but the operation. */
static enum outcome operations_verify(const struct item *ops, struct model *m,
				      const struct progress *progress,
				      struct comparison *c)
{
	struct verify_report *report = c->report;
	struct item *object = &c->object;

	report->ops = (uint32_t)item_length(ops);
	*object = item_first(ops);
	for (; item_present(object); item_advance(object)) {
		if (progress_interrupts(progress, object->index, report->ops)) {
			diagnose(ops->reader->why,
				 "interrupted after %zu of %" PRIu32
				 " operations",
				 object->index, report->ops);
			return OUTCOME_INTERRUPTED;
		}
		item_expect(object, "i", (int64_t)object->index);
		if (!operation_matches(c, m)) {
			report->first_mismatch_op = (int64_t)object->index;
			report->operation = report->matched + 1;
			break;
		}
		report->matched++;
	}
	return ops->reader->failed ? OUTCOME_REFUSED : OUTCOME_OK;
}

static enum outcome model_verify(struct input *input, struct model *m,
				 const struct progress *progress,
				 struct verify_report *report)
{
	struct item final = item_member(&input->top, "final");
	struct item ops = input_ops(input);

	snprintf(report->kernel, sizeof(report->kernel), "%s",
		 input->machine.release);
	struct comparison c = {
		.m = m,
		.types = &input->types,
		.watch = watch_create(m),
		.watched = is_kept(&ops, "d"),
		.traced = is_kept(&ops, "ev"),
		.checkpoint_every = digests_due(input, &ops),
		.report = report,
	};
	enum outcome outcome = operations_verify(&ops, m, progress, &c);
	watch_destroy(c.watch);
	if (outcome != OUTCOME_OK)
		return outcome;
	if (report->first_mismatch_op >= 0)
		report_difference(report,
				  "not compared, because the run ended at "
				  "operation %" PRId64,
				  report->first_mismatch_op);
	else
		final_compare(&final, m, &input->types, report);
	report->final_equal = report->nr_differences == 0;
	return input->reader.failed ? OUTCOME_REFUSED : OUTCOME_OK;
}

static enum outcome input_verify(struct input *input,
				 const struct progress *progress,
				 struct verify_report *report)
{
	if (!input->recording) {
		item_fail(&input->top, "is a snapshot; only recordings of a "
				       "kernel can be verified, `load` checks "
				       "snapshots");
		return OUTCOME_REFUSED;
	}
	struct model *m = input_beginning(input);
	enum outcome outcome = OUTCOME_REFUSED;
	if (m != NULL)
		history_expect_looks(m);
	if (m != NULL && !input->reader.failed)
		outcome = model_verify(input, m, progress, report);
	model_destroy(m);
	return outcome;
}

enum outcome verify_file(const char *path, const struct progress *progress,
			 struct verify_report *ret, struct diagnosis *why)
{
	struct input input;
	struct verify_report report = { .first_mismatch_op = -1 };
	enum outcome outcome = input_open(path, &input, why);

	if (outcome == OUTCOME_OK)
		outcome = input_verify(&input, progress, &report);
	if (outcome == OUTCOME_OK)
		input_note(&input, why);
	input_deinit(&input);
	if (outcome == OUTCOME_OK)
		*ret = report;
	else
		verify_report_deinit(&report);
	return outcome;
}
