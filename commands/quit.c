/*
 * Leaving.
 */
#include "commands/session_internal.h"

static enum status run_quit(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	uint64_t status = STATUS_OK;

	if (args->argc > 1 ||
	    (args->argc == 1 &&
	     (!parse_number(args->argv[0], &status) || status > UINT8_MAX)))
		return command_usage("quit", r);
	s->quit = true;
	s->quit_status = (enum status)status;
	return STATUS_OK;
}

const struct command cmd_quit = {
	.name = "quit",
	.aliases = "q",
	.group = GROUP_SESSION,
	.args = "[STATUS]",
	.summary = "Leave mmscope, with an exit status from 0 to 255",
	.example = "quit",
	.run = run_quit,
};
