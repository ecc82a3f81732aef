/*
 * The prompt: readline's editing, history and completion, and the only file
 * that names readline.
 *
 * On the screen readline never draws: it is fed bytes, and the line is read
 * back for the canvas.  In plain mode it echoes on a terminal without any
 * abilities, so that no cursor addressing is sent.
 *
 * readline keeps one line for the whole program and calls back without a
 * context, so one prompt can exist at a time and prompt.c keeps it static.
 */
#ifndef MMSCOPE_TUI_PROMPT_H
#define MMSCOPE_TUI_PROMPT_H

#include "commands/session.h"
#include "tui/line_view.h"

#define PROMPT_TEXT "(mm) "

/* What stands before the line: a shorter one for the lines of a block. */
const char *prompt_text(const struct session *s);

struct prompt;

struct prompt_host {
	void *context;
	struct session *session; /* for completion */
	/* A line was entered; NULL: end of input. */
	void (*enter)(void *context, const char *line);
	/* Candidates of a completion, one line of text. */
	void (*show_candidates)(void *context, const char *text);
};

enum prompt_kind { PROMPT_ON_SCREEN, PROMPT_PLAIN };

/* Reads the history file.  NULL when memory is short. */
struct prompt *prompt_create(enum prompt_kind kind,
			     const struct prompt_host *host);
void prompt_destroy(struct prompt *p);

/* Screen: whole characters as they came from the keyboard. */
void prompt_feed(struct prompt *p, const char *bytes, size_t length);
/* Is nothing typed, and nothing being searched for? */
bool prompt_is_empty(const struct prompt *p);
/* Does Esc mean something by itself, as in vi's way of editing?  Else it would
 * make another key of the next one. */
bool prompt_takes_escape(const struct prompt *p);
/* Is an escape sequence bound to something in readline? */
bool prompt_knows(const char *sequence, size_t length);
void prompt_view(const struct prompt *p, int cols, struct line_view *ret);

/* Plain: takes what waits on standard input. */
void prompt_read(struct prompt *p);

/* Forgets the line being typed (Ctrl-C). */
void prompt_cancel(struct prompt *p);
/* Plain: gives the terminal back while the program is stopped. */
void prompt_suspend(struct prompt *p);
void prompt_resume(struct prompt *p);

#endif
