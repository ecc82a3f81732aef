/*
 * What lines do on the screen.
 */
#include "tui/screen_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

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

void screen_apply_settings(struct screen *s)
{
	if (s->terminal)
		terminal_set_mouse(s->terminal,
				   strcmp(session_setting(s->session, "mouse"),
					  "on") == 0);
}

/* Lets the cell stay on what it stood for, as where `map in` draws another
 * part; with an empty line it tells what that is. */
static void keep_cell(struct screen *s, char line[SHOWN_LINE_SIZE])
{
	struct view view;
	struct shown shown;

	if (!s->cell.on)
		return;
	screen_take_view(s, &view);
	if (!shown_find(&view, s->size, session_focus(s->session), &shown))
		return;
	if (line[0])
		s->cell = shown_followed(&view, &shown, s->cell, line);
	else
		shown_line(&view, &shown, s->cell, line, SHOWN_LINE_SIZE);
}

static void run_line(struct screen *s, const char *line)
{
	char pointed[SHOWN_LINE_SIZE] = "";
	char focus[SCREEN_NAME_SIZE];

	snprintf(focus, sizeof(focus), "%s", session_focus(s->session));
	keep_cell(s, pointed);
	screen_stop_reading(s);
	s->total_before = scrollback_total(s->scrollback);
	front_keep_command(s->scrollback, prompt_text(s->session), line);
	s->working = session_takes_long(line);
	if (s->working)
		screen_paint(s);
	s->work = (struct work){ line, .began_ms = screen_now_ms() };
	script_typed(&s->script, line);
	s->work.line = NULL;
	/* Lines pasted behind the one that was interrupted; at once, so that
	 * nothing is lost that is typed when it says so. */
	if (session_interrupted(s->session))
		tcflush(STDIN_FILENO, TCIFLUSH);
	s->working = false;
	if (strcmp(focus, session_focus(s->session)) != 0)
		s->cell.on = false;
	else if (pointed[0])
		keep_cell(s, pointed);
	screen_apply_settings(s);
}

void screen_enter(void *screen, const char *line)
{
	struct screen *s = screen;

	s->move[0] = '\0';
	if (!line)
		session_abandon_block(s->session);
	run_line(s, line ? line : "quit");
}

void screen_move(struct screen *s, const char *format, ...)
{
	char line[128];
	va_list args;

	va_start(args, format);
	/* The analyzer does not see that va_start() sets args.
	 * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	size_t length = strcspn(line, " ");
	bool again = s->move[0] && strncmp(s->move, line, length) == 0 &&
		     s->move[length] == '\0';
	if (again)
		scrollback_take_back(s->scrollback, s->total_before_move);
	else
		s->total_before_move = scrollback_total(s->scrollback);
	snprintf(s->move, sizeof(s->move), "%.*s", (int)length, line);
	run_line(s, line);
}

void screen_show_candidates(void *screen, const char *text)
{
	struct screen *s = screen;

	screen_stop_reading(s);
	scrollback_write(s->scrollback, LINE_REPLY, text, strlen(text));
	scrollback_end_line(s->scrollback);
}

struct repl_view screen_repl(const struct screen *s,
			     const struct line_view *prompt)
{
	return (struct repl_view){
		.scrollback = s->scrollback,
		.scrolled = s->scrolled,
		.prompt = prompt,
		.reading = s->reading,
		.latest = scrollback_total(s->scrollback) - s->total_before,
	};
}

void screen_take_view(const struct screen *s, struct view *ret)
{
	view_take(s->session, !terminal_has_color(s->terminal), ret);
}
