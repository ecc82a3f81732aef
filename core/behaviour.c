#include "core/behaviour.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "core/probe_internal.h"

enum behaviour_kind { KIND_TRUTH, KIND_CHOICE, KIND_NUMBER };

enum { MAX_CHOICES = 3 };

struct behaviour {
	const char *name;
	enum behaviour_kind kind;
	size_t offset; /* in struct profile */
	const char *functions;
	/* By value; of a number what stands before and after it. */
	const char *words[MAX_CHOICES];
};

static const struct behaviour behaviours[] = {
#define BEHAVIOUR(name, functions, with, without)                              \
	{                                                                      \
		#name,     KIND_TRUTH,        offsetof(struct profile, name),  \
		functions, { without, with },                                  \
	},
#define CHOICE(name, functions, ...)                                           \
	{                                                                      \
		#name,     KIND_CHOICE,     offsetof(struct profile, name),    \
		functions, { __VA_ARGS__ },                                    \
	},
#define NUMBER(name, functions, before, after)                                 \
	{                                                                      \
		#name,     KIND_NUMBER,       offsetof(struct profile, name),  \
		functions, { before, after },                                  \
	},
#include "core/behaviours.def"
#undef NUMBER
#undef CHOICE
#undef BEHAVIOUR
};

enum { NR_BEHAVIOURS = sizeof(behaviours) / sizeof(behaviours[0]) };

const char *behaviour_name(size_t i)
{
	return i < NR_BEHAVIOURS ? behaviours[i].name : NULL;
}

unsigned behaviour_value(size_t i, const struct profile *profile)
{
	const char *member = (const char *)profile + behaviours[i].offset;
	bool truth = false;
	unsigned number = 0;

	static_assert(sizeof(enum pcp_rule) == sizeof(number) &&
			      sizeof(enum fallback_rule) == sizeof(number) &&
			      sizeof(enum reserve_rule) == sizeof(number) &&
			      sizeof(enum early_compaction) == sizeof(number),
		      "a choice is read as a number");
	if (behaviours[i].kind == KIND_TRUTH) {
		memcpy(&truth, member, sizeof(truth));
		return truth;
	}
	memcpy(&number, member, sizeof(number));
	return number;
}

struct behaviour_words behaviour_words(size_t i, const struct profile *profile)
{
	const struct behaviour *b = &behaviours[i];
	unsigned value = behaviour_value(i, profile);

	if (b->kind == KIND_NUMBER)
		return (struct behaviour_words){ b->words[0], b->words[1],
						 value };
	assert(value < MAX_CHOICES && b->words[value]);
	return (struct behaviour_words){ b->words[value], NULL, value };
}

static bool acts_in(size_t i, const char *function)
{
	size_t length = strlen(function);
	const char *all = behaviours[i].functions;
	const char *at = all;

	for (; (at = strstr(at, function)); at += length)
		if ((at == all || at[-1] == ' ') &&
		    (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

bool behaviour_acts_at(size_t i, enum probe_id id)
{
	return acts_in(i, probe_row(id)->function);
}

bool behaviour_shapes_lists(size_t i)
{
	return acts_in(i, "boot_lists");
}

bool behaviour_shapes_marks(size_t i)
{
	return acts_in(i, "boot_marks");
}

bool behaviour_chooses_mark(size_t i)
{
	return acts_in(i, "mark_asked");
}
