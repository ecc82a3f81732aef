/*
 * Tables that the user sorts and filters: by `sort=` and `filter=` behind
 * `info NAME`, and for the panels by `set NAME`, `set NAME_filter` and
 * `set NAME_of`.
 */
#ifndef MMSCOPE_COMMANDS_TABLE_ORDER_H
#define MMSCOPE_COMMANDS_TABLE_ORDER_H

#include "commands/command.h"

struct sorted_table {
	const char *name;        /* "tags", as `info NAME` and `set NAME` */
	const char *const *keys; /* that it can be sorted by */
	unsigned nr_keys;
};

/* nr_keys: there is no such key. */
unsigned table_key_find(const struct sorted_table *table, const char *key);
/* As `set NAME` has it. */
unsigned table_key_chosen(const struct sorted_table *table,
			  const struct session *s);
/* "": all rows. */
const char *table_filter_chosen(const struct sorted_table *table,
				const struct session *s);
/* Those of a file, if one was imported? */
bool table_is_imported(const struct sorted_table *table,
		       const struct session *s);

/* What `info NAME` was given, its beginning being as the settings say. */
struct table_request {
	unsigned key;
	const char *filter;
	uint64_t top;
};
struct table_request table_request_of(const struct sorted_table *table,
				      const struct session *s);
/* Takes sort=KEY, filter=TEXT and top=N; *ret_taken: it was one of them. */
enum status table_request_word(const struct sorted_table *table,
			       const char *word, struct table_request *request,
			       bool *ret_taken, struct reply *r);

#endif
