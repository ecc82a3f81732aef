/*
 * What the screen is made of; for screen.c, its event loop, and
 * screen_actions.c, what keys and lines do.
 */
#ifndef MMSCOPE_TUI_SCREEN_INTERNAL_H
#define MMSCOPE_TUI_SCREEN_INTERNAL_H

#include "tui/compose.h"
#include "tui/front.h"
#include "tui/keys.h"
#include "tui/painter.h"
#include "tui/prompt.h"
#include "tui/terminal.h"

enum { INPUT_SIZE = 4096 };

struct screen {
	struct session *session;
	const struct options *options;
	struct outlet outlet;
	struct script script;
	struct terminal *terminal;
	struct prompt *prompt;
	struct scrollback *scrollback;
	struct painter painter; /* for pictures; its size is the terminal's */
	struct canvas *canvas;
	struct rect size;
	bool ascii; /* of the canvas */
	int scrolled;
	bool dirty;
	bool working;      /* a line runs that may keep one waiting */
	bool pausing;      /* a script waits to be seen */
	bool ended;        /* the terminal is gone */
	int ending_signal; /* 0: none */
	uint64_t painted_ms;
	char input[INPUT_SIZE];
	size_t input_length;
};

/* screen.c: what the session holds now, or the sign of work. */
void screen_paint(struct screen *s);
/* Shows the screen for so long, opening it if need be. */
void screen_pause(void *screen, unsigned milliseconds);
/* What the session says goes to the scrollback. */
struct outlet screen_outlet(struct screen *s);
/* A line entered at the prompt or run by a key; NULL: end of input. */
void screen_enter(void *screen, const char *line);
/* Candidates of a completion. */
void screen_show_candidates(void *screen, const char *text);
void screen_act_on_key(struct screen *s, const struct key_binding *key);
void screen_take_view(const struct screen *s, struct view *ret);
struct repl_view screen_repl(const struct screen *s,
			     const struct line_view *prompt);

#endif
