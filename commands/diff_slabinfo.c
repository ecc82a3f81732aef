/*
 * diff of slabinfo files: which caches grew and shrank between two moments of
 * a real machine, or between one and the model.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/import.h"
#include "commands/session_internal.h"
#include "commands/slab_table.h"

struct slab_changes {
	struct json *list;
	struct reply *r;
	int64_t objects, pages;
	unsigned nr;
};

static int compare_names(const void *left, const void *right)
{
	const struct slabinfo_row *a = left;
	const struct slabinfo_row *b = right;

	return strcmp(a->name, b->name);
}

static struct json *counts_json(const struct slabinfo_row *row)
{
	struct json *counts = json_object();

	json_add(counts, "active_objs",
		 json_number((int64_t)row->active_objects));
	json_add(counts, "num_objs", json_number((int64_t)row->objects));
	json_add(counts, "num_slabs", json_number((int64_t)row->slabs));
	json_add(counts, "pages", json_number((int64_t)row->pages));
	return counts;
}

static bool counts_alike(const struct slabinfo_row *a,
			 const struct slabinfo_row *b)
{
	return a->active_objects == b->active_objects &&
	       a->objects == b->objects && a->slabs == b->slabs &&
	       a->pages == b->pages;
}

/* One of the two may lack the cache: NULL. */
static void add_change(struct slab_changes *c, const char *name,
		       const struct slabinfo_row *a,
		       const struct slabinfo_row *b)
{
	static const struct slabinfo_row none;
	const struct slabinfo_row *from = a ? a : &none;
	const struct slabinfo_row *to = b ? b : &none;
	int64_t active =
		(int64_t)to->active_objects - (int64_t)from->active_objects;
	int64_t slabs = (int64_t)to->slabs - (int64_t)from->slabs;
	int64_t pages = (int64_t)to->pages - (int64_t)from->pages;
	struct json *object = NULL;

	/* A cache without a slab is as good as none. */
	if (counts_alike(from, to))
		return;
	reply_text(c->r,
		   "%+9" PRId64 " %+9" PRId64 " %+7" PRId64 " %+7" PRId64
		   "  %s%s\n",
		   active, (int64_t)to->objects - (int64_t)from->objects, slabs,
		   pages, name,
		   a && b ? ""
		   : a    ? " (gone)"
			  : " (new)");
	object = json_object();
	json_add(object, "kind", json_string("slabinfo"));
	json_add(object, "cache", json_string(name));
	json_add(object, "from", a ? counts_json(a) : json_null());
	json_add(object, "to", b ? counts_json(b) : json_null());
	json_append(c->list, object);
	c->objects += active;
	c->pages += pages;
	c->nr++;
}

static void compare_tables(struct slab_changes *c, struct slabinfo *a,
			   struct slabinfo *b)
{
	size_t i = 0;
	size_t j = 0;

	qsort(a->rows, a->nr, sizeof(*a->rows), compare_names);
	qsort(b->rows, b->nr, sizeof(*b->rows), compare_names);
	while (i < a->nr || j < b->nr) {
		int order = i == a->nr ? 1
			    : j == b->nr
				    ? -1
				    : compare_names(&a->rows[i], &b->rows[j]);

		add_change(c, order <= 0 ? a->rows[i].name : b->rows[j].name,
			   order <= 0 ? &a->rows[i] : NULL,
			   order >= 0 ? &b->rows[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
}

static enum status read_file(const char *path, struct slabinfo *ret,
			     struct reply *r)
{
	struct diagnosis why;
	enum outcome outcome = slabinfo_read(path, ret, &why);

	return outcome == OUTCOME_OK ? STATUS_OK
				     : reply_fail(r, outcome_status(outcome),
						  "%s: %s", path, why.text);
}

enum status diff_slabinfo(struct session *s, const struct arguments *args,
			  struct reply *r)
{
	struct slabinfo a = { 0 };
	struct slabinfo b = { 0 };
	enum status status = read_file(args->argv[0], &a, r);

	if (status == STATUS_OK && args->argc == 2)
		status = read_file(args->argv[1], &b, r);
	else if (status == STATUS_OK)
		slab_rows_of(s->m, &b);
	if (status == STATUS_OK) {
		struct slab_changes c = { .list = json_array(), .r = r };

		reply_text(r, "%9s %9s %7s %7s  cache\n", "active", "objects",
			   "slabs", "pages");
		compare_tables(&c, &a, &b);
		reply_text(r,
			   "%u cache%s differ%s: %+" PRId64
			   " active objects, %+" PRId64 " pages\n",
			   c.nr, plural(c.nr), c.nr == 1 ? "s" : "", c.objects,
			   c.pages);
		reply_value(r, "changes", c.list);
	}
	slabinfo_deinit(&a);
	slabinfo_deinit(&b);
	return status;
}
