/*
 * check: all invariants of the state, each violation as a sentence that names
 * the place, and what was expected and found there.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"

static void add_place(struct text *out, const struct model *m,
		      const struct violation *v)
{
	if (v->zone >= 0) {
		char zone[48];

		narrate_arg(m, ARG_ZONE, v->zone, zone, sizeof(zone));
		text_add(out, " in zone %s", zone);
	}
	if (v->cpu >= 0)
		text_add(out, " cpu %d", v->cpu);
	if (v->order >= 0)
		text_add(out, " order %d", v->order);
	if (v->migratetype >= 0)
		text_add(out, " list %c",
			 migratetype_letter(m,
					    (enum migratetype)v->migratetype));
	if (v->pfn != PFN_NONE)
		text_add(out, " at page %" PRIu32, v->pfn);
}

static struct json *violation_json(const struct violation *v,
				   const char *sentence)
{
	struct json *object = json_object();

	json_add(object, "invariant",
		 json_string(invariant_name(v->invariant)));
	json_add(object, "zone",
		 v->zone < 0 ? json_null() : json_number(v->zone));
	json_add(object, "order",
		 v->order < 0 ? json_null() : json_number(v->order));
	json_add(object, "cpu", v->cpu < 0 ? json_null() : json_number(v->cpu));
	json_add(object, "pfn",
		 v->pfn == PFN_NONE ? json_null() : json_number(v->pfn));
	json_add(object, "expected", json_number(v->expected));
	json_add(object, "found", json_number(v->found));
	json_add(object, "text", json_string(sentence));
	return object;
}

static void report(const struct model *m, const struct check_report *report,
		   struct reply *r)
{
	struct json *broken = json_array();

	for (uint64_t i = 0; i < report->broken && i < CHECK_MAX_VIOLATIONS;
	     i++) {
		const struct violation *v = &report->first[i];
		struct text line;

		text_init(&line);
		text_add(&line, "%s", invariant_name(v->invariant));
		add_place(&line, m, v);
		text_add(&line, ": expected %" PRId64 ", found %" PRId64,
			 v->expected, v->found);
		reply_paragraph(r, 2, line.start);
		json_append(broken, violation_json(v, line.start));
		text_deinit(&line);
	}
	if (report->broken > CHECK_MAX_VIOLATIONS)
		reply_text(r, "... and %" PRIu64 " more\n",
			   report->broken - CHECK_MAX_VIOLATIONS);
	reply_text(r,
		   "%" PRIu64 " words and links checked, %" PRIu64 " broken\n",
		   report->checked, report->broken);
	reply_number(r, "checked", (int64_t)report->checked);
	reply_value(r, "broken", broken);
}

/* What is broken inside of an operation may be what it has half done. */
static void explain_inside(const struct session *s, struct reply *r)
{
	uint64_t here = history_cursor(s->m);
	uint32_t op = history_op_at(s->m, here);

	if (op == 0 || history_op_end(s->m, op) == here)
		return;
	reply_text(r,
		   "Step %" PRIu64 " is inside of operation %" PRIu32
		   ", which has changed one of two that belong together: "
		   "check where it ends, `goto %" PRIu64 "`.\n",
		   here, op, history_op_end(s->m, op));
	reply_number(r, "inside_op", op);
}

static enum status run_check(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	if (args->argc > 0)
		return command_usage("check", r);

	struct check_report found = { .checked = 0 };

	model_check(s->m, &found);
	if (found.interrupted)
		return reply_fail(r, STATUS_FAILED,
				  "interrupted: not everything was checked");
	report(s->m, &found, r);
	if (found.broken == 0)
		return STATUS_OK;
	explain_inside(s, r);
	reply_set_status(r, STATUS_NOT_HELD);
	return STATUS_NOT_HELD;
}

const struct command cmd_check = {
	.name = "check",
	.group = GROUP_FILES,
	.args = "",
	.summary = "Check all invariants of the state",
	.help = "Exit status 4 when one is broken.  They are to hold between "
		"operations; inside\n"
		"of one it says where the operation ends.",
	.example = "check",
	.takes_long = true,
	.run = run_check,
};
