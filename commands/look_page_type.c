/*
 * page_type: the word over _mapcount, read as a type, as a map count, and by
 * where it lies on the number line between the two; and what setting, testing
 * or clearing a type does to it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/page_type_verb.h"

enum { TYPE_SHIFT = 24, OWNER_MASK = 0xffffff };

void page_type_add_names(struct text *out, const struct profile *profile,
			 uint32_t word)
{
	const char *name = NULL;

	for (unsigned i = 0; (name = page_type_name(profile, word, i)); i++)
		text_add(out, "%s%s", i ? "|" : "", name);
	if (!page_type_name(profile, word, 0))
		text_add(out, "none");
}

static void add_names(struct text *out, const struct page_types *types,
		      uint32_t word)
{
	const char *joint = "";

	for (unsigned i = 0; page_types_name(types, i); i++) {
		if (!page_types_test(types, word, i))
			continue;
		text_add(out, "%s%s", joint, page_types_name(types, i));
		joint = "|";
	}
	if (!*joint)
		text_add(out, "none");
}

static bool is_known(const struct page_types *types, uint32_t word)
{
	for (unsigned i = 0; page_types_name(types, i); i++)
		if (page_types_test(types, word, i))
			return true;
	return false;
}

static const char *reading(const struct page_types *types, uint32_t word)
{
	switch (page_types_zone(types, word)) {
	case ZONE_OF_IDLE:
		return "no type, not mapped";
	case ZONE_OF_COUNTS:
		return "a map count, stored less one";
	case ZONE_OF_UNDERFLOW:
		return "reserved: below -1, an unmapping too many";
	case ZONE_OF_TYPES:
		return is_known(types, word)
			       ? "a page type; it counts no mappings"
			       : "reserved: a type that this kernel lacks";
	case ZONE_OF_OVERFLOW:
		return "reserved: an overflowed map count";
	}
	return "";
}

static int64_t mapcount(const struct page_types *types, uint32_t word)
{
	return page_types_has_type(types, word) ? 0
						: (int64_t)(int32_t)word + 1;
}

void page_type_word_keys(struct json *object, const struct page_types *types,
			 uint32_t word)
{
	struct json *names = json_array();
	struct json *fields = json_object();

	for (unsigned i = 0; page_types_name(types, i); i++)
		if (page_types_test(types, word, i))
			json_append(names,
				    json_string(page_types_name(types, i)));
	if (page_types_scheme(types) == PAGE_TYPE_BYTE) {
		json_add(fields, "type", json_word(word >> TYPE_SHIFT));
		json_add(fields, "owner", json_word(word & OWNER_MASK));
	} else if (page_types_scheme(types) == PAGE_TYPE_BITS) {
		json_add(fields, "clear_bits", json_word((uint32_t)~word));
	}
	json_add(fields, "mapcount", json_number(mapcount(types, word)));
	json_add(fields, "has_type",
		 json_bool(page_types_has_type(types, word)));
	json_add(object, "value", json_word(word));
	json_add(object, "names", names);
	json_add(object, "aliases", json_array());
	json_add(object, "fields", fields);
}

void page_type_word_text(const struct page_types *types, uint32_t word,
			 struct reply *r)
{
	struct text names;

	text_init(&names);
	add_names(&names, types, word);
	reply_text(r, "0x%08" PRIx32 " = %s\n", word, names.start);
	text_deinit(&names);
	switch (page_types_scheme(types)) {
	case PAGE_TYPE_VALUE:
		break;
	case PAGE_TYPE_BITS:
		reply_text(r, "  clear bits 0x%08" PRIx32 "\n", ~word);
		break;
	case PAGE_TYPE_BYTE:
		reply_text(r, "  type byte  0x%02" PRIx32 "\n",
			   word >> TYPE_SHIFT);
		reply_text(r, "  owner bits 0x%06" PRIx32 "\n",
			   word & OWNER_MASK);
		break;
	}
	reply_text(r, "  signed     %" PRId32 "\n", (int32_t)word);
	reply_text(r, "  mapcount   %" PRId64 "\n", mapcount(types, word));
	reply_text(r, "  reading    %s\n", reading(types, word));
}

static void answer_keys(struct json *object, const struct page_types *types,
			const struct type_request *request)
{
	page_type_word_keys(object, types, request->word);
	if (request->verb != TYPE_VERB_NONE)
		type_verb_keys(object, types, request);
}

static struct json *version_json(const char *kernel,
				 const struct page_types *types,
				 const struct type_request *request)
{
	struct json *version = json_object();

	json_add(version, "kernel", json_string(kernel));
	json_add(version, "kernels", json_string(page_types_kernels(types)));
	answer_keys(version, types, request);
	return version;
}

/* One object for each kernel with a profile, and for each way to read the
 * word that lies between these. */
static void versions_of(const struct page_types *types,
			const struct type_request *request,
			struct json *versions)
{
	bool any = false;

