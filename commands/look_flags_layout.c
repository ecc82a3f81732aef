/*
 * flags-layout: where fields and flags lie in page->flags, on this machine or
 * for any configuration that the kernel would build.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/flags_words.h"
#include "commands/look_internal.h"
#include "commands/machine_spec.h"

/* A configuration to start from, before the keys: the preset's, or as usual
 * for the architecture, wherever arch= stands. */
static void start_from(const struct arguments *args, struct flags_choice *ret)
{
	ret->config = flags_config_default();
	for (int i = 0; i < args->argc; i++) {
		const char *word = args->argv[i];
		const struct flags_preset *preset = flags_preset_find(word);

		if (strcmp(word, "arch=arm64") == 0)
			ret->config.physmem_bits = 48;
		if (strcmp(word, "arch=arm") == 0)
			preset = flags_preset_find("arm32");
		if (!preset)
			continue;
		ret->config = preset->config;
		if (preset->kernel && strcmp(word, preset->name) == 0)
			ret->profile = profile_find(preset->kernel);
	}
}

static enum status no_key(const char *word, struct reply *r)
{
	struct text known;

	text_init(&known);
	for (size_t i = 0; flags_preset_nth(i); i++)
		text_add(&known, "%s%s", i ? ", " : "",
			 flags_preset_nth(i)->name);
	reply_fail(r, STATUS_FAILED,
		   "\"%s\" is not understood here: a key=value pair such as "
		   "nr_cpus=64, a preset (%s), or behind a value `under "
		   "VERSION`",
		   word, known.start);
	text_deinit(&known);
	return STATUS_FAILED;
}

static enum status take_kernel(const char *version, struct flags_choice *ret,
			       struct reply *r)
{
	const struct profile *profile = profile_find(version);

	if (!profile)
		return no_words_of(version, r);
	ret->profile = profile;
	return STATUS_OK;
}

static enum status take_word(const char *word, struct flags_choice *ret,
			     struct reply *r)
{
	char key[32];
	struct diagnosis why;
	const char *equals = strchr(word, '=');
	struct text out;

	if (!equals && flags_preset_find(word))
		return STATUS_OK;
	if (!equals)
		return no_key(word, r);
	text_init_fixed(&out, key, sizeof(key));
	text_add_bytes(&out, word, (size_t)(equals - word));
	if (strcmp(key, "kernel") == 0)
		return take_kernel(equals + 1, ret, r);
	if (layout_key_parse(key, equals + 1, &ret->config, &why))
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED, "flags-layout: %s", why.text);
}

enum status flags_choice_parse(const struct session *s,
			       const struct arguments *words,
			       struct flags_choice *ret, struct reply *r)
{
	const struct machine *machine = model_machine(s->m);

	*ret = (struct flags_choice){
		.own = words->argc == 0,
		.profile = machine->profile,
	};
	start_from(words, ret);
	for (int i = 0; i < words->argc; i++) {
		enum status status = take_word(words->argv[i], ret, r);

		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

enum flags_refusal flags_choice_layout(const struct session *s,
				       const struct flags_choice *choice,
				       const struct profile *profile,
				       struct flags_layout *ret)
{
	const struct machine *machine = model_machine(s->m);

	if (choice->own && profile == machine->profile) {
		*ret = machine->layout;
		return FLAGS_FIT;
	}
	return flags_layout_of(profile, &choice->config, ret);
}

const char *flags_refusal_text(enum flags_refusal refusal)
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
	case FLAGS_NO_SUCH_WORD:
		return "bits= must be 64 or 32, as an unsigned long has no "
		       "other width";
	case FLAGS_SECTION_TOO_LARGE:
		return "section_bits above physmem_bits: a section would be "
		       "larger than all memory; lower section_bits";
	}
	return "";
}

static const char *arrangement_text(enum flags_arrangement arrangement)
{
	switch (arrangement) {
	case FLAGS_NODE_ZONE:
		return "no sections in the flags: NODE | ZONE | ... | FLAGS";
	case FLAGS_NODE_ZONE_CPUPID:
		return "no sections, NUMA balancing: NODE | ZONE | LAST_CPUPID "
		       "| ... | FLAGS";
	case FLAGS_SECTION_NODE_ZONE:
		return "classic sparse: SECTION | NODE | ZONE | ... | FLAGS";
	case FLAGS_SECTION_NODE_ZONE_CPUPID:
		return "classic sparse, NUMA balancing: SECTION | NODE | ZONE "
		       "| LAST_CPUPID | ... | FLAGS";
	case FLAGS_SECTION_ZONE:
		return "classic sparse, no room for the node: SECTION | ZONE | "
		       "... | FLAGS";
	}
	return "";
}

/* Bits between the lowest field and the flags; the tag index counts as one of
 * these where it is not in use. */
static unsigned unused_bits(const struct flags_layout *layout)
{
	unsigned used = layout->nr_pageflags;

	for (unsigned field = 0; field < FIELD_TAG; field++)
		used += layout->width[field];
	return layout->bits - used;
}

