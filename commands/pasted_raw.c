/*
 * raw: what the words of a dumped struct page say, in the reading that they
 * tell themselves.
 */
#include "commands/pasted_raw.h"

#include <inttypes.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/page_words.h"
#include "commands/pasted_meaning.h"
#include "core/page_type.h"

/* Where x86_64 keeps its struct pages, unless randomised, and how many bytes
 * there can be. */
#define VMEMMAP_BASE  0xffffea0000000000U
#define VMEMMAP_BYTES 0x10000000000U

enum {
	STRUCT_PAGE_SIZE = 64,
	/* Of the struct pages of the largest compound page, and then some. */
	HEAD_STEP_MAX = 1 << 30,
};

/* Marks that the kernel leaves in words that nobody may use. */
static const struct {
	uint64_t value;
	const char *text;
} poisons[] = {
	{ 0xdead000000000100U, "LIST_POISON1: taken off its list" },
	{ 0xdead000000000122U, "LIST_POISON2: taken off its list" },
	{ 0xdead000000000200U, "LIST_POISON2 of 4.x: taken off its list" },
	{ 0xdead000000000400U, "TAIL_MAPPING" },
};

/* What is known of a dump while its words are told. */
struct telling {
	const struct profile *profile;
	const struct flags_layout *layout;
	const struct raw_words *raw;
	enum page_reading reading;
	const char *why;
	bool holds; /* some reading does */
};

static struct telling telling_of(const struct profile *profile,
				 const struct flags_layout *layout,
				 const struct raw_words *raw)
{
	struct telling t = { .profile = profile, .layout = layout, .raw = raw };
	uint64_t words[STRUCT_PAGE_WORDS];

	memcpy(words, raw->words, sizeof(words));
	t.holds = page_reading_of_words(profile, layout, words, &t.reading,
					&t.why);
	return t;
}

/* The nth word that the dump has; false past the last. */
static bool nth_word(const struct telling *t, unsigned nth,
		     struct struct_word *ret)
{
	return t->holds && struct_page_word(t->profile, t->reading, nth, ret) &&
	       ret->offset < t->raw->nr * sizeof(uint64_t);
}

static void add_counted(struct text *out, int64_t count, const char *what)
{
	text_add(out, "%" PRId64 " %s%s", count, what, count == 1 ? "" : "s");
}

static void add_flags(struct text *out, const struct telling *t, uint64_t flags)
{
	struct struct_word order;
	bool in_flags = t->reading == READING_TAIL_1;

	for (unsigned i = 0;
	     struct_page_word(t->profile, READING_TAIL_1, i, &order); i++)
		if (order.source == SOURCE_ORDER)
			in_flags = false;
	if (in_flags)
		text_add(out, "folio_order=%" PRIu64 "|",
			 flags & FOLIO_ORDER_MASK);
	flags_add_names(out, t->layout,
			in_flags ? flags & ~(uint64_t)FOLIO_ORDER_MASK : flags);
}

static bool add_poison(struct text *out, uint64_t value)
{
	for (size_t i = 0; i < sizeof(poisons) / sizeof(poisons[0]); i++) {
		if (poisons[i].value != value)
			continue;
		text_add(out, "%s", poisons[i].text);
		return true;
	}
	return false;
}

/* A link: into the struct page of some frame, or elsewhere. */
static void add_link(struct text *out, uint64_t value)
{
	uint64_t bytes = value - VMEMMAP_BASE;

	if (add_poison(out, value) || value < VMEMMAP_BASE ||
	    bytes >= VMEMMAP_BYTES)
		return;
	text_add(out, "struct page of pfn %" PRIu64, bytes / STRUCT_PAGE_SIZE);
	if (bytes % STRUCT_PAGE_SIZE)
		text_add(out, ", at +%" PRIu64, bytes % STRUCT_PAGE_SIZE);
}

/* An address with bit 0 set, or a mask of ones that leads there. */
static void add_head(struct text *out, uint64_t value)
{
	uint64_t step = ~(value - 1) + 1;
	unsigned order = 0;

	if (step > HEAD_STEP_MAX || (step & (step - 1)) ||
	    step < STRUCT_PAGE_SIZE) {
		text_add(out, "head: ");
		add_link(out, value - 1);
		return;
	}
	while ((uint64_t)STRUCT_PAGE_SIZE << order < step)
		order++;
	text_add(out, "mask to the head, order %u", order);
}

static void add_type(struct text *out, const struct profile *profile,
		     uint32_t word)
{
	if (page_has_type(profile, word)) {
		page_type_add_names(out, profile, word);
		return;
	}
	text_add(out, "no type, ");
	add_counted(out, page_mapcount_of(profile, word), "mapping");
}

static void add_number_like(struct text *out, enum pasted_kind kind,
			    uint64_t value)
{
	const struct pasted pasted = { .kind = kind };

	pasted_meaning(NULL, &pasted, value, out);
}

/* Words that only a reading or a name tells apart. */
static void add_owned(struct text *out, const struct telling *t,
		      const struct struct_word *word, uint64_t value)
{
	if (add_poison(out, value))
		return;
	if (strcmp(word->name, "mapping") == 0)
		add_number_like(out, PASTED_MAPPING, value);
	else if (strcmp(word->name, "index") == 0 && t->reading == READING_ANON)
		add_number_like(out, PASTED_INDEX, value);
	else if (strcmp(word->name, "index") == 0 && t->reading != READING_FILE)
		text_add(out, "stale, or its owner's");
	else
		add_link(out, value);
}

