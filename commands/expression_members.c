/*
 * Members of the objects of expressions.
 *
 * Most are state words under their names in core/fields.def.  The table here
 * adds the short names of INTERFACE.md and what must be computed; the marks
 * include the boost, as the kernel's min_wmark_pages() and its kin do.
 */
#include <string.h>

#include "commands/expression_internal.h"

/* Rows of core/fields.def that lie together. */
struct field_run {
	enum field_id first;
	enum field_id last;
};

/* Exactly one of word, read and array says what the member is. */
struct zone_member {
	const char *name;
	const char *word; /* another name for this word of fields.def */
	int64_t (*read)(const struct model *m, unsigned zone);
	struct field_run zone_words; /* that read() looks at */
	struct field_run pcp_words;  /* of all CPUs; no last one: none */
	enum value_kind array;       /* VALUE_NUMBER: none */
};

static int64_t min_wmark(const struct model *m, unsigned zone)
{
	return wmark_pages(zone_at(m, zone), WMARK_MIN);
}

static int64_t low_wmark(const struct model *m, unsigned zone)
{
	return wmark_pages(zone_at(m, zone), WMARK_LOW);
}

static int64_t high_wmark(const struct model *m, unsigned zone)
{
	return wmark_pages(zone_at(m, zone), WMARK_HIGH);
}

static int64_t promo_wmark(const struct model *m, unsigned zone)
{
	return wmark_pages(zone_at(m, zone), WMARK_PROMO);
}

static int64_t end_pfn(const struct model *m, unsigned zone)
{
	return zone_end_pfn(zone_at(m, zone));
}

static const struct zone_member zone_members[] = {
	{ .name = "free", .word = "NR_FREE_PAGES" },
	{ .name = "free_exact",
	  .read = zone_free_exact,
	  .zone_words = { FIELD_NR_FREE_PAGES, FIELD_NR_FREE_PAGES },
	  .pcp_words = { FIELD_PCP_DIFF_FREE, FIELD_PCP_DIFF_FREE } },
	{ .name = "free_cma", .word = "NR_FREE_CMA_PAGES" },
	{ .name = "free_cma_exact",
	  .read = zone_free_cma_exact,
	  .zone_words = { FIELD_NR_FREE_CMA_PAGES, FIELD_NR_FREE_CMA_PAGES },
	  .pcp_words = { FIELD_PCP_DIFF_CMA, FIELD_PCP_DIFF_CMA } },
#define MARK(name_, read_)                                                     \
	{                                                                      \
		.name = (name_), .read = (read_), .zone_words = {              \
			FIELD_WATERMARK,                                       \
			FIELD_WATERMARK_BOOST                                  \
		}                                                              \
	}
	MARK("min", min_wmark),
	MARK("low", low_wmark),
	MARK("high", high_wmark),
	MARK("promo", promo_wmark),
#undef MARK
	{ .name = "boost", .word = "watermark_boost" },
	{ .name = "managed", .word = "managed_pages" },
	{ .name = "present", .word = "present_pages" },
	{ .name = "spanned", .word = "spanned_pages" },
	{ .name = "cma", .word = "cma_pages" },
	{ .name = "start_pfn", .word = "zone_start_pfn" },
	{ .name = "end_pfn",
	  .read = end_pfn,
	  .zone_words = { FIELD_ZONE_START_PFN, FIELD_SPANNED_PAGES } },
	{ .name = "nr_free", .array = VALUE_NR_FREES },
	{ .name = "free_area", .array = VALUE_FREE_AREAS },
	{ .name = "pcp", .array = VALUE_PCPS },
};

enum { NR_ZONE_MEMBERS = sizeof(zone_members) / sizeof(zone_members[0]) };

