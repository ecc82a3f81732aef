/*
 * flags: what the bits of a word of page->flags mean, to one kernel or to all
 * side by side.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/flags_words.h"
#include "commands/look_internal.h"
#include "commands/page_words.h"

/* Bits that a check of the allocator would complain about. */
static struct json *checked_json(const struct flags_layout *layout,
				 uint64_t flags, uint64_t mask)
{
	return flags_names_json(layout, flags & mask);
}

void flags_word_keys(struct json *object, const struct profile *profile,
		     const struct flags_layout *layout, uint64_t flags)
{
	json_add(object, "value", json_word(flags));
	json_add(object, "names", flags_names_json(layout, flags));
	json_add(object, "aliases", flags_aliases_json(profile, layout, flags));
	json_add(object, "fields", flags_fields_json(layout, flags));
	json_add(object, "unknown", json_word(flags_unknown(layout, flags)));
	json_add(object, "at_free",
		 checked_json(layout, flags, flags_check_at_free(layout)));
	json_add(object, "at_alloc",
		 checked_json(layout, flags,
			      flags_check_at_prep(layout) |
				      pageflag_mask(layout, PG_hwpoison)));
}

/* "dirty is also savepinned"; nothing for a flag with one name. */
static void alias_text(const struct profile *profile, enum pageflag flag,
		       struct reply *r)
{
	struct text line;
	const char *joint = " is also ";

	text_init(&line);
	text_add(&line, "%s", pageflag_name(flag));
	for (const struct flag_alias *alias = profile->flag_aliases;
	     alias->name; alias++) {
		if (alias->flag != flag)
			continue;
		text_add(&line, "%s%s", joint, alias->name);
		joint = ", ";
	}
	if (joint[0] == ',')
		reply_paragraph(r, 2, line.start);
	text_deinit(&line);
}

static void aliases_text(const struct profile *profile,
			 const struct flags_layout *layout, uint64_t flags,
			 struct reply *r)
{
	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);

		if ((flags >> bit & 1) && flag >= 0)
			alias_text(profile, (enum pageflag)flag, r);
	}
}

/* "at free: bad page, PAGE_FLAGS_CHECK_AT_FREE has lru|locked". */
static void check_text(const struct flags_layout *layout, uint64_t flags,
		       const char *when, const char *check, struct reply *r)
{
	struct text line;
	const char *joint = "";

	text_init(&line);
	text_add(&line, "%s a check would report a bad page, as %s has ", when,
		 check);
	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);

		if (!(flags >> bit & 1) || flag < 0)
			continue;
		text_add(&line, "%s%s", joint,
			 pageflag_name((enum pageflag)flag));
		joint = "|";
	}
	if (*joint)
		reply_paragraph(r, 2, line.start);
	text_deinit(&line);
}

static void checks_text(const struct flags_layout *layout, uint64_t flags,
			struct reply *r)
{
	check_text(layout, flags & flags_check_at_free(layout), "When freed",
		   "PAGE_FLAGS_CHECK_AT_FREE", r);
	check_text(layout, flags & flags_check_at_prep(layout),
		   "When allocated", "PAGE_FLAGS_CHECK_AT_PREP", r);
}

static void flags_line(const struct flags_layout *layout, uint64_t flags,
		       const char *before, struct reply *r)
{
	struct text out;

	text_init(&out);
	text_add(&out, "%s0x%" PRIx64 "(", before, flags);
	flags_add_names(&out, layout, flags);
	text_add(&out, ")");
	reply_paragraph(r, 2, out.start);
	text_deinit(&out);
}

void flags_word_text(const struct profile *profile,
		     const struct flags_layout *layout, uint64_t flags,
		     struct reply *r)
{
	uint64_t unknown = flags_unknown(layout, flags);
	struct text out;

	flags_line(layout, flags, "", r);
	text_init(&out);
	flags_add_ruler(&out, layout, flags, 0);
	reply_text(r, "%s", out.start);
	text_deinit(&out);
	if (unknown)
		reply_text(r,
			   "0x%" PRIx64 ": bits that no flag and no field of "
			   "this layout has.\n",
			   unknown);
	aliases_text(profile, layout, flags, r);
	checks_text(layout, flags, r);
}

static struct json *version_json(const struct profile *profile,
				 const struct flags_layout *layout,
				 uint64_t flags)
{
	struct json *version = json_object();

	json_add(version, "kernel", json_string(profile->series));
	flags_word_keys(version, profile, layout, flags);
	return version;
}

/* Kernels side by side: their layouts, and which of them there are. */
struct side_by_side {
	const struct under *under;
	struct flags_layout layouts[MAX_PROFILES];
	bool fits[MAX_PROFILES];
};

static const char *name_on_bit(const void *context, unsigned i, unsigned bit)
{
	const struct side_by_side *all = context;
	int flag = -1;

	if (!all->fits[i] || bit >= all->layouts[i].nr_pageflags)
		return NULL;
	flag = pageflag_on_bit(&all->layouts[i], bit);
	return flag < 0 ? NULL : pageflag_name((enum pageflag)flag);
}

/* The bits below those that are a field in every kernel. */
static uint64_t flag_bits(const struct side_by_side *all)
{
	unsigned top = 0;

	for (unsigned i = 0; i < all->under->nr; i++)
		if (all->fits[i] && all->layouts[i].nr_pageflags > top)
			top = all->layouts[i].nr_pageflags;
	return ((uint64_t)1 << top) - 1;
}

