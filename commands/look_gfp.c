/*
 * gfp: a mask's names, and the zone and migratetype that it asks for.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "core/gfp.h"

static bool is_one_bit(gfp_t mask)
{
	return mask && (mask & (mask - 1)) == 0;
}

/* The kernel's print order: what is named already is not named again. */
static struct json *names_json(const struct profile *profile, gfp_t gfp)
{
	struct json *names = json_array();

	for (const struct gfp_name *entry = profile->gfp_names;
	     gfp && entry->name; entry++) {
		if (!entry->mask || (gfp & entry->mask) != entry->mask)
			continue;
		json_append(names, json_string(entry->name));
		gfp &= ~entry->mask;
	}
	return names;
}

/* The mask that entry `wanted` was named by, when printing `gfp`; else 0. */
static bool is_printed(const struct profile *profile, gfp_t gfp,
		       const struct gfp_name *wanted)
{
	for (const struct gfp_name *entry = profile->gfp_names;
	     gfp && entry->name; entry++) {
		if (!entry->mask || (gfp & entry->mask) != entry->mask)
			continue;
		if (entry == wanted)
			return true;
		gfp &= ~entry->mask;
	}
	return false;
}

/* Other names that hold as well, composite or single. */
static struct json *aliases_json(const struct profile *profile, gfp_t gfp)
{
	struct json *names = json_array();

	for (const struct gfp_name *entry = profile->gfp_names; entry->name;
	     entry++) {
		if (entry->mask && (gfp & entry->mask) == entry->mask &&
		    !is_printed(profile, gfp, entry))
			json_append(names, json_string(entry->name));
	}
	return names;
}

static const char *zone_wanted(const struct model *m,
			       const struct profile *profile, gfp_t gfp)
{
	const struct machine *machine = model_machine(m);

	if (!gfp_zone_valid(profile, gfp))
		return NULL;
	int wanted = (int)gfp_zone_under(machine, profile, gfp);

	for (unsigned kind = 0; kind < NR_ZONE_KINDS; kind++) {
		if (machine->zone_id[kind] == wanted)
			return zone_kind_name((enum zone_kind)kind);
	}
	return NULL;
}

static const char *type_wanted(const struct model *m,
			       const struct profile *profile, gfp_t gfp)
{
	if (!gfp_mobility_valid(profile, gfp))
		return NULL;
	return migratetype_name(
		m, gfp_migratetype_under(model_machine(m), profile, gfp));
}

static struct json *string_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

void gfp_mask_keys(struct json *object, const struct model *m,
		   const struct profile *profile, gfp_t gfp)
{
	struct json *fields = json_object();
	gfp_t named = 0;

	for (const struct gfp_name *entry = profile->gfp_names; entry->name;
	     entry++)
		named |= entry->mask;
	json_add(fields, "zone", string_or_null(zone_wanted(m, profile, gfp)));
	json_add(fields, "migratetype",
		 string_or_null(type_wanted(m, profile, gfp)));
	json_add(object, "value", json_word(gfp));
	json_add(object, "names", names_json(profile, gfp));
	json_add(object, "aliases", aliases_json(profile, gfp));
	json_add(object, "fields", fields);
	json_add(object, "unknown", json_word(gfp & ~named));
}

static void bits_text(const struct profile *profile, gfp_t gfp, struct reply *r)
{
	gfp_t rest = gfp;

	for (const struct gfp_name *entry = profile->gfp_names; entry->name;
	     entry++) {
		if (!is_one_bit(entry->mask) || !(rest & entry->mask))
			continue;
		reply_text(r, "  0x%-7" PRIx32 " %s\n", entry->mask,
			   entry->name);
		rest &= ~entry->mask;
	}
	if (rest)
		reply_text(r, "  0x%-7" PRIx32 " not known\n", rest);
}

void gfp_mask_text(const struct model *m, const struct profile *profile,
		   gfp_t gfp, struct reply *r)
{
	const char *zone = zone_wanted(m, profile, gfp);
	const char *type = type_wanted(m, profile, gfp);
	char names[512];
	struct text line;

	narrate_gfp(profile, gfp, names, sizeof(names));
	text_init(&line);
	text_add(&line, "0x%" PRIx32 " = %s", gfp, names);
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
	bits_text(profile, gfp, r);
	if (zone)
		reply_text(r, "highest zone  %s\n", zone);
	else
		reply_text(r, "highest zone  none: two zone modifiers exclude "
			      "each other\n");
	if (type)
		reply_text(r, "migratetype   %s\n", type);
	else
		reply_text(r, "migratetype   none: movable and reclaimable "
			      "exclude each other\n");
}

