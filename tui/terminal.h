/*
 * The terminal, and the only file that names ncurses.
 *
 * ncurses paints and knows the terminal type; bytes from the keyboard are
 * read by the event loop, because readline wants them as they come.
 */
#ifndef MMSCOPE_TUI_TERMINAL_H
#define MMSCOPE_TUI_TERMINAL_H

#include "tui/canvas.h"

struct terminal;

/* Can panels be shown on a terminal of the type in TERM? */
bool terminal_type_is_known(void);
/* NULL when it cannot be used.  The terminal is restored at any exit. */
struct terminal *terminal_open(void);
void terminal_close(struct terminal *t);
/* Gives the terminal back if it is taken; also for exits and faults. */
void terminal_restore(void);

/* How many colours the terminal has; 0: none. */
int terminal_colors(const struct terminal *t);
/* The colours that it shows from now on; NULL: none. */
void terminal_use_palette(struct terminal *t, const struct palette *palette);
bool terminal_has_color(const struct terminal *t);
/* Whether clicks and the wheel are sent to us, where the terminal can. */
void terminal_set_mouse(struct terminal *t, bool on);
/* Asks for the size anew and returns it. */
struct rect terminal_resize(struct terminal *t);
/* Shows a canvas; what the terminal shows already is not sent again. */
void terminal_show(struct terminal *t, const struct canvas *c);
/* The next terminal_show() sends everything. */
void terminal_repaint(struct terminal *t);
void terminal_suspend(struct terminal *t);
void terminal_resume(struct terminal *t);

#endif
