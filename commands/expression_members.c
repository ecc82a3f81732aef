/*
 * Members of the objects of expressions.
 *
 * Most are state words under their names in core/fields.def.  The table here
 * adds the short names of INTERFACE.md and what must be computed; the marks
 * include the boost, as the kernel's min_wmark_pages() and its kin do.
 */
#include <string.h>

#include "commands/expression_internal.h"

/* Exactly one of the three says what the member is. */
struct zone_member {
	const char *name;
	const char *word; /* another name for this word of fields.def */
	int64_t (*read)(const struct model *m, unsigned zone);
	enum value_kind array; /* VALUE_NUMBER: none */
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
	{ .name = "free_exact", .read = zone_free_exact },
	{ .name = "free_cma", .word = "NR_FREE_CMA_PAGES" },
	{ .name = "free_cma_exact", .read = zone_free_cma_exact },
	{ .name = "min", .read = min_wmark },
	{ .name = "low", .read = low_wmark },
	{ .name = "high", .read = high_wmark },
	{ .name = "promo", .read = promo_wmark },
	{ .name = "boost", .word = "watermark_boost" },
	{ .name = "managed", .word = "managed_pages" },
	{ .name = "present", .word = "present_pages" },
	{ .name = "spanned", .word = "spanned_pages" },
	{ .name = "cma", .word = "cma_pages" },
	{ .name = "start_pfn", .word = "zone_start_pfn" },
	{ .name = "end_pfn", .read = end_pfn },
	{ .name = "nr_free", .array = VALUE_NR_FREES },
	{ .name = "free_area", .array = VALUE_FREE_AREAS },
	{ .name = "pcp", .array = VALUE_PCPS },
};

enum { NR_ZONE_MEMBERS = sizeof(zone_members) / sizeof(zone_members[0]) };

const char *zone_member_nth(size_t i)
{
	if (i < NR_ZONE_MEMBERS)
		return zone_members[i].name;
	i -= NR_ZONE_MEMBERS;
	for (size_t at = 0; state_word_nth(at); at++) {
		if (state_word_nth(at)->object == OBJECT_ZONE && i-- == 0)
			return state_word_nth(at)->name;
	}
	return NULL;
}

bool zone_has_member(const struct token *name)
{
	for (size_t i = 0; zone_member_nth(i); i++) {
		if (token_is(name, zone_member_nth(i)))
			return true;
	}
	return false;
}

struct value expression_no_member(struct expression *e, const char *what,
				  const struct token *name,
				  const char *(*nth)(size_t i))
{
	struct suggestion best = { 0 };
	char typed[48];
	size_t length = name->length < sizeof(typed) ? name->length : 0;

	memcpy(typed, name->start, length);
	typed[length] = '\0';
	for (size_t i = 0; nth && nth(i); i++)
		suggest(&best, typed, nth(i));
	expression_mistake(e, name->start, "a %s has no member \"%.*s\"%s%s%s",
			   what, (int)name->length, name->start,
			   best.word ? ": did you mean ." : "",
			   best.word ? best.word : "", best.word ? "?" : "");
	return value_of_number(0);
}

/* A state word of an object, or the array that it is. */
static struct value read_word(const struct state_word *word, const void *object,
			      unsigned zone)
{
	if (word->nr > 1)
		return (struct value){ .kind = VALUE_WORDS,
				       .zone = zone,
				       .word = word };
	return value_of_number(state_word_read(word, object, 0));
}

static struct value zone_member(struct expression *e,
				const struct value *object,
				const struct token *name)
{
	unsigned zone = (unsigned)object->number;
	const struct state_word *word =
		state_word_find(OBJECT_ZONE, name->start, name->length);

	for (size_t i = 0; i < NR_ZONE_MEMBERS; i++) {
		const struct zone_member *member = &zone_members[i];

		if (!token_is(name, member->name))
			continue;
		if (member->read)
			return value_of_number(member->read(e->m, zone));
		if (member->array != VALUE_NUMBER)
			return (struct value){ .kind = member->array,
					       .zone = zone };
		word = state_word_find(OBJECT_ZONE, member->word,
				       strlen(member->word));
	}
	return word ? read_word(word, zone_at(e->m, zone), zone)
		    : expression_no_member(e, "zone", name, zone_member_nth);
}

/* A member of an object that has nothing but state words. */
static struct value plain_member(struct expression *e, enum field_object kind,
				 const void *object, const struct token *name)
{
	static const char *const nouns[NR_FIELD_OBJECTS] = {
		[OBJECT_NODE] = "node",
		[OBJECT_PCP] = "CPU's pcp",
		[OBJECT_FREE_AREA] = "free_area",
		[OBJECT_FREE_LIST] = "list",
	};
	const struct state_word *word =
		state_word_find(kind, name->start, name->length);

	return word ? read_word(word, object, 0)
		    : expression_no_member(e, nouns[kind], name, NULL);
}

static struct value pcp_member(struct expression *e, const struct value *object,
			       const struct token *name)
{
	struct value lists = *object;

	lists.kind = VALUE_PCP_LISTS;
	if (token_is(name, "lists"))
		return lists;
	return plain_member(e, OBJECT_PCP,
			    pcp_at(e->m, object->zone, object->index), name);
}

static struct value free_area_member(struct expression *e,
				     const struct value *object,
				     const struct token *name)
{
	const struct zone *zone = zone_at(e->m, object->zone);
	struct value lists = *object;

	lists.kind = VALUE_FREE_LISTS;
	if (token_is(name, "list") || token_is(name, "free_list"))
		return lists;
	return plain_member(e, OBJECT_FREE_AREA,
			    &zone->free_area[object->index], name);
}

struct value expression_member(struct expression *e, const struct value *object,
			       const struct token *name)
{
	if (e->status != STATUS_OK)
		return value_of_number(0);
	switch (object->kind) {
	case VALUE_ZONE:
		return zone_member(e, object, name);
	case VALUE_PAGE:
		return expression_page_member(e, object, name);
	case VALUE_NODE:
		return plain_member(e, OBJECT_NODE,
				    node_at(e->m, (unsigned)object->number),
				    name);
	case VALUE_PCP:
		return pcp_member(e, object, name);
	case VALUE_FREE_AREA:
		return free_area_member(e, object, name);
	case VALUE_LIST:
		return plain_member(e, OBJECT_FREE_LIST, object->list, name);
	case VALUE_NUMBER:
		expression_mistake(e, name->start, "a number has no members");
		break;
	case VALUE_FREE_AREAS:
	case VALUE_NR_FREES:
	case VALUE_FREE_LISTS:
	case VALUE_PCPS:
	case VALUE_PCP_LISTS:
	case VALUE_WORDS:
		expression_mistake(e, name->start,
				   "an index is missing before .%.*s",
				   (int)name->length, name->start);
		break;
	}
	return value_of_number(0);
}
