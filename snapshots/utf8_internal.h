/*
 * UTF-8, one character at a time; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_UTF8_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_UTF8_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

/* Length of the character at the start of `text` and its number in *ret; 0
 * when the bytes are no UTF-8 (overlong forms and surrogates included). */
size_t utf8_decode(const unsigned char *text, size_t length, uint32_t *ret);

#endif
