/*
 * The lexical gate before the parser: text that passes is one JSON value by
 * the letter of RFC 8259, in UTF-8, and within our limits.  Everything that
 * the library behind json.c would let through or misread ends here, with the
 * line and column of the first fault.
 */
#include "snapshots/json_internal.h"

#include <ctype.h>
#include <string.h>

#include "snapshots/utf8_internal.h"

enum {
	/* Within these no number overflows a double. */
	NUMBER_LENGTH_MAX = 40,
	EXPONENT_DIGITS_MAX = 2,
};

/* What may stand next. */
enum expect {
	EXPECT_VALUE,
	EXPECT_VALUE_OR_CLOSE,
	EXPECT_KEY,
	EXPECT_KEY_OR_CLOSE,
	EXPECT_COMMA_OR_CLOSE,
	EXPECT_END,
};

struct scan {
	const unsigned char *text;
	const unsigned char *at;
	const unsigned char *end;
	struct diagnosis *why;
	enum expect expect;
	size_t values;
	unsigned depth;
	bool in_object[JSON_DEPTH_MAX];
};

static bool fail_at(struct scan *s, const unsigned char *at, const char *what)
{
	unsigned line = 1;
	unsigned column = 1;

	for (const unsigned char *c = s->text; c < at; c++) {
		if (*c == '\n') {
			line++;
			column = 0;
		}
		/* Columns count characters. */
		column += (*c & 0xc0) != 0x80;
	}
	diagnose(s->why, "%u:%u: %s", line, column, what);
	return false;
}

static bool fail(struct scan *s, const char *what)
{
	if (s->at == s->end)
		what = "the text ends in the middle of a value; it is "
		       "incomplete";
	return fail_at(s, s->at, what);
}

static int peek(const struct scan *s)
{
	return s->at < s->end ? *s->at : -1;
}

static void skip_blanks(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' ||
				  *s->at == '\t' || *s->at == '\r'))
		s->at++;
}

static size_t skip_digits(struct scan *s)
{
	const unsigned char *start = s->at;

	while (s->at < s->end && isdigit(*s->at))
		s->at++;
	return (size_t)(s->at - start);
}

static bool scan_exponent(struct scan *s)
{
	if (peek(s) != 'e' && peek(s) != 'E')
		return true;
	s->at++;
	if (peek(s) == '+' || peek(s) == '-')
		s->at++;
	size_t digits = skip_digits(s);
	if (digits == 0)
		return fail(s, "an exponent needs digits");
	return digits <= EXPONENT_DIGITS_MAX || fail(s, "number out of range");
}

static bool scan_number(struct scan *s)
{
	const unsigned char *start = s->at;

	if (peek(s) == '-')
		s->at++;
	bool zero = peek(s) == '0';
	size_t digits = skip_digits(s);
	if (digits == 0)
		return fail(s, "expected a value");
	if (zero && digits > 1)
		return fail_at(s, start, "a number has leading zeros");
	if (peek(s) == '.') {
		s->at++;
		if (skip_digits(s) == 0)
			return fail(s, "a decimal point needs digits after it");
	}
	if (!scan_exponent(s))
		return false;
	if (s->at - start > NUMBER_LENGTH_MAX)
		return fail_at(s, start, "a number has too many digits");
	return true;
}

static bool scan_hex4(struct scan *s, unsigned *ret)
{
	*ret = 0;
	for (int i = 0; i < 4; i++) {
		int c = peek(s);
		if (c < 0 || !isxdigit(c))
			return fail(s, "\\u needs four hexadecimal digits");
		int digit = isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
		*ret = *ret << 4 | (unsigned)digit;
		s->at++;
	}
	return true;
}

static bool scan_unicode_escape(struct scan *s, const unsigned char *start)
{
	unsigned unit = 0;

	if (!scan_hex4(s, &unit))
		return false;
	if (unit == 0)
		return fail_at(s, start, "a string must not contain \\u0000");
	if (unit >= 0xdc00 && unit <= 0xdfff)
		return fail_at(s, start, "half of a surrogate pair");
	if (unit < 0xd800 || unit > 0xdbff)
		return true;
	if (s->end - s->at < 2 || s->at[0] != '\\' || s->at[1] != 'u')
		return fail(s, "half of a surrogate pair");
	s->at += 2;
	if (!scan_hex4(s, &unit))
		return false;
	if (unit < 0xdc00 || unit > 0xdfff)
		return fail_at(s, start, "half of a surrogate pair");
	return true;
}

