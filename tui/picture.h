/*
 * Pictures: a canvas written out as a text that stands by itself.
 */
#ifndef MMSCOPE_TUI_PICTURE_H
#define MMSCOPE_TUI_PICTURE_H

#include "commands/palette.h"
#include "commands/session.h"
#include "tui/canvas.h"

/* The caller frees it; NULL when memory is short.  `palette` gives colours;
 * NULL: none. */
char *picture_print(const struct canvas *c, enum picture_format format,
		    const struct palette *palette);

#endif
