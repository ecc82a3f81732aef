/*
 * toggle: bits of a flags word tried out, and which checks would complain.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/page_words.h"
#include "commands/scratch.h"
#include "core/pageflag_info.h"

bool session_scratch(const struct session *s, pfn_t pfn, uint64_t *ret)
{
	if (!s->scratch.on || s->scratch.pfn != pfn)
		return false;
	*ret = s->scratch.value;
	return true;
}

static void add_named(struct text *out, const struct flags_layout *layout,
		      uint64_t bits)
{
	const char *joint = "";

	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);

		if (!(bits >> bit & 1) || flag < 0)
			continue;
		text_add(out, "%s%s", joint,
			 pageflag_name((enum pageflag)flag));
		joint = "|";
	}
	for (unsigned i = 0; i < NR_FLAGS_FIELDS; i++) {
		enum flags_field field = (enum flags_field)i;

		if (layout->width[field] == 0 ||
		    !(bits & flags_field_mask(layout, field)))
			continue;
		text_add(out, "%s%s", joint, flags_field_name(field));
		joint = "|";
	}
}

void scratch_add_checks(struct text *out, const struct flags_layout *layout,
			uint64_t flags)
{
	uint64_t at_free = flags & flags_check_at_free(layout);
	uint64_t at_alloc = flags & flags_check_at_prep(layout);

	if (flags & pageflag_mask(layout, PG_hwpoison))
		text_add(out, "hwpoison: a single page is taken out of use "
			      "when freed, and passed by when allocated; ");
	if (!at_free && !at_alloc) {
		text_add(out, "no check of flags complains");
		return;
	}
	if (at_free) {
		text_add(out, "bad page when freed: ");
		add_named(out, layout, at_free);
		text_add(out, "; ");
	}
	text_add(out, "bad page when allocated: ");
	add_named(out, layout, at_alloc);
	if (!at_free)
		text_add(out, " (freeing clears it)");
}

/* A flag by name or a bit by number; fails with both remedies. */
static enum status parse_bit(const struct flags_layout *layout,
			     const char *word, unsigned *ret, struct reply *r)
{
	int flag = pageflag_find(strncmp(word, "PG_", 3) ? word : word + 3);
	uint64_t bit = 0;

	if (flag >= 0 && layout->bit[flag] >= 0) {
		*ret = (unsigned)layout->bit[flag];
		return STATUS_OK;
	}
	if (flag >= 0)
		return reply_fail(r, STATUS_FAILED,
				  "toggle: this layout has no bit for %s; "
				  "`flags` lists those it has",
				  pageflag_name((enum pageflag)flag));
	if (!parse_number(word, &bit) || bit >= layout->bits)
		return reply_fail(r, STATUS_FAILED,
				  "toggle: \"%s\" is no flag and no bit from 0 "
				  "to %u; `flags` lists them",
				  word, layout->bits - 1);
	*ret = (unsigned)bit;
	return STATUS_OK;
}

/* All words are read before the first bit changes. */
static enum status parse_bits(const struct flags_layout *layout,
			      const struct arguments *args, uint64_t *ret,
			      struct reply *r)
{
	*ret = 0;
	for (int i = 0; i < args->argc; i++) {
		unsigned bit = 0;
		enum status status = parse_bit(layout, args->argv[i], &bit, r);

		if (status != STATUS_OK)
			return status;
		*ret ^= (uint64_t)1 << bit;
	}
	return STATUS_OK;
}

/* The kernel's own check, should one set the flag on this very page. */
static void policy_text(const struct model *m, pfn_t pfn, enum pageflag flag,
			struct reply *r)
{
	const struct operation op = { .kind = OP_SET_FLAG,
				      .pfn = pfn,
				      .flag = flag };
	int64_t where = 0;
	enum op_refusal refusal = operation_check(m, &op, &where);
	enum pageflag_policy policy =
		pageflag_policy(model_machine(m)->profile, flag);

	struct text line;

	if (refusal != OP_FLAG_NOT_ON_TAIL &&
	    refusal != OP_FLAG_NOT_ON_COMPOUND)
		return;
	text_init(&line);
	text_add(&line,
		 "  %s: SetPage%s on this page would trip a VM_BUG_ON, as it "
		 "is part of a compound page",
		 pageflag_policy_name(policy), pageflag_camel(flag));
	reply_paragraph(r, 4, line.start);
	text_deinit(&line);
}

/* -1: a bit above the flags, or of none. */
static int flag_of_bit(const struct flags_layout *layout, unsigned bit)
{
	return bit < layout->nr_pageflags ? pageflag_on_bit(layout, bit) : -1;
}

static void bit_text(const struct flags_layout *layout, unsigned bit, bool set,
		     struct reply *r)
{
	int flag = flag_of_bit(layout, bit);
	struct text line;

	text_init(&line);
	if (flag < 0)
		text_add(&line, "bit %u %s: no flag", bit,
			 set ? "set" : "clear");
	else
		text_add(&line, "%s (bit %u) %s: %s",
			 pageflag_name((enum pageflag)flag), bit,
			 set ? "set" : "clear",
			 pageflag_meaning((enum pageflag)flag));
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
}

