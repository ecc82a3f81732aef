/*
 * The steps of two kernels beside each other: one operation of the last
 * comparison, paired where both pass the same decision point.
 */
#include <stdio.h>

#include "commands/side_by_side.h"
#include "tui/panel.h"
#include "tui/sheet.h"

enum { WORDS_SIZE = 512 };

static void title(const struct view *v, char *ret, size_t size)
{
	const struct comparison *c = session_comparison(v->session);

	if (!c) {
		snprintf(ret, size, "compare");
		return;
	}
	snprintf(ret, size, "compare ─ %s | %s ─ pair %zu of %zu",
		 c->sides[0].profile->series,
		 comparison_last(c)->profile->series,
		 c->nr_pairs ? c->here + 1 : 0, c->nr_pairs);
}

/* What both say at the present pair. */
static void write_head(const struct view *v, struct sheet *sh)
{
	const struct comparison *c = session_comparison(v->session);
	const struct step_pair *here = &c->pairs[c->here];
	char words[WORDS_SIZE];

	for (unsigned k = 0; k < 2; k++) {
		const struct side *side =
			k == 0 ? &c->sides[0] : comparison_last(c);
		char line[WORDS_SIZE + 32];

		pair_sentence(c, here, k, words, sizeof(words));
		snprintf(line, sizeof(line), "%-5s %s", side->profile->series,
			 words);
		sheet_wrap(sh, 6, line);
		sheet_next_row(sh);
	}
	sheet_style(sh, ATTR_BOLD, ROLE_TEXT);
	sheet_print(sh, "operation %zu  %s", here->line + 1,
		    c->lines[here->line]);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
}

/* What only one kernel does stands out. */
static void write_pair(const struct comparison *c, struct sheet *sh, size_t i)
{
	const struct step_pair *pair = &c->pairs[i];
	bool lone = !pair->steps[0] || !pair->steps[1];
	int half = (sh->cols - 4) / 2;
	char words[WORDS_SIZE];

	sheet_link(sh);
	sheet_style(sh, lone ? ATTR_BOLD : ATTR_NORMAL,
		    i == c->here ? ROLE_HERE : ROLE_TEXT);
	sheet_text(sh, i == c->here ? "▶" : " ");
	for (unsigned k = 0; k < 2; k++) {
		pair_words(c, pair, k, words, sizeof(words));
		sheet_within(sh, half, words);
		if (k == 0)
			sheet_to(sh, half + 1);
		if (k == 0)
			sheet_text(sh, " │ ");
	}
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_leads(sh, "compare goto %zu", i + 1);
	sheet_next_row(sh);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	const struct comparison *c = session_comparison(v->session);

	if (!c || c->nr_pairs == 0) {
		sheet_wrap(sh, 0,
			   "Nothing was compared yet: `compare 4.1 6.12 -- "
			   "alloc 3` shows here how two kernels go about it.");
		return;
	}
	write_head(v, sh);
	for (size_t i = comparison_first_pair(c); pair_is_of(c, i, c->here);
	     i++)
		write_pair(c, sh, i);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

static int current_row(const struct view *v, int cols)
{
	const struct comparison *c = session_comparison(v->session);

	if (!c || c->nr_pairs == 0)
		return -1;
	return sheet_rows(write_head, v, cols) +
	       (int)(c->here - comparison_first_pair(c));
}

const struct panel_class panel_compare = {
	.name = "compare",
	.title = title,
	.min_rows = 2,
	.min_cols = 40,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
	.current_row = current_row,
};
