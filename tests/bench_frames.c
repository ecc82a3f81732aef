/*
 * Benchmark: working out and drawing one screen after a step, up to the
 * canvas; and the bytes that the terminal is sent for it.
 */
#include <locale.h>

#include "tests/bench.h"
#include "tests/wire.h"
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
	struct repl_view repl = { .scrollback = scrollback, .prompt = &prompt };

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

static void add_frames(struct bench *b, const char *machine,
		       const char *const names[2])
{
	enum status status = STATUS_OK;
	struct diagnosis why;
	struct session *s = session_create(machine, NULL, &status, &why);

	if (!s)
		bench_fail(why.text);
	enter(s, "bulk 200");
	enter(s, "alloc 3");
	bench_add(b, names[0], "us", time_frame(s, 24, 80) * 1e6);
	bench_add(b, names[1], "us", time_frame(s, 50, 200) * 1e6);
	session_destroy(s);
}

static void add_bytes(struct bench *b)
{
	struct wire w;
	struct wire_figures figures;

	if (!wire_open(&w, "pc", "xterm-256color",
		       (struct rect){ 0, 0, 40, 120 }) ||
	    !wire_steps(&w, &figures))
		bench_fail("no screen can be opened in the place of standard "
			   "output");
	wire_close(&w);
	bench_add(b, "sent per step, 120x40, median", "bytes",
		  (double)figures.median);
	bench_add(b, "sent per step, 120x40, p99", "bytes",
		  (double)figures.p99);
	bench_add(b, "step with its drawing, 120x40", "us",
		  figures.seconds * 1e6);
}

void bench_frames(struct bench *b)
{
	static const char *const small[] = { "frame of 80x24",
					     "frame of 200x50" };
	static const char *const large[] = { "frame of 80x24, 64 GiB",
					     "frame of 200x50, 64 GiB" };

	setlocale(LC_ALL, "C.UTF-8");
	add_frames(b, "small", small);
	add_frames(b, "pc,mem=64G", large);
	add_bytes(b);
}
