/*
 * Branches in files: where each leaves the history, and its operations.
 *
 * As with the history itself, they are run when they are read, and must lead
 * to the state that they led to.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/annotations_internal.h"
#include "snapshots/operations_internal.h"

static struct json *branch_write(const struct branch *branch)
{
	struct json *object = json_object();
	struct json *ops = json_array();

	for (size_t i = 0; i < op_log_length(branch->log); i++)
		json_append(ops, operation_write(op_log_at(branch->log, i)));
	json_add(object, "name", json_string(branch->name));
	json_add(object, "after", json_number(branch->fork));
	json_add(object, "ops", ops);
	json_add(object, "step", json_number((int64_t)branch->step));
	json_add(object, "marks", marks_write(branch->marks, branch->nr_marks));
	json_add(object, "state_hash", json_hash(branch->digest));
	return object;
}

void branches_write(struct json *top, const struct annotations *a)
{
	struct json *branches = NULL;

	/* Named, it may be all that is left of several. */
	if (!a->branch)
		return;
	branches = json_array();
	for (size_t i = 0; i < a->nr_branches; i++)
		json_append(branches, branch_write(&a->branches[i]));
	json_add(top, "branch", json_string(a->branch));
	json_add(top, "branches", branches);
}

static char *name_read(const struct item *object, const char *key)
{
	struct item name = item_member(object, key);
	const char *text = item_text(&name);
	char *copy = NULL;

	if (item_present(&name) && text[0] == '\0')
		item_fail(&name, "a branch needs a name");
	if (item_present(&name) && !json_was_displayable(name.json))
		item_fail(&name, "this name holds characters that cannot be "
				 "shown; use letters and digits");
	copy = strdup(text);
	assert(copy != NULL && "out of memory");
	return copy;
}

/* The history ends after so many operations now. */
static void cut(struct model *m, uint32_t ops)
{
	history_seek(m, ops > 0 ? history_op_end(m, ops) : 0);
	history_drop_future(m);
}

/* What is to be found at the end of the branch, where the model stands. */
static void end_read(const struct item *object, struct model *m,
		     struct branch *ret)
{
	struct item hash = item_member(object, "state_hash");
	struct item marks = item_member(object, "marks");
	struct annotations read = { 0 };
	int64_t steps = (int64_t)history_steps(m);

	ret->digest = item_hash(&hash);
	ret->step = (uint64_t)item_get(object, "step", 0, steps);
	marks_read(&marks, (uint64_t)steps, &read);
	ret->marks = read.marks;
	ret->nr_marks = read.nr_marks;
	ret->log = op_log_take(m, ret->fork);
	uint64_t found = model_digest(m);
	if (item_present(object) && found != ret->digest)
		item_fail(&hash,
			  "running the branch's operations leads to "
			  "0x%016" PRIx64 ", so the file was altered or comes "
			  "from another mmscope",
			  found);
}

static enum outcome branch_read(const struct item *object, struct model *m,
				const struct progress *progress,
				struct branch *ret)
{
	struct item ops = item_member(object, "ops");
	size_t done = 0;

	ret->name = name_read(object, "name");
	ret->fork =
		(uint32_t)item_get(object, "after", 0, (int64_t)history_ops(m));
	if (!item_present(object))
		return OUTCOME_REFUSED;
	struct op_log *history = op_log_take(m, ret->fork);

	cut(m, ret->fork);
	enum outcome outcome = operations_run(&ops, SIZE_MAX, m, progress);
	if (outcome == OUTCOME_OK)
		end_read(object, m, ret);
	item_finish(object);
	cut(m, ret->fork);
	bool back = op_log_run(history, m, NULL, &done);
	assert(back && "operations did something else when run again");
	(void)back;
	op_log_release(history);
	return outcome;
}

enum outcome branches_read(const struct item *top, struct model *m,
			   const struct progress *progress,
			   struct annotations *ret)
{
	struct item branches = item_optional(top, "branches");
	uint64_t here = history_cursor(m);
	enum outcome outcome = OUTCOME_OK;

	if (!item_present(&branches))
		return OUTCOME_OK;
	ret->branch = name_read(top, "branch");
	ret->branches =
		calloc(item_length(&branches) + 1, sizeof(*ret->branches));
	assert(ret->branches != NULL && "out of memory");
	for (struct item object = item_first(&branches);
	     outcome == OUTCOME_OK && item_present(&object);
	     item_advance(&object))
		outcome = branch_read(&object, m, progress,
				      &ret->branches[ret->nr_branches++]);
	history_seek(m, here);
	return outcome;
}
