/*
 * Long work: how far it is, in the place of the prompt.
 *
 * The model may stand in the middle of an operation meanwhile, so the panels
 * are left as they were painted last.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/screen_internal.h"

enum {
	/* Shorter work shows nothing, longer work not too often. */
	PATIENCE_MS = 500,
	EVERY_MS = 100,
	BAR_COLS = 20,
	SECOND_MS = 1000,
};

static void print_bar(uint64_t done, uint64_t total, char *ret, size_t size)
{
	uint64_t full = total ? done * BAR_COLS / total : 0;
	size_t used = 0;

	ret[0] = '\0';
	for (uint64_t i = 0; i < BAR_COLS && used < size; i++)
		used += (size_t)snprintf(ret + used, size - used, "%s",
					 i < full ? "■" : "·");
}

/* "load ■■■■··· 57 %  11400 of 20000  23k a second  Ctrl-C stops". */
static void draw_work(struct screen *s, uint64_t done, uint64_t total,
		      uint64_t elapsed_ms)
{
	struct rect row = { s->prompt_row, 0, 1, canvas_cols(s->canvas) };
	struct pen p = pen_in(s->canvas, row);
	char bar[BAR_COLS * 4];
	char rate[24];

	print_bar(done, total, bar, sizeof(bar));
	format_count((int64_t)(done * SECOND_MS / (elapsed_ms + 1)), 5, rate);
	pen_style(&p, ATTR_NORMAL, ROLE_TEXT);
	pen_repeat(&p, " ", row.cols);
	pen_move(&p, 0, 0);
	pen_print(&p, "%.*s %s %" PRIu64 " %%  ",
		  (int)strcspn(s->work.line, " \t"), s->work.line, bar,
		  total ? done * 100 / total : 0);
	if (row.cols >= 80)
		pen_print(&p, "%" PRIu64 " of %" PRIu64 "  ", done, total);
	pen_print(&p, "%s/s  Ctrl-C stops", rate);
	canvas_set_cursor(s->canvas, s->prompt_row, p.col);
	terminal_show(s->terminal, s->canvas);
}

bool screen_show_work(void *screen, uint64_t done, uint64_t total)
{
	struct screen *s = screen;
	struct work *w = &s->work;

	if (!w->line || !s->terminal || s->prompt_row < 0)
		return false;
	uint64_t now = screen_now_ms();
	/* A command of several parts: the rate is that of the present one. */
	if (done < w->done)
		w->began_ms = now;
	w->done = done;
	if (now - w->began_ms < PATIENCE_MS || now - w->shown_ms < EVERY_MS)
		return false;
	w->shown_ms = now;
	draw_work(s, done, total, now - w->began_ms);
	return false;
}
