/*
 * x and ptype: struct page as 64 bytes, word by word, in the reading that holds
 * of a page now or in any other.
 *
 * The model links pages by frame number, so list words are shown as pages and
 * a slab's pointers as what they lead to; words that belong to another owner
 * of the page are said to be not modelled.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/page_words.h"
#include "commands/word_content.h"

static struct json *word_json(const struct struct_word *word,
			      const struct word_content *content)
{
	struct json *object = json_object();

	json_add(object, "offset", json_number(word->offset));
	json_add(object, "size", json_number(word->size));
	json_add(object, "name", json_string(word->name));
	json_add(object, "value",
		 content->has_value ? json_word(content->value) : json_null());
	json_add(object, "text", json_string(content->words));
	json_add(object, "page",
		 content->leads ? json_number(content->page) : json_null());
	return object;
}

/* One line; the name takes `width` columns. */
static void add_word(struct text *out, const struct struct_word *word,
		     const struct word_content *content, int width)
{
	text_add(out, "+%-3u %-*s ", word->offset, width, word->name);
	if (content->has_value)
		text_add(out, "0x%0*" PRIx64, (int)word->size * 2,
			 content->value);
	if (content->words[0])
		text_add(out, "%s%s", content->has_value ? "  " : "",
			 content->words);
}

/* The nth word of the reading that holds; false past the last. */
static bool read_nth(const struct model *m, pfn_t pfn, unsigned nth,
		     struct struct_word *ret_word,
		     struct word_content *ret_content)
{
	const char *why = NULL;
	enum page_reading reading = page_reading_of(m, pfn, &why);

	if (!struct_page_word(model_machine(m)->profile, reading, nth,
			      ret_word))
		return false;
	*ret_content = (struct word_content){ .has_value = false };
	word_content_read(m, pfn, ret_word->source, ret_content);
	return true;
}

bool page_word_nth(const struct model *m, pfn_t pfn, unsigned nth, char *ret,
		   size_t size)
{
	struct word_content content;
	struct struct_word word;
	struct text out;

	if (!read_nth(m, pfn, nth, &word, &content))
		return false;
	text_init_fixed(&out, ret, size);
	add_word(&out, &word, &content, 10);
	return true;
}

bool page_word_leads(const struct model *m, pfn_t pfn, unsigned nth, char *ret,
		     size_t size)
{
	struct word_content content;
	struct struct_word word;

	if (!read_nth(m, pfn, nth, &word, &content))
		return false;
	snprintf(ret, size, "%s %" PRIu32, content.of_slab ? "slab" : "page",
		 content.leads ? content.page : pfn);
	return content.of_slab || content.leads;
}

static void word_text(const struct struct_word *word,
		      const struct word_content *content, int width,
		      struct reply *r)
{
	struct text line;

	text_init(&line);
	add_word(&line, word, content, width);
	reply_paragraph(r, (unsigned)width + 6, line.start);
	text_deinit(&line);
}

/* Columns that the longest name takes. */
static int name_width(const struct profile *profile, enum page_reading reading)
{
	struct struct_word word;
	size_t width = 10;

	for (unsigned i = 0; struct_page_word(profile, reading, i, &word); i++)
		if (strlen(word.name) > width)
			width = strlen(word.name);
	return (int)width;
}

static void reading_heading(const struct model *m, pfn_t pfn,
			    enum page_reading reading, struct reply *r)
{
	const char *why = NULL;
	enum page_reading now = page_reading_of(m, pfn, &why);
	struct text line;

	text_init(&line);
	text_add(&line, "struct page of page %" PRIu32 ": %s", pfn,
		 page_reading_text(reading));
	if (reading == now)
		text_add(&line, ", as %s", why);
	else
		text_add(&line, ", which does not hold: it is %s",
			 page_reading_text(now));
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
	reply_string(r, "reading", page_reading_name(reading));
	reply_string(r, "why", why);
	reply_value(r, "holds", json_bool(reading == now));
}

static void reply_words(const struct model *m, pfn_t pfn,
			enum page_reading reading, struct reply *r)
{
	const struct profile *profile = model_machine(m)->profile;
	struct json *words = json_array();
	struct struct_word word;

	int width = name_width(profile, reading);

	reading_heading(m, pfn, reading, r);
	for (unsigned i = 0; struct_page_word(profile, reading, i, &word);
	     i++) {
		struct word_content content = { .has_value = false };

		word_content_read(m, pfn, word.source, &content);
		word_text(&word, &content, width, r);
		json_append(words, word_json(&word, &content));
	}
	reply_number(r, "pfn", pfn);
	reply_value(r, "words", words);
}

/* `as READING` from the i-th word on; *ret stays as it is without it. */
static enum status parse_as(const struct arguments *args, int i,
			    enum page_reading *ret, struct reply *r)
{
	int reading = -1;
	struct text known;

