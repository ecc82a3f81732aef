/*
 * Reading JSON values with their places; the reader's rules stand in
 * json_internal.h.
 */
#include "snapshots/json_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/page.h"

enum { POINTER_MAX = 160 };

/* Largest integer that a double holds with its neighbours distinct. */
static const int64_t INTEGER_LIMIT = ((int64_t)1 << 53) - 1;

static void append_escaped(char *ret, size_t size, const char *key)
{
	size_t length = strlen(ret);

	for (; *key != '\0' && length + 3 < size; key++) {
		if (*key == '~' || *key == '/') {
			ret[length++] = '~';
			ret[length++] = *key == '~' ? '0' : '1';
		} else {
			ret[length++] = *key;
		}
	}
	ret[length] = '\0';
}

/* RFC 6901; a pointer that is too long loses its end. */
static void write_pointer(const struct item *item, char *ret, size_t size)
{
	if (item->parent == NULL) {
		ret[0] = '\0';
		return;
	}
	write_pointer(item->parent, ret, size);
	size_t length = strlen(ret);
	if (item->key == NULL) {
		snprintf(ret + length, size - length, "/%zu", item->index);
		return;
	}
	snprintf(ret + length, size - length, "/");
	append_escaped(ret, size, item->key);
}

void item_fail(const struct item *item, const char *format, ...)
{
	char what[sizeof item->reader->why->text];
	char pointer[POINTER_MAX];
	va_list args;

	if (item->reader->failed)
		return;
	item->reader->failed = true;
	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	write_pointer(item, pointer, sizeof pointer);
	diagnose(item->reader->why, "%s: %s",
		 pointer[0] != '\0' ? pointer : "the whole file", what);
}

struct item item_root(struct reader *reader, struct json *root)
{
	return (struct item){ .reader = reader, .json = root };
}

bool item_present(const struct item *item)
{
	return item->json != NULL && !item->reader->failed;
}

static const char *kind_name(const struct json *value)
{
	switch (json_kind(value)) {
	case JSON_NULL:
		return "null";
	case JSON_BOOL:
		return "true or false";
	case JSON_NUMBER:
		return "a number";
	case JSON_STRING:
		return "a string";
	case JSON_ARRAY:
		return "an array";
	case JSON_OBJECT:
		return "an object";
	}
	return "nothing";
}

static bool is_of_kind(const struct item *item, enum json_kind kind,
		       const char *wanted)
{
	if (!item_present(item))
		return false;
	if (json_kind(item->json) == kind)
		return true;
	item_fail(item, "must be %s, but is %s", wanted, kind_name(item->json));
	return false;
}

static struct json *find_member(const struct item *object, const char *key)
{
	if (!is_of_kind(object, JSON_OBJECT, "an object"))
		return NULL;
	struct json *member = json_child(object->json);
	while (member != NULL && strcmp(json_key(member), key) != 0)
		member = json_next(member);
	if (member != NULL)
		json_mark(member);
	return member;
}

struct item item_optional(const struct item *object, const char *key)
{
	struct json *member = find_member(object, key);

	if (member != NULL && json_kind(member) == JSON_NULL)
		member = NULL;
	return (struct item){ .reader = object->reader,
			      .parent = object,
			      .json = member,
			      .key = key };
}

struct item item_member(const struct item *object, const char *key)
{
	struct item member = { .reader = object->reader,
			       .parent = object,
			       .json = find_member(object, key),
			       .key = key };

	if (member.json == NULL)
		item_fail(&member, "this key is missing");
	return member;
}

void item_ignore(const struct item *object, const char *key)
{
	find_member(object, key);
}

void item_accept(const struct item *member)
{
	if (member->json != NULL)
		json_mark(member->json);
}

void item_finish(const struct item *object)
{
	struct reader *reader = object->reader;
	struct item member = item_first_member(object);

	for (; item_present(&member); item_advance(&member)) {
		if (json_is_marked(member.json))
			continue;
		if (reader->strict)
			item_fail(&member, "this key is unknown; remove it, or "
					   "use an mmscope that knows it");
		else if (reader->ignored++ == 0)
			write_pointer(&member, reader->first_ignored,
				      sizeof reader->first_ignored);
	}
}

