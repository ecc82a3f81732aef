/*
 * The full screen: an event loop that sleeps until a byte or a signal comes,
 * acts on it, and paints once.
 *
 * While more input waits nothing is painted, so that a pasted script runs at
 * the speed of its commands; now and then it paints nevertheless.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tui/overlay.h"
#include "tui/screen_internal.h"
#include "tui/signals.h"

enum {
	/* So long after ESC nothing more belongs to its sequence. */
	LATE_MS = 25,
	/* Longest time without painting while input keeps coming. */
	STALE_MS = 150,
};

uint64_t screen_now_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool fit_to_terminal(struct screen *s)
{
	s->size = terminal_resize(s->terminal);
	s->painter.size = s->size;
	s->ascii = front_is_ascii(s->session, s->options);
	struct canvas *canvas =
		canvas_create(s->size.rows, s->size.cols, s->ascii);

	if (!canvas)
		return false;
	canvas_destroy(s->canvas);
	s->canvas = canvas;
	s->dirty = true;
	return true;
}

/* Panels say what became of where they were asked to be scrolled to. */
static void keep_scrolls(struct screen *s, const struct view *v)
{
	struct layout l;

	if (!layout_of_session(s->session, s->size, &l))
		return;
	for (int i = 0; i < l.nr_panels; i++) {
		struct shown shown = shown_of(v, &l.panels[i]);
		if (shown_scrolls(&shown))
			session_note_scroll(s->session, shown.panel->name,
					    shown.first);
	}
}

void screen_paint(struct screen *s)
{
	struct view view;
	struct line_view prompt;
	struct palette palette =
		session_palette(s->session, terminal_colors(s->terminal));

	if (s->ascii != front_is_ascii(s->session, s->options))
		fit_to_terminal(s);
	terminal_use_palette(s->terminal,
			     front_wants_color(s->session) ? &palette : NULL);
	screen_take_view(s, &view);
	if (s->pausing)
		line_view_take("-- a key goes on, Ctrl-C ends the script --",
			       "", 0, s->size.cols, &prompt);
	else if (s->working)
		line_view_take("working …", "", 0, s->size.cols, &prompt);
	else
		prompt_view(s->prompt, s->size.cols, &prompt);
	struct repl_view repl = screen_repl(s, &prompt);
	compose(&view, &repl, s->canvas);
	int col = 0;
	canvas_cursor(s->canvas, &s->prompt_row, &col);
	keep_scrolls(s, &view);
	if (!s->reading)
		compose_cell(&view, s->cell, s->canvas);
	if (s->keys_shown)
		s->keys_first = overlay_draw(s->canvas, s->keys_first);
	terminal_show(s->terminal, s->canvas);
	s->dirty = false;
	s->painted_ms = screen_now_ms();
}

/* A sequence that readline has no use for would be typed into the line. */
static void feed_sequence(struct screen *s, const char *bytes, size_t length)
{
	if (prompt_knows(bytes, length))
		prompt_feed(s->prompt, bytes, length);
}

static void feed(struct screen *s, const char *bytes, size_t length)
{
	/* Text that is pasted is typed, not obeyed. */
	if (s->pasting && (*bytes == '\033' || *bytes == '\t'))
		prompt_feed(s->prompt, " ", 1);
	else if (*bytes == '\033' && length > 2)
		feed_sequence(s, bytes, length);
	else
		prompt_feed(s->prompt, bytes, length);
}

static void take_event(struct screen *s, const struct input_event *event,
		       const char *bytes)
{
	if (screen_reads_on(s, event, bytes))
		return;
	switch (event->kind) {
	case INPUT_WAITS:
		break;
	case INPUT_KEY:
		if (!screen_act_on_key(s, event->key))
			feed(s, bytes, event->length);
		break;
	case INPUT_BYTES:
	case INPUT_SEQUENCE:
		feed(s, bytes, event->length);
		break;
	case INPUT_MOUSE:
		screen_act_on_mouse(s, &event->mouse);
		break;
	}
}

static void take_input(struct screen *s, bool late)
{
	size_t at = 0;

	while (at < s->input_length && !*signals_interrupt_flag() &&
	       !session_wants_quit(s->session)) {
		const char *bytes = s->input + at;
		struct input_event event =
			input_next(bytes, s->input_length - at, late);
		if (event.kind == INPUT_WAITS)
			break;
		take_event(s, &event, bytes);
		at += event.length;
		s->dirty = true;
	}
	s->input_length -= at;
	memmove(s->input, s->input + at, s->input_length);
}

static void read_input(struct screen *s)
{
	ssize_t length = read(STDIN_FILENO, s->input + s->input_length,
			      INPUT_SIZE - s->input_length);

	if (length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN))
		s->ended = true;
	if (length > 0)
		s->input_length += (size_t)length;
}

static void suspend(struct screen *s)
{
	terminal_suspend(s->terminal);
	signals_stop_self();
	terminal_resume(s->terminal);
	fit_to_terminal(s);
}

static void act_on_signal(struct screen *s, int signal_number)
{
	s->dirty = true;
	switch (signal_number) {
	case SIGINT:
		*signals_interrupt_flag() = 0;
		s->input_length = 0;
		s->keys_shown = false;
		s->pasting = false;
		prompt_cancel(s->prompt);
		break;
	case SIGTSTP:
		suspend(s);
		break;
	case SIGWINCH:
		fit_to_terminal(s);
		break;
	case SIGTERM:
	case SIGHUP:
		s->ending_signal = signal_number;
		break;
	default:
		break;
	}
}

