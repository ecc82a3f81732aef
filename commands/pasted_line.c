#include "commands/pasted_line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How numbers without 0x are written behind a key. */
enum base { BASE_HEX = 16, BASE_DECIMAL = 10 };

static const struct {
	const char *key;
	enum pasted_kind kind;
	enum base base;
} keys[] = {
	{ "flags", PASTED_FLAGS, BASE_HEX },
	{ "Flags", PASTED_FLAGS, BASE_HEX }, /* page_owner */
	{ "page_type", PASTED_TYPE, BASE_HEX },
	{ "gfp_mask", PASTED_GFP, BASE_HEX },
	{ "gfp_flags", PASTED_GFP, BASE_HEX },
	{ "mode", PASTED_GFP, BASE_HEX },
	{ "mask", PASTED_GFP, BASE_HEX }, /* page_owner */
	{ "page", PASTED_PAGE, BASE_HEX },
	{ "refcount", PASTED_REFCOUNT, BASE_DECIMAL },
	{ "count", PASTED_REFCOUNT, BASE_DECIMAL },
	{ "mapcount", PASTED_MAPCOUNT, BASE_DECIMAL },
	{ "mapping", PASTED_MAPPING, BASE_HEX },
	{ "index", PASTED_INDEX, BASE_HEX },
	{ "pfn", PASTED_PFN, BASE_DECIMAL },
	{ "order", PASTED_ORDER, BASE_DECIMAL },
	{ "migratetype", PASTED_MIGRATETYPE, BASE_DECIMAL },
	{ "compound_mapcount", PASTED_COMPOUND, BASE_DECIMAL },
	{ "entire_mapcount", PASTED_COMPOUND, BASE_DECIMAL },
	{ "nr_pages_mapped", PASTED_COMPOUND, BASE_DECIMAL },
	{ "pincount", PASTED_COMPOUND, BASE_DECIMAL },
	{ "raw", PASTED_RAW, BASE_HEX },
	{ "head", PASTED_RAW, BASE_HEX }, /* and behind it its first tail */
};

enum { NR_KEYS = sizeof(keys) / sizeof(keys[0]) };

/* A dump: so many words of so many digits, of which a line has four. */
enum { DUMP_WORDS = 8, DUMP_LINE_WORDS = 4, DUMP_DIGITS = 16 };

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* Position in keys[]; -1 for a word that is no key. */
static int key_find(const char *word, size_t length)
{
	for (int i = 0; i < NR_KEYS; i++)
		if (strlen(keys[i].key) == length &&
		    memcmp(keys[i].key, word, length) == 0)
			return i;
	return -1;
}

/* What stands between key and value: `:` or `=`, and for the keys of
 * page_owner a blank before a number.  NULL: this is no pair. */
static const char *behind_joint(const char *at)
{
	if (*at == ':' || *at == '=')
		return at + 1 + strspn(at + 1, " ");
	if (strncmp(at, " 0x", 3) == 0)
		return at + 1;
	return NULL;
}

static void copy(char *to, size_t size, const char *from, size_t length)
{
	if (length >= size)
		length = size - 1;
	memcpy(to, from, length);
	to[length] = '\0';
}

/* Takes the value at `at`; returns what lies behind it.  A hidden address,
 * (null) or (____ptrval____), is a value, too. */
static const char *take_value(const char *at, struct pasted *ret)
{
	size_t length = *at == '(' ? strcspn(at, ")") + 1 : strcspn(at, " ,(");

	copy(ret->value, sizeof(ret->value), at, length);
	if (strlen(at) < length)
		return at + strlen(at);
	at += length;
	ret->names[0] = '\0';
	if (*at != '(')
		return at;
	length = strcspn(at, ")");
	copy(ret->names, sizeof(ret->names), at + 1, length - 1);
	return at + length + (at[length] == ')');
}

/* Words at `at`, behind what ret->value has already; returns what lies behind
 * them. */
static const char *take_words(const char *at, unsigned *nr, struct pasted *ret)
{
	while (*nr < DUMP_WORDS) {
		const char *word = at + strspn(at, " ");
		size_t used = strlen(ret->value);

		if (strspn(word, "0123456789abcdefABCDEF") != DUMP_DIGITS ||
		    is_word(word[DUMP_DIGITS]))
			break;
		if (used)
			ret->value[used++] = ' ';
		copy(ret->value + used, sizeof(ret->value) - used, word,
		     DUMP_DIGITS);
		at = word + DUMP_DIGITS;
		++*nr;
	}
	return at;
}

/* Both lines of a dump, pasted into one: its key stands in the middle, behind
 * a time stamp perhaps.  False: `key` is no dump here. */
static bool take_dump(const char *at, const char **line, struct pasted *ret)
{
	unsigned nr = 0;
	char again[sizeof(ret->key) + 1];

	ret->value[0] = ret->names[0] = '\0';
	snprintf(again, sizeof(again), "%s:", ret->key);
	at = take_words(at, &nr, ret);
	while (nr > 0 && nr % DUMP_LINE_WORDS == 0 && nr < DUMP_WORDS) {
		const char *next = strstr(at, again);

		if (!next)
			break;
		at = take_words(next + strlen(again), &nr, ret);
	}
	*line = at;
	/* Older kernels write one address behind head:, no words. */
	return nr >= DUMP_LINE_WORDS ||
	       (nr > 0 && strcmp(ret->key, "raw") == 0);
}

/* A number in a value that may name a key, but is none: "page:" alone. */
static bool pair_at(const char *word, size_t length, const char **line,
		    struct pasted *ret)
{
	int key = key_find(word, length);
	const char *value = key < 0 ? NULL : behind_joint(word + length);

	*ret = (struct pasted){ .key = "" };
	if (!value || !*value)
		return false;
	/* "page: refcount:0 …": the key of another pair follows at once. */
	size_t next = 0;

	while (is_word(value[next]))
		next++;
	if (key_find(value, next) >= 0 && (value[next] == ':'))
		return false;
	ret->kind = keys[key].kind;
	copy(ret->key, sizeof(ret->key), word, length);
	if (ret->kind == PASTED_RAW)
		return take_dump(value, line, ret);
	*line = take_value(value, ret);
	return true;
}

bool pasted_next(const char **line, struct pasted *ret)
{
	const char *at = *line;

	while (*at) {
		size_t length = 0;

		while (is_word(at[length]))
			length++;
		if (length && pair_at(at, length, line, ret))
			return true;
		at += length ? length : 1;
	}
	*line = at;
	return false;
}

bool pasted_number(const struct pasted *pasted, uint64_t *ret)
{
	int key = key_find(pasted->key, strlen(pasted->key));
	const char *text = pasted->value;
	int base = key < 0 ? BASE_HEX : (int)keys[key].base;
	bool hex = strncmp(text, "0x", 2) == 0;
	char *end = NULL;

	if (strncmp(text, "(null)", 6) == 0) {
		*ret = 0;
		return true;
	}
	if (!is_word(*text) && *text != '-')
		return false;
	errno = 0;
	uint64_t number = *text == '-' ? (uint64_t)strtoll(text, &end, base)
				       : strtoull(text, &end, hex ? 16 : base);

	if (errno || end == text || *end)
		return false;
	*ret = number;
	return true;
}

unsigned pasted_words(const struct pasted *pasted, uint64_t *ret, unsigned max)
{
	const char *at = pasted->value;
	unsigned nr = 0;

	while (nr < max && *at) {
		char *end = NULL;

		ret[nr++] = strtoull(at, &end, BASE_HEX);
		at = end;
	}
	return nr;
}
