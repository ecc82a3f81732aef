/*
 * Giving up what was named: breakpoints, marks and branches.
 */
#include <string.h>

#include "commands/branches_internal.h"
#include "commands/stops.h"

bool args_name(const struct arguments *args, uint32_t number)
{
	uint64_t named = 0;

	for (int i = 0; i < args->argc; i++)
		if (parse_number(args->argv[i], &named) && named == number)
			return true;
	return args->argc == 0;
}

static void reply_deleted(struct reply *r, size_t deleted, const char *noun,
			  const char *ending)
{
	reply_text(r, "%zu %s%s deleted\n", deleted, noun,
		   deleted == 1 ? "" : ending);
	reply_number(r, "deleted", (int64_t)deleted);
}

static enum status delete_breakpoints(struct session *s,
				      const struct arguments *args,
				      struct reply *r)
{
	enum status status = breakpoints_named(s, args, r);
	size_t before = s->nr_breakpoints;

	if (status != STATUS_OK)
		return status;
	for (size_t i = s->nr_breakpoints; i > 0; i--)
		if (args_name(args, s->breakpoints[i - 1].number))
			breakpoint_remove(s, i - 1);
	reply_deleted(r, before - s->nr_breakpoints, "breakpoint", "s");
	return STATUS_OK;
}

static enum status check_branches(struct session *s,
				  const struct arguments *args, struct reply *r)
{
	for (int i = 1; i < args->argc; i++) {
		const char *name = args->argv[i];

		if (strcmp(name, branch_present_name(s)) == 0)
			return reply_fail(r, STATUS_FAILED,
					  "%s is the history now: `switch` to "
					  "another branch first",
					  name);
		if (!branch_find(s, name))
			return reply_fail(r, STATUS_FAILED,
					  "there is no branch %s: `branches` "
					  "lists them",
					  name);
	}
	return STATUS_OK;
}

static enum status delete_branches(struct session *s,
				   const struct arguments *args,
				   struct reply *r)
{
	enum status status = check_branches(s, args, r);
	size_t deleted = 0;

	if (status != STATUS_OK)
		return status;
	for (int i = 1; i < args->argc; i++)
		deleted += branch_delete(s, args->argv[i]);
	reply_deleted(r, deleted, "branch", "es");
	return STATUS_OK;
}

static enum status delete_marks(struct session *s, const struct arguments *args,
				struct reply *r)
{
	size_t before = s->notes.nr_marks;

	for (int i = 1; i < args->argc; i++)
		if (!is_mark(s, args->argv[i]))
			return reply_fail(r, STATUS_FAILED,
					  "there is no mark %s: `mark` lists "
					  "them",
					  args->argv[i]);
	for (int i = 1; i < args->argc; i++)
		mark_remove(&s->notes, args->argv[i]);
	reply_deleted(r, before - s->notes.nr_marks, "mark", "s");
	return STATUS_OK;
}

static enum status run_delete(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	bool branches = args->argc > 0 && strcmp(args->argv[0], "branch") == 0;
	bool marks = args->argc > 0 && strcmp(args->argv[0], "mark") == 0;

	if (!branches && !marks)
		return delete_breakpoints(s, args, r);
	if (args->argc < 2)
		return command_usage("delete", r);
	return branches ? delete_branches(s, args, r)
			: delete_marks(s, args, r);
}

const struct command cmd_delete = {
	.name = "delete",
	.aliases = "d",
	.group = GROUP_STOPS,
	.args = "[N...] | branch NAME... | mark NAME...",
	.summary = "Delete breakpoints (all without N), branches or marks",
	.help = "A branch goes with the operations and marks of its own; the "
		"one that is the\nhistory now stays.",
	.example = "delete",
	.completes = COMPLETE_DELETED,
	.run = run_delete,
};
