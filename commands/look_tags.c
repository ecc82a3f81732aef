/*
 * info tags: who is charged for the memory that is allocated now.
 */
#include <inttypes.h>

#include "commands/look_internal.h"

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

enum status info_tags(struct session *s, const struct arguments *args,
		      struct reply *r)
{
	struct json *tags = json_array();

	(void)args;
	if (nr_alloc_tags(s->m) == 0)
		reply_text(r, "No tags yet: the first allocation makes one.\n");
	else
		reply_text(r, "%5s %12s %8s  %s\n", "tag", "bytes", "calls",
			   "site");
	for (uint32_t tag = 0; tag < nr_alloc_tags(s->m); tag++) {
		tag_text(s->m, tag, r);
		if (reply_is_json(r))
			json_append(tags, tag_json(s->m, tag));
	}
	reply_value(r, "tags", tags);
	return STATUS_OK;
}
