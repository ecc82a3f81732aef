/*
 * The code outline: the kernel function that the cursor stands in, line by
 * line, with the current one marked, and below it why it went as it did.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "tui/panel.h"

/* Rows kept for the reason and for what the step wrote. */
enum { WHY_ROWS = 3 };

static const struct probe *current_probe(const struct view *v)
{
	return probe_in(v->model, history_step(v->model, v->position).probe);
}

/* "rmqueue() ◂ get_page_from_freelist ◂ …": the innermost frame first. */
static void title(const struct view *v, char *ret, size_t size)
{
	size_t used = 0;

	snprintf(ret, size, "step ─ before the first operation");
	for (unsigned level = 0; level < v->nr_frames && used < size; level++) {
		struct step step = history_step(v->model, v->frames[level]);
		const char *function = probe_in(v->model, step.probe)->function;
		int length = snprintf(ret + used, size - used, "%s%s%s",
				      level > 0 ? " ◂ " : "", function,
				      level > 0 ? "" : "()");
		used += (size_t)length;
	}
}

/* Lines of a function's outline: its probes in the order of the list. */
static int outline_of(const struct view *v, const char *function,
		      const struct probe *ret[NR_PROBES])
{
	const struct probe *probes = model_probes(v->model);
	int lines = 0;

	for (unsigned id = 0;
	     (id = probe_next(probes, id, function)) < NR_PROBES; id++)
		ret[lines++] = &probes[id];
	return lines;
}

static int current_line(const struct probe *const *outline, int lines,
			const struct probe *current)
{
	for (int i = 0; i < lines; i++)
		if (outline[i] == current)
			return i;
	return 0;
}

/* `cut`: the outline goes on beyond this line. */
static void draw_line(struct pen *p, const struct probe *probe, bool current,
		      bool cut)
{
	pen_style(p, current ? ATTR_BOLD : ATTR_NORMAL,
		  current ? ROLE_HERE : ROLE_TEXT);
	pen_text(p, current ? "▶" : " ");
	pen_text(p, cut ? "…" : " ");
	pen_text(p, probe->outline);
}

/* Draws `rows` lines of the outline around the current one; returns how many
 * were drawn. */
static int draw_outline(const struct view *v, struct pen *p, int rows)
{
	const struct probe *outline[NR_PROBES];
	const struct probe *current = current_probe(v);
	int lines = outline_of(v, current->function, outline);
	int at = current_line(outline, lines, current);
	int first = at - rows / 2;

	if (first > lines - rows)
		first = lines - rows;
	if (first < 0)
		first = 0;
	for (int i = 0; i < rows && first + i < lines; i++) {
		pen_move(p, i, 0);
		bool cut = (i == 0 && first > 0) ||
			   (i + 1 == rows && first + rows < lines);
		draw_line(p, outline[first + i], first + i == at, cut);
	}
	return rows < lines ? rows : lines;
}

static void draw_why(const struct view *v, struct pen *p, int rows)
{
	char sentence[512];

	narrate_step(v->model, v->position, sentence, sizeof(sentence));
	pen_style(p, ATTR_BOLD, ROLE_TEXT);
	pen_text(p, "why ");
	pen_style(p, ATTR_NORMAL, ROLE_TEXT);
	pen_wrap(p, 4, rows, sentence);
}

/* What the step wrote, as many words as there are rows for. */
static void draw_writes(const struct view *v, struct pen *p)
{
	unsigned writes = history_nr_writes(v->model, v->position);
	char sentence[256];

	for (unsigned i = 0; i < writes && p->row < p->area.rows; i++) {
		struct write write = history_write(v->model, v->position, i);
		narrate_write(v->model, &write, sentence, sizeof(sentence));
		pen_style(p, ATTR_DIM, ROLE_TEXT);
		pen_text(p, i == 0 ? "set " : "    ");
		pen_style(p, ATTR_NORMAL, ROLE_TEXT);
		pen_text(p, sentence);
		if (p->row + 1 == p->area.rows && i + 1 < writes)
			pen_print(p, " … %u more", writes - i - 1);
		pen_move(p, p->row + 1, 0);
	}
}

static void draw_beginning(struct pen *p)
{
	pen_wrap(p, 0, p->area.rows,
		 "Nothing has been asked of the allocator yet. "
		 "`start alloc 0` begins an allocation and stops at its first "
		 "step; `step` goes on from there.");
}

static void draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct pen p = pen_in(c, r);

	if (v->nr_frames == 0) {
		draw_beginning(&p);
		return;
	}
	int spare = p.area.rows > 2 * WHY_ROWS ? WHY_ROWS + 1 : WHY_ROWS - 1;
	int rows = p.area.rows - spare > 1 ? p.area.rows - spare : 1;
	int row = draw_outline(v, &p, rows);

	pen_move(&p, row, 0);
	draw_why(v, &p,
		 p.area.rows - row > WHY_ROWS ? WHY_ROWS : p.area.rows - row);
	pen_move(&p, p.row + 1, 0);
	draw_writes(v, &p);
}

const struct panel_class panel_step = {
	.name = "step",
	.title = title,
	.min_rows = 3,
	.min_cols = 20,
	.draw = draw,
};
