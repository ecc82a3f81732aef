/*
 * page_type: what the word over _mapcount says.
 *
 * Up to 4.17 a type is a value of the whole word; then a type is a bit that is clear in a word of ones, and a word may
 * name several; since 6.12 it is the byte on top, and the rest belongs to the
 * page's owner.  A word that names no type counts mappings, less one.
 * Kernel counterpart: PAGE_TYPE_OPS and enum pagetype in
 * include/linux/page-flags.h.
 */
#ifndef MMSCOPE_CORE_PAGE_TYPE_H
#define MMSCOPE_CORE_PAGE_TYPE_H

#include "core/profile.h"

#define PAGE_TYPE_NONE UINT32_MAX

enum page_type_scheme {
	PAGE_TYPE_VALUE, /* the whole word, below the map counts */
	PAGE_TYPE_BITS,  /* clear bits below a nibble of ones */
	PAGE_TYPE_BYTE,  /* the top eight bits */
};

enum page_type_scheme page_type_scheme(const struct profile *profile);
/* Name of the i-th type that a word has; NULL past the last. */
const char *page_type_name(const struct profile *profile, uint32_t word,
			   unsigned i);
/* Does the kernel take it for a type, whether it knows that one or not? */
bool page_has_type(const struct profile *profile, uint32_t word);
/* Number of mappings that the word counts; 0 for a typed or idle page. */
int64_t page_mapcount_of(const struct profile *profile, uint32_t word);

#endif
