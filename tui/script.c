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

/* NULL: a line without a command, for which JSON has no object. */
static struct reply *reply_to(const struct script *script, const char *line)
{
	const struct outlet *out = script->outlet;
	const char *name = session_command_name(script->session, line);

	if (!out->json)
		return reply_create_text(out->text, out->context);
	return name ? reply_create_json(name) : NULL;
}

/* Hands out what the command said, and ends the reply. */
static void finish_reply(const struct script *script, const char *place,
			 struct reply *r)
{
	const struct outlet *out = script->outlet;

	if (reply_is_json(r))
		hand_out_object(out, r);
	if (reply_error(r))
		out->error(out->context, place, reply_error(r));
	out->done(out->context);
	reply_destroy(r);
}

static enum status run_line(const struct script *script, const char *place,
			    const char *line, bool from_script)
{
	struct reply *r = reply_to(script, line);

	if (!r && !session_in_block(script->session))
		return STATUS_OK;
	/* A line of a block has no object of its own. */
	if (!r)
		r = reply_create_text(NULL, NULL);
	if (script->outlet->command)
		script->outlet->command(script->outlet->context, line);
	enum status status =
		session_execute(script->session, line, from_script, r);
	finish_reply(script, place, r);
	return status;
}

/* A line of a script.  Whoever interrupts means the whole of it. */
static enum status run_script_line(const struct script *script,
				   const char *place, const char *line)
{
	enum status status = run_line(script, place, line, true);

	/* A command that failed for it has told of it. */
	if (status == STATUS_OK && session_interrupted(script->session))
		return script_interrupted(script, place);
	return status;
}

enum status script_end(const struct script *script)
{
	const struct outlet *out = script->outlet;
	struct reply *r = reply_create_text(out->text, out->context);
	enum status status = session_end_input(script->session, r);

	if (reply_error(r))
		out->error(out->context, NULL, reply_error(r));
	reply_destroy(r);
	return status;
}

enum status script_interrupted(const struct script *script, const char *place)
{
	const struct outlet *out = script->outlet;
	char sentence[64];

	snprintf(sentence, sizeof(sentence), "interrupted at %s", place);
	out->error(out->context, NULL, sentence);
	return STATUS_FAILED;
}

enum status script_typed(const struct script *script, const char *line)
{
	return run_line(script, NULL, line, false);
}

enum status script_bytes(const struct script *script, const char *place,
			 char *bytes, size_t length, bool typed)
{
	size_t end = strnlen(bytes, length);

	if (end == length) {
		bytes[strcspn(bytes, "\r\n")] = '\0';
		return typed ? run_line(script, place, bytes, false)
			     : run_script_line(script, place, bytes);
	}
	struct reply *r = reply_to(script, bytes);

	if (!r)
		r = reply_create_json("");
	reply_fail(r, STATUS_FAILED, "the line holds a NUL byte, remove it");
	finish_reply(script, place, r);
	return STATUS_FAILED;
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
	struct reply *r = reply_to(script, line);
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
		status = run_script_line(script, place, line);
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
		snprintf(place, sizeof(place), "-:%u", number);
		if (length < 0 && session_interrupted(script->session))
			status = script_interrupted(script, place);
		if (length < 0)
			break;
		status = script_bytes(script, place, line, (size_t)length,
				      false);
	}
	free(line);
	return status;
}
