/*
 * Searching the history for the steps that change something: the value of an
 * expression, or the place of a page.  For this folder only.
 */
#ifndef MMSCOPE_COMMANDS_CHANGE_SEARCH_H
#define MMSCOPE_COMMANDS_CHANGE_SEARCH_H

#include "commands/session_internal.h"

enum { SUBJECT_VALUE_SIZE = 160 };

/* What is asked about. */
struct subject {
	struct expression *expression; /* NULL: a page */
	pfn_t pfn;
	char name[PLACE_NAME_SIZE * 2];
};

/* "page REF" or an expression; the reply says why it is neither. */
enum status subject_parse(struct session *s, const char *text,
			  struct subject *ret, struct reply *r);
void subject_deinit(struct subject *subject);

/* What it is at some position. */
struct subject_value {
	bool known;
	bool is_number; /* of an expression */
	struct number number;
	char words[SUBJECT_VALUE_SIZE];
};

struct json *subject_value_json(const struct subject_value *value);

struct value_change {
	uint64_t writer; /* the step that made it */
	struct subject_value before, after;
};

struct change_search {
	struct session *s;
	const struct subject *subject;
	struct subject_value value; /* where the cursor stands */
	uint64_t seen_at;           /* last position with a value */
	uint64_t from;              /* where the search began */
	bool back;
	bool interrupted;
	struct expression_reads reads;
};

/* From the cursor on; there must be time for nothing else to move it. */
void change_search_begin(struct change_search *search, struct session *s,
			 const struct subject *subject, bool back);
/* Moves the cursor behind the next step that changes the value, or going back
 * before it.  False: there is none, or the search was interrupted. */
bool change_search_next(struct change_search *search, struct value_change *ret);

#endif