static void flags_all(const struct session *s,
		      const struct flags_choice *choice,
		      const struct under *under, uint64_t flags,
		      struct reply *r)
{
	struct side_by_side all = { .under = under };
	struct json *versions = json_array();

	for (unsigned i = 0; i < under->nr; i++) {
		const struct profile *profile = under->profiles[i];
		struct flags_layout *layout = &all.layouts[i];
		char before[16];

		all.fits[i] = flags_choice_layout(s, choice, profile, layout) ==
			      FLAGS_FIT;
		snprintf(before, sizeof(before), "%-5s ", profile->series);
		if (!all.fits[i]) {
			reply_text(r, "%sno such configuration\n", before);
			continue;
		}
		flags_line(layout, flags, before, r);
		json_append(versions, version_json(profile, layout, flags));
		if (profile == under->present && reply_is_json(r))
			flags_word_keys(reply_object(r), profile, layout,
					flags);
	}
	under_bits_text(under, flags & flag_bits(&all), name_on_bit, &all, r);
	reply_value(r, "versions", versions);
}

/* What to do with the value: read it, or toggle these bits first. */
struct flags_request {
	struct flags_choice choice;
	struct under under;
	bool toggles;
	struct arguments bits;
};

static enum status flags_one(const struct session *s,
			     const struct flags_request *q, uint64_t flags,
			     struct reply *r)
{
	const struct profile *profile = q->under.profiles[0];
	struct flags_layout layout;
	enum flags_refusal refusal =
		flags_choice_layout(s, &q->choice, profile, &layout);

	if (refusal != FLAGS_FIT)
		return reply_fail(r, STATUS_FAILED,
				  "kernel %s refuses this configuration: %s",
				  profile->series, flags_refusal_text(refusal));
	if (q->toggles)
		return toggle_value(profile, &layout, &q->bits, flags, r);
	flags_word_text(profile, &layout, flags, r);
	if (reply_is_json(r))
		flags_word_keys(reply_object(r), profile, &layout, flags);
	return STATUS_OK;
}

/* Where this word stands; the number of words without it. */
static int word_at(const struct arguments *args, const char *word)
{
	int i = 0;

	while (i < args->argc && strcmp(args->argv[i], word) != 0)
		i++;
	return i;
}

/* VALUE [PRESET] [KEY=VALUE...] [toggle FLAG|BIT...] [under ...] */
static enum status request_parse(struct session *s,
				 const struct arguments *args,
				 struct flags_request *q, struct reply *r)
{
	int end = word_at(args, "under");
	const struct arguments before = { .argc = end, .argv = args->argv };
	int toggle = word_at(&before, "toggle");
	const struct arguments words = { .argc = toggle - 1,
					 .argv = args->argv + 1 };
	enum status status = flags_choice_parse(s, &words, &q->choice, r);

	q->toggles = toggle < end;
	if (q->toggles)
		q->bits = (struct arguments){ .argc = end - toggle - 1,
					      .argv = args->argv + toggle + 1 };
	if (status == STATUS_OK)
		status = under_parse(s, args, end, &q->under, r);
	if (status != STATUS_OK)
		return status;
	if (end == args->argc)
		q->under.profiles[0] = q->choice.profile;
	if (!q->toggles)
		return STATUS_OK;
	if (q->under.all)
		return reply_fail(r, STATUS_FAILED,
				  "flags: a flag has another bit in each "
				  "kernel; toggle under one of them");
	if (q->bits.argc == 0)
		return reply_fail(r, STATUS_FAILED,
				  "flags: toggle what?  A flag or a bit, as in "
				  "`flags %s toggle dirty`",
				  args->argv[0]);
	return STATUS_OK;
}

static enum status flags_value(struct session *s, const struct arguments *args,
			       uint64_t flags, struct reply *r)
{
	struct flags_request q = { .toggles = false };
	enum status status = request_parse(s, args, &q, r);

	if (status != STATUS_OK)
		return status;
	if (!q.under.all)
		return flags_one(s, &q, flags, r);
	flags_all(s, &q.choice, &q.under, flags, r);
	return STATUS_OK;
}

static enum status run_flags(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	uint64_t flags = 0;

	if (args->argc == 0) {
		reply_layout(&model_machine(s->m)->layout, r);
		return STATUS_OK;
	}
	if (parse_number(args->argv[0], &flags))
		return flags_value(s, args, flags, r);
	return flag_info(s, args, r);
}

const struct command cmd_flags = {
	.name = "flags",
	.group = GROUP_LOOKING,
	.args = "[VALUE|FLAG|bit N] [PRESET] [KEY=VALUE...] [toggle "
		"FLAG|BIT...] [under VERSION|all]",
	.summary = "Decode a word of page->flags, or explain one of its flags",
	.help = "Without a value: the layout of this machine.  A bit with "
		"several names shows\n"
		"them all: which one holds depends on what the page is used "
		"for.  PRESET and\n"
		"KEY=VALUE as in flags-layout read the word by another "
		"configuration; `under\n"
		"all` compares the kernels.  A flag's name or bit tells its "
		"meaning, accessors,\n"
		"policy and second names.  `toggle` shows the value with these "
		"bits changed, and\n"
		"the checks that complain.",
	.example = "flags 0x17ffffc0000000",
	.of_imported = true,
	.run = run_flags,
};
