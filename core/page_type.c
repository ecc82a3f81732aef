#include "core/page_type.h"

#include <string.h>

/* A type and the bits that it keeps clear, or its byte. */
struct type_row {
	const char *name;
	uint32_t value;
};

static const struct type_row types_of_values[] = {
	{ "buddy", 0xffffff80 },
	{ "balloon", 0xffffff00 },
	{ NULL, 0 },
};

/* Since 4.8. */
static const struct type_row types_of_values_with_kmemcg[] = {
	{ "buddy", 0xffffff80 },
	{ "balloon", 0xffffff00 },
	{ "kmemcg", 0xfffffe00 },
	{ NULL, 0 },
};

/* Since 5.1. */
static const struct type_row types_with_kmemcg[] = {
	{ "buddy", 0x80 },  { "offline", 0x100 }, { "kmemcg", 0x200 },
	{ "table", 0x400 }, { "guard", 0x800 },   { NULL, 0 },
};

/* Since 5.11. */
static const struct type_row types_without_kmemcg[] = {
	{ "buddy", 0x80 },  { "offline", 0x100 }, { "table", 0x200 },
	{ "guard", 0x400 }, { NULL, 0 },
};

static const struct type_row types_of_bytes[] = {
	{ "buddy", 0xf0 },    { "offline", 0xf1 },    { "table", 0xf2 },
	{ "guard", 0xf3 },    { "hugetlb", 0xf4 },    { "slab", 0xf5 },
	{ "zsmalloc", 0xf6 }, { "unaccepted", 0xf7 }, { NULL, 0 },
};

/* Since 6.15. */
static const struct type_row types_with_large_kmalloc[] = {
	{ "buddy", 0xf0 },    { "offline", 0xf1 },    { "table", 0xf2 },
	{ "guard", 0xf3 },    { "hugetlb", 0xf4 },    { "slab", 0xf5 },
	{ "zsmalloc", 0xf6 }, { "unaccepted", 0xf7 }, { "large_kmalloc", 0xf8 },
	{ NULL, 0 },
};

enum { TYPE_SHIFT = 24 };

#define TYPE_BITS_BASE 0xf0000000U

struct kernel_types {
	const char *series;
	enum page_type_scheme scheme;
	const struct type_row *rows;
	/* A word is taken for a type when it lies below this as a signed
	 * number, after `less` was taken off. */
	int32_t types_end;
	uint32_t less;
};

static const struct kernel_types kernels[] = {
	{ "4.1", PAGE_TYPE_VALUE, types_of_values, -127, 0 },
	{ "4.9", PAGE_TYPE_VALUE, types_of_values_with_kmemcg, -127, 0 },
	{ "5.4", PAGE_TYPE_BITS, types_with_kmemcg, -128, 0 },
	{ "5.10", PAGE_TYPE_BITS, types_with_kmemcg, -128, 0 },
	{ "6.1", PAGE_TYPE_BITS, types_without_kmemcg, -128, 0 },
	/* Its page_has_type() passes on what is meant for a map count. */
	{ "6.12", PAGE_TYPE_BYTE, types_of_bytes, -0x1000000, 1 },
	{ "7.2", PAGE_TYPE_BYTE, types_with_large_kmalloc, -0x1000000, 0 },
};

enum { NR_KERNELS = sizeof(kernels) / sizeof(kernels[0]) };

static const struct kernel_types *types_of(const struct profile *profile)
{
	for (size_t i = 0; i < NR_KERNELS; i++)
		if (strcmp(kernels[i].series, profile->series) == 0)
			return &kernels[i];
	return &kernels[NR_KERNELS - 1];
}

static bool has(enum page_type_scheme scheme, uint32_t word, uint32_t value)
{
	switch (scheme) {
	case PAGE_TYPE_VALUE:
		return word == value;
	case PAGE_TYPE_BITS:
		return (word & (TYPE_BITS_BASE | value)) == TYPE_BITS_BASE;
	case PAGE_TYPE_BYTE:
		return word >> TYPE_SHIFT == value;
	}
	return false;
}

enum page_type_scheme page_type_scheme(const struct profile *profile)
{
	return types_of(profile)->scheme;
}

const char *page_type_name(const struct profile *profile, uint32_t word,
			   unsigned i)
{
	const struct kernel_types *types = types_of(profile);

	for (const struct type_row *row = types->rows; row->name; row++)
		if (has(types->scheme, word, row->value) && i-- == 0)
			return row->name;
	return NULL;
}

bool page_has_type(const struct profile *profile, uint32_t word)
{
	const struct kernel_types *types = types_of(profile);

	return (int32_t)(word - types->less) < types->types_end;
}

int64_t page_mapcount_of(const struct profile *profile, uint32_t word)
{
	if (page_has_type(profile, word))
		return 0;
	return (int64_t)(int32_t)word + 1;
}
