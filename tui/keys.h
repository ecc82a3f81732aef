/*
 * Keys: the bytes a terminal sends, and what they run.
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
};

enum { KEY_MAX_SEQUENCES = 4 };

struct key_binding {
	const char *name;
	enum key_action action;
	const char *line;    /* that it runs */
	const char *summary; /* when it runs none */
	const char *sequences[KEY_MAX_SEQUENCES];
};

/* The i-th binding; NULL past the last. */
const struct key_binding *key_nth(size_t i);

enum input_kind {
	INPUT_WAITS, /* the rest of a sequence has not come yet */
	INPUT_KEY,
	INPUT_BYTES,    /* whole characters for the prompt */
	INPUT_SEQUENCE, /* an escape sequence that is no key of ours */
};

struct input_event {
	enum input_kind kind;
	const struct key_binding *key;
	size_t length; /* bytes it is made of */
};

/* What the input begins with; `late`: nothing has followed for so long that
 * nothing will. */
struct input_event input_next(const char *bytes, size_t length, bool late);

#endif
