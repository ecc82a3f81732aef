/*
 * The page inspector: what a page is, where it stands, the flags word as a
 * ruler, and the words of its struct page.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/call_site.h"
#include "commands/narrate.h"
#include "commands/page_words.h"
#include "commands/text.h"
#include "core/page_type.h"
#include "tui/flag_bits.h"
#include "tui/glyph.h"
#include "tui/panel.h"
#include "tui/sheet.h"

enum { RULER_COLS = 76 };

static void title(const struct view *v, char *ret, size_t size)
{
	snprintf(ret, size, "page %" PRIu32 "%s", v->page,
		 v->page == v->followed ? FOLLOW_SIGN " following" : "");
}

/* Did the last step write this word of the page in view? */
static enum change word_change(const struct view *v, enum field_id id)
{
	unsigned writes =
		v->position > 0 ? history_nr_writes(v->model, v->position) : 0;

	for (unsigned i = 0; i < writes; i++) {
		struct field_place field =
			history_write(v->model, v->position, i).field;
		if (field.object == OBJECT_PAGE && field.index == v->page &&
		    field.id == id)
			return CHANGE_LAST_STEP;
	}
	return CHANGE_NONE;
}

static const char *state_words(enum page_state state)
{
	switch (state) {
	case PAGE_STATE_BUDDY:
		return "in a free block";
	case PAGE_STATE_PCP:
		return "on a pcp list";
	case PAGE_STATE_ALLOCATED:
		return "allocated";
	case PAGE_STATE_HEAD:
		return "head of a compound page";
	case PAGE_STATE_TAIL:
		return "tail of a compound page";
	case PAGE_STATE_SLAB:
		return "in a slab";
	case PAGE_STATE_RESERVED:
		return "reserved";
	case PAGE_STATE_HOLE:
		return "in a hole: no memory";
	}
	return "?";
}

static void write_page_link(struct sheet *sh, pfn_t pfn)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu32, pfn);
	sheet_need(sh, glyphs_width(digits), 2);
	sheet_link(sh);
	sheet_text(sh, digits);
	sheet_leads(sh, "page %s", digits);
}

/* "of order 3, pages 8 to 15". */
static void write_block(struct sheet *sh, const struct page_view *page)
{
	if (page->order < 0)
		return;
	sheet_print(sh, " of order %d", page->order);
	if (page->order == 0)
		return;
	sheet_text(sh, ", pages ");
	write_page_link(sh, page->head);
	sheet_text(sh, " to ");
	write_page_link(sh, page->head +
				    (pfn_t)pages_in((unsigned)page->order) - 1);
}

/* Leads to the slab that the page is of. */
static void write_cache(const struct view *v, struct sheet *sh)
{
	uint32_t slab = slab_of_pfn(v->model, v->page);

	if (!slab)
		return;
	const struct slab *at = slab_at(v->model, slab);
	const char *name = model_caches(v->model)->caches[at->cache].name;

	sheet_need(sh, 5 + glyphs_width(name), 2);
	sheet_text(sh, ", of ");
	sheet_link(sh);
	sheet_text(sh, name);
	sheet_leads(sh, "slab %" PRIu32, slab_pfn(at));
}

static void write_state(const struct view *v, struct sheet *sh)
{
	struct page_view page = page_view(v->model, v->page);
	int zone = zone_of_pfn(v->model, v->page);

	sheet_wrap(sh, 2, state_words(page.state));
	write_block(sh, &page);
	write_cache(v, sh);
	sheet_next_row(sh);
	if (zone < 0)
		return;
	sheet_print(sh, "zone %s node %u, pageblock %c at ",
		    zone_name(v->model, (unsigned)zone),
		    zone_at(v->model, (unsigned)zone)->node,
		    migratetype_letter(v->model,
				       pageblock_type(v->model, v->page)));
	write_page_link(sh, pageblock_first(v->model, v->page));
	sheet_next_row(sh);
}

static void write_neighbour(struct sheet *sh, const char *label, pfn_t pfn)
{
	sheet_need(sh, (int)strlen(label) + 10, 2);
	sheet_text(sh, label);
	if (pfn == PFN_NONE)
		sheet_text(sh, "head of list");
	else
		write_page_link(sh, pfn);
}

static void write_links(const struct view *v, struct sheet *sh)
{
	struct page_links links = page_links(v->model, v->page);

	if (links.has_buddy) {
		sheet_text(sh, "buddy ");
		write_page_link(sh, links.buddy);
		sheet_text(sh, links.buddy_free ? " free, same order"
						: " not free");
	}
	if (links.listed) {
		sheet_need(sh, 18, 2);
		sheet_print(sh, "%s%s %u %c:", sh->col > 2 ? "   " : "",
			    links.on_pcp ? "pcp list" : "list", links.order,
			    migratetype_letter(v->model, links.type));
		write_neighbour(sh, " before ", links.previous);
		write_neighbour(sh, " behind ", links.next);
	}
	if (sh->col > 0)
		sheet_next_row(sh);
}

static void write_flag_names(const struct view *v, struct sheet *sh)
{
	const struct flags_layout *layout = &model_machine(v->model)->layout;
	uint64_t flags = page_named_flags(v->model, v->page);
	int order = page_order_byte(v->model, v->page);
	bool any = false;

	if (order >= 0)
		sheet_print(sh, "  order byte %d", order);
	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);
		if (flag < 0 || !(flags >> bit & 1))
			continue;
		const char *name = pageflag_name((enum pageflag)flag);
		sheet_need(sh, 1 + (int)strlen(name), 6);
		sheet_text(sh, any ? "|" : "  ");
		sheet_link(sh);
		sheet_text(sh, name);
		sheet_leads(sh, "flags %s", name);
		any = true;
	}
	if (!any)
		sheet_text(sh, "  no flag set");
}

