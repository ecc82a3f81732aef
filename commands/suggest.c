/*
 * "Did you mean …": the candidate that takes the fewest changes of one letter
 * (Levenshtein's distance), if that is few enough to be a slip.
 */
#include <string.h>

#include "commands/session_internal.h"

enum { WORD_MAX = 48 };

static unsigned smaller(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned distance(const char *a, size_t length_a, const char *b,
			 size_t length_b)
{
	unsigned row[WORD_MAX + 1];

	for (size_t j = 0; j <= length_b; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= length_a; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= length_b; j++) {
			unsigned changed = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = smaller(changed,
					 smaller(row[j], row[j - 1]) + 1);
		}
	}
	return row[length_b];
}

void suggest(struct suggestion *best, const char *typed, const char *candidate)
{
	size_t length = strlen(typed);
	size_t other = strlen(candidate);

	if (length == 0 || length > WORD_MAX || other > WORD_MAX)
		return;
	unsigned d = distance(typed, length, candidate, other);

	if (d > 1 + length / 4 || (best->word && d >= best->distance))
		return;
	*best = (struct suggestion){ .word = candidate, .distance = d };
}
