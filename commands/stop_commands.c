/*
 * Commands that set breakpoints and change them.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

/* "PLACE if EXPR" without its last blanks; the condition is NULL without one,
 * "" when it is missing.  The caller frees the place. */
static char *place_in(const char *rest, const char **ret_condition)
{
	size_t length = expression_length_before_if(rest);
	const char *condition = rest + length;

	*ret_condition = NULL;
	if (*condition) {
		condition += strlen("if");
		*ret_condition = condition + strspn(condition, " \t");
	}
	while (length > 0 && strchr(" \t", rest[length - 1]))
		length--;
	char *place = strndup(rest, length);

	assert(place && "out of memory");
	return place;
}

static void reply_breakpoint(const struct breakpoint *b, struct reply *r)
{
	const char *condition = b->condition.text;

	reply_text(r, "%s%s %u%s%s%s%s%s\n", b->temporary ? "temporary " : "",
		   breakpoint_noun(b), b->number,
		   b->watched.text ? ": " : " at ",
		   b->watched.text ? b->watched.text : b->place.name,
		   b->place.kind == STOP_CODE && b->place.code.at_entry
			   ? ", first step of each call"
			   : "",
		   condition ? " if " : "", condition ? condition : "");
	reply_number(r, "number", b->number);
	reply_string(r, "where", b->place.name);
	if (condition)
		reply_string(r, "condition", condition);
	else
		reply_null(r, "condition");
}

/* Checks the condition, and adds the breakpoint to the list. */
static enum status finish_breakpoint(struct session *s, struct breakpoint *b,
				     const char *condition, struct reply *r)
{
	if (condition) {
		enum status status = expression_check(s, condition, r);

		if (status != STATUS_OK)
			return status;
		b->condition = kept_expression_of(condition);
	}
	b->number = s->next_breakpoint;
	b->enabled = true;
	reply_breakpoint(breakpoint_add(s, b), r);
	return STATUS_OK;
}

static enum status set_breakpoint(struct session *s, const char *name,
				  const struct arguments *args, struct reply *r)
{
	struct breakpoint b = { .temporary = name[0] == 't' };
	const char *condition = NULL;
	char *place = place_in(args->rest, &condition);
	enum status status = STATUS_OK;

	if (!*place || (condition && !*condition))
		status = command_usage(name, r);
	else
		status = stop_place_parse(s, place, &b.place, r);
	free(place);
	if (status != STATUS_OK)
		return status;
	b.where = strdup(b.place.name);
	assert(b.where && "out of memory");
	location_remark(s->m, &b.place.code, r);
	status = finish_breakpoint(s, &b, condition, r);
	if (status != STATUS_OK)
		free(b.where);
	return status;
}

static enum status run_break(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	return set_breakpoint(s, "break", args, r);
}

const struct command cmd_break = {
	.name = "break",
	.aliases = "b",
	.group = GROUP_STOPS,
	.args = "PLACE [if EXPR]",
	.summary = "Stop at a function, a label, an event, an operation or a "
		   "page",
	.help = "PLACE is one of\n"
		"  FUNCTION        first step of each call; leading "
		"underscores "
		"may be left out\n"
		"                  where the name stays unique\n"
		"  LABEL, FUNCTION:LABEL   every step there; `list FUNCTION` "
		"shows the labels\n"
		"  EVENT           what several functions do; `info events` "
		"lists them\n"
		"  op [KIND]       first step of each operation (of that "
		"kind), "
		"as in op free\n"
		"  pfn REF         every step that writes that page's words or "
		"names it\n"
		"Functions have the names of the machine's kernel; what "
		"another kernel calls the\nsame place is taken as well.  "
		"With EXPR it stops only where that is not zero; a\ncondition "
		"that cannot be evaluated stops, and says why.",
	.example = "break __rmqueue_smallest if order > 2",
	.completes = COMPLETE_PLACES,
	.run = run_break,
};

static enum status run_tbreak(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	return set_breakpoint(s, "tbreak", args, r);
}

const struct command cmd_tbreak = {
	.name = "tbreak",
	.aliases = "tb",
	.group = GROUP_STOPS,
	.args = "PLACE [if EXPR]",
	.summary = "Stop there once",
	.help = "PLACE is one of those of `help break`.  It is deleted when it "
		"has stopped, and\nis not saved.",
	.example = "tbreak merge",
	.completes = COMPLETE_PLACES,
	.run = run_tbreak,
};

/* What a watchpoint is called: its expression, as far as there is room. */
void watchpoint_name(struct breakpoint *b)
{
	b->place.kind = STOP_WATCH;
	snprintf(b->place.name, sizeof(b->place.name), "watch %s",
		 b->watched.text);
}

/* Is it made of nothing that a step could change? */
static bool never_changes(struct session *s, const char *text)
{
	char reason[EXPRESSION_REASON_SIZE];
	struct expression_reads reads = { .nr = 0 };
	struct kept_expression once = kept_expression_of(text);
	struct number value = { 0 };
	bool known = kept_expression_value(s, &once, &value, &reads, reason);

	kept_expression_deinit(&once);
	return known && reads.nr == 0 && !reads.by_step &&
	       probe_set_is_empty(&reads.probes);
}

