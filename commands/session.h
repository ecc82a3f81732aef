/*
 * A session: the model, the cursor's stops, and what a user set and named.
 * Both front ends (screen and linear) and --batch drive it line by line.
 */
#ifndef MMSCOPE_COMMANDS_SESSION_H
#define MMSCOPE_COMMANDS_SESSION_H

#include <signal.h>

#include "commands/reply.h"
#include "core/history.h"

struct session;

/* Boots the machine SPEC ("" for the default); NULL with the reason in
 * *why and *status when it cannot be booted. */
struct session *session_create(const char *spec, const char *kernel,
			       enum status *status, struct diagnosis *why);
void session_destroy(struct session *s);

/* Runs one command line.  `script`: it comes from a file or a pipe, where an
 * empty line does nothing; at a prompt it repeats the last command. */
enum status session_execute(struct session *s, const char *line, bool script,
			    struct reply *r);
/* Full name of the command that a line begins with, for --json; "" for a word
 * that names none, NULL for a line without a reply of its own (blank, comment,
 * or one that an open block collects). */
const char *session_command_name(const struct session *s, const char *line);
/* Does a block collect the lines that come, up to its `end`?  Every line must
 * be executed then, those without a command, too. */
bool session_in_block(const struct session *s);
/* The input has ended: fails when a block is still open.  At a prompt, an
 * interrupted line gives the block up, in silence. */
enum status session_end_input(struct session *s, struct reply *r);
void session_abandon_block(struct session *s);
bool session_wants_quit(const struct session *s);
enum status session_quit_status(const struct session *s);

/* Long work looks at *flag (set by a signal handler) and ends early. */
void session_set_interrupt(struct session *s, volatile sig_atomic_t *flag);
bool session_interrupted(const struct session *s);
/* Who else hears of long work, as it goes on, and may end it. */
void session_set_progress(struct session *s, struct progress progress);
/* May this line keep one waiting?  Then a front end says so beforehand. */
bool session_takes_long(const char *line);

/*
 * Called in JSON mode with the finished reply of each command that `source`
 * runs from a file, in their order and before the reply of `source` itself.
 * In text mode their text goes into the reply of `source`.
 */
typedef void (*reply_listener)(void *context, struct reply *r);
void session_set_listener(struct session *s, reply_listener listener,
			  void *context);

/* A picture of the screen, as `export screen` writes it. */
enum picture_format { PICTURE_TEXT, PICTURE_ANSI, PICTURE_SVG };

struct picture_wish {
	enum picture_format format;
	int rows; /* 0: as large as the screen is */
	int cols;
};

/* What a front end lends to commands. */
struct screen_host {
	void *context;
	/* The screen as it is drawn now; the caller frees it.  NULL: memory is
	 * short. */
	char *(*picture)(void *context, const struct picture_wish *wish);
	/* Shows the screen for so long, or until a key comes; NULL: there is
	 * no screen that could be seen. */
	void (*pause)(void *context, unsigned milliseconds);
};
void session_set_screen(struct session *s, const struct screen_host *host);

/* Looking, for the panels. */
const struct model *session_model(const struct session *s);
/* What the machine is: "small: 64 MiB, 1 node, 1 cpu, kernel 6.12.107". */
const char *session_title(const struct session *s);
/* Value of a setting as `show NAME` gives it; NULL: no such setting. */
const char *session_setting(const struct session *s, const char *name);
const char *session_layout(const struct session *s); /* "step", "page", … */
const char *session_focus(const struct session *s);  /* panel, or "repl" */
pfn_t session_page(const struct session *s);         /* page last looked at */
pfn_t session_followed(const struct session *s);     /* PFN_NONE: none */
/* What changed since this position is to stand out (`set changes`). */
uint64_t session_changes_base(const struct session *s);

/* First row that a panel shows, and the step at which it did so. */
struct panel_scroll {
	int row; /* from 0 */
	uint64_t position;
};
struct panel_scroll session_scroll(const struct session *s, const char *panel);
/* What the screen made of it, as a panel may have fewer rows. */
void session_note_scroll(struct session *s, const char *panel, int row);

enum {
	SCREEN_NAME_SIZE = 16, /* of a panel or a layout */
	LAYOUT_COLUMNS = 2,
	LAYOUT_SLOTS = 8,
	MAX_LAYOUT_ROWS = 200,
};

/* A layout that the user defined: panels of the left and the right column. */
struct layout_slot {
	char panel[SCREEN_NAME_SIZE]; /* "": none */
	int rows;                     /* 0: its share of what is left */
};
struct user_layout {
	char name[SCREEN_NAME_SIZE];
	struct layout_slot columns[LAYOUT_COLUMNS][LAYOUT_SLOTS];
};
/* NULL: no such layout. */
const struct user_layout *session_user_layout(const struct session *s,
					      const char *name);
const struct user_layout *session_user_layout_nth(const struct session *s,
						  size_t i);

struct stop_mark {
	uint64_t position;
	const char *name;
};
/* The i-th mark by position; false past the last. */
bool session_mark(const struct session *s, size_t i, struct stop_mark *ret);
/* Where the i-th other branch leaves the history, and its name; false past
 * the last. */
bool session_fork(const struct session *s, size_t i, struct stop_mark *ret);
/* Might an enabled breakpoint stop in an operation?  Quick, without a look at
 * its steps. */
bool session_breaks_in(const struct session *s, uint32_t op);
/* Does a breakpoint stop at this position (conditions not evaluated)? */
bool session_breaks_at(const struct session *s, uint64_t position);
/* All such positions of an operation, kept for when they are asked for again;
 * valid until the next call.  For operations of few steps. */
size_t session_breaks_of(const struct session *s, uint32_t op,
			 const uint64_t **ret);

/*
 * Completion of the word that ends at `point`: the i-th candidate, or NULL.
 * *ret_start is where the word begins.  The candidates live until the next
 * call with i 0.
 */
const char *session_complete(struct session *s, const char *line, size_t point,
			     size_t i, size_t *ret_start);
/* Is that word a file's name?  Folders are read by the front end. */
bool session_completes_files(const struct session *s, const char *line,
			     size_t point);

#endif
