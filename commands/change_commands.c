/*
 * Who wrote this, and when: last, next-write and history.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/change_search.h"
#include "commands/narrate.h"
#include "commands/text.h"

enum { SENTENCE_SIZE = 512, LINES_SHOWN = 40, LINES_MAX = 1000000 };

static void reply_change(const struct subject *subject,
			 const struct value_change *change, struct reply *r)
{
	reply_text(r, "%s: %s -> %s\n", subject->name, change->before.words,
		   change->after.words);
	reply_string(r, "expression", subject->name);
	reply_value(r, "old_value", subject_value_json(&change->before));
	reply_value(r, "new_value", subject_value_json(&change->after));
}

static void reply_no_change(const struct change_search *search,
			    const struct subject_value *value, struct reply *r)
{
	const struct subject *subject = search->subject;

	reply_text(
		r, "%s: %s, and no step %s it\n", subject->name, value->words,
		search->back ? "before has changed" : "from here on changes");
	reply_string(r, "expression", subject->name);
	reply_value(r, "old_value", json_null());
	reply_value(r, "new_value", subject_value_json(value));
}

static enum status go_to_change(struct session *s, const char *name,
				const struct arguments *args, bool back,
				struct reply *r)
{
	uint64_t stood = history_cursor(s->m);
	struct change_search search;
	struct value_change change;
	struct subject subject;

	if (!*args->rest)
		return command_usage(name, r);
	enum status status = subject_parse(s, args->rest, &subject, r);

	if (status != STATUS_OK)
		return status;
	change_search_begin(&search, s, &subject, back);
	struct subject_value value = search.value;
	bool found = change_search_next(&search, &change);

	history_seek(s->m, found ? change.writer : stood);
	if (found)
		reply_change(&subject, &change, r);
	else if (!search.interrupted)
		reply_no_change(&search, &value, r);
	s->moves += found;
	reply_position(s, search.interrupted ? "interrupted" : NULL, r);
	subject_deinit(&subject);
	return STATUS_OK;
}

static enum status run_last(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	return go_to_change(s, "last", args, true, r);
}

const struct command cmd_last = {
	.name = "last",
	.group = GROUP_MOVES,
	.args = "EXPR | page REF",
	.summary = "Go to the step that made something what it is",
	.help = "Back to the step whose write gave the expression its present "
		"value; with `page`,\nto the step that put the page where it "
		"is: on its list, or in use.  If nothing\nhas changed it since "
		"the beginning, the cursor stays.",
	.example = "last zone(Normal).free",
	.completes = COMPLETE_EXPRESSION,
	.takes_text = true,
	.takes_long = true,
	.run = run_last,
};

static enum status run_next_write(struct session *s,
				  const struct arguments *args, struct reply *r)
{
	return go_to_change(s, "next-write", args, false, r);
}

const struct command cmd_next_write = {
	.name = "next-write",
	.group = GROUP_MOVES,
	.args = "EXPR | page REF",
	.summary = "Go on to the next step that changes something",
	.help = "The opposite of `last`: the step that will end the present "
		"value of the\nexpression, or with `page` move the page to "
		"another place.",
	.example = "next-write page 0",
	.completes = COMPLETE_EXPRESSION,
	.repeats = true,
	.takes_text = true,
	.takes_long = true,
	.run = run_next_write,
};

/* Which part of the history is listed, and how much of it. */
struct extent {
	uint64_t from;
	uint64_t lines;
	const char *rest; /* of the command's words */
};

/* Takes "WORD=value " off the line, if it begins so. */
static bool take_option(const char **rest, const char *word, char *ret,
			size_t size)
{
	size_t length = strlen(word);

	if (strncmp(*rest, word, length) != 0)
		return false;
	*rest += length;
	size_t value = strcspn(*rest, " \t");

	snprintf(ret, size, "%.*s", (int)value, *rest);
	*rest += value;
	*rest += strspn(*rest, " \t");
	return true;
}

