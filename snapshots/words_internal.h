/*
 * The state words that files keep, by their keys; for this folder only.
 *
 * One table per structure serves loading, saving, verifying and comparing.
 * Words that the machine or the lists already say are in none of them.
 */
#ifndef MMSCOPE_SNAPSHOTS_WORDS_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_WORDS_INTERNAL_H

#include "core/field.h"
#include "core/profile.h"
#include "snapshots/json_internal.h"

enum word_type {
	WORD_NONE,
	WORD_U8,
	WORD_S16,
	WORD_S32,
	WORD_U32,
	WORD_S64,
};

struct word {
	const char *key; /* NULL ends a table */
	size_t offset;
	int64_t min; /* that a file may bring */
	int64_t max;
	enum field_id field;
	enum word_type type;
	/* Does this kernel keep such a word?  NULL: every kernel does. */
	bool (*kept)(const struct profile *profile);
};

extern const struct word zone_words[]; /* of struct zone */
/* Of struct zone, too; 0 at the beginning of every history, so no file has
 * them. */
extern const struct word compaction_words[];
extern const struct word node_words[]; /* of struct pglist_data */
extern const struct word pcp_words[];  /* of struct per_cpu_pages */

bool word_kept(const struct word *word, const struct profile *profile);
int64_t word_get(const struct word *word, const void *structure);

/* Those words of a table that the kernel keeps. */
void words_read(const struct item *object, const struct word *table,
		const struct profile *profile, void *ret);
void words_write(struct json *object, const struct word *table,
		 const struct profile *profile, const void *structure);

#endif
