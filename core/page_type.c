#include "core/page_type.h"

#include <string.h>

/* A type and its value, the bit that it keeps clear, or its byte. */
struct type_row {
	const char *name;
	uint32_t value;
};

static const struct type_row values_4_1[] = {
	{ "buddy", 0xffffff80 },
	{ "balloon", 0xffffff00 },
	{ NULL, 0 },
};

static const struct type_row values_4_9[] = {
	{ "buddy", 0xffffff80 },
	{ "balloon", 0xffffff00 },
	{ "kmemcg", 0xfffffe00 },
	{ NULL, 0 },
};

static const struct type_row bits_4_18[] = {
	{ "buddy", 0x80 },  { "balloon", 0x100 }, { "kmemcg", 0x200 },
	{ "table", 0x400 }, { NULL, 0 },
};

static const struct type_row bits_5_1[] = {
	{ "buddy", 0x80 },  { "offline", 0x100 }, { "kmemcg", 0x200 },
	{ "table", 0x400 }, { "guard", 0x800 },   { NULL, 0 },
};

static const struct type_row bits_5_11[] = {
	{ "buddy", 0x80 },  { "offline", 0x100 }, { "table", 0x200 },
	{ "guard", 0x400 }, { NULL, 0 },
};

static const struct type_row bits_6_9[] = {
	{ "buddy", 0x80 },  { "offline", 0x100 }, { "table", 0x200 },
	{ "guard", 0x400 }, { "hugetlb", 0x800 }, { NULL, 0 },
};

static const struct type_row bits_6_10[] = {
	{ "buddy", 0x80 },  { "offline", 0x100 }, { "table", 0x200 },
	{ "guard", 0x400 }, { "hugetlb", 0x800 }, { "slab", 0x1000 },
	{ NULL, 0 },
};

static const struct type_row bits_6_11[] = {
	{ "buddy", 0x40000000 },    { "offline", 0x20000000 },
	{ "table", 0x10000000 },    { "guard", 0x08000000 },
	{ "hugetlb", 0x04000000 },  { "slab", 0x02000000 },
	{ "zsmalloc", 0x01000000 }, { NULL, 0 },
};

static const struct type_row bytes_6_12[] = {
	{ "buddy", 0xf0 },    { "offline", 0xf1 },    { "table", 0xf2 },
	{ "guard", 0xf3 },    { "hugetlb", 0xf4 },    { "slab", 0xf5 },
	{ "zsmalloc", 0xf6 }, { "unaccepted", 0xf7 }, { NULL, 0 },
};

static const struct type_row bytes_6_15[] = {
	{ "buddy", 0xf0 },    { "offline", 0xf1 },    { "table", 0xf2 },
	{ "guard", 0xf3 },    { "hugetlb", 0xf4 },    { "slab", 0xf5 },
	{ "zsmalloc", 0xf6 }, { "unaccepted", 0xf7 }, { "large_kmalloc", 0xf8 },
	{ NULL, 0 },
};

enum { TYPE_SHIFT = 24 };

#define NIBBLE_BASE  0xf0000000U
#define TOP_BIT_BASE 0x80000000U

struct page_types {
	const char *kernels;
	const struct type_row *rows;
	int since; /* the first version that reads the word so */
	enum page_type_scheme scheme;
	uint32_t base;
	/* A word is taken for a type when it lies below this as a signed
	 * number, after `less` was taken off. */
	int32_t types_end;
	uint32_t less;
};

/* Values have no common test: a word is one of them, or it is none. */
/* MAJOR.MINOR as one number. */
#define VERSION(major, minor) ((major)*1000 + (minor))

static const struct page_types eras[] = {
	{ "4.1", values_4_1, VERSION(4, 1), PAGE_TYPE_VALUE, 0, 0, 0 },
	{ "4.9 .. 4.17", values_4_9, VERSION(4, 9), PAGE_TYPE_VALUE, 0, 0, 0 },
	{ "4.18 .. 5.0", bits_4_18, VERSION(4, 18), PAGE_TYPE_BITS, NIBBLE_BASE,
	  -128, 0 },
	{ "5.1 .. 5.10", bits_5_1, VERSION(5, 1), PAGE_TYPE_BITS, NIBBLE_BASE,
	  -128, 0 },
	{ "5.11 .. 6.8", bits_5_11, VERSION(5, 11), PAGE_TYPE_BITS, NIBBLE_BASE,
	  -128, 0 },
	{ "6.9", bits_6_9, VERSION(6, 9), PAGE_TYPE_BITS, NIBBLE_BASE, -128,
	  0 },
	{ "6.10", bits_6_10, VERSION(6, 10), PAGE_TYPE_BITS, NIBBLE_BASE, -128,
	  0 },
	{ "6.11", bits_6_11, VERSION(6, 11), PAGE_TYPE_BITS, TOP_BIT_BASE,
	  -65536, 0 },
	/* Its page_has_type() passes on what is meant for a map count. */
	{ "6.12 .. 6.14", bytes_6_12, VERSION(6, 12), PAGE_TYPE_BYTE, 0,
	  -0x1000000, 1 },
	{ "6.15 .. 7.2", bytes_6_15, VERSION(6, 15), PAGE_TYPE_BYTE, 0,
	  -0x1000000, 0 },
};

enum { NR_ERAS = sizeof(eras) / sizeof(eras[0]) };

