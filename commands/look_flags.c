/*
 * flags and flags-layout: what the bits of page->flags mean, on this machine
 * or for any configuration that the kernel would build.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/machine_spec.h"

/* The layout to read a value by: the machine's own for its own kernel. */
static bool layout_under(const struct machine *machine,
			 const struct profile *profile,
			 struct flags_layout *ret)
{
	struct flags_config config = flags_config_default();

	if (profile == machine->profile) {
		*ret = machine->layout;
		return true;
	}
	return flags_layout_of(profile, &config, ret) == FLAGS_FIT;
}

static void flags_keys(struct json *object, const struct profile *profile,
		       const struct flags_layout *layout, uint64_t flags)
{
	json_add(object, "value", json_word(flags));
	json_add(object, "names", flags_names_json(layout, flags));
	json_add(object, "aliases", flags_aliases_json(profile, layout, flags));
	json_add(object, "fields", flags_fields_json(layout, flags));
	json_add(object, "unknown", json_word(flags_unknown(layout, flags)));
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

static void flags_text(const struct profile *profile,
		       const struct flags_layout *layout, uint64_t flags,
		       struct reply *r)
{
	uint64_t unknown = flags_unknown(layout, flags);
	struct text out;

	text_init(&out);
	text_add(&out, "0x%" PRIx64 "(", flags);
	flags_add_names(&out, layout, flags);
	text_add(&out, ")");
	reply_paragraph(r, 2, out.start);
	text_deinit(&out);
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
}

static void flags_under(const struct machine *machine,
			const struct under *under, uint64_t flags,
			struct reply *r)
{
	struct json *versions = json_array();

	for (unsigned i = 0; i < under->nr; i++) {
		const struct profile *profile = under->profiles[i];
		struct flags_layout layout;

		if (!layout_under(machine, profile, &layout))
			continue;
		if (under->all)
			reply_text(r, "Kernel %s:\n", profile->series);
		flags_text(profile, &layout, flags, r);
		if (!reply_is_json(r))
			continue;

		struct json *version = json_object();

		json_add(version, "kernel", json_string(profile->series));
		flags_keys(version, profile, &layout, flags);
		json_append(versions, version);
		if (profile == under->present)
			flags_keys(reply_object(r), profile, &layout, flags);
	}
	if (under->all)
		reply_value(r, "versions", versions);
	else
		json_destroy(versions);
}

static void reply_layout(const struct flags_layout *layout, struct reply *r)
{
	struct json *fields = json_object();
	struct json *flags = json_array();
	struct text out;

	for (unsigned i = 0; i < NR_FLAGS_FIELDS; i++) {
		struct json *field = json_object();

		json_add(field, "shift", json_number(layout->shift[i]));
		json_add(field, "width", json_number(layout->width[i]));
		if (layout->width[i])
			json_add(fields, flags_field_name((enum flags_field)i),
				 field);
		else
			json_destroy(field);
	}
	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);

		json_append(flags, flag < 0 ? json_null()
					    : json_string(pageflag_name(
						      (enum pageflag)flag)));
	}
	text_init(&out);
	flags_add_layout(&out, layout);
	reply_text(r, "%s", out.start);
	text_deinit(&out);
	reply_number(r, "bits", layout->bits);
	reply_value(r, "fields", fields);
	reply_number(r, "nr_pageflags", layout->nr_pageflags);
	reply_value(r, "flags", flags);
	reply_value(r, "node_not_in_page_flags",
		    json_bool(layout->node_not_in_page_flags));
	reply_value(r, "last_cpupid_not_in_page_flags",
		    json_bool(layout->last_cpupid_not_in_page_flags));
}

static enum status run_flags(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	const struct machine *machine = model_machine(s->m);
	uint64_t flags = 0;
	struct under under;

	if (args->argc == 0) {
		reply_layout(&machine->layout, r);
		return STATUS_OK;
	}
	if (!parse_number(args->argv[0], &flags))
		return reply_fail(r, STATUS_FAILED,
				  "flags: \"%s\" is no number; write the word "
				  "as 0x17ffffc0000000",
				  args->argv[0]);

	enum status status = under_parse(s, args, 1, &under, r);

	if (status == STATUS_OK)
		flags_under(machine, &under, flags, r);
	return status;
}

/* A configuration to start from, before the keys: it follows the
 * architecture, wherever arch= stands. */
static struct flags_config config_of_arch(const struct arguments *args)
{
	struct flags_config config = flags_config_default();

