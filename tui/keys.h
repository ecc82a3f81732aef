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
	KEY_SCROLLS_REPL,
	KEY_SCROLLS_PANEL,
	KEY_MOVES_FOCUS,
	KEY_WALKS_ROWS, /* the cell cursor, or the timeline */
	KEY_WALKS_COLS,
	KEY_WALKS_OPS,
	KEY_FOLLOWS,
	KEY_LEAVES,
	KEY_REPAINTS,
	KEY_PASTE_BEGINS,
	KEY_PASTE_ENDS,
};

enum { KEY_MAX_SEQUENCES = 4 };

struct key_binding {
	const char *name;    /* NULL: nothing that a person presses */
	const char *line;    /* that it runs */
	const char *summary; /* when it runs none */
	const char *sequences[KEY_MAX_SEQUENCES];
	enum key_action action;
	int way;           /* down, right and on: 1; up, left and back: -1 */
	bool prompt_first; /* the prompt's as long as something is typed */
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
