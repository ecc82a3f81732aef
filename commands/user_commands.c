/*
 * Commands of the user's own: define, document, and running them.
 *
 * The lines of such a command are texts in which $arg0, $arg1, … and $argc
 * stand for what it was given; they are run as if they had been typed.
 */
#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "commands/text.h"

struct user_command *user_command_find(const struct session *s,
				       const char *word, size_t length)
{
	for (size_t i = 0; i < s->nr_user_commands; i++) {
		const char *name = s->user_commands[i].name;

		if (strlen(name) == length && memcmp(name, word, length) == 0)
			return &s->user_commands[i];
	}
	return NULL;
}

static bool is_command_name(const char *name)
{
	for (const char *at = name; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("-_", *at))
			return false;
	return isalpha((unsigned char)name[0]);
}

/* Whether a name may be taken: those of the program itself may not. */
static enum status check_name(const char *name, struct reply *r)
{
	if (!is_command_name(name))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" cannot name a command: begin with a "
				  "letter, then letters, digits, - and _",
				  name);
	if (command_is_word(name))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is a command of mmscope: choose "
				  "another name",
				  name);
	return STATUS_OK;
}

static enum status run_define(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	if (args->argc != 1)
		return command_usage("define", r);
	enum status status = check_name(args->argv[0], r);

	if (status == STATUS_OK)
		block_open(s, "define", args->argv[0]);
	return status;
}

const struct command cmd_define = {
	.name = "define",
	.group = GROUP_SESSION,
	.args = "NAME",
	.summary = "Make a command of your own",
	.help = "The lines that follow, up to `end`, are what it does.  In "
		"them $arg0, $arg1, ...\nstand for the words behind the "
		"command, $argc for how many there are.",
	.example = "define pair\nalloc $arg0\nfree $\nend",
	.run = run_define,
};

static enum status run_document(struct session *s, const struct arguments *args,
				struct reply *r)
{
	if (args->argc != 1)
		return command_usage("document", r);
	const char *name = args->argv[0];

	if (!user_command_find(s, name, strlen(name)))
		return reply_fail(r, STATUS_FAILED,
				  "there is no command \"%s\" of your own: "
				  "`define %s` makes it",
				  name, name);
	block_open(s, "document", name);
	return STATUS_OK;
}

const struct command cmd_document = {
	.name = "document",
	.group = GROUP_SESSION,
	.args = "NAME",
	.summary = "Explain a command of your own",
	.help = "The lines that follow, up to `end`, are what `help NAME` "
		"shows.",
	.example = "define look\ninfo free_area\nend\n"
		   "document look\nShows the free lists.\nend",
	.run = run_document,
};

static struct user_command *command_named(struct session *s, const char *name)
{
	struct user_command *known = user_command_find(s, name, strlen(name));

	if (known)
		return known;
	s->user_commands =
		realloc(s->user_commands,
			(s->nr_user_commands + 1) * sizeof(*s->user_commands));
	assert(s->user_commands && "out of memory");
	known = &s->user_commands[s->nr_user_commands++];
	*known = (struct user_command){ .name = strdup(name) };
	assert(known->name && "out of memory");
	return known;
}

enum status user_command_take(struct session *s, const struct line_block *block,
			      struct reply *r)
{
	struct user_command *command = command_named(s, block->subject);
	char **lines = lines_copy(block->lines, block->nr);

	(void)r;
	if (strcmp(block->opener, "document") == 0) {
		lines_free(command->document, command->nr_document);
		command->document = lines;
		command->nr_document = block->nr;
	} else {
		lines_free(command->lines, command->nr);
		command->lines = lines;
		command->nr = block->nr;
	}
	return STATUS_OK;
}

void user_commands_clear(struct session *s)
{
	for (size_t i = 0; i < s->nr_user_commands; i++) {
		struct user_command *command = &s->user_commands[i];

		free(command->name);
		lines_free(command->lines, command->nr);
		lines_free(command->document, command->nr_document);
	}
	free(s->user_commands);
	s->user_commands = NULL;
	s->nr_user_commands = 0;
}

/* What `$argc` or `$argN` at a place stands for; NULL when it is none, and
 * *ret_length is how long it is.  *ret_missing: it was not given. */
static const char *argument_at(const char *at, const struct word_list *words,
			       size_t *ret_length, bool *ret_missing)
{
	char *end = NULL;

	if (strncmp(at, "$arg", 4) != 0)
		return NULL;
	if (!isdigit((unsigned char)at[4]))
		return NULL;
	unsigned long number = strtoul(at + 4, &end, 10);

	*ret_length = (size_t)(end - at);
	*ret_missing = number >= (unsigned long)words->argc;
	return *ret_missing ? "" : words->argv[number];
}

