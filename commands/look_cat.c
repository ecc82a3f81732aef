/*
 * cat: the model's state in the text of the kernel's own files.
 *
 * Formats: mm/vmstat.c (frag_show_print, pagetypeinfo_show) and
 * lib/alloc_tag.c of 6.12, blanks at line ends included.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/imported.h"
#include "commands/kpage_source.h"
#include "commands/look_internal.h"
#include "core/codetag.h"
#include "snapshots/allocinfo.h"

/* Where pagetypeinfo stops counting the blocks of a list. */
enum { TYPE_COUNT_MAX = 100000 };

static void buddyinfo_print(const struct model *m, struct text *out)
{
	for (unsigned i = 0; i < nr_zones(m); i++) {
		const struct zone *zone = zone_at(m, i);

		text_add(out, "Node %u, zone %8s ", zone->node,
			 zone_name(m, i));
		for (unsigned order = 0; order <= model_machine(m)->max_order;
		     order++)
			text_add(out, "%6" PRId64 " ",
				 zone->free_area[order].nr_free);
		text_add(out, "\n");
	}
}

static void free_counts(const struct model *m, unsigned index, struct text *out)
{
	const struct zone *zone = zone_at(m, index);

	for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
		if (!migratetype_exists(m, (enum migratetype)type))
			continue;
		text_add(out, "Node %4u, zone %8s, type %12s ", zone->node,
			 zone_name(m, index),
			 migratetype_name(m, (enum migratetype)type));
		for (unsigned order = 0; order <= model_machine(m)->max_order;
		     order++) {
			uint32_t nr = zone->free_area[order].free_list[type].nr;
			bool many = nr >= TYPE_COUNT_MAX;

			text_add(out, "%s%6" PRIu32 " ", many ? ">" : "",
				 many ? TYPE_COUNT_MAX : nr);
		}
		text_add(out, "\n");
	}
}

/* Does the page itself name this zone?  Those in holes may name another. */
static bool belongs_to(const struct model *m, pfn_t pfn,
		       const struct zone *zone)
{
	const struct flags_layout *layout = &model_machine(m)->layout;

	if (!pfn_valid(m, pfn) || zone_at(m, 0) + zone_of_pfn(m, pfn) != zone)
		return false;
	return flags_field_get(layout, page_flags(m, pfn), FIELD_ZONE) ==
	       zone->zone_id;
}

/* Pageblocks are counted by the page at the zone's start and every pageblock
 * of pages after it, which need not be where a pageblock begins. */
static void block_counts(const struct model *m, unsigned index,
			 struct text *out)
{
	const struct zone *zone = zone_at(m, index);
	int64_t step = pages_in(model_machine(m)->pageblock_order);
	int64_t nr[MIGRATE_TYPES] = { 0 };

	for (int64_t pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone);
	     pfn += step) {
		if (belongs_to(m, (pfn_t)pfn, zone))
			nr[pageblock_type(m, (pfn_t)pfn)]++;
	}
	text_add(out, "Node %u, zone %8s ", zone->node, zone_name(m, index));
	for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
		if (migratetype_exists(m, (enum migratetype)type))
			text_add(out, "%12" PRId64 " ", nr[type]);
	}
	text_add(out, "\n");
}

static void pagetypeinfo_node(const struct model *m, unsigned node,
			      struct text *out)
{
	const struct machine *machine = model_machine(m);

	text_add(out, "Page block order: %u\nPages per block:  %" PRId64 "\n\n",
		 machine->pageblock_order, pages_in(machine->pageblock_order));
	text_add(out, "%-43s ", "Free pages count per migrate type at order");
	for (unsigned order = 0; order <= machine->max_order; order++)
		text_add(out, "%6u ", order);
	text_add(out, "\n");
	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		if (zone_at(m, zone)->node == node)
			free_counts(m, zone, out);
	}
	text_add(out, "\n%-23s", "Number of blocks type ");
	for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
		if (migratetype_exists(m, (enum migratetype)type))
			text_add(out, "%12s ",
				 migratetype_name(m, (enum migratetype)type));
	}
	text_add(out, "\n");
	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		if (zone_at(m, zone)->node == node)
			block_counts(m, zone, out);
	}
}

static bool node_has_memory(const struct model *m, unsigned node)
{
	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		if (zone_at(m, zone)->node == node)
			return true;
	}
	return false;
}

static void pagetypeinfo_print(const struct model *m, struct text *out)
{
	for (unsigned node = 0; node < model_machine(m)->nr_nodes; node++) {
		if (node_has_memory(m, node))
			pagetypeinfo_node(m, node, out);
	}
}

static void allocinfo_print(const struct model *m, struct text *out)
{
	struct codetag_iterator at = { 0 };
	uint32_t tag = 0;
	char line[ALLOCINFO_LINE];

	allocinfo_print_heading(model_machine(m)->profile->allocinfo_version,
				line, sizeof(line));
	text_add(out, "%s", line);
	while (codetag_next(m, &at, &tag)) {
		struct allocinfo_row row = {
			.site = alloc_tag_site(m, tag),
			.counters = alloc_tag_counters(m, tag),
		};

		allocinfo_print_row(&row, line, sizeof(line));
		text_add(out, "%s", line);
	}
}

