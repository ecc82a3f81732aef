/*
 * map: a part of memory as a grid of letters, and which part that is; the
 * panel of the same name shows it too.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/chosen.h"
#include "commands/imported.h"
#include "commands/look_internal.h"
#include "commands/map_tag.h"
#include "commands/zone_ref.h"

enum {
	MAP_ROWS = 16,
	MAP_COLS = 64,
	ZOOM = 4,
	LEAST_PAGES = 64,
};

static bool pfn_in(struct pfn_range range, uint64_t pfn)
{
	return pfn >= range.first && pfn < range.end;
}

/* A window of so many pages around a pfn, its beginning a multiple of its
 * size; it may reach beyond the machine. */
static struct pfn_range window_at(uint64_t pfn, uint64_t pages)
{
	uint64_t first = pfn - pfn % pages;

	return (struct pfn_range){ first, first + pages };
}

static uint64_t power_at_least(uint64_t pages)
{
	uint64_t power = 1;

	while (power < pages)
		power *= 2;
	return power;
}

/* Of the part that is shown, were the machine large enough. */
static uint64_t asked_pages(const struct session *s)
{
	struct pfn_range asked = asked_map(s);

	return power_at_least(asked.end - asked.first);
}

static void show_part(struct session *s, struct pfn_range part)
{
	if (s->imported)
		s->imported->map = part;
	else
		s->map = part;
}

/* Around the page last looked at when it is in sight, else the middle. */
static void zoom(struct session *s, bool in)
{
	struct pfn_range all = whole_map(s);
	struct pfn_range now = chosen_map(s);
	uint64_t pages = asked_pages(s);
	uint64_t centre = now.first + (now.end - now.first) / 2;

	if (pfn_in(now, session_page(s)))
		centre = session_page(s);
	pages = in ? pages / ZOOM : pages * ZOOM;
	if (pages < LEAST_PAGES)
		pages = LEAST_PAGES;
	show_part(s, pages >= all.end - all.first ? all
						  : window_at(centre, pages));
}

bool map_is_part(const struct session *s)
{
	struct pfn_range all = whole_map(s);
	struct pfn_range now = chosen_map(s);

	return now.first > all.first || now.end < all.end;
}

/* What lies beside this part, as much of it; at the machine's end it stays. */
static void turn(struct session *s, bool after)
{
	struct pfn_range all = whole_map(s);
	struct pfn_range now = chosen_map(s);
	uint64_t pages = asked_pages(s);

	if (after && now.end < all.end)
		show_part(s, window_at(now.end, pages));
	else if (!after && now.first > all.first)
		show_part(s, window_at(now.first - 1, pages));
}

static struct pfn_range range_of_zone(const struct model *m, unsigned zone)
{
	const struct zone *z = zone_at(m, zone);

	return (struct pfn_range){ (uint64_t)z->zone_start_pfn,
				   (uint64_t)zone_end_pfn(z) };
}

static enum status show_zone(struct session *s, const char *name,
			     struct reply *r)
{
	int zone = zone_named(s->m, name);
	char known[128];

	if (zone >= 0) {
		s->map = range_of_zone(s->m, (unsigned)zone);
		return STATUS_OK;
	}
	zones_list(s->m, known, sizeof(known));
	return reply_fail(r, STATUS_FAILED,
			  "map: this machine has no zone %s, but %s", name,
			  known);
}

static enum status show_node(struct session *s, const char *word,
			     struct reply *r)
{
	struct pfn_range range = { UINT64_MAX, 0 };
	uint64_t node = 0;

	if (!parse_number(word, &node))
		node = UINT64_MAX;
	for (unsigned zone = 0; zone < nr_zones(s->m); zone++) {
		struct pfn_range of_zone = range_of_zone(s->m, zone);

		if (zone_at(s->m, zone)->node != node)
			continue;
		if (of_zone.first < range.first)
			range.first = of_zone.first;
		if (of_zone.end > range.end)
			range.end = of_zone.end;
	}
	if (range.first >= range.end)
		return reply_fail(r, STATUS_FAILED,
				  "map: there is no memory on node %s; this "
				  "machine has %u node%s, from 0 on",
				  word, model_machine(s->m)->nr_nodes,
				  plural(model_machine(s->m)->nr_nodes));
	s->map = range;
	return STATUS_OK;
}

