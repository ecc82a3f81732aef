/*
 * info slabs: the caches, as /proc/slabinfo counts them; or those of a file
 * that was imported.
 *
 * Order and filter are those of `set slabs` and `set slabs_filter`, which the
 * panel follows too, unless the line names others.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/slab_picture.h"
#include "commands/slab_table.h"

/* The words behind `info slabs`. */
struct slabs_request {
	struct slab_choice choice;
	struct table_request table;
};

/* Columns behind the name, as text and in JSON. */
static const struct {
	enum slab_key key;
	int cols;
	const char *json;
} columns[] = {
	{ SLAB_KEY_SIZE, 4, "objsize" },
	{ SLAB_KEY_EACH, 4, "objperslab" },
	{ SLAB_KEY_ORDER, 5, "order" },
	{ SLAB_KEY_ACTIVE, 6, "active_objs" },
	{ SLAB_KEY_OBJECTS, 7, "num_objs" },
	{ SLAB_KEY_SLABS, 5, "num_slabs" },
	{ SLAB_KEY_CPU, 3, "cpu_slabs" },
	{ SLAB_KEY_PART, 4, "partial_slabs" },
	{ SLAB_KEY_FULL, 4, "full_slabs" },
	{ SLAB_KEY_BYTES, 7, "bytes" },
};

enum { NR_COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static struct json *row_json(const struct slab_row *row)
{
	struct json *object = json_object();

	json_add(object, "name", json_string(row->info.name));
	for (unsigned i = 0; i < NR_COLUMNS; i++) {
		int64_t number = slab_row_number(row, columns[i].key);

		json_add(object, columns[i].json,
			 number < 0 ? json_null() : json_number(number));
	}
	json_add(object, "pages", json_number((int64_t)row->info.pages));
	json_add(object, "pagesperslab", json_number(row->info.pages_per_slab));
	json_add(object, "active_slabs",
		 json_number((int64_t)row->info.active_slabs));
	return object;
}

static int name_cols(const struct slab_list *list)
{
	size_t longest = strlen(slabs_table.keys[SLAB_KEY_NAME]);

	for (size_t i = 0; i < list->nr; i++)
		if (strlen(list->rows[i].info.name) > longest)
			longest = strlen(list->rows[i].info.name);
	return (int)longest;
}

static void row_text(const struct slab_row *row, int cols, struct reply *r)
{
	reply_text(r, "%-*s", cols, row->info.name);
	for (unsigned i = 0; i < NR_COLUMNS; i++) {
		int64_t number = slab_row_number(row, columns[i].key);

		if (number < 0)
			reply_text(r, " %*s", columns[i].cols, "-");
		else
			reply_text(r, " %*" PRId64, columns[i].cols, number);
	}
	reply_text(r, "\n");
}

static void heading_text(int cols, struct reply *r)
{
	reply_text(r, "%-*s", cols, slabs_table.keys[SLAB_KEY_NAME]);
	for (unsigned i = 0; i < NR_COLUMNS; i++)
		reply_text(r, " %*s", columns[i].cols,
			   slabs_table.keys[columns[i].key]);
	reply_text(r, "\n");
}

static enum status parse_word(const char *word, struct slabs_request *ret,
			      struct reply *r)
{
	bool taken = false;
	enum status status =
		table_request_word(&slabs_table, word, &ret->table, &taken, r);

	if (taken)
		return status;
	if (strcmp(word, "all") == 0)
		ret->choice.all = true;
	else if (strcmp(word, "imported") == 0)
		ret->choice.imported = true;
	else
		return reply_fail(r, STATUS_FAILED,
				  "info slabs: \"%s\" is not understood: write "
				  "sort=KEY, filter=TEXT, top=N, all or "
				  "imported",
				  word);
	return STATUS_OK;
}

/* The rows' sum, and what is left out. */
static void totals_text(const struct slab_list *list, uint64_t shown,
			const struct slabs_request *request, struct reply *r)
{
	const char *filter = request->choice.filter;

	if (list->nr > shown)
		reply_text(r, "... and %" PRIu64 " more\n", list->nr - shown);
	reply_text(r,
		   "%zu cache%s%s%s: %" PRIu64 " of %" PRIu64
		   " objects active in %" PRIu64 " slab%s, %" PRIu64
		   " page%s, %" PRIu64 " bytes%s\n",
		   list->nr, plural(list->nr), filter[0] ? " with " : "",
		   filter, list->active_objects, list->objects, list->slabs,
		   plural(list->slabs), list->pages, plural(list->pages),
		   list->pages << PAGE_SHIFT,
		   request->choice.all ? ""
				       : "; `all` adds those without a slab");
}

static void list_text(const struct slab_list *list,
		      const struct slabs_request *request, struct reply *r)
{
	uint64_t shown =
		request->table.top < list->nr ? request->table.top : list->nr;

	if (slab_list_is_bare(list, &request->choice)) {
		reply_text(r, "%s  `all` shows the caches.\n", no_slabs_yet);
		return;
	}
	if (request->choice.imported)
		reply_text(r, "Imported, see `set slabs_of`; a file does not "
			      "tell where slabs are.\n");
	heading_text(name_cols(list), r);
	for (uint64_t i = 0; i < shown; i++)
		row_text(&list->rows[i], name_cols(list), r);
	totals_text(list, shown, request, r);
}

static void list_json(const struct slab_list *list,
		      const struct slabs_request *request, struct reply *r)
{
	struct json *caches = json_array();

	for (uint64_t i = 0; i < list->nr && i < request->table.top; i++)
		json_append(caches, row_json(&list->rows[i]));
	reply_value(r, "caches", caches);
	reply_number(r, "total_pages", (int64_t)list->pages);
	reply_value(r, "imported", json_bool(request->choice.imported));
}

enum status info_slabs(struct session *s, const struct arguments *args,
		       struct reply *r)
{
	struct slabs_request request = {
		.choice = chosen_slabs(s),
		.table = table_request_of(&slabs_table, s),
	};
	struct slab_list list;

	for (int i = 1; i < args->argc; i++) {
		enum status status = parse_word(args->argv[i], &request, r);

		if (status != STATUS_OK)
			return status;
	}
	if (request.choice.imported && s->slabinfo.nr == 0)
		return reply_fail(r, STATUS_FAILED,
				  "info slabs: no slabinfo was imported, "
				  "`import slabinfo FILE` does so");
	request.choice.key = (enum slab_key)request.table.key;
	request.choice.filter = request.table.filter;
	slab_list_init(&list, s, &request.choice);
	list_text(&list, &request, r);
	list_json(&list, &request, r);
	slab_list_deinit(&list);
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
