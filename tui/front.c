#include "tui/front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/glyph.h"
#include "tui/user_files.h"

const char front_welcome[] =
	"New here? Type `start alloc 0 movable`, then Enter to step. `rs` "
	"goes back, `why` explains, `help` lists the rest.\n";

static void print_text(void *context, const char *text, size_t length)
{
	const bool *ascii = context;

	if (!*ascii) {
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
	(void)context;
	fflush(stdout);
	fprintf(stderr, "mmscope: %s%s%s\n", place ? place : "",
		place ? ": " : "", sentence);
}

static void flush(void *context)
{
	(void)context;
	fflush(stdout);
}

struct outlet front_streams(bool *ascii, bool json)
{
	return (struct outlet){
		.text = print_text,
		.error = print_error,
		.done = flush,
		.context = ascii,
		.json = json,
	};
}

enum status front_run_rc(const struct script *script,
			 const struct options *options)
{
	char *path = options->no_rc ? NULL : rc_file_path();
	enum status status = STATUS_OK;

	if (path)
		status = script_command_on_file(script, "source", path);
	free(path);
	return status;
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
