/*
 * The three faces of the program, and what they have in common.
 *
 * Each runs the rc file, the snapshot and the commands that the options
 * name, then its own loop, and returns the program's exit status.
 */
#ifndef MMSCOPE_TUI_FRONT_H
#define MMSCOPE_TUI_FRONT_H

#include "tui/options.h"

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

/* Standard output and standard error as an outlet; `ascii` replaces what is
 * beyond ASCII. */
struct outlet front_streams(bool *ascii, bool json);
/* Runs the rc file unless -n, and reports where it failed. */
enum status front_run_rc(const struct script *script,
			 const struct options *options);
/* Runs -x and -e in their order, until one fails if `strict`, or until they
 * are interrupted; returns the first failure. */
enum status front_run_sources(const struct script *script,
			      const struct options *options, bool strict);

#endif
