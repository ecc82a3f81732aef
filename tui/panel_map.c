/*
 * The memory map: the part of memory that `map` chose, one cell for every n
 * pages, n the power of two that lets it fit.
 *
 * Between the cells stands `*` where the last step wrote a page, `│` where a
 * pageblock begins, when a cell is smaller than one.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/chosen.h"
#include "commands/map_tag.h"
#include "commands/parse.h"
#include "commands/zone_ref.h"
#include "tui/glyph.h"
#include "tui/panel.h"
#include "tui/sheet.h"

enum { LABEL_COLS = 10, CELL_COLS = 2, ZONES_COLS = 14, ZONES_FROM_COLS = 56 };
enum { LEGEND_FROM_ROWS = 5 };

static void title(const struct view *v, char *ret, size_t size)
{
	struct pfn_range range = chosen_map(v->session);
	struct pfn_range all = whole_map(v->session);

	if (range.first == all.first && range.end == all.end)
		snprintf(ret, size, "memory map ─ all, to page %" PRIu64,
			 range.end - 1);
	else
		snprintf(ret, size,
			 "memory map ─ pages %" PRIu64 " to %" PRIu64,
			 range.first, range.end - 1);
}

/* Zones are named to the right where there are several, and room for it. */
static bool names_zones(const struct view *v, int cols)
{
	return !v->imported && nr_zones(v->model) > 1 &&
	       cols >= ZONES_FROM_COLS;
}

enum { LEGEND_SIZE = 256 };

static void legend_of(const struct view *v, char ret[LEGEND_SIZE])
{
	if (v->imported)
		snprintf(ret, LEGEND_SIZE, "%s  %s", imported_legend[0],
			 imported_legend[1]);
	else
		snprintf(ret, LEGEND_SIZE, "%s", map_legend(v->model));
}

/* Bytes of a legend that fit in a row: whole entries, two blanks between. */
static size_t legend_row(const char *words, int cols)
{
	size_t fits = 0;

	for (const char *at = words; *at;) {
		const char *gap = strstr(at, "  ");
		size_t end = gap ? (size_t)(gap - words) : strlen(words);
		char row[LEGEND_SIZE];

		snprintf(row, sizeof(row), "%.*s", (int)end, words);
		if (fits > 0 && glyphs_width(row) > cols)
			break;
		fits = end;
		at = gap ? gap + 2 : words + end;
	}
	return fits;
}

/* Rows of the legend; where the place is low it gets one, and is cut. */
static int legend_rows(const struct view *v, const struct sheet *sh)
{
	char legend[LEGEND_SIZE];
	const char *words = legend;
	int rows = 0;

	legend_of(v, legend);
	for (; *words; rows++) {
		words += legend_row(words, sh->cols);
		words += strspn(words, " ");
	}
	return sh->rows >= LEGEND_FROM_ROWS ? rows : 1;
}

/* The legend takes the last rows, one with the links, and one that names the
 * tag. */
static struct map_grid grid_of(const struct view *v, const struct sheet *sh)
{
	int cols = sh->cols - LABEL_COLS;

	if (names_zones(v, sh->cols))
		cols -= ZONES_COLS;
	uint32_t tag = chosen_map_tag(v->session);
	int legend = legend_rows(v, sh) + (tag ? 2 : 1);
	struct map_grid grid = map_grid_of(chosen_map(v->session),
					   sh->rows - legend, cols / CELL_COLS);

	grid.tag = tag;
	return grid;
}

/* Pages that the last step wrote, neighbours joined. */
enum { MAX_RUNS = 64 };

struct written {
	unsigned nr;
	struct pfn_range runs[MAX_RUNS];
};

static void note_page(struct written *written, uint64_t pfn)
{
	struct pfn_range *last = &written->runs[written->nr];

	if (written->nr > 0 && pfn >= last[-1].first && pfn <= last[-1].end) {
		if (pfn == last[-1].end)
			last[-1].end++;
		return;
	}
	if (written->nr < MAX_RUNS)
		written->runs[written->nr++] =
			(struct pfn_range){ pfn, pfn + 1 };
}

static struct written pages_written(const struct view *v)
{
	unsigned writes =
		v->position > 0 ? history_nr_writes(v->model, v->position) : 0;
	struct written written = { .nr = 0 };

