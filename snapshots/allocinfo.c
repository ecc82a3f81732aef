#include "snapshots/allocinfo.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/text_file.h"

static const char title[] = "allocinfo - version: ";

int allocinfo_print_heading(const char *version, char *ret, size_t size)
{
	return snprintf(ret, size, "%s%s\n#     <size>  <calls> <tag info>\n",
			title, version);
}

int allocinfo_print_row(const struct allocinfo_row *row, char *ret, size_t size)
{
	const struct codetag *site = &row->site;

	return snprintf(ret, size,
			"%12" PRId64 " %8" PRIu64 " %s:%u%s%s%s func:%s%s \n",
			row->counters.bytes, (uint64_t)row->counters.calls,
			site->file, site->line, site->module ? " [" : "",
			site->module ? site->module : "",
			site->module ? "]" : "", site->function,
			row->inaccurate ? " accurate:no" : "");
}

char *allocinfo_text(const struct allocinfo *info)
{
	size_t size = (info->nr + 1) * ALLOCINFO_LINE;
	char *text = malloc(size);

	assert(text && "out of memory");
	size_t length = (size_t)allocinfo_print_heading(info->version, text,
							ALLOCINFO_LINE);
	for (size_t i = 0; i < info->nr; i++)
		length += (size_t)allocinfo_print_row(
			&info->rows[i], text + length, ALLOCINFO_LINE);
	return text;
}

void allocinfo_destroy(struct allocinfo *info)
{
	if (!info)
		return;
	free(info->rows);
	free(info->text);
	free(info);
}

bool allocinfo_is_file(const char *path)
{
	return text_file_begins(path, title);
}

/* Cuts `end` off the text, if it ends so. */
static bool cut_end(char *text, const char *end)
{
	size_t length = strlen(text);
	size_t cut = strlen(end);

	if (length < cut || strcmp(text + length - cut, end) != 0)
		return false;
	text[length - cut] = '\0';
	return true;
}

/* Cuts the text in two where `mark` stands; NULL: it stands nowhere. */
static char *cut_at(char *text, const char *mark)
{
	char *at = strstr(text, mark);

	if (!at)
		return NULL;
	*at = '\0';
	return at + strlen(mark);
}

/* FILE:LINE [MODULE] func:FUNCTION accurate:no */
static bool parse_site(char *text, struct allocinfo_row *row)
{
	row->inaccurate = cut_end(text, " accurate:no");
	char *function = cut_at(text, " func:");

	if (!function)
		return false;
	row->site.function = function;
	if (cut_end(text, "]"))
		row->site.module = cut_at(text, " [");
	char *line = strrchr(text, ':');

	if (!line)
		return false;
	*line++ = '\0';
	row->site.file = text;
	row->site.line = (unsigned)strtoul(line, NULL, 10);
	return true;
}

/* Nothing in it that a terminal would take for more than text. */
static bool is_displayable(const char *line)
{
	char shown[4 * ALLOCINFO_LINE];

	text_displayable(line, strlen(line), shown, sizeof(shown));
	return strcmp(line, shown) == 0;
}

/* Reads one line, cutting it up; it must print as it was. */
static bool parse_row(char *line, struct allocinfo_row *row)
{
	char before[ALLOCINFO_LINE];
	char after[ALLOCINFO_LINE];
	char *at = line;

	if (snprintf(before, sizeof(before), "%s\n", line) >= ALLOCINFO_LINE ||
	    !is_displayable(line))
		return false;
	*row = (struct allocinfo_row){ .inaccurate = false };
	row->counters.bytes = strtoll(line, &at, 10);
	if (at == line || *at != ' ')
		return false;
	char *calls = at;

	row->counters.calls = (int64_t)strtoull(calls, &at, 10);
	if (at == calls || *at != ' ' || !cut_end(at, " ") ||
	    !parse_site(at + 1, row))
		return false;
	allocinfo_print_row(row, after, sizeof(after));
	return strcmp(before, after) == 0;
}

