#include "tests/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tui/compose.h"
#include "tui/front.h"
#include "tui/painter.h"
#include "tui/prompt.h"

enum { STEPS = 1000 };

/* Standard output becomes a file that is gone with its descriptor. */
static bool redirect(struct wire *w)
{
	char path[] = "/tmp/mmscope-wire-XXXXXX";

	fflush(stdout);
	w->standard = dup(STDOUT_FILENO);
	w->sent = mkstemp(path);
	if (w->standard < 0 || w->sent < 0)
		return false;
	unlink(path);
	return dup2(w->sent, STDOUT_FILENO) >= 0;
}

static bool open_terminal(struct wire *w, const char *type, struct rect size)
{
	char rows[16];
	char cols[16];

	snprintf(rows, sizeof(rows), "%d", size.rows);
	snprintf(cols, sizeof(cols), "%d", size.cols);
	setenv("TERM", type, 1);
	setenv("LINES", rows, 1);
	setenv("COLUMNS", cols, 1);
	if (redirect(w))
		w->terminal = terminal_open();
	unsetenv("LINES");
	unsetenv("COLUMNS");
	return w->terminal != NULL;
}

bool wire_open(struct wire *w, const char *machine, const char *type,
	       struct rect size)
{
	enum status status = STATUS_OK;
	struct diagnosis why;

	*w = (struct wire){ .sent = -1, .standard = -1 };
	w->session = session_create(machine, NULL, &status, &why);
	w->scrollback = scrollback_create();
	w->canvas = canvas_create(size.rows, size.cols, false);
	return w->session && w->scrollback && w->canvas &&
	       open_terminal(w, type, size);
}

void wire_close(struct wire *w)
{
	terminal_close(w->terminal);
	fflush(stdout);
	if (w->standard >= 0) {
		dup2(w->standard, STDOUT_FILENO);
		close(w->standard);
	}
	if (w->sent >= 0)
		close(w->sent);
	canvas_destroy(w->canvas);
	scrollback_destroy(w->scrollback);
	session_destroy(w->session);
}

static void keep(void *context, const char *text, size_t length)
{
	scrollback_write(context, LINE_REPLY, text, length);
}

bool wire_enter(struct wire *w, const char *line)
{
	struct reply *r = reply_create_text(keep, w->scrollback);

	front_keep_command(w->scrollback, PROMPT_TEXT, line);
	enum status status = session_execute(w->session, line, false, r);
	scrollback_end_line(w->scrollback);
	reply_destroy(r);
	return status == STATUS_OK;
}

size_t wire_show(struct wire *w)
{
	struct view view;
	struct line_view prompt;
	struct repl_view repl = { .scrollback = w->scrollback,
				  .prompt = &prompt };
	struct palette palette =
		session_palette(w->session, terminal_colors(w->terminal));
	off_t before = lseek(w->sent, 0, SEEK_END);

	line_view_take(PROMPT_TEXT, "", 0, canvas_cols(w->canvas), &prompt);
	terminal_use_palette(w->terminal, &palette);
	view_take(w->session, !terminal_has_color(w->terminal), &view);
	compose(&view, &repl, w->canvas);
	terminal_show(w->terminal, w->canvas);
	fflush(stdout);
	return (size_t)(lseek(w->sent, 0, SEEK_END) - before);
}

static int compare_sizes(const void *a, const void *b)
{
	size_t left = *(const size_t *)a;
	size_t right = *(const size_t *)b;

	return (left > right) - (left < right);
}

static double processor_time(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

bool wire_steps(struct wire *w, struct wire_figures *ret)
{
	static const char *const history[] = {
		"bulk 30 movable", "alloc 3", "free $1",
		"alloc 0",         "drain",   "goto begin"
	};
	size_t bytes[STEPS];

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < 5; i++)
			if (!wire_enter(w, history[i]))
				return false;
	if (!wire_enter(w, history[5]))
		return false;
	ret->first = wire_show(w);
	double began = processor_time();
	for (size_t i = 0; i < STEPS; i++) {
		if (!wire_enter(w, "step"))
			return false;
		bytes[i] = wire_show(w);
	}
	ret->seconds = (processor_time() - began) / STEPS;
	qsort(bytes, STEPS, sizeof(*bytes), compare_sizes);
	ret->median = bytes[STEPS / 2];
	ret->p99 = bytes[STEPS * 99 / 100];
	return true;
}
