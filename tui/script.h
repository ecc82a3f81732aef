/*
 * Running command lines from options, files and pipes, and handing out what
 * they say.
 */
#ifndef MMSCOPE_TUI_SCRIPT_H
#define MMSCOPE_TUI_SCRIPT_H

#include "commands/session.h"

/* Where replies go. */
struct outlet {
	text_fn text;
	/* `place` is "FILE:LINE", or NULL when the sentence names its own. */
	void (*error)(void *context, const char *place, const char *sentence);
	/* Before a command runs: its line; NULL: nobody asks. */
	void (*command)(void *context, const char *line);
	/* After each command: what it said may be read now. */
	void (*done)(void *context);
	void *context;
	bool json;
};

struct script {
	struct session *session;
	struct outlet *outlet;
};

/* A source of commands as the options gave it. */
enum source_kind { SOURCE_FILE, SOURCE_EVAL };

struct source {
	enum source_kind kind;
	const char *text; /* a file's name, "-", or the command itself */
};

/* Objects of commands inside files go to the outlet as well. */
void script_listen(const struct script *script);
/* One line that a user typed. */
enum status script_typed(const struct script *script, const char *line);
/* One line as getline() gives it, from a script or typed; a NUL byte in it is
 * an error, told with its place. */
enum status script_bytes(const struct script *script, const char *place,
			 char *bytes, size_t length, bool typed);
/* Tells that a script ends at a place because it was interrupted. */
enum status script_interrupted(const struct script *script, const char *place);
/* The commands of a file or an option; an error or an interrupt ends them. */
enum status script_source(const struct script *script,
			  const struct source *source);
/* Standard input, line by line, as it comes. */
enum status script_input(const struct script *script);
/* After the last line: fails when a block was left open. */
enum status script_end(const struct script *script);
/* A command with one file name as its argument, outside of --json. */
enum status script_command_on_file(const struct script *script,
				   const char *command, const char *path);

#endif
