/*
 * Loading and replaying.
 *
 * Everything is built beside what the caller has; only a model that arrived
 * where the file says is handed over, so a refused file changes nothing.
 */
#include "snapshots/snapshot.h"

#include <inttypes.h>

#include "snapshots/annotations_internal.h"
#include "snapshots/input_internal.h"
#include "snapshots/operations_internal.h"

/* Puts the cursor where the file says, and looks whether this is the state
 * that was saved. */
static void arrive(const struct input *input, struct model *m)
{
	struct item step = item_member(&input->top, "step");
	struct item hash = item_member(&input->top, "state_hash");
	int64_t position = item_integer(&step, 0, (int64_t)history_steps(m));
	uint64_t said = item_hash(&hash);

	if (!item_present(&input->top))
		return;
	history_seek(m, (uint64_t)position);
	uint64_t found = model_digest(m);
	if (found != said)
		item_fail(&hash,
			  "running the operations again leads to "
			  "0x%016" PRIx64 ", so the file was altered or "
			  "comes from another mmscope",
			  found);
}

/* The rest of a snapshot: its operations, cursor and annotations. */
static enum outcome history_read(const struct input *input, struct model *m,
				 const struct progress *progress,
				 struct annotations *ret)
{
	struct item ops = item_member(&input->top, "ops");
	enum outcome outcome = operations_run(&ops, SIZE_MAX, m, progress);

	if (outcome != OUTCOME_OK)
		return outcome;
	arrive(input, m);
	annotations_read(&input->top, history_steps(m), ret);
	outcome = branches_read(&input->top, m, progress, ret);
	item_finish(&input->top);
	if (outcome == OUTCOME_OK && input->reader.failed)
		outcome = OUTCOME_REFUSED;
	if (outcome != OUTCOME_OK)
		annotations_deinit(ret);
	return outcome;
}

static enum outcome load_from(struct input *input,
			      const struct progress *progress,
			      struct model **ret_model,
			      struct annotations *ret_notes)
{
	struct annotations notes = { 0 };
	enum outcome outcome = OUTCOME_OK;
	struct model *m = input_beginning(input);

	if (m == NULL || input->reader.failed) {
		model_destroy(m);
		return OUTCOME_REFUSED;
	}
	if (!input->recording)
		outcome = history_read(input, m, progress, &notes);
	if (outcome != OUTCOME_OK) {
		model_destroy(m);
		return outcome;
	}
	*ret_model = m;
	*ret_notes = notes;
	return OUTCOME_OK;
}

enum outcome snapshot_load(const char *path, const struct progress *progress,
			   struct model **ret_model,
			   struct annotations *ret_notes, struct diagnosis *why)
{
	struct input input;
	enum outcome outcome = input_open(path, &input, why);

	if (outcome == OUTCOME_OK)
		outcome = load_from(&input, progress, ret_model, ret_notes);
	if (outcome == OUTCOME_OK)
		input_note(&input, why);
	input_deinit(&input);
	return outcome;
}

static enum outcome recorded_ops_run(const struct input *input, size_t max,
				     struct model *m,
				     const struct progress *progress)
{
	struct item ops = input_ops(input);

	return operations_run(&ops, max, m, progress);
}

/* A snapshot has to be sound as a whole, even if only a part of its history
 * is asked for: the rest is run, looked at, and forgotten. */
static enum outcome saved_ops_run(const struct input *input, size_t max,
				  struct model *m,
				  const struct progress *progress)
{
	struct annotations unused = { 0 };
	enum outcome outcome = history_read(input, m, progress, &unused);

	annotations_deinit(&unused);
	if (outcome != OUTCOME_OK)
		return outcome;
	history_seek(m, history_steps(m));
	if (max < history_ops(m)) {
		history_seek(m, history_op_end(m, (uint32_t)max));
		history_drop_future(m);
	}
	return OUTCOME_OK;
}

static enum outcome replay_from(struct input *input,
				const struct progress *progress, size_t max,
				struct model **m)
{
	struct model *fresh = input_beginning(input);
	enum outcome outcome = OUTCOME_REFUSED;

	if (fresh != NULL && !input->reader.failed)
		outcome =
			input->recording
				? recorded_ops_run(input, max, fresh, progress)
				: saved_ops_run(input, max, fresh, progress);
	if (outcome != OUTCOME_OK) {
		model_destroy(fresh);
		return outcome;
	}
	model_destroy(*m);
	*m = fresh;
	return OUTCOME_OK;
}

enum outcome snapshot_replay(const char *path, const struct progress *progress,
			     uint32_t max_ops, struct model **m,
			     struct diagnosis *why)
{
	struct input input;
	size_t max = max_ops > 0 ? max_ops : SIZE_MAX;
	enum outcome outcome = input_open(path, &input, why);

	if (outcome == OUTCOME_OK)
		outcome = replay_from(&input, progress, max, m);
	if (outcome == OUTCOME_OK)
		input_note(&input, why);
	input_deinit(&input);
	return outcome;
}