static enum status set_watchpoint(struct session *s, const char *text,
				  const char *condition, struct reply *r)
{
	struct breakpoint b = { .number = 0 };
	enum status status = expression_check(s, text, r);

	if (status != STATUS_OK)
		return status;
	char *bound = expression_bound(s, text);

	b.watched = kept_expression_of(bound);
	free(bound);
	watchpoint_name(&b);
	if (never_changes(s, b.watched.text))
		status = reply_fail(r, STATUS_FAILED,
				    "%s never changes: name a word of the "
				    "machine, or a local",
				    text);
	else
		status = finish_breakpoint(s, &b, condition, r);
	if (status != STATUS_OK)
		kept_expression_deinit(&b.watched);
	return status;
}

static enum status run_watch(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	const char *condition = NULL;
	char *text = place_in(args->rest, &condition);
	enum status status = STATUS_OK;

	if (!*text || (condition && !*condition))
		status = command_usage("watch", r);
	else
		status = set_watchpoint(s, text, condition, r);
	free(text);
	return status;
}

const struct command cmd_watch = {
	.name = "watch",
	.group = GROUP_STOPS,
	.args = "EXPR [if EXPR]",
	.summary = "Stop where the value of an expression changes",
	.help = "In either direction, with the old and the new value and the "
		"step that wrote it.\nA zone's word alone is watched in the "
		"zone that it means now.  Where EXPR has no\nvalue (a local "
		"of another function), the last one counts.",
	.example = "watch zone(Normal).nr_free[3]",
	.completes = COMPLETE_EXPRESSION,
	.run = run_watch,
};

enum status breakpoints_named(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	for (int i = 0; i < args->argc; i++)
		if (!breakpoint_named(s, args->argv[i], r))
			return STATUS_FAILED;
	return STATUS_OK;
}

static enum status enable(struct session *s, const struct arguments *args,
			  bool on, struct reply *r)
{
	enum status status = breakpoints_named(s, args, r);
	size_t changed = 0;

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		struct breakpoint *b = &s->breakpoints[i];

		if (!args_name(args, b->number) || b->enabled == on)
			continue;
		b->enabled = on;
		changed++;
	}
	reply_text(r, "%zu breakpoint%s %s\n", changed, plural(changed),
		   on ? "enabled" : "disabled");
	reply_number(r, "changed", (int64_t)changed);
	return STATUS_OK;
}

static enum status run_enable(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	return enable(s, args, true, r);
}

const struct command cmd_enable = {
	.name = "enable",
	.group = GROUP_STOPS,
	.args = "[N...]",
	.summary = "Let breakpoints stop again, or all of them",
	.example = "enable",
	.run = run_enable,
};

static enum status run_disable(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	return enable(s, args, false, r);
}

const struct command cmd_disable = {
	.name = "disable",
	.group = GROUP_STOPS,
	.args = "[N...]",
	.summary = "Keep breakpoints, or all of them, from stopping",
	.example = "disable",
	.run = run_disable,
};

/* The text after the first word. */
static const char *after_word(const char *rest)
{
	rest += strcspn(rest, " \t");
	return rest + strspn(rest, " \t");
}

static enum status run_condition(struct session *s,
				 const struct arguments *args, struct reply *r)
{
	if (args->argc < 1)
		return command_usage("condition", r);
	struct breakpoint *b = breakpoint_named(s, args->argv[0], r);
	const char *condition = after_word(args->rest);

	if (!b)
		return STATUS_FAILED;
	enum status status =
		*condition ? expression_check(s, condition, r) : STATUS_OK;

	if (status != STATUS_OK)
		return status;
	kept_expression_deinit(&b->condition);
	if (*condition)
		b->condition = kept_expression_of(condition);
	reply_breakpoint(b, r);
	return STATUS_OK;
}

const struct command cmd_condition = {
	.name = "condition",
	.group = GROUP_STOPS,
	.args = "N [EXPR]",
	.summary = "Let breakpoint N stop only where EXPR is not zero",
	.help = "Without EXPR it stops always.",
	.example = "condition 1 order > 2",
	.run = run_condition,
};

static enum status run_ignore(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	uint64_t count = 0;

	if (args->argc != 2 || !parse_number(args->argv[1], &count) ||
	    count > SAVED_IGNORE_MAX)
		return command_usage("ignore", r);
	struct breakpoint *b = breakpoint_named(s, args->argv[0], r);

	if (!b)
		return STATUS_FAILED;
	b->ignore = count;
	reply_text(r, "breakpoint %u passes by the next %" PRIu64 " time%s\n",
		   b->number, count, plural(count));
	reply_number(r, "number", b->number);
	reply_number(r, "ignore", (int64_t)count);
	return STATUS_OK;
}

const struct command cmd_ignore = {
	.name = "ignore",
	.group = GROUP_STOPS,
	.args = "N COUNT",
	.summary = "Let breakpoint N pass by its next COUNT stops",
	.example = "ignore 1 3",
	.run = run_ignore,
};
