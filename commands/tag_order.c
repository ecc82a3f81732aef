#include "commands/tag_order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "core/codetag.h"
#include "snapshots/allocinfo.h"

static const char *const key_names[NR_TAG_KEYS] = {
	[TAG_BYTES] = "bytes",       [TAG_CALLS] = "calls",
	[TAG_MODULE] = "module",     [TAG_FILE] = "file",
	[TAG_FUNCTION] = "function", [TAG_NUMBER] = "tag",
};

const struct sorted_table tags_table = { "tags", key_names, NR_TAG_KEYS };

struct tag_choice chosen_tags(const struct session *s)
{
	return (struct tag_choice){
		.key = (enum tag_key)table_key_chosen(&tags_table, s),
		.filter = table_filter_chosen(&tags_table, s),
		.imported = s->allocinfo && table_is_imported(&tags_table, s),
	};
}

/* A tag with what it is sorted by. */
struct sorted_tag {
	struct tag_row row;
	enum tag_key key;
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
		return compare_counts(a->row.counters.bytes,
				      b->row.counters.bytes);
	case TAG_CALLS:
		return compare_counts(a->row.counters.calls,
				      b->row.counters.calls);
	case TAG_MODULE:
		return compare_names(a->row.site.module, b->row.site.module);
	case TAG_FILE:
		return compare_names(a->row.site.file, b->row.site.file);
	case TAG_FUNCTION:
		return compare_names(a->row.site.function,
				     b->row.site.function);
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

	return order ? order
		     : (a->row.tag > b->row.tag) - (a->row.tag < b->row.tag);
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

uint32_t nr_tags_of(const struct session *s, const struct tag_choice *choice)
{
	return choice->imported ? (uint32_t)s->allocinfo->nr
				: nr_alloc_tags(s->m);
}

/* Of the machine those that are in the registry, and those of unloaded
 * modules that still count. */
static bool row_of(const struct session *s, const struct tag_choice *choice,
		   uint32_t tag, struct tag_row *ret)
{
	ret->tag = tag;
	if (choice->imported) {
		ret->site = s->allocinfo->rows[tag].site;
		ret->counters = s->allocinfo->rows[tag].counters;
		return true;
	}
	ret->site = alloc_tag_site(s->m, tag);
	ret->counters = alloc_tag_counters(s->m, tag);
	bool counts = ret->counters.bytes != 0 || ret->counters.calls != 0;

	if (!choice->since)
		return counts || alloc_tag_is_listed(s->m, tag);
	if (tag < choice->nr_since) {
		ret->counters.bytes -= choice->since[tag].bytes;
		ret->counters.calls -= choice->since[tag].calls;
	}
	return ret->counters.bytes != 0 || ret->counters.calls != 0;
}

void tag_list_init(struct tag_list *list, const struct session *s,
		   const struct tag_choice *choice)
{
	uint32_t nr = nr_tags_of(s, choice);
	struct sorted_tag *sorted = calloc((size_t)nr + 1, sizeof(*sorted));

	*list = (struct tag_list){ .rows = calloc((size_t)nr + 1,
						  sizeof(*list->rows)) };
	assert(sorted && list->rows && "out of memory");
	for (uint32_t tag = 0; tag < nr; tag++) {
		struct tag_row row;

		if (row_of(s, choice, tag, &row) &&
		    passes(&row.site, choice->filter))
			sorted[list->nr++] =
				(struct sorted_tag){ row, choice->key };
	}
	qsort(sorted, list->nr, sizeof(*sorted), compare_tags);
	for (uint32_t i = 0; i < list->nr; i++) {
		list->rows[i] = sorted[i].row;
		list->bytes += sorted[i].row.counters.bytes;
		list->calls += sorted[i].row.counters.calls;
	}
	free(sorted);
}

void tag_list_deinit(struct tag_list *list)
{
	free(list->rows);
	*list = (struct tag_list){ 0 };
}
