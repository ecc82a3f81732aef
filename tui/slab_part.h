/*
 * The lower part of the slabs panel: a cache's slabs, and one of them drawn.
 */
#ifndef MMSCOPE_TUI_SLAB_PART_H
#define MMSCOPE_TUI_SLAB_PART_H

#include "commands/slab_choice.h"
#include "tui/sheet.h"

void slab_part_write(const struct view *v, struct sheet *sh,
		     struct chosen_slab chosen);

#endif
