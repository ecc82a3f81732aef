/*
 * page_type: the word over _mapcount, read as a type, as a map count, and by
 * where it lies on the number line between the two.
 */
#include <inttypes.h>

#include "commands/look_internal.h"
#include "core/page_type.h"

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

static const char *reading(const struct profile *profile, uint32_t word)
{
	if (word == PAGE_TYPE_NONE)
		return "no type, not mapped";
	if (page_type_name(profile, word, 0))
		return "a page type; it counts no mappings";
	if (page_has_type(profile, word))
		return "reserved: an overflowed map count, or a type that this "
		       "kernel lacks";
	if (word & 0x80000000U)
		return "reserved: below -1, an unmapping too many";
	return "a map count, stored less one";
}

static void page_type_keys(struct json *object, const struct profile *profile,
			   uint32_t word)
{
	struct json *names = json_array();
	struct json *fields = json_object();
	const char *name = NULL;

	for (unsigned i = 0; (name = page_type_name(profile, word, i)); i++)
		json_append(names, json_string(name));
	if (page_type_scheme(profile) == PAGE_TYPE_BYTE) {
		json_add(fields, "type", json_word(word >> TYPE_SHIFT));
		json_add(fields, "owner", json_word(word & OWNER_MASK));
	} else {
		json_add(fields, "clear_bits", json_word((uint32_t)~word));
	}
	json_add(fields, "mapcount",
		 json_number(page_mapcount_of(profile, word)));
	json_add(fields, "has_type", json_bool(page_has_type(profile, word)));
	json_add(object, "value", json_word(word));
	json_add(object, "names", names);
	json_add(object, "aliases", json_array());
	json_add(object, "fields", fields);
}

static void page_type_text(const struct profile *profile, uint32_t word,
			   struct reply *r)
{
	struct text names;

	text_init(&names);
	page_type_add_names(&names, profile, word);
	reply_text(r, "0x%08" PRIx32 " = %s\n", word, names.start);
	text_deinit(&names);
	if (page_type_scheme(profile) == PAGE_TYPE_BYTE) {
		reply_text(r, "  type byte  0x%02" PRIx32 "\n",
			   word >> TYPE_SHIFT);
		reply_text(r, "  owner bits 0x%06" PRIx32 "\n",
			   word & OWNER_MASK);
	} else {
		reply_text(r, "  clear bits 0x%08" PRIx32 "\n", ~word);
	}
	reply_text(r, "  signed     %" PRId32 "\n", (int32_t)word);
	reply_text(r, "  mapcount   %" PRId64 "\n",
		   page_mapcount_of(profile, word));
	reply_text(r, "  reading    %s\n", reading(profile, word));
}

static enum status run_page_type(struct session *s,
				 const struct arguments *args, struct reply *r)
{
	uint64_t word = 0;
	struct under under;

	if (args->argc == 0)
		return command_usage("page_type", r);
	if (!parse_number(args->argv[0], &word) || word > UINT32_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "page_type: \"%s\" is no 32-bit word; write "
				  "it as 0xf0000000",
				  args->argv[0]);

	enum status status = under_parse(s, args, 1, &under, r);

	if (status != STATUS_OK)
		return status;

	struct json *versions = json_array();

	for (unsigned i = 0; i < under.nr; i++) {
		const struct profile *profile = under.profiles[i];
		struct json *version = json_object();

		if (under.all)
			reply_text(r, "Kernel %s:\n", profile->series);
		page_type_text(profile, (uint32_t)word, r);
		json_add(version, "kernel", json_string(profile->series));
		page_type_keys(version, profile, (uint32_t)word);
		json_append(versions, version);
	}
	if (reply_is_json(r))
		page_type_keys(reply_object(r), under.present, (uint32_t)word);
	if (under.all)
		reply_value(r, "versions", versions);
	else
		json_destroy(versions);
	return STATUS_OK;
}

const struct command cmd_page_type = {
	.name = "page_type",
	.group = GROUP_LOOKING,
	.args = "VALUE [under VERSION|all]",
	.summary = "Decode a page_type word",
	.help = "From 6.12 on the top byte names the type and the other 24 "
		"bits belong to its\n"
		"owner; before, each type is a bit that it keeps clear.  An "
		"untyped page counts\n"
		"its mappings in the same word, less one.",
	.example = "page_type 0xf0000000",
	.run = run_page_type,
};
