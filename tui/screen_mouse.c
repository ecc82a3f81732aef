/*
 * What clicks and the wheel do: the same command lines as keys run.
 */
#include <inttypes.h>
#include <string.h>

#include "tui/screen_internal.h"

/* Rows that one notch of the wheel scrolls. */
enum { WHEEL_ROWS = 3 };

static void focus_on(struct screen *s, const char *panel)
{
	if (strcmp(session_focus(s->session), panel) != 0)
		screen_move(s, "focus %s", panel);
}

static void click_cell(struct screen *s, const struct view *v,
		       const struct target *target)
{
	char line[SHOWN_LINE_SIZE];

	if (shown_line(v, &target->shown, target->cell, line, sizeof(line)))
		screen_enter(s, line);
	else
		focus_on(s, target->shown.panel->name);
}

static void go_to(struct screen *s, const struct view *v, uint64_t position)
{
	if (position != v->position)
		screen_move(s, "goto %" PRIu64, position);
}

static void click(struct screen *s, const struct view *v,
		  const struct target *target)
{
	s->scrubbing = target->kind == TARGET_TIMELINE;
	switch (target->kind) {
	case TARGET_NOTHING:
		break;
	case TARGET_TITLE:
		focus_on(s, target->shown.panel->name);
		break;
	case TARGET_CELL:
		click_cell(s, v, target);
		break;
	case TARGET_TIMELINE:
		go_to(s, v, target->position);
		break;
	case TARGET_REPL:
		focus_on(s, "repl");
		break;
	}
}

/* Once begun on the timeline, a drag may leave its row. */
static void drag(struct screen *s, const struct view *v, int col)
{
	struct layout l;
	uint64_t position = 0;

	if (s->scrubbing && layout_of_session(s->session, s->size, &l) &&
	    timeline_position(v, l.timeline, col, &position))
		go_to(s, v, position);
}

static void wheel(struct screen *s, const struct target *target, int direction)
{
	if (target->kind == TARGET_TITLE || target->kind == TARGET_CELL)
		screen_scroll_panel(s, &target->shown, direction * WHEEL_ROWS);
	else if (target->kind == TARGET_REPL)
		screen_scroll_repl(s, -direction * WHEEL_ROWS);
}

void screen_act_on_mouse(struct screen *s, const struct mouse_event *event)
{
	struct view view;

	screen_take_view(s, &view);
	struct target target =
		shown_target(&view, s->size, event->row, event->col);
	/* The REPL lies over the panels. */
	if (s->reading)
		target.kind = TARGET_REPL;
	switch (event->kind) {
	case MOUSE_NOTHING:
		s->scrubbing = false;
		break;
	case MOUSE_CLICK:
		if (!s->reading)
			click(s, &view, &target);
		break;
	case MOUSE_DRAG:
		drag(s, &view, event->col);
		break;
	case MOUSE_WHEEL_UP:
		wheel(s, &target, -1);
		break;
	case MOUSE_WHEEL_DOWN:
		wheel(s, &target, 1);
		break;
	}
}
