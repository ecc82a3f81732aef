#include "tui/flag_bits.h"

#include <inttypes.h>

#include "commands/page_words.h"
#include "commands/scratch.h"

/* Room that a group of four takes, so that none is torn apart. */
enum { GROUP = 4 };

static void write_bit(const struct view *v, struct sheet *sh, unsigned bit,
		      uint64_t word)
{
	int flag = pageflag_on_bit(&model_machine(v->model)->layout, bit);
	bool changed = (word ^ page_flags(v->model, v->page)) >> bit & 1;

	sheet_style(sh, changed ? ATTR_REVERSE : ATTR_NORMAL, ROLE_TEXT);
	sheet_link(sh);
	sheet_text(sh, word >> bit & 1 ? "1" : "0");
	if (flag >= 0)
		sheet_leads(sh, "toggle page %" PRIu32 " %s", v->page,
			    pageflag_name((enum pageflag)flag));
	else
		sheet_leads(sh, "toggle page %" PRIu32 " %u", v->page, bit);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
}

static void write_bits(const struct view *v, struct sheet *sh, uint64_t word)
{
	unsigned nr = model_machine(v->model)->layout.nr_pageflags;

	sheet_print(sh, "bits %u ", nr - 1);
	for (unsigned bit = nr; bit-- > 0;) {
		if (bit % GROUP == GROUP - 1)
			sheet_need(sh, GROUP, 2);
		write_bit(v, sh, bit, word);
		if (bit > 0 && bit % GROUP == 0)
			sheet_text(sh, " ");
	}
	sheet_next_row(sh);
}

static void write_scratch(const struct view *v, struct sheet *sh, uint64_t word)
{
	const struct flags_layout *layout = &model_machine(v->model)->layout;
	struct text line;

	text_init(&line);
	text_add(&line, "scratch 0x%" PRIx64 "(", word);
	flags_add_names(&line, layout, word);
	text_add(&line, ")");
	sheet_wrap(sh, 2, line.start);
	sheet_next_row(sh);
	text_deinit(&line);
	text_init(&line);
	scratch_add_checks(&line, layout, word);
	sheet_wrap(sh, 2, line.start);
	text_deinit(&line);
	sheet_link(sh);
	sheet_text(sh, " [off]");
	sheet_leads(sh, "toggle off");
	sheet_next_row(sh);
}

void flag_bits_write(const struct view *v, struct sheet *sh)
{
	uint64_t word = page_flags(v->model, v->page);

	/* There, the low byte is no flags. */
	if (page_order_byte(v->model, v->page) >= 0)
		return;
	bool on = session_scratch(v->session, v->page, &word);

	write_bits(v, sh, word);
	if (on)
		write_scratch(v, sh, word);
}
