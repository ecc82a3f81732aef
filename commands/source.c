/*
 * source: the commands of a file, up to its end or the first error.
 */
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "snapshots/text_file.h"

/* What ends a script in one of its lines. */
struct line_end {
	const char *path;
	unsigned number;
	enum status status;
	const char *error; /* NULL: the line was carried out */
};

/* The innermost file names the place of an error; those that sourced it let
 * the sentence pass. */
static enum status fail_in_line(struct session *s, const struct line_end *end,
				const char *line, struct reply *r)
{
	if (s->error_is_placed)
		return reply_fail(r, end->status, "%s", end->error);
	s->error_is_placed = true;
	if (session_interrupted(s))
		return reply_fail(r, STATUS_FAILED, "interrupted at %s:%u",
				  end->path, end->number);
	if (end->error)
		return reply_fail(r, end->status, "%s:%u: %s", end->path,
				  end->number, end->error);
	return reply_fail(r, end->status, "%s:%u: `%s` did not hold", end->path,
			  end->number, line);
}

/* A file must end the blocks that it begins. */
static enum status check_block(struct session *s, const char *path,
			       struct reply *r)
{
	struct reply *silent = reply_create_text(NULL, NULL);
	enum status status = block_must_be_closed(s, silent);

	if (status != STATUS_OK) {
		s->error_is_placed = true;
		reply_fail(r, status, "%s: %s", path, reply_error(silent));
	}
	reply_destroy(silent);
	return status;
}

static enum status run_lines(struct session *s, const char *path, char *text,
			     struct reply *r)
{
	unsigned number = 1;
	size_t length = strlen(text);

	for (char *line = text; line && !s->quit; number++) {
		char *end = strchr(line, '\n');
		char *error = NULL;

		if (s->source_depth == 1)
			tell_progress(s, (uint64_t)(line - text), length);

		if (end)
			*end = '\0';
		enum status status = execute_line(s, line, r, &error);
		struct line_end last = { path, number, status, error };

		if (status != STATUS_OK || session_interrupted(s))
			status = fail_in_line(s, &last, line, r);
		free(error);
		if (status != STATUS_OK) {
			block_abandon(s);
			return status;
		}
		line = end ? end + 1 : NULL;
	}
	return check_block(s, path, r);
}

/* A NUL byte would cut its line short in silence. */
static enum status check_bytes(struct session *s, const char *path,
			       const char *text, size_t length, struct reply *r)
{
	size_t before = strlen(text);
	unsigned line = 1;

	if (before == length)
		return STATUS_OK;
	for (size_t i = 0; i < before; i++)
		line += text[i] == '\n';
	s->error_is_placed = true;
	return reply_fail(r, STATUS_FAILED,
			  "%s:%u: holds a NUL byte, remove it", path, line);
}

static enum status run_source(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct diagnosis why;
	char *text = NULL;
	size_t length = 0;

	if (args->argc != 1)
		return command_usage("source", r);
	const char *path = args->argv[0];

	if (s->source_depth >= SOURCE_DEPTH_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "%s: files source each other %d deep: "
				  "does one of them source itself?",
				  path, SOURCE_DEPTH_MAX);
	enum outcome outcome = text_file_read(path, &text, &length, &why);

	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome), "%s: %s", path,
				  why.text);
	s->source_depth++;
	s->error_is_placed = false;
	enum status status = check_bytes(s, path, text, length, r);

	if (status == STATUS_OK)
		status = run_lines(s, path, text, r);
	s->source_depth--;
	free(text);
	if (status == STATUS_OK)
		reply_set_command(r, "source");
	return status;
}

const struct command cmd_source = {
	.name = "source",
	.group = GROUP_FILES,
	.args = "FILE",
	.summary = "Run the commands of a file",
	.help = "An error ends the file, and says in which line it was.  Lines "
		"that begin\nwith # are comments.",
	.example = "source /dev/null",
	.completes = COMPLETE_FILES,
	.takes_long = true,
	.run = run_source,
};
