/*
 * Looking into JSON values; for the files of this folder only.
 *
 * A file is read through items: a value together with the place where it
 * stands, so that whatever is wrong is told with its JSON pointer.  The first
 * fault is kept in the reader; from then on every call answers with a neutral
 * value, and whoever reads looks at reader.failed once, at the end.
 *
 * A key that was asked for is marked.  item_finish() reports the others: they
 * are unknown, which a strict reader refuses and a lenient one counts.
 */
#ifndef MMSCOPE_SNAPSHOTS_JSON_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_JSON_INTERNAL_H

#include "snapshots/json.h"

enum json_kind {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

enum {
	JSON_DEPTH_MAX = 64,
	JSON_VALUES_MAX = 1 << 24, /* 64 bytes of memory for each */
};

/* Whether text is one JSON value by the letter of RFC 8259, within the
 * limits above; *why says line and column of the first fault. */
bool json_scan(const char *text, size_t length, struct diagnosis *why);

enum json_kind json_kind(const struct json *value);
const char *json_key(const struct json *member); /* NULL: has none */
struct json *json_child(const struct json *container);
struct json *json_next(const struct json *value);
const char *json_text(const struct json *string);
/* Is its text as it stood in the file?  Else something had to be made
 * visible. */
bool json_was_displayable(const struct json *string);
double json_double(const struct json *number);
bool json_truth(const struct json *value);
void json_mark(struct json *value);
bool json_is_marked(const struct json *value);

struct reader {
	struct diagnosis *why;
	bool failed;
	bool strict;      /* unknown keys are refused */
	uint32_t ignored; /* unknown keys passed over */
	char first_ignored[128];
};

struct item {
	struct reader *reader;
	const struct item *parent;
	struct json *json; /* NULL: absent, or something failed before */
	const char *key;   /* NULL: an element of an array, or the root */
	size_t index;
};

struct item item_root(struct reader *reader, struct json *root);
/* A member that must be there. */
struct item item_member(const struct item *object, const char *key);
/* A member that may be missing or null; ask item_present(). */
struct item item_optional(const struct item *object, const char *key);
bool item_present(const struct item *item);
/* The key is known, but nothing here depends on its value. */
void item_ignore(const struct item *object, const char *key);
/* Marks a member that item_first_member() came to. */
void item_accept(const struct item *member);
void item_finish(const struct item *object);

/* for (struct item e = item_first(&a); item_present(&e); item_advance(&e)),
 * over the elements of an array or the members of an object. */
struct item item_first(const struct item *array);
struct item item_first_member(const struct item *object);
void item_advance(struct item *element);
size_t item_length(const struct item *array);
/* The array must have exactly this many elements. */
void item_expect_length(const struct item *array, size_t length);

bool item_is_null(const struct item *item);
int64_t item_integer(const struct item *item, int64_t min, int64_t max);
bool item_bool(const struct item *item);
/* "" when failed. */
const char *item_text(const struct item *item);
/* A word in hexadecimal, without 0x as in recordings. */
uint64_t item_hex(const struct item *item);
/* "0x" and 16 digits. */
uint64_t item_hash(const struct item *item);

int64_t item_get(const struct item *object, const char *key, int64_t min,
		 int64_t max);
/* The member must hold exactly this number. */
void item_expect(const struct item *object, const char *key, int64_t expected);
/* A pfn below the limit of the model. */
uint32_t item_pfn(const struct item *item);

/* Keeps the first fault, with the item's JSON pointer before it. */
void item_fail(const struct item *item, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* No object below has one key twice. */
bool json_keys_are_unique(struct json *root, struct diagnosis *why);

#endif
