/*
 * Verifying: the recorded operations run on a model of their beginning, and
 * what comes of them is compared, operation by operation and at the end.
 *
 * The first operation that differs ends the run, because from there on the
 * states are different ones.  Its steps are then looked up in a second run
 * that is recorded: recording everything from the start would cost more.
 */
#include "snapshots/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/history.h"
#include "snapshots/input_internal.h"
#include "snapshots/verify_internal.h"

enum { STEPS_TOLD = 3 };

void verify_report_deinit(struct verify_report *report)
{
	for (uint32_t i = 0; i < VERIFY_MAX_DIFFERENCES; i++)
		free(report->differences[i]);
	*report = (struct verify_report){ .first_mismatch_op = -1 };
}

/* Words of a step as they are; sentences are the business of commands. */
static size_t step_tell(const struct model *m, uint64_t position, char *ret,
			size_t size)
{
	struct step step = history_step(m, position);
	const struct probe *probe = probe_of(step.probe);
	int length =
		snprintf(ret, size, "%s/%s", probe->function, probe->label);

	for (unsigned i = 0; i < probe->nr_args; i++) {
		if (length < 0 || (size_t)length >= size)
			return size - 1;
		length += snprintf(ret + length, size - (size_t)length,
				   " %s=%" PRId64, probe->args[i].name,
				   step.args[i]);
	}
	return (size_t)length < size ? (size_t)length : size - 1;
}

static void last_steps_tell(const struct model *m, char *ret, size_t size)
{
	uint32_t op = history_ops(m);
	uint64_t begin = history_op_begin(m, op);
	uint64_t end = history_op_end(m, op);
	uint64_t first = end - begin > STEPS_TOLD ? end - STEPS_TOLD : begin;
	size_t length = 0;

	for (uint64_t position = first + 1; position <= end; position++) {
		if (length > 0 && length + 2 < size)
			length += (size_t)snprintf(ret + length, size - length,
						   "; ");
		length += step_tell(m, position, ret + length, size - length);
	}
}

/* Runs again up to the operation that differed, this time recorded. */
static void why_find(struct input *input, const struct item *ops,
		     struct verify_report *report)
{
	struct item initial = item_member(&input->top, "initial");
	struct model *m = state_read(&initial, &input->machine, &input->types);
	struct item object = item_first(ops);
	bool possible = m != NULL;

	while (possible && item_present(&object) &&
	       (int64_t)history_ops(m) <= (int64_t)report->matched) {
		struct operation_in_file read = operation_read(&object);
		int64_t where = 0;
		possible = operation_run(m, &read.op, &where) == OP_POSSIBLE;
		operation_in_file_deinit(&read);
		item_advance(&object);
	}
	if (possible && history_ops(m) > 0)
		last_steps_tell(m, report->why, sizeof(report->why));
	model_destroy(m);
}

/* Runs one recorded operation; false when the model does otherwise. */
static bool operation_matches(const struct input *input,
			      const struct item *object, struct model *m,
			      struct verify_report *report)
{
	struct operation_in_file read = operation_read(object);
	int64_t where = 0;
	bool matches = true;

	if (item_present(object)) {
		enum op_refusal refusal = operation_run(m, &read.op, &where);
		matches = refusal == OP_POSSIBLE;
		if (matches) {
			matches = result_matches(object, m, &input->types,
						 report);
		} else {
			snprintf(report->expected, sizeof(report->expected),
				 "a possible operation");
			snprintf(report->got, sizeof(report->got),
				 "refused (%" PRId64 "): %s", where,
				 refusal_text(refusal));
		}
	}
	operation_in_file_deinit(&read);
	return matches;
}

static enum outcome operations_verify(struct input *input,
				      const struct item *ops, struct model *m,
				      const struct progress *progress,
				      struct verify_report *report)
{
	struct item object = item_first(ops);

	report->ops = (uint32_t)item_length(ops);
	for (; item_present(&object); item_advance(&object)) {
		if (progress_interrupts(progress, object.index, report->ops)) {
			diagnose(input->reader.why,
				 "interrupted after %zu of %" PRIu32
				 " operations",
				 object.index, report->ops);
			return OUTCOME_INTERRUPTED;
		}
		item_expect(&object, "i", (int64_t)object.index);
		if (!operation_matches(input, &object, m, report)) {
			report->first_mismatch_op = (int64_t)object.index;
			why_find(input, ops, report);
			break;
		}
		report->matched++;
	}
	return input->reader.failed ? OUTCOME_REFUSED : OUTCOME_OK;
}

static enum outcome model_verify(struct input *input, struct model *m,
				 const struct progress *progress,
				 struct verify_report *report)
{
	struct item final = item_member(&input->top, "final");
	struct item ops = input_ops(input);

	snprintf(report->kernel, sizeof(report->kernel), "%s",
		 input->machine.release);
	history_set_recording(m, false);
	enum outcome outcome =
		operations_verify(input, &ops, m, progress, report);
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