	if (args->argc < i + 2 || strcmp(args->argv[i], "as") != 0)
		return STATUS_OK;
	reading = page_reading_find(args->argv[i + 1]);
	if (reading >= 0) {
		*ret = (enum page_reading)reading;
		return STATUS_OK;
	}
	text_init(&known);
	for (unsigned known_one = 0; known_one < NR_READINGS; known_one++)
		text_add(&known, "%s%s", known_one ? ", " : "",
			 page_reading_name((enum page_reading)known_one));
	reply_fail(r, STATUS_FAILED,
		   "as: \"%s\" is no reading of struct page: one of %s",
		   args->argv[i + 1], known.start);
	text_deinit(&known);
	return STATUS_FAILED;
}

static int as_at(const struct arguments *args)
{
	int i = 0;

	while (i < args->argc && strcmp(args->argv[i], "as") != 0)
		i++;
	return i + 2 == args->argc ? i : args->argc;
}

static enum status run_x(struct session *s, const struct arguments *args,
			 struct reply *r)
{
	int end = as_at(args);
	struct arguments ref = { .argc = end, .argv = args->argv };
	const char *why = NULL;
	pfn_t pfn = 0;
	enum status status = page_argument(s, &ref, &pfn, r);

	if (status != STATUS_OK)
		return status;
	if (!pfn_valid(s->m, pfn))
		return reply_fail(r, STATUS_FAILED,
				  "page %" PRIu32 " lies in a hole: it has no "
				  "struct page",
				  pfn);
	enum page_reading reading = page_reading_of(s->m, pfn, &why);

	status = parse_as(args, end, &reading, r);
	if (status == STATUS_OK)
		reply_words(s->m, pfn, reading, r);
	return status;
}

static struct json *member_json(const struct struct_word *word)
{
	struct json *member = json_object();

	json_add(member, "offset", json_number(word->offset));
	json_add(member, "size", json_number(word->size));
	json_add(member, "type", json_string(word->type));
	json_add(member, "name", json_string(word->name));
	json_add(member, "meaning", json_string(word->meaning));
	return member;
}

static struct json *layout_members(const struct profile *profile,
				   enum page_reading reading, struct reply *r)
{
	struct json *members = json_array();
	struct struct_word word;
	int width = name_width(profile, reading) + 1;

	reply_text(r, "struct page, kernel %s, %s: 64 bytes\n", profile->series,
		   page_reading_text(reading));
	for (unsigned i = 0; struct_page_word(profile, reading, i, &word);
	     i++) {
		reply_text(r, "+%-3u %u  %-16s %-*s %s\n", word.offset,
			   word.size, word.type, width, word.name,
			   word.meaning);
		json_append(members, member_json(&word));
	}
	return members;
}

static enum status reply_layouts(const struct under *under,
				 enum page_reading reading, struct reply *r)
{
	struct json *versions = json_array();

	for (unsigned i = 0; i < under->nr; i++) {
		const struct profile *profile = under->profiles[i];
		struct json *version = json_object();
		struct json *members = layout_members(profile, reading, r);

		json_add(version, "kernel", json_string(profile->series));
		if (under->all) {
			json_add(version, "members", members);
			json_append(versions, version);
			continue;
		}
		json_destroy(version);
		reply_value(r, "members", members);
	}
	reply_number(r, "size", 64);
	reply_string(r, "reading", page_reading_name(reading));
	if (under->all)
		reply_value(r, "versions", versions);
	else
		json_destroy(versions);
	return STATUS_OK;
}

static enum status run_ptype(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	enum page_reading reading = READING_ALLOCATED;
	struct under under;
	int at = 2;

	if (args->argc < 2 || strcmp(args->argv[0], "struct") != 0 ||
	    strcmp(args->argv[1], "page") != 0)
		return reply_fail(r, STATUS_FAILED,
				  "ptype knows one type: `ptype struct page`");
	enum status status = parse_as(args, at, &reading, r);

	if (status != STATUS_OK)
		return status;
	if (args->argc > at && strcmp(args->argv[at], "as") == 0)
		at += 2;
	status = under_parse(s, args, at, &under, r);
	return status == STATUS_OK ? reply_layouts(&under, reading, r) : status;
}

const struct command cmd_x = {
	.name = "x",
	.group = GROUP_LOOKING,
	.args = "[REF] [as READING]",
	.summary = "Show the words of a struct page",
	.help = "Byte offsets, values, and what they say, in the reading that "
		"holds of the page\nnow, or in another one: buddy, pcp, free, "
		"allocated, head, tail1, tail2, tail,\nslab, table, anon, "
		"file, "
		"reserved, offline, guard, device.  `ptype struct page`\nnames "
		"the words.",
	.example = "x 0",
	.run = run_x,
};

const struct command cmd_ptype = {
	.name = "ptype",
	.group = GROUP_LOOKING,
	.args = "struct page [as READING] [under VERSION|all]",
	.summary = "Show the layout of struct page, by use and kernel",
	.help = "READING as for `x`: the same 64 bytes mean other things on a "
		"slab page, a page\ntable, or the tails of a compound page.",
	.example = "ptype struct page as slab",
	.completes = COMPLETE_WORDS,
	.words = "struct page",
	.run = run_ptype,
};
