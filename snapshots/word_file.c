#include "snapshots/word_file.h"

#include <stdlib.h>

#include "snapshots/text_file.h"

enum { WORD_BYTES = sizeof(uint64_t) };

static uint64_t word_of(const char bytes[WORD_BYTES])
{
	uint64_t word = 0;

	for (unsigned i = 0; i < WORD_BYTES; i++)
		word |= (uint64_t)(unsigned char)bytes[i] << 8 * i;
	return word;
}

static void word_to(uint64_t word, char bytes[WORD_BYTES])
{
	for (unsigned i = 0; i < WORD_BYTES; i++)
		bytes[i] = (char)(word >> 8 * i & 0xff);
}

/* Is it as long as such a file can be? */
static enum outcome check_length(size_t length, struct diagnosis *why)
{
	if (length == 0) {
		diagnose(why, "is empty: such a file has 8 bytes for each page "
			      "frame");
		return OUTCOME_REFUSED;
	}
	if (length % WORD_BYTES != 0) {
		diagnose(why,
			 "has %zu bytes, %zu more than whole words of 8: it "
			 "was cut off, or is another kind of file",
			 length, length % WORD_BYTES);
		return OUTCOME_REFUSED;
	}
	return OUTCOME_OK;
}

enum outcome word_file_read(const char *path, uint64_t **ret, uint64_t *ret_nr,
			    struct diagnosis *why)
{
	char *bytes = NULL;
	size_t length = 0;
	enum outcome outcome = text_file_read(path, &bytes, &length, why);

	if (outcome != OUTCOME_OK)
		return outcome;
	outcome = check_length(length, why);
	uint64_t *words = outcome == OUTCOME_OK ? malloc(length) : NULL;

	if (words == NULL && outcome == OUTCOME_OK) {
		diagnose(why, "needs more memory than there is (%zu bytes)",
			 length);
		outcome = OUTCOME_NOT_FOUND;
	}
	if (words != NULL) {
		*ret_nr = length / WORD_BYTES;
		for (uint64_t i = 0; i < *ret_nr; i++)
			words[i] = word_of(bytes + i * WORD_BYTES);
		*ret = words;
	}
	free(bytes);
	return outcome;
}

enum outcome word_file_write(const char *path, const uint64_t *words,
			     uint64_t nr, struct diagnosis *why)
{
	char *bytes = malloc(nr * WORD_BYTES);

	if (bytes == NULL) {
		diagnose(why, "needs more memory than there is (%zu bytes)",
			 (size_t)nr * WORD_BYTES);
		return OUTCOME_NOT_FOUND;
	}
	for (uint64_t i = 0; i < nr; i++)
		word_to(words[i], bytes + i * WORD_BYTES);
	enum outcome outcome =
		text_file_write(path, bytes, nr * WORD_BYTES, why);

	free(bytes);
	return outcome;
}
