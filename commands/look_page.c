/*
 * page: one page, its block and its words.
 *
 * What a recording does not tell about a page (refcount, mapcount, tag) is
 * shown as not known rather than guessed.
 */
#include <inttypes.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "core/page_type.h"

static const char *state_name(enum page_state state)
{
	switch (state) {
	case PAGE_STATE_BUDDY:
		return "buddy";
	case PAGE_STATE_PCP:
		return "pcp";
	case PAGE_STATE_ALLOCATED:
		return "allocated";
	case PAGE_STATE_HEAD:
		return "head";
	case PAGE_STATE_TAIL:
		return "tail";
	case PAGE_STATE_SLAB:
		return "slab";
	case PAGE_STATE_RESERVED:
		return "reserved";
	case PAGE_STATE_HOLE:
		return "hole";
	}
	return "?";
}

static const char *state_sentence(enum page_state state)
{
	switch (state) {
	case PAGE_STATE_BUDDY:
		return "free, on a buddy list";
	case PAGE_STATE_PCP:
		return "free, on a pcp list";
	case PAGE_STATE_ALLOCATED:
		return "allocated";
	case PAGE_STATE_HEAD:
		return "head of a compound page";
	case PAGE_STATE_TAIL:
		return "tail of a compound page";
	case PAGE_STATE_SLAB:
		return "slab";
	case PAGE_STATE_RESERVED:
		return "reserved, never given to the allocator";
	case PAGE_STATE_HOLE:
		return "a hole, without a struct page";
	}
	return "?";
}

static const char *type_name(uint32_t word)
{
	int type = page_type_of(word);

	return type < 0 ? "none" : page_type_name((enum page_type)type);
}

static void reply_unless(struct reply *r, bool known, const char *key,
			 int64_t value)
{
	if (known)
		reply_number(r, key, value);
	else
		reply_null(r, key);
}

static void words_keys(const struct model *m, pfn_t pfn,
		       const struct page_view *view, struct reply *r)
{
	const struct flags_layout *layout = &model_machine(m)->layout;
	const struct page *page = page_at(m, pfn);
	uint32_t type = page_type_word(page);
	uint64_t flags = page_flags(m, pfn);

	reply_word(r, "flags", flags);
	reply_value(r, "flag_names", flags_names_json(layout, flags));
	reply_value(r, "fields", flags_fields_json(layout, flags));
	reply_unless(r, view->known, "refcount", page->refcount);
	reply_unless(r, view->known, "mapcount", page_mapcount_of(type));
	if (view->known) {
		reply_word(r, "page_type", type);
		reply_string(r, "page_type_name", type_name(type));
	} else {
		reply_null(r, "page_type");
		reply_null(r, "page_type_name");
	}
	reply_unless(r, view->known, "private", page->private);
	reply_unless(r, view->known && page->tag > 0, "tag",
		     (int64_t)page->tag - 1);
}

