/*
 * Expressions: C's operators with C's precedence, by precedence climbing.
 *
 * Numbers are 64 bits wide and wrap around; there is no undefined behaviour to
 * run into.  They are signed but for flags words, numbers above 2^63 - 1 and
 * what is computed with one of these, as C has it.  After a mistake the rest of the text counts as
 * read, so that every caller comes to its end.
 */
#include "commands/expression.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "commands/expression_internal.h"

enum { MAX_NESTING = 100 };

struct binary_operator {
	const char *text;
	unsigned precedence;
	enum operation_code code;
};

static const struct binary_operator binary_operators[] = {
	{ "||", 1, OR_ELSE },       { "&&", 2, AND_THEN },
	{ "|", 3, BIT_OR },         { "^", 4, BIT_XOR },
	{ "&", 5, BIT_AND },        { "==", 6, EQUAL },
	{ "!=", 6, UNEQUAL },       { "<", 7, LESS },
	{ "<=", 7, LESS_EQUAL },    { ">", 7, GREATER },
	{ ">=", 7, GREATER_EQUAL }, { "<<", 8, SHIFT_LEFT },
	{ ">>", 8, SHIFT_RIGHT },   { "+", 9, ADD },
	{ "-", 9, SUBTRACT },       { "*", 10, MULTIPLY },
	{ "/", 10, DIVIDE },        { "%", 10, REMAINDER },
};

enum {
	NR_BINARY = sizeof(binary_operators) / sizeof(binary_operators[0]),
	LOWEST_PRECEDENCE = 1,
};

struct value value_of_number(int64_t number)
{
	return (struct value){ .kind = VALUE_NUMBER, .number = number };
}

struct value value_of_word(uint64_t word)
{
	return (struct value){ .kind = VALUE_NUMBER,
			       .is_unsigned = true,
			       .number = (int64_t)word };
}

static struct value value_of(struct number number)
{
	return (struct value){ .kind = VALUE_NUMBER,
			       .is_unsigned = number.is_unsigned,
			       .number = number.bits };
}

void expression_mistake(struct expression *e, const char *at,
			const char *format, ...)
{
	char reason[384];
	va_list args;

	if (e->status != STATUS_OK)
		return;
	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	e->status =
		reply_fail(e->r, STATUS_FAILED, "expression, column %zu: %s",
			   (size_t)(at - e->text) + 1, reason);
	e->token = (struct token){ .kind = TOKEN_END, .start = at };
}

void expression_advance(struct expression *e)
{
	if (e->status == STATUS_OK)
		e->token = token_at(e->token.start + e->token.length);
}

bool expression_accept(struct expression *e, const char *text)
{
	if (e->token.kind != TOKEN_OPERATOR || !token_is(&e->token, text))
		return false;
	expression_advance(e);
	return true;
}

static void expected(struct expression *e, const char *what)
{
	if (e->token.kind == TOKEN_END)
		expression_mistake(e, e->token.start,
				   "%s is missing at the end", what);
	else
		expression_mistake(e, e->token.start,
				   "%s is missing before \"%.*s\"", what,
				   (int)e->token.length, e->token.start);
}

void expression_require(struct expression *e, const char *text)
{
	if (!expression_accept(e, text))
		expected(e, text);
}

static struct value conditional(struct expression *e);

static int64_t bits_of(struct expression *e, const struct value *value,
		       const char *at)
{
	switch (value->kind) {
	case VALUE_NUMBER:
	case VALUE_ZONE:
	case VALUE_NODE:
	case VALUE_PAGE:
		return value->number;
	case VALUE_PCP:
		expression_mistake(e, at,
				   "a pcp is no number: add .count or .high");
		break;
	case VALUE_FREE_AREA:
		expression_mistake(e, at,
				   "a free_area is no number: add .nr_free");
		break;
	case VALUE_LIST:
		expression_mistake(e, at, "a list is no number: add .nr");
		break;
	case VALUE_PCPS:
		expression_mistake(e, at, "pcp needs its CPU, as in pcp(0)");
		break;
	case VALUE_FREE_AREAS:
	case VALUE_NR_FREES:
	case VALUE_FREE_LISTS:
	case VALUE_PCP_LISTS:
	case VALUE_WORDS:
		expression_mistake(e, at, "an index in [ ] is missing");
		break;
	}
	return 0;
}

static struct number as_number(struct expression *e, const struct value *value,
			       const char *at)
{
	return (struct number){ bits_of(e, value, at), value->is_unsigned };
}

static struct number whole_number(struct expression *e)
{
	const char *at = e->token.start;
	struct value value = conditional(e);

	return as_number(e, &value, at);
}

int64_t expression_number(struct expression *e)
{
	return whole_number(e).bits;
}

static struct value reference(struct expression *e)
{
	char word[64];
	struct page_ref ref = { .pfn = 0 };

	snprintf(word, sizeof(word), "%.*s", (int)e->token.length,
		 e->token.start);
	if (!e->skipping && e->status == STATUS_OK) {
		e->status = parse_ref(e->s, word, &ref, e->r);
		if (e->status != STATUS_OK)
			e->token.kind = TOKEN_END;
	}
	expression_advance(e);
	return (struct value){ .kind = VALUE_PAGE, .number = ref.pfn };
}

static struct value primary(struct expression *e)
{
	struct token token = e->token;
	struct value value = { .kind = VALUE_NUMBER };

