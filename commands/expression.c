/*
 * Evaluating expressions: a walk over the tree that expression_parse.c made.
 *
 * Numbers are 64 bits wide and wrap around; there is no undefined behaviour to
 * run into.  They are signed but for flags words, numbers above 2^63 - 1 and
 * what is computed with one of these, as C has it.  After a mistake every
 * value is 0 and nothing more is looked up.
 */
#include "commands/expression.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/expression_internal.h"
#include "commands/zone_ref.h"

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

void expression_mistake(struct evaluation *v, const char *at,
			const char *format, ...)
{
	char what[384];
	va_list args;

	if (v->failed)
		return;
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	snprintf(v->reason, EXPRESSION_REASON_SIZE,
		 "expression, column %zu: %s", (size_t)(at - v->text) + 1,
		 what);
	v->failed = true;
}

void expression_read(struct evaluation *v, const struct word_pattern *pattern)
{
	struct expression_reads *reads = v->reads;

	if (!reads)
		return;
	if (reads->nr == EXPRESSION_READS)
		reads->by_step = true;
	else
		reads->patterns[reads->nr++] = *pattern;
}

void expression_read_local(struct evaluation *v,
			   const struct probe_set *functions)
{
	if (v->reads)
		probe_set_join(&v->reads->probes, functions);
}

void expression_read_step(struct evaluation *v)
{
	if (v->reads)
		v->reads->by_step = true;
}

/* What a value that is no number lacks. */
static const char *missing_of(enum value_kind kind)
{
	switch (kind) {
	case VALUE_NUMBER:
	case VALUE_ZONE:
	case VALUE_NODE:
	case VALUE_PAGE:
		return NULL;
	case VALUE_TAG:
		return "a tag is no number: add .bytes or .calls";
	case VALUE_PCP:
		return "a pcp is no number: add .count or .high";
	case VALUE_FREE_AREA:
		return "a free_area is no number: add .nr_free";
	case VALUE_LIST:
		return "a list is no number: add .nr";
	case VALUE_PCPS:
		return "pcp needs its CPU, as in pcp(0)";
	case VALUE_FREE_AREAS:
	case VALUE_NR_FREES:
	case VALUE_FREE_LISTS:
	case VALUE_PCP_LISTS:
	case VALUE_WORDS:
		return "an index in [ ] is missing";
	}
	return NULL;
}

struct number expression_number(struct evaluation *v, const struct value *value,
				const char *at)
{
	const char *missing = missing_of(value->kind);

	if (!missing)
		return (struct number){ value->number, value->is_unsigned };
	expression_mistake(v, at, "%s", missing);
	return (struct number){ 0 };
}

static struct value node_value(struct evaluation *v, const struct expression *e,
			       uint32_t index);

static struct number number_of(struct evaluation *v, const struct expression *e,
			       uint32_t index)
{
	struct value value = node_value(v, e, index);

	return expression_number(v, &value, e->nodes[index].token.start);
}

/* `$name` may be any number, the others are pages. */
static struct value ref_value(struct evaluation *v, const struct token *token)
{
	char word[64];
	struct page_ref ref = { .pfn = 0 };
	const struct named_value *named = NULL;

	snprintf(word, sizeof(word), "%.*s", (int)token->length, token->start);
	named = named_value_find(v->s, word);
	if (named && !named->is_page)
		return value_of(named->number);
	if (!word[1])
		expression_read_step(v);
	struct reply *silent = reply_create_text(NULL, NULL);

	if (parse_ref(v->s, word, &ref, silent) != STATUS_OK) {
		expression_read_step(v);
		expression_mistake(v, token->start, "%s", reply_error(silent));
	}
	reply_destroy(silent);
	return value_of_page(ref.pfn);
}

static struct value member_of(struct evaluation *v, const struct expression *e,
			      const struct node *node)
{
	struct value object = node_value(v, e, node->operand[0]);
	struct member member = node->member;

	if (v->failed)
		return value_of_number(0);
	/* A local may be another kind of object than elsewhere. */
	if (object.kind != member.of &&
	    !member_find(v, &object, &node->token, &member))
		return value_of_number(0);
	return member_value(v, &object, &member, &node->token);
}

static struct value element_of(struct evaluation *v, const struct expression *e,
			       const struct node *node)
{
	struct value array = node_value(v, e, node->operand[0]);
	struct number index = number_of(v, e, node->operand[1]);

	return expression_element(v, &array, index.bits, node->token.start);
}

static struct value zone_of(struct evaluation *v, const struct expression *e,
			    const struct node *node)
{
	int64_t zone_node = ANY_NODE;

	if (!node->operand[1])
		return node->shape;
	zone_node = number_of(v, e, node->operand[0]).bits;
	return zone_value(v, &node->token, zone_node);
}

