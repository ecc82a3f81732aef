/*
 * What the screen is made of; for screen.c, its event loop, and the files
 * beside it: what lines, keys, the mouse and long work do.
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

/* A line that runs and may last. */
struct work {
	const char *line; /* NULL: none runs */
	uint64_t began_ms;
	uint64_t shown_ms;
	uint64_t done; /* as it was reported last */
};

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
	bool ascii;   /* of the canvas */
	bool reading; /* the REPL, which has the place of the panels */
	int scrolled;
	bool keys_shown;
	int keys_first;         /* row of them at the top */
	struct cell_place cell; /* of the focused panel */
	bool scrubbing;         /* the button went down on the timeline */
	bool pasting;
	/* Lines of the scrollback before the last command, and before the last
	 * one that only moved about, which the next one like it replaces. */
	size_t total_before;
	size_t total_before_move;
	char move[16]; /* its first word; "": the last one was another */
	struct work work;
	int prompt_row;
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
uint64_t screen_now_ms(void);

/* screen_actions.c: what the session says goes to the scrollback. */
struct outlet screen_outlet(struct screen *s);
/* Those that the terminal must hear of. */
void screen_apply_settings(struct screen *s);
/* A line entered at the prompt or run by a key; NULL: end of input. */
void screen_enter(void *screen, const char *line);
/* One that only moves about: in the scrollback it takes the place of the one
 * before it, if that was of its kind. */
void screen_move(struct screen *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Candidates of a completion. */
void screen_show_candidates(void *screen, const char *text);
void screen_take_view(const struct screen *s, struct view *ret);
struct repl_view screen_repl(const struct screen *s,
			     const struct line_view *prompt);

/* screen_keys.c: a key, unless it is the prompt's now. */
bool screen_act_on_key(struct screen *s, const struct key_binding *key);
/* Input while the keys are shown or the REPL is read back; false: it is for
 * whom it would be for otherwise. */
bool screen_reads_on(struct screen *s, const struct input_event *event,
		     const char *bytes);
/* Rows; positive: back. */
void screen_scroll_repl(struct screen *s, int rows);
void screen_stop_reading(struct screen *s);
/* Rows; positive: down. */
void screen_scroll_panel(struct screen *s, const struct shown *shown, int rows);

/* screen_mouse.c */
void screen_act_on_mouse(struct screen *s, const struct mouse_event *event);

/* screen_work.c: shows a bar in the place of the prompt, once a line lasts;
 * never ends the work. */
bool screen_show_work(void *screen, uint64_t done, uint64_t total);

#endif
