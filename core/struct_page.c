#include "core/struct_page.h"

#include <string.h>

/* Kernels, as bits: each row names those that have the word. */
enum {
	K4_1 = 1,
	K4_9 = 2,
	K5_4 = 4,
	K5_10 = 8,
	K6_1 = 16,
	K6_12 = 32,
	K7_2 = 64,
	OLD = K4_1 | K4_9, /* mapping first, the list third */
	NEW = K5_4 | K5_10 | K6_1 | K6_12 | K7_2,
	MID = K5_4 | K5_10 | K6_1,
	LATE = K6_12 | K7_2,
	ALL = OLD | NEW,
};

#define IN(reading) (1U << READING_##reading)

enum {
	EVERY = (1U << NR_READINGS) - 1,
	TAILS = IN(TAIL_1) | IN(TAIL_2) | IN(TAIL),
	LISTED = IN(BUDDY) | IN(PCP),
	IDLE = IN(FREE) | IN(BUDDY) | IN(PCP),
	CACHED = IN(ANON) | IN(FILE) | IN(DEVICE),
};

struct row {
	unsigned kernels;
	unsigned readings;
	struct struct_word word;
};

#define ROW(kernels, readings, offset, size, type, name, meaning, source)      \
	{                                                                      \
		kernels, readings,                                             \
		{                                                              \
			offset, size, type, name, meaning, SOURCE_##source     \
		}                                                              \
	}

/* By offset; of those that fit, the first stands for its bytes. */
static const struct row rows[] = {
#include "core/struct_page.def"
};

enum { NR_ROWS = sizeof(rows) / sizeof(rows[0]) };

static const struct {
	const char *series;
	unsigned bit;
} kernels[] = {
	{ "4.1", K4_1 }, { "4.9", K4_9 },   { "5.4", K5_4 }, { "5.10", K5_10 },
	{ "6.1", K6_1 }, { "6.12", K6_12 }, { "7.2", K7_2 },
};

static unsigned kernel_bit(const struct profile *profile)
{
	for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++)
		if (strcmp(kernels[i].series, profile->series) == 0)
			return kernels[i].bit;
	return K7_2;
}

bool struct_page_word(const struct profile *profile, enum page_reading reading,
		      unsigned i, struct struct_word *ret)
{
	unsigned kernel = kernel_bit(profile);
	unsigned end = 0; /* of the words so far */

	for (size_t at = 0; at < NR_ROWS; at++) {
		const struct row *row = &rows[at];

		if (!(row->kernels & kernel) ||
		    !(row->readings & 1U << reading) || row->word.offset < end)
			continue;
		end = row->word.offset + row->word.size;
		*ret = row->word;
		if (i-- == 0)
			return true;
	}
	return false;
}

static const struct {
	const char *name;
	const char *text;
} readings[NR_READINGS] = {
	[READING_BUDDY] = { "buddy", "first page of a free block" },
	[READING_PCP] = { "pcp", "first page of a block on a pcp list" },
	[READING_FREE] = { "free", "inside a free block" },
	[READING_ALLOCATED] = { "allocated", "allocated page" },
	[READING_HEAD] = { "head", "head of a compound page" },
	[READING_TAIL_1] = { "tail1", "first tail of a compound page" },
	[READING_TAIL_2] = { "tail2", "second tail of a compound page" },
	[READING_TAIL] = { "tail", "later tail of a compound page" },
	[READING_SLAB] = { "slab", "slab" },
	[READING_TABLE] = { "table", "page table" },
	[READING_ANON] = { "anon", "anonymous memory" },
	[READING_FILE] = { "file", "page cache of a file" },
	[READING_RESERVED] = { "reserved", "reserved page" },
	[READING_OFFLINE] = { "offline", "offline page, as of a balloon" },
	[READING_GUARD] = { "guard", "guard page" },
	[READING_DEVICE] = { "device", "ZONE_DEVICE page" },
};

const char *page_reading_name(enum page_reading reading)
{
	return readings[reading].name;
}

const char *page_reading_text(enum page_reading reading)
{
	return readings[reading].text;
}

int page_reading_find(const char *name)
{
	for (int i = 0; i < NR_READINGS; i++)
		if (strcmp(readings[i].name, name) == 0)
			return i;
	return -1;
}
