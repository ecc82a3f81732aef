/*
 * Changes between two states as sentences: what image_diff() found, a line
 * for each object, the words of one page on one line.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/image.h"
#include "snapshots/json_internal.h"

struct sentences {
	char *start;
	size_t length;
	size_t room;
	double page; /* that the open line speaks of; -1: none */
};

static void add_bytes(struct sentences *s, const char *text)
{
	size_t length = strlen(text);

	while (s->length + length + 1 > s->room) {
		s->room = s->room * 2 + 1024;
		s->start = realloc(s->start, s->room);
		assert(s->start && "out of memory");
	}
	memcpy(s->start + s->length, text, length + 1);
	s->length += length;
}

static const struct json *member(const struct json *change, const char *key)
{
	struct json *at = json_child(change);

	while (at && strcmp(json_key(at), key) != 0)
		at = json_next(at);
	return at;
}

static void add_value(struct sentences *s, const struct json *value)
{
	char digits[40];

	if (value && json_kind(value) == JSON_STRING) {
		add_bytes(s, json_text(value));
		return;
	}
	bool known = value && json_kind(value) == JSON_NUMBER;

	snprintf(digits, sizeof(digits), "%.0f",
		 known ? json_double(value) : 0);
	add_bytes(s, known ? digits : "unknown");
}

/* A word of the sentence and the member behind it. */
static void add_member(struct sentences *s, const struct json *change,
		       const char *word, const char *key)
{
	add_bytes(s, word);
	add_value(s, member(change, key));
}

static void add_from_to(struct sentences *s, const struct json *change)
{
	add_member(s, change, " ", "from");
	add_member(s, change, " -> ", "to");
}

/* ", word 1 2 3"; nothing for an empty array. */
static void add_blocks(struct sentences *s, const struct json *change,
		       const char *word, const char *key)
{
	const struct json *array = member(change, key);
	const struct json *block = array ? json_child(array) : NULL;

	if (!block)
		return;
	add_bytes(s, word);
	for (; block; block = json_next(block)) {
		add_bytes(s, " ");
		add_value(s, block);
	}
}

static void add_list(struct sentences *s, const struct json *change)
{
	add_blocks(s, change, ", without", "removed");
	add_blocks(s, change, ", with", "added");
	add_blocks(s, change, ", in another order:", "sequence");
}

/* Further words of the page that the line before speaks of join it. */
static void add_page(struct sentences *s, const struct json *change)
{
	double page = json_double(member(change, "pfn"));

	if (page == s->page) {
		s->length--; /* the end of the line */
		add_bytes(s, ",");
	} else {
		add_member(s, change, "page ", "pfn");
		add_bytes(s, ":");
	}
	s->page = page;
	add_member(s, change, " ", "word");
	add_from_to(s, change);
}

static void add_change(struct sentences *s, const struct json *change)
{
	const char *kind = json_text(member(change, "kind"));

	if (strcmp(kind, "page") == 0) {
		add_page(s, change);
	} else if (strcmp(kind, "free_list") == 0) {
		add_member(s, change, "node ", "node");
		add_member(s, change, ", zone ", "zone");
		add_member(s, change, ": free list ", "order");
		add_member(s, change, " ", "migratetype");
		add_list(s, change);
	} else if (strcmp(kind, "pcp_list") == 0) {
		add_member(s, change, "node ", "node");
		add_member(s, change, ", zone ", "zone");
		add_member(s, change, ", cpu ", "cpu");
		add_member(s, change, ": pcp list ", "list");
		add_list(s, change);
	} else if (strcmp(kind, "pageblock") == 0) {
		add_member(s, change, "pageblock ", "pfn");
		add_from_to(s, change);
	} else if (strcmp(kind, "machine") == 0) {
		add_member(s, change, "two machines, other in: ", "name");
	} else {
		add_member(s, change, "", "object");
		add_member(s, change, ": ", "name");
		add_from_to(s, change);
	}
	add_bytes(s, "\n");
}

size_t image_nr_changes(const struct json *changes)
{
	size_t nr = 0;

	for (struct json *at = json_child(changes); at; at = json_next(at))
		nr++;
	return nr;
}

char *image_words(const struct json *changes)
{
	struct sentences s = { .page = -1 };

	add_bytes(&s, "");
	for (struct json *at = json_child(changes); at; at = json_next(at)) {
		if (strcmp(json_text(member(at, "kind")), "page") != 0)
			s.page = -1;
		add_change(&s, at);
	}
	return s.start;
}

