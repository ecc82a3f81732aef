/*
 * flags FLAG and flags bit N: what is known about one flag in a kernel.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/flags_words.h"
#include "commands/look_internal.h"
#include "core/pageflag_info.h"

/* A form of accessor, by what goes before and behind the flag's name. */
static const struct {
	enum pageflag_accessor accessor;
	const char *page;  /* PageX and so on */
	const char *folio; /* folio_test_x and so on */
} forms[] = {
	{ ACCESSOR_TEST, "Page", "folio_test_" },
	{ ACCESSOR_SET, "SetPage", "folio_set_" },
	{ ACCESSOR_CLEAR, "ClearPage", "folio_clear_" },
	{ ACCESSOR_PLAIN_SET, "__SetPage", "__folio_set_" },
	{ ACCESSOR_PLAIN_CLEAR, "__ClearPage", "__folio_clear_" },
	{ ACCESSOR_TEST_SET, "TestSetPage", "folio_test_set_" },
	{ ACCESSOR_TEST_CLEAR, "TestClearPage", "folio_test_clear_" },
};

enum { NR_FORMS = sizeof(forms) / sizeof(forms[0]) };

/* The i-th form that a flag has, as a name; false past the last. */
static bool accessor_name(enum pageflag flag, enum pageflag_policy policy,
			  unsigned form, struct text *out)
{
	if (!(pageflag_accessors(flag) & forms[form].accessor) ||
	    policy == POLICY_NO_ACCESSOR)
		return false;
	if (policy == POLICY_FOLIO)
		text_add(out, "%s%s", forms[form].folio, pageflag_name(flag));
	else
		text_add(out, "%s%s", forms[form].page, pageflag_camel(flag));
	return true;
}

static struct json *accessors_json(enum pageflag flag,
				   enum pageflag_policy policy)
{
	struct json *names = json_array();

	for (unsigned form = 0; form < NR_FORMS; form++) {
		char name[64];
		struct text out;

		text_init_fixed(&out, name, sizeof(name));
		if (accessor_name(flag, policy, form, &out))
			json_append(names, json_string(name));
	}
	return names;
}

static void accessors_text(enum pageflag flag, enum pageflag_policy policy,
			   struct reply *r)
{
	struct text line;

	text_init(&line);
	text_add(&line, "  accessors");
	for (unsigned form = 0; form < NR_FORMS; form++) {
		size_t before = line.length;

		text_add(&line, " ");
		if (!accessor_name(flag, policy, form, &line))
			line.start[line.length = before] = '\0';
	}
	if (policy != POLICY_NO_ACCESSOR)
		reply_paragraph(r, 12, line.start);
	text_deinit(&line);
}

static struct json *aliases_json(const struct profile *profile,
				 enum pageflag flag)
{
	struct json *aliases = json_array();

	for (const struct flag_alias *alias = profile->flag_aliases;
	     alias->name; alias++) {
		struct json *object = NULL;
		const char *text = pageflag_alias_text(alias->name);

		if (alias->flag != flag)
			continue;
		object = json_object();
		json_add(object, "name", json_string(alias->name));
		json_add(object, "on", text ? json_string(text) : json_null());
		json_append(aliases, object);
	}
	return aliases;
}

static void aliases_text(const struct profile *profile, enum pageflag flag,
			 struct reply *r)
{
	for (const struct flag_alias *alias = profile->flag_aliases;
	     alias->name; alias++) {
		const char *text = pageflag_alias_text(alias->name);

		if (alias->flag != flag)
			continue;
		reply_text(r, "  also %s", alias->name);
		if (text)
			reply_text(r, ": %s", text);
		if (pageflag_alias_is_second(alias->name))
			reply_text(r, " (kept in the first tail)");
		reply_text(r, "\n");
	}
}

static void checks_text(const struct flags_layout *layout, enum pageflag flag,
			struct reply *r)
{
	uint64_t mask = pageflag_mask(layout, flag);
	bool at_free = mask & flags_check_at_free(layout);
	bool at_prep = mask & flags_check_at_prep(layout);

	reply_text(r, "  checks    %s\n",
		   at_free   ? "must be clear on a page that is freed, and on "
			       "one that is allocated"
		   : at_prep ? "freeing clears it; it must be clear on a page "
			       "that is allocated"
			     : "freeing keeps it; the allocator passes such a "
			       "page by");
}

static void info_json(const struct profile *profile,
		      const struct flags_layout *layout, enum pageflag flag,
		      struct json *object)
{
	enum pageflag_policy policy = pageflag_policy(profile, flag);
	uint64_t mask = pageflag_mask(layout, flag);

