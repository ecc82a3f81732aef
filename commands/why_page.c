/*
 * why REF: which operation gave a page, or put it where it is, and by which
 * decisions; for a page that was given, also how it had come to where that
 * operation found it.
 *
 * The giver is read off the results of the operations; who put a free block on
 * its list is found by the last write of a word that changes only then.
 */
#include "commands/why_page.h"

#include <inttypes.h>
#include <stdio.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "core/history_search.h"

enum { WORDS_SIZE = 256 };

/* How a page came to be where it is at a place of the history. */
struct arrival {
	uint64_t step; /* that put it there; 0: it was there at the beginning */
	pfn_t head;    /* first page of its block */
	bool interrupted;
	char words[WORDS_SIZE]; /* where that is */
};

static bool holds(const struct op_result *result, pfn_t pfn)
{
	return result->pfn != PFN_NONE && pfn >= result->pfn &&
	       pfn - result->pfn < pages_in(result->order);
}

static bool bulk_holds(const struct op_result *result, pfn_t pfn)
{
	for (unsigned i = 0; i < result->count; i++)
		if (result->pfns[i] == pfn)
			return true;
	return false;
}

/* The last operation begun by now that gave a page in use; 0: none did. */
static uint32_t giver_of(const struct model *m, pfn_t pfn)
{
	uint32_t last = history_op_at(m, history_cursor(m));

	for (uint32_t op = last; op > 0; op--) {
		enum operation_kind kind = history_op(m, op)->kind;
		const struct op_result *result = history_result(m, op);

		if (!operation_makes_value(kind))
			continue;
		if (kind == OP_BULK ? bulk_holds(result, pfn)
				    : holds(result, pfn))
			return op;
	}
	return 0;
}

static bool search_interrupted(void *context, uint64_t position)
{
	const struct session *s = context;

	(void)position;
	return session_interrupted(s);
}

/* The last step up to the cursor that wrote one of the words; 0: none. */
static uint64_t last_writer(struct session *s,
			    const struct word_patterns *words,
			    bool *ret_interrupted)
{
	uint64_t stood = history_cursor(s->m);
	const struct sought sought = { .words = *words,
				       .interrupted = search_interrupted,
				       .context = s };
	/* Going back, a write counts where it is undone. */
	bool found = history_search(s->m, 0, &sought);
	uint64_t step = found ? history_cursor(s->m) + 1 : 0;

	*ret_interrupted = !found && session_interrupted(s);
	history_seek(s->m, stood);
	return step;
}

/* At the cursor. */
static void arrival_of(struct session *s, pfn_t pfn, struct arrival *ret)
{
	static const enum field_id ids[] = { FIELD_PAGE_USE, FIELD_PAGE_TYPE,
					     FIELD_PAGE_PRIVATE,
					     FIELD_PAGE_LIST_TYPE };
	enum { NR_IDS = sizeof(ids) / sizeof(ids[0]) };
	struct page_view view = page_view(s->m, pfn);
	bool on_pcp = view.state == PAGE_STATE_PCP;
	struct word_pattern patterns[NR_IDS];
	/* What waits on a pcp list is marked as used so, nothing else is. */
	struct word_patterns words = { patterns + (on_pcp ? 0 : 1),
				       on_pcp ? 1 : NR_IDS - 1 };

	for (unsigned i = 0; i < NR_IDS; i++) {
		struct field_place place = { .id = ids[i],
					     .object = OBJECT_PAGE,
					     .index = view.head };

		patterns[i] = word_pattern_of(&place);
	}
	ret->head = view.head;
	page_place(s->m, pfn, ret->words, sizeof(ret->words));
	ret->step = last_writer(s, &words, &ret->interrupted);
}

/* A slab's pages were given to SLUB, in the middle of some operation. */
static void arrival_of_slab(struct session *s, pfn_t pfn, struct arrival *ret)
{
	const struct slab *slab = slab_at(s->m, slab_of_pfn(s->m, pfn));
	const struct field_place place = { .id = FIELD_PAGE_SLAB,
					   .object = OBJECT_PAGE_SLAB,
					   .index = slab_pfn(slab) };
	struct word_pattern pattern = word_pattern_of(&place);
	const struct word_patterns words = { &pattern, 1 };

	ret->head = slab_pfn(slab);
	snprintf(ret->words, sizeof(ret->words), "in a slab of %s",
		 model_caches(s->m)->caches[slab->cache].name);
	ret->step = last_writer(s, &words, &ret->interrupted);
}

static bool is_free(const struct model *m, pfn_t pfn)
{
	enum page_state state = page_view(m, pfn).state;

	return state == PAGE_STATE_BUDDY || state == PAGE_STATE_PCP;
}

static const char *path_sentence(enum alloc_path path)
{
	switch (path) {
	case PATH_PCP:
		return "The CPU's own list had it: no buddy list was looked "
		       "at.";
	case PATH_BUDDY:
		return "It came from the buddy lists of its own type.";
	case PATH_FALLBACK:
		return "No list of its own type could serve the request: it "
		       "fell back to another.";
	case PATH_SLOW:
		return "The fast path found nothing: the slow path did.";
	case PATH_FAIL:
	case PATH_NONE:
		break;
	}
	return "";
}

/* "operation 3, `alloc 0 movable`": with the keys of an operation. */
static void reply_op(struct session *s, uint32_t op, char *ret, size_t size,
		     struct json *object)
{
	char line[WORDS_SIZE];

