/*
 * Text being put together, either in a caller's array (what does not fit is
 * counted but not kept, as snprintf does) or in memory that grows.
 */
#ifndef MMSCOPE_COMMANDS_TEXT_H
#define MMSCOPE_COMMANDS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *start; /* always ends with a NUL, once something was added */
	size_t length;
	size_t size;
	bool grows;
};

void text_init(struct text *t);
void text_deinit(struct text *t);
/* Borrows the caller's array; needs no text_deinit(). */
void text_init_fixed(struct text *t, char *buffer, size_t size);

void text_add(struct text *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void text_add_bytes(struct text *t, const char *bytes, size_t length);

#endif