static void toggled_text(const struct model *m, pfn_t pfn, uint64_t changed,
			 uint64_t value, struct reply *r)
{
	const struct flags_layout *layout = &model_machine(m)->layout;

	for (unsigned bit = 0; bit < layout->bits; bit++) {
		int flag = flag_of_bit(layout, bit);
		bool set = value >> bit & 1;

		if (!(changed >> bit & 1))
			continue;
		bit_text(layout, bit, set, r);
		if (flag >= 0 && set)
			policy_text(m, pfn, (enum pageflag)flag, r);
	}
}

/* The word as bits, by names, and with the checks that would complain. */
static void word_reply(const struct profile *profile,
		       const struct flags_layout *layout, const char *label,
		       uint64_t value, struct reply *r)
{
	struct text line;

	text_init(&line);
	text_add(&line, "bits ");
	flags_add_bits(&line, layout, value);
	reply_text(r, "%s\n", line.start);
	text_deinit(&line);
	text_init(&line);
	text_add(&line, "%s 0x%" PRIx64 "(", label, value);
	flags_add_names(&line, layout, value);
	text_add(&line, ")");
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
	text_init(&line);
	scratch_add_checks(&line, layout, value);
	reply_paragraph(r, 2, line.start);
	if (reply_is_json(r))
		flags_word_keys(reply_object(r), profile, layout, value);
	reply_string(r, "checks", line.start);
	text_deinit(&line);
}

enum status toggle_value(const struct profile *profile,
			 const struct flags_layout *layout,
			 const struct arguments *bits, uint64_t value,
			 struct reply *r)
{
	uint64_t changed = 0;
	enum status status = parse_bits(layout, bits, &changed, r);

	if (status != STATUS_OK)
		return status;
	for (unsigned bit = 0; bit < layout->bits; bit++)
		if (changed >> bit & 1)
			bit_text(layout, bit, (value ^ changed) >> bit & 1, r);
	word_reply(profile, layout, "value", value ^ changed, r);
	reply_word(r, "of_value", value);
	return STATUS_OK;
}

/* Words that hold something else than flags are not for toggling. */
static enum status check_page(const struct model *m, pfn_t pfn, struct reply *r)
{
	if (!pfn_valid(m, pfn))
		return reply_fail(r, STATUS_FAILED,
				  "toggle: page %" PRIu32 " lies in a hole, "
				  "and has no flags",
				  pfn);
	if (page_order_byte(m, pfn) >= 0)
		return reply_fail(r, STATUS_FAILED,
				  "toggle: the low byte of page %" PRIu32
				  "'s flags is the order of its compound page, "
				  "not flags: `page %" PRIu32
				  "` first, its head",
				  pfn, page_view(m, pfn).head);
	return STATUS_OK;
}

/* The page named, and the words behind it; else the page last looked at. */
static enum status choose_page(struct session *s, const struct arguments *args,
			       struct arguments *ret_bits, struct reply *r)
{
	struct page_ref ref = { .pfn = s->page };
	int words = 0;

	if (args->argc >= 2 && strcmp(args->argv[0], "page") == 0) {
		enum status status = parse_ref(s, args->argv[1], &ref, r);

		if (status != STATUS_OK)
			return status;
		words = 2;
	}
	*ret_bits = (struct arguments){ .argc = args->argc - words,
					.argv = args->argv + words };
	enum status status = check_page(s->m, ref.pfn, r);

	if (status == STATUS_OK)
		s->page = ref.pfn;
	return status;
}

static void toggle_bits(struct session *s, uint64_t changed, struct reply *r)
{
	uint64_t value = page_flags(s->m, s->page);

	reply_text(r, "page %" PRIu32 " has 0x%" PRIx64 ", and keeps it\n",
		   s->page, value);
	session_scratch(s, s->page, &value);
	value ^= changed;
	if (changed)
		s->scratch = (struct scratch_word){ true, s->page, value };
	s->page_position = history_cursor(s->m);
	s->page_asked = s->page;
	toggled_text(s->m, s->page, changed, value, r);
	word_reply(model_machine(s->m)->profile, &model_machine(s->m)->layout,
		   "scratch", value, r);
	reply_number(r, "pfn", s->page);
	reply_word(r, "of_page", page_flags(s->m, s->page));
}

static enum status run_toggle(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct arguments bits;
	uint64_t changed = 0;

	if (args->argc == 1 && strcmp(args->argv[0], "off") == 0) {
		s->scratch.on = false;
		reply_text(r, "The scratch word is gone.\n");
		return STATUS_OK;
	}
	enum status status = choose_page(s, args, &bits, r);

	if (status == STATUS_OK)
		status = parse_bits(&model_machine(s->m)->layout, &bits,
				    &changed, r);
	if (status == STATUS_OK)
		toggle_bits(s, changed, r);
	return status;
}

const struct command cmd_toggle = {
	.name = "toggle",
	.group = GROUP_LOOKING,
	.args = "[page REF] [FLAG|BIT]... | off",
	.summary = "Try out a page's flags, on a scratch word",
	.help = "The scratch word begins as that of the page last looked at.  "
		"Shown are its\n"
		"value, its flags, and which checks would call the page bad "
		"when it is freed or\n"
		"allocated.  In the page panel Enter on a bit does the same.  "
		"`set-flag` changes\n"
		"the page itself, `flags VALUE toggle` tries a plain value.",
	.example = "toggle dirty lru",
	.completes = COMPLETE_WORDS,
	.words = "page off locked referenced uptodate dirty lru active "
		 "workingset "
		 "reserved private writeback reclaim swapbacked unevictable "
		 "mlocked hwpoison",
	.run = run_toggle,
};
