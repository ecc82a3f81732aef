/*
 * record: writes the commands of a session to a file as they are carried out,
 * so that the file can be sourced.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "commands/text.h"
#include "snapshots/text_file.h"

static void end_recording(struct session *s)
{
	free(s->recording);
	s->recording = NULL;
}

/* A first line says what the commands were given to. */
static enum status begin(struct session *s, const char *path, struct reply *r)
{
	struct diagnosis why;
	struct text line;

	text_init(&line);
	text_add(&line, "# commands given to mmscope on %s\n", s->title);
	enum outcome outcome = text_file_begin(path, line.start, &why);

	text_deinit(&line);
	if (outcome != OUTCOME_OK)
		return reply_fail(r, STATUS_FAILED, "%s: %s", path, why.text);
	end_recording(s);
	s->recording = strdup(path);
	assert(s->recording && "out of memory");
	return STATUS_OK;
}

static enum status run_record(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	enum status status = STATUS_OK;

	if (args->argc > 1)
		return command_usage("record", r);
	if (args->argc == 1 && strcmp(args->argv[0], "off") == 0)
		end_recording(s);
	else if (args->argc == 1)
		status = begin(s, args->argv[0], r);
	if (status != STATUS_OK)
		return status;
	if (s->recording)
		reply_text(r,
			   "commands are recorded in %s; `record off` "
			   "ends it\n",
			   s->recording);
	else
		reply_text(r, "commands are not recorded\n");
	if (s->recording)
		reply_string(r, "file", s->recording);
	else
		reply_null(r, "file");
	return STATUS_OK;
}

const struct command cmd_record = {
	.name = "record",
	.group = GROUP_SESSION,
	.args = "[FILE|off]",
	.summary = "Write the commands that follow to a script",
	.help = "`source FILE` runs them again.  Only what was carried out is "
		"written, each\ncommand as soon as it is done.  A file that "
		"holds something is not touched.",
	.example = "record /dev/null",
	.completes = COMPLETE_FILES,
	.run = run_record,
};

enum status recording_add(struct session *s, const char *line, struct reply *r)
{
	struct diagnosis why;
	struct text text;
	const char *path = s->recording;
	const char *name = command_name_of(s, line);
	enum status status = STATUS_OK;

	if (!path ||
	    (name && !session_in_block(s) &&
	     (strcmp(name, "record") == 0 || strcmp(name, "quit") == 0)))
		return STATUS_OK;
	text_init(&text);
	text_add_bytes(&text, line, strcspn(line, "\r\n"));
	text_add(&text, "\n");
	if (text_file_append(path, text.start, &why) != OUTCOME_OK) {
		status = reply_fail(r, STATUS_FAILED,
				    "%s: %s; recording has ended", path,
				    why.text);
		end_recording(s);
	}
	text_deinit(&text);
	return status;
}
