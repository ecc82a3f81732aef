/*
 * Verifying a recording: does the model answer as the real kernel did?
 */
#ifndef MMSCOPE_SNAPSHOTS_VERIFY_H
#define MMSCOPE_SNAPSHOTS_VERIFY_H

#include "snapshots/snapshot.h"

enum { VERIFY_MAX_DIFFERENCES = 100 };

struct verify_report {
	char kernel[32];
	uint32_t ops;
	uint32_t matched;          /* operations of which all was equal */
	int64_t first_mismatch_op; /* the recording's index; -1 none */
	uint32_t operation;        /* the same one's number, from 1; 0 none */
	/* Of the history that replaying makes: where the model leaves the
	 * record, and the probe there; NULL: the operation cannot begin. */
	uint64_t step;
	const char *function;
	const char *label;
	char expected[256];
	char got[256];
	char why[768]; /* sentences: how far they agree, and what then */
	bool final_equal;
	uint32_t nr_differences;                   /* in the final state */
	char *differences[VERIFY_MAX_DIFFERENCES]; /* the first of them */
};

void verify_report_deinit(struct verify_report *report);
enum outcome verify_file(const char *path, const struct progress *progress,
			 struct verify_report *ret, struct diagnosis *why);

#endif
