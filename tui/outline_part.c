#include "tui/outline_part.h"

#include <inttypes.h>
#include <stdio.h>

#include "tui/glyph.h"

bool outline_in_view(const struct view *v, struct outline *ret)
{
	if (v->nr_frames == 0)
		return false;
	uint64_t position = v->frames[v->level];
	const struct probe *probe =
		probe_in(v->model, history_step(v->model, position).probe);

	outline_of(v->session, probe->function, position, ret);
	return true;
}

/* "fits yes ×3"; "" when nothing is to be said. */
static void outcome_of(const struct view *v, const struct outline_line *line,
		       char *ret, size_t size)
{
	char words[128] = "";
	char times[24] = "";

	if (line->last)
		outcome_words(v->model, line->last, words, sizeof(words));
	if (line->times > 1)
		snprintf(times, sizeof(times), " ×%u", line->times);
	snprintf(ret, size, "%s%s", words, times);
}

/* At the right edge, where they can be read down. */
static void write_outcome(struct sheet *sh, const struct outline_line *line,
			  const char *outcome)
{
	sheet_to(sh, sh->cols - glyphs_width(outcome));
	sheet_style(sh, line->current ? ATTR_BOLD : ATTR_DIM, ROLE_TEXT);
	sheet_text(sh, outcome);
}

void outline_line_write(const struct view *v, struct sheet *sh,
			const struct outline *outline, int line)
{
	const struct outline_line *at = &outline->lines[line];
	char outcome[160];

	outcome_of(v, at, outcome, sizeof(outcome));
	sheet_link(sh);
	sheet_style(sh, at->current ? ATTR_BOLD : ATTR_NORMAL,
		    at->current ? ROLE_HERE : ROLE_TEXT);
	sheet_text(sh, at->current ? "▶" : (at->last ? "✓" : " "));
	sheet_style(sh, ATTR_BOLD, ROLE_STOP);
	sheet_text(sh, at->stop ? "◆" : " ");
	if (at->current)
		sheet_style(sh, ATTR_BOLD, ROLE_HERE);
	else
		sheet_style(sh, at->last ? ATTR_NORMAL : ATTR_DIM, ROLE_TEXT);
	sheet_within(sh, sh->cols - 3 - glyphs_width(outcome),
		     at->probe->outline);
	write_outcome(sh, at, outcome);
	sheet_to(sh, sh->cols);
	if (at->stop)
		sheet_leads(sh, "delete %" PRIu32, at->stop);
	else
		sheet_leads(sh, "break %s:%s", outline->function,
			    at->probe->label);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
}

void outline_returns_write(const struct view *v, struct sheet *sh)
{
	const struct model *m = v->model;
	uint64_t own = v->frames[v->level];
	struct step step = history_step(m, own);
	uint64_t callee = own == v->position ? call_before(m, own) : 0;
	char words[128];

	if (callee &&
	    returned_words(m, callee, own - 1, words, sizeof(words))) {
		sheet_print(
			sh, "←  %s returned %s",
			probe_in(m, history_step(m, callee).probe)->function,
			words);
		sheet_next_row(sh);
	}
	if (step.depth >= depth_ended_at(m, v->position) &&
	    returned_words(m, own, v->position, words, sizeof(words))) {
		sheet_print(sh, "←  the call ends here and returns %s", words);
		sheet_next_row(sh);
	}
}
