/*
 * help, apropos and complete: what the command table says about itself.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "commands/look_internal.h"
#include "commands/session_internal.h"

struct group_name {
	const char *word; /* as in `help moves` */
	const char *title;
};

static struct group_name group_of(enum command_group group)
{
	switch (group) {
	case GROUP_OPERATIONS:
		return (struct group_name){ "operations",
					    "asking the allocator" };
	case GROUP_MOVES:
		return (struct group_name){ "moves", "moving through steps" };
	case GROUP_STOPS:
		return (struct group_name){ "stops", "where moves end" };
	case GROUP_LOOKING:
		return (struct group_name){ "looking", "seeing the state" };
	case GROUP_FILES:
		return (struct group_name){ "files", "keeping and comparing" };
	case GROUP_SESSION:
		return (struct group_name){ "session", "screen and help" };
	}
	return (struct group_name){ "", "" };
}

enum { NR_GROUPS = GROUP_SESSION + 1, NAMES_COLUMNS = 72 };

/* "operations: asking the allocator" and the names below it. */
static void list_names(enum command_group group, struct reply *r)
{
	const struct command *command = NULL;
	struct group_name name = group_of(group);
	size_t column = 0;

	reply_text(r, "%s, %s:\n ", name.word, name.title);
	for (size_t i = 0; (command = command_nth(i)); i++) {
		if (command->group != group)
			continue;
		if (column + strlen(command->name) + 1 > NAMES_COLUMNS) {
			reply_text(r, "\n ");
			column = 0;
		}
		reply_text(r, " %s", command->name);
		column += strlen(command->name) + 1;
	}
	reply_text(r, "\n");
}

static void add_row(const struct command *command, struct json *rows,
		    struct reply *r)
{
	struct json *object = json_object();

	json_add(object, "name", json_string(command->name));
	json_add(object, "summary", json_string(command->summary));
	json_append(rows, object);
	reply_text(r, "%-17s%s\n", command->name, command->summary);
}

static bool help_group(const char *word, struct reply *r)
{
	const struct command *command = NULL;
	int wanted = -1;

	for (int group = 0; group < NR_GROUPS; group++)
		if (strcmp(group_of((enum command_group)group).word, word) == 0)
			wanted = group;
	if (wanted < 0 && strcmp(word, "all") != 0)
		return false;
	struct json *rows = json_array();

	for (size_t i = 0; (command = command_nth(i)); i++)
		if (wanted < 0 || command->group == (enum command_group)wanted)
			add_row(command, rows, r);
	reply_value(r, "commands", rows);
	return true;
}

/* Its name and its words, on as many lines as they take. */
static void reply_usage(const struct command *command, struct reply *r)
{
	struct text usage;

	text_init(&usage);
	text_add(&usage, "%s%s%s", command->name, command->args ? " " : "",
		 command->args ? command->args : "");
	reply_paragraph(r, 4, usage.start);
	text_deinit(&usage);
}

static void help_command(const struct command *command, struct reply *r)
{
	reply_usage(command, r);
	reply_text(r, "%s.\n", command->summary);
	if (command->help)
		reply_text(r, "%s\n", command->help);
	if (command->aliases)
		reply_text(r, "Short: %s\n", command->aliases);
	if (command->example)
		reply_text(r, "Example:%s%s\n",
			   strchr(command->example, '\n') ? "\n" : " ",
			   command->example);
	reply_string(r, "name", command->name);
	reply_string(r, "usage", command->args ? command->args : "");
	reply_string(r, "summary", command->summary);
	reply_string(r, "help", command->help ? command->help : "");
	reply_string(r, "aliases", command->aliases ? command->aliases : "");
	reply_string(r, "example", command->example ? command->example : "");
}

static void help_all(struct reply *r)
{
	const struct command *command = NULL;
	struct json *names = json_array();

	for (int group = 0; group < NR_GROUPS; group++)
		list_names((enum command_group)group, r);
	reply_text(r, "`help NAME` explains a command, `help all` lists them "
		      "with a line each,\n`help user-defined` those of your "
		      "own; `apropos WORD` searches.  Unique\nbeginnings are "
		      "enough.\n");
	for (size_t i = 0; (command = command_nth(i)); i++)
		json_append(names, json_string(command->name));
	reply_value(r, "commands", names);
}

/* set and show: their next word names a setting. */
static bool names_settings(const struct command *command)
{
	return strcmp(command->name, "set") == 0 ||
	       strcmp(command->name, "show") == 0;
}

static enum status run_help(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	if (args->argc == 0) {
		help_all(r);
		return STATUS_OK;
	}
	const char *word = args->argv[0];
	size_t matches = 0;

	if (strcmp(word, "user-defined") == 0) {
		user_commands_list(s, r);
		return STATUS_OK;
	}
	if (help_group(word, r) || user_command_help(s, word, r))
		return STATUS_OK;
	const struct command *command =
		command_find(word, strlen(word), &matches);

	if (command && args->argc > 1 && names_settings(command))
		return help_setting(args->argv[1], r);
	if (!command)
		return reply_fail(r, STATUS_FAILED,
				  "there is no help on \"%s\": `help` lists "
				  "the commands, `apropos %s` searches",
				  word, word);
	help_command(command, r);
	return STATUS_OK;
}

const struct command cmd_help = {
	.name = "help",
	.aliases = "h",
	.group = GROUP_SESSION,
	.args = "[COMMAND|GROUP|all|user-defined|set NAME]",
	.summary = "Explain a command or a setting, or list the commands",
	.example = "help alloc",
	.completes = COMPLETE_COMMANDS,
	.run = run_help,
};

static bool contains(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (; text && *text; text++)
		if (strncasecmp(text, word, length) == 0)
			return true;
	return false;
}

static enum status run_apropos(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	const struct command *command = NULL;
	struct json *rows = NULL;
	size_t found = 0;

	(void)s;
	if (args->argc == 0)
		return command_usage("apropos", r);
	rows = json_array();
	for (size_t i = 0; (command = command_nth(i)); i++) {
		if (!contains(command->name, args->rest) &&
		    !contains(command->summary, args->rest) &&
		    !contains(command->help, args->rest))
			continue;
		add_row(command, rows, r);
		found++;
	}
	if (found == 0)
		reply_text(r, "no command speaks of \"%s\"\n", args->rest);
	reply_value(r, "commands", rows);
	return STATUS_OK;
}

const struct command cmd_apropos = {
	.name = "apropos",
	.group = GROUP_SESSION,
	.args = "WORD",
	.summary = "List the commands whose help has a word",
	.example = "apropos watermark",
	.run = run_apropos,
};

static enum status run_complete(struct session *s, const struct arguments *args,
				struct reply *r)
{
	struct json *candidates = json_array();
	const char *candidate = NULL;
	size_t start = 0;

	for (size_t i = 0;
	     (candidate = session_complete(s, args->rest, strlen(args->rest), i,
					   &start));
	     i++) {
		json_append(candidates, json_string(candidate));
		reply_text(r, "%.*s%s\n", (int)start, args->rest, candidate);
	}
	reply_value(r, "candidates", candidates);
	return STATUS_OK;
}

const struct command cmd_complete = {
	.name = "complete",
	.group = GROUP_SESSION,
	.args = "TEXT",
	.summary = "List how a command line could go on",
	.example = "complete al",
	.completes = COMPLETE_COMMANDS,
	.run = run_complete,
};
