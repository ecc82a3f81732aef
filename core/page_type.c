#include "core/page_type.h"

static const char *const names[] = {
	[PGTY_buddy] = "buddy",       [PGTY_offline] = "offline",
	[PGTY_table] = "table",       [PGTY_guard] = "guard",
	[PGTY_hugetlb] = "hugetlb",   [PGTY_slab] = "slab",
	[PGTY_zsmalloc] = "zsmalloc", [PGTY_unaccepted] = "unaccepted",
};

enum { FIRST_TYPE_BYTE = 0xf0, TYPE_SHIFT = 24 };

const char *page_type_name(enum page_type type)
{
	return names[type];
}

uint32_t page_type_value(enum page_type type)
{
	return (uint32_t)(FIRST_TYPE_BYTE + (unsigned)type) << TYPE_SHIFT;
}

bool page_type_is(uint32_t word, enum page_type type)
{
	return word >> TYPE_SHIFT == FIRST_TYPE_BYTE + (unsigned)type;
}

int page_type_of(uint32_t word)
{
	unsigned byte = word >> TYPE_SHIFT;

	if (byte < FIRST_TYPE_BYTE || byte >= FIRST_TYPE_BYTE + NR_PAGE_TYPES)
		return -1;
	return (int)(byte - FIRST_TYPE_BYTE);
}

bool page_has_type(uint32_t word)
{
	/* Below the reserved byte 0xff, read as a signed number.  6.12 tests
	 * the word less one (page_has_type, page-flags.h). */
	return (int32_t)(word - 1) < (int32_t)0xff000000;
}

int64_t page_mapcount_of(uint32_t word)
{
	if (page_has_type(word))
		return 0;
	return (int64_t)(int32_t)word + 1;
}
