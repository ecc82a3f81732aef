/*
 * import allocinfo, and diff of such files: who held memory on a real
 * machine.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/call_site.h"
#include "commands/import.h"
#include "commands/look_internal.h"
#include "core/codetag.h"
#include "snapshots/allocinfo.h"

static enum status read_file(const char *path, struct allocinfo **ret,
			     struct reply *r)
{
	struct diagnosis why;
	enum outcome outcome = allocinfo_read(path, ret, &why);

	if (outcome == OUTCOME_OK)
		return STATUS_OK;
	return reply_fail(r, outcome_status(outcome), "%s: %s", path, why.text);
}

enum status import_allocinfo(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	struct allocinfo *info = NULL;
	struct alloc_tag_counters sum = { 0 };

	if (args->argc != 2)
		return command_usage("import", r);
	enum status status = read_file(args->argv[1], &info, r);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < info->nr; i++) {
		sum.bytes += info->rows[i].counters.bytes;
		sum.calls += info->rows[i].counters.calls;
	}
	allocinfo_destroy(s->allocinfo);
	s->allocinfo = info;
	setting_choose(s, "tags_of", "import");
	reply_text(r,
		   "%s: %zu call sites, %" PRId64 " bytes in %" PRId64
		   " calls; `info tags` shows them, `set tags_of machine` the "
		   "model's\n",
		   args->argv[1], info->nr, sum.bytes, sum.calls);
	reply_string(r, "file", args->argv[1]);
	reply_string(r, "version", info->version);
	reply_number(r, "tags", (int64_t)info->nr);
	reply_number(r, "bytes", sum.bytes);
	reply_number(r, "calls", sum.calls);
	return STATUS_OK;
}

/* --- diff ---------------------------------------------------------------- */

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_sites(const void *left, const void *right)
{
	const struct codetag *a = &((const struct allocinfo_row *)left)->site;
	const struct codetag *b = &((const struct allocinfo_row *)right)->site;
	int order = compare_text(a->module, b->module);

	if (!order)
		order = compare_text(a->file, b->file);
	if (!order)
		order = (a->line > b->line) - (a->line < b->line);
	return order ? order : compare_text(a->function, b->function);
}

/* The machine's own table, as rows of a file. */
static struct allocinfo *table_of_machine(const struct model *m)
{
	struct codetag_iterator at = { 0 };
	struct allocinfo *info = calloc(1, sizeof(*info));
	uint32_t tag = 0;

	assert(info && "out of memory");
	info->rows = calloc((size_t)nr_alloc_tags(m) + 1, sizeof(*info->rows));
	assert(info->rows && "out of memory");
	while (codetag_next(m, &at, &tag))
		info->rows[info->nr++] = (struct allocinfo_row){
			.site = alloc_tag_site(m, tag),
			.counters = alloc_tag_counters(m, tag),
		};
	return info;
}

struct changes {
	struct json *list;
	struct reply *r;
	struct alloc_tag_counters sum;
	unsigned nr;
};

static void add_counters(struct json *object, const char *key,
			 const struct allocinfo_row *row)
{
	struct json *counters = json_object();

	if (!row) {
		json_destroy(counters);
		json_add(object, key, json_null());
		return;
	}
	json_add(counters, "bytes", json_number(row->counters.bytes));
	json_add(counters, "calls", json_number(row->counters.calls));
	json_add(object, key, counters);
}

/* One of the two may lack the site. */
static void add_change(struct changes *c, const struct allocinfo_row *a,
		       const struct allocinfo_row *b)
{
	static const struct allocinfo_row none;
	const struct alloc_tag_counters from = (a ? a : &none)->counters;
	const struct alloc_tag_counters to = (b ? b : &none)->counters;
	struct json *object = NULL;
	struct text site;

	if (a && b && from.bytes == to.bytes && from.calls == to.calls)
		return;
	text_init(&site);
	call_site_show(&site, a ? &a->site : &b->site);
	reply_text(c->r, "%+12" PRId64 " %+8" PRId64 "  %s%s\n",
		   to.bytes - from.bytes, to.calls - from.calls, site.start,
		   a && b ? ""
		   : a    ? " (gone)"
			  : " (new)");
	object = json_object();
	json_add(object, "kind", json_string("allocinfo"));
	json_add(object, "site", json_string(site.start));
	add_counters(object, "from", a);
	add_counters(object, "to", b);
	json_append(c->list, object);
	text_deinit(&site);
	c->sum.bytes += to.bytes - from.bytes;
	c->sum.calls += to.calls - from.calls;
	c->nr++;
}

static void compare_tables(struct changes *c, struct allocinfo *a,
			   struct allocinfo *b)
{
	size_t i = 0;
	size_t j = 0;

	qsort(a->rows, a->nr, sizeof(*a->rows), compare_sites);
	qsort(b->rows, b->nr, sizeof(*b->rows), compare_sites);
	while (i < a->nr || j < b->nr) {
		int order = i == a->nr ? 1
			    : j == b->nr
				    ? -1
				    : compare_sites(&a->rows[i], &b->rows[j]);

		add_change(c, order <= 0 ? &a->rows[i] : NULL,
			   order >= 0 ? &b->rows[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
}

enum status diff_allocinfo(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	struct allocinfo *a = NULL;
	struct allocinfo *b = NULL;
	enum status status = read_file(args->argv[0], &a, r);

	if (status == STATUS_OK && args->argc == 2)
		status = read_file(args->argv[1], &b, r);
	else if (status == STATUS_OK)
		b = table_of_machine(s->m);
	if (status == STATUS_OK) {
		struct changes c = { .list = json_array(), .r = r };

		compare_tables(&c, a, b);
		reply_text(r,
			   "%+12" PRId64 " %+8" PRId64 "  %u call site%s "
			   "differ%s\n",
			   c.sum.bytes, c.sum.calls, c.nr, plural(c.nr),
			   c.nr == 1 ? "s" : "");
		reply_value(r, "changes", c.list);
	}
	allocinfo_destroy(a);
	allocinfo_destroy(b);
	return status;
}
