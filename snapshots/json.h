/*
 * JSON values, behind which cJSON hides: no other file names it.
 *
 * Reading is strict (CRAFT.md C2): size cap, UTF-8, no control characters in
 * strings, no duplicate keys, depth limit, nothing after the value.  64-bit
 * words are strings in JSON; numbers are integers within 2^53.
 */
#ifndef MMSCOPE_SNAPSHOTS_JSON_H
#define MMSCOPE_SNAPSHOTS_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snapshots/diagnosis.h"

struct json; /* a value; owned by its root */

/* Parsing: NULL with line:column and reason in *why. */
struct json *json_parse(const char *text, size_t length, struct diagnosis *why);
void json_destroy(struct json *root);
/* One line without blanks, NUL-terminated; the caller frees it. */
char *json_print(const struct json *root);

/* Building.  An added value belongs to its parent. */
struct json *json_object(void);
struct json *json_array(void);
void json_add(struct json *object, const char *key, struct json *value);
void json_append(struct json *array, struct json *value);
struct json *json_number(int64_t value);
struct json *json_string(const char *text); /* made displayable */
/* The same of several lines: their ends stay. */
struct json *json_multiline(const char *text);
struct json *json_bool(bool value);
struct json *json_null(void);
/* "0x…" without leading zeros, for flags, masks and addresses. */
struct json *json_word(uint64_t word);
/* Without 0x, as recordings write page->flags. */
struct json *json_hex(uint64_t word);
/* "0x" and 16 digits, for hashes. */
struct json *json_hash(uint64_t hash);

#endif
