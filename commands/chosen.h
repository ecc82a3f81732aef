/*
 * What a user chose to see: settings and commands put into the words of the
 * model, for the panels and for the commands that say the same as text.
 */
#ifndef MMSCOPE_COMMANDS_CHOSEN_H
#define MMSCOPE_COMMANDS_CHOSEN_H

#include "commands/memory_map.h"
#include "commands/session.h"

enum { ZONE_OF_STEP = -1, ZONE_EACH = -2 };

/* `set zone`: a populated zone, or one of the two above; a zone that this
 * machine lacks means that of the step. */
int chosen_zone(const struct session *s);
/* `set free_list ORDER,TYPE`; false: that of the step. */
bool chosen_free_list(const struct session *s, unsigned *ret_order,
		      enum migratetype *ret_type);
/* `frame N`: level in the stack at the cursor. */
unsigned chosen_level(const struct session *s);
/* The page last looked at, while the cursor has not moved since. */
bool chosen_page(const struct session *s, pfn_t *ret);
/* The one that `page` asked for last; PFN_NONE: none. */
pfn_t asked_page(const struct session *s);
/* `map …`: the part of memory that the map shows. */
struct pfn_range chosen_map(const struct session *s);
/* The same as it was asked for: it may reach beyond what there is. */
struct pfn_range asked_map(const struct session *s);
/* look_map.c: is it not all there is? */
bool map_is_part(const struct session *s);
/* All that it can show. */
struct pfn_range whole_map(const struct session *s);

#endif
