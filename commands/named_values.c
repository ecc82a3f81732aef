/*
 * Values and pages with names of the user's: `set $name = EXPRESSION`.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/number_text.h"
#include "commands/session_internal.h"

const struct named_value *named_value_find(const struct session *s,
					   const char *name)
{
	for (size_t i = 0; i < s->nr_names; i++)
		if (strcmp(s->names[i].name, name) == 0)
			return &s->names[i];
	return NULL;
}

static enum status fail_name(const char *name, struct reply *r)
{
	return reply_fail(r, STATUS_FAILED,
			  "\"%s\" cannot name a page: write $ and then a "
			  "letter, as in $stack",
			  name);
}

/* A page by its reference keeps its order and its operation. */
static bool parse_page(struct session *s, const char *text,
		       struct named_value *ret)
{
	const struct named_value *other = named_value_find(s, text);
	struct reply *silent = reply_create_text(NULL, NULL);

	ret->is_page = text[0] == '$' && !(other && !other->is_page) &&
		       parse_ref(s, text, &ret->ref, silent) == STATUS_OK;
	reply_destroy(silent);
	return ret->is_page;
}

static void reply_named(const struct named_value *named, struct reply *r)
{
	if (!named->is_page) {
		reply_text(r, "%s ", named->name);
		reply_number_value(named->number, 0, r);
		return;
	}
	reply_text(r, "%s = pfn %u\n", named->name, named->ref.pfn);
	reply_number(r, "pfn", named->ref.pfn);
}

/* The element of that name, a new one if need be. */
static struct named_value *named_value_make(struct session *s, const char *name,
					    size_t length)
{
	size_t i = 0;

	while (i < s->nr_names &&
	       (strncmp(s->names[i].name, name, length) != 0 ||
		s->names[i].name[length]))
		i++;
	if (i < s->nr_names)
		return &s->names[i];
	s->names = realloc(s->names, (i + 1) * sizeof(*s->names));
	assert(s->names && "out of memory");
	s->names[i] = (struct named_value){ .name = strndup(name, length) };
	assert(s->names[i].name && "out of memory");
	s->nr_names++;
	return &s->names[i];
}

/* Length of a name that a value can have; 0: it cannot. */
static size_t name_length(const char *text)
{
	size_t length = 1;

	if (!text[1] || strchr("0123456789", text[1]))
		return 0;
	while (expression_is_name_byte(text[length]))
		length++;
	return length > 1 && strchr(" \t=", text[length]) ? length : 0;
}

enum status named_value_set(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	const char *name = args->rest;
	size_t length = name_length(name);
	const char *text = name + length;
	struct named_value value = { 0 };

	if (!length)
		return fail_name(args->argv[0], r);
	text += strspn(text, " \t");
	text += text[0] == '=';
	text += strspn(text, " \t");
	if (!*text)
		return command_usage("set", r);
	if (!parse_page(s, text, &value)) {
		enum status status = expression_eval(s, text, &value.number, r);

		if (status != STATUS_OK)
			return status;
	}
	struct named_value *named = named_value_make(s, name, length);

	value.name = named->name;
	*named = value;
	reply_named(named, r);
	return STATUS_OK;
}

void named_values_show(const struct session *s, struct reply *r)
{
	for (size_t i = 0; i < s->nr_names; i++) {
		const struct named_value *named = &s->names[i];
		char text[80];

		number_text(named->number, 0, text, sizeof(text));
		if (named->is_page)
			reply_text(r, "%-8s pfn %u\n", named->name,
				   named->ref.pfn);
		else
			reply_text(r, "%-8s %s\n", named->name, text);
		reply_value(r, named->name,
			    named->is_page ? json_number(named->ref.pfn)
					   : number_json(named->number));
	}
}
