#include "tui/overlay.h"

#include <stdio.h>

#include "tui/glyph.h"
#include "tui/keys.h"

enum { KEY_COLS = 12, ENTRY_COLS = 38, FRAME = 2 };

struct entry {
	const char *key;
	const char *does;
};

/* Behind the keys: the mouse, then the signs that mean the same in all
 * panels. */
static const struct entry others[] = {
	{ "Click", "look, go or break there" },
	{ "Drag", "scrub the timeline" },
	{ "Wheel", "scroll what is under it" },
	{ "", "set mouse off: no clicks" },
	{ "Letters U M", "unmovable, movable" },
	{ "Letters R H", "reclaimable, highatomic" },
	{ "Letters C I", "CMA, isolate" },
	{ "Reverse, *", "changed by this step" },
	{ "Bold", "changed since the stop" },
};

enum { NR_OTHERS = sizeof(others) / sizeof(*others) };

/* The i-th thing to tell: keys that have a name, then the others. */
static bool entry_nth(int i, struct entry *ret)
{
	const struct key_binding *key = NULL;
	int nr = 0;

	for (size_t k = 0; (key = key_nth(k)); k++) {
		if (!key->name || nr++ < i)
			continue;
		*ret = (struct entry){ key->name,
				       key->line ? key->line : key->summary };
		return true;
	}
	if (i - nr >= NR_OTHERS)
		return false;
	*ret = others[i - nr];
	return true;
}

static int nr_entries(void)
{
	struct entry entry;
	int nr = 0;

	while (entry_nth(nr, &entry))
		nr++;
	return nr;
}

static int columns_in(struct rect screen)
{
	int columns = (screen.cols - FRAME) / ENTRY_COLS;

	if (columns < 1)
		return 1;
	return columns < 3 ? columns : 3;
}

int overlay_whole_rows(struct rect screen)
{
	int columns = columns_in(screen);
	int rows = (nr_entries() + columns - 1) / columns;

	return rows > 0 ? rows : 1;
}

int overlay_rows(struct rect screen)
{
	int whole = overlay_whole_rows(screen);
	int room = screen.rows - FRAME;

	return whole < room ? whole : room;
}

static void draw_edge(struct canvas *c, struct rect edge,
		      const char *const corners[2], const char *words)
{
	struct pen p = pen_in(c, edge);

	pen_style(&p, ATTR_BOLD, ROLE_FRAME);
	pen_text(&p, corners[0]);
	pen_repeat(&p, "─", edge.cols - 2);
	pen_text(&p, corners[1]);
	pen_move(&p, 0, 2);
	pen_text(&p, words);
}

static void draw_frame(struct canvas *c, struct rect box, bool more)
{
	static const char *const top[] = { "┌", "┐" };
	static const char *const bottom[] = { "└", "┘" };
	struct rect edge = { box.row, box.col, 1, box.cols };

	for (int row = 1; row < box.rows - 1; row++) {
		struct pen p = pen_in(c, (struct rect){ box.row + row, box.col,
							1, box.cols });
		pen_style(&p, ATTR_BOLD, ROLE_FRAME);
		pen_text(&p, "│");
		pen_repeat(&p, " ", box.cols - 2);
		pen_text(&p, "│");
	}
	draw_edge(c, edge, top, " keys and signs ");
	edge.row += box.rows - 1;
	draw_edge(c, edge, bottom,
		  more ? " PgUp PgDn: more; any other key closes "
		       : " any key closes ");
}

static void draw_entry(struct canvas *c, struct rect at,
		       const struct entry *entry)
{
	struct pen p = pen_in(c, at);

	pen_style(&p, ATTR_BOLD, ROLE_TEXT);
	pen_text(&p, entry->key);
	pen_move(&p, 0, KEY_COLS);
	pen_style(&p, ATTR_NORMAL, ROLE_TEXT);
	pen_text(&p, entry->does);
}

int overlay_draw(struct canvas *c, int first)
{
	struct rect screen = canvas_rect(c);
	int columns = columns_in(screen);
	int whole = overlay_whole_rows(screen);
	int rows = overlay_rows(screen);
	int wide = columns * ENTRY_COLS + FRAME;
	int cols = wide < screen.cols ? wide : screen.cols;
	struct entry entry;

	if (first > whole - rows)
		first = whole - rows;
	if (first < 0)
		first = 0;
	struct rect box = { (screen.rows - rows - FRAME) / 2,
			    (screen.cols - cols) / 2, rows + FRAME, cols };
	draw_frame(c, box, rows < whole);
	for (int i = 0; entry_nth(i, &entry); i++) {
		int row = i % whole - first;
		int left = 1 + i / whole * ENTRY_COLS;
		if (row < 0 || row >= rows)
			continue;
		int room = cols - 1 - left;
		draw_entry(c,
			   (struct rect){ box.row + 1 + row, box.col + left, 1,
					  room < ENTRY_COLS ? room
							    : ENTRY_COLS - 1 },
			   &entry);
	}
	canvas_set_cursor(c, -1, -1);
	return first;
}
