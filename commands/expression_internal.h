/*
 * What the files of the expression evaluator share: tokens, values, and one
 * evaluation on its way.  expression.c knows C's operators,
 * expression_names.c what a name stands for, expression_members.c what an
 * object consists of.
 */
#ifndef MMSCOPE_COMMANDS_EXPRESSION_INTERNAL_H
#define MMSCOPE_COMMANDS_EXPRESSION_INTERNAL_H

#include "commands/expression.h"
#include "commands/session_internal.h"
#include "commands/state_word.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_NAME,
	TOKEN_REF, /* $, $N, $N[i], $name */
	TOKEN_OPERATOR,
	TOKEN_BAD,
};

struct token {
	enum token_kind kind;
	const char *start;
	size_t length;
	uint64_t number;
};

/* The first token at or after `at`. */
struct token token_at(const char *at);
bool token_is(const struct token *token, const char *text);

/* Objects have members; zones, nodes and pages are numbers at the same time
 * (position among the zones, node, pfn). */
enum value_kind {
	VALUE_NUMBER,
	VALUE_ZONE,
	VALUE_NODE,
	VALUE_PAGE,
	VALUE_PCP,
	VALUE_FREE_AREA,
	VALUE_LIST,
	/* Arrays wait for their index. */
	VALUE_FREE_AREAS,
	VALUE_NR_FREES,
	VALUE_FREE_LISTS,
	VALUE_PCPS, /* indexed by parentheses: pcp(0) */
	VALUE_PCP_LISTS,
	VALUE_WORDS,
};

struct value {
	enum value_kind kind;
	bool is_unsigned; /* a VALUE_NUMBER that C would hold unsigned */
	int64_t number;
	unsigned zone;
	unsigned index; /* order, or CPU */
	const struct list_head *list;
	const struct state_word *word; /* of VALUE_WORDS */
};

struct expression {
	struct session *s;
	const struct model *m;
	struct reply *r;
	const char *text;
	struct token token; /* the next one */
	unsigned nesting;
	/* Not zero: names are checked, nothing is looked up. */
	unsigned skipping;
	enum status status; /* of the first mistake; parsing ends there */
};

enum operation_code {
	OR_ELSE,
	AND_THEN,
	BIT_OR,
	BIT_XOR,
	BIT_AND,
	EQUAL,
	UNEQUAL,
	LESS,
	LESS_EQUAL,
	GREATER,
	GREATER_EQUAL,
	SHIFT_LEFT,
	SHIFT_RIGHT,
	ADD,
	SUBTRACT,
	MULTIPLY,
	DIVIDE,
	REMAINDER,
};

struct value value_of_number(int64_t number);
struct value value_of_word(uint64_t word); /* an unsigned one */

/* expression.c */
void expression_mistake(struct expression *e, const char *at,
			const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void expression_advance(struct expression *e);
/* Takes the operator if it comes next. */
bool expression_accept(struct expression *e, const char *text);
void expression_require(struct expression *e, const char *text);
int64_t expression_number(struct expression *e);

/* expression_arithmetic.c; `at`: the operator, for a mistake. */
struct number expression_apply(struct expression *e, enum operation_code code,
			       struct number a, struct number b,
			       const char *at);

/* expression_names.c: a name, with the parentheses of zone(…) and page(…). */
struct value expression_name(struct expression *e);

/* expression_members.c */
bool zone_has_member(const struct token *name);
const char *zone_member_nth(size_t i);
/* Answers a name that none of the members `nth` gives (NULL: none). */
struct value expression_no_member(struct expression *e, const char *what,
				  const struct token *name,
				  const char *(*nth)(size_t i));
struct value expression_member(struct expression *e, const struct value *object,
			       const struct token *name);

/* expression_page.c */
struct value expression_page_member(struct expression *e,
				    const struct value *object,
				    const struct token *name);

/* expression_elements.c */
struct value expression_element(struct expression *e, const struct value *array,
				int64_t index, const char *at);

/* expression_constants.c: the kernel's named constants. */
bool constant_find(const struct machine *machine, const char *name,
		   int64_t *ret);

#endif
