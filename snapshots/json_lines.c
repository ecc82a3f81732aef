/*
 * JSON values as plain text for people: an array of objects becomes one line
 * for each, which begins with the value of the first key ("kind") and goes on
 * with "key value, key value"; an inner array is its elements with blanks
 * between.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/json_internal.h"

/* Bytes that fit into `size`, and how many all would take. */
struct words {
	char *start;
	size_t size;
	size_t length;
};

static void add(struct words *words, const char *text)
{
	size_t length = strlen(text);

	if (words->length + length < words->size)
		memcpy(words->start + words->length, text, length + 1);
	words->length += length;
}

static void add_number(struct words *words, double number)
{
	char digits[40];

	snprintf(digits, sizeof(digits), "%.0f", number);
	add(words, digits);
}

static void add_value(struct words *words, const struct json *value);

static void add_members(struct words *words, struct json *member)
{
	for (; member; member = json_next(member)) {
		add(words, json_key(member));
		add(words, " ");
		add_value(words, member);
		if (json_next(member))
			add(words, ", ");
	}
}

static void add_elements(struct words *words, struct json *element)
{
	if (!element)
		add(words, "none");
	for (; element; element = json_next(element)) {
		add_value(words, element);
		if (json_next(element))
			add(words, " ");
	}
}

static void add_value(struct words *words, const struct json *value)
{
	switch (json_kind(value)) {
	case JSON_NULL:
		add(words, "none");
		break;
	case JSON_BOOL:
		add(words, json_truth(value) ? "yes" : "no");
		break;
	case JSON_NUMBER:
		add_number(words, json_double(value));
		break;
	case JSON_STRING:
		add(words, json_text(value));
		break;
	case JSON_ARRAY:
		add_elements(words, json_child(value));
		break;
	case JSON_OBJECT:
		add_members(words, json_child(value));
		break;
	}
}

static void add_line(struct words *words, const struct json *value)
{
	if (json_kind(value) == JSON_OBJECT && json_child(value)) {
		add_value(words, json_child(value));
		add(words, ": ");
		add_members(words, json_next(json_child(value)));
	} else {
		add_value(words, value);
	}
	add(words, "\n");
}

static void add_lines(struct words *words, const struct json *array)
{
	for (struct json *line = json_child(array); line;
	     line = json_next(line))
		add_line(words, line);
}

char *json_lines(const struct json *array)
{
	struct words words = { 0 };

	add_lines(&words, array);
	words.size = words.length + 1;
	words.start = calloc(words.size, 1);
	assert(words.start && "out of memory");
	words.length = 0;
	add_lines(&words, array);
	return words.start;
}
