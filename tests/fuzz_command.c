/*
 * Fuzzer of the command line: any lines, run in a session of their own.
 *
 * An odd first byte has the replies in JSON, an even one in text.  JSON must
 * parse and text must be displayable, whatever was typed; at the end of each
 * session all invariants hold.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/session.h"
#include "core/check.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES_MAX = 40, LINE_MAX_BYTES = 512 };

static void must(bool holds, const char *what, const char *line)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_command: %s: %s\n", what, line);
	abort();
}

/* `save NAME` must hit nothing but a folder of our own. */
/* NOLINTNEXTLINE(readability-non-const-parameter): libFuzzer's own type */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *place = getenv("TMPDIR");
	char folder[512];

	(void)argc;
	(void)argv;
	snprintf(folder, sizeof(folder), "%s/mmscope-fuzz-XXXXXX",
		 place ? place : "/tmp");
	must(mkdtemp(folder) != NULL, "no folder", folder);
	must(chdir(folder) == 0, "cannot enter", folder);
	must(freopen("/dev/null", "r", stdin) != NULL, "no input", folder);
	return 0;
}

static bool may_leave_folder(const char *line)
{
	if (strncmp(line, "cat /proc/", 10) == 0)
		line += 10;
	return strpbrk(line, "/~") != NULL;
}

/* Is a line fit for a terminal, byte for byte as it is? */
static bool is_displayable(const char *text, size_t length)
{
	size_t size = 16 * length + 16;
	char *shown = malloc(size);

	must(shown != NULL, "no memory", "");
	bool same = text_displayable(text, length, shown, size) == length &&
		    memcmp(shown, text, length) == 0;

	free(shown);
	return same;
}

static void check_text(void *context, const char *text, size_t length)
{
	while (length > 0) {
		size_t line = 0;

		while (line < length && text[line] != '\n')
			line++;
		must(is_displayable(text, line), "not fit for a terminal",
		     context);
		line += line < length;
		text += line;
		length -= line;
	}
}

static void check_json(struct reply *r, const char *line)
{
	char *text = reply_print_json(r);
	struct diagnosis why;

	must(text != NULL, "no JSON", line);
	must(strchr(text, '\n') == NULL, "JSON of several lines", line);
	struct json *json = json_parse(text, strlen(text), &why);

	must(json != NULL, "JSON that does not parse", text);
	json_destroy(json);
	free(text);
}

static void execute(struct session *s, char *line, bool as_json)
{
	struct reply *r =
		as_json ? reply_create_json(session_command_name(s, line))
			: reply_create_text(check_text, line);
	enum status status = session_execute(s, line, true, r);

	must(status != STATUS_BROKEN, "the model tripped", line);
	must(status != STATUS_FAILED || reply_error(r) != NULL,
	     "failed without a reason", line);
	if (as_json)
		check_json(r, line);
	reply_destroy(r);
}

static void run_line(struct session *s, char *line, bool as_json)
{
	size_t start = 0;

	if (strlen(line) > LINE_MAX_BYTES || may_leave_folder(line))
		return;
	session_complete(s, line, strlen(line), 0, &start);
	must(start <= strlen(line), "completion beyond the end", line);
	execute(s, line, as_json);
}

static void run_lines(struct session *s, char *text, bool as_json)
{
	char *line = text;
	const char *end = text + strlen(text);

	for (int i = 0; i < LINES_MAX && line < end; i++) {
		size_t length = strcspn(line, "\n");

		line[length] = '\0';
		if (session_wants_quit(s))
			return;
		run_line(s, line, as_json);
		line += length + 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum status status = STATUS_OK;
	struct diagnosis why;
	struct check_report report;
	char last_line[] = "goto end";

	if (size == 0)
		return 0;
	char *text = strndup((const char *)data + 1, size - 1);
	struct session *s = session_create("", NULL, &status, &why);

	must(text && s, "no session", why.text);
	run_lines(s, text, data[0] & 1);
	/* Inside an operation pages are between two places. */
	execute(s, last_line, false);
	model_check(session_model(s), &report);
	must(report.broken == 0, "a broken state", "at the end");
	session_destroy(s);
	free(text);
	return 0;
}
