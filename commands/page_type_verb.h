/*
 * `page_type VALUE set TYPE`: what setting, testing or clearing a type does to
 * the word over _mapcount.
 */
#ifndef MMSCOPE_COMMANDS_PAGE_TYPE_VERB_H
#define MMSCOPE_COMMANDS_PAGE_TYPE_VERB_H

#include "commands/command.h"
#include "core/page_type.h"

/* What to do to the word: nothing, or something with one type. */
enum type_verb {
	TYPE_VERB_NONE,
	TYPE_VERB_SET,
	TYPE_VERB_TEST,
	TYPE_VERB_CLEAR
};

struct type_request {
	uint32_t word;
	enum type_verb verb;
	const char *type; /* that it is done with */
};

/* `set TYPE` and so on behind the value; *ret_words: how many words the value
 * and the verb took. */
enum status type_verb_parse(const struct arguments *args,
			    struct type_request *request, int *ret_words,
			    struct reply *r);
/* The verb as arithmetic; true with the word afterwards in *ret. */
bool type_verb_text(const struct page_types *types,
		    const struct type_request *request, uint32_t *ret,
		    struct reply *r);
void type_verb_keys(struct json *object, const struct page_types *types,
		    const struct type_request *request);

#endif
