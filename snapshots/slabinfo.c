#include "snapshots/slabinfo.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/text_file.h"

static const char version_line[] = "slabinfo - version: 2.1\n";
static const char title_line[] =
	"# name            <active_objs> <num_objs> <objsize> <objperslab> "
	"<pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : "
	"slabdata <active_slabs> <num_slabs> <sharedavail>\n";

enum { LINE_SIZE = 320, PAGES_PER_SLAB_MAX = 65536 };

struct slabinfo_row *slabinfo_add(struct slabinfo *to)
{
	/* Room doubles at each power of two. */
	if ((to->nr & (to->nr - 1)) == 0) {
		size_t room = to->nr ? 2 * to->nr : 1;

		to->rows = realloc(to->rows, room * sizeof(*to->rows));
		assert(to->rows && "out of memory");
	}
	struct slabinfo_row *row = &to->rows[to->nr];

	*row = (struct slabinfo_row){ .place = to->nr++ };
	return row;
}

void slabinfo_deinit(struct slabinfo *s)
{
	free(s->rows);
	*s = (struct slabinfo){ 0 };
}

bool slabinfo_is_file(const char *path)
{
	return text_file_begins(path, "slabinfo - version: ");
}

static void row_print(const struct slabinfo_row *row, char *line)
{
	snprintf(line, LINE_SIZE,
		 "%-17s %6" PRIu64 " %6" PRIu64 " %6u %4u %4u : tunables %4u "
		 "%4u %4u : slabdata %6" PRIu64 " %6" PRIu64 " %6" PRIu64 "\n",
		 row->name, row->active_objects, row->objects, row->object_size,
		 row->objects_per_slab, row->pages_per_slab, row->limit,
		 row->batchcount, row->sharedfactor, row->active_slabs,
		 row->slabs, row->shared);
}

char *slabinfo_text(const struct slabinfo *from)
{
	size_t size = sizeof(version_line) + sizeof(title_line) +
		      from->nr * LINE_SIZE;
	char *text = malloc(size);

	assert(text && "out of memory");
	size_t length =
		(size_t)snprintf(text, size, "%s%s", version_line, title_line);
	for (size_t i = 0; i < from->nr; i++) {
		row_print(&from->rows[i], text + length);
		length += strlen(text + length);
	}
	return text;
}

/* The next number of a line; false when there is none. */
static bool take_number(const char **at, uint64_t *ret)
{
	char *end = NULL;
	const char *from = *at + strspn(*at, " ");

	if (*from < '0' || *from > '9')
		return false;
	*ret = strtoull(from, &end, 10);
	*at = end;
	return true;
}

/* A word of the line's frame. */
static bool take_word(const char **at, const char *word)
{
	*at += strspn(*at, " ");
	if (strncmp(*at, word, strlen(word)) != 0)
		return false;
	*at += strlen(word);
	return true;
}

static bool take_unsigned(const char **at, unsigned *ret)
{
	uint64_t number = 0;

	if (!take_number(at, &number) || number > UINT32_MAX)
		return false;
	*ret = (unsigned)number;
	return true;
}

static bool row_read(const char *line, struct slabinfo_row *row)
{
	size_t length = strcspn(line, " \n");
	const char *at = line + length;

	if (length == 0 || length >= sizeof(row->name))
		return false;
	memcpy(row->name, line, length);
	return take_number(&at, &row->active_objects) &&
	       take_number(&at, &row->objects) &&
	       take_unsigned(&at, &row->object_size) &&
	       take_unsigned(&at, &row->objects_per_slab) &&
	       take_unsigned(&at, &row->pages_per_slab) &&
	       take_word(&at, ": tunables") &&
	       take_unsigned(&at, &row->limit) &&
	       take_unsigned(&at, &row->batchcount) &&
	       take_unsigned(&at, &row->sharedfactor) &&
	       take_word(&at, ": slabdata") &&
	       take_number(&at, &row->active_slabs) &&
	       take_number(&at, &row->slabs) &&
	       take_number(&at, &row->shared) && *at == '\n';
}

/* Would writing the row give the line again? */
static bool row_is_exact(const struct slabinfo_row *row, const char *line)
{
	char again[LINE_SIZE];

	row_print(row, again);
	return strncmp(again, line, strlen(again)) == 0;
}

/* What a machine could have; sums of it stay far from overflowing. */
static bool row_is_sane(const struct slabinfo_row *row)
{
	const uint64_t objects_limit = (uint64_t)1 << 48;
	unsigned pages = row->pages_per_slab;

	return pages > 0 && pages <= PAGES_PER_SLAB_MAX &&
	       (pages & (pages - 1)) == 0 && row->slabs <= UINT32_MAX &&
	       row->active_slabs <= UINT32_MAX &&
	       row->active_objects < objects_limit &&
	       row->objects < objects_limit && row->shared < objects_limit;
}

static enum outcome refuse(size_t line, const char *reason,
			   struct diagnosis *why)
{
	diagnose(why, "line %zu: %s", line, reason);
	return OUTCOME_REFUSED;
}

static enum outcome rows_read(const char *text, struct slabinfo *ret,
			      struct diagnosis *why)
{
	size_t number = 3;

	if (!*text)
		return refuse(number, "the caches stand here, but none does",
			      why);
	for (const char *line = text; *line; number++) {
		struct slabinfo_row *row = slabinfo_add(ret);

		if (!row_read(line, row) || !row_is_exact(row, line))
			return refuse(number,
				      "this is no line of /proc/slabinfo: a "
				      "name, five numbers, tunables and "
				      "slabdata of three each",
				      why);
		if (!row_is_sane(row))
			return refuse(number,
				      "no machine has such numbers: "
				      "pagesperslab is a power of two up to "
				      "65536, slabs are fewer than 2^32, "
				      "objects than 2^48",
				      why);
		row->pages = row->slabs * row->pages_per_slab;
		line = strchr(line, '\n') + 1;
	}
	return OUTCOME_OK;
}

enum outcome slabinfo_read(const char *path, struct slabinfo *ret,
			   struct diagnosis *why)
{
	size_t head = strlen(version_line) + strlen(title_line);
	char *text = NULL;
	size_t length = 0;
	enum outcome outcome = text_file_read(path, &text, &length, why);

	if (outcome != OUTCOME_OK)
		return outcome;
	if (strncmp(text, version_line, strlen(version_line)) != 0)
		outcome = refuse(1,
				 "a slabinfo begins with \"slabinfo - version: "
				 "2.1\"",
				 why);
	else if (strncmp(text + strlen(version_line), title_line,
			 strlen(title_line)) != 0)
		outcome = refuse(2,
				 "the titles of slabinfo's columns stand here "
				 "in version 2.1",
				 why);
	else if (strlen(text) != length)
		outcome = refuse(1, "the file holds a NUL byte", why);
	else
		outcome = rows_read(text + head, ret, why);
	free(text);
	if (outcome != OUTCOME_OK)
		slabinfo_deinit(ret);
	return outcome;
}
