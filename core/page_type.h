/*
 * page_type: what the word over _mapcount says.
 *
 * At first a type was a value that no map count has; since 4.18 a bit that is
 * clear in a word of ones, so that a word may name several; since 6.12 it is
 * the byte on top, and the rest belongs to the page's owner.  A word that
 * names no type counts mappings, less one.
 * Kernel counterpart: PAGE_MAPCOUNT_OPS, PAGE_TYPE_OPS and enum pagetype in
 * include/linux/page-flags.h.
 */
#ifndef MMSCOPE_CORE_PAGE_TYPE_H
#define MMSCOPE_CORE_PAGE_TYPE_H

#include "core/profile.h"

#define PAGE_TYPE_NONE UINT32_MAX

enum page_type_scheme {
	PAGE_TYPE_VALUE, /* one value each */
	PAGE_TYPE_BITS,  /* clear bits below a base of ones */
	PAGE_TYPE_BYTE,  /* the top eight bits */
};

/* Kernels that read the word alike; types are numbered from 0. */
struct page_types;

/* Those of a version such as "5.4" or "6.11.3", whatever lies between the
 * kernels with a profile; NULL when it is no version. */
const struct page_types *page_types_find(const char *version);
const struct page_types *page_types_of(const struct profile *profile);
/* The i-th way to read the word, oldest first; NULL past the last. */
const struct page_types *page_types_nth(size_t i);
/* "5.1 .. 5.10", or a single one. */
const char *page_types_kernels(const struct page_types *types);
enum page_type_scheme page_types_scheme(const struct page_types *types);
/* Bits that must all be set in a word that can hold types. */
uint32_t page_types_base(const struct page_types *types);

/* The i-th type of these kernels; NULL past the last. */
const char *page_types_name(const struct page_types *types, unsigned i);
/* The value, bit or byte of the i-th type; its number by name, or -1. */
uint32_t page_types_value(const struct page_types *types, unsigned i);
int page_types_lookup(const struct page_types *types, const char *name);

/* Does the word have the i-th type? */
bool page_types_test(const struct page_types *types, uint32_t word, unsigned i);
/* The word with the type set or cleared; false when the kernel's check (a
 * VM_BUG_ON) would fire instead. */
bool page_types_set(const struct page_types *types, unsigned i, uint32_t *word);
bool page_types_clear(const struct page_types *types, unsigned i,
		      uint32_t *word);
/* Does the kernel take it for a type, whether it knows that one or not? */
bool page_types_has_type(const struct page_types *types, uint32_t word);

/* Where a word lies on the number line of signed 32-bit words. */
enum page_type_zone {
	ZONE_OF_IDLE,      /* -1: unmapped and untyped */
	ZONE_OF_COUNTS,    /* 0 and up: mappings, less one */
	ZONE_OF_UNDERFLOW, /* just below -1: unmapped too often */
	ZONE_OF_TYPES,
	ZONE_OF_OVERFLOW, /* mapped too often, by far */
};

enum page_type_zone page_types_zone(const struct page_types *types,
				    uint32_t word);

/* The same by profile. */
enum page_type_scheme page_type_scheme(const struct profile *profile);
/* Name of the i-th type that a word has; NULL past the last. */
const char *page_type_name(const struct profile *profile, uint32_t word,
			   unsigned i);
/* Does the kernel take it for a type, whether it knows that one or not? */
bool page_has_type(const struct profile *profile, uint32_t word);
/* Number of mappings that the word counts; 0 for a typed or idle page. */
int64_t page_mapcount_of(const struct profile *profile, uint32_t word);

#endif
