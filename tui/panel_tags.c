/*
 * Allocation tags: who holds memory now, in the order of `set tags`, those
 * that `set tags_filter` leaves.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/tag_order.h"
#include "tui/heading_part.h"
#include "tui/panel.h"

/* Rows drawn; `info tags` has no end. */
enum { MAX_SHOWN = 512, BYTES_COLS = 12, CALLS_COLS = 8, SITE_COL = 22 };

static void title(const struct view *v, char *ret, size_t size)
{
	struct tag_choice choice = chosen_tags(v->session);
	uint32_t nr = nr_tags_of(v->session, &choice);

	char order[96];

	order_words(&tags_table, choice.key, choice.filter, order);
	snprintf(ret, size, "tags ─ %" PRIu32 " call site%s%s%s", nr,
		 nr == 1 ? "" : "s", choice.imported ? " of a file" : "",
		 order);
}

static void write_heading(const struct view *v, struct sheet *sh,
			  enum tag_key key, int width)
{
	const struct heading heading = { &tags_table, key,
					 chosen_tags(v->session).key };

	heading_write(sh, &heading, width);
}

static void write_headings(const struct view *v, struct sheet *sh)
{
	write_heading(v, sh, TAG_BYTES, BYTES_COLS);
	write_heading(v, sh, TAG_CALLS, CALLS_COLS + 1);
	sheet_to(sh, SITE_COL);
	write_heading(v, sh, TAG_FILE, 0);
	sheet_text(sh, "  ");
	write_heading(v, sh, TAG_MODULE, 0);
	sheet_text(sh, "  ");
	write_heading(v, sh, TAG_FUNCTION, 0);
	sheet_text(sh, "  ");
	write_heading(v, sh, TAG_NUMBER, 0);
	sheet_next_row(sh);
}

/* A tag of the machine leads to its pages on the map. */
static void write_tag(struct sheet *sh, const struct tag_row *row, bool leads)
{
	const struct codetag *site = &row->site;
	char text[256];
	char shown[512];

	snprintf(text, sizeof(text), "%s:%u %s%s%s%s", site->file, site->line,
		 site->module ? "[" : "", site->module ? site->module : "",
		 site->module ? "] " : "", site->function);
	text_displayable(text, strlen(text), shown, sizeof(shown));
	sheet_link(sh);
	sheet_print(sh, "%*" PRId64 " %*" PRId64 " %s  %" PRIu32, BYTES_COLS,
		    row->counters.bytes, CALLS_COLS, row->counters.calls, shown,
		    row->tag);
	if (leads)
		sheet_leads(sh, "map tag %" PRIu32, row->tag);
	sheet_next_row(sh);
}

static void write_totals(const struct tag_list *list, struct sheet *sh,
			 uint32_t shown)
{
	sheet_style(sh, ATTR_BOLD, ROLE_TEXT);
	sheet_print(sh, "%*" PRId64 " %*" PRId64 " total of %" PRIu32,
		    BYTES_COLS, list->bytes, CALLS_COLS, list->calls, list->nr);
	if (shown < list->nr)
		sheet_print(sh, ", %" PRIu32 " not shown: `info tags`",
			    list->nr - shown);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
}

/* The total comes first: it is in sight however many there are. */
static void write_all(const struct view *v, struct sheet *sh)
{
	struct tag_choice choice = chosen_tags(v->session);
	struct tag_list list;

	if (nr_tags_of(v->session, &choice) == 0) {
		sheet_wrap(sh, 0,
			   "No tags yet: the first allocation makes "
			   "one.");
		return;
	}
	tag_list_init(&list, v->session, &choice);
	uint32_t shown = list.nr < MAX_SHOWN ? list.nr : MAX_SHOWN;

	write_headings(v, sh);
	write_totals(&list, sh, shown);
	for (uint32_t i = 0; i < shown; i++)
		write_tag(sh, &list.rows[i], !choice.imported);
	tag_list_deinit(&list);
}

SHEET_DRAW(write_all)

static int rows(const struct view *v, int cols)
{
	return sheet_rows(write_all, v, cols);
}

SHEET_LINE_AT(write_all)

const struct panel_class panel_tags = {
	.name = "tags",
	.title = title,
	.min_rows = 3,
	.min_cols = 40,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
};
