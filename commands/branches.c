/*
 * Branches: several futures of one past.
 *
 * The model holds one history.  Of every other branch the operations behind
 * the point where it leaves this history are kept; going there runs them
 * again, and they must lead to the state that they led to before.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/branches_internal.h"
#include "snapshots/image.h"

/* Of the history before somebody names it. */
static const char first_name[] = "main";

const char *branch_present_name(const struct session *s)
{
	return s->notes.branch ? s->notes.branch : first_name;
}

struct branch *branch_find(const struct session *s, const char *name)
{
	for (size_t i = 0; i < s->notes.nr_branches; i++)
		if (strcmp(s->notes.branches[i].name, name) == 0)
			return &s->notes.branches[i];
	return NULL;
}

bool is_branch(const struct session *s, const char *name)
{
	return s->notes.branch && (strcmp(s->notes.branch, name) == 0 ||
				   branch_find(s, name) != NULL);
}

static char *copy_name(const char *name)
{
	char *copy = strdup(name);

	assert(copy && "out of memory");
	return copy;
}

/* Position at the end of so many operations. */
static uint64_t end_of(const struct model *m, uint32_t ops)
{
	return ops ? history_op_end(m, ops) : 0;
}

bool session_fork(const struct session *s, size_t i, struct stop_mark *ret)
{
	if (i >= s->notes.nr_branches)
		return false;
	const struct branch *branch = &s->notes.branches[i];

	*ret = (struct stop_mark){ .position = end_of(s->m, branch->fork),
				   .name = branch->name };
	return true;
}

void branches_forget_mark(struct session *s, const char *name)
{
	for (size_t i = 0; i < s->notes.nr_branches; i++) {
		struct branch *branch = &s->notes.branches[i];

		for (size_t k = 0; k < branch->nr_marks; k++) {
			if (strcmp(branch->marks[k].name, name) != 0)
				continue;
			free(branch->marks[k].name);
			branch->marks[k] = branch->marks[--branch->nr_marks];
			break;
		}
	}
}

/* Marks behind a position leave the history with the branch. */
static void take_marks(struct session *s, uint64_t after, struct branch *ret)
{
	struct annotations *notes = &s->notes;
	size_t kept = 0;

	ret->marks = calloc(notes->nr_marks + 1, sizeof(*ret->marks));
	assert(ret->marks && "out of memory");
	for (size_t i = 0; i < notes->nr_marks; i++) {
		if (notes->marks[i].position > after)
			ret->marks[ret->nr_marks++] = notes->marks[i];
		else
			notes->marks[kept++] = notes->marks[i];
	}
	notes->nr_marks = kept;
}

static void give_marks(struct session *s, struct branch *branch)
{
	for (size_t i = 0; i < branch->nr_marks; i++)
		mark_insert(&s->notes, branch->marks[i].name,
			    branch->marks[i].position);
}

/* A branch that leaves the history behind what is to stay of it goes the way
 * in between by itself. */
static void keep_with(struct session *s, uint32_t ops, struct op_log *lost)
{
	for (size_t i = 0; i < s->notes.nr_branches; i++) {
		struct branch *branch = &s->notes.branches[i];

		if (branch->fork <= ops)
			continue;
		struct op_log *way = op_log_first(lost, branch->fork - ops);
		struct op_log *log = op_log_join(way, branch->log);

		op_log_release(way);
		op_log_release(branch->log);
		branch->log = log;
		branch->fork = ops;
	}
}

void branches_keep(struct session *s, uint32_t ops)
{
	bool leaves = false;

	for (size_t i = 0; i < s->notes.nr_branches; i++)
		leaves |= s->notes.branches[i].fork > ops;
	if (!leaves)
		return;
	struct op_log *lost = op_log_take(s->m, ops);

	keep_with(s, ops, lost);
	op_log_release(lost);
}

/* The history as a branch that leaves it after so many operations. */
static struct branch present_as_branch(struct session *s, uint32_t ops)
{
	uint64_t here = history_cursor(s->m);
	struct branch branch = {
		.name = copy_name(branch_present_name(s)),
		.fork = ops,
		.log = op_log_take(s->m, ops),
		.step = here,
	};

	history_seek(s->m, history_steps(s->m));
	branch.digest = model_digest(s->m);
	history_seek(s->m, here);
	return branch;
}

/* The history ends after so many operations now. */
static void cut(struct session *s, uint32_t ops)
{
	history_seek(s->m, end_of(s->m, ops));
	history_drop_future(s->m);
}

