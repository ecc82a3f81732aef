/*
 * Talking to a session: see talk.h.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hear(void *context, const char *text, size_t length)
{
	text_add_bytes(context, text, length);
}

struct talk talk_create(const char *machine)
{
	struct talk t = { 0 };
	struct diagnosis why = { { 0 } };

	t.s = session_create(machine, NULL, &t.status, &why);
	if (!t.s)
		fail_msg("%s: %s", machine, why.text);
	text_init(&t.said);
	return t;
}

void talk_destroy(struct talk *t)
{
	session_destroy(t->s);
	text_deinit(&t->said);
}

static void forget(struct talk *t)
{
	text_deinit(&t->said);
	text_init(&t->said);
}

static void execute(struct talk *t, const char *line, bool script,
		    struct reply *r)
{
	forget(t);
	t->status = session_execute(t->s, line, script, r);
	snprintf(t->error, sizeof(t->error), "%s",
		 reply_error(r) ? reply_error(r) : "");
}

/* Any status. */
void say(struct talk *t, const char *line)
{
	struct reply *r = reply_create_text(hear, &t->said);

	execute(t, line, true, r);
	reply_destroy(r);
}

void type_line(struct talk *t, const char *line)
{
	struct reply *r = reply_create_text(hear, &t->said);

	execute(t, line, false, r);
	reply_destroy(r);
}

void say_json(struct talk *t, const char *line)
{
	struct reply *r = reply_create_json(session_command_name(t->s, line));

	execute(t, line, true, r);
	char *json = reply_print_json(r);

	text_add_bytes(&t->said, json, strlen(json));
	free(json);
	reply_destroy(r);
}

void must(struct talk *t, const char *line)
{
	say(t, line);
	if (t->status != STATUS_OK)
		fail_msg("%s: status %d, %s", line, t->status, t->error);
}

void expect_in(const char *where, const char *what)
{
	if (!strstr(where, what))
		fail_msg("\"%s\" is not in: %s", what, where);
}

void expect_not_in(const char *where, const char *what)
{
	if (strstr(where, what))
		fail_msg("\"%s\" should not be in: %s", what, where);
}

void expect_text(struct talk *t, const char *line, const char *what)
{
	must(t, line);
	expect_in(t->said.start, what);
}

void expect_json(struct talk *t, const char *line, const char *what)
{
	say_json(t, line);
	expect_in(t->said.start, what);
}

void expect_error(struct talk *t, const char *line, const char *what)
{
	uint64_t step = history_cursor(t->s->m);
	uint64_t steps = history_steps(t->s->m);
	uint64_t digest = model_digest(t->s->m);

	say(t, line);
	assert_int_equal(t->status, STATUS_FAILED);
	expect_in(t->error, what);
	/* An error leaves everything as it was. */
	assert_int_equal(history_cursor(t->s->m), step);
	assert_int_equal(history_steps(t->s->m), steps);
	assert_int_equal(model_digest(t->s->m), digest);
}

uint64_t here(const struct talk *t)
{
	return history_cursor(t->s->m);
}

struct step step_here(const struct talk *t)
{
	return history_step(t->s->m, here(t));
}

const char *function_here(const struct talk *t)
{
	return probe_in(t->s->m, step_here(t).probe)->function;
}

/* Operation `op`'s result. */
const struct op_result *result(const struct talk *t, uint32_t op)
{
	return history_result(t->s->m, op);
}