	for (unsigned i = 0; i < writes; i++) {
		struct field_place field =
			history_write(v->model, v->position, i).field;
		if (field.object == OBJECT_PAGE)
			note_page(&written, field.index);
	}
	return written;
}

static bool is_written(const struct written *written, uint64_t pfn,
		       uint64_t end)
{
	for (unsigned i = 0; i < written->nr; i++)
		if (written->runs[i].first < end && written->runs[i].end > pfn)
			return true;
	return false;
}

/* What all cells are drawn by. */
struct map {
	const struct view *v;
	struct map_grid grid;
	struct written written;
	bool borders; /* cells are smaller than pageblocks */
	bool sampled; /* a cell was looked at in places only */
};

/* What stands to the left of a cell. */
static const char *sign_before(const struct map *map, uint64_t pfn,
			       bool changed, bool border)
{
	if (view_follows(map->v, pfn, map->grid.pages))
		return FOLLOW_SIGN;
	if (changed && map->v->stars)
		return "*";
	return border ? "│" : " ";
}

static void write_imported_cell(struct map *map, struct sheet *sh, uint64_t pfn)
{
	struct imported_cell cell =
		imported_cell_at(map->v->imported, &map->grid, pfn);
	bool here = map->v->page >= pfn && map->v->page < pfn + map->grid.pages;

	map->sampled |= cell.sampled;
	sheet_link(sh);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_text(sh, " ");
	sheet_style(sh,
		    here                         ? ATTR_REVERSE
		    : cell.use == KPAGE_FREE     ? ATTR_BOLD
		    : cell.use == KPAGE_RESERVED ? ATTR_DIM
						 : ATTR_NORMAL,
		    ROLE_TEXT);
	sheet_print(sh, "%c", cell.letter);
	sheet_leads(sh, "page %" PRIu64, pfn);
}

static void write_cell(struct map *map, struct sheet *sh, uint64_t pfn)
{
	const struct view *v = map->v;
	struct map_cell cell = map_cell_at(v->model, &map->grid, pfn);
	bool changed = is_written(&map->written, pfn, pfn + map->grid.pages);
	bool border = cell.is_block && map->borders;

	map->sampled |= cell.sampled;
	sheet_link(sh);
	sheet_style(sh, ATTR_DIM, ROLE_FRAME);
	sheet_text(sh, sign_before(map, pfn, changed, border));
	sheet_style(sh,
		    changed           ? change_attributes(CHANGE_LAST_STEP)
		    : cell.tagged > 0 ? ATTR_BOLD
				      : ATTR_NORMAL,
		    cell.tagged == 0 && cell.free[cell.type] > 0
			    ? role_of_type(v->model, cell.type)
			    : ROLE_TEXT);
	sheet_text(sh, map_cell_glyph(&cell));
	sheet_leads(sh, "page %" PRIu64, pfn);
}

/* Zones that begin in a row, one after the other. */
static void write_zones(const struct view *v, struct sheet *sh,
			struct pfn_range row)
{
	char zone[64];

	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	for (unsigned i = 0; i < nr_zones(v->model); i++) {
		uint64_t begin = (uint64_t)zone_at(v->model, i)->zone_start_pfn;

		if (begin < row.first || begin >= row.end)
			continue;
		zone_typed(v->model, i, zone, sizeof(zone));
		sheet_text(sh, " ");
		sheet_link(sh);
		sheet_text(sh, zone);
		sheet_leads(sh, "map zone %s", zone);
	}
}

static void write_row(struct map *map, struct sheet *sh, int row)
{
	const struct map_grid *g = &map->grid;
	uint64_t pfn = map_cell_first(g, row, 0);
	struct pfn_range range = { pfn, map_cell_first(g, row + 1, 0) };

	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	sheet_print(sh, "%-*" PRIu64, LABEL_COLS - 1, pfn);
	for (int col = 0; col < g->cols && pfn < g->range.end; col++) {
		if (map->v->imported)
			write_imported_cell(map, sh, pfn);
		else
			write_cell(map, sh, pfn);
		pfn += g->pages;
	}
	if (names_zones(map->v, sh->cols)) {
		sheet_to(sh, LABEL_COLS + g->cols * CELL_COLS);
		write_zones(map->v, sh, range);
	}
	sheet_next_row(sh);
}

