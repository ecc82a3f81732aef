/*
 * Random operations, the same ones for the same seed.
 *
 * The stream breathes: it fills the machine up, then empties it again, so
 * that easy requests, fallbacks and refusals all occur.
 */
#ifndef MMSCOPE_TESTS_RANDOM_OPERATION_H
#define MMSCOPE_TESTS_RANDOM_OPERATION_H

#include "tests/bookkeeper.h"

enum { RANDOM_BATCH = 64 };

struct random {
	uint64_t state;
	bool filling;
	bool names_all; /* every operation names a site: few tags */
	struct block batch[RANDOM_BATCH]; /* that the operation points to */
};

uint64_t random_next(struct random *r);
/* A number below the limit. */
uint64_t random_below(struct random *r, uint64_t limit);
/* A possible operation on the present state. */
struct operation random_operation(struct random *r, const struct model *m,
				  const struct bookkeeper *b);

/* Makes *op undo what keeps a page from being freed: lock, mapping, type;
 * false when nothing does. */
bool random_undo(const struct model *m, pfn_t pfn, struct operation *op);

#endif