	for (size_t i = 0; profile_nth(i); i++) {
		const struct profile *profile = profile_nth(i);

		if (page_types_of(profile) != types)
			continue;
		any = true;
		json_append(versions,
			    version_json(profile->series, types, request));
	}
	if (!any) {
		const char *kernels = page_types_kernels(types);
		char first[16];

		snprintf(first, sizeof(first), "%.*s",
			 (int)strcspn(kernels, " "), kernels);
		json_append(versions, version_json(first, types, request));
	}
}

static void line_text(const struct page_types *types,
		      const struct type_request *request, const char *mark,
		      struct reply *r)
{
	struct text names;

	text_init(&names);
	add_names(&names, types, request->word);
	reply_text(r, "%s %-12s %-14s %s\n", mark, page_types_kernels(types),
		   names.start, reading(types, request->word));
	text_deinit(&names);
	if (request->verb != TYPE_VERB_NONE) {
		uint32_t after = 0;

		type_verb_text(types, request, &after, r);
	}
}

/* Do these kernels name the word as those before them did? */
static bool is_same_reading(size_t i, uint32_t word)
{
	struct text here;
	struct text before;
	bool same = true;

	if (i == 0)
		return true;
	text_init(&here);
	text_init(&before);
	add_names(&here, page_types_nth(i), word);
	add_names(&before, page_types_nth(i - 1), word);
	same = strcmp(here.start, before.start) == 0;
	text_deinit(&here);
	text_deinit(&before);
	return same;
}

static void reply_all(const struct type_request *request, struct reply *r)
{
	struct json *versions = json_array();

	reply_text(r, "0x%08" PRIx32 ", signed %" PRId32 "\n", request->word,
		   (int32_t)request->word);
	for (size_t i = 0; page_types_nth(i); i++) {
		line_text(page_types_nth(i), request,
			  is_same_reading(i, request->word) ? " " : "*", r);
		versions_of(page_types_nth(i), request, versions);
	}
	reply_text(r, "* another reading than in the kernels above\n");
	reply_value(r, "versions", versions);
}

/* `under VERSION`: any version, as types changed in between, too. */
static enum status parse_under(const struct session *s,
			       const struct arguments *args, int at,
			       const struct page_types **ret, struct reply *r)
{
	*ret = page_types_of(model_machine(s->m)->profile);
	if (args->argc <= at)
		return STATUS_OK;
	if (args->argc != at + 2 || strcmp(args->argv[at], "under") != 0)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is not understood here: set, test or "
				  "clear TYPE, then `under VERSION` or `under "
				  "all` may follow the value",
				  args->argv[at]);
	*ret = NULL;
	if (strcmp(args->argv[at + 1], "all") == 0)
		return STATUS_OK;
	*ret = page_types_find(args->argv[at + 1]);
	return *ret ? STATUS_OK : no_words_of(args->argv[at + 1], r);
}

static enum status reply_one(const struct page_types *types,
			     const struct type_request *request,
			     struct reply *r)
{
	uint32_t after = 0;

	if (request->verb != TYPE_VERB_NONE &&
	    page_types_lookup(types, request->type) < 0)
		return reply_fail(r, STATUS_FAILED,
				  "page_type: kernel %s has no type %s",
				  page_types_kernels(types), request->type);
	page_type_word_text(types, request->word, r);
	if (request->verb != TYPE_VERB_NONE &&
	    type_verb_text(types, request, &after, r) && after != request->word)
		page_type_word_text(types, after, r);
	if (reply_is_json(r))
		answer_keys(reply_object(r), types, request);
	return STATUS_OK;
}

static enum status run_page_type(struct session *s,
				 const struct arguments *args, struct reply *r)
{
	struct type_request request = { .verb = TYPE_VERB_NONE };
	const struct page_types *types = NULL;
	uint64_t word = 0;
	int words = 0;

	if (args->argc == 0)
		return command_usage("page_type", r);
	if (!parse_number(args->argv[0], &word) || word > UINT32_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "page_type: \"%s\" is no 32-bit word; write "
				  "it as 0xf0000000",
				  args->argv[0]);
	request.word = (uint32_t)word;
	enum status status = type_verb_parse(args, &request, &words, r);

	if (status == STATUS_OK)
		status = parse_under(s, args, words, &types, r);
	if (status != STATUS_OK)
		return status;
	if (types)
		return reply_one(types, &request, r);
	reply_all(&request, r);
	if (reply_is_json(r))
		answer_keys(reply_object(r),
			    page_types_of(model_machine(s->m)->profile),
			    &request);
	return STATUS_OK;
}

const struct command cmd_page_type = {
	.name = "page_type",
	.group = GROUP_LOOKING,
	.args = "VALUE [set|test|clear TYPE] [under VERSION|all]",
	.summary = "Decode a page_type word, or set, test or clear a type in "
		   "it",
	.help = "From 6.12 on the top byte names the type and the other 24 "
		"bits belong to its\n"
		"owner; from 4.18 each type is a bit that it keeps clear; "
		"before, it is a value.\n"
		"An untyped page counts its mappings in the same word, less "
		"one.  VERSION may be\n"
		"any from 4.1 on, also 6.11, whose form no other has.",
	.example = "page_type 0xf0000000",
	.of_imported = true,
	.run = run_page_type,
};
