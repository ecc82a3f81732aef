/*
 * x and ptype: struct page as 64 bytes, word by word, as 4.18 and later lay it
 * out or as kernels did before; what one calls otherwise has a row of its own.
 *
 * The model links pages by frame number, so list words are shown as pages;
 * words that belong to the page's owner are said to be not modelled.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/page_words.h"
#include "core/page_type.h"

/* What a word holds: a number, or words about it, or both. */
struct content {
	bool has_value;
	uint64_t value;
	char words[64];
};

struct page_word {
	const char *series; /* NULL: of all kernels but those named before */
	unsigned offset;
	unsigned size;
	const char *type;
	const char *name;
	const char *meaning;
	void (*read)(const struct model *m, pfn_t pfn, struct content *ret);
};

static bool is_free(const struct model *m, pfn_t pfn)
{
	enum page_state state = page_view(m, pfn).state;

	return state == PAGE_STATE_BUDDY || state == PAGE_STATE_PCP;
}

/* Is this page's list word linked: first page of a block on some list? */
static bool is_listed(const struct model *m, pfn_t pfn)
{
	return is_free(m, pfn) && page_view(m, pfn).head == pfn;
}

static void say(struct content *content, const char *words)
{
	snprintf(content->words, sizeof(content->words), "%s", words);
}

static void hold(struct content *content, uint64_t value)
{
	content->has_value = true;
	content->value = value;
}

static void read_flags(const struct model *m, pfn_t pfn, struct content *ret)
{
	struct text out;

	hold(ret, page_flags(m, pfn));
	text_init_fixed(&out, ret->words, sizeof(ret->words));
	if (page_order_byte(m, pfn) >= 0)
		text_add(&out, "folio_order=%d|", page_order_byte(m, pfn));
	flags_add_names(&out, &model_machine(m)->layout,
			page_named_flags(m, pfn));
}

static void link_words(link_t link, struct content *ret)
{
	if (link & LINK_HEAD)
		say(ret, "the list's head");
	else
		snprintf(ret->words, sizeof(ret->words), "page %" PRIu32, link);
}

static void read_next(const struct model *m, pfn_t pfn, struct content *ret)
{
	struct page_view view = page_view(m, pfn);

	if (view.state == PAGE_STATE_TAIL)
		snprintf(ret->words, sizeof(ret->words),
			 "compound_head: page %" PRIu32 ", bit 0 set",
			 view.head);
	else if (is_listed(m, pfn))
		link_words(page_at(m, pfn)->lru_next, ret);
	else if (is_free(m, pfn))
		say(ret, "stale: inside a free block");
	else
		say(ret, "not modelled: its owner's word");
}

static void read_prev(const struct model *m, pfn_t pfn, struct content *ret)
{
	if (is_listed(m, pfn))
		link_words(page_at(m, pfn)->lru_prev, ret);
	else if (is_free(m, pfn))
		say(ret, "stale: inside a free block");
	else
		say(ret, "not modelled: its owner's word");
}

/* Words that freeing sets to zero, and that only an owner fills. */
static void read_owned(const struct model *m, pfn_t pfn, struct content *ret)
{
	if (is_free(m, pfn))
		hold(ret, 0);
	else
		say(ret, "not modelled: its owner's word");
}

static void read_index(const struct model *m, pfn_t pfn, struct content *ret)
{
	struct page_view view = page_view(m, pfn);

	if (model_machine(m)->profile->list_type_is_remembered &&
	    view.state == PAGE_STATE_PCP && view.head == pfn) {
		hold(ret, page_at(m, pfn)->list_type);
		say(ret, "migratetype, while it is on a pcp list");
		return;
	}
	say(ret, is_free(m, pfn) ? "stale: freeing leaves it as it was"
				 : "not modelled: its owner's word");
}

static void read_private(const struct model *m, pfn_t pfn, struct content *ret)
{
	if (!page_view(m, pfn).known) {
		say(ret, "not known: in use before the recording");
		return;
	}
	hold(ret, page_at(m, pfn)->private);
	if (page_view(m, pfn).state == PAGE_STATE_BUDDY && is_listed(m, pfn))
		say(ret, "order of the free block");
}

static void read_type(const struct model *m, pfn_t pfn, struct content *ret)
{
	const struct profile *profile = model_machine(m)->profile;
	uint32_t word = page_type_word(page_at(m, pfn));
	struct text names;

	if (!page_view(m, pfn).known) {
		say(ret, "not known: in use before the recording");
		return;
	}
	hold(ret, word);
	text_init_fixed(&names, ret->words, sizeof(ret->words));
	if (page_has_type(profile, word))
		page_type_add_names(&names, profile, word);
	else
		text_add(&names, "no type, mapped %" PRId64 " time%s",
			 page_mapcount_of(profile, word),
			 page_mapcount_of(profile, word) == 1 ? "" : "s");
}