	narrate_operation(s->m, op, line, sizeof(line));
	snprintf(ret, size, "operation %" PRIu32 ", `%s`", op, line);
	json_add(object, "op", json_number(op));
	json_add(object, "line", json_string(line));
}

/* How a page had come to where the cursor finds it, as a sentence and the way
 * to the step. */
static enum status reply_arrival(struct session *s, const char *before,
				 const struct arrival *arrival, bool only_way,
				 struct reply *r)
{
	struct json *object = json_object();
	const struct why_question q = { .to = arrival->step,
					.page = arrival->head,
					.only_way = only_way };
	char op[WORDS_SIZE + 64] = "";
	char line[3 * WORDS_SIZE];

	json_add(object, "place", json_string(arrival->words));
	json_add(object, "step",
		 arrival->step ? json_number((int64_t)arrival->step)
			       : json_null());
	if (arrival->interrupted) {
		json_destroy(object);
		return reply_fail(r, STATUS_FAILED,
				  "why: interrupted before the step was found "
				  "that put page %" PRIu32 " where it is",
				  arrival->head);
	}
	if (arrival->step)
		reply_op(s, history_op_at(s->m, arrival->step), op, sizeof(op),
			 object);
	if (arrival->step)
		snprintf(line, sizeof(line),
			 "%s %s, since step %" PRIu64 " (%s):", before,
			 arrival->words, arrival->step, op);
	else
		snprintf(line, sizeof(line), "%s %s, since the history began.",
			 before, arrival->words);
	reply_paragraph(r, 0, line);
	reply_value(r, only_way ? "before" : "put", object);
	if (!arrival->step)
		return STATUS_OK;
	return reply_why_tree(s, &q, only_way ? "before_tree" : "tree", r);
}

/* What no operation gave to whoever asked for it: a free page, or a slab's. */
static enum status why_kept(struct session *s, pfn_t pfn, struct reply *r)
{
	struct arrival arrival;
	char before[64];

	if (slab_of_pfn(s->m, pfn))
		arrival_of_slab(s, pfn, &arrival);
	else
		arrival_of(s, pfn, &arrival);
	snprintf(before, sizeof(before), "Page %" PRIu32 " is", pfn);
	reply_null(r, "given");
	return reply_arrival(s, before, &arrival, false, r);
}

/* Where the operation found the page. */
static enum status why_it_was_there(struct session *s, uint32_t op, pfn_t pfn,
				    struct reply *r)
{
	uint64_t stood = history_cursor(s->m);
	struct arrival arrival = { 0 };

	history_seek(s->m, history_op_begin(s->m, op));
	bool was_free = is_free(s->m, pfn);

	if (was_free)
		arrival_of(s, pfn, &arrival);
	history_seek(s->m, stood);
	if (!was_free)
		return STATUS_OK;
	return reply_arrival(s, "Before that it was", &arrival, true, r);
}

static enum status why_given(struct session *s, uint32_t op, pfn_t pfn,
			     struct reply *r)
{
	const struct op_result *result = history_result(s->m, op);
	bool bulk = history_op(s->m, op)->kind == OP_BULK;
	uint64_t end = history_op_end(s->m, op);
	uint64_t now = history_cursor(s->m);
	bool runs = now < end; /* the cursor stands inside of it */
	const struct why_question q = { .to = runs ? now : end,
					.page = bulk ? pfn : result->pfn };
	const char *path = path_sentence(result->path);
	struct json *object = json_object();
	char words[WORDS_SIZE + 64];
	char line[2 * WORDS_SIZE];

	reply_op(s, op, words, sizeof(words), object);
	snprintf(line, sizeof(line),
		 "%s %" PRIu32 " was given by %s, as $%" PRIu32
		 ", %s at step %" PRIu64 ".%s%s",
		 result->cache < 0 ? "Page" : "An object of slab", pfn, words,
		 history_values(s->m, op), runs ? "to be done" : "done", end,
		 path[0] ? " " : "", path);
	reply_paragraph(r, 0, line);
	json_add(object, "step", json_number((int64_t)end));
	json_add(object, "value", json_number(history_values(s->m, op)));
	json_add(object, "path", json_string(alloc_path_name(result->path)));
	reply_value(r, "given", object);
	enum status status = reply_why_tree(s, &q, "tree", r);

	if (status == STATUS_OK)
		status = why_it_was_there(s, op, q.page, r);
	return status;
}

enum status why_page(struct session *s, const char *text, struct reply *r)
{
	struct page_ref ref = { 0 };
	enum status status = parse_ref(s, text, &ref, r);

	if (status != STATUS_OK)
		return status;
	pfn_t pfn = ref.pfn;
	char words[WORDS_SIZE];

	reply_number(r, "pfn", pfn);
	if (ref.op)
		return why_given(s, ref.op, pfn, r);
	if (is_free(s->m, pfn) || slab_of_pfn(s->m, pfn))
		return why_kept(s, pfn, r);
	uint32_t op = giver_of(s->m, pfn);

	if (op)
		return why_given(s, op, pfn, r);
	page_place(s->m, pfn, words, sizeof(words));
	reply_text(r,
		   "Page %" PRIu32 " is %s, since before the history began: no "
		   "operation of it gave the page.\n",
		   pfn, words);
	reply_null(r, "given");
	reply_string(r, "place", words);
	return STATUS_OK;
}
