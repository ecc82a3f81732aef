/*
 * page: one page, its block and its words.
 *
 * What a recording does not tell about a page (refcount, mapcount, tag) is
 * shown as not known rather than guessed.
 */
#include <inttypes.h>

#include "commands/call_site.h"
#include "commands/imported.h"
#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "commands/page_words.h"
#include "commands/slab_picture.h"
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

static void reply_unless(struct reply *r, bool known, const char *key,
			 int64_t value)
{
	if (known)
		reply_number(r, key, value);
	else
		reply_null(r, key);
}

static void flags_keys(const struct model *m, pfn_t pfn, struct reply *r)
{
	const struct flags_layout *layout = &model_machine(m)->layout;
	uint64_t flags = page_flags(m, pfn);
	struct json *fields = flags_fields_json(layout, flags);
	int order = page_order_byte(m, pfn);

	if (order >= 0)
		json_add(fields, "FOLIO_ORDER", json_number(order));
	reply_word(r, "flags", flags);
	reply_value(r, "flag_names",
		    flags_names_json(layout, page_named_flags(m, pfn)));
	reply_value(r, "fields", fields);
}

static void type_keys(const struct model *m, uint32_t type, struct reply *r)
{
	struct text names;

	text_init(&names);
	page_type_add_names(&names, model_machine(m)->profile, type);
	reply_word(r, "page_type", type);
	reply_string(r, "page_type_name", names.start);
	text_deinit(&names);
}

static void words_keys(const struct model *m, pfn_t pfn,
		       const struct page_view *view, struct reply *r)
{
	const struct page *page = page_at(m, pfn);
	uint32_t type = page_type_word(page);

	flags_keys(m, pfn, r);
	reply_unless(r, view->known, "refcount", page->refcount);
	reply_unless(r, view->known, "mapcount",
		     page_mapcount_of(model_machine(m)->profile, type));
	if (view->known) {
		type_keys(m, type, r);
	} else {
		reply_null(r, "page_type");
		reply_null(r, "page_type_name");
	}
	reply_unless(r, view->known, "private", page->private);
	reply_unless(r, view->known && page_alloc_tag(m, pfn) > 0, "tag",
		     (int64_t)page_alloc_tag(m, pfn) - 1);
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
	bool is_hole = view->state == PAGE_STATE_HOLE;
	int zone = is_hole ? -1 : zone_of_pfn(m, pfn);

	reply_number(r, "pfn", pfn);
	reply_string(r, "state", state_name(view->state));
	reply_unless(r, view->order >= 0, "order", view->order);
	reply_unless(r, !is_hole, "head", view->head);
	if (is_hole)
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
	bool is_hole = view->state == PAGE_STATE_HOLE;
	int zone = is_hole ? -1 : zone_of_pfn(m, pfn);

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
			   "zone       %s, node %u, in the pageblock of type "
			   "%s at page %" PRIu32 "\n",
			   zone_name(m, (unsigned)zone),
			   zone_at(m, (unsigned)zone)->node,
			   migratetype_name(m, pageblock_type(m, pfn)),
			   pageblock_first(m, pfn));
}

/* The slab that it is a page of. */
static void slab_text(const struct model *m, pfn_t pfn, struct reply *r)
{
	uint32_t slab = slab_of_pfn(m, pfn);
	struct text state;

	if (!slab)
		return;
	const struct slab *at = slab_at(m, slab);
	const char *cache = model_caches(m)->caches[at->cache].name;

	text_init(&state);
	slab_state_add(&state, m, slab);
	reply_text(r, "slab       of %s: %s; `slab %" PRIu32 "` draws it\n",
		   cache, state.start, slab_pfn(at));
	text_deinit(&state);
	reply_string(r, "slab_cache", cache);
}

static void neighbour_text(const char *side, pfn_t pfn, struct reply *r)
{
	if (pfn == PFN_NONE)
		reply_text(r, " the list's head %s", side);
	else
		reply_text(r, " page %" PRIu32 " %s", pfn, side);
}

