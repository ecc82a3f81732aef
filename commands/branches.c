/*
 * Branches: several futures of one past.
 *
 * The model holds one history.  Of every other branch the operations behind
 * the point where it leaves this history are kept; going there runs them
 * again, and they must lead to the state that they led to before.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "snapshots/image.h"

/* Of the history before somebody names it. */
static const char first_name[] = "main";

static const char *present_name(const struct session *s)
{
	return s->notes.branch ? s->notes.branch : first_name;
}

static struct branch *branch_find(const struct session *s, const char *name)
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
		.name = copy_name(present_name(s)),
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

/* `name` is that of another branch. */
static enum status go_to_branch(struct session *s, const char *name,
				struct reply *r)
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
	char *home = copy_name(present_name(s));
	uint64_t last_stop = s->last_stop;
	bool away = strcmp(home, name) != 0;
	enum status status = away ? go_to_branch(s, name, r) : STATUS_OK;
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

static void reply_branch(const struct session *s, const struct branch *branch,
			 struct json *branches, struct reply *r)
{
	size_t own = branch ? op_log_length(branch->log) : 0;
	uint32_t shared = branch ? branch->fork : history_ops(s->m);
	uint64_t step = branch ? branch->step : history_cursor(s->m);
	const char *name = branch ? branch->name : present_name(s);
	struct json *object = json_object();

	if (branch)
		reply_text(r,
			   "  %-15s leaves after operation %" PRIu32
			   ", %zu operation%s of its own, at step %" PRIu64
			   "\n",
			   name, shared, own, plural(own), step);
	else
		reply_text(r,
			   "* %-15s %" PRIu32 " operation%s, at step %" PRIu64
			   " of %" PRIu64 "\n",
			   name, shared, plural(shared), step,
			   history_steps(s->m));
	json_add(object, "name", json_string(name));
	json_add(object, "current", json_bool(!branch));
	json_add(object, "fork_op", branch ? json_number(shared) : json_null());
	json_add(object, "ops", json_number((int64_t)(shared + own)));
	json_add(object, "step", json_number((int64_t)step));
	json_append(branches, object);
}

static enum status run_branches(struct session *s, const struct arguments *args,
				struct reply *r)
{
	struct json *branches = json_array();

	(void)args;
	reply_branch(s, NULL, branches, r);
	for (size_t i = 0; i < s->notes.nr_branches; i++)
		reply_branch(s, &s->notes.branches[i], branches, r);
	if (s->notes.nr_branches == 0)
		reply_text(r, "no other branch: `branch NAME` keeps this "
			      "future and begins another\n");
	reply_value(r, "branches", branches);
	return STATUS_OK;
}

const struct command cmd_branches = {
	.name = "branches",
	.group = GROUP_MOVES,
	.args = "",
	.summary = "List the branches of the history",
	.help = "* is the one that is the history now.  Of each other one: "
		"the operation behind\nwhich it goes a way of its own.",
	.example = "branches",
	.run = run_branches,
};

static enum status check_name(struct session *s, const char *name,
			      struct reply *r)
{
	if (!is_mark_name(name))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" cannot name a branch: begin with a "
				  "letter, then letters, digits, - and _, and "
				  "not begin, end or op",
				  name);
	if (strcmp(name, present_name(s)) == 0 || branch_find(s, name))
		return reply_fail(r, STATUS_FAILED,
				  "there is a branch %s already: `switch %s` "
				  "goes there",
				  name, name);
	if (is_mark(s, name))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is a mark already: give the branch "
				  "another name",
				  name);
	return STATUS_OK;
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

static void reply_begun(struct session *s, const struct branch *left,
			uint64_t steps, struct reply *r)
{
	size_t ops = op_log_length(left->log);

	reply_text(r, "%s begins after operation %" PRIu32, s->notes.branch,
		   left->fork);
	if (ops)
		reply_text(r,
			   "; %s keeps the %zu operation%s (%" PRIu64
			   " step%s) behind it",
			   left->name, ops, plural(ops), steps, plural(steps));
	reply_text(r, "\n");
	reply_string(r, "name", s->notes.branch);
	reply_string(r, "from", left->name);
	reply_number(r, "fork_op", left->fork);
	reply_number(r, "kept_ops", (int64_t)ops);
	reply_number(r, "kept_steps", (int64_t)steps);
}

static enum status run_branch_command(struct session *s,
				      const struct arguments *args,
				      struct reply *r)
{
	uint64_t here = history_cursor(s->m);
	uint32_t ops = history_op_at(s->m, here);

	if (args->argc == 0)
		return run_branches(s, args, r);
	if (args->argc != 1)
		return command_usage("branch", r);
	enum status status = check_name(s, args->argv[0], r);

	if (status != STATUS_OK)
		return status;
	uint64_t steps = history_steps(s->m) - end_of(s->m, ops);
	struct branch left = present_as_branch(s, ops);

	keep_with(s, ops, left.log);
	take_marks(s, end_of(s->m, ops), &left);
	cut(s, ops);
	history_seek(s->m, here);
	session_forget_future(s);
	branch_add(s, &left);
	free(s->notes.branch);
	s->notes.branch = copy_name(args->argv[0]);
	reply_begun(s, &left, steps, r);
	return STATUS_OK;
}

const struct command cmd_branch = {
	.name = "branch",
	.group = GROUP_MOVES,
	.args = "[NAME]",
	.summary = "Keep this future, and begin another one here",
	.help = "What lies behind the cursor stays with the present branch, "
		"at first \"main\", and\nthe history goes on as NAME.  Both "
		"share the past; given inside an operation, up\nto its end.  "
		"`switch` changes between them, `diff main NAME` tells their "
		"ends\napart, `save` keeps all.  Without NAME: list them.",
	.example = "branch try",
	.takes_long = true,
	.run = run_branch_command,
};

static enum status run_switch(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	if (args->argc != 1)
		return command_usage("switch", r);
	const char *name = args->argv[0];
	const struct branch *branch = branch_find(s, name);

	if (strcmp(name, present_name(s)) == 0)
		return reply_fail(r, STATUS_FAILED,
				  "this is branch %s already: `branches` lists "
				  "the others",
				  name);
	if (!branch)
		return reply_fail(r, STATUS_FAILED,
				  "there is no branch %s: `branches` lists "
				  "them, `branch %s` begins one",
				  name, name);
	uint32_t fork = branch->fork;
	enum status status = go_to_branch(s, name, r);

	if (status != STATUS_OK)
		return status;
	s->moves++;
	s->word_position = UINT64_MAX;
	s->frame_position = UINT64_MAX;
	session_forget_values_after(s, fork);
	reply_text(r, "branch %s: %" PRIu32 " operation%s\n", name,
		   history_ops(s->m), plural(history_ops(s->m)));
	reply_string(r, "name", name);
	reply_number(r, "ops", history_ops(s->m));
	reply_position(s, NULL, r);
	return STATUS_OK;
}

const struct command cmd_switch = {
	.name = "switch",
	.group = GROUP_MOVES,
	.args = "NAME",
	.summary = "Go to another branch of the history",
	.help = "Its operations are run again from where it leaves the "
		"present one, and must lead\nto the state that they led to "
		"before.  The cursor stands where it was left.",
	.example = "branch other\nswitch main",
	.completes = COMPLETE_MARKS,
	.words = "main",
	.takes_long = true,
	.run = run_switch,
};
