/*
 * Seeing change: since when it is to be seen, and the list of it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/session_internal.h"

bool is_mark(const struct session *s, const char *name)
{
	for (size_t i = 0; i < s->notes.nr_marks; i++)
		if (strcmp(s->notes.marks[i].name, name) == 0)
			return true;
	return false;
}

/* Position that a word of `changes` means.  A mark that went with a dropped
 * future leaves the last stop. */
static uint64_t base_named(const struct session *s, const char *word)
{
	uint64_t here = history_cursor(s->m);
	uint64_t position = 0;

	if (strcmp(word, "step") == 0)
		return here > 0 ? here - 1 : 0;
	if (strcmp(word, "stop") != 0 && position_parse(s, word, &position))
		return position;
	return s->last_stop;
}

uint64_t session_changes_base(const struct session *s)
{
	return base_named(s, session_setting(s, "changes"));
}

void changes_explain(const struct session *s, struct reply *r)
{
	reply_text(r,
		   "  reverse, or *  what the last step changed\n"
		   "  bold  what changed since step %" PRIu64 "\n",
		   session_changes_base(s));
}

static enum status run_changes(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	uint64_t unused = 0;

	if (args->argc > 1)
		return command_usage("changes", r);
	const char *word =
		args->argc > 0 ? args->argv[0] : session_setting(s, "changes");

	if (args->argc > 0 && strcmp(word, "step") != 0 &&
	    strcmp(word, "stop") != 0 && !position_parse(s, word, &unused))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no place of this history: write "
				  "step, stop, a mark or a step from 0 to "
				  "%" PRIu64,
				  word, history_steps(s->m));
	uint64_t base = base_named(s, word);

	reply_text(r, "from step %" PRIu64 " to step %" PRIu64 ":\n", base,
		   history_cursor(s->m));
	reply_number(r, "since", (int64_t)base);
	reply_changes_since(s, base, r);
	return STATUS_OK;
}

const struct command cmd_changes = {
	.name = "changes",
	.group = GROUP_LOOKING,
	.args = "[step|stop|MARK|N]",
	.summary =
		"List what changed by the last step, or since a stop or mark",
	.help = "Without a word: since what `set changes` says, at first the "
		"last stop, the place\nthat the cursor came from.  On the "
		"screen what the last step changed is in\nreverse, what "
		"changed since that place is bold.",
	.example = "changes step",
	.completes = COMPLETE_MARKS,
	.words = "step stop begin end",
	.takes_long = true,
	.run = run_changes,
};
