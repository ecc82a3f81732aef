/*
 * info slabs: the caches, as /proc/slabinfo counts them; or those of a file
 * that was imported.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/slab_table.h"

/* The words behind `info slabs`. */
struct slabs_request {
	enum slab_key key;
	const char *filter;
	uint64_t top;
	bool all;      /* caches without a slab, too */
	bool imported; /* of the file, not of the model */
};

static struct json *row_json(const struct slabinfo_row *row)
{
	struct json *object = json_object();

	json_add(object, "name", json_string(row->name));
	json_add(object, "active_objs",
		 json_number((int64_t)row->active_objects));
	json_add(object, "num_objs", json_number((int64_t)row->objects));
	json_add(object, "objsize", json_number(row->object_size));
	json_add(object, "objperslab", json_number(row->objects_per_slab));
	json_add(object, "pagesperslab", json_number(row->pages_per_slab));
	json_add(object, "active_slabs",
		 json_number((int64_t)row->active_slabs));
	json_add(object, "num_slabs", json_number((int64_t)row->slabs));
	json_add(object, "pages", json_number((int64_t)slab_row_pages(row)));
	return object;
}

static void row_text(const struct slabinfo_row *row, struct reply *r)
{
	reply_text(r,
		   "%-22s %8" PRIu64 " %8" PRIu64 " %6u %8u %5u %7" PRIu64
		   " %8" PRIu64 "\n",
		   row->name, row->active_objects, row->objects,
		   row->object_size, row->objects_per_slab, row->pages_per_slab,
		   row->slabs, slab_row_pages(row));
}

static enum status bad_sort(const char *word, struct reply *r)
{
	struct text names;

	text_init(&names);
	for (unsigned key = 0; slab_key_name(key); key++)
		text_add(&names, "%s%s", key ? ", " : "", slab_key_name(key));
	reply_fail(r, STATUS_FAILED,
		   "info slabs cannot sort by \"%s\", but by %s", word,
		   names.start);
	text_deinit(&names);
	return STATUS_FAILED;
}

static enum status parse_word(const char *word, struct slabs_request *ret,
			      struct reply *r)
{
	if (strncmp(word, "sort=", 5) == 0) {
		ret->key = slab_key_find(word + 5);
		return ret->key < NR_SLAB_KEYS ? STATUS_OK
					       : bad_sort(word + 5, r);
	}
	if (strncmp(word, "filter=", 7) == 0)
		ret->filter = word + 7;
	else if (strcmp(word, "all") == 0)
		ret->all = true;
	else if (strcmp(word, "imported") == 0)
		ret->imported = true;
	else if (strncmp(word, "top=", 4) != 0 ||
		 !parse_number(word + 4, &ret->top))
		return reply_fail(r, STATUS_FAILED,
				  "info slabs: \"%s\" is not understood: write "
				  "sort=KEY, filter=TEXT, top=N, all or "
				  "imported",
				  word);
	return STATUS_OK;
}

static bool is_meant(const struct slabinfo_row *row,
		     const struct slabs_request *request)
{
	return strstr(row->name, request->filter) &&
	       (request->all || row->slabs > 0);
}

static void list_rows(const struct slabinfo *rows,
		      const struct slabs_request *request, struct reply *r)
{
	struct json *caches = json_array();
	uint64_t pages = 0;
	uint64_t meant = 0;

	reply_text(r, "%-22s %8s %8s %6s %8s %5s %7s %8s\n", "cache", "active",
		   "objects", "size", "per slab", "pages", "slabs", "in all");
	for (size_t i = 0; i < rows->nr; i++) {
		const struct slabinfo_row *row = &rows->rows[i];

		if (!is_meant(row, request))
			continue;
		pages += slab_row_pages(row);
		if (meant++ >= request->top)
			continue;
		row_text(row, r);
		json_append(caches, row_json(row));
	}
	if (meant > request->top)
		reply_text(r, "... and %" PRIu64 " more\n",
			   meant - request->top);
	reply_text(r, "%" PRIu64 " cache%s with %" PRIu64 " page%s%s\n", meant,
		   plural(meant), pages, plural(pages),
		   request->all ? "" : "; `all` shows those without a slab");
	reply_value(r, "caches", caches);
	reply_number(r, "total_pages", (int64_t)pages);
}

enum status info_slabs(struct session *s, const struct arguments *args,
		       struct reply *r)
{
	struct slabs_request request = { .filter = "", .top = UINT64_MAX };
	struct slabinfo rows = { 0 };

	for (int i = 1; i < args->argc; i++) {
		enum status status = parse_word(args->argv[i], &request, r);

		if (status != STATUS_OK)
			return status;
	}
	if (request.imported && s->slabinfo.nr == 0)
		return reply_fail(r, STATUS_FAILED,
				  "info slabs: no slabinfo was imported, "
				  "`import slabinfo FILE` does so");
	if (request.imported)
		for (size_t i = 0; i < s->slabinfo.nr; i++)
			*slabinfo_add(&rows) = s->slabinfo.rows[i];
	else
		slab_rows_of(s->m, &rows);
	slab_rows_sort(&rows, request.key);
	list_rows(&rows, &request, r);
	slabinfo_deinit(&rows);
	return STATUS_OK;
}

void slabinfo_print(const struct model *m, struct text *out)
{
	struct slabinfo rows = { 0 };

	slab_rows_of(m, &rows);
	char *text = slabinfo_text(&rows);

	text_add(out, "%s", text);
	free(text);
	slabinfo_deinit(&rows);
}
