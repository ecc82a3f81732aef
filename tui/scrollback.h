/*
 * The scrollback: the latest lines of the REPL, whole and unwrapped.
 */
#ifndef MMSCOPE_TUI_SCROLLBACK_H
#define MMSCOPE_TUI_SCROLLBACK_H

#include <stdbool.h>
#include <stddef.h>

enum line_kind { LINE_REPLY, LINE_COMMAND, LINE_ERROR };

struct scrollback_line {
	const char *text;
	enum line_kind kind;
};

struct scrollback;

/* NULL when memory is short. */
struct scrollback *scrollback_create(void);
void scrollback_destroy(struct scrollback *sb);

/* Text piece by piece: a newline ends the line, a tab goes to the next
 * multiple of eight. */
void scrollback_write(struct scrollback *sb, enum line_kind kind,
		      const char *text, size_t length);
/* A whole line: "error: PLACE: SENTENCE"; `place` may be NULL. */
void scrollback_write_error(struct scrollback *sb, const char *place,
			    const char *sentence);
/* Ends the last line if something stands on it. */
void scrollback_end_line(struct scrollback *sb);

/* Leaves a command that nothing has answered yet out of what is seen; false
 * when the last line is something else. */
bool scrollback_hide_command(struct scrollback *sb);
void scrollback_show_command(struct scrollback *sb);

size_t scrollback_count(const struct scrollback *sb);
/* Lines ever written, and a way back to an earlier number of them. */
size_t scrollback_total(const struct scrollback *sb);
void scrollback_take_back(struct scrollback *sb, size_t total);
/* The i-th line kept, the oldest first. */
struct scrollback_line scrollback_line(const struct scrollback *sb, size_t i);

#endif
