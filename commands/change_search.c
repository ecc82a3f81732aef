/*
 * Searching for the steps that change something.
 *
 * Only steps that write a word which the value was made of can change it.  For
 * the place of a page these are the words of every page that a block around it
 * could begin with, and the type of its pageblock.
 */
#include "commands/change_search.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/number_text.h"
#include "commands/text.h"

static enum status parse_page(struct session *s, const char *text,
			      struct subject *ret, struct reply *r)
{
	struct word_list words = { 0 };
	struct page_ref ref = { .pfn = PFN_NONE };
	enum status status = STATUS_FAILED;

	if (!line_split(text, &words) || words.argc != 2)
		reply_fail(r, STATUS_FAILED,
			   "\"%s\" names no single page: write page and a pfn, "
			   "$, $N, $N[i] or $name",
			   text);
	else
		status = parse_ref(s, words.argv[1], &ref, r);
	line_deinit(&words);
	*ret = (struct subject){ .pfn = ref.pfn };
	snprintf(ret->name, sizeof(ret->name), "page %u", ref.pfn);
	return status;
}

static bool speaks_of_page(const char *text)
{
	return strncmp(text, "page ", strlen("page ")) == 0;
}

enum status subject_parse(struct session *s, const char *text,
			  struct subject *ret, struct reply *r)
{
	if (speaks_of_page(text))
		return parse_page(s, text, ret, r);
	char *bound = expression_bound(s, text);
	const char *name = bound ? bound : text;

	*ret = (struct subject){ .pfn = PFN_NONE };
	snprintf(ret->name, sizeof(ret->name), "%s", name);
	ret->expression = expression_compile(s, name, r);
	free(bound);
	return ret->expression ? STATUS_OK : STATUS_FAILED;
}

void subject_deinit(struct subject *subject)
{
	expression_destroy(subject->expression);
	subject->expression = NULL;
}

struct json *subject_value_json(const struct subject_value *value)
{
	if (!value->known)
		return json_null();
	return value->is_number ? number_json(value->number)
				: json_string(value->words);
}

/* Whatever block a page becomes part of begins at one of these. */
static void read_page(const struct model *m, pfn_t pfn,
		      struct expression_reads *ret)
{
	const struct machine *machine = model_machine(m);
	pfn_t blocks = pfn >> machine->pageblock_order
				      << machine->pageblock_order;
	struct word_pattern type = {
		.first = { .object = OBJECT_PAGEBLOCK, .index = blocks },
		.last = { .object = OBJECT_PAGEBLOCK,
			  .id = (enum field_id)(NR_FIELDS - 1),
			  .index = blocks },
	};

	ret->nr = 0;
	for (unsigned order = 0; order <= machine->max_order; order++) {
		pfn_t head = pfn >> order << order;

		if (machine_has_pfn(machine, head))
			ret->patterns[ret->nr++] =
				word_pattern_pages(head, head);
	}
	ret->patterns[ret->nr++] = type;
}

static void evaluate_page(const struct model *m, pfn_t pfn,
			  struct expression_reads *reads,
			  struct subject_value *ret)
{
	struct text out;

	read_page(m, pfn, reads);
	text_init_fixed(&out, ret->words, sizeof(ret->words));
	page_place_words(m, pfn, &out);
	ret->known = true;
}

/* At the cursor; false where it has no value. */
static bool evaluate(struct change_search *search, struct subject_value *ret)
{
	const struct subject *subject = search->subject;
	char reason[EXPRESSION_REASON_SIZE];

	memset(&search->reads, 0, sizeof(search->reads));
	*ret = (struct subject_value){ .is_number =
					       subject->expression != NULL };
	if (!subject->expression) {
		evaluate_page(search->s->m, subject->pfn, &search->reads, ret);
		return true;
	}
	ret->known = expression_value(search->s, subject->expression,
				      &ret->number, &search->reads, reason);
	if (ret->known)
		number_text(ret->number, 0, ret->words, sizeof(ret->words));
	else
		snprintf(ret->words, sizeof(ret->words), "no value");
	return ret->known;
}

static bool was_interrupted(void *context, uint64_t position)
{
	struct change_search *search = context;
	struct progress progress = session_progress(search->s);
	uint64_t end = search->back ? 0 : history_steps(search->s->m);
	uint64_t total = search->back ? search->from - end : end - search->from;
	uint64_t done = search->back ? search->from - position
				     : position - search->from;

	search->interrupted = progress.report(progress.context, done, total);
	return search->interrupted;
}

void change_search_begin(struct change_search *search, struct session *s,
			 const struct subject *subject, bool back)
{
	*search = (struct change_search){
		.s = s,
		.subject = subject,
		.from = history_cursor(s->m),
		.seen_at = history_cursor(s->m),
		.back = back,
	};
	evaluate(search, &search->value);
}

/* To the next position at which the value may be another. */
static bool approach(struct change_search *search)
{
	struct model *m = search->s->m;
	uint64_t to = search->back ? 0 : history_steps(m);
	uint64_t at = history_cursor(m);
	struct sought sought = {
		.probes = search->reads.probes,
		.words = { search->reads.patterns, search->reads.nr },
		.interrupted = was_interrupted,
		.context = search,
	};

	if (at == to)
		return false;
	if (!search->reads.by_step)
		return history_search(m, to, &sought);
	history_seek(m, search->back ? at - 1 : at + 1);
	return true;
}

/* Going back, what is undone is the step behind the position; what speaks of
 * locals was something else where it was seen last. */
static uint64_t writer_at(const struct change_search *search, uint64_t position)
{
	static const struct probe_set none;
	bool by_words = !search->reads.by_step &&
			memcmp(&search->reads.probes, &none, sizeof(none)) == 0;

	if (!search->back)
		return position;
	return by_words ? position + 1 : search->seen_at;
}

static bool looks_patient(struct change_search *search, uint64_t looked)
{
	enum { EVERY = 4096 };

	return looked % EVERY != 0 ||
	       !was_interrupted(search, history_cursor(search->s->m));
}

bool change_search_next(struct change_search *search, struct value_change *ret)
{
	for (uint64_t looked = 1; approach(search); looked++) {
		uint64_t position = history_cursor(search->s->m);
		struct subject_value last = search->value;
		struct subject_value now;

		/* Where it has no value, the last one still counts. */
		if (!evaluate(search, &now))
			continue;
		uint64_t writer = writer_at(search, position);

		search->value = now;
		search->seen_at = position;
		if (last.known && strcmp(last.words, now.words) != 0) {
			ret->writer = writer;
			ret->before = search->back ? now : last;
			ret->after = search->back ? last : now;
			return true;
		}
		if (!looks_patient(search, looked))
			return false;
	}
	return false;
}
