/*
 * Keys: what the keys and the mouse send, and what they run.
 *
 * A key runs a command line, which appears in the REPL, so that the screen
 * teaches the commands.  Everything else is the prompt's.
 */
#ifndef MMSCOPE_TUI_KEYS_H
#define MMSCOPE_TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

enum key_action {
	KEY_RUNS_LINE,
	KEY_SHOWS_KEYS,
	KEY_SCROLLS_UP,
	KEY_SCROLLS_DOWN,
	KEY_REPAINTS,
	KEY_PANEL_UP,
	KEY_PANEL_DOWN,
	KEY_NEXT_FOCUS,
	KEY_PREVIOUS_FOCUS,
	KEY_GOES_UP,
	KEY_GOES_DOWN,
	KEY_GOES_LEFT,
	KEY_GOES_RIGHT,
	KEY_PREVIOUS_OP,
	KEY_NEXT_OP,
	KEY_FOLLOWS,
	KEY_LEAVES,
	KEY_PASTE_BEGINS,
	KEY_PASTE_ENDS,
};

enum { KEY_MAX_SEQUENCES = 4 };

struct key_binding {
	const char *name; /* NULL: nothing that a person presses */
	enum key_action action;
	const char *line;    /* that it runs */
	const char *summary; /* when it runs none */
	bool prompt_first;   /* the prompt's as long as something is typed */
	const char *sequences[KEY_MAX_SEQUENCES];
};

/* The i-th binding; NULL past the last. */
const struct key_binding *key_nth(size_t i);

enum input_kind {
	INPUT_WAITS, /* the rest of a sequence has not come yet */
	INPUT_KEY,
	INPUT_BYTES,    /* whole characters for the prompt */
	INPUT_SEQUENCE, /* an escape sequence that is no key of ours */
	INPUT_MOUSE,
};

enum mouse_kind {
	MOUSE_NOTHING, /* of ours: a release, another button */
	MOUSE_CLICK,
	MOUSE_DRAG,
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN,
};

struct mouse_event {
	enum mouse_kind kind;
	int row;
	int col;
};

struct input_event {
	enum input_kind kind;
	const struct key_binding *key;
	struct mouse_event mouse;
	size_t length; /* bytes it is made of */
};

/* What the input begins with; `late`: nothing has followed for so long that
 * nothing will. */
struct input_event input_next(const char *bytes, size_t length, bool late);

#endif
