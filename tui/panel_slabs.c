/*
 * Slab caches in the order of `set slabs`, those that `set slabs_filter`
 * leaves; below them the slabs of one, and one of these, object by object.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/slab_picture.h"
#include "commands/slab_table.h"
#include "tui/glyph.h"
#include "tui/heading_part.h"
#include "tui/panel.h"
#include "tui/slab_part.h"

/* Rows drawn; `info slabs` has no end. */
enum { MAX_SHOWN = 512, LONGEST_NAME = 24, MARK_COLS = 2 };

/* A column: what the last step wrote in it, and its columns with the blank
 * before it. */
struct column {
	enum slab_key key;
	enum cache_part part;
	int cols;
	int gives_way; /* the higher the sooner where it is narrow */
};

/* No word of the model changes what has no part. */
static const struct column columns[] = {
	{ SLAB_KEY_SIZE, NR_CACHE_PARTS, 5, 3 },
	{ SLAB_KEY_EACH, NR_CACHE_PARTS, 5, 5 },
	{ SLAB_KEY_ORDER, NR_CACHE_PARTS, 6, 6 },
	{ SLAB_KEY_ACTIVE, CACHE_ACTIVE, 7, 0 },
	{ SLAB_KEY_OBJECTS, CACHE_SLABS, 8, 1 },
	{ SLAB_KEY_SLABS, CACHE_SLABS, 6, 0 },
	{ SLAB_KEY_CPU, CACHE_OF_CPU, 4, 2 },
	{ SLAB_KEY_PART, CACHE_OF_NODE, 5, 2 },
	{ SLAB_KEY_FULL, CACHE_SLABS, 5, 2 },
	{ SLAB_KEY_BYTES, CACHE_SLABS, 8, 4 },
};

enum { NR_COLUMNS = sizeof(columns) / sizeof(columns[0]), NOTHING_GIVES = 7 };

/* The table in a place of some width. */
struct table {
	const struct view *v;
	struct slab_choice choice;
	struct slab_list list;
	struct chosen_slab chosen;
	int name_cols;
	int gives_way; /* columns from here on have no room */
};

static void title(const struct view *v, char *ret, size_t size)
{
	struct slab_choice choice = chosen_slabs(v->session);
	struct slab_list list;
	char order[96];

	slab_list_init(&list, v->session, &choice);
	order_words(&slabs_table, choice.key, choice.filter, order);
	snprintf(ret, size, "slabs ─ %zu cache%s%s%s", list.nr,
		 list.nr == 1 ? "" : "s", choice.imported ? " imported" : "",
		 order);
	slab_list_deinit(&list);
}

static struct heading heading_of(const struct table *t, enum slab_key key)
{
	return (struct heading){ &slabs_table, key, t->choice.key };
}

static int column_cols(const struct table *t, const struct column *column)
{
	struct heading heading = heading_of(t, column->key);
	int needed = heading_cols(&heading) + 1;

	return needed > column->cols ? needed : column->cols;
}

static bool has_room(const struct table *t, const struct column *column)
{
	return column->gives_way < t->gives_way;
}

static int number_cols(const struct table *t)
{
	int cols = 0;

	for (unsigned i = 0; i < NR_COLUMNS; i++)
		if (has_room(t, &columns[i]))
			cols += column_cols(t, &columns[i]);
	return cols;
}

/* Names are whole before anything else is. */
static void share_cols(struct table *t, int cols)
{
	struct heading name = heading_of(t, SLAB_KEY_NAME);

	t->name_cols = heading_cols(&name);
	for (size_t i = 0; i < t->list.nr; i++) {
		int length = glyphs_width(t->list.rows[i].info.name);

		if (length > t->name_cols)
			t->name_cols =
				length < LONGEST_NAME ? length : LONGEST_NAME;
	}
	t->gives_way = NOTHING_GIVES;
	while (t->gives_way > 1 &&
	       MARK_COLS + t->name_cols + number_cols(t) > cols)
		t->gives_way--;
}