/* A key goes on at once and is not typed; so does what ends the program. */
static void wait_for_key(struct screen *s, uint64_t until)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signals_fd(), .events = POLLIN },
	};

	for (uint64_t now = screen_now_ms(); now < until;
	     now = screen_now_ms()) {
		screen_paint(s);
		int ready = poll(fds, 2, (int)(until - now));

		if (*signals_interrupt_flag() || s->ended)
			return;
		if (ready <= 0)
			continue;
		if (fds[0].revents) {
			read_input(s);
			s->input_length = 0;
			return;
		}
		for (int number = signals_take(); number != 0;
		     number = signals_take())
			act_on_signal(s, number);
	}
}

static bool input_waits(void)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&fd, 1, 0) > 0;
}

static void take_events(struct screen *s)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signals_fd(), .events = POLLIN },
	};
	int ready = poll(fds, 2, s->input_length > 0 ? LATE_MS : -1);

	if (ready < 0 && errno != EINTR)
		s->ended = true;
	if (ready > 0 && fds[1].revents)
		for (int number = signals_take(); number != 0;
		     number = signals_take())
			act_on_signal(s, number);
	/* What is typed behind a Ctrl-C is read once that has been heeded. */
	if (ready > 0 && fds[0].revents && !*signals_interrupt_flag())
		read_input(s);
	/* No sequence is that long. */
	take_input(s, ready == 0 || s->input_length == INPUT_SIZE);
}

static void run_loop(struct screen *s)
{
	while (!s->ended && !s->ending_signal &&
	       !session_wants_quit(s->session)) {
		if (s->dirty && (!input_waits() ||
				 screen_now_ms() - s->painted_ms >= STALE_MS))
			screen_paint(s);
		take_events(s);
	}
}

/* Nothing happens when it is open already. */
static bool open_terminal(struct screen *s)
{
	struct prompt_host host = {
		.context = s,
		.session = s->session,
		.enter = screen_enter,
		.show_candidates = screen_show_candidates,
	};

	if (s->terminal)
		return s->prompt != NULL;
	s->terminal = terminal_open();
	if (!s->terminal)
		return false;
	screen_apply_settings(s);
	/* After ncurses, which has handlers of its own. */
	if (signals_watch_all() && fit_to_terminal(s))
		s->prompt = prompt_create(PROMPT_ON_SCREEN, &host);
	signals_restore_on_fault(terminal_restore);
	return s->prompt != NULL;
}

void screen_pause(void *screen, unsigned milliseconds)
{
	struct screen *s = screen;

	if (!open_terminal(s))
		return;
	s->pausing = true;
	wait_for_key(s, screen_now_ms() + milliseconds);
	s->pausing = false;
}

/* The snapshot, the rc file and the commands of the options, before the
 * screen opens: a file that is refused ends the program with a sentence on
 * standard error. */
static enum status start(struct screen *s)
{
	struct outlet loading = s->outlet;
	struct script load = { s->session, &loading };
	enum status status = STATUS_OK;

	loading.error = front_streams(NULL, false).error;
	scrollback_write(s->scrollback, LINE_REPLY, front_welcome,
			 strlen(front_welcome));
	front_run_rc(&s->script, s->options);
	if (s->options->file)
		status =
			script_command_on_file(&load, "load", s->options->file);
	if (status == STATUS_OK)
		front_run_sources(&s->script, s->options, false);
	return status;
}

static void close_terminal(struct screen *s)
{
	prompt_destroy(s->prompt);
	terminal_close(s->terminal);
	canvas_destroy(s->canvas);
}

static int run_on_terminal(struct screen *s)
{
	bool opened = open_terminal(s);

	if (opened)
		run_loop(s);
	else
		fprintf(stderr, "mmscope: the terminal cannot be used: try "
				"`mmscope --plain`\n");
	if (s->ending_signal)
		return STATUS_BY_SIGNAL + s->ending_signal;
	return opened ? (int)session_quit_status(s->session)
		      : (int)STATUS_FAILED;
}

static char *take_picture(void *context, const struct picture_wish *wish)
{
	struct screen *s = context;

	return painter_picture(&s->painter, wish);
}

static void lend_screen(struct screen *s)
{
	const struct screen_host host = {
		.context = s,
		.picture = take_picture,
		.pause = screen_pause,
	};

	session_set_screen(s->session, &host);
}

int screen_run(struct session *session, const struct options *options)
{
	struct screen *s = calloc(1, sizeof(*s));
	int status = STATUS_FAILED;

	if (s)
		s->scrollback = scrollback_create();
	if (!s || !s->scrollback) {
		free(s);
		return STATUS_FAILED;
	}
	s->session = session;
	s->options = options;
	s->outlet = screen_outlet(s);
	s->script = (struct script){ session, &s->outlet };
	s->painter = (struct painter){ session, s->scrollback, options, { 0 } };
	lend_screen(s);
	session_set_interrupt(session, signals_interrupt_flag());
	session_set_progress(session, (struct progress){ screen_show_work, s });
	signals_watch_interrupt();
	status = (int)start(s);
	*signals_interrupt_flag() = 0;
	if (status == STATUS_OK)
		status = session_wants_quit(session)
				 ? (int)session_quit_status(session)
				 : run_on_terminal(s);
	close_terminal(s);
	session_set_progress(session, (struct progress){ 0 });
	scrollback_destroy(s->scrollback);
	free(s);
	return status;
}
