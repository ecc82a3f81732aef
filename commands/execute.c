/*
 * From a line to a command: words, lookup, run, and what a run leaves behind.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "snapshots/text_file.h"

static size_t blanks(const char *text)
{
	return strspn(text, " \t");
}

static size_t word_length(const char *text)
{
	return strcspn(text, " \t\r\n");
}

const char *session_command_name(const struct session *s, const char *line)
{
	size_t matches = 0;

	(void)s;
	if (line_length(line) == 0)
		return NULL;
	line += blanks(line);
	const struct command *command =
		command_find(line, word_length(line), &matches);

	return command ? command->name : "";
}

bool session_takes_long(const char *line)
{
	size_t matches = 0;

	line += blanks(line);
	const struct command *command =
		command_find(line, word_length(line), &matches);

	return command && command->takes_long;
}

/* The reply is about the word as typed, as it stands for no command. */
static void reply_about_word(const char *word, size_t length, struct reply *r)
{
	char *typed = strndup(word, length);

	assert(typed && "out of memory");
	reply_set_command(r, typed);
	free(typed);
}

static enum status fail_ambiguous(const char *word, size_t length,
				  struct reply *r)
{
	char names[256] = "";
	size_t used = 0;
	const struct command *command = NULL;

	reply_about_word(word, length, r);
	for (size_t i = 0; (command = command_nth(i)); i++) {
		if (strncmp(command->name, word, length) != 0 ||
		    used >= sizeof(names))
			continue;
		used += (size_t)snprintf(names + used, sizeof(names) - used,
					 "%s%s", used ? ", " : "",
					 command->name);
	}
	return reply_fail(r, STATUS_FAILED, "\"%.*s\" is ambiguous: %s",
			  (int)length, word, names);
}

static enum status fail_unknown(const char *word, size_t length,
				struct reply *r)
{
	struct suggestion best = { 0 };
	char typed[64];
	const struct command *command = NULL;

	snprintf(typed, sizeof(typed), "%.*s", (int)length, word);
	for (size_t i = 0; (command = command_nth(i)); i++)
		suggest(&best, typed, command->name);
	reply_about_word(word, length, r);
	if (best.word)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no command: did you mean %s?",
				  typed, best.word);
	return reply_fail(r, STATUS_FAILED,
			  "\"%s\" is no command: `help` lists them", typed);
}

enum status command_usage(const char *name, struct reply *r)
{
	size_t matches = 0;
	const struct command *command =
		command_find(name, strlen(name), &matches);

	assert(command && "usage of a command that is not in the table");
	const char *args = command->args ? command->args : "";

	return reply_fail(r, STATUS_FAILED, "usage: %s%s%s", command->name,
			  *args ? " " : "", args);
}

/* An empty line at the prompt runs the last command again, if harmless, or
 * what naturally follows it. */
static void remember(struct session *s, const struct command *command,
		     const char *line)
{
	if (command->keeps_repeat)
		return;
	const char *again = command->repeats_as ? command->repeats_as : line;
	char *copy = command->repeats ? strdup(again) : NULL;

	free(s->repeat_line);
	s->repeat_line = copy;
}

static enum status run(struct session *s, const struct command *command,
		       const char *rest, struct reply *r)
{
	struct word_list words = { 0 };
	const struct model *before = s->m;
	uint64_t stood = history_cursor(s->m);
	struct followed_state followed;

	followed_state(s, &followed);
	reply_set_command(r, command->name);
	if (!command->takes_text && !line_split(rest, &words))
		return reply_fail(r, STATUS_FAILED,
				  "a quotation mark is left open: %s", rest);
	struct arguments args = { .rest = rest,
				  .argc = words.argc,
				  .argv = words.argv };
	enum status status = command->run(s, &args, r);

	line_deinit(&words);
	reply_set_status(r, status);
	if (s->m == before && history_cursor(s->m) != stood)
		s->last_stop = stood < history_steps(s->m)
				       ? stood
				       : history_steps(s->m);
	if (s->m == before)
		reply_followed(s, &followed, r);
	return status;
}

static enum status execute_trimmed(struct session *s, const char *line,
				   bool script, struct reply *r)
{
	size_t length = word_length(line);
	size_t matches = 0;
	const struct command *command = command_find(line, length, &matches);

	if (!command)
		return matches ? fail_ambiguous(line, length, r)
			       : fail_unknown(line, length, r);
	if (!script)
		remember(s, command, line);
	const char *rest = line + length;

	return run(s, command, rest + blanks(rest), r);
}

enum status session_execute(struct session *s, const char *line, bool script,
			    struct reply *r)
{
	size_t length = line_length(line);

	if (length == 0 && (script || line[blanks(line)] || !s->repeat_line))
		return STATUS_OK;
	/* A copy: the line repeated is replaced by what it runs. */
	char *copy = length ? strndup(line, length) : strdup(s->repeat_line);

	assert(copy && "out of memory");
	enum status status = execute_trimmed(s, copy + blanks(copy), script, r);

	free(copy);
	return status;
}

/* What only speaks to those who watch needs no line of its own. */
static bool is_traced(const struct session *s, const char *name)
{
	return strcmp(session_setting(s, "trace-commands"), "on") == 0 &&
	       strcmp(name, "echo") != 0 && strcmp(name, "pause") != 0;
}

/* In JSON mode each command of a file has a reply of its own. */
static enum status execute_sourced(struct session *s, const char *line,
				   struct reply *r, char **ret_error)
{
	const char *name = session_command_name(s, line);
	bool own = reply_is_json(r);

	if (!name)
		return STATUS_OK;
	struct reply *reply = own ? reply_create_json(name) : r;

	if (is_traced(s, name))
		reply_text(r, "+%s\n", line + blanks(line));
	enum status status = session_execute(s, line, true, reply);

	if (reply_error(reply))
		*ret_error = strdup(reply_error(reply));
	if (own && s->listener)
		s->listener(s->listener_context, reply);
	if (own)
		reply_destroy(reply);
	return status;
}

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
		enum status status = execute_sourced(s, line, r, &error);
		struct line_end last = { path, number, status, error };

		if (status != STATUS_OK || session_interrupted(s))
			status = fail_in_line(s, &last, line, r);
		free(error);
		if (status != STATUS_OK)
			return status;
		line = end ? end + 1 : NULL;
	}
	return STATUS_OK;
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
