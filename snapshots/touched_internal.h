/*
 * Finding the pages of a large machine; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_TOUCHED_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_TOUCHED_INTERNAL_H

#include "core/model.h"
#include "core/page.h"

/* The first page of [pfn, end) whose struct is not all zero, which means idle
 * in the middle of something; `end` when there is none. */
pfn_t touched_page(const struct model *m, pfn_t pfn, pfn_t end);
/* One past the last page before `end` that has the idle flags of `pfn`: they
 * change with the zone, and with the section where the flags name it. */
pfn_t idle_end(const struct model *m, pfn_t pfn, pfn_t end);

#endif
