/*
 * State words by the names of core/fields.def: reading them out of the
 * structs that core/model.h lends.
 */
#ifndef MMSCOPE_COMMANDS_STATE_WORD_H
#define MMSCOPE_COMMANDS_STATE_WORD_H

#include "core/field.h"

struct state_word {
	enum field_id id;
	enum field_object object;
	const char *name;
	size_t offset; /* within its struct */
	size_t size;   /* of one word */
	unsigned nr;   /* words: more than one in an array */
	bool is_signed;
};

/* Name of the i-th word of one kind of object; NULL past the last. */
const char *state_word_name(enum field_object object, size_t i);
/* NULL when objects of this kind have no such word. */
const struct state_word *state_word_find(enum field_object object,
					 const char *name, size_t length);
/* Value of a word of `object`, which is the struct that the word lies in. */
int64_t state_word_read(const struct state_word *word, const void *object,
			unsigned element);

#endif
