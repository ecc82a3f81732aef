/*
 * What lines and keys do on the screen.
 */
#include "tui/screen_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void keep_text(void *context, const char *text, size_t length)
{
	struct screen *s = context;

	scrollback_write(s->scrollback, LINE_REPLY, text, length);
}

static void keep_error(void *context, const char *place, const char *sentence)
{
	struct screen *s = context;

	scrollback_write_error(s->scrollback, place, sentence);
}

static void end_reply(void *context)
{
	struct screen *s = context;

	scrollback_end_line(s->scrollback);
}

struct outlet screen_outlet(struct screen *s)
{
	return (struct outlet){
		.text = keep_text,
		.error = keep_error,
		.done = end_reply,
		.context = s,
	};
}

void screen_enter(void *screen, const char *line)
{
	struct screen *s = screen;

	if (!line)
		line = "quit";
	s->scrolled = 0;
	front_keep_command(s->scrollback, line);
	s->working = session_takes_long(line);
	if (s->working)
		screen_paint(s);
	script_typed(&s->script, line);
	s->working = false;
}

void screen_show_candidates(void *screen, const char *text)
{
	struct screen *s = screen;

	s->scrolled = 0;
	scrollback_write(s->scrollback, LINE_REPLY, text, strlen(text));
	scrollback_end_line(s->scrollback);
}

struct repl_view screen_repl(const struct screen *s,
			     const struct line_view *prompt)
{
	return (struct repl_view){ s->scrollback, s->scrolled, prompt };
}

void screen_take_view(const struct screen *s, struct view *ret)
{
	view_take(s->session, !terminal_has_color(s->terminal), ret);
}

/* Positive: back.  A page leaves two rows of the one before. */
static void scroll(struct screen *s, int direction)
{
	struct view view;
	struct line_view prompt = { .cursor = 0 };
	struct repl_view repl = screen_repl(s, &prompt);

	screen_take_view(s, &view);
	int page = compose_repl_rows(&view, s->size) - 2;
	int limit = compose_scroll_limit(&view, &repl, s->size);
	s->scrolled += direction * (page > 1 ? page : 1);
	if (s->scrolled > limit)
		s->scrolled = limit;
	if (s->scrolled < 0)
		s->scrolled = 0;
}

static void show_keys(struct screen *s)
{
	const struct key_binding *key = NULL;
	char line[96];

	s->scrolled = 0;
	for (size_t i = 0; (key = key_nth(i)); i++) {
		int length =
			snprintf(line, sizeof(line), "%-12s%s\n", key->name,
				 key->line ? key->line : key->summary);
		scrollback_write(s->scrollback, LINE_REPLY, line,
				 (size_t)length);
	}
}

void screen_act_on_key(struct screen *s, const struct key_binding *key)
{
	switch (key->action) {
	case KEY_RUNS_LINE:
		screen_enter(s, key->line);
		break;
	case KEY_SHOWS_KEYS:
		show_keys(s);
		break;
	case KEY_SCROLLS_UP:
		scroll(s, 1);
		break;
	case KEY_SCROLLS_DOWN:
		scroll(s, -1);
		break;
	case KEY_REPAINTS:
		terminal_repaint(s->terminal);
		break;
	}
}
