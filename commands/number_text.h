/*
 * Numbers of expressions as text and as JSON.
 */
#ifndef MMSCOPE_COMMANDS_NUMBER_TEXT_H
#define MMSCOPE_COMMANDS_NUMBER_TEXT_H

#include "commands/expression.h"

/* Formats as in print/x; the first of them stands for no format. */
bool number_has_format(char format);
/* "16384", or with a format "0x4000"; format 0: decimal, and hexadecimal
 * behind it where that is likely to be meant. */
void number_text(struct number number, char format, char *ret, size_t size);
/* A number within 2^53, else a word. */
struct json *number_json(struct number number);
/* "= 16384", and the keys value and hex. */
void reply_number_value(struct number number, char format, struct reply *r);

#endif
