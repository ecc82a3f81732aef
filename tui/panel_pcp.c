/*
 * The per-CPU page lists of a zone: each CPU that has used them, the one that
 * operations run on first, with its lists from head to tail and the words by
 * which its kernel tunes them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/pcp_words.h"
#include "commands/zone_ref.h"
#include "tui/panel.h"
#include "tui/zone_part.h"

enum { BLOCKS_SHOWN = 32, INDENT = 7 };

static void title(const struct view *v, char *ret, size_t size)
{
	zone_title(v, "pcp", ret, size);
	size_t used = strlen(ret);

	snprintf(ret + used, size - used, " ─ U3: type U, order 3");
}

/* Between the parts of a CPU, of which the next has so many columns. */
static void write_gap(struct sheet *sh, int cols)
{
	sheet_need(sh, cols, INDENT);
	if (sh->col > INDENT)
		sheet_text(sh, "  ");
}

/* "U0: 1 2": type and order, then the blocks. */
static void write_list(const struct view *v, struct sheet *sh,
		       const struct list_head *list, unsigned pindex)
{
	enum migratetype type = pcp_list_migratetype(pindex);
	unsigned order = pcp_list_order(v->model, pindex);
	char text[24];
	uint32_t shown = 0;

	write_gap(sh, 12);
	sheet_style(sh, ATTR_NORMAL, role_of_type(v->model, type));
	sheet_print(sh, "%c%u:", migratetype_letter(v->model, type), order);
	for (pfn_t pfn = list_first(v->model, list);
	     pfn != PFN_NONE && shown < BLOCKS_SHOWN;
	     pfn = list_next(v->model, list, pfn), shown++) {
		snprintf(text, sizeof(text), "%" PRIu32, pfn);
		sheet_need(sh, 1 + (int)strlen(text), INDENT);
		sheet_text(sh, " ");
		sheet_link(sh);
		sheet_text(sh, text);
		if (view_follows(v, pfn, (uint64_t)pages_in(order)))
			sheet_text(sh, FOLLOW_SIGN);
		sheet_leads(sh, "page %s", text);
	}
	if (shown < list->nr) {
		sheet_need(sh, 16, INDENT);
		sheet_print(sh, " … (%" PRIu32 " blocks)", list->nr);
	}
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
}

static void write_lists(const struct view *v, struct sheet *sh,
			const struct per_cpu_pages *pcp)
{
	unsigned lists = machine_pcp_lists(model_machine(v->model));

	if (pcp->count == 0)
		sheet_text(sh, "  no pages");
	for (unsigned i = 0; i < lists; i++)
		if (pcp->lists[i].nr > 0)
			write_list(v, sh, &pcp->lists[i], i);
}

/* What `info pcp` has in further columns. */
static void write_words(const struct view *v, struct sheet *sh,
			const struct per_cpu_pages *pcp)
{
	struct pcp_word word;

	for (unsigned i = 0; pcp_word_nth(v->model, pcp, i, &word); i++) {
		char text[64];

		if (strcmp(word.name, "count") == 0 ||
		    strcmp(word.name, "high") == 0 ||
		    strcmp(word.name, "batch") == 0)
			continue;
		snprintf(text, sizeof(text), "%s %" PRId64, word.name,
			 word.value);
		write_gap(sh, 2 + (int)strlen(text));
		sheet_style(sh, ATTR_DIM, ROLE_TEXT);
		sheet_text(sh, text);
		sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	}
}

static void write_cpu(const struct view *v, struct sheet *sh, unsigned zone,
		      unsigned cpu)
{
	const struct per_cpu_pages *pcp = pcp_at(v->model, zone, cpu);
	enum change change = (enum change)v->changes.pcp[zone][cpu];
	bool current = cpu == model_current_cpu(v->model);
	int first = sh->row;
	char text[64];

	sheet_style(sh, current ? ATTR_BOLD : ATTR_NORMAL, ROLE_TEXT);
	sheet_print(sh, "cpu %u ", cpu);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	snprintf(text, sizeof(text), "count %" PRId32, pcp->count);
	sheet_changed(sh, v, change, text);
	sheet_print(sh, " high %" PRId32 " batch %" PRId32, pcp->high,
		    pcp->batch);
	write_lists(v, sh, pcp);
	/* Behind lists of several rows they would pass for pages. */
	if (sh->row > first) {
		sheet_next_row(sh);
		sheet_to(sh, INDENT);
	}
	write_words(v, sh, pcp);
	sheet_next_row(sh);
}

static void write_zone(const struct view *v, struct sheet *sh, unsigned zone)
{
	unsigned cpus = model_machine(v->model)->nr_cpus;
	unsigned current = model_current_cpu(v->model);
	unsigned idle = 0;

	for (unsigned i = 0; i < cpus; i++) {
		unsigned cpu = (current + i) % cpus;

		if (i == 0 || pcp_was_used(v->model, zone, cpu))
			write_cpu(v, sh, zone, cpu);
		else
			idle++;
	}
	if (idle == 0)
		return;
	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	sheet_print(sh, "%u CPU%s more: never used", idle,
		    idle == 1 ? "" : "s");
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	each_zone(v, sh, write_zone);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

const struct panel_class panel_pcp = {
	.name = "pcp",
	.title = title,
	.min_rows = 1,
	.min_cols = 30,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
};
