/*
 * What the files of expressions share.  expression_parse.c makes a tree of a
 * text, expression.c evaluates it, expression_names.c knows what a name
 * stands for, expression_members.c what an object consists of.
 */
#ifndef MMSCOPE_COMMANDS_EXPRESSION_INTERNAL_H
#define MMSCOPE_COMMANDS_EXPRESSION_INTERNAL_H

#include "commands/expression.h"
#include "commands/local_name.h"
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
	VALUE_TAG,
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
	struct field_place place; /* of an object, with its coordinates */
	const struct list_head *list;
	const struct state_word *word; /* of VALUE_WORDS */
};

/* One evaluation on its way, or the check that a parser makes. */
struct evaluation {
	struct session *s;
	const struct model *m;
	const char *text;
	char *reason;  /* of the first mistake */
	bool failed;   /* there was one: the rest is not looked at */
	bool checking; /* names are checked, nothing is looked up */
	struct expression_reads *reads; /* NULL: nobody wants to know */
};

struct zone_member;
struct page_word;

/* What a member of one kind of object is. */
struct member {
	enum value_kind of;
	enum value_kind array;         /* VALUE_NUMBER: it is no array */
	const struct state_word *word; /* NULL: it is one of these */
	const struct zone_member *computed;
	const struct page_word *page_word;
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

enum place_name {
	NO_PLACE,
	PLACE_STEP,
	PLACE_STEPS,
	PLACE_OP,
	PLACE_OPS,
	PLACE_CPU
};

/* All that a name may stand for, in the order in which it is tried. */
struct name {
	bool is_local;
	struct local_name local;
	enum place_name place;
	bool is_zone_word;
	struct member member;
	bool is_constant;
	int64_t constant;
};

enum node_kind {
	NODE_NUMBER,
	NODE_REF,
	NODE_NAME,
	NODE_ZONE,
	NODE_PAGE,
	NODE_NODE,
	NODE_TAG,
	NODE_MEMBER,
	NODE_ELEMENT,
	NODE_NOT,
	NODE_COMPLEMENT,
	NODE_MINUS,
	NODE_PLUS,
	NODE_BINARY,
	NODE_CHOICE,
};

/* Nodes name each other by their place in the expression's array. */
struct node {
	enum node_kind kind;
	enum operation_code code; /* of NODE_BINARY */
	uint32_t operand[3];
	struct token token;   /* where it stands, or its name */
	struct value shape;   /* of its value, as far as the text tells */
	struct member member; /* of NODE_MEMBER, for the shape's kind */
	struct name *name;    /* of NODE_NAME; owned */
};

struct expression {
	char *text;
	struct node *nodes;
	uint32_t nr_nodes;
	uint32_t root;
};

struct value value_of_number(int64_t number);
struct value value_of_word(uint64_t word); /* an unsigned one */
struct value value_of_zone(int64_t zone);
struct value value_of_page(int64_t pfn);

/* expression.c */
void expression_mistake(struct evaluation *v, const char *at,
			const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The number that a value is; a mistake when it is none. */
struct number expression_number(struct evaluation *v, const struct value *value,
				const char *at);
/* Notes that a pattern was read, a local that these steps may have, or that
 * the step itself counts. */
void expression_read(struct evaluation *v, const struct word_pattern *pattern);
void expression_read_local(struct evaluation *v,
			   const struct probe_set *functions);
void expression_read_step(struct evaluation *v);

/* expression_parse.c: NULL with the mistake in v->reason. */
struct expression *expression_parse(struct evaluation *v, const char *text);

/* expression_arithmetic.c; `at`: the operator, for a mistake. */
struct number expression_apply(struct evaluation *v, enum operation_code code,
			       struct number a, struct number b,
			       const char *at);

/* expression_names.c */
/* `before_index`: what follows wants an object or an array. */
struct name *name_resolve(struct evaluation *v, const struct token *token,
			  bool before_index);
/* The i-th of step, op and their like; NULL past the last. */
const char *place_name_nth(size_t i);
struct value name_value(struct evaluation *v, const struct name *name,
			const struct token *token);
/* Is it, at the cursor, a word of the present zone? */
bool name_is_zone_word_here(struct evaluation *v, const struct name *name);
int64_t current_zone(const struct evaluation *v);
/* zone(TOKEN[,NODE]); `node` ANY_NODE: none given. */
struct value zone_value(struct evaluation *v, const struct token *token,
			int64_t node);
/* node(N) and tag(N), by the node's kind. */
struct value object_value(struct evaluation *v, enum node_kind kind,
			  int64_t number, const char *at);

/* expression_members.c */
bool zone_has_member(const struct token *name);
/* The i-th member's name of a kind of object; NULL past the last. */
const char *member_nth(enum value_kind kind, size_t i);
/* False with the mistake when objects of this kind have no such member. */
bool member_find(struct evaluation *v, const struct value *object,
		 const struct token *name, struct member *ret);
struct value member_value(struct evaluation *v, const struct value *object,
			  const struct member *member,
			  const struct token *name);
/* Notes that a state word of an object was read. */
void member_read(struct evaluation *v, enum field_id id,
		 const struct field_place *place, unsigned element);

/* expression_page.c */
const struct page_word *page_word_find(const struct token *name);
const char *page_field_nth(size_t i);
struct value page_word_value(struct evaluation *v, const struct page_word *word,
			     int64_t pfn, const struct token *name);

/* expression_elements.c */
struct value expression_element(struct evaluation *v, const struct value *array,
				int64_t index, const char *at);

/* expression_constants.c: the kernel's named constants. */
bool constant_find(const struct machine *machine, const char *name,
		   int64_t *ret);
/* The i-th of those that are no flags; NULL past the last. */
const char *constant_nth(size_t i);

#endif
