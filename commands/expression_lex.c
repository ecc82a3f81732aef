/*
 * Expressions, cut into tokens.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "commands/expression_internal.h"

bool expression_is_name_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t name_length(const char *at)
{
	size_t length = 0;

	while (expression_is_name_byte(at[length]))
		length++;
	return length;
}

static struct token number_token(const char *at)
{
	struct token token = { .start = at, .length = name_length(at) };
	char digits[32];

	snprintf(digits, sizeof(digits), "%.*s", (int)token.length, at);
	token.kind = token.length < sizeof(digits) &&
				     parse_number(digits, &token.number)
			     ? TOKEN_NUMBER
			     : TOKEN_BAD;
	return token;
}

/* $ and what belongs to it, an index in brackets included. */
static struct token ref_token(const char *at)
{
	size_t length = 1 + name_length(at + 1);

	if (at[length] == '[') {
		size_t digits = strspn(at + length + 1, "0123456789");

		if (digits > 0 && at[length + 1 + digits] == ']')
			length += digits + 2;
	}
	return (struct token){ .kind = TOKEN_REF,
			       .start = at,
			       .length = length };
}

static struct token operator_token(const char *at)
{
	static const char *const pairs[] = { "||", "&&", "==", "!=",
					     "<=", ">=", "<<", ">>" };
	struct token token = { .kind = TOKEN_OPERATOR,
			       .start = at,
			       .length = 1 };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (strncmp(at, pairs[i], 2) == 0)
			token.length = 2;
	}
	if (token.length == 1 && !strchr("|^&<>+-*/%!~?:()[].,", *at))
		token.kind = TOKEN_BAD;
	return token;
}

struct token token_at(const char *at)
{
	while (isspace((unsigned char)*at))
		at++;
	if (*at == '\0')
		return (struct token){ .kind = TOKEN_END, .start = at };
	if (isdigit((unsigned char)*at))
		return number_token(at);
	if (expression_is_name_byte(*at))
		return (struct token){ .kind = TOKEN_NAME,
				       .start = at,
				       .length = name_length(at) };
	if (*at == '$')
		return ref_token(at);
	return operator_token(at);
}

bool token_is(const struct token *token, const char *text)
{
	return token->length == strlen(text) &&
	       memcmp(token->start, text, token->length) == 0;
}