	for (int i = 0; i < args->argc; i++) {
		if (strcmp(args->argv[i], "arch=arm64") == 0)
			config.physmem_bits = 48;
		if (strcmp(args->argv[i], "arch=arm") == 0)
			config = (struct flags_config){
				.memmodel = MEMMODEL_FLAT,
				.kasan = KASAN_NONE,
				.bits = 32,
				.section_bits = 28,
				.physmem_bits = 36,
				.max_nr_zones = 3,
				.nr_cpus = 8,
			};
	}
	return config;
}

static enum status layout_key(char *word, const struct profile **profile,
			      struct flags_config *config, struct reply *r)
{
	char key[32];
	struct diagnosis why;
	const char *equals = strchr(word, '=');
	struct text out;

	if (!equals)
		return reply_fail(r, STATUS_FAILED,
				  "flags-layout: \"%s\" is no key=value pair, "
				  "such as nr_cpus=64",
				  word);
	text_init_fixed(&out, key, sizeof(key));
	text_add_bytes(&out, word, (size_t)(equals - word));
	if (strcmp(key, "kernel") != 0) {
		if (layout_key_parse(key, equals + 1, config, &why))
			return STATUS_OK;
		return reply_fail(r, STATUS_FAILED, "flags-layout: %s",
				  why.text);
	}
	*profile = profile_find(equals + 1);
	if (*profile)
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "flags-layout: kernel %s has no profile in this "
			  "version of mmscope: `mmscope --help` lists them",
			  equals + 1);
}

/* What the kernel's build says to a configuration that does not fit. */
static const char *refusal_text(enum flags_refusal refusal)
{
	switch (refusal) {
	case FLAGS_FIT:
		return "it fits";
	case FLAGS_TOO_MANY_ZONES:
		return "ZONES_SHIFT: too many zones configured, more than 8 do "
		       "not fit the field; lower max_nr_zones";
	case FLAGS_NODE_DOES_NOT_FIT:
		return "Vmemmap: no space for nodes field in page flags; lower "
		       "nodes_shift or take memmodel=sparse";
	case FLAGS_KASAN_DOES_NOT_FIT:
		return "Not enough bits in page flags: KASAN's tag does not "
		       "fit; lower nodes_shift or nr_cpus";
	case FLAGS_FIELDS_DO_NOT_FIT:
		return "Not enough bits in page flags: section, zone and flags "
		       "are too wide; raise section_bits or take "
		       "memmodel=vmemmap";
	}
	return "";
}

static enum status run_flags_layout(struct session *s,
				    const struct arguments *args,
				    struct reply *r)
{
	const struct machine *machine = model_machine(s->m);
	const struct profile *profile = machine->profile;
	struct flags_config config = config_of_arch(args);
	struct flags_layout layout = machine->layout;
	enum flags_refusal refusal = FLAGS_FIT;

	for (int i = 0; i < args->argc; i++) {
		enum status status =
			layout_key(args->argv[i], &profile, &config, r);

		if (status != STATUS_OK)
			return status;
	}
	if (args->argc > 0)
		refusal = flags_layout_of(profile, &config, &layout);
	if (refusal != FLAGS_FIT)
		return reply_fail(r, STATUS_FAILED,
				  "the kernel refuses this configuration: %s",
				  refusal_text(refusal));
	reply_layout(&layout, r);
	return STATUS_OK;
}

const struct command cmd_flags = {
	.name = "flags",
	.group = GROUP_LOOKING,
	.args = "[VALUE] [under VERSION|all]",
	.summary = "Decode a word of page->flags",
	.help = "Without a value: the layout of this machine. A bit "
		"with several names shows them\n"
		"all: which one holds depends on what the page is "
		"used for.",
	.example = "flags 0x17ffffc0000000",
	.run = run_flags,
};

const struct command cmd_flags_layout = {
	.name = "flags-layout",
	.group = GROUP_LOOKING,
	.args = "[KEY=VALUE...]",
	.summary = "Show where fields and flags lie in page->flags",
	.help = "Keys: kernel= arch=x86_64|arm64|arm memmodel=flat|sparse|"
		"vmemmap section_bits=\nphysmem_bits= nodes_shift= "
		"max_nr_zones= nr_cpus= numa_balancing=y|n\n"
		"kasan=none|sw_tags|hw_tags lru_gen=y|n bits=64|32 "
		"nr_pageflags=\n"
		"Without keys: the present machine. With keys: what is not "
		"named is as in an\nx86_64 distribution kernel, or as usual "
		"for the architecture.",
	.example = "flags-layout nr_cpus=64 nodes_shift=6",
	.run = run_flags_layout,
};
