/*
 * The three faces of the program, and what they have in common.
 *
 * Each runs the rc file, the snapshot and the commands that the options
 * name, then its own loop, and returns the program's exit status.
 */
#ifndef MMSCOPE_TUI_FRONT_H
#define MMSCOPE_TUI_FRONT_H

#include "tui/options.h"
#include "tui/scrollback.h"

enum {
	STATUS_BY_SIGNAL = 128, /* plus its number */
	STATUS_INTERRUPTED = STATUS_BY_SIGNAL + SIGINT,
};

/* No prompt: options, else standard input; the first failure ends it. */
int batch_run(struct session *s, const struct options *options);
/* The REPL line by line. */
int plain_run(struct session *s, const struct options *options);
/* The REPL below panels. */
int screen_run(struct session *s, const struct options *options);

/* What a newcomer is told first. */
extern const char front_welcome[];

/* Standard output and standard error. */
struct streams {
	const struct session *session;
	const struct options *options;
	/* Keeps what is said for pictures of the screen; NULL: nobody does. */
	struct scrollback *scrollback;
};
struct outlet front_streams(struct streams *streams, bool json);
/* Writes a command as it stands behind the prompt. */
void front_keep_command(struct scrollback *sb, const char *prompt,
			const char *line);

/* Whether ASCII alone may be drawn, and whether in colour. */
bool front_is_ascii(const struct session *s, const struct options *options);
bool front_wants_color(const struct session *s);
/* Runs the rc file unless -n, and reports where it failed; options win over
 * what it sets. */
enum status front_run_rc(const struct script *script,
			 const struct options *options);
/* Runs -x and -e in their order, until one fails if `strict`, or until they
 * are interrupted; returns the first failure. */
enum status front_run_sources(const struct script *script,
			      const struct options *options, bool strict);

#endif
