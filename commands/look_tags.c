/*
 * info tags: who is charged for the memory that is allocated now.
 *
 * Order and filter are those of `set tags` and `set tags_filter`, which the
 * panel follows too, unless the line names others.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/tag_order.h"

/* The words behind `info tags`. */
struct tags_request {
	enum tag_key key;
	const char *filter;
	uint64_t top;
	uint64_t pages; /* tag whose pages are asked for; UINT64_MAX: none */
};

enum { BLOCKS_SHOWN = 64 };

static struct json *tag_json(const struct model *m, uint32_t tag)
{
	struct codetag site = alloc_tag_site(m, tag);
	struct alloc_tag_counters counters = alloc_tag_counters(m, tag);
	struct json *object = json_object();

	json_add(object, "tag", json_number(tag));
	json_add(object, "bytes", json_number(counters.bytes));
	json_add(object, "calls", json_number(counters.calls));
	json_add(object, "module",
		 site.module ? json_string(site.module) : json_null());
	json_add(object, "file", json_string(site.file));
	json_add(object, "line", json_number(site.line));
	json_add(object, "function", json_string(site.function));
	return object;
}

static void tag_text(const struct model *m, uint32_t tag, struct reply *r)
{
	struct codetag site = alloc_tag_site(m, tag);
	struct alloc_tag_counters counters = alloc_tag_counters(m, tag);

	reply_text(r,
		   "%5" PRIu32 " %12" PRId64 " %8" PRId64 "  %s:%u %s%s%s%s\n",
		   tag, counters.bytes, counters.calls, site.file, site.line,
		   site.module ? "[" : "", site.module ? site.module : "",
		   site.module ? "] " : "", site.function);
}

static enum status bad_sort(const char *word, struct reply *r)
{
	struct text names;

	text_init(&names);
	for (unsigned key = 0; tag_key_name(key); key++)
		text_add(&names, "%s%s", key ? ", " : "", tag_key_name(key));
	reply_fail(r, STATUS_FAILED,
		   "info tags cannot sort by \"%s\", but by %s", word,
		   names.start);
	text_deinit(&names);
	return STATUS_FAILED;
}

static enum status parse_word(const char *word, struct tags_request *ret,
			      struct reply *r)
{
	if (strncmp(word, "sort=", 5) == 0) {
		ret->key = tag_key_find(word + 5);
		return ret->key < NR_TAG_KEYS ? STATUS_OK
					      : bad_sort(word + 5, r);
	}
	if (strncmp(word, "filter=", 7) == 0) {
		ret->filter = word + 7;
		return STATUS_OK;
	}
	if (strncmp(word, "top=", 4) == 0 && parse_number(word + 4, &ret->top))
		return STATUS_OK;
	if (strncmp(word, "pages=", 6) == 0 &&
	    parse_number(word + 6, &ret->pages))
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "info tags: \"%s\" is not understood: write "
			  "sort=KEY, filter=TEXT, top=N or pages=TAG",
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
		   request->filter[0] ? " with " : "", request->filter);
}

static void list_text(const struct model *m, const struct tag_list *list,
		      const struct tags_request *request, struct reply *r)
{
	uint32_t shown =
		request->top < list->nr ? (uint32_t)request->top : list->nr;

	if (nr_alloc_tags(m) == 0) {
		reply_text(r, "No tags yet: the first allocation makes one.\n");
		return;
	}
	reply_text(r, "%5s %12s %8s  %s\n", "tag", "bytes", "calls", "site");
	for (uint32_t i = 0; i < shown; i++)
		tag_text(m, list->tags[i], r);
	totals_text(list, shown, request, r);
}

/* The first page at or behind `pfn` that is charged to a tag. */
static pfn_t next_charged(const struct model *m, pfn_t pfn, uint32_t tag)
{
	for (pfn = page_touched_next(m, pfn); pfn != PFN_NONE;
	     pfn = page_touched_next(m, pfn + 1))
		if (page_at(m, pfn)->tag == tag + 1)
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

enum status info_tags(struct session *s, const struct arguments *args,
		      struct reply *r)
{
	struct tags_request request = { .key = chosen_tag_key(s),
					.filter = chosen_tag_filter(s),
					.top = UINT64_MAX,
					.pages = UINT64_MAX };
	struct json *tags = NULL;
	struct tag_list list;

	for (int i = 1; i < args->argc; i++) {
		enum status status = parse_word(args->argv[i], &request, r);

		if (status != STATUS_OK)
			return status;
	}
	if (request.pages != UINT64_MAX)
		return pages_of_tag(s->m, request.pages, r);
	tag_list_init(&list, s->m, request.key, request.filter);
	tags = json_array();
	uint32_t shown =
		request.top < list.nr ? (uint32_t)request.top : list.nr;

	list_text(s->m, &list, &request, r);
	for (uint32_t i = 0; i < shown && reply_is_json(r); i++)
		json_append(tags, tag_json(s->m, list.tags[i]));
	reply_value(r, "tags", tags);
	reply_number(r, "total_bytes", list.bytes);
	reply_number(r, "total_calls", list.calls);
	tag_list_deinit(&list);
	return STATUS_OK;
}