static void add_counters(struct text *out, uint64_t value)
{
	text_add(out, "%" PRIu64 " of %" PRIu64 " objects in use, %sfrozen",
		 value & 0xffff, value >> 16 & 0x7fff,
		 value >> 31 & 1 ? "" : "not ");
}

static void add_private(struct text *out, const struct telling *t,
			uint64_t value)
{
	if (t->reading != READING_BUDDY)
		return;
	text_add(out, "order of the free block: ");
	add_number_like(out, PASTED_ORDER, value);
}

static void add_meaning(struct text *out, const struct telling *t,
			const struct struct_word *word, uint64_t value)
{
	switch (word->source) {
	case SOURCE_FLAGS:
		add_flags(out, t, value);
		break;
	case SOURCE_TYPE:
		add_type(out, t->profile, (uint32_t)value);
		break;
	case SOURCE_REFCOUNT:
		add_number_like(out, PASTED_REFCOUNT,
				(uint64_t)(int32_t)(uint32_t)value);
		break;
	case SOURCE_PRIVATE:
		add_private(out, t, value);
		break;
	case SOURCE_HEAD:
		add_head(out, value);
		break;
	case SOURCE_MINUS_ONE:
		add_counted(out, (int32_t)(uint32_t)value + (int64_t)1,
			    "mapping");
		break;
	case SOURCE_ORDER:
		add_number_like(out, PASTED_ORDER, value);
		break;
	case SOURCE_NR_PAGES:
		add_counted(out, (int64_t)value, "page");
		break;
	case SOURCE_STALE:
		text_add(out, "stale: never to be read");
		break;
	case SOURCE_SLAB_COUNTERS:
		add_counters(out, value);
		break;
	case SOURCE_OWNER:
	case SOURCE_MAPPING:
		add_owned(out, t, word, value);
		break;
	case SOURCE_NEXT:
	case SOURCE_PREV:
	case SOURCE_MIGRATETYPE:
	case SOURCE_TAIL_MAPPING:
	case SOURCE_ZERO:
	case SOURCE_COMPOUND_DTOR:
	case SOURCE_EMPTY_LIST:
	case SOURCE_SLAB_CACHE:
	case SOURCE_SLAB_FREELIST:
	case SOURCE_SLAB_NEXT:
	case SOURCE_SLAB_PREV:
	case SOURCE_SLAB_SLABS:
	case SOURCE_SLAB_POBJECTS:
	case SOURCE_SLAB_EXTS:
		add_link(out, value);
		break;
	}
}

/* Columns that the longest name takes. */
static int name_width(const struct telling *t)
{
	struct struct_word word;
	size_t width = 10;

	for (unsigned i = 0; nth_word(t, i, &word); i++)
		if (strlen(word.name) > width)
			width = strlen(word.name);
	return (int)width;
}

static void word_text(const struct telling *t, const struct struct_word *word,
		      int width, struct reply *r)
{
	uint64_t value = struct_word_in(word, t->raw->words);
	struct text line;
	struct text meaning;

	text_init(&line);
	text_init(&meaning);
	text_add(&meaning, "%s", "");
	add_meaning(&meaning, t, word, value);
	text_add(&line, "+%-3u %-*s 0x%0*" PRIx64, word->offset, width,
		 word->name, (int)word->size * 2, value);
	if (meaning.length)
		text_add(&line, "  %s", meaning.start);
	reply_paragraph(r, (unsigned)width + 6, line.start);
	text_deinit(&meaning);
	text_deinit(&line);
}

void raw_words_text(const struct profile *profile,
		    const struct flags_layout *layout,
		    const struct raw_words *raw, struct reply *r)
{
	struct telling t = telling_of(profile, layout, raw);
	struct struct_word word;
	struct text line;

	text_init(&line);
	text_add(&line, "struct page of kernel %s: %s%s%s", profile->series,
		 t.holds ? page_reading_text(t.reading) : "",
		 t.holds ? ", as " : "", t.why);
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
	for (unsigned i = 0; nth_word(&t, i, &word); i++)
		word_text(&t, &word, name_width(&t), r);
	if (raw->nr < STRUCT_PAGE_WORDS)
		reply_text(r,
			   "A guess, as the words from +%u on are missing: "
			   "paste both lines as one.\n",
			   raw->nr * (unsigned)sizeof(uint64_t));
}

void raw_words_keys(struct json *object, const struct profile *profile,
		    const struct flags_layout *layout,
		    const struct raw_words *raw)
{
	struct telling t = telling_of(profile, layout, raw);
	struct json *words = json_array();
	struct struct_word word;

	for (unsigned i = 0; nth_word(&t, i, &word); i++) {
		uint64_t value = struct_word_in(&word, raw->words);
		struct json *item = json_object();
		struct text meaning;

		text_init(&meaning);
		text_add(&meaning, "%s", "");
		add_meaning(&meaning, &t, &word, value);
		json_add(item, "offset", json_number(word.offset));
		json_add(item, "size", json_number(word.size));
		json_add(item, "name", json_string(word.name));
		json_add(item, "value", json_word(value));
		json_add(item, "text", json_string(meaning.start));
		json_append(words, item);
		text_deinit(&meaning);
	}
	json_add(object, "reading",
		 t.holds ? json_string(page_reading_name(t.reading))
			 : json_null());
	json_add(object, "why", json_string(t.why));
	json_add(object, "words", words);
}
