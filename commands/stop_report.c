/*
 * What a stop says of itself, ahead of the step that it came to.
 */
#include <inttypes.h>

#include "commands/narrate.h"
#include "commands/number_text.h"
#include "commands/session_internal.h"

enum { SENTENCE_SIZE = 512, NUMBER_SIZE = 80 };

void stop_report_clear(struct stop_report *report)
{
	lines_free(report->commands, report->nr_commands);
	report->commands = NULL;
	report->nr_commands = 0;
	report->number = 0;
	report->silent = false;
	report->fault[0] = '\0';
}

bool stop_is_silent(const struct session *s, const struct reply *r)
{
	return s->report.silent && !s->report.fault[0] && !reply_is_json(r);
}

/* The step that wrote what was watched. */
static void reply_writer(struct session *s, uint64_t writer, struct reply *r)
{
	struct step step = history_step(s->m, writer);
	const struct probe *probe = probe_in(s->m, step.probe);
	char why[SENTENCE_SIZE];
	struct json *object = json_object();

	narrate_step(s->m, writer, why, sizeof(why));
	/* Going forward, it is the step shown next. */
	if (history_cursor(s->m) < writer)
		reply_text(r, "  undoing step %" PRIu64 ", %s: %s\n", writer,
			   probe->function, why);
	json_add(object, "step", json_number((int64_t)writer));
	json_add(object, "op", json_number(step.op));
	json_add(object, "function", json_string(probe->function));
	json_add(object, "label", json_string(probe->label));
	json_add(object, "why", json_string(why));
	reply_value(r, "written_by", object);
}

static void reply_watch(struct session *s, struct reply *r)
{
	const struct stop_report *report = &s->report;
	char old_text[NUMBER_SIZE];
	char new_text[NUMBER_SIZE];

	number_text(report->old_value, 0, old_text, sizeof(old_text));
	number_text(report->new_value, 0, new_text, sizeof(new_text));
	reply_text(r, "watchpoint %u: %s: %s -> %s\n", report->number,
		   report->watched, old_text, new_text);
	reply_string(r, "stopped", "watchpoint");
	reply_number(r, "watchpoint", report->number);
	reply_string(r, "expression", report->watched);
	reply_value(r, "old_value", number_json(report->old_value));
	reply_value(r, "new_value", number_json(report->new_value));
	reply_writer(s, report->writer, r);
}

void reply_stop(struct session *s, struct reply *r)
{
	const struct stop_report *report = &s->report;

	if (report->is_watch) {
		reply_watch(s, r);
	} else {
		reply_text(r, "breakpoint %u: ", report->number);
		reply_string(r, "stopped", "breakpoint");
		reply_number(r, "breakpoint", report->number);
	}
	if (!report->fault[0])
		return;
	reply_text(r, "%sits condition cannot be evaluated: %s\n",
		   report->is_watch ? "  " : "", report->fault);
	reply_string(r, "condition_error", report->fault);
}
