#include "tui/scrollback.h"

#include <stdlib.h>
#include <string.h>

#include "tui/glyph.h"

enum { MAX_LINES = 10000, TAB_COLS = 8 };

struct kept_line {
	char *text;
	size_t length;
	enum line_kind kind;
};

/* A ring; the line at `count` - 1 is open while `open` is set. */
struct scrollback {
	struct kept_line lines[MAX_LINES];
	size_t first;
	size_t count;
	size_t total; /* also those no longer kept */
	bool open;
};

struct scrollback *scrollback_create(void)
{
	return calloc(1, sizeof(struct scrollback));
}

void scrollback_destroy(struct scrollback *sb)
{
	if (!sb)
		return;
	for (size_t i = 0; i < MAX_LINES; i++)
		free(sb->lines[i].text);
	free(sb);
}

static struct kept_line *line_at(struct scrollback *sb, size_t i)
{
	return &sb->lines[(sb->first + i) % MAX_LINES];
}

static struct kept_line *open_line(struct scrollback *sb, enum line_kind kind)
{
	if (!sb->open) {
		sb->total++;
		if (sb->count == MAX_LINES)
			sb->first = (sb->first + 1) % MAX_LINES;
		else
			sb->count++;
		struct kept_line *line = line_at(sb, sb->count - 1);
		free(line->text);
		*line = (struct kept_line){ .kind = kind };
		sb->open = true;
	}
	return line_at(sb, sb->count - 1);
}

/* What memory has no room for is left out. */
static void append(struct kept_line *line, const char *text, size_t length)
{
	char *longer = realloc(line->text, line->length + length + 1);

	if (!longer)
		return;
	line->text = longer;
	memcpy(line->text + line->length, text, length);
	line->length += length;
	line->text[line->length] = '\0';
}

static void append_tab(struct kept_line *line)
{
	static const char blanks[] = "        ";
	int col = line->text ? glyphs_width(line->text) : 0;

	append(line, blanks, (size_t)(TAB_COLS - col % TAB_COLS));
}

void scrollback_write(struct scrollback *sb, enum line_kind kind,
		      const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		struct kept_line *line = open_line(sb, kind);
		const char *stop = text;
		while (stop < end && *stop != '\n' && *stop != '\t')
			stop++;
		append(line, text, (size_t)(stop - text));
		if (stop < end && *stop == '\t')
			append_tab(line);
		if (stop < end && *stop == '\n')
			sb->open = false;
		text = stop + 1;
	}
}

static void write_words(struct scrollback *sb, enum line_kind kind,
			const char *words)
{
	scrollback_write(sb, kind, words, strlen(words));
}

void scrollback_write_error(struct scrollback *sb, const char *place,
			    const char *sentence)
{
	scrollback_end_line(sb);
	write_words(sb, LINE_ERROR, "error: ");
	if (place) {
		write_words(sb, LINE_ERROR, place);
		write_words(sb, LINE_ERROR, ": ");
	}
	write_words(sb, LINE_ERROR, sentence);
	scrollback_end_line(sb);
}

void scrollback_end_line(struct scrollback *sb)
{
	sb->open = false;
}

bool scrollback_hide_command(struct scrollback *sb)
{
	if (sb->count == 0 || line_at(sb, sb->count - 1)->kind != LINE_COMMAND)
		return false;
	sb->count--;
	return true;
}

void scrollback_show_command(struct scrollback *sb)
{
	sb->count++;
}

size_t scrollback_count(const struct scrollback *sb)
{
	return sb->count;
}

size_t scrollback_total(const struct scrollback *sb)
{
	return sb->total;
}

void scrollback_take_back(struct scrollback *sb, size_t total)
{
	sb->open = false;
	for (; sb->total > total && sb->count > 0; sb->total--)
		sb->count--;
}

struct scrollback_line scrollback_line(const struct scrollback *sb, size_t i)
{
	const struct kept_line *line = &sb->lines[(sb->first + i) % MAX_LINES];

	return (struct scrollback_line){ line->text ? line->text : "",
					 line->kind };
}