static bool has_allocinfo(const struct profile *profile)
{
	return profile->allocinfo_version;
}

/* Where profiling was never supported, or was shut down, the file is gone;
 * kernels without an area for the tags of modules make it in any case. */
static bool allocinfo_is_gone(const struct model *m)
{
	return model_machine(m)->profile->module_tag_area &&
	       !mem_profiling(m).supported;
}

struct proc_file {
	const char *name;
	void (*print)(const struct model *m, struct text *out);
	bool (*exists)(const struct profile *profile); /* NULL: always */
};

static const struct proc_file files[] = {
	{ "buddyinfo", buddyinfo_print, NULL },
	{ "pagetypeinfo", pagetypeinfo_print, NULL },
	{ "zoneinfo", zoneinfo_print, NULL },
	{ "allocinfo", allocinfo_print, has_allocinfo },
	{ "vmstat", vmstat_print, NULL },
	{ "slabinfo", slabinfo_print, NULL },
};

static const char *name_of(const char *path)
{
	static const char prefix[] = "/proc/";

	return strncmp(path, prefix, strlen(prefix)) == 0
		       ? path + strlen(prefix)
		       : path;
}

/* Files of words: they also show imported memory. */
typedef enum status (*kpage_fn)(struct session *s, struct reply *r);

static kpage_fn kpage_find(const char *path)
{
	if (strcmp(name_of(path), "kpageflags") == 0)
		return cat_kpageflags;
	return strcmp(name_of(path), "kpagecount") == 0 ? cat_kpagecount : NULL;
}

static const struct proc_file *file_find(const char *path)
{
	const char *name = name_of(path);

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (strcmp(files[i].name, name) == 0)
			return &files[i];
	}
	return NULL;
}

/* The kernel of this machine lacks the file: which have it? */
static enum status reply_lacks(const struct model *m,
			       const struct proc_file *file, struct reply *r)
{
	const struct profile *profile;
	struct text having;

	text_init(&having);
	for (size_t i = 0; (profile = profile_nth(i)); i++)
		if (file->exists(profile))
			text_add(&having, "%s%s",
				 having.length > 0 ? " or " : "",
				 profile->series);
	enum status status = reply_fail(
		r, STATUS_FAILED,
		"cat: Linux %s has no /proc/%s: boot a machine with kernel=%s",
		model_machine(m)->release, file->name, having.start);

	text_deinit(&having);
	return status;
}

enum status proc_file_text(const struct session *s, const char *path,
			   struct text *ret, struct reply *r)
{
	const struct proc_file *file = file_find(path);

	if (!file)
		return reply_fail(r, STATUS_FAILED,
				  "cat: there is no %s here, but "
				  "/proc/buddyinfo, pagetypeinfo, zoneinfo, "
				  "allocinfo, vmstat, slabinfo, kpageflags and "
				  "kpagecount",
				  path);
	if (file->exists && !file->exists(model_machine(s->m)->profile))
		return reply_lacks(s->m, file, r);
	if (file->exists == has_allocinfo && allocinfo_is_gone(s->m))
		return reply_fail(r, STATUS_FAILED,
				  "cat: profiling is not supported any more "
				  "(`show mem_profiling`), so there is no "
				  "/proc/allocinfo");
	file->print(s->m, ret);
	return STATUS_OK;
}

static enum status run_cat(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	if (args->argc != 1)
		return command_usage("cat", r);

	kpage_fn kpage = kpage_find(args->argv[0]);
	struct text out;

	if (kpage)
		return kpage(s, r);
	if (s->imported)
		return reply_fail(r, STATUS_FAILED,
				  "cat: %s tells only /proc/kpageflags (and "
				  "kpagecount, where that was imported)",
				  s->imported->file);
	text_init(&out);
	enum status status = proc_file_text(s, args->argv[0], &out, r);

	if (status == STATUS_OK) {
		reply_text(r, "%s", out.start);
		if (reply_is_json(r))
			reply_value(r, "text", json_multiline(out.start));
	}
	text_deinit(&out);
	return status;
}

const struct command cmd_cat = {
	.name = "cat",
	.group = GROUP_LOOKING,
	.args = "/proc/FILE",
	.summary = "Show the state in the text of a kernel file",
	.help = "Files: buddyinfo, pagetypeinfo, zoneinfo, allocinfo, vmstat, "
		"slabinfo.  The\n"
		"first two and allocinfo are complete, slabinfo has the caches "
		"of kmalloc.\n"
		"zoneinfo and vmstat leave out the lines of what is not "
		"modelled: LRU and NUMA\n"
		"counters, per-node statistics and events.  kpageflags and "
		"kpagecount, which are\n"
		"binary, stand as tables of equal neighbours.",
	.example = "cat /proc/buddyinfo",
	.completes = COMPLETE_WORDS,
	.words = "/proc/buddyinfo /proc/pagetypeinfo /proc/zoneinfo "
		 "/proc/allocinfo /proc/vmstat /proc/slabinfo "
		 "/proc/kpageflags "
		 "/proc/kpagecount",
	.of_imported = true,
	.run = run_cat,
};
