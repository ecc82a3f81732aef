/*
 * The flag bits of the page in view, one cell each: a bit that is entered is
 * toggled on a scratch word, which stands below with what checks would say.
 */
#ifndef MMSCOPE_TUI_FLAG_BITS_H
#define MMSCOPE_TUI_FLAG_BITS_H

#include "tui/sheet.h"

void flag_bits_write(const struct view *v, struct sheet *sh);

#endif
