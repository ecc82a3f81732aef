/*
 * What a user arranges on the screen: where panels are scrolled to, and
 * layouts of their own.  Kept by the session, so that keys, mouse, scripts
 * and the rc file do the same.
 */
#include <stdio.h>
#include <string.h>

#include "commands/session_internal.h"

static struct kept_scroll *find_scroll(struct arrangement *a, const char *panel)
{
	for (size_t i = 0; i < MAX_SCROLLS; i++)
		if (strcmp(a->scrolls[i].panel, panel) == 0 ||
		    !a->scrolls[i].panel[0])
			return &a->scrolls[i];
	return NULL;
}

struct panel_scroll session_scroll(const struct session *s, const char *panel)
{
	for (size_t i = 0; i < MAX_SCROLLS; i++)
		if (strcmp(s->arrangement.scrolls[i].panel, panel) == 0)
			return s->arrangement.scrolls[i].scroll;
	return (struct panel_scroll){ 0 };
}

void session_note_scroll(struct session *s, const char *panel, int row)
{
	struct kept_scroll *kept = find_scroll(&s->arrangement, panel);

	if (!kept)
		return;
	snprintf(kept->panel, sizeof(kept->panel), "%s", panel);
	kept->scroll.row = row > 0 ? row : 0;
	kept->scroll.position = history_cursor(s->m);
}

void panel_shows_current(struct session *s, const char *panel)
{
	struct kept_scroll *kept = find_scroll(&s->arrangement, panel);

	if (!kept)
		return;
	snprintf(kept->panel, sizeof(kept->panel), "%s", panel);
	kept->scroll.position = UINT64_MAX;
}

static bool panel_is_known(const char *name)
{
	return setting_lists("focus", name) && strcmp(name, "repl") != 0 &&
	       strcmp(name, "timeline") != 0;
}

static enum status fail_panel(const char *name, struct reply *r)
{
	return reply_fail(r, STATUS_FAILED,
			  "\"%s\" is no panel: `show focus` lists them", name);
}

/* "12": that row first; "+3", "-3": so many further. */
static bool parse_row(const char *text, int now, int *ret)
{
	bool relative = text[0] == '+' || text[0] == '-';
	uint64_t number = 0;

	if (!parse_number(text + relative, &number) || number > MAX_SCROLL_ROW)
		return false;
	*ret = (int)number - 1;
	if (relative)
		*ret = text[0] == '+' ? now + (int)number : now - (int)number;
	if (*ret < 0)
		*ret = 0;
	if (*ret > MAX_SCROLL_ROW)
		*ret = MAX_SCROLL_ROW;
	return true;
}

static enum status run_scroll(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	const char *panel = args->argc == 2 ? args->argv[0] : session_focus(s);
	int row = 0;

	if (args->argc < 1 || args->argc > 2)
		return command_usage("scroll", r);
	if (args->argc == 1 && !panel_is_known(panel))
		return reply_fail(r, STATUS_FAILED,
				  "no panel has the focus: name one, as in "
				  "`scroll pcp +5`");
	if (!panel_is_known(panel))
		return fail_panel(panel, r);
	if (!parse_row(args->argv[args->argc - 1], session_scroll(s, panel).row,
		       &row))
		return command_usage("scroll", r);
	session_note_scroll(s, panel, row);
	reply_string(r, "panel", panel);
	reply_number(r, "row", row + 1);
	return STATUS_OK;
}

const struct command cmd_scroll = {
	.name = "scroll",
	.group = GROUP_SESSION,
	.args = "[PANEL] ROW|+N|-N",
	.summary = "Choose from which row on a panel shows what it has",
	.help = "Without PANEL: the one with the focus.  The frame of a panel "
		"that has more than\nit shows says which rows these are.",
	.example = "scroll pcp 1",
	.completes = COMPLETE_PANELS,
	.keeps_repeat = true,
	.run = run_scroll,
};

const struct user_layout *session_user_layout(const struct session *s,
					      const char *name)
{
	for (size_t i = 0; i < s->arrangement.nr_layouts; i++)
		if (strcmp(s->arrangement.layouts[i].name, name) == 0)
			return &s->arrangement.layouts[i];
	return NULL;
}

bool is_user_layout(const struct session *s, const char *name)
{
	return session_user_layout(s, name) != NULL;
}

const struct user_layout *session_user_layout_nth(const struct session *s,
						  size_t i)
{
	return i < s->arrangement.nr_layouts ? &s->arrangement.layouts[i]
					     : NULL;
}

/* "pcp" or "pcp:6" into a slot. */
static enum status parse_slot(const char *word, struct layout_slot *ret,
			      struct reply *r)
{
	size_t length = strcspn(word, ":");
	char name[SCREEN_NAME_SIZE];
	uint64_t rows = 0;

	snprintf(name, sizeof(name), "%.*s", (int)length, word);
	if (length >= sizeof(name) || !panel_is_known(name))
		return fail_panel(name, r);
	if (word[length] && (!parse_number(word + length + 1, &rows) ||
			     rows < 1 || rows > MAX_LAYOUT_ROWS))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\": the rows of a panel are a number "
				  "from 1 to %d",
				  word, MAX_LAYOUT_ROWS);
	memcpy(ret->panel, name, sizeof(name));
	ret->rows = (int)rows;
	return STATUS_OK;
}