/* What has members: what it is called, and the kind of its state words. */
static const struct {
	const char *noun;
	enum field_object words; /* NR_FIELD_OBJECTS: it computes them */
} objects[] = {
	[VALUE_ZONE] = { "zone", OBJECT_ZONE },
	[VALUE_NODE] = { "node", OBJECT_NODE },
	[VALUE_PAGE] = { "page", NR_FIELD_OBJECTS },
	[VALUE_TAG] = { "tag", OBJECT_TAG },
	[VALUE_PCP] = { "CPU's pcp", OBJECT_PCP },
	[VALUE_FREE_AREA] = { "free_area", OBJECT_FREE_AREA },
	[VALUE_LIST] = { "list", OBJECT_FREE_LIST },
	/* Arrays have none. */
	[VALUE_WORDS] = { NULL, NR_FIELD_OBJECTS },
};

static enum field_object words_of(enum value_kind kind)
{
	return objects[kind].noun ? objects[kind].words : NR_FIELD_OBJECTS;
}

/* Members that are no state words; NULL past the last. */
static const char *special_member_nth(enum value_kind kind, size_t i)
{
	static const char *const area[] = { "list", "free_list" };

	if (kind == VALUE_ZONE)
		return i < NR_ZONE_MEMBERS ? zone_members[i].name : NULL;
	if (kind == VALUE_PCP)
		return i == 0 ? "lists" : NULL;
	if (kind == VALUE_FREE_AREA)
		return i < 2 ? area[i] : NULL;
	return NULL;
}

const char *member_nth(enum value_kind kind, size_t i)
{
	size_t special = 0;

	if (kind == VALUE_PAGE)
		return page_field_nth(i);
	while (special_member_nth(kind, special))
		special++;
	return i < special ? special_member_nth(kind, i)
			   : state_word_name(words_of(kind), i - special);
}

bool zone_has_member(const struct token *name)
{
	for (size_t i = 0; member_nth(VALUE_ZONE, i); i++) {
		if (token_is(name, member_nth(VALUE_ZONE, i)))
			return true;
	}
	return false;
}

static void no_member(struct evaluation *v, enum value_kind kind,
		      const struct token *name)
{
	struct suggestion best = { 0 };
	const char *noun = objects[kind].noun;
	char typed[48];
	size_t length = name->length < sizeof(typed) ? name->length : 0;

	if (kind == VALUE_NUMBER) {
		expression_mistake(v, name->start, "a number has no members");
		return;
	}
	if (!noun) {
		expression_mistake(v, name->start,
				   "an index is missing before .%.*s",
				   (int)name->length, name->start);
		return;
	}
	memcpy(typed, name->start, length);
	typed[length] = '\0';
	for (size_t i = 0; member_nth(kind, i); i++)
		suggest(&best, typed, member_nth(kind, i));
	expression_mistake(v, name->start, "a %s has no member \"%.*s\"%s%s%s",
			   noun, (int)name->length, name->start,
			   best.word ? ": did you mean ." : "",
			   best.word ? best.word : "", best.word ? "?" : "");
}

static bool find_zone_member(const struct token *name, struct member *ret)
{
	for (size_t i = 0; i < NR_ZONE_MEMBERS; i++) {
		const struct zone_member *row = &zone_members[i];

		if (!token_is(name, row->name))
			continue;
		ret->array = row->array;
		if (row->read)
			ret->computed = row;
		if (row->word)
			ret->word = state_word_find(OBJECT_ZONE, row->word,
						    strlen(row->word));
		return true;
	}
	return false;
}

static bool find_array(const struct value *object, const struct token *name,
		       struct member *ret)
{
	if (object->kind == VALUE_PCP && token_is(name, "lists"))
		ret->array = VALUE_PCP_LISTS;
	else if (object->kind == VALUE_FREE_AREA &&
		 (token_is(name, "list") || token_is(name, "free_list")))
		ret->array = VALUE_FREE_LISTS;
	return ret->array != VALUE_NUMBER;
}

