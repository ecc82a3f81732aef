/*
 * The tag whose frames the memory map marks.
 */
#ifndef MMSCOPE_COMMANDS_MAP_TAG_H
#define MMSCOPE_COMMANDS_MAP_TAG_H

#include "commands/reply.h"
#include "commands/session.h"
#include "commands/text.h"

/* A tag by number or call site, or "off". */
enum status map_tag_choose(struct session *s, const char *word,
			   struct reply *r);
/* The number that the chosen site has here, + 1; 0: none, also where it has
 * none yet. */
uint32_t chosen_map_tag(const struct session *s);
/* What the signs T and t of the map say; nothing without a tag. */
void map_tag_add(struct text *out, const struct session *s);

#endif