static void write_ruler(const struct view *v, struct sheet *sh)
{
	int columns = sh->cols < RULER_COLS ? sh->cols : RULER_COLS;
	char text[1024];
	const char *line = text;
	bool numbers = true;

	page_flags_ruler(v->model, v->page, columns, text, sizeof(text));
	while (*line) {
		int length = (int)strcspn(line, "\n");
		sheet_style(sh, numbers ? ATTR_DIM : ATTR_NORMAL, ROLE_TEXT);
		sheet_print(sh, "%.*s", length, line);
		sheet_next_row(sh);
		line += length + (line[length] == '\n');
		numbers = !numbers;
	}
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
}

static void write_flags(const struct view *v, struct sheet *sh)
{
	char word[32];

	snprintf(word, sizeof(word), "0x%016" PRIx64,
		 page_flags(v->model, v->page));
	sheet_text(sh, "flags");
	sheet_changed(sh, v, word_change(v, FIELD_PAGE_FLAGS), word);
	write_flag_names(v, sh);
	sheet_next_row(sh);
	write_ruler(v, sh);
	flag_bits_write(v, sh);
}

static void write_counter(const struct view *v, struct sheet *sh,
			  enum field_id id, const char *text)
{
	sheet_need(sh, (int)strlen(text) + 1, 0);
	sheet_changed(sh, v, word_change(v, id), text);
	sheet_text(sh, "  ");
}

static void write_counters(const struct view *v, struct sheet *sh)
{
	const struct profile *profile = model_machine(v->model)->profile;
	const struct page *page = page_at(v->model, v->page);
	uint32_t word = page_type_word(page);
	const char *type = page_type_name(profile, word, 0);
	char text[64];

	if (!page_view(v->model, v->page).known) {
		sheet_wrap(sh, 0,
			   "refcount, mapcount, page_type and tag not known: "
			   "in use before the recording");
		sheet_next_row(sh);
		return;
	}
	snprintf(text, sizeof(text), "page_type 0x%08" PRIx32 " %s", word,
		 type ? type : "none");
	write_counter(v, sh, FIELD_PAGE_TYPE, text);
	snprintf(text, sizeof(text), "private %u", page->private);
	write_counter(v, sh, FIELD_PAGE_PRIVATE, text);
	snprintf(text, sizeof(text), "refcount %" PRId32, page->refcount);
	write_counter(v, sh, FIELD_PAGE_REFCOUNT, text);
	snprintf(text, sizeof(text), "mapcount %" PRId64,
		 page_mapcount_of(profile, word));
	write_counter(v, sh, FIELD_PAGE_TYPE, text);
	sheet_next_row(sh);
}

static void write_tag(const struct view *v, struct sheet *sh)
{
	uint32_t tag = page_alloc_tag(v->model, v->page) - 1;

	if (tag == UINT32_MAX || !page_view(v->model, v->page).known)
		return;
	struct codetag site = alloc_tag_site(v->model, tag);

	struct text text;

	text_init(&text);
	call_site_show(&text, &site);
	sheet_link(sh);
	sheet_print(sh, "tag %" PRIu32 " %s", tag, text.start);
	text_deinit(&text);
	if (mem_profiling(v->model).compressed)
		sheet_print(sh, ", index %" PRIu32,
			    alloc_tag_index(v->model, tag));
	sheet_leads(sh, "info tags pages=%" PRIu32, tag);
	sheet_next_row(sh);
}

static void write_words(const struct view *v, struct sheet *sh)
{
	char line[256];
	char command[32];

	for (unsigned i = 0;
	     page_word_nth(v->model, v->page, i, line, sizeof(line)); i++) {
		/* The flags stand above already, as a ruler. */
		if (i == 0)
			continue;
		sheet_style(sh, ATTR_DIM, ROLE_TEXT);
		sheet_link(sh);
		sheet_text(sh, line);
		if (page_word_leads(v->model, v->page, i, command,
				    sizeof(command)))
			sheet_leads(sh, "%s", command);
		sheet_next_row(sh);
	}
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
}

/* The lines that `page` prints, and where one can go from here. */
static void write_imported(const struct view *v, struct sheet *sh)
{
	const struct kpage_memory *memory = &v->imported->memory;
	struct kpage_run run = kpage_memory_run(memory, v->page);
	const char *label = "";
	struct text line;

	for (unsigned i = 0;; i++) {
		text_init(&line);
		bool more =
			imported_line(v->imported, v->page, i, &label, &line);

		if (more && *label)
			sheet_print(sh, "%s ", label);
		if (more)
			sheet_wrap(sh, 2, line.start);
		text_deinit(&line);
		if (!more)
			break;
		sheet_next_row(sh);
	}
	sheet_text(sh, "go to");
	if (run.first > 0) {
		sheet_text(sh, "  use before: ");
		write_page_link(sh, (pfn_t)run.first - 1);
	}
	if (run.end < memory->nr) {
		sheet_text(sh, "  use behind: ");
		write_page_link(sh, (pfn_t)run.end);
	}
	sheet_next_row(sh);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	if (v->imported) {
		write_imported(v, sh);
		return;
	}
	write_state(v, sh);
	if (!pfn_valid(v->model, v->page))
		return;
	write_flags(v, sh);
	write_counters(v, sh);
	write_links(v, sh);
	write_tag(v, sh);
	write_words(v, sh);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

const struct panel_class panel_page = {
	.name = "page",
	.title = title,
	.min_rows = 3,
	.min_cols = 30,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
	.of_imported = true,
};
