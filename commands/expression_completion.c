/*
 * What a name of an expression could become: members where a dot stands before
 * it, else all that may stand alone.
 */
#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/expression_parser.h"
#include "commands/look_internal.h"

enum { WORD_SIZE = 64 };

/* Where the bracket opens that closes just before `end`. */
static size_t opening(const char *text, size_t end)
{
	unsigned depth = 0;

	while (end > 0) {
		char c = text[--end];

		depth += c == ')' || c == ']';
		depth -= c == '(' || c == '[';
		if (depth == 0)
			break;
	}
	return end;
}

/* Where the object begins whose members are asked for: names, brackets and
 * dots up to `end`. */
static size_t object_begin(const char *text, size_t end)
{
	while (end > 0) {
		char c = text[end - 1];

		if (c == ')' || c == ']')
			end = opening(text, end);
		else if (expression_is_name_byte(c) || c == '.' || c == '$')
			end--;
		else
			break;
	}
	return end;
}

static enum value_kind kind_of(struct session *s, const char *text,
			       size_t length)
{
	char reason[EXPRESSION_REASON_SIZE];
	struct evaluation v = { .s = s, .m = s->m, .reason = reason };
	size_t begin = object_begin(text, length);
	char *object = strndup(text + begin, length - begin);

	assert(object && "out of memory");
	struct expression *e = expression_parse(&v, object);
	enum value_kind kind = e ? e->nodes[e->root].shape.kind : VALUE_NUMBER;

	expression_destroy(e);
	free(object);
	return kind;
}

static void offer_locals(struct session *s, offer_fn offer, void *context)
{
	struct local locals[MAX_LOCALS];
	unsigned nr = frame_locals(s->m, selected_step(s), locals);

	for (unsigned i = 0; i < nr; i++)
		offer(context, locals[i].name);
}

static void offer_calls(offer_fn offer, void *context)
{
	for (size_t i = 0; parser_call_nth(i); i++) {
		char word[WORD_SIZE];

		snprintf(word, sizeof(word), "%s(", parser_call_nth(i));
		offer(context, word);
	}
}

/* MIGRATE_ and the kernel's name in capitals. */
static void offer_types(const struct profile *profile, offer_fn offer,
			void *context)
{
	for (int type = 0; type < MIGRATE_TYPES; type++) {
		char name[40];
		int length = snprintf(name, sizeof(name), "MIGRATE_%s",
				      profile->migratetype_names[type]);

		for (int i = 0; i < length; i++)
			name[i] = (char)toupper((unsigned char)name[i]);
		offer(context, name);
	}
}

static void offer_all(struct session *s, offer_fn offer, void *context)
{
	offer_locals(s, offer, context);
	offer_calls(offer, context);
	for (size_t i = 0; place_name_nth(i); i++)
		offer(context, place_name_nth(i));
	for (size_t i = 0; member_nth(VALUE_ZONE, i); i++)
		offer(context, member_nth(VALUE_ZONE, i));
	for (size_t i = 0; constant_nth(i); i++)
		offer(context, constant_nth(i));
	offer_types(model_machine(s->m)->profile, offer, context);
	for (size_t i = 0; i < s->nr_names; i++)
		offer(context, s->names[i].name);
}

void expression_names(struct session *s, const char *text, offer_fn offer,
		      void *context)
{
	size_t at = strlen(text);

	while (at > 0 &&
	       (expression_is_name_byte(text[at - 1]) || text[at - 1] == '$'))
		at--;
	if (at == 0 || text[at - 1] != '.') {
		offer_all(s, offer, context);
		return;
	}
	enum value_kind kind = kind_of(s, text, at - 1);

	for (size_t i = 0; member_nth(kind, i); i++)
		offer(context, member_nth(kind, i));
}
