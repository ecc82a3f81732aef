#include "commands/tag_order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc_tag.h"

static const char *const key_names[NR_TAG_KEYS] = {
	[TAG_BYTES] = "bytes",       [TAG_CALLS] = "calls",
	[TAG_MODULE] = "module",     [TAG_FILE] = "file",
	[TAG_FUNCTION] = "function", [TAG_NUMBER] = "tag",
};

const char *tag_key_name(unsigned key)
{
	return key < NR_TAG_KEYS ? key_names[key] : NULL;
}

enum tag_key tag_key_find(const char *name)
{
	unsigned key = 0;

	while (key < NR_TAG_KEYS && strcmp(key_names[key], name) != 0)
		key++;
	return (enum tag_key)key;
}

enum tag_key chosen_tag_key(const struct session *s)
{
	return tag_key_find(session_setting(s, "tags"));
}

const char *chosen_tag_filter(const struct session *s)
{
	const char *filter = session_setting(s, "tags_filter");

	return strcmp(filter, "none") == 0 ? "" : filter;
}

/* A tag with what it is sorted by. */
struct sorted_tag {
	struct codetag site;
	struct alloc_tag_counters counters;
	enum tag_key key;
	uint32_t tag;
};

static int compare_counts(int64_t a, int64_t b)
{
	return (a < b) - (a > b);
}

/* The image's own sites come before those of modules. */
static int compare_names(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_by_key(const struct sorted_tag *a,
			  const struct sorted_tag *b)
{
	switch (a->key) {
	case TAG_BYTES:
		return compare_counts(a->counters.bytes, b->counters.bytes);
	case TAG_CALLS:
		return compare_counts(a->counters.calls, b->counters.calls);
	case TAG_MODULE:
		return compare_names(a->site.module, b->site.module);
	case TAG_FILE:
		return compare_names(a->site.file, b->site.file);
	case TAG_FUNCTION:
		return compare_names(a->site.function, b->site.function);
	case TAG_NUMBER:
	case NR_TAG_KEYS:
		return 0;
	}
	return 0;
}

/* Equal ones by number, so that the order is always the same. */
static int compare_tags(const void *left, const void *right)
{
	const struct sorted_tag *a = left;
	const struct sorted_tag *b = right;
	int order = compare_by_key(a, b);

	return order ? order : (a->tag > b->tag) - (a->tag < b->tag);
}

static bool holds(const char *text, const char *part)
{
	return text && strstr(text, part);
}

static bool passes(const struct codetag *site, const char *filter)
{
	return holds(site->module, filter) || holds(site->file, filter) ||
	       holds(site->function, filter);
}

void tag_list_init(struct tag_list *list, const struct model *m,
		   enum tag_key key, const char *filter)
{
	uint32_t nr = nr_alloc_tags(m);
	struct sorted_tag *sorted = calloc(nr + 1, sizeof(*sorted));

	*list = (struct tag_list){ .tags = calloc(nr + 1, sizeof(uint32_t)) };
	assert(sorted && list->tags && "out of memory");
	for (uint32_t tag = 0; tag < nr; tag++) {
		struct codetag site = alloc_tag_site(m, tag);

		if (!passes(&site, filter))
			continue;
		sorted[list->nr++] = (struct sorted_tag){
			.site = site,
			.counters = alloc_tag_counters(m, tag),
			.key = key,
			.tag = tag,
		};
	}
	qsort(sorted, list->nr, sizeof(*sorted), compare_tags);
	for (uint32_t i = 0; i < list->nr; i++) {
		list->tags[i] = sorted[i].tag;
		list->bytes += sorted[i].counters.bytes;
		list->calls += sorted[i].counters.calls;
	}
	free(sorted);
}

void tag_list_deinit(struct tag_list *list)
{
	free(list->tags);
	*list = (struct tag_list){ 0 };
}
