/*
 * What keys do.
 */
#include <inttypes.h>
#include <string.h>

#include "tui/overlay.h"
#include "tui/screen_internal.h"

/* Up opens the REPL to be read, down from its end closes it. */
void screen_scroll_repl(struct screen *s, int rows)
{
	struct view view;
	struct line_view prompt = { .cursor = 0 };
	struct repl_view repl = screen_repl(s, &prompt);

	screen_take_view(s, &view);
	int limit = compose_scroll_limit(&view, &repl, s->size);
	bool ends = rows < 0 && s->scrolled == 0;
	s->reading = !ends && (s->reading || rows > 0);
	s->scrolled += rows;
	if (s->scrolled > limit)
		s->scrolled = limit;
	if (s->scrolled < 0)
		s->scrolled = 0;
}

void screen_stop_reading(struct screen *s)
{
	s->reading = false;
	s->scrolled = 0;
}

/* A page leaves two rows of the one before. */
static int repl_page(const struct screen *s)
{
	struct view view;
	struct line_view prompt = { .cursor = 0 };
	struct repl_view repl = screen_repl(s, &prompt);

	screen_take_view(s, &view);
	int page = compose_repl_rows(&view, &repl, s->size) - 3;
	return page > 1 ? page : 1;
}

void screen_scroll_panel(struct screen *s, const struct shown *shown, int rows)
{
	int last = shown->whole.rows - shown->body.rows;
	int first = shown->first + rows;

	if (first > last)
		first = last;
	if (first < 0)
		first = 0;
	if (first != shown->first)
		screen_move(s, "scroll %s %d", shown->panel->name, first + 1);
}

/* The panel with the focus, where it shows. */
static bool focused_panel(const struct screen *s, const struct view *v,
			  struct shown *ret)
{
	return shown_find(v, s->size, session_focus(s->session), ret);
}

static void page_panel(struct screen *s, int direction)
{
	struct view view;
	struct shown shown;

	screen_take_view(s, &view);
	if (!focused_panel(s, &view, &shown))
		return;
	const struct panel_class *panel = shown.panel;
	const char *line = panel->turns ? panel->turns(&view, direction) : NULL;

	if (line) {
		screen_move(s, "%s", line);
		return;
	}
	int page = shown.body.rows > 1 ? shown.body.rows - 1 : 1;

	screen_scroll_panel(s, &shown, direction * page);
}

static void move_focus(struct screen *s, bool back)
{
	s->cell.on = false;
	screen_move(s, "focus %s", layout_next_focus(s->session, back));
}

/* Brings the cell into view without a word, as a cursor does. */
static void reveal_cell(struct screen *s, const struct shown *shown)
{
	int first = shown->first;

	if (s->cell.row < first)
		first = s->cell.row;
	if (s->cell.row >= first + shown->body.rows)
		first = s->cell.row - shown->body.rows + 1;
	if (first != shown->first)
		session_note_scroll(s->session, shown->panel->name, first);
}

static bool same_cell(struct cell_place a, struct cell_place b)
{
	return a.on == b.on && a.row == b.row && a.col == b.col;
}

static void move_cell(struct screen *s, const struct view *v,
		      const struct shown *shown, struct cell_place way)
{
	struct cell_place before = s->cell;

	if (!s->cell.on)
		s->cell = shown_first_cell(v, shown);
	else
		s->cell = shown_neighbour(v, shown, s->cell, way.row, way.col);
	if (s->cell.on && !same_cell(s->cell, before))
		reveal_cell(s, shown);
	else if (way.row != 0)
		screen_scroll_panel(s, shown, way.row);
}

/* To where an operation begins, before or after the cursor. */
static void go_to_op(struct screen *s, const struct view *v, bool back)
{
	uint32_t op = v->op;

	if (back && op > 0)
		screen_move(s, "goto op %" PRIu32, op);
	if (back)
		return;
	op++;
	if (v->op > 0 && history_op_end(v->model, v->op) == v->position)
		op++;
	if (op <= v->ops)
		screen_move(s, "goto op %" PRIu32, op);
	else if (v->position < v->steps)
		screen_move(s, "goto end");
}

static void jump_op(struct screen *s, bool back)
{
	struct view view;

	screen_take_view(s, &view);
	go_to_op(s, &view, back);
}

/* Without a panel in focus the timeline is what one walks on. */
static void walk_timeline(struct screen *s, const struct view *v,
			  struct cell_place way)
{
	struct layout l;

	if (way.row != 0) {
		go_to_op(s, v, way.row < 0);
		return;
	}
	if (!layout_of_session(s->session, s->size, &l))
		return;
	uint64_t position = timeline_neighbour(v, l.timeline, way.col);
	if (position != v->position)
		screen_move(s, "goto %" PRIu64, position);
}

static void walk(struct screen *s, int rows, int cols)
{
	struct cell_place way = { .row = rows, .col = cols };
	struct view view;
	struct shown shown;

	screen_take_view(s, &view);
	if (focused_panel(s, &view, &shown))
		move_cell(s, &view, &shown, way);
	else
		walk_timeline(s, &view, way);
}