static void node_note(const struct flags_layout *layout, struct reply *r)
{
	unsigned entry = layout->nodes_shift > 8 ? 2 : 1;

	if (layout->node_not_in_page_flags)
		reply_text(r,
			   "NODE_NOT_IN_PAGE_FLAGS: the node is looked up by "
			   "section:\nsection_to_node_table[SECTION], %" PRIu64
			   " entries of %u byte%s.\n",
			   (uint64_t)1 << layout->width[FIELD_SECTION], entry,
			   plural(entry));
	else if (layout->width[FIELD_NODE] == 0)
		reply_text(r, "No node field: there is one node, and no table "
			      "is needed.\n");
}

static void cpupid_note(const struct flags_layout *layout, struct reply *r)
{
	if (!layout->last_cpupid_not_in_page_flags)
		return;
	reply_text(r, "LAST_CPUPID_NOT_IN_PAGE_FLAGS: struct page has a member "
		      "_last_cpupid for it");
	if (layout->bits == 64)
		reply_text(r, "\nat byte 64, and grows from 64 to 80 bytes");
	reply_text(r, ".\n");
}

static void layout_notes(const struct flags_layout *layout, struct reply *r)
{
	enum flags_arrangement arrangement = flags_arrangement(layout);
	unsigned gap = unused_bits(layout);

	struct text line;

	text_init(&line);
	text_add(&line, "layout %u of 5: %s", (unsigned)arrangement + 1,
		 arrangement_text(arrangement));
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
	node_note(layout, r);
	cpupid_note(layout, r);
	if (layout->width[FIELD_LRU_GEN] && layout->width[FIELD_LRU_REFS] < 2)
		reply_text(r, "LRU_REFS has %u of the 2 bits that it wants.\n",
			   layout->width[FIELD_LRU_REFS]);
	reply_text(r, "unused: %u bit%s%s\n", gap, plural(gap),
		   layout->width[FIELD_TAG]
			   ? ", which can hold the index of an allocation tag"
			   : "");
}

static void fields_json(const struct flags_layout *layout, struct reply *r)
{
	struct json *fields = json_object();
	struct json *flags = json_array();

	for (unsigned i = 0; i < NR_FLAGS_FIELDS; i++) {
		struct json *field = NULL;

		if (!layout->width[i])
			continue;
		field = json_object();
		json_add(field, "shift", json_number(layout->shift[i]));
		json_add(field, "width", json_number(layout->width[i]));
		json_add(fields, flags_field_name((enum flags_field)i), field);
	}
	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);

		json_append(flags, flag < 0 ? json_null()
					    : json_string(pageflag_name(
						      (enum pageflag)flag)));
	}
	reply_value(r, "fields", fields);
	reply_number(r, "nr_pageflags", layout->nr_pageflags);
	reply_value(r, "flags", flags);
}

void reply_layout(const struct flags_layout *layout, struct reply *r)
{
	struct text out;

	text_init(&out);
	flags_add_layout(&out, layout);
	reply_text(r, "%s", out.start);
	text_deinit(&out);
	layout_notes(layout, r);
	reply_number(r, "bits", layout->bits);
	fields_json(layout, r);
	reply_value(r, "node_not_in_page_flags",
		    json_bool(layout->node_not_in_page_flags));
	reply_value(r, "last_cpupid_not_in_page_flags",
		    json_bool(layout->last_cpupid_not_in_page_flags));
	reply_number(r, "layout", (int64_t)flags_arrangement(layout) + 1);
	reply_number(r, "unused_bits", unused_bits(layout));
}

static enum status run_flags_layout(struct session *s,
				    const struct arguments *args,
				    struct reply *r)
{
	struct flags_choice choice;
	struct flags_layout layout;
	enum status status = flags_choice_parse(s, args, &choice, r);

	if (status != STATUS_OK)
		return status;
	enum flags_refusal refusal =
		flags_choice_layout(s, &choice, choice.profile, &layout);

	if (refusal != FLAGS_FIT)
		return reply_fail(r, STATUS_FAILED,
				  "the kernel refuses this configuration: %s",
				  flags_refusal_text(refusal));
	reply_layout(&layout, r);
	return STATUS_OK;
}

const struct command cmd_flags_layout = {
	.name = "flags-layout",
	.group = GROUP_LOOKING,
	.args = "[PRESET] [KEY=VALUE...]",
	.summary = "Show where fields and flags lie in page->flags",
	.help = "Keys: kernel= arch=x86_64|arm64|arm "
		"memmodel=flat|sparse|vmemmap section_bits=\n"
		"physmem_bits= nodes_shift= max_nr_zones= nr_cpus= "
		"numa_balancing=y|n\n"
		"kasan=none|sw_tags|hw_tags lru_gen=y|n bits=64|32 "
		"nr_pageflags=, and for flags\n"
		"that a kernel may lack: memory_failure= idle_page_tracking= "
		"pat=\n"
		"transparent_hugepage=y|n\n"
		"Presets: distro (x86_64), phone (arm64, 5.4), arm32, sparse "
		"(sections in the\n"
		"flags), nodeless (the node does not fit), recorder (the "
		"kernels of the\n"
		"recordings).\n"
		"Without words: the present machine. Else what is not named is "
		"as in an x86_64\n"
		"distribution kernel, or as usual for the architecture.",
	.example = "flags-layout nr_cpus=64 nodes_shift=6",
	.of_imported = true,
	.run = run_flags_layout,
};
