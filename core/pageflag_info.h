/*
 * What is known about a flag of page->flags beside its bit: what it means,
 * which struct page carries it when the page is part of a compound page, and
 * which of its second names holds on which page.
 *
 * Kernel counterpart: the PF_* policies and accessor macros of
 * include/linux/page-flags.h.
 */
#ifndef MMSCOPE_CORE_PAGEFLAG_INFO_H
#define MMSCOPE_CORE_PAGEFLAG_INFO_H

#include "core/profile.h"

enum pageflag_policy {
	POLICY_NONE,        /* a kernel without policies: the page given */
	POLICY_ANY,         /* this very page */
	POLICY_HEAD,        /* always redirected to the head */
	POLICY_ONLY_HEAD,   /* the caller must pass a head */
	POLICY_NO_TAIL,     /* reads go to the head, writes must not name a
				tail */
	POLICY_NO_COMPOUND, /* writes must not name a compound page */
	POLICY_FOLIO,       /* only folio_*() accessors are left: the head */
	POLICY_NO_ACCESSOR, /* nobody but its aliases uses the bit */
};

enum pageflag_accessor {
	ACCESSOR_TEST = 1,      /* PageX */
	ACCESSOR_SET = 2,       /* SetPageX */
	ACCESSOR_CLEAR = 4,     /* ClearPageX */
	ACCESSOR_PLAIN_SET = 8, /* __SetPageX: not atomic */
	ACCESSOR_PLAIN_CLEAR = 16,
	ACCESSOR_TEST_SET = 32, /* TestSetPageX: returns the old value */
	ACCESSOR_TEST_CLEAR = 64,
};

/* One sentence for a learner. */
const char *pageflag_meaning(enum pageflag flag);
/* As in PageLocked: "Locked". */
const char *pageflag_camel(enum pageflag flag);
/* Bits of enum pageflag_accessor. */
unsigned pageflag_accessors(enum pageflag flag);
enum pageflag_policy pageflag_policy(const struct profile *profile,
				     enum pageflag flag);
/* "PF_NO_TAIL", and what it says. */
const char *pageflag_policy_name(enum pageflag_policy policy);
const char *pageflag_policy_text(enum pageflag_policy policy);

/* On which pages a second name holds; NULL for a name that is none. */
const char *pageflag_alias_text(const char *alias);
/* Is it kept in the first tail of a compound page? */
bool pageflag_alias_is_second(const char *alias);

/* A flag by its name; -1 when there is none. */
int pageflag_find(const char *name);

#endif
