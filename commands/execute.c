/*
 * From a line to a command: words, lookup, run, and what a run leaves behind.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/imported.h"
#include "commands/number_text.h"
#include "commands/session_internal.h"

static size_t blanks(const char *text)
{
	return strspn(text, " \t");
}

/* Of the command's word: a format may hang on it, as in print/x. */
static size_t word_length(const char *text)
{
	size_t length = strcspn(text, " \t\r\n/");

	return length ? length : strcspn(text, " \t\r\n");
}

const char *command_name_of(const struct session *s, const char *line)
{
	size_t matches = 0;

	if (line_length(line) == 0)
		return NULL;
	line += blanks(line);
	size_t length = word_length(line);
	const struct user_command *own = user_command_find(s, line, length);

	if (own)
		return own->name;
	const struct command *command = command_find(line, length, &matches);

	return command ? command->name : "";
}

const char *session_command_name(const struct session *s, const char *line)
{
	return session_in_block(s) ? NULL : command_name_of(s, line);
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
	if (is_setting_name(typed))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no command but a setting: `show "
				  "%s`, `set %s VALUE`",
				  typed, typed, typed);
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

/* What hangs on the command's word, as in "/x order": takes it off; false with the reason when it is none. */
static bool take_format(const struct command *command, const char **rest,
			char *ret, struct reply *r)
{
	const char *at = *rest;

	*ret = '\0';
	*rest = at + blanks(at);
	if (*at != '/')
		return true;
	size_t length = strcspn(at, " \t");

	if (!command->formats)
		reply_fail(r, STATUS_FAILED,
			   "%s takes no format: leave %.*s out", command->name,
			   (int)length, at);
	else if (length != 2 || !number_has_format(at[1]))
		reply_fail(r, STATUS_FAILED,
			   "%s is followed by /x, /d, /u, /o, /t or /c, not by "
			   "%.*s",
			   command->name, (int)length, at);
	else
		*ret = at[1];
	*rest = at + length + blanks(at + length);
	return *ret != '\0';
}

static enum status run(struct session *s, const struct command *command,
		       const char *rest, struct reply *r)
{
	struct word_list words = { 0 };
	const struct model *before = s->m;
	uint64_t stood = history_cursor(s->m);
	struct followed_state followed;
	char format = '\0';

	followed_state(s, &followed);
	reply_set_command(r, command->name);
	if (!take_format(command, &rest, &format, r))
		return STATUS_FAILED;
	if (imported_allows(s, command, r) != STATUS_OK)
		return STATUS_FAILED;
	if (!command->takes_text && !line_split(rest, &words))
		return reply_fail(r, STATUS_FAILED,
				  "a quotation mark is left open: %s", rest);
	struct arguments args = { .rest = rest,
				  .argc = words.argc,
				  .argv = words.argv,
				  .format = format };
	enum status status = command->run(s, &args, r);

	line_deinit(&words);
	if (status == STATUS_OK)
		status = stop_commands_run(s, r);
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
	const struct user_command *own = user_command_find(s, line, length);
	const char *rest = line + length;

	if (own) {
		reply_set_command(r, own->name);
		return user_command_run(s, own, rest + blanks(rest), r);
	}
	const struct command *command = command_find(line, length, &matches);

	if (!command)
		return matches ? fail_ambiguous(line, length, r)
			       : fail_unknown(line, length, r);
	if (!script)
		remember(s, command, line);
	return run(s, command, rest, r);
}

/* Does the line come from the user, not from a file, a command of theirs or a
 * stop? */
static bool is_given(const struct session *s)
{
	return s->source_depth == 0 && !s->in_commands;
}

static enum status execute_in_block(struct session *s, const char *line,
				    struct reply *r)
{
	enum status status = block_line(s, line, r);

	if (status == STATUS_OK && is_given(s))
		status = recording_add(s, line, r);
	return status;
}

enum status session_execute(struct session *s, const char *line, bool script,
			    struct reply *r)
{
	size_t length = line_length(line);

	if (session_in_block(s))
		return execute_in_block(s, line, r);
	if (length == 0 && (script || line[blanks(line)] || !s->repeat_line))
		return STATUS_OK;
	/* A copy: the line repeated is replaced by what it runs. */
	char *copy = length ? strndup(line, length) : strdup(s->repeat_line);

	assert(copy && "out of memory");
	bool given = is_given(s);
	enum status status = execute_trimmed(s, copy + blanks(copy), script, r);

	if (status == STATUS_OK && given)
		status = recording_add(s, copy + blanks(copy), r);
	free(copy);
	return status;
}

/* What only speaks to those who watch needs no line of its own. */
static bool is_traced(const struct session *s, const char *name)
{
	return name &&
	       strcmp(session_setting(s, "trace-commands"), "on") == 0 &&
	       strcmp(name, "echo") != 0 && strcmp(name, "pause") != 0;
}

enum status execute_line(struct session *s, const char *line, struct reply *r,
			 char **ret_error)
{
	const char *name = session_command_name(s, line);
	bool own = reply_is_json(r) && name;

	if (!name && !session_in_block(s))
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
