#include "commands/table_order.h"

#include <stdio.h>
#include <string.h>

#include "commands/parse.h"
#include "commands/session_internal.h"
#include "commands/text.h"

unsigned table_key_find(const struct sorted_table *table, const char *key)
{
	unsigned i = 0;

	while (i < table->nr_keys && strcmp(table->keys[i], key) != 0)
		i++;
	return i;
}

unsigned table_key_chosen(const struct sorted_table *table,
			  const struct session *s)
{
	return table_key_find(table, session_setting(s, table->name));
}

/* The setting NAME_filter, or its like. */
static const char *setting_beside(const struct sorted_table *table,
				  const struct session *s, const char *ending)
{
	char name[SETTING_SIZE];

	snprintf(name, sizeof(name), "%s%s", table->name, ending);
	return session_setting(s, name);
}

const char *table_filter_chosen(const struct sorted_table *table,
				const struct session *s)
{
	const char *filter = setting_beside(table, s, "_filter");

	return strcmp(filter, "none") == 0 ? "" : filter;
}

bool table_is_imported(const struct sorted_table *table,
		       const struct session *s)
{
	return strcmp(setting_beside(table, s, "_of"), "import") == 0;
}

struct table_request table_request_of(const struct sorted_table *table,
				      const struct session *s)
{
	return (struct table_request){
		.key = table_key_chosen(table, s),
		.filter = table_filter_chosen(table, s),
		.top = UINT64_MAX,
	};
}

static enum status bad_sort(const struct sorted_table *table, const char *word,
			    struct reply *r)
{
	struct text names;

	text_init(&names);
	for (unsigned i = 0; i < table->nr_keys; i++)
		text_add(&names, "%s%s", i ? ", " : "", table->keys[i]);
	reply_fail(r, STATUS_FAILED, "info %s cannot sort by \"%s\", but by %s",
		   table->name, word, names.start);
	text_deinit(&names);
	return STATUS_FAILED;
}

enum status table_request_word(const struct sorted_table *table,
			       const char *word, struct table_request *request,
			       bool *ret_taken, struct reply *r)
{
	*ret_taken = true;
	if (strncmp(word, "sort=", 5) == 0) {
		request->key = table_key_find(table, word + 5);
		return request->key < table->nr_keys
			       ? STATUS_OK
			       : bad_sort(table, word + 5, r);
	}
	if (strncmp(word, "filter=", 7) == 0)
		request->filter = word + 7;
	else
		*ret_taken = strncmp(word, "top=", 4) == 0 &&
			     parse_number(word + 4, &request->top);
	return STATUS_OK;
}
