/*
 * The present step's place in the kernel function (list), and the operations
 * so far (info ops).
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/call_stack.h"
#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "commands/outline.h"

enum { LINE_SIZE = 256 };

/* Function that `list WORD` means: as a breakpoint's place would be read. */
static enum status named_function(struct session *s, const char *word,
				  const char **ret, struct reply *r)
{
	struct location location = { .at_entry = false };
	enum status status = location_parse(s->m, word, &location, r);

	for (unsigned id = 0; status == STATUS_OK && id < NR_PROBES; id++) {
		if (probe_set_has(&location.probes, (enum probe_id)id)) {
			*ret = probe_in(s->m, (enum probe_id)id)->function;
			break;
		}
	}
	if (status == STATUS_OK)
		location_remark(s->m, &location, r);
	return status;
}

static struct json *line_json(const struct outline_line *line,
			      const char *outcome)
{
	struct json *object = json_object();

	json_add(object, "label", json_string(line->probe->label));
	json_add(object, "outline", json_string(line->probe->outline));
	json_add(object, "current", json_bool(line->current));
	json_add(object, "times", json_number(line->times));
	json_add(object, "outcome",
		 line->last ? json_string(outcome) : json_null());
	json_add(object, "breakpoint", json_bool(line->stop > 0));
	return object;
}

/* "▶◆watermark        does the mark hold?    fits yes": what the call has
 * passed is ticked. */
static struct json *outline_line(const struct model *m,
				 const struct outline_line *line,
				 struct reply *r)
{
	char outcome[LINE_SIZE] = "";
	char times[24] = "";

	if (line->last)
		outcome_words(m, line->last, outcome, sizeof(outcome));
	if (line->times > 1)
		snprintf(times, sizeof(times), " ×%u", line->times);
	reply_text(r, "%s%s%-16s %s%s%s%s%s\n",
		   line->current ? "▶" : (line->last ? "✓" : " "),
		   line->stop > 0 ? "◆" : " ", line->probe->label,
		   line->probe->outline, times, outcome[0] ? "  [" : "",
		   outcome, outcome[0] ? "]" : "");
	return line_json(line, outcome);
}

/* What the call returned, when it is over; and the call that came back. */
static void reply_returns(const struct model *m, uint64_t position,
			  struct reply *r)
{
	uint64_t cursor = history_cursor(m);
	struct step step = history_step(m, position);
	uint64_t callee = position == cursor ? call_before(m, position) : 0;
	char words[LINE_SIZE];

	if (callee &&
	    returned_words(m, callee, position - 1, words, sizeof(words)))
		reply_text(r, "%s has returned %s.\n",
			   probe_in(m, history_step(m, callee).probe)->function,
			   words);
	if (step.depth < depth_ended_at(m, cursor) ||
	    !returned_words(m, position, cursor, words, sizeof(words)))
		return;
	reply_text(r, "The call ends here and returns %s.\n", words);
	reply_string(r, "returned", words);
}

/* `position`: the latest step of the call; 0: the function alone. */
static void reply_outline(const struct session *s, const char *function,
			  uint64_t position, struct reply *r)
{
	struct json *lines = json_array();
	struct outline outline;

	outline_of(s, function, position, &outline);
	reply_text(r, "%s()\n", function);
	for (int i = 0; i < outline.nr; i++)
		json_append(lines, outline_line(s->m, &outline.lines[i], r));
	if (!outline.all_seen)
		reply_text(r, "(the call is long: its beginning was not "
			      "looked at)\n");
	reply_string(r, "function", function);
	reply_value(r, "lines", lines);
	if (position)
		reply_returns(s->m, position, r);
}

static enum status run_list(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	uint64_t position = selected_step(s);
	const char *current =
		position ? probe_in(s->m, history_step(s->m, position).probe)
				   ->function
			 : NULL;
	const char *function = current;

	if (args->argc > 1)
		return command_usage("list", r);
	if (args->argc == 1) {
		enum status status =
			named_function(s, args->argv[0], &function, r);

		if (status != STATUS_OK)
			return status;
	}
	if (!function)
		return reply_fail(r, STATUS_FAILED,
				  "list: no function runs before the first "
				  "step; name one, as in `list __rmqueue`");
	bool is_here = current && strcmp(current, function) == 0;

	reply_outline(s, function, is_here ? position : 0, r);
	return STATUS_OK;
}

/* What came of an operation, as its history value has it. */
static void add_result(struct text *out, struct session *s, uint32_t op)
{
	const struct operation *operation = history_op(s->m, op);
	const struct op_result *result = history_result(s->m, op);

	if (!operation_makes_value(operation->kind))
		return;
	text_add(out, "$%" PRIu32 " = ", history_values(s->m, op));
	if (operation->kind == OP_BULK)
		text_add(out, "%u page%s", result->count,
			 plural(result->count));
	else if (operation->kind == OP_KMALLOC && operation->size == 0)
		text_add(out, "ZERO_SIZE_PTR");
	else if (result->pfn == PFN_NONE)
		text_add(out, "refused");
	else
		text_add(out, "page %" PRIu32, result->pfn);
}

static struct json *op_json(struct session *s, uint32_t op, const char *line)
{
	const struct operation *operation = history_op(s->m, op);
	const struct op_result *result = history_result(s->m, op);
	struct json *object = json_object();
	bool makes_value = operation_makes_value(operation->kind);

	json_add(object, "op", json_number(op));
	json_add(object, "kind",
		 json_string(operation_kind_name(operation->kind)));
	json_add(object, "line", json_string(line));
	json_add(object, "begin",
		 json_number((int64_t)history_op_begin(s->m, op)));
	json_add(object, "end", json_number((int64_t)history_op_end(s->m, op)));
	json_add(object, "value",
		 makes_value ? json_number(history_values(s->m, op))
			     : json_null());
	json_add(object, "pfn",
		 operation->kind != OP_BULK && makes_value &&
				 result->pfn != PFN_NONE
			 ? json_number(result->pfn)
			 : json_null());
	return object;
}

enum status info_ops(struct session *s, const struct arguments *args,
		     struct reply *r)
{
	uint32_t present = history_op_at(s->m, history_cursor(s->m));
	struct json *ops = json_array();

	(void)args;
	if (history_ops(s->m) == 0)
		reply_text(r, "No operations yet: `alloc 0` is one.\n");
	for (uint32_t op = 1; op <= history_ops(s->m); op++) {
		char line[LINE_SIZE];
		char result[LINE_SIZE];
		struct text out;

		narrate_operation(s->m, op, line, sizeof(line));
		text_init_fixed(&out, result, sizeof(result));
		add_result(&out, s, op);
		reply_text(r,
			   "%s%5" PRIu32 "  %-36s %-18s to step %" PRIu64 "\n",
			   op == present ? "*" : " ", op, line, result,
			   history_op_end(s->m, op));
		if (reply_is_json(r))
			json_append(ops, op_json(s, op, line));
	}
	reply_value(r, "ops", ops);
	return STATUS_OK;
}

const struct command cmd_list = {
	.name = "list",
	.aliases = "l",
	.group = GROUP_LOOKING,
	.args = "[FUNCTION]",
	.summary = "Show the outline of the current kernel function",
	.help = "▶ marks the line of the present step, ✓ what this call has "
		"passed, with what\n"
		"came of it, ◆ breakpoints.  The labels name the lines for "
		"break and until.",
	.example = "list __rmqueue",
	.completes = COMPLETE_FUNCTIONS,
	.run = run_list,
};
