/*
 * The list of breakpoints and watchpoints.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

struct breakpoint *breakpoint_numbered(struct session *s, uint64_t number)
{
	for (size_t i = 0; i < s->nr_breakpoints; i++)
		if (s->breakpoints[i].number == number)
			return &s->breakpoints[i];
	return NULL;
}

struct breakpoint *breakpoint_named(struct session *s, const char *text,
				    struct reply *r)
{
	uint64_t number = 0;
	struct breakpoint *b = parse_number(text, &number)
				       ? breakpoint_numbered(s, number)
				       : NULL;

	if (!b)
		reply_fail(r, STATUS_FAILED,
			   "there is no breakpoint %s: `info breakpoints` "
			   "lists them",
			   text);
	return b;
}

const char *breakpoint_noun(const struct breakpoint *b)
{
	return b->place.kind == STOP_WATCH ? "watchpoint" : "breakpoint";
}

static void breakpoint_deinit(struct breakpoint *b)
{
	free(b->where);
	kept_expression_deinit(&b->watched);
	kept_expression_deinit(&b->condition);
	lines_free(b->commands, b->nr_commands);
}

void breakpoint_set_commands(struct breakpoint *b, char **lines, size_t nr)
{
	lines_free(b->commands, b->nr_commands);
	b->commands = lines;
	b->nr_commands = nr;
}

void breakpoint_remove(struct session *s, size_t i)
{
	breakpoint_deinit(&s->breakpoints[i]);
	s->nr_breakpoints--;
	memmove(&s->breakpoints[i], &s->breakpoints[i + 1],
		(s->nr_breakpoints - i) * sizeof(*s->breakpoints));
}

void breakpoints_clear(struct session *s)
{
	while (s->nr_breakpoints > 0)
		breakpoint_remove(s, s->nr_breakpoints - 1);
}

bool session_breaks_in(const struct session *s, uint32_t op)
{
	for (size_t i = 0; i < s->nr_breakpoints; i++)
		if (s->breakpoints[i].enabled &&
		    !s->breakpoints[i].watched.text &&
		    stop_place_may_hold(&s->breakpoints[i].place, s->m, op))
			return true;
	return false;
}

bool session_breaks_at(const struct session *s, uint64_t position)
{
	uint32_t op = history_op_at(s->m, position);

	for (size_t i = 0; position > 0 && i < s->nr_breakpoints; i++) {
		const struct breakpoint *b = &s->breakpoints[i];

		if (b->enabled && stop_place_may_hold(&b->place, s->m, op) &&
		    stop_place_holds(&b->place, s->m, position))
			return true;
	}
	return false;
}

struct breakpoint *breakpoint_add(struct session *s, const struct breakpoint *b)
{
	s->breakpoints = realloc(s->breakpoints, (s->nr_breakpoints +
						  1) * sizeof(*s->breakpoints));
	assert(s->breakpoints && "out of memory");
	s->breakpoints[s->nr_breakpoints++] = *b;
	if (b->number >= s->next_breakpoint)
		s->next_breakpoint = b->number + 1;
	return &s->breakpoints[s->nr_breakpoints - 1];
}

void breakpoints_relocate(struct session *s)
{
	struct reply *silent = reply_create_text(NULL, NULL);

	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		struct breakpoint *b = &s->breakpoints[i];
		enum stop_kind kind = b->place.kind;

		b->value.known = false;
		if (kind == STOP_WATCH)
			continue;
		b->place = (struct stop_place){ .kind = kind };
		stop_place_parse(s, b->where, &b->place, silent);
	}
	reply_destroy(silent);
}

static bool is_readable(struct session *s, const struct kept_expression *kept)
{
	struct reply *silent = reply_create_text(NULL, NULL);
	bool good = !kept->text ||
		    expression_check(s, kept->text, silent) == STATUS_OK;

	reply_destroy(silent);
	return good;
}

bool breakpoint_is_here(struct session *s, const struct breakpoint *b)
{
	return b->place.name[0] && is_readable(s, &b->watched) &&
	       is_readable(s, &b->condition);
}

/* Its place here, or where it was set. */
static const char *place_name(const struct breakpoint *b)
{
	return b->place.name[0] ? b->place.name : b->where;
}

/* Why it cannot stop; "" when it can. */
static const char *absence(struct session *s, const struct breakpoint *b)
{
	if (breakpoint_is_here(s, b))
		return "";
	return b->place.kind == STOP_CODE ? " (not in this kernel)"
					  : " (not in this machine)";
}

static struct json *breakpoint_object(const struct breakpoint *b)
{
	struct json *object = json_object();
	struct json *commands = json_array();

	json_add(object, "number", json_number(b->number));
	json_add(object, "kind", json_string(breakpoint_noun(b)));
	json_add(object, "where", json_string(place_name(b)));
	json_add(object, "expression",
		 b->watched.text ? json_string(b->watched.text) : json_null());
	json_add(object, "condition",
		 b->condition.text ? json_string(b->condition.text)
				   : json_null());
	json_add(object, "enabled", json_bool(b->enabled));
	json_add(object, "temporary", json_bool(b->temporary));
	json_add(object, "hits", json_number((int64_t)b->hits));
	json_add(object, "ignore", json_number((int64_t)b->ignore));
	for (size_t i = 0; i < b->nr_commands; i++)
		json_append(commands, json_string(b->commands[i]));
	json_add(object, "commands", commands);
	return object;
}

static void breakpoint_text(struct session *s, const struct breakpoint *b,
			    struct reply *r)
{
	reply_text(r, "%-4u%-9s%-6" PRIu64 "%s%s%s%s%s", b->number,
		   b->enabled ? "yes" : "no", b->hits, place_name(b),
		   absence(s, b), b->condition.text ? " if " : "",
		   b->condition.text ? b->condition.text : "",
		   b->temporary ? " (once)" : "");
	if (b->ignore)
		reply_text(r, " (passes by the next %" PRIu64 ")", b->ignore);
	reply_text(r, "\n");
	for (size_t i = 0; i < b->nr_commands; i++)
		reply_text(r, "%19s%s\n", "", b->commands[i]);
}

enum status info_breakpoints(struct session *s, struct reply *r)
{
	struct json *all = json_array();

	if (s->nr_breakpoints == 0)
		reply_text(r, "no breakpoints: `break FUNCTION` sets one\n");
	else
		reply_text(r, "%-4s%-9s%-6s%s\n", "no", "enabled", "hits",
			   "where");
	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		json_append(all, breakpoint_object(&s->breakpoints[i]));
		breakpoint_text(s, &s->breakpoints[i], r);
	}
	reply_value(r, "breakpoints", all);
	return STATUS_OK;
}

enum status info_events(struct session *s, const struct arguments *args,
			struct reply *r)
{
	struct json *all = json_array();
	const char *meaning = NULL;
	const char *name = NULL;

	(void)s;
	(void)args;
	for (size_t i = 0; (name = event_nth(i, &meaning)); i++) {
		struct json *object = json_object();

		reply_text(r, "%-15s %s\n", name, meaning);
		json_add(object, "name", json_string(name));
		json_add(object, "meaning", json_string(meaning));
		json_append(all, object);
	}
	reply_value(r, "events", all);
	return STATUS_OK;
}