static void read_refcount(const struct model *m, pfn_t pfn, struct content *ret)
{
	if (page_view(m, pfn).known)
		hold(ret, (uint32_t)page_at(m, pfn)->refcount);
	else
		say(ret, "not known: in use before the recording");
}

static const struct page_word page_words[] = {
	{ NULL, 0, 8, "unsigned long", "flags",
	  "flag bits; section, node, zone above them", read_flags },
	{ "5.4", 8, 8, "list_head", "lru.next", "also compound_head",
	  read_next },
	{ "5.10", 8, 8, "list_head", "lru.next", "also compound_head",
	  read_next },
	{ "7.2", 8, 8, "list_head", "lru.next",
	  "also buddy_list, pcp_list, compound_info", read_next },
	{ NULL, 8, 8, "list_head", "lru.next",
	  "also buddy_list, pcp_list, compound_head", read_next },
	{ NULL, 16, 8, "", "lru.prev", "the other half of the list link",
	  read_prev },
	{ NULL, 24, 8, "address_space *", "mapping",
	  "what it caches; low bits: anon, KSM", read_owned },
	{ NULL, 32, 8, "pgoff_t", "index", "offset within the mapping",
	  read_index },
	{ NULL, 40, 8, "unsigned long", "private",
	  "the owner's; order of a free block", read_private },
	{ NULL, 48, 4, "unsigned int", "page_type",
	  "or _mapcount: mappings, less one", read_type },
	{ NULL, 52, 4, "atomic_t", "_refcount", "users of the page",
	  read_refcount },
	{ "5.4", 56, 8, "mem_cgroup *", "mem_cgroup",
	  "the memory cgroup charged", read_owned },
	{ "5.10", 56, 8, "mem_cgroup *", "mem_cgroup",
	  "the memory cgroup charged", read_owned },
	{ NULL, 56, 8, "unsigned long", "memcg_data",
	  "the memory cgroup charged", read_owned },
};

enum { NR_PAGE_WORDS = sizeof(page_words) / sizeof(page_words[0]) };

/* As long as the mapping came first and the list behind the counts. */
static const struct page_word early_page_words[] = {
	{ NULL, 0, 8, "unsigned long", "flags",
	  "flag bits; section, node, zone above them", read_flags },
	{ NULL, 8, 8, "address_space *", "mapping",
	  "what it caches; low bits: anon, KSM", read_owned },
	{ NULL, 16, 8, "pgoff_t", "index", "offset within the mapping",
	  read_index },
	{ NULL, 24, 4, "atomic_t", "_mapcount",
	  "mappings, less one; below -1 a type", read_type },
	{ NULL, 28, 4, "atomic_t", "_refcount", "users of the page",
	  read_refcount },
	{ NULL, 32, 8, "list_head", "lru.next", "also compound_head",
	  read_next },
	{ NULL, 40, 8, "", "lru.prev", "the other half of the list link",
	  read_prev },
	{ NULL, 48, 8, "unsigned long", "private",
	  "the owner's; order of a free block", read_private },
	{ NULL, 56, 8, "mem_cgroup *", "mem_cgroup",
	  "the memory cgroup charged", read_owned },
};

enum { NR_EARLY_WORDS = sizeof(early_page_words) / sizeof(*early_page_words) };

/* The first row of an offset that fits the kernel stands for it. */
static bool is_row_of(const struct model *m, unsigned i)
{
	const char *series = model_machine(m)->profile->series;
	const struct page_word *word = &page_words[i];

	if (word->series)
		return strcmp(word->series, series) == 0;
	for (; i > 0 && page_words[i - 1].offset == word->offset; i--)
		if (strcmp(page_words[i - 1].series, series) == 0)
			return false;
	return true;
}

/* The i-th word of struct page that may be the kernel's; NULL past the last.
 * *fits: whether it is. */
static const struct page_word *word_of_kernel(const struct model *m, unsigned i,
					      bool *fits)
{
	if (model_machine(m)->profile->list_behind_counts) {
		*fits = true;
		return i < NR_EARLY_WORDS ? &early_page_words[i] : NULL;
	}
	if (i >= NR_PAGE_WORDS)
		return NULL;
	*fits = is_row_of(m, i);
	return &page_words[i];
}

