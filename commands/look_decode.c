/*
 * decode: a pasted line of the kernel's log, pair by pair.
 *
 * Where the line names what a word means, those names tell which kernels it
 * can come from; the reading is that of the kernel asked for.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/page_words.h"
#include "commands/pasted_meaning.h"
#include "core/page_type.h"

struct decoding {
	struct session *s;
	const struct under *under;
	struct reply *r;
	struct json *items;
	struct json *item; /* of the pair at hand */
};

typedef bool (*fits_fn)(const struct decoding *d, const struct profile *profile,
			const struct pasted *pasted, uint64_t value);

static bool layout_of(const struct decoding *d, const struct profile *profile,
		      struct flags_layout *ret)
{
	const struct machine *machine = model_machine(d->s->m);
	struct flags_config config = flags_config_default();

	if (profile == machine->profile) {
		*ret = machine->layout;
		return true;
	}
	return flags_layout_of(profile, &config, ret) == FLAGS_FIT;
}

/* Do the names before the first field (node=…) end the same way? */
static bool flags_fit(const struct decoding *d, const struct profile *profile,
		      const struct pasted *pasted, uint64_t value)
{
	struct flags_layout layout;
	char names[512];
	struct text out;
	size_t length = strcspn(pasted->names, "=");

	if (!layout_of(d, profile, &layout))
		return false;
	/* Back over the name of that field. */
	if (pasted->names[length] == '=') {
		while (length > 0 && pasted->names[length - 1] != '|')
			length--;
		if (length > 0)
			length--;
	}
	memset(layout.width, 0, sizeof(layout.width));
	text_init_fixed(&out, names, sizeof(names));
	flags_add_names(&out, &layout, value);
	return out.length == length &&
	       memcmp(names, pasted->names, length) == 0;
}

/* The byte alone, as newer kernels print it, or the whole word. */
static uint32_t type_word(uint64_t value)
{
	return (uint32_t)(value <= UINT8_MAX ? value << 24 : value);
}

static bool type_fits(const struct decoding *d, const struct profile *profile,
		      const struct pasted *pasted, uint64_t value)
{
	struct text names;
	bool same = false;

	(void)d;
	text_init(&names);
	page_type_add_names(&names, profile, type_word(value));
	same = strcmp(names.start, pasted->names) == 0;
	text_deinit(&names);
	return same;
}

static bool gfp_fits(const struct decoding *d, const struct profile *profile,
		     const struct pasted *pasted, uint64_t value)
{
	struct reply *silent = reply_create_text(NULL, NULL);
	gfp_t gfp = 0;
	bool known =
		parse_gfp(profile, pasted->names, &gfp, silent) == STATUS_OK;

	(void)d;
	reply_destroy(silent);
	return known && gfp == value;
}

/* Which kernels could have written value and names side by side? */
static void fits_text(const struct decoding *d, const struct pasted *pasted,
		      uint64_t value, fits_fn fits)
{
	struct json *kernels = json_array();
	struct text line;
	const char *joint = "";

	text_init(&line);
	text_add(&line, "  The names in the line fit ");
	for (size_t i = 0; profile_nth(i); i++) {
		const struct profile *profile = profile_nth(i);

		if (!fits(d, profile, pasted, value))
			continue;
		text_add(&line, "%skernel %s", joint, profile->series);
		json_append(kernels, json_string(profile->series));
		joint = ", ";
	}
	text_add(&line, "%s.", *joint ? "" : "none of the kernels known here");
	if (pasted->names[0])
		reply_paragraph(d->r, 2, line.start);
	text_deinit(&line);
	if (pasted->names[0])
		json_add(d->item, "fits", kernels);
	else
		json_destroy(kernels);
}

static void heading(const struct decoding *d, const struct profile *profile)
{
	if (d->under->all)
		reply_text(d->r, "Kernel %s: ", profile->series);
}

static void decode_flags(const struct decoding *d, const struct pasted *pasted,
			 uint64_t value)
{
	for (unsigned i = 0; i < d->under->nr; i++) {
		const struct profile *profile = d->under->profiles[i];
		struct flags_layout layout;

		if (!layout_of(d, profile, &layout))
			continue;
		heading(d, profile);
		flags_word_text(profile, &layout, value, d->r);
		if (profile == d->under->present)
			flags_word_keys(d->item, profile, &layout, value);
	}
	fits_text(d, pasted, value, flags_fit);
}

static void decode_type(const struct decoding *d, const struct pasted *pasted,
			uint64_t value)
{
	for (unsigned i = 0; i < d->under->nr; i++) {
		const struct profile *profile = d->under->profiles[i];

		heading(d, profile);
		page_type_word_text(page_types_of(profile), type_word(value),
				    d->r);
		if (profile == d->under->present)
			page_type_word_keys(d->item, page_types_of(profile),
					    type_word(value));
	}
	fits_text(d, pasted, value, type_fits);
}