static void write_tag_words(const struct view *v, struct sheet *sh,
			    const struct map_grid *g)
{
	struct text words;
	char shown[512];

	if (g->tag == 0)
		return;
	sheet_next_row(sh);
	text_init(&words);
	map_tag_add(&words, v->session);
	text_displayable(words.start, words.length, shown, sizeof(shown));
	sheet_style(sh, ATTR_BOLD, ROLE_TEXT);
	sheet_text(sh, shown);
	text_deinit(&words);
}

static void write_turns(struct sheet *sh)
{
	sheet_text(sh, " ");
	sheet_link(sh);
	sheet_text(sh, "[before]");
	sheet_leads(sh, "map before");
	sheet_text(sh, " ");
	sheet_link(sh);
	sheet_text(sh, "[after]");
	sheet_leads(sh, "map after");
}

static void write_legend(const struct view *v, struct sheet *sh,
			 const struct map_grid *g, bool sampled)
{
	char legend[LEGEND_SIZE];
	const char *words = legend;

	legend_of(v, legend);
	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	for (int row = legend_rows(v, sh); row > 0; row--) {
		size_t fits = legend_row(words, sh->cols);

		sheet_print(sh, "%.*s", row > 1 ? (int)fits : LEGEND_SIZE,
			    words);
		words += fits + strspn(words + fits, " ");
		sheet_next_row(sh);
	}
	/* The links stand first, where no number moves them. */
	sheet_link(sh);
	sheet_text(sh, "[in]");
	sheet_leads(sh, "map in");
	sheet_text(sh, " ");
	sheet_link(sh);
	sheet_text(sh, "[out]");
	sheet_leads(sh, "map out");
	sheet_text(sh, " ");
	sheet_link(sh);
	sheet_text(sh, "[all]");
	sheet_leads(sh, "map all");
	if (map_is_part(v->session))
		write_turns(sh);
	if (g->tag > 0) {
		sheet_text(sh, " ");
		sheet_link(sh);
		sheet_text(sh, "[tag off]");
		sheet_leads(sh, "map tag off");
	}
	sheet_print(sh, "  cell = %" PRIu64 " page%s, %s", g->pages,
		    g->pages == 1 ? "" : "s",
		    v->imported ? "main use" : "main type");
	sheet_text(sh, sampled ? ", sampled" : "");
	write_tag_words(v, sh, g);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	unsigned order = model_machine(v->model)->pageblock_order;
	struct map map = { .v = v, .grid = grid_of(v, sh) };

	if (!v->imported)
		map.written = pages_written(v);
	map.borders = map.grid.pages < (uint64_t)pages_in(order);
	for (int row = 0; row < map.grid.rows; row++)
		write_row(&map, sh, row);
	write_legend(v, sh, &map.grid, map.sampled);
}

/* A page's cell goes where the page is now, if it is in sight; the links stay
 * in the last row. */
static void follow_line(const struct view *v, struct rect r, const char *line,
			int *row, int *col)
{
	const struct sheet sh = { .rows = r.rows, .cols = r.cols };
	struct map_grid g = grid_of(v, &sh);
	static const char page[] = "page ";
	uint64_t pfn = 0;

	if (strncmp(line, page, strlen(page)) != 0 ||
	    !parse_number(line + strlen(page), &pfn)) {
		*row = g.rows + legend_rows(v, &sh);
		return;
	}
	if (pfn < g.range.first || pfn >= g.range.end)
		return;
	uint64_t cell = (pfn - g.range.first) / g.pages;

	*row = (int)(cell / (uint64_t)g.cols);
	*col = LABEL_COLS + CELL_COLS * (int)(cell % (uint64_t)g.cols);
}

SHEET_DRAW(write_all)
SHEET_LINE_AT(write_all)

/* A part is as tall as the panel: what is beside it has a map of its own. */
static const char *turns(const struct view *v, int way)
{
	if (!map_is_part(v->session))
		return NULL;
	return way > 0 ? "map after" : "map before";
}

const struct panel_class panel_map = {
	.name = "map",
	.title = title,
	.min_rows = 3,
	.min_cols = 40,
	.draw = draw,
	.line_at = line_at,
	.turns = turns,
	.follow_line = follow_line,
	.of_imported = true,
};