static enum status find_page(struct session *s, const char *word, uint64_t *ret,
			     struct reply *r)
{
	struct page_ref ref = { .pfn = 0 };
	enum status status = STATUS_OK;

	if (s->imported) {
		status = imported_frame(s->imported, word, ret, r);
		if (status == STATUS_OK)
			s->imported->page = *ret;
		return status;
	}
	if (!ref_is_hole(s, word, &ref.pfn))
		status = parse_ref(s, word, &ref, r);
	if (status == STATUS_OK)
		s->page = ref.pfn;
	*ret = ref.pfn;
	return status;
}

/* Around a page, as closely as the map is now, but less than all of it. */
static enum status show_page(struct session *s, const char *word,
			     struct reply *r)
{
	struct pfn_range all = whole_map(s);
	uint64_t pages = asked_pages(s);
	uint64_t pfn = 0;
	enum status status = find_page(s, word, &pfn, r);

	if (status != STATUS_OK)
		return status;
	if (pages >= all.end - all.first)
		pages = power_at_least(all.end - all.first) / ZOOM / ZOOM;
	if (pages < LEAST_PAGES)
		pages = LEAST_PAGES;
	show_part(s, window_at(pfn, pages));
	return STATUS_OK;
}

static enum status choose_part(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	const char *word = args->argc > 0 ? args->argv[0] : "";
	bool is_tag = strcmp(word, "tag") == 0;
	bool is_pair = is_tag || strcmp(word, "zone") == 0 ||
		       strcmp(word, "node") == 0;

	if (args->argc != (is_pair ? 2 : 1) && args->argc != 0)
		return command_usage("map", r);
	if (args->argc == 0)
		return STATUS_OK;
	if (is_tag)
		return map_tag_choose(s, args->argv[1], r);
	if (is_pair && s->imported)
		return reply_fail(r, STATUS_FAILED,
				  "map %s: %s does not tell where zones and "
				  "nodes lie; `map PFN` shows a part of it",
				  word, s->imported->file);
	if (is_pair)
		return strcmp(word, "zone") == 0
			       ? show_zone(s, args->argv[1], r)
			       : show_node(s, args->argv[1], r);
	if (strcmp(word, "in") == 0 || strcmp(word, "out") == 0)
		zoom(s, strcmp(word, "in") == 0);
	else if (strcmp(word, "before") == 0 || strcmp(word, "after") == 0)
		turn(s, strcmp(word, "after") == 0);
	else if (strcmp(word, "all") == 0)
		show_part(s, whole_map(s));
	else
		return show_page(s, word, r);
	return STATUS_OK;
}

/* Zones that begin in a row. */
static void zones_text(const struct model *m, struct pfn_range row,
		       struct reply *r)
{
	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		uint64_t begin = range_of_zone(m, zone).first;

		if (!pfn_in(row, begin))
			continue;
		reply_zone_title(r, m, zone);
		reply_text(r, " from page %" PRIu64 " on\n", begin);
	}
}

/* What the cells add up to. */
struct map_sum {
	bool sampled; /* some were looked at in places only */
	uint64_t tagged;
};

static void row_text(const struct model *m, const struct map_grid *g, int row,
		     struct map_sum *sum, struct reply *r)
{
	uint64_t pfn = map_cell_first(g, row, 0);
	struct pfn_range range = { pfn, map_cell_first(g, row + 1, 0) };

	zones_text(m, range, r);
	reply_text(r, "%12" PRIu64 " ", pfn);
	for (int col = 0; col < g->cols && pfn < g->range.end; col++) {
		struct map_cell cell = map_cell_at(m, g, pfn);

		reply_text(r, "%s", map_cell_glyph(&cell));
		sum->sampled |= cell.sampled;
		sum->tagged += cell.tagged;
		pfn += g->pages;
	}
	reply_text(r, "\n");
}

