#include "tui/front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/glyph.h"
#include "tui/prompt.h"
#include "tui/user_files.h"

const char front_welcome[] =
	"New here? Type `start alloc 0 movable`, then Enter to step. `rs` "
	"goes back, `why` explains, `help` lists the rest.\n";

static void print_text(void *context, const char *text, size_t length)
{
	const struct streams *streams = context;

	if (streams->scrollback)
		scrollback_write(streams->scrollback, LINE_REPLY, text, length);
	if (!front_is_ascii(streams->session, streams->options)) {
		fwrite(text, 1, length, stdout);
		return;
	}
	while (length > 0) {
		struct glyph g = glyph_next(text, length, true);
		bool plain = *text == '\n' || *text == '\t';
		fwrite(plain ? text : g.bytes, 1, plain ? 1 : g.length, stdout);
		text += g.source;
		length -= g.source;
	}
}

static void print_error(void *context, const char *place, const char *sentence)
{
	const struct streams *streams = context;

	if (streams && streams->scrollback)
		scrollback_write_error(streams->scrollback, place, sentence);
	fflush(stdout);
	fprintf(stderr, "mmscope: %s%s%s\n", place ? place : "",
		place ? ": " : "", sentence);
}

static void flush(void *context)
{
	const struct streams *streams = context;

	if (streams && streams->scrollback)
		scrollback_end_line(streams->scrollback);
	fflush(stdout);
}

void front_keep_command(struct scrollback *sb, const char *prompt,
			const char *line)
{
	size_t length = strlen(line);
	/* A byte becomes four at most: \xNN. */
	size_t size = 4 * length + 1;
	char *shown = malloc(size);

	if (!shown)
		return;
	text_displayable(line, length, shown, size);
	scrollback_write(sb, LINE_COMMAND, prompt, strlen(prompt));
	scrollback_write(sb, LINE_COMMAND, shown, strlen(shown));
	scrollback_end_line(sb);
	free(shown);
}

static void keep_command(void *context, const char *line)
{
	const struct streams *streams = context;

	if (streams->scrollback)
		front_keep_command(streams->scrollback, PROMPT_TEXT, line);
}

struct outlet front_streams(struct streams *streams, bool json)
{
	return (struct outlet){
		.text = print_text,
		.error = print_error,
		.command = streams ? keep_command : NULL,
		.done = flush,
		.context = streams,
		.json = json,
	};
}

static void ignore(void *context, const char *text, size_t length)
{
	(void)context;
	(void)text;
	(void)length;
}

static void apply_options(struct session *s, const struct options *options)
{
	struct reply *r = reply_create_text(ignore, NULL);
	char line[32];

	if (options->color) {
		snprintf(line, sizeof(line), "set color %s", options->color);
		session_execute(s, line, true, r);
	}
	reply_destroy(r);
}

enum status front_run_rc(const struct script *script,
			 const struct options *options)
{
	char *path = options->no_rc ? NULL : rc_file_path();
	enum status status = STATUS_OK;

	if (path)
		status = script_command_on_file(script, "source", path);
	free(path);
	apply_options(script->session, options);
	return status;
}

bool front_is_ascii(const struct session *s, const struct options *options)
{
	return options->ascii || strcmp(session_setting(s, "ascii"), "on") == 0;
}

bool front_wants_color(const struct session *s)
{
	const char *wish = session_setting(s, "color");
	const char *no_color = getenv("NO_COLOR");

	if (strcmp(wish, "auto") == 0)
		return !no_color || !no_color[0];
	return strcmp(wish, "always") == 0;
}

enum status front_run_sources(const struct script *script,
			      const struct options *options, bool strict)
{
	enum status first = STATUS_OK;

	for (size_t i = 0; i < options->nr_sources; i++) {
		if (session_wants_quit(script->session) ||
		    session_interrupted(script->session) ||
		    (strict && first != STATUS_OK))
			break;
		enum status status =
			script_source(script, &options->sources[i]);
		if (first == STATUS_OK)
			first = status;
	}
	return first;
}
