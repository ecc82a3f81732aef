/*
 * Glyphs: UTF-8 text taken apart into what stands in the cells of a screen.
 *
 * Widths are those of wcwidth(3), which ncurses uses too, so both agree on
 * where a text ends.  In ASCII mode every glyph is replaced by one ASCII
 * character from one table; nothing else needs to know of the mode.
 */
#ifndef MMSCOPE_TUI_GLYPH_H
#define MMSCOPE_TUI_GLYPH_H

#include <stdbool.h>
#include <stddef.h>

struct glyph {
	const char *bytes; /* what to show; not NUL-terminated */
	size_t length;
	int width;     /* columns: 0 (combining), 1 or 2 */
	size_t source; /* bytes of the text it stands for; 0 at its end */
};

/* The glyph that a text begins with.  Control bytes and invalid UTF-8 show
 * as `?`: text that may hold them is made displayable before it comes here. */
struct glyph glyph_next(const char *text, size_t length, bool ascii);
/* Columns of a text, and its bytes that fit into a number of columns. */
int glyphs_width(const char *text);
size_t glyphs_fitting(const char *text, size_t length, int cols);
/* Bytes of the character that `lead` begins; 1 for an invalid one. */
size_t utf8_length(unsigned char lead);

#endif
