/*
 * The parts of verifying; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_VERIFY_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_VERIFY_INTERNAL_H

#include "snapshots/operations_internal.h"
#include "snapshots/state_internal.h"
#include "snapshots/verify.h"

/* What came of an operation in the model, against what was recorded of it.
 * False: they differ, and the report says in what. */
bool result_matches(const struct item *object, const struct model *m,
		    const struct type_numbers *types,
		    struct verify_report *report);

/* The watched words that an operation changed (`d` of the recording). */
bool deltas_match(const struct item *deltas, const struct model *m,
		  const struct type_numbers *types,
		  struct verify_report *report);

/* Says a mismatch: something expected, something else found. */
bool mismatch(struct verify_report *report, const char *what, int64_t expected,
	      int64_t got);

/* Adds all differences between the model and `final`. */
void final_compare(const struct item *final, const struct model *m,
		   const struct type_numbers *types,
		   struct verify_report *report);

void report_difference(struct verify_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
