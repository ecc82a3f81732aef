/*
 * What stands between the operators of an expression: numbers, names, pages,
 * and the members and indexes behind them.
 */
#include <stdlib.h>

#include "commands/expression_parser.h"
#include "commands/zone_ref.h"

/* What may be called, and what that gives. */
struct call {
	const char *name;
	enum node_kind kind;
};

static const struct call calls[] = {
	{ "zone", NODE_ZONE },
	{ "page", NODE_PAGE },
	{ "node", NODE_NODE },
	{ "tag", NODE_TAG },
};

enum { NR_CALLS = sizeof(calls) / sizeof(calls[0]) };

const char *parser_call_nth(size_t i)
{
	return i < NR_CALLS ? calls[i].name : NULL;
}

static struct value shape_of(struct parser *p, uint32_t index)
{
	return parser_node(p, index)->shape;
}

/* What follows `zone(`: a zone's name, and its node when it is given. */
static uint32_t zone_call(struct parser *p)
{
	struct token name = p->token;
	uint32_t index = parser_add(p, NODE_ZONE, &name);
	uint32_t node = 0;
	bool has_node = false;

	if (name.kind != TOKEN_NAME) {
		expression_mistake(p->v, name.start,
				   "zone( takes a name, as in zone(%s)",
				   zone_name(p->v->m, 0));
		return index;
	}
	parser_advance(p);
	has_node = parser_accept(p, ",");
	if (has_node)
		node = parser_number(p);
	parser_require(p, ")");
	parser_node(p, index)->shape = zone_value(p->v, &name, ANY_NODE);
	parser_node(p, index)->operand[0] = node;
	parser_node(p, index)->operand[1] = has_node;
	return index;
}

/* page(…) and its like: an object by a number. */
static uint32_t object_call(struct parser *p, enum node_kind kind)
{
	struct token token = p->token;
	uint32_t index = parser_add(p, kind, &token);
	uint32_t number = parser_number(p);

	parser_require(p, ")");
	parser_node(p, index)->operand[0] = number;
	parser_node(p, index)->shape =
		kind == NODE_PAGE ? value_of_page(0)
				  : object_value(p->v, kind, 0, token.start);
	return index;
}

static uint32_t name(struct parser *p)
{
	struct token token = p->token;

	parser_advance(p);
	for (size_t i = 0; i < NR_CALLS; i++) {
		if (!token_is(&token, calls[i].name) || !parser_accept(p, "("))
			continue;
		return calls[i].kind == NODE_ZONE
			       ? zone_call(p)
			       : object_call(p, calls[i].kind);
	}
	bool before_index =
		p->token.kind == TOKEN_OPERATOR &&
		(token_is(&p->token, "[") || token_is(&p->token, "("));
	uint32_t index = parser_add(p, NODE_NAME, &token);
	struct name *resolved = name_resolve(p->v, &token, before_index);

	if (!resolved || p->v->failed) {
		free(resolved);
		return index;
	}
	parser_node(p, index)->name = resolved;
	parser_node(p, index)->shape = name_value(p->v, resolved, &token);
	return index;
}

static uint32_t number(struct parser *p)
{
	struct token token = p->token;
	uint32_t index = parser_add(p, NODE_NUMBER, &token);
	struct value value = value_of_number((int64_t)token.number);

	value.is_unsigned = token.number > INT64_MAX;
	parser_node(p, index)->shape = value;
	parser_advance(p);
	return index;
}

static uint32_t reference(struct parser *p)
{
	struct token token = p->token;
	uint32_t index = parser_add(p, NODE_REF, &token);

	parser_node(p, index)->shape = value_of_page(0);
	parser_advance(p);
	return index;
}

static uint32_t primary(struct parser *p)
{
	struct token token = p->token;
	uint32_t index = 0;

	switch (token.kind) {
	case TOKEN_NUMBER:
		return number(p);
	case TOKEN_NAME:
		return name(p);
	case TOKEN_REF:
		return reference(p);
	case TOKEN_OPERATOR:
		if (!parser_accept(p, "(")) {
			parser_expected(p, "a value");
			break;
		}
		index = parser_expression(p);
		parser_require(p, ")");
		return index;
	case TOKEN_BAD:
		expression_mistake(p->v, token.start,
				   "\"%.*s\" is not understood",
				   (int)token.length, token.start);
		break;
	case TOKEN_END:
		parser_expected(p, "a value");
		break;
	}
	return parser_add(p, NODE_NUMBER, &token);
}

static uint32_t member_of(struct parser *p, uint32_t object)
{
	struct token name = p->token;
	uint32_t index = parser_add(p, NODE_MEMBER, &name);
	struct value shape = shape_of(p, object);
	struct member member;

	if (name.kind != TOKEN_NAME)
		parser_expected(p, "a member's name");
	parser_advance(p);
	if (p->v->failed || !member_find(p->v, &shape, &name, &member))
		return index;
	struct node *node = parser_node(p, index);

	node->operand[0] = object;
	node->member = member;
	node->shape = member_value(p->v, &shape, &member, &name);
	return index;
}

static uint32_t element_of(struct parser *p, uint32_t array,
			   const struct token *bracket)
{
	struct value shape = shape_of(p, array);
	uint32_t index = parser_add(p, NODE_ELEMENT, bracket);
	uint32_t number = parser_number(p);

	parser_require(p, shape.kind == VALUE_PCPS ? ")" : "]");
	parser_node(p, index)->operand[0] = array;
	parser_node(p, index)->operand[1] = number;
	parser_node(p, index)->shape =
		expression_element(p->v, &shape, 0, bracket->start);
	return index;
}

uint32_t parser_operand(struct parser *p)
{
	uint32_t index = primary(p);

	while (!p->v->failed) {
		struct token token = p->token;
		bool cpu = shape_of(p, index).kind == VALUE_PCPS;

		if (parser_accept(p, "."))
			index = member_of(p, index);
		else if (parser_accept(p, cpu ? "(" : "["))
			index = element_of(p, index, &token);
		else
			break;
	}
	return index;
}
