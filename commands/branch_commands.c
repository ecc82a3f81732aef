/*
 * Beginning a branch, listing them, and changing between them.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/branches_internal.h"

static void reply_branch(const struct session *s, const struct branch *branch,
			 struct json *branches, struct reply *r)
{
	size_t own = branch ? op_log_length(branch->log) : 0;
	uint32_t shared = branch ? branch->fork : history_ops(s->m);
	uint64_t step = branch ? branch->step : history_cursor(s->m);
	const char *name = branch ? branch->name : branch_present_name(s);
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
	if (strcmp(name, branch_present_name(s)) == 0 || branch_find(s, name))
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
	struct branch left;

	if (args->argc == 0)
		return run_branches(s, args, r);
	if (args->argc != 1)
		return command_usage("branch", r);
	enum status status = check_name(s, args->argv[0], r);

	if (status != STATUS_OK)
		return status;
	uint64_t steps = history_steps(s->m);

	branch_begin(s, args->argv[0], &left);
	steps -= history_steps(s->m);
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
		"ends\napart, `save` keeps all, `delete branch NAME` gives "
		"one up.  Without NAME: list\nthem.",
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

	if (strcmp(name, branch_present_name(s)) == 0)
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
	enum status status = branch_go_to(s, name, r);

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
	.words = "",
	.takes_long = true,
	.run = run_switch,
};