static bool add_row(struct allocinfo *info, const struct allocinfo_row *row)
{
	if (info->nr == info->room) {
		size_t room = info->room ? 2 * info->room : 1024;
		struct allocinfo_row *rows =
			realloc(info->rows, room * sizeof(*rows));

		if (!rows)
			return false;
		info->rows = rows;
		info->room = room;
	}
	info->rows[info->nr++] = *row;
	return true;
}

/* Takes the heading off; NULL: it is none. */
static char *parse_heading(struct allocinfo *info)
{
	char expected[ALLOCINFO_LINE];
	char *name = info->text + strlen(title);
	char *end = NULL;

	if (strncmp(info->text, title, strlen(title)) != 0)
		return NULL;
	end = strchr(name, '\n');
	if (!end || end - name >= 16)
		return NULL;
	*end = '\0';
	info->version = name;
	allocinfo_print_heading(name, expected, sizeof(expected));
	const char *second = strchr(expected, '\n') + 1;

	if (strncmp(end + 1, second, strlen(second)) != 0)
		return NULL;
	return end + 1 + strlen(second);
}

static enum outcome refuse_line(struct diagnosis *why, unsigned number,
				const char *reason)
{
	diagnose(why, "line %u %s", number, reason);
	return OUTCOME_REFUSED;
}

/* What counters add up to, whatever their signs. */
struct sizes {
	uint64_t bytes, calls;
};

static bool add_size(uint64_t *sum, int64_t value)
{
	const uint64_t limit = (uint64_t)1 << 62;
	uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;

	if (size >= limit - *sum)
		return false;
	*sum += size;
	return true;
}

/* Then the sums of two files, and what these differ by, fit in 64 bits. */
static bool add_sizes(struct sizes *sum, const struct allocinfo_row *row)
{
	return add_size(&sum->bytes, row->counters.bytes) &&
	       add_size(&sum->calls, row->counters.calls);
}

static enum outcome parse_rows(struct allocinfo *info, char *at,
			       struct diagnosis *why)
{
	struct sizes sum = { 0 };

	for (unsigned number = 3; *at; number++) {
		char *end = strchr(at, '\n');
		struct allocinfo_row row;

		if (!end)
			return refuse_line(why, number,
					   "ends without a newline: the file "
					   "is cut off");
		*end = '\0';
		if (!parse_row(at, &row))
			return refuse_line(why, number,
					   "is not as /proc/allocinfo prints "
					   "it: BYTES CALLS FILE:LINE [MODULE] "
					   "func:FUNCTION");
		if (!add_sizes(&sum, &row))
			return refuse_line(why, number,
					   "brings the bytes or the calls to "
					   "2^62 and more, which no machine "
					   "has: copy /proc/allocinfo again");
		if (!add_row(info, &row))
			return refuse_line(why, number,
					   "does not fit into memory");
		at = end + 1;
	}
	return OUTCOME_OK;
}

static enum outcome parse_text(struct allocinfo *info, struct diagnosis *why)
{
	char *at = info->text ? parse_heading(info) : NULL;

	if (at)
		return parse_rows(info, at, why);
	diagnose(why, "line 1 is not the heading of /proc/allocinfo");
	return OUTCOME_REFUSED;
}

enum outcome allocinfo_parse(const char *text, struct allocinfo **ret,
			     struct diagnosis *why)
{
	struct allocinfo *info = calloc(1, sizeof(*info));

	if (!info) {
		diagnose(why, "not enough memory");
		return OUTCOME_REFUSED;
	}
	info->text = strdup(text);
	enum outcome outcome = parse_text(info, why);

	if (outcome == OUTCOME_OK)
		*ret = info;
	else
		allocinfo_destroy(info);
	return outcome;
}

enum outcome allocinfo_read(const char *path, struct allocinfo **ret,
			    struct diagnosis *why)
{
	char *text = NULL;
	size_t length = 0;
	enum outcome outcome = text_file_read(path, &text, &length, why);

	if (outcome != OUTCOME_OK)
		return outcome;
	if (strlen(text) != length) {
		diagnose(why, "it holds a zero byte and so is no text");
		outcome = OUTCOME_REFUSED;
	} else {
		outcome = allocinfo_parse(text, ret, why);
	}
	free(text);
	return outcome;
}
