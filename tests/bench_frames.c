/*
 * Benchmark: working out and drawing one screen after a step, up to the
 * canvas; what the terminal makes of it is not in it.
 */
#include <locale.h>

#include "tests/bench.h"
#include "tui/compose.h"
#include "tui/prompt.h"

enum { FRAMES = 200 };

static void ignore(void *context, const char *text, size_t length)
{
	(void)context;
	(void)text;
	(void)length;
}

static void enter(struct session *s, const char *line)
{
	struct reply *r = reply_create_text(ignore, NULL);

	if (session_execute(s, line, false, r) != STATUS_OK)
		bench_fail(line);
	reply_destroy(r);
}

static void draw(const struct session *s, const struct scrollback *scrollback,
		 struct canvas *c)
{
	struct line_view prompt;
	struct view view;
	struct repl_view repl = { scrollback, 0, &prompt };

	canvas_clear(c);
	line_view_take(PROMPT_TEXT, "", 0, canvas_cols(c), &prompt);
	view_take(s, true, &view);
	compose(&view, &repl, c);
}

static double time_frame(struct session *s, int rows, int cols)
{
	struct scrollback *scrollback = scrollback_create();
	struct canvas *c = canvas_create(rows, cols, false);
	double took = 0;

	if (!scrollback || !c)
		bench_fail("there is no memory for a screen");
	enter(s, "goto 1");
	for (unsigned i = 0; i < FRAMES; i++) {
		enter(s, "step");
		double began = bench_now();

		draw(s, scrollback, c);
		took += bench_now() - began;
	}
	canvas_destroy(c);
	scrollback_destroy(scrollback);
	return took / FRAMES;
}

void bench_frames(struct bench *b)
{
	enum status status = STATUS_OK;
	struct diagnosis why;

	setlocale(LC_ALL, "C.UTF-8");
	struct session *s = session_create("small", NULL, &status, &why);

	if (!s)
		bench_fail(why.text);
	enter(s, "bulk 200");
	enter(s, "alloc 3");
	bench_add(b, "frame of 80x24", "us", time_frame(s, 24, 80) * 1e6);
	bench_add(b, "frame of 200x50", "us", time_frame(s, 50, 200) * 1e6);
	session_destroy(s);
}