bool member_find(struct evaluation *v, const struct value *object,
		 const struct token *name, struct member *ret)
{
	struct member member = { .of = object->kind };
	/* A list knows whether it is one of a zone or of a CPU. */
	enum field_object words = object->kind == VALUE_LIST
					  ? object->place.object
					  : words_of(object->kind);
	bool found = find_array(object, name, &member);

	if (object->kind == VALUE_ZONE)
		found = find_zone_member(name, &member);
	if (object->kind == VALUE_PAGE)
		member.page_word = page_word_find(name);
	if (!found)
		member.word = state_word_find(words, name->start, name->length);
	*ret = member;
	if (found || member.word || member.page_word)
		return true;
	no_member(v, object->kind, name);
	return false;
}

void member_read(struct evaluation *v, enum field_id id,
		 const struct field_place *place, unsigned element)
{
	struct word_pattern pattern = { .first = *place };

	if (!v->reads)
		return;
	pattern.first.id = id;
	pattern.first.element = element;
	pattern.last = pattern.first;
	expression_read(v, &pattern);
}

static void read_run(struct evaluation *v, enum field_object object,
		     unsigned zone, const struct field_run *run)
{
	struct word_pattern pattern = {
		.first = { .object = object, .id = run->first, .zone = zone },
		.last = { .id = run->last,
			  .zone = zone,
			  .cpu = UINT32_MAX,
			  .element = UINT32_MAX },
	};

	expression_read(v, &pattern);
}

static struct value computed_value(struct evaluation *v, unsigned zone,
				   const struct zone_member *row)
{
	read_run(v, OBJECT_ZONE, zone, &row->zone_words);
	if (row->pcp_words.last)
		read_run(v, OBJECT_PCP, zone, &row->pcp_words);
	return value_of_number(row->read(v->m, zone));
}

/* The struct that the words of an object lie in. */
static const void *struct_of(const struct model *m, const struct value *object)
{
	const struct field_place *place = &object->place;

	if (object->kind == VALUE_ZONE)
		return zone_at(m, place->zone);
	if (object->kind == VALUE_NODE)
		return node_at(m, place->zone);
	if (object->kind == VALUE_PCP)
		return pcp_at(m, place->zone, place->cpu);
	if (object->kind == VALUE_FREE_AREA)
		return &zone_at(m, place->zone)->free_area[place->order];
	return object->list;
}

static int64_t read_tag(const struct model *m, uint32_t tag,
			const struct state_word *word)
{
	struct alloc_tag_counters counters = alloc_tag_counters(m, tag);

	return state_word_read(word, &counters, 0);
}

/* A tag's counters are the sum over all CPUs. */
static void note_other_cpus(struct evaluation *v, enum field_id id,
			    uint32_t tag)
{
	struct field_place place = {
		.object = OBJECT_TAG_CPU,
		.id = id == FIELD_TAG_BYTES ? FIELD_TAG_CPU_BYTES
					    : FIELD_TAG_CPU_CALLS,
		.index = tag,
		.cpu = 1,
	};
	struct word_pattern pattern = word_pattern_of(&place);
	unsigned cpus = model_machine(v->m)->nr_cpus;

	if (cpus == 1)
		return;
	pattern.last.cpu = cpus - 1;
	expression_read(v, &pattern);
}

static struct value word_value(struct evaluation *v, const struct value *object,
			       const struct state_word *word)
{
	if (word->nr > 1)
		return (struct value){ .kind = VALUE_WORDS,
				       .place = object->place,
				       .word = word };
	if (v->checking)
		return value_of_number(0);
	member_read(v, word->id, &object->place, 0);
	if (object->kind == VALUE_TAG) {
		note_other_cpus(v, word->id, object->place.index);
		return value_of_number(
			read_tag(v->m, object->place.index, word));
	}
	return value_of_number(
		state_word_read(word, struct_of(v->m, object), 0));
}

struct value member_value(struct evaluation *v, const struct value *object,
			  const struct member *member, const struct token *name)
{
	if (v->failed)
		return value_of_number(0);
	if (member->array != VALUE_NUMBER) {
		struct value array = *object;

		array.kind = member->array;
		return array;
	}
	if (member->page_word)
		return page_word_value(v, member->page_word, object->number,
				       name);
	if (member->computed)
		return computed_value(v, object->place.zone, member->computed);
	return word_value(v, object, member->word);
}
