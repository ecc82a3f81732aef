/*
 * The zonelist of the request at the cursor: each zone in the order in which
 * it is tried, with the verdict so far.
 */
#include <inttypes.h>
#include <stdio.h>

#include "tui/panel.h"
#include "tui/zone_part.h"

static void title(const struct view *v, char *ret, size_t size)
{
	if (v->asked)
		snprintf(ret, size, "zonelist ─ node %u%s, pass %u",
			 v->walk.node,
			 v->walk.thisnode ? " without fallback" : "",
			 v->walk.passes);
	else
		snprintf(ret, size, "zonelist");
}

static const char *sign_of(enum zone_verdict verdict)
{
	switch (verdict) {
	case VERDICT_LOOKING:
	case VERDICT_TAKING:
		return "▶";
	case VERDICT_GAVE:
		return "✓";
	case VERDICT_REMOTE:
	case VERDICT_AWAKE:
	case VERDICT_BELOW:
	case VERDICT_EMPTY:
		return "×";
	case VERDICT_MASK:
	case VERDICT_WAITS:
		return "·";
	}
	return " ";
}

static void write_trial(const struct view *v, struct sheet *sh,
			const struct zone_trial *trial)
{
	bool here = trial->verdict == VERDICT_LOOKING ||
		    trial->verdict == VERDICT_TAKING;
	char words[256];

	sheet_style(sh, here ? ATTR_BOLD : ATTR_NORMAL,
		    here ? ROLE_HERE : ROLE_TEXT);
	sheet_print(sh, "%s ", sign_of(trial->verdict));
	zone_link(v, sh, trial->zone);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_text(sh, "  ");
	zone_trial_words(v->model, trial, words, sizeof(words));
	sheet_link(sh);
	sheet_wrap(sh, 4, words);
	if (trial->verdict == VERDICT_GAVE)
		sheet_leads(sh, "page %" PRIu32, trial->page);
	else if (trial->step > 0)
		sheet_leads(sh, "goto %" PRIu64, trial->step);
	sheet_next_row(sh);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	char words[256];

	if (!v->asked) {
		sheet_wrap(sh, 0,
			   "No request has come to its zonelist at this step.");
		return;
	}
	for (unsigned i = 0; i < v->walk.nr; i++)
		write_trial(v, sh, &v->walk.trials[i]);
	zonelist_request_words(v->model, &v->walk, words, sizeof(words));
	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	sheet_wrap(sh, 2, words);
	sheet_next_row(sh);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

const struct panel_class panel_zonelist = {
	.name = "zonelist",
	.title = title,
	.min_rows = 2,
	.min_cols = 30,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
};
