/*
 * info tags: who is charged for the memory that is allocated now.
 *
 * Order and filter are those of `set tags` and `set tags_filter`, which the
 * panel follows too, unless the line names others.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/call_site.h"
#include "commands/look_internal.h"
#include "commands/tag_order.h"

/* The words behind `info tags`. */
struct tags_request {
	struct tag_choice choice;
	struct table_request table;
	uint64_t pages; /* tag whose pages are asked for; UINT64_MAX: none */
	bool has_since;
	uint64_t since; /* position to compare with */
};

enum { BLOCKS_SHOWN = 64 };

static struct json *tag_json(const struct tag_row *row)
{
	struct json *object = json_object();

	json_add(object, "tag", json_number(row->tag));
	json_add(object, "bytes", json_number(row->counters.bytes));
	json_add(object, "calls", json_number(row->counters.calls));
	json_add(object, "module",
		 row->site.module ? json_string(row->site.module)
				  : json_null());
	json_add(object, "file", json_string(row->site.file));
	json_add(object, "line", json_number(row->site.line));
	json_add(object, "function", json_string(row->site.function));
	return object;
}

static void tag_text(const struct tag_row *row, bool since, struct reply *r)
{
	struct text site;

	text_init(&site);
	call_site_show(&site, &row->site);
	reply_text(r,
		   since ? "%5" PRIu32 " %+12" PRId64 " %+8" PRId64 "  %s\n"
			 : "%5" PRIu32 " %12" PRId64 " %8" PRId64 "  %s\n",
		   row->tag, row->counters.bytes, row->counters.calls,
		   site.start);
	text_deinit(&site);
}

static enum status take_since(const struct session *s, const char *place,
			      struct tags_request *ret, struct reply *r)
{
	ret->has_since = position_parse(s, place, &ret->since);
	ret->choice.imported = false;
	if (ret->has_since)
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "since=%s: this is no place of the history: write a "
			  "step, begin, end or a mark",
			  place);
}

static enum status parse_word(const struct session *s, const char *word,
			      struct tags_request *ret, struct reply *r)
{
	bool taken = false;
	enum status status =
		table_request_word(&tags_table, word, &ret->table, &taken, r);

	if (taken)
		return status;
	if (strncmp(word, "since=", 6) == 0)
		return take_since(s, word + 6, ret, r);
	if (strncmp(word, "pages=", 6) == 0 &&
	    parse_number(word + 6, &ret->pages))
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "info tags: \"%s\" is not understood: write "
			  "sort=KEY, filter=TEXT, top=N, since=PLACE or "
			  "pages=TAG",
			  word);
}

static void totals_text(const struct tag_list *list, uint32_t shown,
			const struct tags_request *request, struct reply *r)
{
	if (list->nr > shown)
		reply_text(r, "      ... and %" PRIu32 " more\n",
			   list->nr - shown);
	reply_text(r,
		   "total %12" PRId64 " %8" PRId64 "  %" PRIu32 " tag%s%s%s\n",
		   list->bytes, list->calls, list->nr, plural(list->nr),
		   request->choice.filter[0] ? " with " : "",
		   request->choice.filter);
}

static void list_text(const struct session *s, const struct tag_list *list,
		      const struct tags_request *request, struct reply *r)
{
	uint32_t shown = request->table.top < list->nr
				 ? (uint32_t)request->table.top
				 : list->nr;

	if (nr_tags_of(s, &request->choice) == 0) {
		reply_text(r, "No tags yet: the first allocation makes one.\n");
		return;
	}
	if (request->choice.imported)
		reply_text(r, "Imported, see `set tags_of`; numbers are lines "
			      "of the table.\n");
	reply_text(r, "%5s %12s %8s  %s\n", "tag", "bytes", "calls", "site");
	for (uint32_t i = 0; i < shown; i++)
		tag_text(&list->rows[i], request->has_since, r);
	totals_text(list, shown, request, r);
}