static enum status extent_parse(struct session *s, const char *rest,
				struct extent *ret, struct reply *r)
{
	char word[64];

	*ret = (struct extent){ .lines = LINES_SHOWN, .rest = rest };
	for (;;) {
		if (take_option(&ret->rest, "from=", word, sizeof(word))) {
			if (!position_parse(s, word, &ret->from))
				return reply_fail(r, STATUS_FAILED,
						  "from=%s: no place of this "
						  "history, write a step, "
						  "begin, end or a mark",
						  word);
		} else if (take_option(&ret->rest, "max=", word,
				       sizeof(word))) {
			if (!parse_number(word, &ret->lines) || !ret->lines ||
			    ret->lines > LINES_MAX)
				return reply_fail(r, STATUS_FAILED,
						  "max=%s: write how many "
						  "lines, from 1 to %d",
						  word, LINES_MAX);
		} else {
			return STATUS_OK;
		}
	}
}

/* Where the list goes on: for the user, scripts, and Enter at the prompt. */
static void reply_more(struct session *s, const struct extent *extent,
		       uint64_t next, struct reply *r)
{
	struct text line;

	text_init(&line);
	text_add(&line, "history from=%" PRIu64 " max=%" PRIu64 " %s", next,
		 extent->lines, extent->rest);
	reply_text(r, "more: `%s`, or Enter\n", line.start);
	reply_number(r, "more", (int64_t)next);
	free(s->repeat_line);
	s->repeat_line = strdup(line.start);
	assert(s->repeat_line && "out of memory");
	text_deinit(&line);
}

static void reply_end(struct session *s, struct reply *r)
{
	reply_null(r, "more");
	free(s->repeat_line);
	s->repeat_line = NULL;
}

static void list_change(struct session *s, const struct value_change *change,
			uint64_t cursor, struct json *changes, struct reply *r)
{
	struct step step = history_step(s->m, change->writer);
	const struct probe *probe = probe_in(s->m, step.probe);
	struct json *object = json_object();

	reply_text(r, "%s%7" PRIu64 "  op %-6" PRIu32 " %-24s %s -> %s\n",
		   change->writer == cursor ? "*" : " ", change->writer,
		   step.op, probe->function, change->before.words,
		   change->after.words);
	json_add(object, "step", json_number((int64_t)change->writer));
	json_add(object, "op", json_number(step.op));
	json_add(object, "function", json_string(probe->function));
	json_add(object, "label", json_string(probe->label));
	json_add(object, "old_value", subject_value_json(&change->before));
	json_add(object, "new_value", subject_value_json(&change->after));
	json_append(changes, object);
}

static void list_changes(struct session *s, const struct subject *subject,
			 const struct extent *extent, uint64_t cursor,
			 struct reply *r)
{
	struct json *changes = json_array();
	struct change_search search;
	struct value_change change = { 0 };
	uint64_t listed = 0;

	history_seek(s->m, extent->from);
	change_search_begin(&search, s, subject, false);
	reply_text(r, "%s: %s at step %" PRIu64 "\n", subject->name,
		   search.value.words, extent->from);
	reply_string(r, "expression", subject->name);
	while (listed < extent->lines && change_search_next(&search, &change)) {
		list_change(s, &change, cursor, changes, r);
		listed++;
	}
	reply_value(r, "changes", changes);
	uint64_t end = history_cursor(s->m);
	bool more = !search.interrupted && listed == extent->lines &&
		    change_search_next(&search, &change);

	if (search.interrupted)
		reply_text(r, "interrupted\n");
	else if (listed == 0)
		reply_text(r, "no step from here on changes it\n");
	if (more || search.interrupted)
		reply_more(s, extent, end, r);
	else
		reply_end(s, r);
}

