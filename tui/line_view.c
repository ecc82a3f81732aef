#include "tui/line_view.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/glyph.h"

enum { MAX_COLS = 500, MARGIN = 8 };

/* readline's marks around what takes no room in a prompt. */
enum { INVISIBLE_BEGIN = '\001', INVISIBLE_END = '\002' };

/* A text made of visible glyphs only, with the columns before each byte of
 * interest counted on the way. */
struct shown {
	char *text;
	size_t length;
	int cols;
};

static void show_control(struct shown *s, char byte)
{
	s->text[s->length++] = '^';
	s->text[s->length++] = (char)((unsigned char)byte ^ 0x40);
	s->cols += 2;
}

static void show_glyph(struct shown *s, const struct glyph *g)
{
	memcpy(s->text + s->length, g->bytes, g->length);
	s->length += g->length;
	s->cols += g->width;
}

static void show(struct shown *s, const char *text, size_t length)
{
	while (length > 0) {
		struct glyph g = glyph_next(text, length, false);
		unsigned char byte = (unsigned char)*text;
		if (byte < 0x20 || byte == 0x7f)
			show_control(s, *text);
		else
			show_glyph(s, &g);
		text += g.source;
		length -= g.source;
	}
}

static void show_prompt(struct shown *s, const char *prompt)
{
	bool visible = true;

	for (const char *p = prompt; *p; p++) {
		if (*p == INVISIBLE_BEGIN || *p == INVISIBLE_END) {
			visible = *p == INVISIBLE_END;
			continue;
		}
		size_t length = utf8_length((unsigned char)*p);
		if (length > strlen(p))
			length = 1;
		if (visible)
			show(s, p, length);
		p += length - 1;
	}
}

/* First column to show, so that the cursor is inside the row. */
static int scroll_to(int cursor, int total, int cols)
{
	int room = cols - 1;

	if (total < cols || cursor < room - (total > cols ? MARGIN : 0))
		return 0;
	int first = cursor - room + (room > 2 * MARGIN ? MARGIN : 0);
	if (first > total - room)
		first = total - room;
	return first > 0 ? first : 0;
}

static void cut(const struct shown *s, int first, int cols,
		struct line_view *ret)
{
	size_t skip = glyphs_fitting(s->text, s->length, first);
	size_t take = glyphs_fitting(s->text + skip, s->length - skip, cols);

	if (take >= sizeof(ret->text))
		take = sizeof(ret->text) - 1;
	memcpy(ret->text, s->text + skip, take);
	ret->text[take] = '\0';
	/* A wide glyph cut in half leaves a column blank. */
	char before = s->text[skip];
	s->text[skip] = '\0';
	ret->cursor -= glyphs_width(s->text);
	s->text[skip] = before;
}

void line_view_take(const char *prompt, const char *line, size_t point,
		    int cols, struct line_view *ret)
{
	size_t length = strlen(line);
	/* A control byte becomes two bytes; nothing becomes longer. */
	struct shown s = {
		.text = malloc(2 * (strlen(prompt) + length) + 1),
	};

	*ret = (struct line_view){ .cursor = 0 };
	if (!s.text)
		return;
	if (point > length)
		point = length;
	cols = cols < MAX_COLS ? cols : MAX_COLS;
	show_prompt(&s, prompt);
	show(&s, line, point);
	ret->cursor = s.cols;
	show(&s, line + point, length - point);
	s.text[s.length] = '\0';
	cut(&s, scroll_to(ret->cursor, s.cols, cols), cols, ret);
	free(s.text);
}
