/*
 * A reply: what a command says, as text for people or as one JSON object.
 *
 * A command states both in one run: reply_text() is silent in JSON mode, the
 * reply_<type>() calls are silent in text mode.  So no command asks which of
 * the two it is in, except to avoid building something large in vain.
 */
#ifndef MMSCOPE_COMMANDS_REPLY_H
#define MMSCOPE_COMMANDS_REPLY_H

#include "snapshots/json.h"

/* Exit statuses of the contract. */
enum status {
	STATUS_OK = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2,
	STATUS_REFUSED = 3,
	STATUS_NOT_HELD = 4,
	STATUS_BROKEN = 5,
};

struct reply;

/* Text arrives piece by piece, whole lines or not. */
typedef void (*text_fn)(void *context, const char *text, size_t length);

struct reply *reply_create_text(text_fn write, void *context);
struct reply *reply_create_json(const char *command);
void reply_destroy(struct reply *r);
/* The command's full name, once it is known; forgets what was said so far. */
void reply_set_command(struct reply *r, const char *command);
/* A status without an error: carried out, but something did not hold. */
void reply_set_status(struct reply *r, enum status status);

bool reply_is_json(const struct reply *r);
void reply_text(struct reply *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The object being filled; NULL in text mode. */
struct json *reply_object(struct reply *r);
void reply_value(struct reply *r, const char *key, struct json *value);
void reply_number(struct reply *r, const char *key, int64_t value);
void reply_word(struct reply *r, const char *key, uint64_t word);
void reply_string(struct reply *r, const char *key, const char *text);
void reply_null(struct reply *r, const char *key);

/* One clear sentence: the thing, the place, the remedy.  Returns `status`. */
enum status reply_fail(struct reply *r, enum status status, const char *format,
		       ...) __attribute__((format(printf, 3, 4)));
const char *reply_error(const struct reply *r); /* NULL: none */

/* The finished object, which belongs to the caller then. */
struct json *reply_take_object(struct reply *r);
/* The finished object on one line; the caller frees it. */
char *reply_print_json(struct reply *r);

#endif