/* The buddy and the neighbours on its list. */
static void links_text(const struct model *m, pfn_t pfn, struct reply *r)
{
	struct page_links links = page_links(m, pfn);

	if (links.has_buddy)
		reply_text(r, "buddy      page %" PRIu32 ", %s\n", links.buddy,
			   links.buddy_free ? "free and of the same order"
					    : "not free at this order");
	if (!links.listed)
		return;
	reply_text(r, "list       %s of order %u, type %c:",
		   links.on_pcp ? "pcp list" : "free list", links.order,
		   migratetype_letter(m, links.type));
	neighbour_text("before,", links.previous, r);
	neighbour_text("behind", links.next, r);
	reply_text(r, "\n");
}

static void tag_text(const struct model *m, pfn_t pfn, struct reply *r)
{
	uint32_t reference = page_alloc_tag(m, pfn);
	struct text out;

	if (reference == 0)
		return;
	struct codetag site = alloc_tag_site(m, reference - 1);

	text_init(&out);
	call_site_show(&out, &site);
	reply_text(r, "tag        %" PRIu32 ": %s", reference - 1, out.start);
	if (mem_profiling(m).compressed)
		reply_text(r, ", index %" PRIu32 " in the flags",
			   alloc_tag_index(m, reference - 1));
	if (page_alloc_tag_is_stale(m, pfn))
		reply_text(r, ", left over from a block that is no more");
	reply_text(r, "\n");
	text_deinit(&out);
}

static void flags_text(const struct model *m, pfn_t pfn, struct reply *r)
{
	const struct flags_layout *layout = &model_machine(m)->layout;
	uint64_t flags = page_flags(m, pfn);
	int order = page_order_byte(m, pfn);
	struct text out;

	text_init(&out);
	text_add(&out, "flags      0x%" PRIx64 "(", flags);
	if (order >= 0)
		text_add(&out, "order byte %d|", order);
	flags_add_names(&out, layout, page_named_flags(m, pfn));
	text_add(&out, ")\n");
	flags_add_ruler(&out, layout, flags, order < 0 ? 0 : FOLIO_ORDER_BITS);
	reply_text(r, "%s", out.start);
	text_deinit(&out);
}

static void words_text(const struct model *m, pfn_t pfn,
		       const struct page_view *view, struct reply *r)
{
	const struct profile *profile = model_machine(m)->profile;
	const struct page *page = page_at(m, pfn);
	uint32_t type = page_type_word(page);
	struct text names;

	if (!view->known) {
		reply_text(r, "refcount, mapcount, page_type and tag are not "
			      "known: in use since before the\nrecording "
			      "began\n");
		return;
	}
	text_init(&names);
	page_type_add_names(&names, profile, type);
	reply_text(r,
		   "refcount   %" PRId32 "\nmapcount   %" PRId64
		   "\npage_type  0x%08" PRIx32 " %s\nprivate    %u\n",
		   page->refcount, page_mapcount_of(profile, type), type,
		   names.start, page->private);
	text_deinit(&names);
	tag_text(m, pfn, r);
}

enum status page_argument(struct session *s, const struct arguments *args,
			  pfn_t *ret, struct reply *r)
{
	struct page_ref ref = { .pfn = s->page };

	if (args->argc > 1)
		return reply_fail(r, STATUS_FAILED,
				  "one page at a time: \"%s\" is one too many",
				  args->argv[1]);
	if (args->argc == 1 && !ref_is_hole(s, args->argv[0], &ref.pfn)) {
		enum status status = parse_ref(s, args->argv[0], &ref, r);

		if (status != STATUS_OK)
			return status;
	}
	s->page = ref.pfn;
	s->page_position = history_cursor(s->m);
	s->page_asked = ref.pfn;
	*ret = ref.pfn;
	return STATUS_OK;
}

static enum status run_page(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	pfn_t pfn = 0;

	if (s->imported)
		return imported_page(s, args, r);
	enum status status = page_argument(s, args, &pfn, r);

	if (status != STATUS_OK)
		return status;

	struct page_view view = page_view(s->m, pfn);

	block_text(s->m, pfn, &view, r);
	slab_text(s->m, pfn, r);
	if (view.state != PAGE_STATE_HOLE && !reply_is_json(r)) {
		links_text(s->m, pfn, r);
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
	.of_imported = true,
	.run = run_page,
};