/* Runs a branch's operations on from where it leaves; false leaves none. */
static bool run_branch(struct session *s, const struct branch *branch,
		       const struct progress *progress, size_t *ret_done)
{
	struct progress silent = { .report = NULL };

	model_set_progress(s->m, progress ? *progress : silent);
	bool done = op_log_run(branch->log, s->m, progress, ret_done) &&
		    model_digest(s->m) == branch->digest;

	model_set_progress(s->m, session_progress(s));
	if (!done)
		cut(s, branch->fork);
	return done;
}

/* What two branches have in common behind the fork is history now. */
static void share_more(struct session *s, const struct branch *now)
{
	for (size_t i = 0; i < s->notes.nr_branches; i++) {
		struct branch *other = &s->notes.branches[i];

		if (other->fork != now->fork)
			continue;
		size_t common = op_log_common(other->log, now->log);
		struct op_log *rest = op_log_rest(other->log, common);

		op_log_release(other->log);
		other->log = rest;
		other->fork += (uint32_t)common;
	}
}

/* Makes the branch the history, and the history a branch in its place.  False
 * when that was interrupted, or led elsewhere: all is as before then. */
static bool change_places(struct session *s, struct branch *branch,
			  const struct progress *progress, size_t *ret_done)
{
	struct branch left = present_as_branch(s, branch->fork);
	struct branch now = *branch;
	size_t again = 0;

	cut(s, now.fork);
	if (!run_branch(s, &now, progress, ret_done)) {
		bool back = run_branch(s, &left, NULL, &again);

		assert(back && "operations did something else when run again");
		(void)back;
		history_seek(s->m, left.step);
		branch_deinit(&left);
		return false;
	}
	keep_with(s, now.fork, left.log);
	take_marks(s, end_of(s->m, now.fork), &left);
	give_marks(s, &now);
	*branch = left;
	share_more(s, &now);
	free(s->notes.branch);
	s->notes.branch = copy_name(now.name);
	history_seek(s->m, now.step);
	branch_deinit(&now);
	return true;
}

static enum status fail_change(struct session *s, const char *name, size_t done,
			       struct reply *r)
{
	const struct branch *branch = branch_find(s, name);

	if (session_interrupted(s) || done < op_log_length(branch->log))
		return reply_fail(r, STATUS_FAILED,
				  "%s: interrupted after %zu of %zu "
				  "operations; nothing has changed",
				  name, done, op_log_length(branch->log));
	return reply_fail(r, STATUS_BROKEN,
			  "%s: its operations lead to another state than "
			  "before; nothing has changed, `check` looks for the "
			  "fault",
			  name);
}

enum status branch_go_to(struct session *s, const char *name, struct reply *r)
{
	struct progress progress = session_progress(s);
	size_t done = 0;

	if (change_places(s, branch_find(s, name), &progress, &done))
		return STATUS_OK;
	return fail_change(s, name, done, r);
}

enum status branch_image(struct session *s, const char *name,
			 struct image **ret, struct reply *r)
{
	char *home = copy_name(branch_present_name(s));
	uint64_t last_stop = s->last_stop;
	bool away = strcmp(home, name) != 0;
	enum status status = away ? branch_go_to(s, name, r) : STATUS_OK;
	uint64_t here = history_cursor(s->m);
	size_t done = 0;

	if (status == STATUS_OK) {
		history_seek(s->m, history_steps(s->m));
		*ret = image_take(s->m);
		history_seek(s->m, here);
		if (away)
			change_places(s, branch_find(s, home), NULL, &done);
	}
	s->last_stop = last_stop;
	free(home);
	return status;
}

bool branch_delete(struct session *s, const char *name)
{
	struct annotations *notes = &s->notes;
	struct branch *branch = branch_find(s, name);

	if (!branch)
		return false;
	branch_deinit(branch);
	*branch = notes->branches[--notes->nr_branches];
	return true;
}

static void branch_add(struct session *s, const struct branch *branch)
{
	struct annotations *notes = &s->notes;
	size_t nr = notes->nr_branches + 1;

	notes->branches =
		realloc(notes->branches, nr * sizeof(*notes->branches));
	assert(notes->branches && "out of memory");
	notes->branches[notes->nr_branches++] = *branch;
}

void branch_begin(struct session *s, const char *name, struct branch *ret_left)
{
	uint64_t here = history_cursor(s->m);
	uint32_t ops = history_op_at(s->m, here);
	struct branch left = present_as_branch(s, ops);

	keep_with(s, ops, left.log);
	take_marks(s, end_of(s->m, ops), &left);
	cut(s, ops);
	history_seek(s->m, here);
	session_forget_future(s);
	branch_add(s, &left);
	free(s->notes.branch);
	s->notes.branch = copy_name(name);
	*ret_left = left;
}
