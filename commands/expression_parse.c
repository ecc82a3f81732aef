/*
 * From an expression's text to its tree: C's precedence, by precedence
 * climbing.
 *
 * While the tree is built, every node is evaluated in its checking form, so
 * that a wrong name or a missing index is told at once, with its column.
 * After a mistake the rest of the text counts as read, so that every function
 * comes to its end.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/expression_parser.h"

enum { MAX_NESTING = 100, MOST_NODES = 2000, LOWEST_PRECEDENCE = 1 };

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

enum { NR_BINARY = sizeof(binary_operators) / sizeof(binary_operators[0]) };

static void mistake(struct parser *p, const char *at, const char *what)
{
	expression_mistake(p->v, at, "%s", what);
}

void parser_advance(struct parser *p)
{
	if (!p->v->failed)
		p->token = token_at(p->token.start + p->token.length);
	if (p->v->failed)
		p->token.kind = TOKEN_END;
}

bool parser_accept(struct parser *p, const char *text)
{
	if (p->v->failed || p->token.kind != TOKEN_OPERATOR ||
	    !token_is(&p->token, text))
		return false;
	parser_advance(p);
	return true;
}

void parser_expected(struct parser *p, const char *what)
{
	if (p->token.kind == TOKEN_END)
		expression_mistake(p->v, p->token.start,
				   "%s is missing at the end", what);
	else
		expression_mistake(p->v, p->token.start,
				   "%s is missing before \"%.*s\"", what,
				   (int)p->token.length, p->token.start);
}

void parser_require(struct parser *p, const char *text)
{
	if (!parser_accept(p, text))
		parser_expected(p, text);
}

uint32_t parser_add(struct parser *p, enum node_kind kind,
		    const struct token *token)
{
	struct expression *e = p->e;

	if (e->nr_nodes == MOST_NODES) {
		mistake(p, token->start, "the expression is too long");
		return 0;
	}
	e->nodes = realloc(e->nodes, (e->nr_nodes + 1) * sizeof(*e->nodes));
	assert(e->nodes && "out of memory");
	e->nodes[e->nr_nodes] = (struct node){
		.kind = kind,
		.token = *token,
		.shape = { .kind = VALUE_NUMBER },
	};
	return e->nr_nodes++;
}

struct node *parser_node(struct parser *p, uint32_t index)
{
	return &p->e->nodes[index];
}

static struct value shape_of(struct parser *p, uint32_t index)
{
	return parser_node(p, index)->shape;
}

static struct number number_shape(struct parser *p, uint32_t index)
{
	struct node *node = parser_node(p, index);

	return expression_number(p->v, &node->shape, node->token.start);
}

uint32_t parser_number(struct parser *p)
{
	const char *at = p->token.start;
	uint32_t index = parser_expression(p);
	struct value shape = shape_of(p, index);

	expression_number(p->v, &shape, at);
	return index;
}

static bool is_operator(const struct token *token, const char *text)
{
	return token->kind == TOKEN_OPERATOR && token_is(token, text);
}

static enum node_kind unary_kind(struct parser *p)
{
	static const struct {
		const char *text;
		enum node_kind kind;
	} signs[] = {
		{ "!", NODE_NOT },
		{ "~", NODE_COMPLEMENT },
		{ "-", NODE_MINUS },
		{ "+", NODE_PLUS },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (parser_accept(p, signs[i].text))
			return signs[i].kind;
	return NODE_NUMBER;
}

static uint32_t unary(struct parser *p)
{
	struct token token = p->token;
	enum node_kind kind = NODE_NUMBER;
	uint32_t index = 0;

	if (++p->nesting > MAX_NESTING)
		mistake(p, token.start, "nested too deeply");
	kind = unary_kind(p);
	if (p->v->failed) {
		index = parser_add(p, NODE_NUMBER, &token);
	} else if (kind == NODE_NUMBER) {
		index = parser_operand(p);
	} else {
		uint32_t operand = unary(p);
		struct value shape = shape_of(p, operand);
		struct number value =
			expression_number(p->v, &shape, token.start);

		index = parser_add(p, kind, &token);
		parser_node(p, index)->operand[0] = operand;
		parser_node(p, index)->shape.is_unsigned =
			kind != NODE_NOT && value.is_unsigned;
	}
	p->nesting--;
	return index;
}

static const struct binary_operator *binary_operator(const struct token *token)
{
	for (unsigned i = 0; i < NR_BINARY; i++)
		if (is_operator(token, binary_operators[i].text))
			return &binary_operators[i];
	return NULL;
}

static uint32_t binary(struct parser *p, unsigned lowest)
{
	uint32_t left = unary(p);

	while (!p->v->failed) {
		struct token token = p->token;
		const struct binary_operator *op = binary_operator(&token);

		if (!op || op->precedence < lowest)
			break;
		struct number a = number_shape(p, left);

		parser_advance(p);
		uint32_t right = binary(p, op->precedence + 1);
		struct number b = number_shape(p, right);
		uint32_t index = parser_add(p, NODE_BINARY, &token);
		struct node *node = parser_node(p, index);

		node->code = op->code;
		node->operand[0] = left;
		node->operand[1] = right;
		node->shape.is_unsigned =
			expression_apply(p->v, op->code, a, b, token.start)
				.is_unsigned;
		left = index;
	}
	return left;
}

uint32_t parser_expression(struct parser *p)
{
	uint32_t condition = binary(p, LOWEST_PRECEDENCE);
	struct token token = p->token;

	if (!parser_accept(p, "?"))
		return condition;
	if (++p->nesting > MAX_NESTING)
		mistake(p, token.start, "nested too deeply");
	number_shape(p, condition);
	uint32_t if_yes = parser_number(p);

	parser_require(p, ":");
	uint32_t if_no = parser_number(p);
	uint32_t index = parser_add(p, NODE_CHOICE, &token);
	struct node *node = parser_node(p, index);

	p->nesting--;
	memcpy(node->operand, (uint32_t[]){ condition, if_yes, if_no },
	       sizeof(node->operand));
	node->shape.is_unsigned = shape_of(p, if_yes).is_unsigned ||
				  shape_of(p, if_no).is_unsigned;
	return index;
}

struct expression *expression_parse(struct evaluation *v, const char *text)
{
	struct expression *e = calloc(1, sizeof(*e));

	assert(e && "out of memory");
	e->text = strdup(text);
	assert(e->text && "out of memory");
	v->text = e->text;
	v->checking = true;
	struct parser p = { .v = v, .e = e, .token = token_at(e->text) };

	e->root = parser_expression(&p);
	if (p.token.kind != TOKEN_END)
		expression_mistake(v, p.token.start,
				   "an operator is missing before \"%.*s\"",
				   (int)p.token.length, p.token.start);
	if (!v->failed)
		return e;
	expression_destroy(e);
	return NULL;
}
