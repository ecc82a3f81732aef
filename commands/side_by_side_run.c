/*
 * The sessions of a comparison: booted, and given their operations.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/machine_spec.h"
#include "commands/session_internal.h"
#include "commands/side_by_side.h"
#include "commands/text.h"

const struct comparison *session_comparison(const struct session *s)
{
	return s->comparison;
}

static void side_deinit(struct side *side, size_t nr_lines)
{
	for (size_t i = 0; side->answers && i < nr_lines; i++)
		free(side->answers[i].error);
	free(side->answers);
	session_destroy(side->session);
}

void comparison_destroy(struct comparison *c)
{
	if (!c)
		return;
	for (unsigned i = 0; i < c->nr_sides; i++)
		side_deinit(&c->sides[i], c->nr_lines);
	for (size_t i = 0; i < c->nr_lines; i++)
		free(c->lines[i]);
	free(c->lines);
	free(c->pairs);
	free(c->machine);
	free(c);
}

const struct model *side_model(const struct comparison *c, unsigned side)
{
	return session_model(c->sides[side].session);
}

const struct side *comparison_last(const struct comparison *c)
{
	return &c->sides[c->nr_sides - 1];
}

/* The session's own machine, but for the kernel. */
static enum status boot_side(struct session *s, struct side *side,
			     struct reply *r)
{
	struct boot_config config;
	char name[MACHINE_NAME_SIZE];
	struct diagnosis why = { { 0 } };

	if (!machine_spec_parse(s->machine_spec, NULL, &config, name, &why))
		return reply_fail(r, STATUS_FAILED, "%s", why.text);
	config.profile = side->profile;
	side->session = session_boot(&config, name, &why);
	if (!side->session)
		return reply_fail(r, STATUS_FAILED, "under kernel %s: %s",
				  side->profile->series, why.text);
	session_set_interrupt(side->session, s->interrupt);
	history_expect_looks(side->session->m);
	return STATUS_OK;
}

static bool is_operation(const char *name)
{
	for (size_t i = 0; operation_word_nth(i); i++)
		if (strcmp(operation_word_nth(i), name) == 0)
			return true;
	return false;
}

/* The operation that a line names, and the words behind it. */
static enum status operation_of_line(const char *line, const char **ret_name,
				     const char **ret_rest, struct reply *r)
{
	size_t length = strcspn(line, " \t");
	size_t matches = 0;
	const struct command *command = command_find(line, length, &matches);

	if (!command || !is_operation(command->name))
		return reply_fail(r, STATUS_FAILED,
				  "`%s` is no operation of the allocator: "
				  "compare runs those, as in `alloc 3; free "
				  "$1`",
				  line);
	*ret_name = command->name;
	*ret_rest = line + length + strspn(line + length, " \t");
	return STATUS_OK;
}

/* What the session says goes nowhere: the history tells it all. */
static enum status run_line(struct side *side, size_t line, const char *text,
			    struct reply *r)
{
	const char *name = NULL;
	const char *rest = NULL;
	struct word_list words = { 0 };
	enum status status = operation_of_line(text, &name, &rest, r);

	if (status != STATUS_OK)
		return status;
	if (!line_split(rest, &words))
		return reply_fail(r, STATUS_FAILED,
				  "a quotation mark is left open: %s", text);
	struct arguments args = { .rest = rest,
				  .argc = words.argc,
				  .argv = words.argv };
	struct reply *silent = reply_create_text(NULL, NULL);
	struct side_answer *answer = &side->answers[line];

	if (operation_command_run(side->session, name, &args, silent) ==
	    STATUS_OK)
		answer->op = history_ops(side->session->m);
	else
		answer->error = strdup(reply_error(silent));
	reply_destroy(silent);
	line_deinit(&words);
	return STATUS_OK;
}

/* An operation that no kernel could begin was a mistake. */
static enum status check_line(const struct comparison *c, size_t line,
			      struct reply *r)
{
	for (unsigned i = 0; i < c->nr_sides; i++)
		if (c->sides[i].answers[line].op)
			return STATUS_OK;
	return reply_fail(r, STATUS_FAILED, "operation %zu, `%s`: %s", line + 1,
			  c->lines[line], c->sides[0].answers[line].error);
}

static enum status run_lines(struct session *s, struct comparison *c,
			     struct reply *r)
{
	enum status status = STATUS_OK;

	for (size_t line = 0; line < c->nr_lines && status == STATUS_OK;
	     line++) {
		for (unsigned i = 0; i < c->nr_sides && status == STATUS_OK;
		     i++)
			status =
				run_line(&c->sides[i], line, c->lines[line], r);
		if (session_interrupted(s))
			return reply_fail(r, STATUS_FAILED, "interrupted");
		if (status == STATUS_OK)
			status = check_line(c, line, r);
	}
	return status;
}

enum status comparison_run(struct session *s, struct comparison *c,
			   struct reply *r)
{
	enum status status = STATUS_OK;

	if (!s->machine_spec)
		return reply_fail(r, STATUS_FAILED,
				  "this state came from a file, and compare "
				  "boots the machine anew: `boot SPEC` first");
	for (unsigned i = 0; i < c->nr_sides && status == STATUS_OK; i++) {
		struct side *side = &c->sides[i];

		side->answers = calloc(c->nr_lines + 1, sizeof(*side->answers));
		assert(side->answers && "out of memory");
		status = boot_side(s, side, r);
	}
	if (status == STATUS_OK)
		status = run_lines(s, c, r);
	if (status == STATUS_OK)
		c->machine = strdup(session_title(c->sides[0].session));
	return status;
}

static void value_words(const struct operation *op,
			const struct op_result *result, struct text *out)
{
	if (op->kind == OP_KMALLOC && op->size == 0)
		text_add(out, "ZERO_SIZE_PTR");
	else if (result->pfn == PFN_NONE)
		text_add(out, "refused");
	else if (result->cache >= 0)
		text_add(out, "pfn %" PRIu32 ", object %u", result->pfn,
			 result->object);
	else
		text_add(out, "pfn %" PRIu32, result->pfn);
}

static void result_words(const struct model *m, uint32_t op, struct text *out)
{
	const struct op_result *result = history_result(m, op);
	enum operation_kind kind = history_op(m, op)->kind;

	if (kind == OP_BULK) {
		text_add(out, "%u:", result->count);
		for (unsigned i = 0; i < result->count && out->length < 24; i++)
			text_add(out, " %" PRIu32, result->pfns[i]);
	} else if (operation_makes_value(kind)) {
		value_words(history_op(m, op), result, out);
	} else if (kind == OP_FREE && result->merged_order < 0) {
		text_add(out, "on a pcp list");
	} else if (kind == OP_FREE) {
		text_add(out, "merged to %d", result->merged_order);
	} else {
		text_add(out, "done");
	}
}

void answer_words(const struct comparison *c, unsigned side, size_t line,
		  char *ret, size_t size)
{
	const struct side_answer *answer = &c->sides[side].answers[line];
	struct text out;

	text_init_fixed(&out, ret, size);
	if (answer->op)
		result_words(side_model(c, side), answer->op, &out);
	else
		text_add(&out, "impossible");
}
