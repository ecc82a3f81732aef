/*
 * Commands that set breakpoints and change them.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/expression.h"
#include "commands/session_internal.h"

static struct breakpoint *breakpoint_find(struct session *s, uint64_t number)
{
	for (size_t i = 0; i < s->nr_breakpoints; i++)
		if (s->breakpoints[i].number == number)
			return &s->breakpoints[i];
	return NULL;
}

/* "FUNCTION if EXPR": the expression, NULL without, "" when it is missing. */
static const char *condition_in(const char *rest)
{
	const char *at = rest + strcspn(rest, " \t");

	at += strspn(at, " \t");
	if (*at == '\0')
		return NULL;
	if (strncmp(at, "if", 2) != 0 || (at[2] && !strchr(" \t(", at[2])))
		return "";
	at += 2;
	return at + strspn(at, " \t");
}

static void reply_breakpoint(const struct breakpoint *b, struct reply *r)
{
	reply_text(
		r, "%sbreakpoint %u at %s%s%s%s\n",
		b->temporary ? "temporary " : "", b->number, b->location.name,
		b->location.at_entry ? ", first step of each call" : "",
		b->condition ? " if " : "", b->condition ? b->condition : "");
	reply_number(r, "number", b->number);
	reply_string(r, "where", b->location.name);
	if (b->condition)
		reply_string(r, "condition", b->condition);
	else
		reply_null(r, "condition");
}

static enum status set_breakpoint(struct session *s, const char *name,
				  const struct arguments *args, struct reply *r)
{
	struct breakpoint b = { .number = s->next_breakpoint,
				.enabled = true,
				.temporary = name[0] == 't' };

	if (args->argc < 1)
		return command_usage(name, r);
	const char *condition = condition_in(args->rest);

	if (condition && !*condition)
		return command_usage(name, r);
	enum status status =
		location_parse(s->m, args->argv[0], &b.location, r);

	if (status == STATUS_OK && condition)
		status = expression_check(s, condition, r);
	if (status != STATUS_OK)
		return status;
	b.where = strdup(b.location.name);
	b.condition = condition ? strdup(condition) : NULL;
	assert(b.where && (b.condition || !condition) && "out of memory");
	breakpoint_add(s, &b);
	location_remark(s->m, &b.location, r);
	reply_breakpoint(&b, r);
	return STATUS_OK;
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
	.args = "FUNCTION|LABEL|FUNCTION:LABEL [if EXPR]",
	.summary = "Stop where the allocator enters a function, or at a label",
	.help = "Leading underscores may be left out where the name stays "
		"unique.  Functions have\nthe names of the machine's kernel; "
		"what another kernel calls the same place is taken\nas well.  "
		"With EXPR it stops only where that is not zero; a condition "
		"that cannot be\nevaluated stops.",
	.example = "break __rmqueue_smallest if order > 2",
	.completes = COMPLETE_FUNCTIONS,
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
	.args = "FUNCTION|LABEL|FUNCTION:LABEL [if EXPR]",
	.summary = "Stop there once",
	.help = "It is deleted when it has stopped, and is not saved.",
	.example = "tbreak __rmqueue_smallest",
	.completes = COMPLETE_FUNCTIONS,
	.run = run_tbreak,
};

/* The breakpoint of that number; NULL with the reason in the reply. */
static struct breakpoint *find_numbered(struct session *s, const char *text,
					struct reply *r)
{
	uint64_t number = 0;
	struct breakpoint *b =
		parse_number(text, &number) ? breakpoint_find(s, number) : NULL;

	if (!b)
		reply_fail(r, STATUS_FAILED,
			   "there is no breakpoint %s: `info breakpoints` "
			   "lists them",
			   text);
	return b;
}

/* All numbers must be good before anything is done with one of them. */
static enum status check_numbers(struct session *s,
				 const struct arguments *args, struct reply *r)
{
	for (int i = 0; i < args->argc; i++)
		if (!find_numbered(s, args->argv[i], r))
			return STATUS_FAILED;
	return STATUS_OK;
}

static bool is_named(const struct arguments *args, uint32_t number)
{
	uint64_t named = 0;

	for (int i = 0; i < args->argc; i++)
		if (parse_number(args->argv[i], &named) && named == number)
			return true;
	return args->argc == 0;
}

static enum status run_delete(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	enum status status = check_numbers(s, args, r);
	size_t before = s->nr_breakpoints;

	if (status != STATUS_OK)
		return status;
	for (size_t i = s->nr_breakpoints; i > 0; i--)
		if (is_named(args, s->breakpoints[i - 1].number))
			breakpoint_remove(s, i - 1);
	size_t deleted = before - s->nr_breakpoints;

	reply_text(r, "%zu breakpoint%s deleted\n", deleted, plural(deleted));
	reply_number(r, "deleted", (int64_t)deleted);
	return STATUS_OK;
}

const struct command cmd_delete = {
	.name = "delete",
	.aliases = "d",
	.group = GROUP_STOPS,
	.args = "[N...]",
	.summary = "Delete breakpoints, or all of them",
	.example = "delete",
	.run = run_delete,
};

static enum status enable(struct session *s, const struct arguments *args,
			  bool on, struct reply *r)
{
	enum status status = check_numbers(s, args, r);
	size_t changed = 0;

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		struct breakpoint *b = &s->breakpoints[i];

		if (!is_named(args, b->number) || b->enabled == on)
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
	struct breakpoint *b = find_numbered(s, args->argv[0], r);
	const char *condition = after_word(args->rest);

	if (!b)
		return STATUS_FAILED;
	enum status status =
		*condition ? expression_check(s, condition, r) : STATUS_OK;

	if (status != STATUS_OK)
		return status;
	free(b->condition);
	b->condition = *condition ? strdup(condition) : NULL;
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

	if (args->argc != 2 || !parse_number(args->argv[1], &count))
		return command_usage("ignore", r);
	struct breakpoint *b = find_numbered(s, args->argv[0], r);

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