static void list_step(struct session *s, uint64_t position, uint64_t cursor,
		      struct json *steps, struct reply *r)
{
	struct step step = history_step(s->m, position);
	const struct probe *probe = probe_in(s->m, step.probe);
	unsigned writes = history_nr_writes(s->m, position);
	struct json *object = json_object();
	char why[SENTENCE_SIZE];

	narrate_step(s->m, position, why, sizeof(why));
	reply_text(r, "%s%7" PRIu64 "  %*s%s: %s\n",
		   position == cursor ? "*" : " ", position,
		   (int)step.depth * 2, "", probe->function, why);
	json_add(object, "step", json_number((int64_t)position));
	json_add(object, "depth", json_number(step.depth));
	json_add(object, "function", json_string(probe->function));
	json_add(object, "label", json_string(probe->label));
	json_add(object, "why", json_string(why));
	json_add(object, "writes", json_number(writes));
	json_append(steps, object);
}

static void list_steps(struct session *s, uint32_t op,
		       const struct extent *extent, uint64_t cursor,
		       struct reply *r)
{
	uint64_t at = history_op_begin(s->m, op);
	uint64_t end = history_op_end(s->m, op);
	struct json *steps = json_array();
	char words[SENTENCE_SIZE];

	narrate_operation(s->m, op, words, sizeof(words));
	reply_text(r,
		   "operation %" PRIu32 ": %s, steps %" PRIu64 " to %" PRIu64
		   "\n",
		   op, words, at + 1, end);
	reply_number(r, "op", op);
	if (at < extent->from)
		at = extent->from < end ? extent->from : end;
	for (uint64_t listed = 0; listed < extent->lines && at < end; listed++)
		list_step(s, ++at, cursor, steps, r);
	reply_value(r, "steps", steps);
	if (at < end)
		reply_more(s, extent, at, r);
	else
		reply_end(s, r);
}

/* "op N": false when the words are something else. */
static bool names_operation(const char *rest, const char **ret)
{
	if (strncmp(rest, "op ", strlen("op ")) != 0)
		return false;
	*ret = rest + strlen("op ");
	*ret += strspn(*ret, " \t");
	return true;
}

static enum status history_of_op(struct session *s, const char *number,
				 const struct extent *extent, struct reply *r)
{
	uint64_t op = 0;

	if (!parse_number(number, &op) || op == 0 || op > history_ops(s->m))
		return reply_fail(r, STATUS_FAILED,
				  "there is no operation %s: the history has "
				  "%u, `info ops` lists them",
				  number, history_ops(s->m));
	list_steps(s, (uint32_t)op, extent, history_cursor(s->m), r);
	return STATUS_OK;
}

static enum status run_history(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	uint64_t cursor = history_cursor(s->m);
	const char *number = NULL;
	struct extent extent;
	struct subject subject;
	enum status status = extent_parse(s, args->rest, &extent, r);

	if (status != STATUS_OK)
		return status;
	if (!*extent.rest)
		return command_usage("history", r);
	if (names_operation(extent.rest, &number))
		return history_of_op(s, number, &extent, r);
	status = subject_parse(s, extent.rest, &subject, r);
	if (status != STATUS_OK)
		return status;
	list_changes(s, &subject, &extent, cursor, r);
	history_seek(s->m, cursor);
	subject_deinit(&subject);
	return STATUS_OK;
}

const struct command cmd_history = {
	.name = "history",
	.group = GROUP_LOOKING,
	.args = "[from=PLACE] [max=N] EXPR | page REF | op N",
	.summary = "List every change of something, or every step of an "
		   "operation",
	.help = "Each line is a step: its number, operation and function, the "
		"old value and the\n"
		"new one.  With `page`: from which list or use the page went "
		"to which.  40 lines\n"
		"at once, or max=N; Enter goes on.  from=PLACE begins at a "
		"step or mark.  * is\n"
		"the present step.",
	.example = "history page 0",
	.completes = COMPLETE_EXPRESSION,
	.takes_text = true,
	.takes_long = true,
	.repeats = true,
	.run = run_history,
};
