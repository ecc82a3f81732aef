#include "tui/painter.h"

#include <stdlib.h>

#include "tui/compose.h"
#include "tui/prompt.h"

enum { DEFAULT_ROWS = 24, DEFAULT_COLS = 80 };

struct palette session_palette(const struct session *s, int colors)
{
	return (struct palette){
		.name = session_setting(s, "palette"),
		.background = background_of(session_setting(s, "background"),
					    getenv("COLORFGBG")),
		.colors = colors,
	};
}

static struct rect size_wished(const struct painter *p,
			       const struct picture_wish *wish)
{
	if (wish->rows > 0)
		return (struct rect){ 0, 0, wish->rows, wish->cols };
	if (p->size.rows > 0)
		return p->size;
	return (struct rect){ 0, 0, DEFAULT_ROWS, DEFAULT_COLS };
}

static void draw(const struct painter *p, bool color, struct canvas *c)
{
	struct view view;
	struct line_view prompt;
	struct repl_view repl = { .scrollback = p->scrollback,
				  .prompt = &prompt };

	line_view_take(PROMPT_TEXT, "", 0, canvas_cols(c), &prompt);
	view_take(p->session, !color, &view);
	compose(&view, &repl, c);
}

char *painter_picture(void *context, const struct picture_wish *wish)
{
	const struct painter *p = context;
	struct palette palette =
		session_palette(p->session, PALETTE_MAX_COLORS);
	bool color =
		front_wants_color(p->session) && wish->format != PICTURE_TEXT;
	struct rect size = size_wished(p, wish);
	struct canvas *c = canvas_create(
		size.rows, size.cols, front_is_ascii(p->session, p->options));

	if (!c)
		return NULL;
	/* A picture has its own paper. */
	if (wish->format == PICTURE_SVG && palette.background == BACKGROUND_ANY)
		palette.background = BACKGROUND_DARK;
	/* The line that asks for the picture is no part of it. */
	bool hidden = scrollback_hide_command(p->scrollback);
	draw(p, color, c);
	if (hidden)
		scrollback_show_command(p->scrollback);
	char *picture = picture_print(c, wish->format, color ? &palette : NULL);
	canvas_destroy(c);
	return picture;
}

void painter_serve(struct painter *p, struct session *s)
{
	const struct screen_host host = { .context = p,
					  .picture = painter_picture };

	session_set_screen(s, &host);
}