static bool has_panel(const struct user_layout *l, const char *panel)
{
	for (int column = 0; column < LAYOUT_COLUMNS; column++)
		for (int i = 0; i < LAYOUT_SLOTS; i++)
			if (strcmp(l->columns[column][i].panel, panel) == 0)
				return true;
	return false;
}

/* The words after `=`, one after the other. */
struct layout_reader {
	struct user_layout *layout;
	int column;
	int slot;
};

static enum status read_word(struct layout_reader *reader, const char *word,
			     struct reply *r)
{
	struct layout_slot slot;

	if (strcmp(word, "|") == 0 && reader->slot == 0)
		return reply_fail(r, STATUS_FAILED,
				  "no panel before `|`: the left column needs "
				  "one");
	if (strcmp(word, "|") == 0) {
		reader->slot = 0;
		if (++reader->column < LAYOUT_COLUMNS)
			return STATUS_OK;
		return reply_fail(r, STATUS_FAILED,
				  "a layout has at most %d columns, so one `|`",
				  LAYOUT_COLUMNS);
	}
	if (reader->slot == LAYOUT_SLOTS)
		return reply_fail(r, STATUS_FAILED,
				  "a column has at most %d panels, \"%s\" is "
				  "one too many",
				  LAYOUT_SLOTS, word);
	enum status status = parse_slot(word, &slot, r);

	if (status != STATUS_OK)
		return status;
	if (has_panel(reader->layout, slot.panel))
		return reply_fail(r, STATUS_FAILED, "%s is named twice",
				  slot.panel);
	reader->layout->columns[reader->column][reader->slot++] = slot;
	return STATUS_OK;
}

static enum status check_layout_name(const char *name, struct reply *r)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-";

	if (strlen(name) >= SCREEN_NAME_SIZE || name[strspn(name, letters)] ||
	    !name[0])
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" cannot name a layout: use up to %d "
				  "letters, digits, - and _",
				  name, SCREEN_NAME_SIZE - 1);
	if (setting_lists("layout", name))
		return reply_fail(r, STATUS_FAILED,
				  "%s is a layout of mmscope: choose another "
				  "name",
				  name);
	return STATUS_OK;
}

/* Takes the place of the one of this name. */
static enum status keep_layout(struct session *s,
			       const struct user_layout *layout,
			       struct reply *r)
{
	struct arrangement *a = &s->arrangement;
	size_t i = 0;

	while (i < a->nr_layouts &&
	       strcmp(a->layouts[i].name, layout->name) != 0)
		i++;
	if (i == MAX_USER_LAYOUTS)
		return reply_fail(r, STATUS_FAILED,
				  "there are %d layouts already: define one of "
				  "them anew",
				  MAX_USER_LAYOUTS);
	a->layouts[i] = *layout;
	if (i == a->nr_layouts)
		a->nr_layouts++;
	reply_string(r, "layout", layout->name);
	return STATUS_OK;
}

enum status layout_define(struct session *s, const struct arguments *args,
			  struct reply *r)
{
	struct user_layout layout = { 0 };
	struct layout_reader reader = { .layout = &layout };
	enum status status = check_layout_name(args->argv[1], r);

	if (status != STATUS_OK)
		return status;
	snprintf(layout.name, sizeof(layout.name), "%s", args->argv[1]);
	for (int i = 3; i < args->argc && status == STATUS_OK; i++)
		status = read_word(&reader, args->argv[i], r);
	if (status == STATUS_OK && reader.slot == 0)
		status = reply_fail(r, STATUS_FAILED,
				    "name at least one panel in each column, "
				    "as in `set layout mine = pcp:6 step`");
	return status == STATUS_OK ? keep_layout(s, &layout, r) : status;
}

void layouts_explain(const struct session *s, struct reply *r)
{
	for (size_t i = 0; i < s->arrangement.nr_layouts; i++) {
		const struct user_layout *l = &s->arrangement.layouts[i];

		reply_text(r, "layout %s =", l->name);
		for (int k = 0; k < LAYOUT_COLUMNS * LAYOUT_SLOTS; k++) {
			const struct layout_slot *slot =
				&l->columns[k / LAYOUT_SLOTS][k % LAYOUT_SLOTS];

			if (!slot->panel[0])
				continue;
			reply_text(r, "%s %s", k == LAYOUT_SLOTS ? " |" : "",
				   slot->panel);
			if (slot->rows)
				reply_text(r, ":%d", slot->rows);
		}
		reply_text(r, "\n");
	}
}

static enum status run_layout(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	return setting_run(s, "layout", args, r);
}

const struct command cmd_layout = {
	.name = "layout",
	.group = GROUP_SESSION,
	.args = "[NAME]",
	.summary = "Choose which panels the screen shows",
	.help = "The same as `set layout NAME`; `show layout` lists the names, "
		"`help set` tells\nhow to make one.",
	.example = "layout step",
	.completes = COMPLETE_WORDS,
	.keeps_repeat = true,
	.run = run_layout,
};

static enum status run_focus(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	return setting_run(s, "focus", args, r);
}

const struct command cmd_focus = {
	.name = "focus",
	.group = GROUP_SESSION,
	.args = "[PANEL]",
	.summary = "Choose which panel has the keys",
	.help = "The same as `set focus PANEL`; `show focus` lists the panels. "
		" "
		"The panel with\nthe focus has a place in every layout, and "
		"half of its column.",
	.example = "focus repl",
	.completes = COMPLETE_WORDS,
	.keeps_repeat = true,
	.run = run_focus,
};