static bool scan_escape(struct scan *s)
{
	const unsigned char *start = s->at++;
	int c = peek(s);

	if (c < 0 || strchr("\"\\/bfnrtu", c) == NULL)
		return fail(s, "unknown escape in a string");
	s->at++;
	return c != 'u' || scan_unicode_escape(s, start);
}

static bool scan_plain_character(struct scan *s)
{
	uint32_t character = 0;
	size_t bytes = utf8_decode(s->at, (size_t)(s->end - s->at), &character);

	if (bytes == 0)
		return fail_at(s, s->at, "not valid UTF-8");
	if (character < 0x20)
		return fail(s, "a control byte inside a string; write it as "
			       "\\u00XX");
	s->at += bytes;
	return true;
}

static bool scan_string(struct scan *s)
{
	s->at++;
	while (peek(s) != '"') {
		if (peek(s) < 0)
			return fail(s, "");
		bool good = *s->at == '\\' ? scan_escape(s)
					   : scan_plain_character(s);
		if (!good)
			return false;
	}
	s->at++;
	return true;
}

static bool scan_literal(struct scan *s)
{
	static const char *const literals[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
		size_t length = strlen(literals[i]);
		size_t left = (size_t)(s->end - s->at);
		size_t same = left < length ? left : length;

		if (memcmp(s->at, literals[i], same) != 0)
			continue;
		/* A literal that the end of the file cuts is incomplete. */
		s->at += same;
		return same == length || fail(s, "");
	}
	return fail(s, "expected a value");
}

static bool open_container(struct scan *s, bool object)
{
	if (s->depth == JSON_DEPTH_MAX)
		return fail(s, "nested more than 64 levels deep");
	s->in_object[s->depth++] = object;
	s->at++;
	s->expect = object ? EXPECT_KEY_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
	return true;
}

static void value_is_complete(struct scan *s)
{
	s->expect = s->depth > 0 ? EXPECT_COMMA_OR_CLOSE : EXPECT_END;
}

static bool scan_value(struct scan *s)
{
	int c = peek(s);

	if (++s->values > JSON_VALUES_MAX)
		return fail(s, "more values than mmscope reads from one file");
	if (c == '{' || c == '[')
		return open_container(s, c == '{');
	bool good = c == '"'                             ? scan_string(s)
		    : c == '-' || (c >= 0 && isdigit(c)) ? scan_number(s)
							 : scan_literal(s);
	value_is_complete(s);
	return good;
}

static bool scan_key(struct scan *s)
{
	if (peek(s) != '"')
		return fail(s, "expected a key in double quotes");
	if (!scan_string(s))
		return false;
	skip_blanks(s);
	if (peek(s) != ':')
		return fail(s, "expected ':' after a key");
	s->at++;
	s->expect = EXPECT_VALUE;
	return true;
}

static bool scan_comma_or_close(struct scan *s)
{
	bool object = s->in_object[s->depth - 1];
	int c = peek(s);

	if (c == (object ? '}' : ']')) {
		s->depth--;
		value_is_complete(s);
	} else if (c == ',' && s->expect == EXPECT_COMMA_OR_CLOSE) {
		s->expect = object ? EXPECT_KEY : EXPECT_VALUE;
	} else {
		return fail(s, object ? "expected ',' or '}'"
				      : "expected ',' or ']'");
	}
	s->at++;
	return true;
}

static bool scan_next(struct scan *s)
{
	switch (s->expect) {
	case EXPECT_VALUE:
		return scan_value(s);
	case EXPECT_VALUE_OR_CLOSE:
		return peek(s) == ']' ? scan_comma_or_close(s) : scan_value(s);
	case EXPECT_KEY:
		return scan_key(s);
	case EXPECT_KEY_OR_CLOSE:
		return peek(s) == '}' ? scan_comma_or_close(s) : scan_key(s);
	case EXPECT_COMMA_OR_CLOSE:
		return scan_comma_or_close(s);
	case EXPECT_END:
		break;
	}
	return true;
}

bool json_scan(const char *text, size_t length, struct diagnosis *why)
{
	struct scan s = {
		.text = (const unsigned char *)text,
		.at = (const unsigned char *)text,
		.end = (const unsigned char *)text + length,
		.why = why,
		.expect = EXPECT_VALUE,
	};

	while (s.expect != EXPECT_END) {
		skip_blanks(&s);
		if (!scan_next(&s))
			return false;
	}
	skip_blanks(&s);
	if (s.at != s.end)
		return fail_at(&s, s.at, "something follows the JSON value");
	return true;
}