static bool same_member(const struct json *a, const struct json *b,
			const char *key)
{
	const struct json *left = member(a, key);
	const struct json *right = member(b, key);

	return json_kind(left) == JSON_STRING
		       ? strcmp(json_text(left), json_text(right)) == 0
		       : json_double(left) == json_double(right);
}

/* Of one kind in one zone. */
static bool same_line(const struct json *a, const struct json *b)
{
	return b && same_member(a, b, "kind") && same_member(a, b, "node") &&
	       same_member(a, b, "zone");
}

/* "0-2, 8": the first pages, and how many more stretches there are. */
static void add_ranges(struct sentences *s, const struct json *ranges)
{
	enum { SHOWN = 2 };
	char text[64];
	unsigned nr = 0;

	for (const struct json *at = json_child(ranges); at;
	     at = json_next(at)) {
		const struct json *last = json_next(json_child(at));
		double first = json_double(json_child(at));

		if (nr++ >= SHOWN)
			continue;
		snprintf(text, sizeof(text),
			 first == json_double(last) ? "%s%.0f" : "%s%.0f-%.0f",
			 nr > 1 ? ", " : "", first, json_double(last));
		add_bytes(s, text);
	}
	snprintf(text, sizeof(text), " and %u more", nr - SHOWN);
	if (nr > SHOWN)
		add_bytes(s, text);
}

static void add_event(struct sentences *s, const struct json *event)
{
	add_ranges(s, member(event, "ranges"));
	add_member(s, event, " ", "from");
	add_member(s, event, " -> ", "to");
}

/* The events of one line; returns the first of the next one. */
static const struct json *add_line(struct sentences *s,
				   const struct json *event)
{
	enum { SHOWN = 2 };
	const struct json *first = event;
	char text[96];
	double pages = 0;
	unsigned nr = 0;

	snprintf(text, sizeof(text),
		 "%-13s node %.0f %s: ", json_text(member(event, "kind")),
		 json_double(member(event, "node")),
		 json_text(member(event, "zone")));
	add_bytes(s, text);
	for (; same_line(first, event); event = json_next(event)) {
		if (nr++ >= SHOWN) {
			pages += json_double(member(event, "pages"));
			continue;
		}
		add_bytes(s, nr > 1 ? "; " : "");
		add_event(s, event);
	}
	snprintf(text, sizeof(text), "; %.0f more page%s", pages,
		 pages > 1 ? "s" : "");
	if (nr > SHOWN)
		add_bytes(s, text);
	add_bytes(s, "\n");
	return event;
}

char *image_story_words(const struct json *story)
{
	struct sentences s = { .page = -1 };
	const struct json *event = json_child(story);

	add_bytes(&s, "");
	while (event)
		event = add_line(&s, event);
	return s.start;
}

/* " 12, 15 and 3 more": the first pages of slabs. */
static void add_slabs(struct sentences *s, const struct json *slabs)
{
	enum { SHOWN = 4 };
	char text[32];
	unsigned nr = 0;

	for (const struct json *at = json_child(slabs); at;
	     at = json_next(at)) {
		if (nr++ >= SHOWN)
			continue;
		add_bytes(s, nr > 1 ? ", " : " ");
		add_value(s, at);
	}
	snprintf(text, sizeof(text), " and %u more", nr - SHOWN);
	if (nr > SHOWN)
		add_bytes(s, text);
}

static void add_slab_event(struct sentences *s, const struct json *event)
{
	char kind[32];

	snprintf(kind, sizeof(kind), "%-13s ",
		 json_text(member(event, "kind")));
	add_member(s, event, kind, "cache");
	add_bytes(s, ":");
	if (member(event, "objects"))
		add_member(s, event, " ", "objects");
	add_bytes(s, member(event, "objects") ? " of slab" : " slab");
	add_slabs(s, member(event, "slabs"));
	if (member(event, "from"))
		add_member(s, event, ": ", "from");
	if (member(event, "to"))
		add_member(s, event, " -> ", "to");
	add_bytes(s, "\n");
}

char *image_slab_story_words(const struct json *story)
{
	struct sentences s = { .page = -1 };

	add_bytes(&s, "");
	for (const struct json *event = json_child(story); event;
	     event = json_next(event))
		add_slab_event(&s, event);
	return s.start;
}