static void follow_cell(struct screen *s)
{
	struct view view;
	struct shown shown;
	char line[SHOWN_LINE_SIZE];

	screen_take_view(s, &view);
	if (focused_panel(s, &view, &shown) &&
	    shown_line(&view, &shown, s->cell, line, sizeof(line)))
		screen_enter(s, line);
}

static bool has_panel_focus(const struct screen *s)
{
	return strcmp(session_focus(s->session), "repl") != 0;
}

static void leave(struct screen *s)
{
	if (s->cell.on)
		s->cell.on = false;
	else if (has_panel_focus(s))
		screen_move(s, "focus repl");
}

/* Is there something for this key to do, or does the prompt have it? */
static bool is_for_us(const struct screen *s, const struct key_binding *key)
{
	if (!key->prompt_first)
		return true;
	if (s->pasting || !prompt_is_empty(s->prompt))
		return false;
	if (key->action == KEY_FOLLOWS)
		return s->cell.on;
	return key->action != KEY_LEAVES || s->cell.on || has_panel_focus(s) ||
	       !prompt_takes_escape(s->prompt);
}

static void act(struct screen *s, const struct key_binding *key)
{
	switch (key->action) {
	case KEY_RUNS_LINE:
		screen_enter(s, key->line);
		break;
	case KEY_SHOWS_KEYS:
		s->keys_shown = true;
		s->keys_first = 0;
		break;
	case KEY_SCROLLS_REPL:
		screen_scroll_repl(s, -key->way * repl_page(s));
		break;
	case KEY_SCROLLS_PANEL:
		page_panel(s, key->way);
		break;
	case KEY_MOVES_FOCUS:
		move_focus(s, key->way < 0);
		break;
	case KEY_WALKS_ROWS:
		walk(s, key->way, 0);
		break;
	case KEY_WALKS_COLS:
		walk(s, 0, key->way);
		break;
	case KEY_WALKS_OPS:
		jump_op(s, key->way < 0);
		break;
	case KEY_FOLLOWS:
		follow_cell(s);
		break;
	case KEY_LEAVES:
		leave(s);
		break;
	case KEY_REPAINTS:
		terminal_repaint(s->terminal);
		break;
	case KEY_PASTE_BEGINS:
	case KEY_PASTE_ENDS:
		s->pasting = key->action == KEY_PASTE_BEGINS;
		break;
	}
}

bool screen_act_on_key(struct screen *s, const struct key_binding *key)
{
	if (!is_for_us(s, key))
		return false;
	act(s, key);
	return true;
}

/* Rows that input asks to read on while something is read; 0: none. */
static int reading_rows(const struct input_event *event, const char *bytes,
			int page)
{
	static const struct {
		const char *bytes;
		int rows;
		bool page;
	} ways[] = {
		{ "\033[A", -1, false }, { "\033OA", -1, false },
		{ "\033[B", 1, false },  { "\033OB", 1, false },
		{ "\033[5~", -1, true }, { "\033[6~", 1, true },
		{ " ", 1, true },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (strlen(ways[i].bytes) == event->length &&
		    memcmp(ways[i].bytes, bytes, event->length) == 0)
			return ways[i].rows * (ways[i].page ? page : 1);
	return 0;
}

/* Esc and q end reading and do nothing else; so does what opened the keys. */
static bool only_closes(const struct input_event *event, const char *bytes)
{
	return (event->length == 1 && (*bytes == '\033' || *bytes == 'q')) ||
	       (event->kind == INPUT_KEY &&
		event->key->action == KEY_SHOWS_KEYS);
}

static bool reads_keys(struct screen *s, const struct input_event *event,
		       const char *bytes)
{
	int shown = overlay_rows(s->size);
	bool more = shown < overlay_whole_rows(s->size);
	int rows = reading_rows(event, bytes, shown);

	if (event->kind == INPUT_MOUSE && event->mouse.kind == MOUSE_NOTHING)
		return true;
	if (more && rows != 0) {
		s->keys_first += rows;
		return true;
	}
	s->keys_shown = false;
	return only_closes(event, bytes) || *bytes == ' ' || *bytes == '\r' ||
	       event->kind == INPUT_MOUSE;
}

bool screen_reads_on(struct screen *s, const struct input_event *event,
		     const char *bytes)
{
	if (s->keys_shown)
		return reads_keys(s, event, bytes);
	if (!s->reading || event->kind == INPUT_MOUSE ||
	    !prompt_is_empty(s->prompt))
		return false;
	int rows = reading_rows(event, bytes, repl_page(s));
	if (rows != 0) {
		screen_scroll_repl(s, -rows);
		return true;
	}
	/* What belongs to the prompt ends the reading. */
	if (event->kind != INPUT_KEY || event->length == 1)
		screen_stop_reading(s);
	return only_closes(event, bytes);
}