static struct json *word_json(const struct page_word *word,
			      const struct content *content)
{
	struct json *object = json_object();

	json_add(object, "offset", json_number(word->offset));
	json_add(object, "size", json_number(word->size));
	json_add(object, "name", json_string(word->name));
	json_add(object, "value",
		 content->has_value ? json_word(content->value) : json_null());
	json_add(object, "text", json_string(content->words));
	return object;
}

static void add_word(struct text *out, const struct page_word *word,
		     const struct content *content)
{
	text_add(out, "+%-3u %-10s ", word->offset, word->name);
	if (content->has_value)
		text_add(out, "0x%0*" PRIx64, (int)word->size * 2,
			 content->value);
	if (content->words[0])
		text_add(out, "%s%s", content->has_value ? "  " : "",
			 content->words);
}

static void word_text(const struct page_word *word,
		      const struct content *content, struct reply *r)
{
	struct text line;

	text_init(&line);
	add_word(&line, word, content);
	reply_paragraph(r, 16, line.start);
	text_deinit(&line);
}

bool page_word_nth(const struct model *m, pfn_t pfn, unsigned nth, char *ret,
		   size_t size)
{
	const struct page_word *word = NULL;
	bool fits = false;

	for (unsigned i = 0; (word = word_of_kernel(m, i, &fits)); i++) {
		struct content content = { .has_value = false };
		struct text out;

		if (!fits || nth-- > 0)
			continue;
		word->read(m, pfn, &content);
		text_init_fixed(&out, ret, size);
		add_word(&out, word, &content);
		return true;
	}
	return false;
}

static enum status run_x(struct session *s, const struct arguments *args,
			 struct reply *r)
{
	pfn_t pfn = 0;
	enum status status = page_argument(s, args, &pfn, r);

	if (status != STATUS_OK)
		return status;
	if (!pfn_valid(s->m, pfn))
		return reply_fail(r, STATUS_FAILED,
				  "page %" PRIu32 " lies in a hole: it has no "
				  "struct page",
				  pfn);

	struct json *words = json_array();

	reply_text(r, "struct page of page %" PRIu32 ":\n", pfn);
	const struct page_word *word = NULL;
	bool fits = false;

	for (unsigned i = 0; (word = word_of_kernel(s->m, i, &fits)); i++) {
		struct content content = { .has_value = false };

		if (!fits)
			continue;
		word->read(s->m, pfn, &content);
		word_text(word, &content, r);
		json_append(words, word_json(word, &content));
	}
	reply_number(r, "pfn", pfn);
	reply_value(r, "words", words);
	return STATUS_OK;
}

static enum status run_ptype(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	struct json *members = json_array();
	bool asked = args->argc == 2 && strcmp(args->argv[0], "struct") == 0 &&
		     strcmp(args->argv[1], "page") == 0;

	if (!asked) {
		json_destroy(members);
		return reply_fail(r, STATUS_FAILED,
				  "ptype knows one type: `ptype struct page`");
	}
	reply_text(r, "struct page, kernel %s: 64 bytes\n",
		   model_machine(s->m)->profile->series);
	const struct page_word *word = NULL;
	bool fits = false;

	for (unsigned i = 0; (word = word_of_kernel(s->m, i, &fits)); i++) {
		if (!fits)
			continue;
		struct json *member = json_object();

		reply_text(r, "+%-3u %u  %-16s %-11s %s\n", word->offset,
			   word->size, word->type, word->name, word->meaning);
		json_add(member, "offset", json_number(word->offset));
		json_add(member, "size", json_number(word->size));
		json_add(member, "type", json_string(word->type));
		json_add(member, "name", json_string(word->name));
		json_add(member, "meaning", json_string(word->meaning));
		json_append(members, member);
	}
	reply_number(r, "size", 64);
	reply_value(r, "members", members);
	return STATUS_OK;
}

const struct command cmd_x = {
	.name = "x",
	.group = GROUP_LOOKING,
	.args = "[REF]",
	.summary = "Show the words of a struct page",
	.help = "Byte offsets, values, and what they say. `ptype struct page` "
		"names the words.",
	.example = "x 0",
	.run = run_x,
};

const struct command cmd_ptype = {
	.name = "ptype",
	.group = GROUP_LOOKING,
	.args = "struct page",
	.summary = "Show the layout of struct page",
	.example = "ptype struct page",
	.completes = COMPLETE_WORDS,
	.words = "struct page",
	.run = run_ptype,
};