/* -1 for what is no version. */
static int version_number(const char *text)
{
	int parts[2] = { 0, 0 };

	for (int i = 0; i < 2; i++) {
		if (*text < '0' || *text > '9')
			return -1;
		while (*text >= '0' && *text <= '9' && parts[i] < 100)
			parts[i] = parts[i] * 10 + (*text++ - '0');
		if (i == 0 && *text++ != '.')
			return -1;
	}
	if (*text != '\0' && *text != '.')
		return -1;
	return VERSION(parts[0], parts[1]);
}

const struct page_types *page_types_find(const char *version)
{
	int number = version_number(version);
	const struct page_types *found = NULL;

	for (size_t i = 0; i < NR_ERAS; i++)
		if (eras[i].since <= number)
			found = &eras[i];
	return found;
}

const struct page_types *page_types_of(const struct profile *profile)
{
	return page_types_find(profile->series);
}

const struct page_types *page_types_nth(size_t i)
{
	return i < NR_ERAS ? &eras[i] : NULL;
}

const char *page_types_kernels(const struct page_types *types)
{
	return types->kernels;
}

enum page_type_scheme page_types_scheme(const struct page_types *types)
{
	return types->scheme;
}

uint32_t page_types_base(const struct page_types *types)
{
	return types->base;
}

const char *page_types_name(const struct page_types *types, unsigned i)
{
	for (unsigned at = 0; at < i; at++)
		if (!types->rows[at].name)
			return NULL;
	return types->rows[i].name;
}

uint32_t page_types_value(const struct page_types *types, unsigned i)
{
	return types->rows[i].value;
}

int page_types_lookup(const struct page_types *types, const char *name)
{
	for (int i = 0; types->rows[i].name; i++)
		if (strcmp(types->rows[i].name, name) == 0)
			return i;
	return -1;
}

bool page_types_test(const struct page_types *types, uint32_t word, unsigned i)
{
	uint32_t value = types->rows[i].value;

	switch (types->scheme) {
	case PAGE_TYPE_VALUE:
		return word == value;
	case PAGE_TYPE_BITS:
		return (word & (types->base | value)) == types->base;
	case PAGE_TYPE_BYTE:
		return word >> TYPE_SHIFT == value;
	}
	return false;
}

bool page_types_set(const struct page_types *types, unsigned i, uint32_t *word)
{
	uint32_t value = types->rows[i].value;

	switch (types->scheme) {
	case PAGE_TYPE_VALUE:
		if (*word != PAGE_TYPE_NONE)
			return false;
		*word = value;
		return true;
	case PAGE_TYPE_BITS:
		if ((*word & types->base) != types->base)
			return false;
		*word &= ~value;
		return true;
	case PAGE_TYPE_BYTE:
		if (page_types_test(types, *word, i))
			return true;
		if (*word != PAGE_TYPE_NONE)
			return false;
		*word = value << TYPE_SHIFT;
		return true;
	}
	return false;
}

bool page_types_clear(const struct page_types *types, unsigned i,
		      uint32_t *word)
{
	if (types->scheme == PAGE_TYPE_BYTE && *word == PAGE_TYPE_NONE)
		return true;
	if (!page_types_test(types, *word, i))
		return false;
	if (types->scheme == PAGE_TYPE_BITS)
		*word |= types->rows[i].value;
	else
		*word = PAGE_TYPE_NONE;
	return true;
}

static bool has_known_type(const struct page_types *types, uint32_t word)
{
	for (unsigned i = 0; types->rows[i].name; i++)
		if (page_types_test(types, word, i))
			return true;
	return false;
}

bool page_types_has_type(const struct page_types *types, uint32_t word)
{
	if (types->scheme == PAGE_TYPE_VALUE)
		return has_known_type(types, word);
	return (int32_t)(word - types->less) < types->types_end;
}

enum page_type_zone page_types_zone(const struct page_types *types,
				    uint32_t word)
{
	if (word == PAGE_TYPE_NONE)
		return ZONE_OF_IDLE;
	if (!(word & TOP_BIT_BASE))
		return ZONE_OF_COUNTS;
	if (has_known_type(types, word))
		return ZONE_OF_TYPES;
	if (!page_types_has_type(types, word))
		return ZONE_OF_UNDERFLOW;
	/* Below the nibble of ones, or of the bytes: a count run over. */
	return word < NIBBLE_BASE && types->base != TOP_BIT_BASE
		       ? ZONE_OF_OVERFLOW
		       : ZONE_OF_TYPES;
}

enum page_type_scheme page_type_scheme(const struct profile *profile)
{
	return page_types_of(profile)->scheme;
}

const char *page_type_name(const struct profile *profile, uint32_t word,
			   unsigned i)
{
	const struct page_types *types = page_types_of(profile);

	for (unsigned at = 0; types->rows[at].name; at++)
		if (page_types_test(types, word, at) && i-- == 0)
			return types->rows[at].name;
	return NULL;
}

bool page_has_type(const struct profile *profile, uint32_t word)
{
	/* Most pages: no need to ask how this kernel writes its types. */
	if (word == PAGE_TYPE_NONE)
		return false;
	return page_types_has_type(page_types_of(profile), word);
}

int64_t page_mapcount_of(const struct profile *profile, uint32_t word)
{
	if (page_has_type(profile, word))
		return 0;
	return (int64_t)(int32_t)word + 1;
}
