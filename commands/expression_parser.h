/*
 * One expression being parsed, for expression_parse.c (operators) and
 * expression_operands.c (what stands between them).
 */
#ifndef MMSCOPE_COMMANDS_EXPRESSION_PARSER_H
#define MMSCOPE_COMMANDS_EXPRESSION_PARSER_H

#include "commands/expression_internal.h"

struct parser {
	struct evaluation *v;
	struct expression *e;
	struct token token; /* the next one */
	unsigned nesting;
};

/* expression_parse.c: each gives the place of the node that it made. */
uint32_t parser_expression(struct parser *p);
/* An expression that must be a number. */
uint32_t parser_number(struct parser *p);
/* A new node; the first one stands in for all beyond the limit. */
uint32_t parser_add(struct parser *p, enum node_kind kind,
		    const struct token *token);
struct node *parser_node(struct parser *p, uint32_t index);
/* Takes the next token, unless a mistake ended the text. */
void parser_advance(struct parser *p);
bool parser_accept(struct parser *p, const char *text);
void parser_require(struct parser *p, const char *text);
/* Answers that something is missing here. */
void parser_expected(struct parser *p, const char *what);

/* expression_operands.c: a value with its members and indexes. */
uint32_t parser_operand(struct parser *p);
/* The i-th name that may be called; NULL past the last. */
const char *parser_call_nth(size_t i);

#endif
