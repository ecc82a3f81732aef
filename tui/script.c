#include "tui/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hand_out_object(const struct outlet *out, struct reply *r)
{
	char *object = reply_print_json(r);

	if (!object)
		return;
	out->text(out->context, object, strlen(object));
	out->text(out->context, "\n", 1);
	free(object);
}

static void listen(void *context, struct reply *r)
{
	const struct outlet *out = context;

	if (out->json)
		hand_out_object(out, r);
}

void script_listen(const struct script *script)
{
	session_set_listener(script->session, listen, script->outlet);
}

static enum status run_line(const struct script *script, const char *place,
			    const char *line, bool from_script)
{
	const struct outlet *out = script->outlet;
	const char *name = session_command_name(script->session, line);
	struct reply *r = NULL;

	if (out->json)
		r = name ? reply_create_json(name) : NULL;
	else
		r = reply_create_text(out->text, out->context);
	if (!r)
		return STATUS_OK;
	enum status status =
		session_execute(script->session, line, from_script, r);
	if (out->json)
		hand_out_object(out, r);
	if (reply_error(r))
		out->error(out->context, place, reply_error(r));
	out->done(out->context);
	reply_destroy(r);
	return status;
}

enum status script_typed(const struct script *script, const char *line)
{
	return run_line(script, NULL, line, false);
}

enum status script_command_on_file(const struct script *script,
				   const char *command, const char *path)
{
	const struct outlet *out = script->outlet;
	size_t size = strlen(command) + strlen(path) + 4;

	if (strchr(path, '"')) {
		out->error(out->context, NULL,
			   "a file's name must not hold a quotation mark");
		return STATUS_FAILED;
	}
	char *line = malloc(size);
	if (!line)
		return STATUS_FAILED;
	snprintf(line, size, "%s \"%s\"", command, path);
	struct reply *r = out->json
				  ? reply_create_json(command)
				  : reply_create_text(out->text, out->context);
	enum status status = session_execute(script->session, line, true, r);
	if (reply_error(r))
		out->error(out->context, NULL, reply_error(r));
	out->done(out->context);
	reply_destroy(r);
	free(line);
	return status;
}

/* An option's command may have several lines. */
static enum status run_text(const struct script *script, const char *text)
{
	enum status status = STATUS_OK;
	unsigned number = 1;

	for (; status == STATUS_OK && *text; number++) {
		size_t length = strcspn(text, "\n");
		char *line = strndup(text, length);
		char place[32];
		if (!line || session_wants_quit(script->session)) {
			free(line);
			break;
		}
		snprintf(place, sizeof(place), "-e:%u", number);
		status = run_line(script, place, line, true);
		free(line);
		text += length + (text[length] == '\n');
	}
	return status;
}

enum status script_source(const struct script *script,
			  const struct source *source)
{
	switch (source->kind) {
	case SOURCE_FILE:
		if (strcmp(source->text, "-") == 0)
			return script_input(script);
		return script_command_on_file(script, "source", source->text);
	case SOURCE_EVAL:
		return run_text(script, source->text);
	}
	return STATUS_FAILED;
}

enum status script_input(const struct script *script)
{
	enum status status = STATUS_OK;
	char *line = NULL;
	size_t size = 0;
	unsigned number = 1;

	for (; status == STATUS_OK && !session_wants_quit(script->session);
	     number++) {
		char place[32];
		ssize_t length = getline(&line, &size, stdin);
		if (length < 0)
			break;
		line[strcspn(line, "\r\n")] = '\0';
		snprintf(place, sizeof(place), "-:%u", number);
		status = run_line(script, place, line, true);
	}
	free(line);
	return status;
}
