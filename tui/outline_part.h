/*
 * Lines of an outline, as the panels `step` and `outline` draw them.
 */
#ifndef MMSCOPE_TUI_OUTLINE_PART_H
#define MMSCOPE_TUI_OUTLINE_PART_H

#include "commands/outline.h"
#include "tui/sheet.h"

/* The call of the chosen frame; false before the first step. */
bool outline_in_view(const struct view *v, struct outline *ret);
/* "▶◆ does the mark hold?   fits yes"; leads to a breakpoint on it. */
void outline_line_write(const struct view *v, struct sheet *sh,
			const struct outline *outline, int line);
/* What the call returned when it ends here, and what the callee that has just
 * come back returned; nothing when neither. */
void outline_returns_write(const struct view *v, struct sheet *sh);

#endif
