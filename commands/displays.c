/*
 * Displays: expressions shown wherever a move or an operation stops.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/number_text.h"
#include "commands/session_internal.h"

enum { NUMBER_SIZE = 80 };

/* "1: order = 3", and its object. */
static struct json *show(struct session *s, struct display *d, struct reply *r)
{
	char reason[EXPRESSION_REASON_SIZE];
	char text[NUMBER_SIZE];
	struct number number = { 0 };
	struct json *object = json_object();
	bool known =
		kept_expression_value(s, &d->expression, &number, NULL, reason);

	json_add(object, "number", json_number(d->number));
	json_add(object, "expression", json_string(d->expression.text));
	json_add(object, "value", known ? number_json(number) : json_null());
	if (known) {
		number_text(number, d->format, text, sizeof(text));
		reply_text(r, "%" PRIu32 ": %s = %s\n", d->number,
			   d->expression.text, text);
		json_add(object, "text", json_string(text));
	} else {
		reply_text(r, "%" PRIu32 ": %s: not known at this step\n",
			   d->number, d->expression.text);
		json_add(object, "error", json_string(reason));
	}
	return object;
}

void reply_displays(struct session *s, struct reply *r)
{
	struct json *all = NULL;

	if (s->nr_displays == 0)
		return;
	all = json_array();
	for (size_t i = 0; i < s->nr_displays; i++)
		json_append(all, show(s, &s->displays[i], r));
	reply_value(r, "displays", all);
}

static void add_display(struct session *s, const char *text, char format)
{
	s->displays = realloc(s->displays,
			      (s->nr_displays + 1) * sizeof(*s->displays));
	assert(s->displays && "out of memory");
	s->displays[s->nr_displays++] = (struct display){
		.number = s->next_display++,
		.format = format,
		.expression = kept_expression_of(text),
	};
}

static enum status run_display(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	if (args->argc > 0) {
		enum status status = expression_check(s, args->rest, r);

		if (status != STATUS_OK)
			return status;
		add_display(s, args->rest, args->format);
		struct display *added = &s->displays[s->nr_displays - 1];
		struct json *shown = json_array();

		json_append(shown, show(s, added, r));
		reply_number(r, "number", added->number);
		reply_value(r, "displays", shown);
		return STATUS_OK;
	}
	if (s->nr_displays == 0)
		reply_text(r, "no displays: `display EXPRESSION` adds one\n");
	reply_displays(s, r);
	return STATUS_OK;
}

const struct command cmd_display = {
	.name = "display",
	.group = GROUP_STOPS,
	.args = "[EXPRESSION]",
	.summary = "Show an expression at every stop",
	.help = "display/x and its like choose a format, as print/x does.  "
		"Without an expression:\nshow all of them now.",
	.example = "display zone(Normal).free",
	.completes = COMPLETE_EXPRESSION,
	.formats = true,
	.run = run_display,
};

static bool exists(const struct session *s, const char *word)
{
	uint64_t number = 0;

	for (size_t i = 0; i < s->nr_displays; i++)
		if (parse_number(word, &number) &&
		    s->displays[i].number == number)
			return true;
	return false;
}

static enum status run_undisplay(struct session *s,
				 const struct arguments *args, struct reply *r)
{
	size_t kept = 0;
	size_t before = s->nr_displays;

	for (int i = 0; i < args->argc; i++)
		if (!exists(s, args->argv[i]))
			return reply_fail(r, STATUS_FAILED,
					  "there is no display %s: `info "
					  "display` lists them",
					  args->argv[i]);
	for (size_t i = 0; i < before; i++) {
		struct display *d = &s->displays[i];

		if (args_name(args, d->number))
			kept_expression_deinit(&d->expression);
		else
			s->displays[kept++] = *d;
	}
	s->nr_displays = kept;
	reply_text(r, "%zu display%s removed\n", before - kept,
		   plural(before - kept));
	reply_number(r, "removed", (int64_t)(before - kept));
	return STATUS_OK;
}

const struct command cmd_undisplay = {
	.name = "undisplay",
	.group = GROUP_STOPS,
	.args = "[N...]",
	.summary = "Remove displays, or all of them",
	.example = "undisplay",
	.run = run_undisplay,
};

enum status info_displays(struct session *s, const struct arguments *args,
			  struct reply *r)
{
	struct json *all = json_array();

	(void)args;
	if (s->nr_displays == 0)
		reply_text(r, "no displays: `display EXPRESSION` adds one\n");
	for (size_t i = 0; i < s->nr_displays; i++) {
		const struct display *d = &s->displays[i];
		char format[2] = { d->format, '\0' };
		struct json *object = json_object();

		reply_text(r, "%" PRIu32 ": %s%s%s%s\n", d->number,
			   d->format ? "/" : "", format, d->format ? " " : "",
			   d->expression.text);
		json_add(object, "number", json_number(d->number));
		json_add(object, "format",
			 d->format ? json_string(format) : json_null());
		json_add(object, "expression", json_string(d->expression.text));
		json_append(all, object);
	}
	reply_value(r, "displays", all);
	return STATUS_OK;
}

void displays_clear(struct session *s)
{
	for (size_t i = 0; i < s->nr_displays; i++)
		kept_expression_deinit(&s->displays[i].expression);
	free(s->displays);
	s->displays = NULL;
	s->nr_displays = 0;
}