static struct value binary_value(struct evaluation *v,
				 const struct expression *e,
				 const struct node *node)
{
	struct number a = number_of(v, e, node->operand[0]);

	/* What && and || do not need is not looked up. */
	if (node->code == AND_THEN && a.bits == 0)
		return value_of_number(0);
	if (node->code == OR_ELSE && a.bits != 0)
		return value_of_number(1);
	struct number b = number_of(v, e, node->operand[1]);

	return value_of(
		expression_apply(v, node->code, a, b, node->token.start));
}

static struct value choice_value(struct evaluation *v,
				 const struct expression *e,
				 const struct node *node)
{
	bool yes = number_of(v, e, node->operand[0]).bits != 0;
	struct number number = number_of(v, e, node->operand[yes ? 1 : 2]);

	number.is_unsigned |= node->shape.is_unsigned;
	return value_of(number);
}

static struct value unary_value(struct evaluation *v,
				const struct expression *e,
				const struct node *node)
{
	struct number number = number_of(v, e, node->operand[0]);

	if (node->kind == NODE_NOT)
		return value_of_number(number.bits == 0);
	if (node->kind == NODE_COMPLEMENT)
		number.bits = ~number.bits;
	if (node->kind == NODE_MINUS)
		number.bits = (int64_t)(0 - (uint64_t)number.bits);
	return value_of(number);
}

static struct value object_of(struct evaluation *v, const struct expression *e,
			      const struct node *node)
{
	int64_t number = number_of(v, e, node->operand[0]).bits;

	return node->kind == NODE_PAGE
		       ? value_of_page(number)
		       : object_value(v, node->kind, number, node->token.start);
}

static struct value node_value(struct evaluation *v, const struct expression *e,
			       uint32_t index)
{
	const struct node *node = &e->nodes[index];

	if (v->failed)
		return value_of_number(0);
	switch (node->kind) {
	case NODE_NUMBER:
		return node->shape;
	case NODE_REF:
		return ref_value(v, &node->token);
	case NODE_NAME:
		return name_value(v, node->name, &node->token);
	case NODE_ZONE:
		return zone_of(v, e, node);
	case NODE_PAGE:
	case NODE_NODE:
	case NODE_TAG:
		return object_of(v, e, node);
	case NODE_MEMBER:
		return member_of(v, e, node);
	case NODE_ELEMENT:
		return element_of(v, e, node);
	case NODE_NOT:
	case NODE_COMPLEMENT:
	case NODE_MINUS:
	case NODE_PLUS:
		return unary_value(v, e, node);
	case NODE_BINARY:
		return binary_value(v, e, node);
	case NODE_CHOICE:
		return choice_value(v, e, node);
	}
	return value_of_number(0);
}

void expression_destroy(struct expression *e)
{
	if (!e)
		return;
	for (uint32_t i = 0; i < e->nr_nodes; i++)
		free(e->nodes[i].name);
	free(e->nodes);
	free(e->text);
	free(e);
}

struct expression *expression_compile(struct session *s, const char *text,
				      struct reply *r)
{
	char reason[EXPRESSION_REASON_SIZE];
	struct evaluation v = { .s = s, .m = s->m, .reason = reason };
	struct expression *e = expression_parse(&v, text);
	struct value shape = { .kind = VALUE_NUMBER };

	if (e) {
		shape = e->nodes[e->root].shape;
		expression_number(&v, &shape, e->text);
	}
	if (!v.failed)
		return e;
	expression_destroy(e);
	reply_fail(r, STATUS_FAILED, "%s", reason);
	return NULL;
}

bool expression_value(struct session *s, const struct expression *e,
		      struct number *ret, struct expression_reads *reads,
		      char reason[EXPRESSION_REASON_SIZE])
{
	struct evaluation v = {
		.s = s, .m = s->m, .text = e->text, .reads = reads
	};

	v.reason = reason;
	struct value value = node_value(&v, e, e->root);
	struct number number = expression_number(&v, &value, e->text);

	if (!v.failed)
		*ret = number;
	return !v.failed;
}

enum status expression_eval(struct session *s, const char *text,
			    struct number *ret, struct reply *r)
{
	char reason[EXPRESSION_REASON_SIZE];
	struct expression *e = expression_compile(s, text, r);

	if (!e)
		return STATUS_FAILED;
	bool good = expression_value(s, e, ret, NULL, reason);

	expression_destroy(e);
	return good ? STATUS_OK : reply_fail(r, STATUS_FAILED, "%s", reason);
}

enum status expression_check(struct session *s, const char *text,
			     struct reply *r)
{
	struct expression *e = expression_compile(s, text, r);
	enum status status = e ? STATUS_OK : STATUS_FAILED;

	expression_destroy(e);
	return status;
}
