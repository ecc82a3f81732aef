/*
 * Talking to a session line by line, as its front ends do.
 */
#ifndef MMSCOPE_TESTS_TALK_H
#define MMSCOPE_TESTS_TALK_H

#include "tests/harness.h"

#include "commands/session_internal.h"
#include "commands/text.h"

/* A session and its last answer. */
struct talk {
	struct session *s;
	struct text said;
	enum status status;
	char error[512]; /* "" when there was none */
};

struct talk talk_create(const char *machine);
void talk_destroy(struct talk *t);

/* A line as from a script; whatever comes of it. */
void say(struct talk *t, const char *line);
void say_json(struct talk *t, const char *line);
/* A line as typed at the prompt. */
void type_line(struct talk *t, const char *line);
/* Fails the test when the line does. */
void must(struct talk *t, const char *line);

void expect_in(const char *where, const char *what);
void expect_not_in(const char *where, const char *what);
void expect_text(struct talk *t, const char *line, const char *what);
void expect_json(struct talk *t, const char *line, const char *what);
/* The line fails, and leaves everything as it was. */
void expect_error(struct talk *t, const char *line, const char *what);

/* Where the cursor stands. */
uint64_t here(const struct talk *t);
struct step step_here(const struct talk *t);
const char *function_here(const struct talk *t);
/* Operation `op`'s result. */
const struct op_result *result(const struct talk *t, uint32_t op);

#endif
