/*
 * The call stack: where, frame, up, down, and the locals of a frame.
 *
 * The chosen frame is forgotten when the cursor moves, as gdb forgets it when
 * the program runs on.
 */
#include <inttypes.h>

#include "commands/call_stack.h"
#include "commands/chosen.h"
#include "commands/look_internal.h"
#include "commands/narrate.h"

uint64_t selected_step(const struct session *s)
{
	uint64_t frames[MAX_FRAMES];
	unsigned level = chosen_level(s);

	if (level == 0)
		return history_cursor(s->m);
	unsigned nr = frames_at(s->m, history_cursor(s->m), frames);

	return level < nr ? frames[level] : 0;
}

static struct json *frame_json(const struct model *m, unsigned level,
			       uint64_t position)
{
	const struct probe *probe =
		probe_in(m, history_step(m, position).probe);
	struct json *object = json_object();

	json_add(object, "level", json_number(level));
	json_add(object, "function", json_string(probe->function));
	json_add(object, "label", json_string(probe->label));
	json_add(object, "step", json_number((int64_t)position));
	json_add(object, "locals", frame_locals_json(m, position));
	return object;
}

/* "#1  rmqueue (order=0, zone=Normal) at pcp", as gdb has it. */
static void frame_text(const struct model *m, unsigned level, uint64_t position,
		       struct reply *r)
{
	const struct probe *probe =
		probe_in(m, history_step(m, position).probe);
	struct local locals[MAX_LOCALS];
	unsigned nr = frame_locals(m, position, locals);
	struct text line;

	text_init(&line);
	text_add(&line, "#%-2u %s (", level, probe->function);
	for (unsigned i = 0; i < nr; i++) {
		char value[256];

		narrate_arg(m, locals[i].kind, locals[i].value, value,
			    sizeof(value));
		text_add(&line, "%s%s=%s", i ? ", " : "", locals[i].name,
			 value);
	}
	text_add(&line, ") at %s", probe->label);
	reply_paragraph(r, 4, line.start);
	text_deinit(&line);
}

static enum status run_where(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	uint64_t frames[MAX_FRAMES];
	unsigned nr = frames_at(s->m, history_cursor(s->m), frames);
	struct json *array = json_array();

	(void)args;
	if (nr == 0)
		reply_text(r, "No stack: the cursor stands before the first "
			      "step.\n");
	for (unsigned level = 0; level < nr; level++) {
		if (reply_is_json(r))
			json_append(array,
				    frame_json(s->m, level, frames[level]));
		else
			frame_text(s->m, level, frames[level], r);
	}
	reply_value(r, "frames", array);
	return STATUS_OK;
}

static enum status no_stack(struct reply *r)
{
	return reply_fail(r, STATUS_FAILED,
			  "no frame: the cursor stands before the first step; "
			  "`step` enters the first operation");
}

static enum status select_level(struct session *s, int64_t level,
				struct reply *r)
{
	uint64_t frames[MAX_FRAMES];
	unsigned nr = frames_at(s->m, history_cursor(s->m), frames);

	if (nr == 0)
		return no_stack(r);
	if (level < 0)
		return reply_fail(r, STATUS_FAILED,
				  "frame 0 is the innermost: there is none "
				  "below it");
	if (level >= nr)
		return reply_fail(r, STATUS_FAILED,
				  "no frame %" PRId64
				  ": the outermost here is %u",
				  level, nr - 1);
	s->frame = (unsigned)level;
	s->frame_position = history_cursor(s->m);

	const struct probe *probe =
		probe_in(s->m, history_step(s->m, frames[level]).probe);

	if (!reply_is_json(r))
		frame_text(s->m, s->frame, frames[level], r);
	reply_number(r, "level", level);
	reply_string(r, "function", probe->function);
	reply_string(r, "label", probe->label);
	reply_value(r, "locals", frame_locals_json(s->m, frames[level]));
	return STATUS_OK;
}

/* The number behind frame, up or down; `missing` when there is none. */
static bool level_word(const struct arguments *args, int64_t missing,
		       int64_t *ret)
{
	uint64_t number = 0;

	*ret = missing;
	if (args->argc == 0)
		return true;
	if (args->argc > 1 || !parse_number(args->argv[0], &number) ||
	    number > INT32_MAX)
		return false;
	*ret = (int64_t)number;
	return true;
}

static enum status run_frame(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	int64_t level = 0;

	if (!level_word(args, chosen_level(s), &level))
		return command_usage("frame", r);
	return select_level(s, level, r);
}

static enum status run_up(struct session *s, const struct arguments *args,
			  struct reply *r)
{
	int64_t levels = 0;

	if (!level_word(args, 1, &levels))
		return command_usage("up", r);
	return select_level(s, chosen_level(s) + levels, r);
}

static enum status run_down(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	int64_t levels = 0;

	if (!level_word(args, 1, &levels))
		return command_usage("down", r);
	return select_level(s, chosen_level(s) - levels, r);
}

enum status info_locals(struct session *s, const struct arguments *args,
			struct reply *r)
{
	struct local locals[MAX_LOCALS];
	uint64_t position = selected_step(s);
	unsigned nr = frame_locals(s->m, position, locals);

	(void)args;
	if (nr == 0)
		reply_text(r, "No locals.\n");
	for (unsigned i = 0; i < nr; i++) {
		char value[256];

		narrate_arg(s->m, locals[i].kind, locals[i].value, value,
			    sizeof(value));
		reply_text(r, "%s = %s\n", locals[i].name, value);
	}
	reply_value(r, "locals", frame_locals_json(s->m, position));
	return STATUS_OK;
}

const struct command cmd_where = {
	.name = "where",
	.aliases = "bt backtrace",
	.group = GROUP_LOOKING,
	.args = "",
	.summary = "Show the call stack at the cursor",
	.help = "Level 0 is the innermost function. Each frame shows "
		"the step that it has come to\n"
		"and the operands that it has named so far.",
	.example = "where",
	.run = run_where,
};

const struct command cmd_frame = {
	.name = "frame",
	.aliases = "f",
	.group = GROUP_LOOKING,
	.args = "[N]",
	.summary = "Choose the frame that info locals and list speak of",
	.help = "Without N: show the chosen frame. A move chooses frame 0 "
		"again.",
	.example = "frame 0",
	.run = run_frame,
};

const struct command cmd_up = {
	.name = "up",
	.group = GROUP_LOOKING,
	.args = "[N]",
	.summary = "Choose the calling frame",
	.example = "up",
	.repeats = true,
	.run = run_up,
};

const struct command cmd_down = {
	.name = "down",
	.group = GROUP_LOOKING,
	.args = "[N]",
	.summary = "Choose the called frame",
	.example = "down",
	.repeats = true,
	.run = run_down,
};