	switch (token.kind) {
	case TOKEN_NUMBER:
		expression_advance(e);
		return value_of((struct number){ (int64_t)token.number,
						 token.number > INT64_MAX });
	case TOKEN_NAME:
		return expression_name(e);
	case TOKEN_REF:
		return reference(e);
	case TOKEN_OPERATOR:
		if (!expression_accept(e, "(")) {
			expected(e, "a value");
			return value;
		}
		value = conditional(e);
		expression_require(e, ")");
		return value;
	case TOKEN_BAD:
		expression_mistake(e, token.start, "\"%.*s\" is not understood",
				   (int)token.length, token.start);
		return value;
	case TOKEN_END:
		expected(e, "a value");
		return value;
	}
	return value;
}

static struct value postfix(struct expression *e)
{
	struct value value = primary(e);

	while (e->status == STATUS_OK) {
		const char *at = e->token.start;
		bool cpu = value.kind == VALUE_PCPS;

		if (expression_accept(e, ".")) {
			struct token name = e->token;

			if (name.kind != TOKEN_NAME)
				expected(e, "a member's name");
			expression_advance(e);
			value = expression_member(e, &value, &name);
		} else if (expression_accept(e, cpu ? "(" : "[")) {
			int64_t index = expression_number(e);

			expression_require(e, cpu ? ")" : "]");
			value = expression_element(e, &value, index, at);
		} else {
			break;
		}
	}
	return value;
}

static struct value unary(struct expression *e);

/* What follows ~, - or +, as a number. */
static struct number operand(struct expression *e, const char *at)
{
	struct value value = unary(e);

	return as_number(e, &value, at);
}

static struct value unary(struct expression *e)
{
	const char *at = e->token.start;
	struct value value = { .kind = VALUE_NUMBER };
	struct number number = { 0 };

	if (++e->nesting > MAX_NESTING) {
		expression_mistake(e, at, "nested too deeply");
	} else if (expression_accept(e, "!")) {
		value = value_of_number(operand(e, at).bits == 0);
	} else if (expression_accept(e, "~")) {
		number = operand(e, at);
		number.bits = ~number.bits;
		value = value_of(number);
	} else if (expression_accept(e, "-")) {
		number = operand(e, at);
		number.bits = (int64_t)(0 - (uint64_t)number.bits);
		value = value_of(number);
	} else if (expression_accept(e, "+")) {
		value = value_of(operand(e, at));
	} else {
		value = postfix(e);
	}
	e->nesting--;
	return value;
}

static const struct binary_operator *binary_operator(const struct expression *e)
{
	for (unsigned i = 0; i < NR_BINARY; i++) {
		if (e->token.kind == TOKEN_OPERATOR &&
		    token_is(&e->token, binary_operators[i].text))
			return &binary_operators[i];
	}
	return NULL;
}

static struct value binary(struct expression *e, unsigned lowest)
{
	const char *left_at = e->token.start;
	struct value left = unary(e);

	for (;;) {
		const char *at = e->token.start;
		const struct binary_operator *op = binary_operator(e);

		if (!op || op->precedence < lowest)
			return left;

		struct number a = as_number(e, &left, left_at);
		/* What && and || do not need is read, but not looked up. */
		bool decided = (op->code == AND_THEN && a.bits == 0) ||
			       (op->code == OR_ELSE && a.bits != 0);

		expression_advance(e);
		e->skipping += decided;

		const char *right_at = e->token.start;
		struct value right = binary(e, op->precedence + 1);
		struct number b = as_number(e, &right, right_at);

		e->skipping -= decided;
		left = value_of(expression_apply(e, op->code, a, b, at));
	}
}

static struct value conditional(struct expression *e)
{
	const char *at = e->token.start;
	struct value value = binary(e, LOWEST_PRECEDENCE);

	if (!expression_accept(e, "?"))
		return value;
	if (++e->nesting > MAX_NESTING)
		expression_mistake(e, at, "nested too deeply");

	bool yes = bits_of(e, &value, at) != 0;

	e->skipping += !yes;
	struct number if_yes = whole_number(e);
	e->skipping -= !yes;
	expression_require(e, ":");
	e->skipping += yes;
	struct number if_no = whole_number(e);
	e->skipping -= yes;
	e->nesting--;
	return value_of(
		(struct number){ yes ? if_yes.bits : if_no.bits,
				 if_yes.is_unsigned || if_no.is_unsigned });
}

static enum status run(struct expression *e, struct number *ret)
{
	e->m = e->s->m;
	e->token = token_at(e->text);

	struct number number = whole_number(e);

	if (e->token.kind != TOKEN_END)
		expression_mistake(e, e->token.start,
				   "an operator is missing before \"%.*s\"",
				   (int)e->token.length, e->token.start);
	if (e->status == STATUS_OK)
		*ret = number;
	return e->status;
}

enum status expression_eval(struct session *s, const char *text,
			    struct number *ret, struct reply *r)
{
	struct expression e = { .s = s, .r = r, .text = text };

	return run(&e, ret);
}

enum status expression_check(struct session *s, const char *text,
			     struct reply *r)
{
	struct expression e = { .s = s, .r = r, .text = text, .skipping = 1 };
	struct number ignored = { 0 };

	return run(&e, &ignored);
}