static void imported_row(const struct imported *imported,
			 const struct map_grid *g, int row, struct map_sum *sum,
			 struct reply *r)
{
	uint64_t pfn = map_cell_first(g, row, 0);

	reply_text(r, "%12" PRIu64 " ", pfn);
	for (int col = 0; col < g->cols && pfn < g->range.end; col++) {
		struct imported_cell cell = imported_cell_at(imported, g, pfn);

		reply_text(r, "%c", cell.letter);
		sum->sampled |= cell.sampled;
		pfn += g->pages;
	}
	reply_text(r, "\n");
}

static void any_row(const struct session *s, const struct map_grid *g, int row,
		    struct map_sum *sum, struct reply *r)
{
	if (s->imported)
		imported_row(s->imported, g, row, sum, r);
	else
		row_text(s->m, g, row, sum, r);
}

static void tag_reply(const struct session *s, const struct map_grid *g,
		      const struct map_sum *sum, struct reply *r)
{
	struct text line;

	if (g->tag == 0)
		return;
	text_init(&line);
	map_tag_add(&line, s);
	text_add(&line,
		 ": %" PRIu64 " page%s here%s.  `info tags pages=%" PRIu32
		 "` lists its blocks, `map tag off` ends it.",
		 sum->tagged, sum->tagged == 1 ? "" : "s",
		 sum->sampled ? " at least" : "", g->tag - 1);
	reply_paragraph(r, 0, line.start);
	text_deinit(&line);
	reply_number(r, "tag", g->tag - 1);
	reply_number(r, "tagged", (int64_t)sum->tagged);
}

static void map_words(const struct session *s, const struct map_grid *g,
		      bool sampled, struct reply *r)
{
	reply_text(r,
		   "Pages %" PRIu64 " to %" PRIu64 ", %" PRIu64 " in a cell.\n",
		   g->range.first, g->range.end - 1, g->pages);
	if (s->imported)
		reply_text(r, "%s\n%s\n", imported_legend[0],
			   imported_legend[1]);
	else
		reply_text(r,
			   "%s\nThe letter is that of most of the free "
			   "pages.\n",
			   map_legend(s->m));
	if (!sampled)
		return;
	if (s->imported)
		reply_text(r, "Not every frame of a cell was looked at: `map "
			      "in` shows more.\n");
	else
		reply_text(r,
			   "Of each cell at most %d blocks were looked at: "
			   "`map in` shows more.\n",
			   g->looks);
}

static enum status run_map(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	enum status status = choose_part(s, args, r);

	if (status != STATUS_OK)
		return status;

	struct pfn_range range = chosen_map(s);
	struct map_grid g = map_grid_of(range, MAP_ROWS, MAP_COLS);
	struct map_sum sum = { .tagged = 0 };

	g.tag = chosen_map_tag(s);
	for (int row = 0; row < g.rows; row++)
		any_row(s, &g, row, &sum, r);
	map_words(s, &g, sum.sampled, r);
	tag_reply(s, &g, &sum, r);
	reply_number(r, "first", (int64_t)range.first);
	reply_number(r, "end", (int64_t)range.end);
	reply_number(r, "pages_in_cell", (int64_t)g.pages);
	return STATUS_OK;
}

const struct command cmd_map = {
	.name = "map",
	.group = GROUP_LOOKING,
	.args = "[in | out | all | before | after | REF | node N | zone NAME | "
		"tag N|LOCATION | tag off]",
	.summary = "Show memory as a map, whole or a part of it",
	.help = "in and out show a quarter or four times as much, around the "
		"page last looked\n"
		"at when it is in sight, before and after what lies beside "
		"this part; REF shows\n"
		"where that page lies.  The map panel shows the same part, and "
		"Alt-PgUp and\n"
		"Alt-PgDn turn it.  tag marks what a tag of `info tags` is "
		"charged for, by number\n"
		"or FILE:LINE[:FUNCTION].",
	.example = "map in",
	.completes = COMPLETE_WORDS,
	.words = "in out all before after node zone tag off",
	.repeats = true,
	.of_imported = true,
	.run = run_map,
};
