/*
 * kpf: a word of /proc/kpageflags, by the names of one kernel or of all.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/imported.h"
#include "commands/look_internal.h"
#include "core/kpage.h"

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

struct json *kpf_names_json(const struct profile *profile, uint64_t word)
{
	struct json *names = json_array();

	for (unsigned bit = 0; bit < KPF_BITS; bit++)
		if ((word >> bit & 1) && kpageflag_name(profile, bit))
			json_append(names,
				    json_string(kpageflag_name(profile, bit)));
	return names;
}

static void kpf_keys(struct json *object, const struct profile *profile,
		     uint64_t word)
{
	json_add(object, "value", json_word(word));
	json_add(object, "names", kpf_names_json(profile, word));
	json_add(object, "aliases", json_array());
	json_add(object, "fields", json_object());
	json_add(object, "unknown", json_word(unknown_bits(profile, word)));
	json_add(object, "reading",
		 json_string(kpageflags_reading(profile, word)));
}

void kpf_add_names(struct text *out, const struct profile *profile,
		   uint64_t word)
{
	const char *joint = "";

	text_add(out, "0x%" PRIx64 "(", word);
	for (unsigned bit = 0; bit < KPF_BITS; bit++) {
		if (!(word >> bit & 1) || !kpageflag_name(profile, bit))
			continue;
		text_add(out, "%s%s", joint, kpageflag_name(profile, bit));
		joint = "|";
	}
	text_add(out, ")");
}

static void kpf_text(const struct profile *profile, const char *before,
		     uint64_t word, struct reply *r)
{
	struct text line;

	text_init(&line);
	text_add(&line, "%s", before);
	kpf_add_names(&line, profile, word);
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

/* kpf page REF: the word that the frame has, as far as anything tells. */
static enum status word_of_page(struct session *s, const char *ref,
				struct kpage *ret, struct reply *r)
{
	struct page_ref page = { .pfn = 0 };
	uint64_t pfn = 0;
	enum status status = STATUS_OK;

	if (s->imported) {
		status = imported_frame(s->imported, ref, &pfn, r);
		if (status == STATUS_OK)
			ret->flags = s->imported->memory.flags[pfn];
		return status;
	}
	if (!ref_is_hole(s, ref, &page.pfn))
		status = parse_ref(s, ref, &page, r);
	if (status == STATUS_OK)
		*ret = kpage_of(s->m, page.pfn);
	return status;
}

/* Whose bits are read when no kernel is named. */
static void default_kernel(const struct session *s, bool named,
			   struct under *under)
{
	if (!s->imported || named)
		return;
	under->profiles[0] = s->imported->memory.profile;
	under->present = s->imported->memory.profile;
}

static void unknown_text(const struct profile *profile, uint64_t unknown,
			 struct reply *r)
{
	struct text line;

	if (~unknown == 0) {
		reply_text(r, "The frame is in no zone: nothing tells its "
			      "word.\n");
		reply_null(r, "open");
		return;
	}
	text_init(&line);
	text_add(&line, "Nothing tells these bits of it: ");
	kpf_add_names(&line, profile, unknown);
	if (unknown)
		reply_paragraph(r, 2, line.start);
	reply_word(r, "open", unknown);
	text_deinit(&line);
}

static enum status parse_word(struct session *s, const struct arguments *args,
			      struct kpage *ret, struct reply *r)
{
	if (strcmp(args->argv[0], "page") == 0)
		return args->argc < 2 ? command_usage("kpf", r)
				      : word_of_page(s, args->argv[1], ret, r);
	if (parse_number(args->argv[0], &ret->flags))
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "kpf: \"%s\" is no number; write the word of "
			  "/proc/kpageflags as 0x400, or `kpf page REF`",
			  args->argv[0]);
}

static enum status run_kpf(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	struct kpage page = { .flags = 0 };
	struct under under;

	if (args->argc == 0)
		return command_usage("kpf", r);
	bool of_page = strcmp(args->argv[0], "page") == 0;
	int words = of_page ? 2 : 1;
	enum status status = parse_word(s, args, &page, r);

	if (status == STATUS_OK)
		status = under_parse(s, args, words, &under, r);
	if (status != STATUS_OK)
		return status;
	default_kernel(s, args->argc > words, &under);
	uint64_t word = page.flags;

	if (under.all)
		kpf_all(&under, word, r);
	else
		kpf_text(under.present, "", word, r);
	reply_text(r, "%s\n", kpageflags_reading(under.present, word));
	if (of_page)
		unknown_text(under.present, page.unknown, r);
	if (reply_is_json(r))
		kpf_keys(reply_object(r), under.present, word);
	return STATUS_OK;
}

const struct command cmd_kpf = {
	.name = "kpf",
	.group = GROUP_LOOKING,
	.args = "VALUE|page REF [under VERSION|all]",
	.summary = "Decode a word of /proc/kpageflags",
	.help = "Its bits keep their numbers in all kernels; few names "
		"changed.  `kpf page REF`\n"
		"shows the word of a page of this machine, or of imported "
		"memory.",
	.example = "kpf 0x400005808",
	.of_imported = true,
	.run = run_kpf,
};
