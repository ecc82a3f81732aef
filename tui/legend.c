#include "tui/legend.h"

#include <inttypes.h>
#include <stdio.h>

#include "tui/glyph.h"

enum { WORD_SIZE = 64 };

/* Draws a word when it has room, and returns whether it had. */
static bool put_word(struct pen *p, const char *word)
{
	int cols = glyphs_width(word);

	if (p->col + cols + 2 > p->area.cols)
		return false;
	pen_text(p, " ");
	pen_text(p, word);
	pen_text(p, " ");
	return true;
}

static void base_words(const struct view *v, char ret[WORD_SIZE])
{
	const char *since = session_setting(v->session, "changes");
	uint64_t base = session_changes_base(v->session);

	snprintf(ret, WORD_SIZE, "bold since %.20s%s", since,
		 base == v->position ? " (here)"
		 : v->changes_cut    ? " (latest writes)"
				     : "");
}

void legend_draw(const struct view *v, struct canvas *c, struct rect edge)
{
	struct pen p = pen_in(c, edge);
	char word[WORD_SIZE];

	pen_style(&p, ATTR_DIM, ROLE_TEXT);
	if (!put_word(&p, v->stars ? "* this step" : "reverse this step"))
		return;
	base_words(v, word);
	put_word(&p, word);
	if (v->followed != PFN_NONE) {
		snprintf(word, sizeof(word), FOLLOW_SIGN " page %" PRIu32,
			 v->followed);
		put_word(&p, word);
	}
}
