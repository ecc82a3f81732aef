/*
 * Allocation tags in an order of the user's choice, and a part of them.
 */
#ifndef MMSCOPE_COMMANDS_TAG_ORDER_H
#define MMSCOPE_COMMANDS_TAG_ORDER_H

#include "commands/session.h"

enum tag_key {
	TAG_BYTES,
	TAG_CALLS,
	TAG_MODULE,
	TAG_FILE,
	TAG_FUNCTION,
	TAG_NUMBER,
	NR_TAG_KEYS,
};

/* "bytes"; NULL past the last. */
const char *tag_key_name(unsigned key);
/* NR_TAG_KEYS: there is no such key. */
enum tag_key tag_key_find(const char *name);
/* `set tags`, and `set tags_filter` ("" when all are shown). */
enum tag_key chosen_tag_key(const struct session *s);
const char *chosen_tag_filter(const struct session *s);

struct tag_list {
	uint32_t *tags; /* sorted: counters falling, names rising */
	uint32_t nr;
	int64_t bytes; /* of these */
	int64_t calls;
};

/* Tags whose module, file or function holds `filter`. */
void tag_list_init(struct tag_list *list, const struct model *m,
		   enum tag_key key, const char *filter);
void tag_list_deinit(struct tag_list *list);

#endif
