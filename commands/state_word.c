/*
 * State words by name: one table out of core/fields.def.
 *
 * Only structs that the core shows have rows here; words of the model's own
 * globals have not.
 */
#include "commands/state_word.h"

#include <string.h>

#include "core/alloc_tag.h"
#include "core/zone.h"

#define MEMBER(structure, member) (((struct structure *)0)->member)

#define ROW(id, object, structure, member, name, is_signed)                    \
	{ FIELD_##id,                                                          \
	  object,                                                              \
	  name,                                                                \
	  offsetof(struct structure, member),                                  \
	  sizeof(MEMBER(structure, member)),                                   \
	  1,                                                                   \
	  is_signed },
#define ROW_ARRAY(id, object, structure, member, name, is_signed)              \
	{ FIELD_##id,                                                          \
	  object,                                                              \
	  name,                                                                \
	  offsetof(struct structure, member),                                  \
	  sizeof(MEMBER(structure, member)[0]),                                \
	  sizeof(MEMBER(structure, member)) /                                  \
		  sizeof(MEMBER(structure, member)[0]),                        \
	  is_signed },

#define FIELD_OBJECT_GLOBAL(...)
#define FIELD_OBJECT_NODE(...)      ROW(__VA_ARGS__)
#define FIELD_OBJECT_ZONE(...)      ROW(__VA_ARGS__)
#define FIELD_OBJECT_FREE_AREA(...) ROW(__VA_ARGS__)
#define FIELD_OBJECT_FREE_LIST(...) ROW(__VA_ARGS__)
#define FIELD_OBJECT_PCP(...)       ROW(__VA_ARGS__)
#define FIELD_OBJECT_PCP_LIST(...)  ROW(__VA_ARGS__)
#define FIELD_OBJECT_PAGEBLOCK(...) ROW(__VA_ARGS__)
#define FIELD_OBJECT_PAGE(...)      ROW(__VA_ARGS__)
#define FIELD_OBJECT_TAG(...)       ROW(__VA_ARGS__)
#define FIELD_OBJECT_SLAB_NUMBERS(...)
#define FIELD_OBJECT_PAGE_SLAB(...)
#define FIELD_OBJECT_CACHE_CPU(...)
#define FIELD_OBJECT_CACHE_NODE(...)
#define FIELD_OBJECT_SLAB(...)
#define FIELD_OBJECT_SLAB_OBJECT(...)
#define FIELD_OBJECT_SHEAF_NUMBERS(...)
#define FIELD_OBJECT_CPU_SHEAVES(...)
#define FIELD_OBJECT_BARN(...)
#define FIELD_OBJECT_SHEAF(...)
#define FIELD_OBJECT_TAG_CPU(...)
#define FIELD_OBJECT_TAG_ACCOUNT(...)
#define FIELD_OBJECT_MODULE(...)
#define FIELD_OBJECT_TAG_AREA(...)

#define ARRAY_OBJECT_GLOBAL(...)
#define ARRAY_OBJECT_SHEAF(...)
#define ARRAY_OBJECT_ZONE(...) ROW_ARRAY(__VA_ARGS__)

static const struct state_word words[] = {
#define FIELD(id, object, ...)       FIELD_##object(id, object, __VA_ARGS__)
#define FIELD_ARRAY(id, object, ...) ARRAY_##object(id, object, __VA_ARGS__)
#include "core/fields.def"
#undef FIELD_ARRAY
#undef FIELD
};

enum { NR_WORDS = sizeof(words) / sizeof(words[0]) };

const char *state_word_name(enum field_object object, size_t i)
{
	for (size_t at = 0; at < NR_WORDS; at++) {
		if (words[at].object == object && i-- == 0)
			return words[at].name;
	}
	return NULL;
}

const struct state_word *state_word_find(enum field_object object,
					 const char *name, size_t length)
{
	for (size_t i = 0; i < NR_WORDS; i++) {
		const struct state_word *word = &words[i];

		if (word->object == object && strlen(word->name) == length &&
		    memcmp(word->name, name, length) == 0)
			return word;
	}
	return NULL;
}

static int64_t with_sign(const struct state_word *word, uint64_t value)
{
	if (!word->is_signed || word->size == sizeof(value))
		return (int64_t)value;

	uint64_t sign = (uint64_t)1 << (8 * word->size - 1);

	return (int64_t)((value ^ sign) - sign);
}

int64_t state_word_read(const struct state_word *word, const void *object,
			unsigned element)
{
	const unsigned char *at = (const unsigned char *)object + word->offset +
				  element * word->size;
	uint64_t value = 0;

	switch (word->size) {
	case 1:
		value = *at;
		break;
	case 2:
		value = *(const uint16_t *)(const void *)at;
		break;
	case 4:
		value = *(const uint32_t *)(const void *)at;
		break;
	default:
		value = *(const uint64_t *)(const void *)at;
		break;
	}
	return with_sign(word, value);
}
