/*
 * Commands of a breakpoint: what is run each time that it stops.
 *
 * They run after the command that was stopped has said where.  One that moves
 * on ends the list; if that move stops again, the list of the new stop is run
 * in its place, so that `continue` at the end of a list does not nest.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

static enum status run_commands(struct session *s, const struct arguments *args,
				struct reply *r)
{
	struct breakpoint *b = NULL;
	char number[16];

	if (args->argc > 1)
		return command_usage("commands", r);
	if (args->argc == 0 && s->nr_breakpoints == 0)
		return reply_fail(r, STATUS_FAILED,
				  "there is no breakpoint yet: `break` sets "
				  "one");
	if (args->argc == 0)
		b = &s->breakpoints[s->nr_breakpoints - 1];
	else
		b = breakpoint_named(s, args->argv[0], r);
	if (!b)
		return STATUS_FAILED;
	snprintf(number, sizeof(number), "%" PRIu32, b->number);
	block_open(s, "commands", number);
	reply_number(r, "number", b->number);
	return STATUS_OK;
}

const struct command cmd_commands = {
	.name = "commands",
	.group = GROUP_STOPS,
	.args = "[N]",
	.summary = "Give breakpoint N commands that run when it stops",
	.help = "The lines that follow, up to `end`, are the commands; no "
		"line: "
		"none.  Without N\nthe last breakpoint is meant.  `silent` as "
		"the first one: the stop itself is not\nshown.  A command that "
		"moves on, such as continue, ends the list.",
	.example = "commands 1\nsilent\nprint order\nend",
	.run = run_commands,
};

enum status stop_commands_take(struct session *s,
			       const struct line_block *block, struct reply *r)
{
	struct breakpoint *b = breakpoint_named(s, block->subject, r);

	/* The block's own lines could have deleted it. */
	if (!b)
		return STATUS_FAILED;
	breakpoint_set_commands(b, lines_copy(block->lines, block->nr),
				block->nr);
	return STATUS_OK;
}

/* A command that was not carried out, or did not hold, says whose it is. */
static enum status fail_command(uint32_t number, const char *line,
				enum status status, struct reply *r)
{
	char *error = strdup(reply_error(r) ? reply_error(r) : "");

	assert(error && "out of memory");
	reply_fail(r, status, "breakpoint %" PRIu32 ", `%s`: %s", number, line,
		   *error ? error : "did not hold");
	free(error);
	return status;
}

/* One line; in JSON mode its object joins those that ran before. */
static enum status run_one(struct session *s, const char *line,
			   struct json *objects, struct reply *r)
{
	if (!reply_is_json(r))
		return session_execute(s, line, true, r);
	const char *name = session_command_name(s, line);
	struct reply *own = reply_create_json(name ? name : "");
	enum status status = session_execute(s, line, true, own);

	if (reply_error(own))
		reply_fail(r, status, "%s", reply_error(own));
	else if (name)
		json_append(objects, reply_take_object(own));
	reply_destroy(own);
	return status;
}

/* The list of one stop, up to a command that moves on or fails. */
static enum status run_list(struct session *s, struct json *objects,
			    struct reply *r)
{
	struct stop_report stop = s->report;
	uint64_t moves = s->moves;
	enum status status = STATUS_OK;

	/* The lines are taken over: the next stop writes its own there. */
	s->report.commands = NULL;
	s->report.nr_commands = 0;
	for (size_t i = stop.silent; i < stop.nr_commands; i++) {
		const char *line = stop.commands[i];

		status = run_one(s, line, objects, r);
		if (status != STATUS_OK)
			fail_command(stop.number, line, status, r);
		else if (session_interrupted(s))
			status = reply_fail(r, STATUS_FAILED, "interrupted");
		if (status != STATUS_OK || s->moves != moves || s->quit)
			break;
	}
	if (status == STATUS_OK && session_in_block(s) && s->moves == moves)
		status = block_must_be_closed(s, r);
	lines_free(stop.commands, stop.nr_commands);
	return status;
}

enum status stop_commands_run(struct session *s, struct reply *r)
{
	enum status status = STATUS_OK;
	struct json *objects = NULL;

	if (s->in_commands || s->report.nr_commands == 0)
		return STATUS_OK;
	s->in_commands = true;
	objects = json_array();
	while (status == STATUS_OK && s->report.nr_commands > 0 && !s->quit)
		status = run_list(s, objects, r);
	s->in_commands = false;
	stop_report_clear(&s->report);
	reply_value(r, "ran", objects);
	return status;
}