/* A line with its arguments put in; false when one of them was not given. */
static bool substitute(const char *line, const struct word_list *words,
		       struct text *out)
{
	bool complete = true;

	while (*line) {
		bool missing = false;
		size_t length = 1;
		const char *word = argument_at(line, words, &length, &missing);

		complete = complete && !missing;
		if (word) {
			text_add(out, "%s", word);
		} else if (strncmp(line, "$argc", 5) == 0 &&
			   !expression_is_name_byte(line[5])) {
			text_add(out, "%d", words->argc);
			length = 5;
		} else {
			text_add_bytes(out, line, 1);
		}
		line += length;
	}
	return complete;
}

static enum status fail_missing(const struct user_command *command,
				const char *line, int given, struct reply *r)
{
	return reply_fail(r, STATUS_FAILED,
			  "%s: `%s` wants more than the %d argument%s given",
			  command->name, line, given, plural((uint64_t)given));
}

static enum status run_line(struct session *s, const char *line,
			    const struct user_command *command, struct reply *r)
{
	char *error = NULL;
	enum status status = execute_line(s, line, r, &error);

	if (error)
		reply_fail(r, status, "%s: %s", command->name, error);
	else if (status != STATUS_OK)
		reply_fail(r, status, "%s: `%s` did not hold", command->name,
			   line);
	free(error);
	return status;
}

/* The lines of a copy: what runs may define the command anew. */
static enum status run_lines(struct session *s,
			     const struct user_command *command,
			     const struct word_list *words, struct reply *r)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < command->nr && status == STATUS_OK && !s->quit;
	     i++) {
		struct text line;

		text_init(&line);
		if (!substitute(command->lines[i], words, &line))
			status = fail_missing(command, command->lines[i],
					      words->argc, r);
		else
			status = run_line(s, line.start, command, r);
		text_deinit(&line);
		if (status == STATUS_OK && session_interrupted(s))
			status = reply_fail(r, STATUS_FAILED, "%s: interrupted",
					    command->name);
	}
	return status;
}

enum status user_command_run(struct session *s, const struct user_command *c,
			     const char *rest, struct reply *r)
{
	struct word_list words = { 0 };
	struct user_command copy = { .name = strdup(c->name),
				     .lines = lines_copy(c->lines, c->nr),
				     .nr = c->nr };
	enum status status = STATUS_OK;

	assert(copy.name && "out of memory");
	if (s->source_depth >= SOURCE_DEPTH_MAX)
		status = reply_fail(r, STATUS_FAILED,
				    "%s: commands and files call each other "
				    "%d deep: does one of them call itself?",
				    copy.name, SOURCE_DEPTH_MAX);
	else if (!line_split(rest, &words))
		status = reply_fail(r, STATUS_FAILED,
				    "a quotation mark is left open: %s", rest);
	if (status == STATUS_OK) {
		s->source_depth++;
		status = run_lines(s, &copy, &words, r);
		s->source_depth--;
		line_deinit(&words);
		reply_set_command(r, copy.name);
	}
	lines_free(copy.lines, copy.nr);
	free(copy.name);
	return status;
}

void user_commands_list(const struct session *s, struct reply *r)
{
	struct json *names = json_array();

	if (s->nr_user_commands == 0)
		reply_text(r, "no commands of your own: `define NAME` makes "
			      "one\n");
	for (size_t i = 0; i < s->nr_user_commands; i++) {
		const struct user_command *command = &s->user_commands[i];

		reply_text(r, "%-17s%s\n", command->name,
			   command->nr_document ? command->document[0]
						: "a command of your own");
		json_append(names, json_string(command->name));
	}
	reply_value(r, "commands", names);
}

bool user_command_help(const struct session *s, const char *name,
		       struct reply *r)
{
	const struct user_command *command =
		user_command_find(s, name, strlen(name));
	struct json *lines = NULL;

	if (!command)
		return false;
	lines = json_array();
	reply_text(r, "%s\n", command->name);
	for (size_t i = 0; i < command->nr_document; i++)
		reply_text(r, "%s\n", command->document[i]);
	reply_text(r, "It runs:\n");
	for (size_t i = 0; i < command->nr; i++) {
		reply_text(r, "  %s\n", command->lines[i]);
		json_append(lines, json_string(command->lines[i]));
	}
	reply_string(r, "name", command->name);
	reply_value(r, "lines", lines);
	return true;
}