	json_add(object, "name", json_string(pageflag_name(flag)));
	json_add(object, "bit", json_number(layout->bit[flag]));
	json_add(object, "mask", json_word(mask));
	json_add(object, "meaning", json_string(pageflag_meaning(flag)));
	json_add(object, "policy", json_string(pageflag_policy_name(policy)));
	json_add(object, "accessors", accessors_json(flag, policy));
	json_add(object, "aliases", aliases_json(profile, flag));
	json_add(object, "check_at_free",
		 json_bool(mask & flags_check_at_free(layout)));
	json_add(object, "check_at_alloc",
		 json_bool(mask & flags_check_at_prep(layout)));
}

static void info_text(const struct profile *profile,
		      const struct flags_layout *layout, enum pageflag flag,
		      struct reply *r)
{
	enum pageflag_policy policy = pageflag_policy(profile, flag);
	struct text line;

	reply_text(r, "%s, bit %d (0x%" PRIx64 ") in kernel %s\n",
		   pageflag_name(flag), layout->bit[flag],
		   pageflag_mask(layout, flag), profile->series);
	text_init(&line);
	text_add(&line, "  meaning   %s", pageflag_meaning(flag));
	reply_paragraph(r, 12, line.start);
	text_deinit(&line);
	accessors_text(flag, policy, r);
	text_init(&line);
	text_add(&line, "  policy    %s: %s", pageflag_policy_name(policy),
		 pageflag_policy_text(policy));
	reply_paragraph(r, 12, line.start);
	text_deinit(&line);
	checks_text(layout, flag, r);
	aliases_text(profile, flag, r);
}

/* One kernel's answer: the flag by name, or the one that stands on a bit. */
static void info_under(const struct profile *profile,
		       const struct flags_layout *layout, int flag,
		       struct json *versions)
{
	struct json *version = json_object();

	json_add(version, "kernel", json_string(profile->series));
	if (flag >= 0 && layout->bit[flag] >= 0)
		info_json(profile, layout, (enum pageflag)flag, version);
	json_append(versions, version);
}

static void lacking_text(const struct profile *profile, int flag, uint64_t bit,
			 struct reply *r)
{
	if (flag >= 0)
		reply_text(r, "%s is no flag of kernel %s\n",
			   pageflag_name((enum pageflag)flag), profile->series);
	else
		reply_text(r, "bit %" PRIu64 " is no flag of kernel %s\n", bit,
			   profile->series);
}

/* What is asked for: a flag by name (>= 0), else a bit. */
static enum status parse_flag(const struct arguments *args, int *ret_flag,
			      uint64_t *ret_bit, int *ret_words,
			      struct reply *r)
{
	const char *word = args->argv[0];

	*ret_flag = -1;
	*ret_words = 1;
	if (strcmp(word, "bit") != 0) {
		*ret_flag = pageflag_find(strncmp(word, "PG_", 3) ? word
								  : word + 3);
		if (*ret_flag >= 0)
			return STATUS_OK;
		return reply_fail(r, STATUS_FAILED,
				  "flags: \"%s\" is no number and no flag; "
				  "write the word as 0x17ffffc0000000, or a "
				  "flag as dirty",
				  word);
	}
	*ret_words = 2;
	if (args->argc > 1 && parse_number(args->argv[1], ret_bit) &&
	    *ret_bit < 64)
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "flags bit: a number from 0 to 63 must follow, as in "
			  "`flags bit 9`");
}

enum status flag_info(struct session *s, const struct arguments *args,
		      struct reply *r)
{
	struct flags_choice choice;
	struct arguments no_words = { 0 };
	struct under under;
	uint64_t bit = 0;
	int asked = -1;
	int words = 0;
	enum status status = parse_flag(args, &asked, &bit, &words, r);

	if (status == STATUS_OK)
		status = flags_choice_parse(s, &no_words, &choice, r);
	if (status == STATUS_OK)
		status = under_parse(s, args, words, &under, r);
	if (status != STATUS_OK)
		return status;
	struct json *versions = json_array();

	for (unsigned i = 0; i < under.nr; i++) {
		const struct profile *profile = under.profiles[i];
		struct flags_layout layout;
		int flag = asked;

		if (flags_choice_layout(s, &choice, profile, &layout) !=
		    FLAGS_FIT)
			continue;
		if (flag < 0 && bit < layout.nr_pageflags)
			flag = pageflag_on_bit(&layout, (unsigned)bit);
		if (flag < 0 || layout.bit[flag] < 0)
			lacking_text(profile, flag, bit, r);
		else
			info_text(profile, &layout, (enum pageflag)flag, r);
		info_under(profile, &layout, flag, versions);
	}
	reply_value(r, "versions", versions);
	return STATUS_OK;
}
