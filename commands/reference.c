/*
 * References to pages: numbers, history values ($1, $2[3], $) and names.
 *
 * Values are never stored: $N is what the N-th operation that makes a value
 * gave, read from the history each time.  So they survive save and load, and
 * cannot disagree with what a rewound and rewritten history holds.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/session_internal.h"

uint32_t last_value_op(const struct model *m)
{
	uint32_t op = history_op_at(m, history_cursor(m));

	if (op && history_op_end(m, op) > history_cursor(m))
		op--; /* it has not returned yet */
	return history_value_op(m, history_values(m, op));
}

/* Is the value there at the cursor?  Says why when it is not. */
static enum status check_present(struct session *s, const char *text,
				 uint32_t op, struct reply *r)
{
	if (history_op_begin(s->m, op) >= history_cursor(s->m))
		return reply_fail(r, STATUS_FAILED,
				  "%s lies in the future: operation %u makes "
				  "it, go there with `goto op %u` and `finish`",
				  text, op, op);
	if (history_op_end(s->m, op) > history_cursor(s->m))
		return reply_fail(r, STATUS_FAILED,
				  "%s is not there yet: operation %u has not "
				  "returned, `goto end` finishes it",
				  text, op);
	return STATUS_OK;
}

static enum status fail_no_page(struct session *s, const char *text,
				uint32_t op, struct reply *r)
{
	char words[160];

	if (history_op(s->m, op)->kind == OP_KMALLOC &&
	    history_op(s->m, op)->size == 0)
		return reply_fail(r, STATUS_FAILED,
				  "%s is ZERO_SIZE_PTR, no memory: kfree does "
				  "nothing with it",
				  text);
	narrate_operation(s->m, op, words, sizeof(words));
	return reply_fail(r, STATUS_FAILED,
			  "%s is no page: operation %u (%s) was refused", text,
			  op, words);
}

static enum status ref_of_alloc(struct session *s, const char *text,
				uint32_t op, struct page_ref *ret,
				struct reply *r)
{
	const struct op_result *result = history_result(s->m, op);

	if (strchr(text, '['))
		return reply_fail(r, STATUS_FAILED,
				  "%s: operation %u took one block, only the "
				  "values of bulk have an index",
				  text, op);
	if (result->pfn == PFN_NONE)
		return fail_no_page(s, text, op, r);
	*ret = (struct page_ref){ .pfn = result->pfn,
				  .order = (int)result->order,
				  .op = op };
	return STATUS_OK;
}

/* "[3]" after a bulk's value; without an index it is the first page. */
static enum status ref_of_bulk(struct session *s, const char *text, uint32_t op,
			       struct page_ref *ret, struct reply *r)
{
	const struct op_result *result = history_result(s->m, op);
	const char *bracket = strchr(text, '[');
	uint64_t index = 0;

	if (result->count == 0)
		return fail_no_page(s, text, op, r);
	if (bracket) {
		char digits[24];
		size_t length = strcspn(bracket + 1, "]");

		snprintf(digits, sizeof(digits), "%.*s", (int)length,
			 bracket + 1);
		if (strcmp(bracket + 1 + length, "]") != 0 ||
		    !parse_number(digits, &index))
			return reply_fail(r, STATUS_FAILED,
					  "%s: the index is written $2[0]",
					  text);
	}
	if (index >= result->count)
		return reply_fail(r, STATUS_FAILED,
				  "%s: operation %u took %u page%s, the last "
				  "index is %u",
				  text, op, result->count,
				  plural(result->count), result->count - 1);
	*ret = (struct page_ref){ .pfn = result->pfns[index], .op = op };
	return STATUS_OK;
}

static enum status ref_of_value(struct session *s, const char *text,
				uint32_t op, struct page_ref *ret,
				struct reply *r)
{
	enum status status = check_present(s, text, op, r);

	if (status != STATUS_OK)
		return status;
	if (history_op(s->m, op)->kind == OP_BULK)
		return ref_of_bulk(s, text, op, ret, r);
	return ref_of_alloc(s, text, op, ret, r);
}

/* Which operation made the value that the text names?  0 with the reason. */
static uint32_t value_of_text(struct session *s, const char *text,
			      struct reply *r)
{
	char digits[24];
	uint64_t number = 0;
	uint32_t op = 0;

