/*
 * Duplicate keys: of two members with one name a reader would silently take
 * the first, so that what a person reads in the file is not what was loaded.
 */
#include "snapshots/json_internal.h"

#include <stdlib.h>
#include <string.h>

/* Up to here pairs are compared, above this the keys are sorted. */
enum { FEW_KEYS = 32 };

struct member {
	struct json *json;
};

static int compare_keys(const void *a, const void *b)
{
	const struct member *left = a;
	const struct member *right = b;

	return strcmp(json_key(left->json), json_key(right->json));
}

/* The member whose key an earlier one has, among few. */
static struct json *repeated_of_few(const struct item *object)
{
	for (struct json *a = json_child(object->json); a; a = json_next(a))
		for (struct json *b = json_child(object->json); b != a;
		     b = json_next(b))
			if (strcmp(json_key(a), json_key(b)) == 0)
				return a;
	return NULL;
}

static struct json *repeated_of_many(const struct item *object, size_t count)
{
	struct member *members = calloc(count, sizeof(*members));
	struct json *repeated = NULL;
	size_t n = 0;

	if (members == NULL) {
		item_fail(object, "not enough memory for %zu keys", count);
		return NULL;
	}
	for (struct json *m = json_child(object->json); m; m = json_next(m))
		members[n++].json = m;
	qsort(members, n, sizeof(*members), compare_keys);
	for (size_t i = 1; i < n && repeated == NULL; i++)
		if (compare_keys(&members[i - 1], &members[i]) == 0)
			repeated = members[i].json;
	free(members);
	return repeated;
}

static void check_keys(const struct item *object)
{
	size_t count = 0;
	for (struct json *m = json_child(object->json); m; m = json_next(m))
		count++;
	struct json *repeated = count <= FEW_KEYS
					? repeated_of_few(object)
					: repeated_of_many(object, count);
	if (repeated == NULL)
		return;
	struct item place = { .reader = object->reader,
			      .parent = object,
			      .json = repeated,
			      .key = json_key(repeated) };
	item_fail(&place, "this key stands here twice");
}

/* As deep as the scanner allows, no deeper. */
static void check_keys_below(const struct item *item)
{
	enum json_kind kind = json_kind(item->json);

	if (kind != JSON_OBJECT && kind != JSON_ARRAY)
		return;
	if (kind == JSON_OBJECT)
		check_keys(item);
	struct item child = kind == JSON_OBJECT ? item_first_member(item)
						: item_first(item);
	for (; item_present(&child); item_advance(&child))
		check_keys_below(&child);
}

bool json_keys_are_unique(struct json *root, struct diagnosis *why)
{
	struct reader reader = { .why = why };
	struct item top = item_root(&reader, root);

	check_keys_below(&top);
	return !reader.failed;
}
