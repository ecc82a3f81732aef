#include "tests/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness.h"
#include "tui/compose.h"
#include "tui/front.h"
#include "tui/prompt.h"

/* More than the text and the letters of 200x60 cells. */
enum { SCREEN_BYTES = 1 << 17 };

static void keep(void *context, const char *text, size_t length)
{
	scrollback_write(context, LINE_REPLY, text, length);
}

/* Runs a line as the screen does, and it must succeed. */
void scene_enter(struct scene *s, const char *line)
{
	struct reply *r = reply_create_text(keep, s->scrollback);

	scrollback_write(s->scrollback, LINE_COMMAND, PROMPT_TEXT,
			 strlen(PROMPT_TEXT));
	scrollback_write(s->scrollback, LINE_COMMAND, line, strlen(line));
	scrollback_end_line(s->scrollback);
	enum status status = session_execute(s->session, line, false, r);
	scrollback_end_line(s->scrollback);
	if (status != STATUS_OK)
		fail_msg("%s: %s", line, reply_error(r) ? reply_error(r) : "");
	reply_destroy(r);
}

/* A machine, and lines separated by newlines. */
struct scene scene_of(const char *machine, const char *lines)
{
	enum status status = STATUS_OK;
	struct diagnosis why;
	struct scene s = {
		.session = session_create(machine, NULL, &status, &why),
		.scrollback = scrollback_create(),
	};

	assert_non_null(s.session);
	assert_non_null(s.scrollback);
	scrollback_write(s.scrollback, LINE_REPLY, front_welcome,
			 strlen(front_welcome));
	while (*lines) {
		char line[128];
		size_t length = strcspn(lines, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)length, lines);
		scene_enter(&s, line);
		lines += length + (lines[length] == '\n');
	}
	return s;
}

void scene_end(struct scene *s)
{
	session_destroy(s->session);
	scrollback_destroy(s->scrollback);
}

struct canvas *scene_draw(const struct scene *s, int rows, int cols, bool ascii)
{
	struct canvas *c = canvas_create(rows, cols, ascii);
	struct view view;
	struct line_view prompt;
	struct repl_view repl = { .scrollback = s->scrollback,
				  .prompt = &prompt };

	assert_non_null(c);
	line_view_take(PROMPT_TEXT, "", 0, cols, &prompt);
	view_take(s->session, true, &view);
	compose(&view, &repl, c);
	return c;
}

static char *read_screen(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, SCREEN_BYTES);

	assert_non_null(text);
	if (!file) {
		free(text);
		return NULL;
	}
	size_t length = fread(text, 1, SCREEN_BYTES - 1, file);
	fclose(file);
	text[length] = '\0';
	return text;
}

static void write_screen(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

void expect_file(const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "tests/screens/%s.txt", name);
	if (getenv("MMSCOPE_WRITE_SCREENS")) {
		write_screen(path, text);
		return;
	}
	char *expected = read_screen(path);
	if (!expected)
		fail_msg("%s is missing: run from the top folder", path);
	assert_string_equal(text, expected);
	free(expected);
}

void expect_screen(const struct scene *s, int rows, int cols, const char *name)
{
	struct canvas *c = scene_draw(s, rows, cols, false);
	char *text = canvas_text(c);

	expect_file(name, text);
	free(text);
	canvas_destroy(c);
}

/* Text, attributes and colours in one file. */
void expect_whole_screen(const struct scene *s, int rows, int cols,
			 const char *name)
{
	struct canvas *c = scene_draw(s, rows, cols, false);
	char *text = canvas_text(c);
	char *attributes = canvas_attributes(c);
	char *colors = canvas_colors(c);
	size_t size = strlen(text) + strlen(attributes) + strlen(colors) + 48;
	char *whole = malloc(size);

	assert_non_null(whole);
	snprintf(whole, size, "%s--- attributes\n%s--- colours\n%s", text,
		 attributes, colors);
	expect_file(name, whole);
	free(whole);
	free(colors);
	free(attributes);
	free(text);
	canvas_destroy(c);
}