/* Names alone: the value follows from them, if the kernel knows them all. */
static bool gfp_of_names(const struct decoding *d,
			 const struct profile *profile, const char *names,
			 uint64_t *ret)
{
	struct reply *silent = reply_create_text(NULL, NULL);
	gfp_t gfp = 0;
	bool known = parse_gfp(profile, names, &gfp, silent) == STATUS_OK;

	if (!known)
		reply_text(d->r, "%s\n", reply_error(silent));
	reply_destroy(silent);
	*ret = gfp;
	return known;
}

static void decode_gfp(const struct decoding *d, const struct pasted *pasted)
{
	uint64_t value = 0;
	bool number = pasted_number(pasted, &value);

	for (unsigned i = 0; i < d->under->nr; i++) {
		const struct profile *profile = d->under->profiles[i];

		heading(d, profile);
		if (!number && !gfp_of_names(d, profile, pasted->value, &value))
			continue;
		gfp_mask_text(d->s->m, profile, (gfp_t)value, d->r);
		if (profile == d->under->present)
			gfp_mask_keys(d->item, d->s->m, profile, (gfp_t)value);
	}
	if (number)
		fits_text(d, pasted, value, gfp_fits);
}

static void decode_plain(const struct decoding *d, const struct pasted *pasted)
{
	uint64_t value = 0;
	struct text out;

	text_init(&out);
	text_add(&out, "%s", "");
	if (pasted_number(pasted, &value)) {
		pasted_meaning(d->s->m, pasted, value, &out);
		json_add(d->item, "value", json_word(value));
	} else {
		text_add(&out, "hidden by the kernel");
		json_add(d->item, "value", json_null());
	}
	reply_text(d->r, "%s: %s%s%s\n", pasted->key, pasted->value,
		   out.length ? ", " : "", out.start);
	json_add(d->item, "text", json_string(out.start));
	text_deinit(&out);
}

static void decode_pair(struct decoding *d, const struct pasted *pasted)
{
	uint64_t value = 0;

	d->item = json_object();
	json_add(d->item, "key", json_string(pasted->key));
	switch (pasted->kind) {
	case PASTED_FLAGS:
	case PASTED_TYPE:
		reply_text(d->r, "%s: ", pasted->key);
		if (!pasted_number(pasted, &value))
			reply_text(d->r, "%s is no number\n", pasted->value);
		else if (pasted->kind == PASTED_FLAGS)
			decode_flags(d, pasted, value);
		else
			decode_type(d, pasted, value);
		break;
	case PASTED_GFP:
		reply_text(d->r, "%s: ", pasted->key);
		decode_gfp(d, pasted);
		break;
	case PASTED_PAGE:
	case PASTED_REFCOUNT:
	case PASTED_MAPCOUNT:
	case PASTED_MAPPING:
	case PASTED_INDEX:
	case PASTED_PFN:
	case PASTED_ORDER:
	case PASTED_MIGRATETYPE:
	case PASTED_COMPOUND:
		decode_plain(d, pasted);
		break;
	}
	json_append(d->items, d->item);
}

/* `under VERSION` at the end of the line; *ret_length: of what is before. */
static enum status under_at_end(struct session *s, const char *line,
				size_t *ret_length, struct under *under,
				struct reply *r)
{
	char version[32] = "";
	char word[] = "under";
	char *argv[] = { word, version };
	struct arguments args = { .argc = 0, .argv = argv };
	const char *found = NULL;

	for (const char *at = line; (at = strstr(at, " under ")); at++)
		found = at;
	*ret_length = strlen(line);
	if (found) {
		const char *at = found + strlen(" under ");
		size_t length = strcspn(at, " ");

		snprintf(version, sizeof(version), "%.*s", (int)length, at);
		args.argc = 2;
		*ret_length = (size_t)(found - line);
	}
	return under_parse(s, &args, 0, under, r);
}

static enum status run_decode(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct under under;
	size_t length = 0;
	enum status status = under_at_end(s, args->rest, &length, &under, r);

	if (status != STATUS_OK)
		return status;
	struct text line;
	struct pasted pasted;
	unsigned nr = 0;
	struct decoding d = {
		.s = s, .under = &under, .r = r, .items = json_array()
	};

	text_init(&line);
	text_add_bytes(&line, args->rest, length);
	text_add(&line, "%s", "");
	for (const char *at = line.start; pasted_next(&at, &pasted); nr++)
		decode_pair(&d, &pasted);
	text_deinit(&line);
	reply_value(r, "items", d.items);
	if (nr)
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "decode: nothing in this line is known here; paste "
			  "one with flags:, page_type:, gfp_mask=, refcount: "
			  "or the like");
}

const struct command cmd_decode = {
	.name = "decode",
	.group = GROUP_LOOKING,
	.args = "LINE [under VERSION|all]",
	.summary = "Take a pasted line of the kernel's log apart",
	.help = "Lines that dump a page (page:, flags:, page_type:), those of "
		"failed allocations\nand of the OOM killer (mode:, gfp_mask=), "
		"of page_owner and of the kmem trace\nevents.  Names in the "
		"line tell which kernels it can come from.",
	.example = "decode flags: 0x17ffffc0010200(slab|head|node=0|zone=2)",
	.takes_text = true,
	.of_imported = true,
	.run = run_decode,
};
