/*
 * Presenting: what a script says to those who watch it, and how long it
 * waits for them.
 */
#include "commands/session_internal.h"

enum { PAUSE_SECONDS = 3, PAUSE_SECONDS_MAX = 3600 };

static enum status run_echo(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	(void)s;
	reply_text(r, "%s\n", args->rest);
	reply_string(r, "text", args->rest);
	return STATUS_OK;
}

const struct command cmd_echo = {
	.name = "echo",
	.group = GROUP_SESSION,
	.args = "[TEXT]",
	.summary = "Print the rest of the line",
	.help = "For scripts that explain what they do.",
	.example = "echo Now the block is split.",
	.takes_text = true,
	.run = run_echo,
};

static enum status run_pause(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	uint64_t seconds = PAUSE_SECONDS;

	if (args->argc > 1 ||
	    (args->argc == 1 && !parse_number(args->argv[0], &seconds)))
		return command_usage("pause", r);
	if (seconds > PAUSE_SECONDS_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "%s seconds are too long a pause: %d at most",
				  args->argv[0], PAUSE_SECONDS_MAX);
	if (s->screen.pause)
		s->screen.pause(s->screen.context, (unsigned)seconds * 1000);
	return STATUS_OK;
}

const struct command cmd_pause = {
	.name = "pause",
	.group = GROUP_SESSION,
	.args = "[SECONDS]",
	.summary = "Let the screen be seen for some seconds, or until a key",
	.help = "For scripts: 3 seconds unless told otherwise.  A key goes on "
		"at once, Ctrl-C\n"
		"ends the script.  Without a screen nothing waits.",
	.example = "pause 1",
	.run = run_pause,
};