/* The first page at or behind `pfn` that is charged to a tag. */
static pfn_t next_charged(const struct model *m, pfn_t pfn, uint32_t tag)
{
	for (pfn = page_touched_next(m, pfn); pfn != PFN_NONE;
	     pfn = page_touched_next(m, pfn + 1))
		if (page_alloc_tag(m, pfn) == tag + 1)
			return pfn;
	return PFN_NONE;
}

/* The blocks that are charged to a tag, by their first pages. */
static enum status pages_of_tag(const struct model *m, uint64_t tag,
				struct reply *r)
{
	struct json *pfns = json_array();
	struct text line;
	unsigned shown = 0;

	if (tag >= nr_alloc_tags(m)) {
		json_destroy(pfns);
		return reply_fail(r, STATUS_FAILED,
				  "there is no tag %" PRIu64 ": `info tags` "
				  "lists them",
				  tag);
	}
	text_init(&line);
	text_add(&line, "Blocks charged to tag %" PRIu64 ":", tag);
	for (pfn_t pfn = next_charged(m, 0, (uint32_t)tag); pfn != PFN_NONE;
	     pfn = next_charged(m, pfn + 1, (uint32_t)tag), shown++) {
		if (shown < BLOCKS_SHOWN)
			text_add(&line, " %" PRIu32, pfn);
		json_append(pfns, json_number(pfn));
	}
	if (shown == 0)
		text_add(&line, " none, all were freed.");
	if (shown > BLOCKS_SHOWN)
		text_add(&line, " ... (%u blocks)", shown);
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
	reply_value(r, "pfns", pfns);
	return STATUS_OK;
}

static void list_tags(struct session *s, const struct tags_request *request,
		      struct reply *r)
{
	struct json *tags = json_array();
	struct tag_list list;

	tag_list_init(&list, s, &request->choice);
	uint32_t shown = request->table.top < list.nr
				 ? (uint32_t)request->table.top
				 : list.nr;

	list_text(s, &list, request, r);
	for (uint32_t i = 0; i < shown && reply_is_json(r); i++)
		json_append(tags, tag_json(&list.rows[i]));
	reply_value(r, "tags", tags);
	reply_number(r, "total_bytes", list.bytes);
	reply_number(r, "total_calls", list.calls);
	tag_list_deinit(&list);
}

/* What the tags counted at a place of the history, which is left again. */
static struct alloc_tag_counters *counters_at(struct session *s, uint64_t place,
					      uint32_t *ret_nr)
{
	uint64_t here = history_cursor(s->m);

	history_seek(s->m, place);
	uint32_t nr = nr_alloc_tags(s->m);
	struct alloc_tag_counters *all = calloc((size_t)nr + 1, sizeof(*all));

	assert(all && "out of memory");
	for (uint32_t tag = 0; tag < nr; tag++)
		all[tag] = alloc_tag_counters(s->m, tag);
	history_seek(s->m, here);
	*ret_nr = nr;
	return all;
}

enum status info_tags(struct session *s, const struct arguments *args,
		      struct reply *r)
{
	struct tags_request request = { .choice = chosen_tags(s),
					.table = table_request_of(&tags_table,
								  s),
					.pages = UINT64_MAX };
	struct alloc_tag_counters *since = NULL;

	for (int i = 1; i < args->argc; i++) {
		enum status status = parse_word(s, args->argv[i], &request, r);

		if (status != STATUS_OK)
			return status;
	}
	request.choice.key = (enum tag_key)request.table.key;
	request.choice.filter = request.table.filter;
	if (request.pages != UINT64_MAX)
		return pages_of_tag(s->m, request.pages, r);
	if (request.has_since)
		since = counters_at(s, request.since, &request.choice.nr_since);
	request.choice.since = since;
	list_tags(s, &request, r);
	free(since);
	return STATUS_OK;
}
