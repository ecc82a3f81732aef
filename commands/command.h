/*
 * Commands: one table row each, which the parser, help, usage and completion
 * read.  To add a command: write `const struct command cmd_x` with its run
 * function in a file of this folder, and name it in commands/table.c.
 */
#ifndef MMSCOPE_COMMANDS_COMMAND_H
#define MMSCOPE_COMMANDS_COMMAND_H

#include "commands/reply.h"
#include "commands/session.h"

/* Words of a command line after its name. */
struct arguments {
	const char *rest; /* everything after the command's name */
	int argc;
	char **argv; /* split at blanks; "…" keeps blanks together */
	char format; /* as in print/x; 0: none */
};

/* What completion offers for a command's words. */
enum completion_kind {
	COMPLETE_NOTHING,
	COMPLETE_COMMANDS,
	COMPLETE_OPERATIONS, /* start … */
	COMPLETE_GFP,
	COMPLETE_FUNCTIONS, /* kernel functions and labels */
	COMPLETE_FILES,
	COMPLETE_SHARED_FILES, /* also the installed ones, by name */
	COMPLETE_WORDS,        /* of `words` */
	COMPLETE_MACHINES,
	COMPLETE_MARKS,
	COMPLETE_CACHES,  /* of kmalloc */
	COMPLETE_DELETED, /* what `delete` can name */
	COMPLETE_EXPRESSION,
	COMPLETE_PLACES,   /* of breakpoints, and a condition */
	COMPLETE_SETTINGS, /* set and show: settings, or $name = EXPR */
	COMPLETE_PANELS,
};

enum command_group {
	GROUP_OPERATIONS,
	GROUP_MOVES,
	GROUP_STOPS,
	GROUP_LOOKING,
	GROUP_FILES,
	GROUP_SESSION,
};

struct command {
	const char *name;
	const char *aliases; /* blank-separated; NULL: none */
	enum command_group group;
	const char *args;    /* "ORDER [GFP] [node=N]" */
	const char *summary; /* one line, a sentence without its full stop */
	const char *help;    /* more, or NULL */
	/* A line, or several, that run on the default machine. */
	const char *example;
	enum completion_kind completes;
	const char *words;      /* of COMPLETE_WORDS, or beside the marks */
	const char *repeats_as; /* another line to run then; NULL: the same */
	bool repeats;           /* an empty line at the prompt runs it again */
	bool keeps_repeat;      /* or leaves to it what it ran before */
	bool takes_text;        /* its words are not split, a quote is text */
	bool takes_long;        /* it may keep one waiting */
	bool of_imported;       /* it also serves imported memory */
	bool formats;           /* NAME/x chooses how it shows numbers */
	enum status (*run)(struct session *s, const struct arguments *args,
			   struct reply *r);
};

/* The i-th command in the order of `help`; NULL past the last. */
const struct command *command_nth(size_t i);
/* By exact name, alias, then unique prefix; NULL with *ret_ambiguous set to
 * the number of matches. */
const struct command *command_find(const char *word, size_t length,
				   size_t *ret_matches);
/* Is it the exact name or an alias of a command? */
bool command_is_word(const char *word);

#endif
