/*
 * The page inspector: what a page is, then the words of its struct page, the
 * flags word taken apart into its fields.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/page_words.h"
#include "core/page_type.h"
#include "tui/panel.h"

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

static void draw_state(const struct view *v, struct pen *p)
{
	struct page_view page = page_view(v->model, v->page);
	int zone = zone_of_pfn(v->model, v->page);
	char text[160];
	int used = snprintf(text, sizeof(text), "%s", state_words(page.state));

	if (page.order == 0)
		used += snprintf(text + used, sizeof(text) - (size_t)used,
				 " of order 0");
	if (page.order > 0)
		used += snprintf(text + used, sizeof(text) - (size_t)used,
				 " of order %d, pages %" PRIu32 " to %" PRId64,
				 page.order, page.head,
				 page.head + pages_in((unsigned)page.order) -
					 1);
	if (zone >= 0)
		snprintf(text + used, sizeof(text) - (size_t)used,
			 "; zone %s, pageblock %c",
			 zone_name(v->model, (unsigned)zone),
			 migratetype_letter(v->model,
					    pageblock_type(v->model, v->page)));
	pen_wrap(p, 0, 2, text);
}

static void draw_flag_names(const struct view *v, struct pen *p, uint64_t flags)
{
	const struct flags_layout *layout = &model_machine(v->model)->layout;
	int order = page_order_byte(v->model, v->page);
	const char *joint = "  ";

	if (order >= 0)
		pen_print(p, "  order byte %d", order);
	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);
		if (flag < 0 || !(flags >> bit & 1))
			continue;
		pen_print(p, "%s%s", joint, pageflag_name((enum pageflag)flag));
		joint = "|";
	}
}

static void draw_flags(const struct view *v, struct pen *p)
{
	uint64_t flags = page_flags(v->model, v->page);
	enum change change = word_change(v, FIELD_PAGE_FLAGS);

	pen_print(p, "flags%s", change_star(v, change));
	p->style.attributes = (uint8_t)change_attributes(change);
	pen_print(p, "0x%016" PRIx64, flags);
	p->style.attributes = ATTR_NORMAL;
	draw_flag_names(v, p, page_named_flags(v->model, v->page));
}

static int field_label(const struct view *v, enum flags_field field,
		       char ret[48])
{
	const struct flags_layout *layout = &model_machine(v->model)->layout;
	uint64_t value =
		flags_field_get(layout, page_flags(v->model, v->page), field);

	return snprintf(ret, 48, value < 1000 ? "%s %" PRIu64 : "%s 0x%" PRIx64,
			flags_field_name(field), value);
}

static int bits_label(const struct flags_layout *layout, enum flags_field field,
		      char ret[48])
{
	unsigned low = layout->shift[field];
	unsigned high = low + layout->width[field] - 1;

	if (low == high)
		return snprintf(ret, 48, "%u", low);
	return snprintf(ret, 48, "%u:%u", high, low);
}

static void draw_field(const struct view *v, struct pen *p,
		       enum flags_field field)
{
	const struct flags_layout *layout = &model_machine(v->model)->layout;
	char value[48];
	char bits[48];
	int value_cols = field_label(v, field, value);
	int bits_cols = bits_label(layout, field, bits);
	int cols = value_cols > bits_cols ? value_cols : bits_cols;

	if (p->col > 0 && p->col + cols > p->area.cols)
		pen_move(p, p->row + 2, 0);
	int row = p->row;
	int col = p->col;
	p->style.attributes = ATTR_DIM;
	pen_text(p, bits);
	p->style.attributes = ATTR_NORMAL;
	pen_move(p, row + 1, col);
	pen_text(p, value);
	pen_move(p, row, col + cols + 2);
}

/* The fields of the flags word from its high end down, the bits above. */
static void draw_fields(const struct view *v, struct pen *p)
{
	const struct flags_layout *layout = &model_machine(v->model)->layout;

	for (int field = 0; field < NR_FLAGS_FIELDS; field++)
		if (layout->width[field] > 0)
			draw_field(v, p, (enum flags_field)field);
}

static void draw_word(const struct view *v, struct pen *p, enum field_id id,
		      const char *text)
{
	enum change change = word_change(v, id);
	int cols = (int)strlen(text) + 1;

	if (p->col > 0 && p->col + cols > p->area.cols)
		pen_move(p, p->row + 1, 0);
	pen_text(p, change_star(v, change));
	p->style.attributes = (uint8_t)change_attributes(change);
	pen_text(p, text);
	p->style.attributes = ATTR_NORMAL;
	pen_text(p, "  ");
}

static void draw_words(const struct view *v, struct pen *p)
{
	const struct page *page = page_at(v->model, v->page);
	uint32_t word = page_type_word(page);
	const char *type =
		page_type_name(model_machine(v->model)->profile, word, 0);
	char text[64];

	snprintf(text, sizeof(text), "page_type 0x%" PRIx32 "%s%s", word,
		 type ? " " : "", type ? type : "");
	draw_word(v, p, FIELD_PAGE_TYPE, text);
	snprintf(text, sizeof(text), "private %u", page->private);
	draw_word(v, p, FIELD_PAGE_PRIVATE, text);
	snprintf(text, sizeof(text), "refcount %" PRId32, page->refcount);
	draw_word(v, p, FIELD_PAGE_REFCOUNT,
		  page_view(v->model, v->page).known ? text : "refcount ?");
}

static void draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct pen p = pen_in(c, r);

	draw_state(v, &p);
	pen_move(&p, p.row + 1, 0);
	draw_flags(v, &p);
	pen_move(&p, p.row + 1, 0);
	draw_words(v, &p);
	pen_move(&p, p.row + 1, 0);
	draw_fields(v, &p);
}

const struct panel_class panel_page = {
	.name = "page",
	.title = title,
	.min_rows = 3,
	.min_cols = 30,
	.draw = draw,
};
