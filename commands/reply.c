/*
 * Replies: text is handed on as it comes, JSON is gathered in one object.
 *
 * A failure takes the place of everything that was said before it in JSON
 * mode, so that an object is either a whole answer or an error.
 */
#include "commands/reply.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_PIECE = 512 };

struct reply {
	bool json;
	char *command;
	struct json *object;
	text_fn write;
	void *context;
	enum status status;
	char *error;
};

static struct reply *reply_create(void)
{
	struct reply *r = calloc(1, sizeof(*r));

	assert(r && "out of memory");
	return r;
}

struct reply *reply_create_text(text_fn write, void *context)
{
	struct reply *r = reply_create();

	r->write = write;
	r->context = context;
	return r;
}

static void restart(struct reply *r, bool ok)
{
	if (!r->json)
		return;
	json_destroy(r->object);
	r->object = json_object();
	json_add(r->object, "command", json_string(r->command));
	json_add(r->object, "ok", json_bool(ok));
}

struct reply *reply_create_json(const char *command)
{
	struct reply *r = reply_create();

	r->json = true;
	reply_set_command(r, command);
	return r;
}

void reply_destroy(struct reply *r)
{
	if (!r)
		return;
	json_destroy(r->object);
	free(r->command);
	free(r->error);
	free(r);
}

void reply_set_command(struct reply *r, const char *command)
{
	char *copy = strdup(command ? command : "");

	assert(copy && "out of memory");
	free(r->command);
	r->command = copy;
	restart(r, true);
}

void reply_set_status(struct reply *r, enum status status)
{
	r->status = status;
}

bool reply_is_json(const struct reply *r)
{
	return r->json;
}

/* Text of any length: most pieces fit the buffer, the others are measured. */
static char *format_text(char *buffer, size_t size, const char *format,
			 va_list args)
{
	va_list again;

	va_copy(again, args);
	int length = vsnprintf(buffer, size, format, args);
	char *text = buffer;

	if (length >= 0 && (size_t)length >= size) {
		text = malloc((size_t)length + 1);
		assert(text && "out of memory");
		vsnprintf(text, (size_t)length + 1, format, again);
	}
	va_end(again);
	return text;
}

/* Whatever a user or a file brought in leaves as visible characters: nothing
 * but the ends of lines reaches a terminal as a control byte. */
static void write_displayable(struct reply *r, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		/* A byte becomes at most four, as in \xNN. */
		size_t room = 4 * length + 1;
		char *line = malloc(room);

		assert(line && "out of memory");
		r->write(r->context, line,
			 text_displayable(text, length, line, room));
		free(line);
		text += length;
		if (*text == '\n')
			r->write(r->context, text++, 1);
	}
}

void reply_text(struct reply *r, const char *format, ...)
{
	if (r->json || !r->write)
		return;
	char buffer[TEXT_PIECE];
	va_list args;

	va_start(args, format);
	char *text = format_text(buffer, sizeof(buffer), format, args);
	va_end(args);
	write_displayable(r, text);
	if (text != buffer)
		free(text);
}

struct json *reply_object(struct reply *r)
{
	return r->object;
}

void reply_value(struct reply *r, const char *key, struct json *value)
{
	if (r->json)
		json_add(r->object, key, value);
	else
		json_destroy(value);
}

void reply_number(struct reply *r, const char *key, int64_t value)
{
	if (r->json)
		json_add(r->object, key, json_number(value));
}

void reply_word(struct reply *r, const char *key, uint64_t word)
{
	if (r->json)
		json_add(r->object, key, json_word(word));
}

void reply_string(struct reply *r, const char *key, const char *text)
{
	if (r->json)
		json_add(r->object, key, json_string(text));
}

void reply_null(struct reply *r, const char *key)
{
	if (r->json)
		json_add(r->object, key, json_null());
}

enum status reply_fail(struct reply *r, enum status status, const char *format,
		       ...)
{
	char buffer[TEXT_PIECE];
	va_list args;

	va_start(args, format);
	char *text = format_text(buffer, sizeof(buffer), format, args);
	va_end(args);
	/* A byte becomes four at most ("\xNN"). */
	size_t size = strlen(text) * 4 + 1;
	char *error = malloc(size);

	assert(error && "out of memory");
	text_displayable(text, strlen(text), error, size);
	if (text != buffer)
		free(text);
	free(r->error);
	r->error = error;
	r->status = status;
	restart(r, false);
	reply_string(r, "error", error);
	reply_number(r, "status", status);
	return status;
}

const char *reply_error(const struct reply *r)
{
	return r->error;
}

struct json *reply_take_object(struct reply *r)
{
	struct json *object = r->object;

	assert(r->json && "a text reply has no object");
	r->object = NULL;
	return object;
}

char *reply_print_json(struct reply *r)
{
	assert(r->json && "a text reply has no object");
	return json_print(r->object);
}
