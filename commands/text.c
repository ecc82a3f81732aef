/*
 * Text being put together: see text.h.
 */
#include "commands/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_init(struct text *t)
{
	*t = (struct text){ .grows = true };
	text_add_bytes(t, "", 0);
}

void text_deinit(struct text *t)
{
	if (t->grows)
		free(t->start);
	*t = (struct text){ 0 };
}

void text_init_fixed(struct text *t, char *buffer, size_t size)
{
	*t = (struct text){ .start = buffer, .size = size };
	if (size)
		buffer[0] = '\0';
}

/* Bytes that may be written behind what is there, with the final NUL. */
static size_t room_for(struct text *t, size_t length)
{
	if (t->grows && t->length + length >= t->size) {
		size_t size = 2 * (t->length + length + 64);
		char *start = realloc(t->start, size);

		assert(start && "out of memory");
		t->start = start;
		t->size = size;
	}
	return t->length < t->size ? t->size - t->length : 0;
}

void text_add_bytes(struct text *t, const char *bytes, size_t length)
{
	size_t room = room_for(t, length);

	if (room) {
		size_t kept = length < room ? length : room - 1;

		memcpy(t->start + t->length, bytes, kept);
		t->start[t->length + kept] = '\0';
	}
	t->length += length;
}

void text_add(struct text *t, const char *format, ...)
{
	va_list args;
	va_list again;

	va_start(args, format);
	va_copy(again, args);
	int wanted = vsnprintf(NULL, 0, format, args);
	if (wanted > 0) {
		size_t room = room_for(t, (size_t)wanted);

		if (room)
			vsnprintf(t->start + t->length, room, format, again);
		t->length += (size_t)wanted;
	}
	va_end(again);
	va_end(args);
}