static void no_words_keys(struct reply *r)
{
	static const char *const keys[] = {
		"flags",          "flag_names", "fields",
		"refcount",       "mapcount",   "page_type",
		"page_type_name", "private",    "tag",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		reply_null(r, keys[i]);
}

static void page_keys(const struct model *m, pfn_t pfn,
		      const struct page_view *view, struct reply *r)
{
	int zone = zone_of_pfn(m, pfn);

	reply_number(r, "pfn", pfn);
	reply_string(r, "state", state_name(view->state));
	reply_unless(r, view->order >= 0, "order", view->order);
	reply_unless(r, view->state != PAGE_STATE_HOLE, "head", view->head);
	if (view->state == PAGE_STATE_HOLE)
		no_words_keys(r);
	else
		words_keys(m, pfn, view, r);
	if (zone < 0) {
		reply_null(r, "node");
		reply_null(r, "zone");
		reply_null(r, "migratetype");
		return;
	}
	reply_number(r, "node", zone_at(m, (unsigned)zone)->node);
	reply_string(r, "zone", zone_name(m, (unsigned)zone));
	reply_string(r, "migratetype",
		     migratetype_name(m, pageblock_type(m, pfn)));
}

static void block_text(const struct model *m, pfn_t pfn,
		       const struct page_view *view, struct reply *r)
{
	int zone = zone_of_pfn(m, pfn);

	reply_text(r, "page %" PRIu32 ": %s\n", pfn,
		   state_sentence(view->state));
	if (view->order == 0)
		reply_text(r, "block      order 0\n");
	else if (view->order > 0)
		reply_text(r,
			   "block      order %d, pages %" PRIu32 " to %" PRId64
			   "\n",
			   view->order, view->head,
			   view->head + pages_in((unsigned)view->order) - 1);
	else if (view->state == PAGE_STATE_ALLOCATED)
		reply_text(r, "block      order not known: in use since before "
			      "the recording began\n");
	if (zone >= 0)
		reply_text(r,
			   "zone       %s, node %u, in a pageblock of type "
			   "%s\n",
			   zone_name(m, (unsigned)zone),
			   zone_at(m, (unsigned)zone)->node,
			   migratetype_name(m, pageblock_type(m, pfn)));
}

static void tag_text(const struct model *m, const struct page *page,
		     struct reply *r)
{
	if (page->tag == 0)
		return;

	struct codetag site = alloc_tag_site(m, page->tag - 1);

	reply_text(r, "tag        %" PRIu32 ": %s:%u %s\n", page->tag - 1,
		   site.file, site.line, site.function);
}

static void flags_text(const struct model *m, pfn_t pfn, struct reply *r)
{
	const struct flags_layout *layout = &model_machine(m)->layout;
	uint64_t flags = page_flags(m, pfn);
	struct text out;

	text_init(&out);
	text_add(&out, "flags      0x%" PRIx64 "(", flags);
	flags_add_names(&out, layout, flags);
	text_add(&out, ")\n");
	flags_add_ruler(&out, layout, flags);
	reply_text(r, "%s", out.start);
	text_deinit(&out);
}

static void words_text(const struct model *m, pfn_t pfn,
		       const struct page_view *view, struct reply *r)
{
	const struct page *page = page_at(m, pfn);
	uint32_t type = page_type_word(page);

	if (!view->known) {
		reply_text(r, "refcount, mapcount, page_type and tag are not "
			      "known: in use since before the\nrecording "
			      "began\n");
		return;
	}
	reply_text(r,
		   "refcount   %" PRId32 "\nmapcount   %" PRId64
		   "\npage_type  0x%08" PRIx32 " %s\nprivate    %u\n",
		   page->refcount, page_mapcount_of(type), type,
		   type_name(type), page->private);
	tag_text(m, page, r);
}

enum status page_argument(struct session *s, const struct arguments *args,
			  pfn_t *ret, struct reply *r)
{
	struct page_ref ref = { .pfn = s->page };

	if (args->argc > 1)
		return reply_fail(r, STATUS_USAGE,
				  "one page at a time: \"%s\" is one too many",
				  args->argv[1]);
	if (args->argc == 1) {
		enum status status = parse_ref(s, args->argv[0], &ref, r);

		if (status != STATUS_OK)
			return status;
	}
	s->page = ref.pfn;
	*ret = ref.pfn;
	return STATUS_OK;
}

static enum status run_page(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	pfn_t pfn = 0;
	enum status status = page_argument(s, args, &pfn, r);

	if (status != STATUS_OK)
		return status;

	struct page_view view = page_view(s->m, pfn);

	block_text(s->m, pfn, &view, r);
	if (view.state != PAGE_STATE_HOLE && !reply_is_json(r)) {
		flags_text(s->m, pfn, r);
		words_text(s->m, pfn, &view, r);
	}
	page_keys(s->m, pfn, &view, r);
	return STATUS_OK;
}

const struct command cmd_page = {
	.name = "page",
	.group = GROUP_LOOKING,
	.args = "[REF]",
	.summary = "Inspect a page: state, block, flags, counters",
	.help = "REF is a pfn, $, $N, $N[i] or $name; without it the page last "
		"looked at.",
	.example = "page 0",
	.run = run_page,
};
