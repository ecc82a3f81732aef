#include "tui/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tui/glyph.h"

void sheet_draw(sheet_fn write, const struct view *v, struct canvas *c,
		struct rect r)
{
	struct sheet sh = { .pen = pen_in(c, r) };

	sh.rows = sh.pen.area.rows;
	sh.cols = sh.pen.area.cols;
	write(v, &sh);
}

int sheet_rows(sheet_fn write, const struct view *v, int cols)
{
	struct sheet sh = { .cols = cols };

	write(v, &sh);
	return sh.col > 0 || sh.row == 0 ? sh.row + 1 : sh.row;
}

bool sheet_line_at(sheet_fn write, const struct view *v,
		   const struct sheet_question *question)
{
	struct sheet sh = { .rows = question->place.rows,
			    .cols = question->place.cols,
			    .question = question };

	write(v, &sh);
	return sh.found;
}

void sheet_style(struct sheet *sh, unsigned attributes, enum color_role role)
{
	pen_style(&sh->pen, attributes, role);
}

void sheet_text(struct sheet *sh, const char *text)
{
	if (sh->pen.canvas) {
		pen_move(&sh->pen, sh->row, sh->col);
		pen_text(&sh->pen, text);
	}
	sh->col += glyphs_width(text);
	if (sh->col > sh->cols)
		sh->col = sh->cols;
}

void sheet_print(struct sheet *sh, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	/* The analyzer does not see that va_start() sets args.
	 * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	sheet_text(sh, text);
}

void sheet_within(struct sheet *sh, int cols, const char *text)
{
	size_t length = strlen(text);

	if (glyphs_width(text) <= cols) {
		sheet_text(sh, text);
		return;
	}
	sheet_print(sh, "%.*s…",
		    (int)glyphs_fitting(text, length, cols > 0 ? cols - 1 : 0),
		    text);
}

void sheet_to(struct sheet *sh, int col)
{
	if (col > sh->col)
		sh->col = col < sh->cols ? col : sh->cols;
}

void sheet_next_row(struct sheet *sh)
{
	sh->row++;
	sh->col = 0;
}

void sheet_need(struct sheet *sh, int cols, int indent)
{
	if (sh->col <= indent || sh->col + cols <= sh->cols)
		return;
	sheet_next_row(sh);
	sheet_to(sh, indent);
}

/* Bytes of the first word; of one that no row could hold, up to the last `|`
 * that fits. */
static size_t first_word(const struct sheet *sh, int indent, const char *text)
{
	size_t length = strcspn(text, " ");
	size_t fits = glyphs_fitting(text, length, sh->cols - indent);

	if (fits == length)
		return length;
	for (size_t at = fits; at > 0; at--)
		if (text[at - 1] == '|')
			return at;
	return length;
}

void sheet_wrap(struct sheet *sh, int indent, const char *text)
{
	while (*text) {
		char word[256];
		size_t length = first_word(sh, indent, text);

		/* The last row of the place: what does not fit is cut there,
		 * with its sign. */
		if (sh->rows > 0 && sh->row + 1 >= sh->rows) {
			sheet_text(sh, text);
			return;
		}
		snprintf(word, sizeof(word), "%.*s", (int)length, text);
		sheet_need(sh, glyphs_width(word), indent);
		sheet_text(sh, word);
		text += length;
		if (*text == ' ' && sh->col < sh->cols)
			sheet_text(sh, " ");
		text += strspn(text, " ");
	}
}

void sheet_changed(struct sheet *sh, const struct view *v, enum change change,
		   const char *text)
{
	uint8_t before = sh->pen.style.attributes;

	sheet_text(sh, change_star(v, change));
	sh->pen.style.attributes =
		(uint8_t)(before | change_attributes(change));
	sheet_text(sh, text);
	sh->pen.style.attributes = before;
}

void sheet_link(struct sheet *sh)
{
	sh->link_row = sh->row;
	sh->link_col = sh->col;
}

/* A link that has wrapped counts from its first cell to its last. */
static bool is_asked(const struct sheet *sh)
{
	const struct sheet_question *q = sh->question;

	if (!q || sh->found || q->row < sh->link_row || q->row > sh->row)
		return false;
	return (q->row > sh->link_row || q->col >= sh->link_col) &&
	       (q->row < sh->row || q->col < sh->col);
}

void sheet_leads(struct sheet *sh, const char *format, ...)
{
	va_list args;

	if (!is_asked(sh))
		return;
	sh->found = true;
	va_start(args, format);
	/* The analyzer does not see that va_start() sets args.
	 * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
	vsnprintf(sh->question->ret, sh->question->size, format, args);
	va_end(args);
}
