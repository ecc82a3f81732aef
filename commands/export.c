/*
 * export: what a session shows, as a file that others can open.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/export_table.h"
#include "commands/kpage_source.h"
#include "commands/session_internal.h"
#include "snapshots/text_file.h"

/* Beyond these nothing would be told that a smaller picture does not. */
enum { PICTURE_MIN = 1, PICTURE_MAX_COLS = 1000, PICTURE_MAX_ROWS = 500 };

static const char *ending(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot ? dot : "";
}

/* By the file's ending; on standard output text. */
static bool format_of(const char *path, enum picture_format *ret)
{
	static const char *const endings[] = {
		[PICTURE_TEXT] = ".txt",
		[PICTURE_ANSI] = ".ansi",
		[PICTURE_SVG] = ".svg",
	};

	*ret = PICTURE_TEXT;
	if (strcmp(path, "-") == 0)
		return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (strcmp(ending(path), endings[i]) == 0) {
			*ret = (enum picture_format)i;
			return true;
		}
	}
	return false;
}

/* "120x40": columns and rows. */
static bool parse_size(const char *text, struct picture_wish *wish)
{
	char *end = NULL;

	long cols = strtol(text, &end, 10);
	if (end == text || *end != 'x')
		return false;
	const char *second = end + 1;
	long rows = strtol(second, &end, 10);
	if (end == second || *end || cols < PICTURE_MIN || rows < PICTURE_MIN ||
	    cols > PICTURE_MAX_COLS || rows > PICTURE_MAX_ROWS)
		return false;
	wish->cols = (int)cols;
	wish->rows = (int)rows;
	return true;
}

static enum status check_wish(const struct session *s,
			      const struct arguments *args,
			      struct picture_wish *wish, struct reply *r)
{
	const char *path = args->argv[1];

	if (!s->screen.picture)
		return reply_fail(r, STATUS_FAILED,
				  "export screen: nothing here can draw the "
				  "screen; run mmscope itself");
	if (!format_of(path, &wish->format))
		return reply_fail(r, STATUS_FAILED,
				  "%s: a picture of the screen ends in .svg, "
				  ".txt or .ansi",
				  path);
	if (args->argc == 3 && !parse_size(args->argv[2], wish))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no size of a screen: write "
				  "COLUMNSxROWS, as in 120x40, up to %dx%d",
				  args->argv[2], PICTURE_MAX_COLS,
				  PICTURE_MAX_ROWS);
	if (strcmp(path, "-") == 0 && reply_is_json(r))
		return reply_fail(r, STATUS_FAILED,
				  "export screen -: with --json standard "
				  "output holds one object per line: name a "
				  "file");
	return STATUS_OK;
}

static enum status export_screen(struct session *s,
				 const struct arguments *args, struct reply *r)
{
	const char *path = args->argv[1];
	struct picture_wish wish = { 0 };
	struct diagnosis why;
	enum status status = check_wish(s, args, &wish, r);

	if (status != STATUS_OK)
		return status;
	char *picture = s->screen.picture(s->screen.context, &wish);

	if (!picture)
		return reply_fail(r, STATUS_FAILED,
				  "%s: there is no memory for the picture",
				  path);
	if (strcmp(path, "-") == 0) {
		reply_text(r, "%s", picture);
		free(picture);
		return STATUS_OK;
	}
	enum outcome outcome =
		text_file_write(path, picture, strlen(picture), &why);

	free(picture);
	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome), "%s: %s", path,
				  why.text);
	reply_text(r, "%s: the screen as it is now\n", path);
	reply_string(r, "file", path);
	return STATUS_OK;
}

static enum status run_export(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	if (args->argc < 2 || args->argc > 3)
		return command_usage("export", r);
	if (strcmp(args->argv[0], "screen") == 0)
		return export_screen(s, args, r);
	if (is_exported_table(args->argv[0]))
		return export_table(s, args, r);
	if (strncmp(args->argv[0], "kpage", strlen("kpage")) == 0)
		return export_kpage(s, args, r);
	return reply_fail(r, STATUS_FAILED,
			  "\"%s\" cannot be exported: write `export screen "
			  "FILE`, or one of kpageflags, kpagecount, allocinfo "
			  "and slabinfo in its place",
			  args->argv[0]);
}

const struct command cmd_export = {
	.name = "export",
	.group = GROUP_FILES,
	.args = "screen FILE [COLUMNSxROWS] | kpageflags FILE | kpagecount "
		"FILE | allocinfo FILE [imported] | slabinfo FILE [imported]",
	.summary = "Write a picture of the screen, or a kernel file, to a file",
	.help = "The ending of FILE says how: .svg for a browser, .txt for "
		"text, .ansi for text\n"
		"with colours that `cat` shows; - is text on standard output.  "
		"Without a size\n"
		"the picture is as large as the screen; where there is none, "
		"80x24.  Works in\n"
		"batch and plain mode, too.  kpageflags and kpagecount are the "
		"binary files of\n"
		"/proc, 8 bytes for each frame; allocinfo and slabinfo are "
		"text, with `imported`\n"
		"that of the file which was imported, byte for byte.",
	.example = "export screen /tmp/mmscope-example.txt 100x30",
	.completes = COMPLETE_WORDS,
	.words = "screen kpageflags kpagecount allocinfo slabinfo",
	.of_imported = true,
	.run = run_export,
};