/* The name of a single bit; composite names may be of one bit, too. */
static const char *bit_name(const void *context, unsigned i, unsigned bit)
{
	const struct under *under = context;

	for (const struct gfp_name *entry = under->profiles[i]->gfp_names;
	     entry->name; entry++)
		if (entry->mask == (gfp_t)1 << bit &&
		    strncmp(entry->name, "__", 2) == 0)
			return entry->name;
	return NULL;
}

static void gfp_line(const struct profile *profile, gfp_t gfp, struct reply *r)
{
	char names[512];
	struct text line;

	narrate_gfp(profile, gfp, names, sizeof(names));
	text_init(&line);
	text_add(&line, "%-5s 0x%" PRIx32 " = %s", profile->series, gfp, names);
	reply_paragraph(r, 6, line.start);
	text_deinit(&line);
}

static struct json *version_json(const struct profile *profile)
{
	struct json *version = json_object();

	json_add(version, "kernel", json_string(profile->series));
	return version;
}

/* A kernel that lacks one of the names has no value for them. */
static void reply_lacking(const struct profile *profile, const char *sentence,
			  struct json *versions, struct reply *r)
{
	struct json *version = version_json(profile);

	reply_text(r, "%-5s %s\n", profile->series, sentence);
	json_add(version, "value", json_null());
	json_add(version, "error", json_string(sentence));
	json_append(versions, version);
}

static void reply_mask(struct session *s, const struct profile *profile,
		       gfp_t gfp, struct json *versions)
{
	struct json *version = version_json(profile);

	gfp_mask_keys(version, s->m, profile, gfp);
	json_append(versions, version);
}

/* What the words mean to each kernel; bits of all their values. */
static gfp_t gfp_under(struct session *s, const char *words,
		       const struct under *under, struct json *versions,
		       struct reply *r)
{
	gfp_t bits = 0;

	for (unsigned i = 0; i < under->nr; i++) {
		const struct profile *profile = under->profiles[i];
		struct reply *silent = reply_create_text(NULL, NULL);
		gfp_t gfp = 0;

		if (parse_gfp(profile, words, &gfp, silent) != STATUS_OK) {
			reply_lacking(profile, reply_error(silent), versions,
				      r);
		} else if (under->all) {
			gfp_line(profile, gfp, r);
			reply_mask(s, profile, gfp, versions);
		} else {
			gfp_mask_text(s->m, profile, gfp, r);
			reply_mask(s, profile, gfp, versions);
		}
		bits |= gfp;
		reply_destroy(silent);
	}
	return bits;
}

static enum status run_gfp(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	gfp_t gfp = 0;
	struct under under;

	if (args->argc == 0)
		return command_usage("gfp", r);
	enum status status = under_parse(s, args, 1, &under, r);

	/* The present kernel must know the words, the others may. */
	if (status == STATUS_OK)
		status = parse_gfp(under.present, args->argv[0], &gfp, r);
	if (status != STATUS_OK)
		return status;
	struct json *versions = json_array();

	gfp_t bits = gfp_under(s, args->argv[0], &under, versions, r);

	if (under.all)
		under_bits_text(&under, bits, bit_name, &under, r);
	if (reply_is_json(r))
		gfp_mask_keys(reply_object(r), s->m, under.present, gfp);
	if (under.all)
		reply_value(r, "versions", versions);
	else
		json_destroy(versions);
	return STATUS_OK;
}

const struct command cmd_gfp = {
	.name = "gfp",
	.group = GROUP_LOOKING,
	.args = "VALUE|NAMES [under VERSION|all]",
	.summary = "Decode a GFP mask, or show the value of names",
	.help = "Names are joined by |, as in GFP_KERNEL|__GFP_COMP; "
		"a short word such as movable\n"
		"stands for the usual mask.",
	.example = "gfp GFP_HIGHUSER_MOVABLE|__GFP_COMP",
	.completes = COMPLETE_GFP,
	.of_imported = true,
	.run = run_gfp,
};