static void write_headings(const struct table *t, struct sheet *sh)
{
	struct heading heading = heading_of(t, SLAB_KEY_NAME);

	sheet_to(sh, MARK_COLS);
	heading_write(sh, &heading, 0);
	sheet_to(sh, MARK_COLS + t->name_cols);
	for (unsigned i = 0; i < NR_COLUMNS; i++) {
		heading = heading_of(t, columns[i].key);
		if (has_room(t, &columns[i]))
			heading_write(sh, &heading,
				      column_cols(t, &columns[i]));
	}
	if (t->gives_way < NOTHING_GIVES)
		sheet_text(sh, sh->col + 1 < sh->cols ? " …" : "…");
	sheet_next_row(sh);
}

static enum change cell_change(const struct table *t,
			       const struct slab_row *row, enum cache_part part)
{
	if (row->cache < 0 || part == NR_CACHE_PARTS)
		return CHANGE_NONE;
	return (enum change)t->v->changes.caches[row->cache][part];
}

static void write_number(const struct table *t, struct sheet *sh,
			 const struct slab_row *row,
			 const struct column *column)
{
	int64_t number = slab_row_number(row, column->key);
	int cols = column_cols(t, column);
	char text[24] = "-";

	if (number >= 0)
		format_count(number, cols - 1, text);
	sheet_to(sh, sh->col + cols - 1 - (int)strlen(text));
	sheet_changed(sh, t->v, cell_change(t, row, column->part), text);
}

static void write_row(const struct table *t, struct sheet *sh,
		      const struct slab_row *row)
{
	bool chosen = row->cache >= 0 && row->cache == t->chosen.cache;
	enum change change = cell_change(t, row, CACHE_WORDS);
	char name[4 * SLABINFO_NAME_SIZE];

	text_displayable(row->info.name, strlen(row->info.name), name,
			 sizeof(name));
	sheet_link(sh);
	sheet_text(sh, chosen ? "▶" : " ");
	sheet_text(sh, change_star(t->v, change));
	sheet_style(sh, change_attributes(change), ROLE_TEXT);
	sheet_within(sh, t->name_cols, name);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_to(sh, MARK_COLS + t->name_cols);
	for (unsigned i = 0; i < NR_COLUMNS; i++)
		if (has_room(t, &columns[i]))
			write_number(t, sh, row, &columns[i]);
	if (row->cache >= 0)
		sheet_leads(sh, "slab %s", row->info.name);
	sheet_next_row(sh);
}

/* The total comes first: it is in sight however many there are. */
static void write_totals(const struct table *t, struct sheet *sh)
{
	const struct slab_list *list = &t->list;
	char text[192];

	snprintf(text, sizeof(text),
		 "%zu cache%s with slabs: %" PRIu64 " of %" PRIu64
		 " objects active in %" PRIu64 " slab%s, %" PRIu64 " bytes%s",
		 list->nr, list->nr == 1 ? "" : "s", list->active_objects,
		 list->objects, list->slabs, list->slabs == 1 ? "" : "s",
		 list->pages << PAGE_SHIFT,
		 list->nr > MAX_SHOWN ? ", not all shown: `info slabs`" : "");
	sheet_style(sh, ATTR_BOLD, ROLE_TEXT);
	sheet_wrap(sh, MARK_COLS, text);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
}

static void write_table(struct table *t, struct sheet *sh)
{
	if (slab_list_is_bare(&t->list, &t->choice)) {
		sheet_wrap(sh, 0, no_slabs_yet);
		sheet_next_row(sh);
		return;
	}
	share_cols(t, sh->cols);
	write_headings(t, sh);
	write_totals(t, sh);
	for (size_t i = 0; i < t->list.nr && i < MAX_SHOWN; i++)
		write_row(t, sh, &t->list.rows[i]);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	struct table t = {
		.v = v,
		.choice = chosen_slabs(v->session),
		.chosen = chosen_slab(v->session),
	};

	slab_list_init(&t.list, v->session, &t.choice);
	write_table(&t, sh);
	slab_list_deinit(&t.list);
	if (!t.choice.imported && t.chosen.cache >= 0)
		slab_part_write(v, sh, t.chosen);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

const struct panel_class panel_slabs = {
	.name = "slabs",
	.title = title,
	.min_rows = 3,
	.min_cols = 40,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
};
