/*
 * The bookkeeper: a second, naive account of who owns which page.
 *
 * It knows nothing of free lists, pcp lists or migratetypes.  It is told each
 * operation and its result, and keeps one owner per page frame.  So it can
 * say, whichever page the allocator chose, whether that page was there to be
 * given, and how many pages must now be free.  What it finds wrong fails the
 * test that asked.
 */
#ifndef MMSCOPE_TESTS_BOOKKEEPER_H
#define MMSCOPE_TESTS_BOOKKEEPER_H

#include "core/operation.h"

struct bookkeeper;

/* A block that was taken and not yet given back. */
struct live_block {
	pfn_t pfn;
	unsigned order;
	unsigned references;
	bool compound;
};

/* For a machine that has just booted: everything managed is free. */
struct bookkeeper *bookkeeper_create(const struct model *m);
void bookkeeper_destroy(struct bookkeeper *b);

/* Enters what the model's last operation did; fails when it could not. */
void bookkeeper_enter(struct bookkeeper *b, const struct model *m);
/* The model's counters against the account: free pages, charged bytes. */
void bookkeeper_compare(const struct bookkeeper *b, const struct model *m);
/* The model's word on every single page against its owner. */
void bookkeeper_compare_pages(const struct bookkeeper *b,
			      const struct model *m);

size_t bookkeeper_live(const struct bookkeeper *b);
struct live_block bookkeeper_block(const struct bookkeeper *b, size_t i);
int64_t bookkeeper_free_pages(const struct bookkeeper *b);
int64_t bookkeeper_all_pages(const struct bookkeeper *b);

#endif
