/*
 * kpf: a word of /proc/kpageflags, by the names of one kernel or of all.
 */
#include <inttypes.h>

#include "commands/look_internal.h"
#include "core/kpageflags.h"

static const char *name_on_bit(const void *context, unsigned i, unsigned bit)
{
	const struct under *under = context;

	return kpageflag_name(under->profiles[i], bit);
}

static uint64_t unknown_bits(const struct profile *profile, uint64_t word)
{
	uint64_t unknown = 0;

	for (unsigned bit = 0; bit < KPF_BITS; bit++)
		if (!kpageflag_name(profile, bit))
			unknown |= word & (uint64_t)1 << bit;
	return unknown;
}

static void kpf_keys(struct json *object, const struct profile *profile,
		     uint64_t word)
{
	struct json *names = json_array();

	for (unsigned bit = 0; bit < KPF_BITS; bit++)
		if ((word >> bit & 1) && kpageflag_name(profile, bit))
			json_append(names,
				    json_string(kpageflag_name(profile, bit)));
	json_add(object, "value", json_word(word));
	json_add(object, "names", names);
	json_add(object, "aliases", json_array());
	json_add(object, "fields", json_object());
	json_add(object, "unknown", json_word(unknown_bits(profile, word)));
	json_add(object, "reading",
		 json_string(kpageflags_reading(profile, word)));
}

static void kpf_text(const struct profile *profile, const char *before,
		     uint64_t word, struct reply *r)
{
	struct text line;
	const char *joint = "";

	text_init(&line);
	text_add(&line, "%s0x%" PRIx64 "(", before, word);
	for (unsigned bit = 0; bit < KPF_BITS; bit++) {
		if (!(word >> bit & 1) || !kpageflag_name(profile, bit))
			continue;
		text_add(&line, "%s%s", joint, kpageflag_name(profile, bit));
		joint = "|";
	}
	text_add(&line, ")");
	if (unknown_bits(profile, word))
		text_add(&line, " and bits without a name: 0x%" PRIx64,
			 unknown_bits(profile, word));
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
}

static void kpf_all(const struct under *under, uint64_t word, struct reply *r)
{
	struct json *versions = json_array();

	for (unsigned i = 0; i < under->nr; i++) {
		const struct profile *profile = under->profiles[i];
		struct json *version = json_object();
		char before[16];
		struct text out;

		text_init_fixed(&out, before, sizeof(before));
		text_add(&out, "%-5s ", profile->series);
		kpf_text(profile, before, word, r);
		json_add(version, "kernel", json_string(profile->series));
		kpf_keys(version, profile, word);
		json_append(versions, version);
	}
	under_bits_text(under, word, name_on_bit, under, r);
	reply_value(r, "versions", versions);
}

static enum status run_kpf(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	uint64_t word = 0;
	struct under under;

	if (args->argc == 0)
		return command_usage("kpf", r);
	if (!parse_number(args->argv[0], &word))
		return reply_fail(r, STATUS_FAILED,
				  "kpf: \"%s\" is no number; write the word of "
				  "/proc/kpageflags as 0x400",
				  args->argv[0]);
	enum status status = under_parse(s, args, 1, &under, r);

	if (status != STATUS_OK)
		return status;
	if (under.all)
		kpf_all(&under, word, r);
	else
		kpf_text(under.present, "", word, r);
	reply_text(r, "%s\n", kpageflags_reading(under.present, word));
	if (reply_is_json(r))
		kpf_keys(reply_object(r), under.present, word);
	return STATUS_OK;
}

const struct command cmd_kpf = {
	.name = "kpf",
	.group = GROUP_LOOKING,
	.args = "VALUE [under VERSION|all]",
	.summary = "Decode a word of /proc/kpageflags",
	.help = "Its bits keep their numbers in all kernels; few names "
		"changed.",
	.example = "kpf 0x400005808",
	.run = run_kpf,
};