	snprintf(digits, sizeof(digits), "%.*s", (int)strcspn(text + 1, "["),
		 text + 1);
	if (digits[0] == '\0') {
		op = last_value_op(s->m);
		if (!op)
			reply_fail(r, STATUS_FAILED,
				   "%s: no value yet, alloc or bulk makes one",
				   text);
		return op;
	}
	if (parse_number(digits, &number) && number > 0)
		op = history_value_op(s->m, number);
	if (!op)
		reply_fail(r, STATUS_FAILED,
			   "there is no value %s: the history has %u", text,
			   history_values(s->m, history_ops(s->m)));
	return op;
}

uint32_t bulk_of_ref(struct session *s, const char *text)
{
	uint64_t number = 0;
	uint32_t op = 0;

	if (text[0] != '$')
		return 0;
	if (text[1] == '\0')
		op = last_value_op(s->m);
	else if (parse_number(text + 1, &number) && number > 0)
		op = history_value_op(s->m, number);
	if (!op || history_op(s->m, op)->kind != OP_BULK)
		return 0;
	return op;
}

static enum status ref_of_number(struct session *s, const char *name,
				 const struct number *number,
				 struct page_ref *ret, struct reply *r)
{
	if (number->bits < 0 || number->bits >= PFN_NONE ||
	    !machine_has_pfn(model_machine(s->m), (pfn_t)number->bits))
		return reply_fail(r, STATUS_FAILED,
				  "%s is %" PRId64
				  ", and this machine has no such page: see "
				  "`info zones`",
				  name, number->bits);
	*ret = (struct page_ref){ .pfn = (pfn_t)number->bits, .order = -1 };
	return STATUS_OK;
}

static enum status ref_of_name(struct session *s, const char *name,
			       struct page_ref *ret, struct reply *r)
{
	const struct named_value *named = named_value_find(s, name);

	if (!named)
		return reply_fail(r, STATUS_FAILED,
				  "%s has no value: `set %s = EXPRESSION` "
				  "gives it one",
				  name, name);
	if (!named->is_page)
		return ref_of_number(s, name, &named->number, ret, r);
	if (named->ref.op) {
		enum status status = check_present(s, name, named->ref.op, r);

		if (status != STATUS_OK)
			return status;
	}
	*ret = named->ref;
	return STATUS_OK;
}

bool ref_is_hole(const struct session *s, const char *text, pfn_t *ret)
{
	const struct machine *machine = model_machine(s->m);
	uint64_t number = 0;

	if (!parse_number(text, &number) ||
	    number < machine_first_pfn(machine) ||
	    number >= machine_end_pfn(machine) ||
	    machine_has_pfn(machine, (pfn_t)number))
		return false;
	*ret = (pfn_t)number;
	return true;
}

static enum status fail_no_frame(struct session *s, const char *text,
				 struct reply *r)
{
	const struct machine *machine = model_machine(s->m);
	pfn_t hole = 0;

	if (ref_is_hole(s, text, &hole))
		return reply_fail(r, STATUS_FAILED,
				  "pfn %s lies in a hole of this machine's "
				  "memory: it has no struct page",
				  text);
	return reply_fail(r, STATUS_FAILED,
			  "pfn %s is outside of this machine, whose pages are "
			  "%u to %u",
			  text, machine_first_pfn(machine),
			  machine_end_pfn(machine) - 1);
}

enum status parse_ref(struct session *s, const char *text, struct page_ref *ret,
		      struct reply *r)
{
	uint64_t number = 0;

	if (text[0] == '$') {
		if (text[1] && !strchr("0123456789[", text[1]))
			return ref_of_name(s, text, ret, r);
		uint32_t op = value_of_text(s, text, r);

		return op ? ref_of_value(s, text, op, ret, r) : STATUS_FAILED;
	}
	if (!parse_number(text, &number))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no page: write a pfn, $, $N, "
				  "$N[i] or $name",
				  text);
	if (number >= PFN_NONE ||
	    !machine_has_pfn(model_machine(s->m), (pfn_t)number))
		return fail_no_frame(s, text, r);
	*ret = (struct page_ref){ .pfn = (pfn_t)number, .order = -1 };
	return STATUS_OK;
}
