/*
 * Allocation tags in an order of the user's choice, and a part of them.
 */
#ifndef MMSCOPE_COMMANDS_TAG_ORDER_H
#define MMSCOPE_COMMANDS_TAG_ORDER_H

#include "commands/session.h"
#include "commands/table_order.h"
#include "core/alloc_tag.h"

enum tag_key {
	TAG_BYTES,
	TAG_CALLS,
	TAG_MODULE,
	TAG_FILE,
	TAG_FUNCTION,
	TAG_NUMBER,
	NR_TAG_KEYS,
};

extern const struct sorted_table tags_table;

struct tag_row {
	struct codetag site;
	struct alloc_tag_counters counters;
	uint32_t tag; /* of the machine, or line of a file */
};

struct tag_list {
	struct tag_row *rows; /* sorted: counters falling, names rising */
	uint32_t nr;
	int64_t bytes; /* of these */
	int64_t calls;
};

/* Which tags, and in which order. */
struct tag_choice {
	enum tag_key key;
	const char *filter; /* a part of the module, file or function */
	bool imported;      /* those of a file, else those of the machine */
	/* Counters at another place, by tag, to be subtracted; NULL: none.
	 * Tags that count the same there are left out. */
	const struct alloc_tag_counters *since;
	uint32_t nr_since;
};

/* As `set tags`, `set tags_filter` and `set tags_of` have it. */
struct tag_choice chosen_tags(const struct session *s);
/* How many there are, without regard to the filter. */
uint32_t nr_tags_of(const struct session *s, const struct tag_choice *choice);
void tag_list_init(struct tag_list *list, const struct session *s,
		   const struct tag_choice *choice);
void tag_list_deinit(struct tag_list *list);

#endif
