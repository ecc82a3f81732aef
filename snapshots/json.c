/*
 * JSON values by cJSON, which is named here and nowhere else.
 *
 * Text reaches the library only after json_scan() has passed it.  Lists are
 * walked by their links, because cJSON's arrays are linked lists, and members
 * are compared by exact name, because its own look-up ignores case.
 */
#include "snapshots/json.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "snapshots/json_internal.h"

/* Bits of cJSON.type that the library does not use. */
#define TYPE_MARKED (1 << 16)
#define TYPE_SHOWN  (1 << 17)

static cJSON *inside(struct json *value)
{
	return (cJSON *)(void *)value;
}

static const cJSON *inside_const(const struct json *value)
{
	return (const cJSON *)(const void *)value;
}

static struct json *wrapped(cJSON *value)
{
	return (struct json *)(void *)value;
}

static struct json *made(cJSON *value)
{
	assert(value != NULL && "out of memory");
	return wrapped(value);
}

static char *displayable_copy(const char *text)
{
	/* No visible form is longer than six times its bytes. */
	size_t length = strlen(text);
	size_t size = length * 6 + 1;
	char *shown = malloc(size);

	assert(shown != NULL && "out of memory");
	text_displayable(text, length, shown, size);
	return shown;
}

/* Nothing that is loaded may reach a terminal as a command. */
static void make_displayable(cJSON *value)
{
	if (cJSON_IsString(value)) {
		const char *text = value->valuestring;
		char *shown = displayable_copy(text);
		if (strcmp(text, shown) != 0) {
			cJSON_SetValuestring(value, shown);
			value->type |= TYPE_SHOWN;
		}
		free(shown);
	}
	for (cJSON *child = value->child; child != NULL; child = child->next)
		make_displayable(child);
}

struct json *json_parse(const char *text, size_t length, struct diagnosis *why)
{
	if (!json_scan(text, length, why))
		return NULL;
	struct json *root = wrapped(cJSON_ParseWithLength(text, length));
	if (root == NULL) {
		diagnose(why, "1:1: not enough memory for a text of %zu bytes",
			 length);
		return NULL;
	}
	if (!json_keys_are_unique(root, why)) {
		json_destroy(root);
		return NULL;
	}
	make_displayable(inside(root));
	return root;
}

void json_destroy(struct json *root)
{
	cJSON_Delete(inside(root));
}

char *json_print(const struct json *root)
{
	char *text = cJSON_PrintUnformatted(inside_const(root));

	assert(text != NULL && "out of memory");
	return text;
}

struct json *json_object(void)
{
	return made(cJSON_CreateObject());
}

struct json *json_array(void)
{
	return made(cJSON_CreateArray());
}

void json_add(struct json *object, const char *key, struct json *value)
{
	cJSON_bool added =
		cJSON_AddItemToObject(inside(object), key, inside(value));

	assert(added && "out of memory");
	(void)added;
}

void json_append(struct json *array, struct json *value)
{
	cJSON_bool added = cJSON_AddItemToArray(inside(array), inside(value));

	assert(added && "a value of its own");
	(void)added;
}

struct json *json_number(int64_t value)
{
	if (value >= INT32_MIN && value <= INT32_MAX)
		return made(cJSON_CreateNumber((double)value));
	/* The library would print large numbers with an exponent. */
	char digits[24];
	snprintf(digits, sizeof digits, "%" PRId64, value);
	return made(cJSON_CreateRaw(digits));
}

struct json *json_string(const char *text)
{
	char *shown = displayable_copy(text);
	struct json *string = made(cJSON_CreateString(shown));
	free(shown);
	return string;
}

struct json *json_multiline(const char *text)
{
	size_t length = strlen(text);
	size_t size = length * 6 + 1;
	char *shown = malloc(size);
	size_t written = 0;

	assert(shown != NULL && "out of memory");
	for (const char *line = text;; line++) {
		size_t bytes = strcspn(line, "\n");

		written += text_displayable(line, bytes, shown + written,
					    size - written);
		line += bytes;
		if (*line == '\0')
			break;
		shown[written++] = '\n';
	}
	shown[written] = '\0';

	struct json *string = made(cJSON_CreateString(shown));

	free(shown);
	return string;
}

struct json *json_bool(bool value)
{
	return made(cJSON_CreateBool(value));
}

struct json *json_null(void)
{
	return made(cJSON_CreateNull());
}

struct json *json_word(uint64_t word)
{
	char digits[24];

	snprintf(digits, sizeof digits, "0x%" PRIx64, word);
	return made(cJSON_CreateString(digits));
}

struct json *json_hex(uint64_t word)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%" PRIx64, word);
	return made(cJSON_CreateString(digits));
}

struct json *json_hash(uint64_t hash)
{
	char digits[24];

	snprintf(digits, sizeof digits, "0x%016" PRIx64, hash);
	return made(cJSON_CreateString(digits));
}

enum json_kind json_kind(const struct json *value)
{
	switch (inside_const(value)->type & 0xff) {
	case cJSON_False:
	case cJSON_True:
		return JSON_BOOL;
	case cJSON_Number:
		return JSON_NUMBER;
	case cJSON_String:
		return JSON_STRING;
	case cJSON_Array:
		return JSON_ARRAY;
	case cJSON_Object:
		return JSON_OBJECT;
	default:
		return JSON_NULL;
	}
}

const char *json_key(const struct json *member)
{
	return inside_const(member)->string;
}

struct json *json_child(const struct json *container)
{
	return wrapped(inside_const(container)->child);
}

struct json *json_next(const struct json *value)
{
	return wrapped(inside_const(value)->next);
}

const char *json_text(const struct json *string)
{
	return inside_const(string)->valuestring;
}

double json_double(const struct json *number)
{
	return inside_const(number)->valuedouble;
}

bool json_truth(const struct json *value)
{
	return (inside_const(value)->type & 0xff) == cJSON_True;
}

bool json_was_displayable(const struct json *string)
{
	return (inside_const(string)->type & TYPE_SHOWN) == 0;
}

void json_mark(struct json *value)
{
	inside(value)->type |= TYPE_MARKED;
}

bool json_is_marked(const struct json *value)
{
	return (inside_const(value)->type & TYPE_MARKED) != 0;
}