static struct item first_child(const struct item *container, bool present)
{
	struct item child = { .reader = container->reader,
			      .parent = container };

	if (present) {
		child.json = json_child(container->json);
		child.key = child.json != NULL ? json_key(child.json) : NULL;
	}
	return child;
}

struct item item_first(const struct item *array)
{
	return first_child(array, is_of_kind(array, JSON_ARRAY, "an array"));
}

struct item item_first_member(const struct item *object)
{
	return first_child(object,
			   is_of_kind(object, JSON_OBJECT, "an object"));
}

void item_advance(struct item *element)
{
	element->index++;
	element->json = json_next(element->json);
	if (element->json != NULL)
		element->key = json_key(element->json);
}

size_t item_length(const struct item *array)
{
	size_t length = 0;
	struct item element = item_first(array);

	for (; item_present(&element); item_advance(&element))
		length++;
	return length;
}

void item_expect_length(const struct item *array, size_t length)
{
	size_t found = item_length(array);

	if (found != length)
		item_fail(array, "must have %zu elements, but has %zu", length,
			  found);
}

bool item_is_null(const struct item *item)
{
	return item_present(item) && json_kind(item->json) == JSON_NULL;
}

int64_t item_integer(const struct item *item, int64_t min, int64_t max)
{
	if (!is_of_kind(item, JSON_NUMBER, "a number"))
		return min;
	double number = json_double(item->json);
	if (number > (double)INTEGER_LIMIT || number < -(double)INTEGER_LIMIT) {
		item_fail(item, "this number is too large to be exact");
		return min;
	}
	int64_t integer = (int64_t)number;
	if ((double)integer != number) {
		item_fail(item, "must be a whole number, but is %g", number);
		return min;
	}
	if (integer >= min && integer <= max)
		return integer;
	item_fail(item, "must be %" PRId64 " to %" PRId64 ", but is %" PRId64,
		  min, max, integer);
	return min;
}

bool item_bool(const struct item *item)
{
	return is_of_kind(item, JSON_BOOL, "true or false") &&
	       json_truth(item->json);
}

const char *item_text(const struct item *item)
{
	return is_of_kind(item, JSON_STRING, "a string") ? json_text(item->json)
							 : "";
}

static uint64_t hexadecimal(const struct item *item, const char *digits,
			    const char *wanted)
{
	size_t length = strlen(digits);
	uint64_t word = 0;

	if (length == 0 || length > 16 ||
	    strspn(digits, "0123456789abcdefABCDEF") != length)
		item_fail(item, "must be %s", wanted);
	else
		word = strtoull(digits, NULL, 16);
	return word;
}

uint64_t item_hex(const struct item *item)
{
	return hexadecimal(item, item_text(item),
			   "a string of 1 to 16 hexadecimal digits");
}

uint64_t item_hash(const struct item *item)
{
	static const char wanted[] = "a string of 0x and 16 hexadecimal digits";
	const char *text = item_text(item);

	if (strncmp(text, "0x", 2) != 0 || strlen(text) != 18)
		item_fail(item, "must be %s", wanted);
	return item->reader->failed ? 0 : hexadecimal(item, text + 2, wanted);
}

int64_t item_get(const struct item *object, const char *key, int64_t min,
		 int64_t max)
{
	struct item member = item_member(object, key);

	return item_integer(&member, min, max);
}

void item_expect(const struct item *object, const char *key, int64_t expected)
{
	struct item member = item_member(object, key);
	int64_t found = item_integer(&member, -INTEGER_LIMIT, INTEGER_LIMIT);

	if (found != expected)
		item_fail(&member, "must be %" PRId64 ", but is %" PRId64,
			  expected, found);
}

uint32_t item_pfn(const struct item *item)
{
	return (uint32_t)item_integer(item, 0, PFN_LIMIT - 1);
}
