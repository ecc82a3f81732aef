/*
 * A screen whose bytes to the terminal are counted: what a person would wait
 * for over a slow line.
 */
#ifndef MMSCOPE_TESTS_WIRE_H
#define MMSCOPE_TESTS_WIRE_H

#include "commands/session.h"
#include "tui/scrollback.h"
#include "tui/terminal.h"

struct wire {
	struct session *session;
	struct scrollback *scrollback;
	struct canvas *canvas;
	struct terminal *terminal;
	int sent;     /* file that takes what is sent to the terminal */
	int standard; /* output as it was before */
};

/* Boots a machine and opens a terminal of this type and size in the place of
 * standard output; false when that cannot be. */
bool wire_open(struct wire *w, const char *machine, const char *type,
	       struct rect size);
void wire_close(struct wire *w);

/* Runs a line as if it were typed; false when it fails. */
bool wire_enter(struct wire *w, const char *line);
/* Draws the screen, and returns how many bytes went to the terminal. */
size_t wire_show(struct wire *w);

/* Median and 99th percentile of the bytes for each of 1,000 steps. */
struct wire_figures {
	size_t median;
	size_t p99;
	size_t first;   /* of the whole screen */
	double seconds; /* of processor time for a step and its drawing */
};
bool wire_steps(struct wire *w, struct wire_figures *ret);

#endif
