/*
 * print and expect: expressions over the model at the cursor.
 */
#include <inttypes.h>

#include "commands/expression.h"
#include "commands/look_internal.h"

/* Beyond 32 bits a number is a mask or an address more often than a count. */
static bool wants_hex(struct number number)
{
	return number.bits > UINT32_MAX || number.bits < INT32_MIN ||
	       (number.is_unsigned && number.bits < 0);
}

/* JSON numbers are exact within 2^53 only. */
static void value_keys(struct number number, struct reply *r)
{
	const int64_t limit = (int64_t)1 << 53;
	int64_t least = number.is_unsigned ? 0 : -limit;

	if (number.bits >= least && number.bits <= limit)
		reply_number(r, "value", number.bits);
	else
		reply_word(r, "value", (uint64_t)number.bits);
	reply_word(r, "hex", (uint64_t)number.bits);
}

static void value_text(struct number number, struct reply *r)
{
	if (number.is_unsigned)
		reply_text(r, "= %" PRIu64, (uint64_t)number.bits);
	else
		reply_text(r, "= %" PRId64, number.bits);
	if (wants_hex(number))
		reply_text(r, " (0x%" PRIx64 ")", (uint64_t)number.bits);
	reply_text(r, "\n");
}

static enum status run_print(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	struct number number = { 0 };

	if (args->argc == 0)
		return command_usage("print", r);

	enum status status = expression_eval(s, args->rest, &number, r);

	if (status != STATUS_OK)
		return status;
	value_text(number, r);
	value_keys(number, r);
	return STATUS_OK;
}

static enum status run_expect(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct number number = { 0 };

	if (args->argc == 0)
		return command_usage("expect", r);

	enum status status = expression_eval(s, args->rest, &number, r);

	if (status != STATUS_OK)
		return status;
	/* In text the sentence with its place is the answer; an object says
	 * that the expression was evaluated, and what came of it. */
	if (number.bits == 0 && !reply_is_json(r))
		return reply_fail(r, STATUS_NOT_HELD,
				  "expect: %s does not hold (it is 0)",
				  args->rest);
	value_keys(number, r);
	reply_value(r, "holds", json_bool(number.bits != 0));
	if (number.bits != 0)
		return STATUS_OK;
	reply_set_status(r, STATUS_NOT_HELD);
	return STATUS_NOT_HELD;
}

const struct command cmd_print = {
	.name = "print",
	.aliases = "p",
	.group = GROUP_LOOKING,
	.args = "EXPRESSION",
	.summary = "Print the value of an expression",
	.help = "C operators and parentheses over the model's names; flags "
		"and page_type are\nunsigned, as in C:\n"
		"  zone(Normal).free .free_exact .min .low .high .boost "
		".managed .nr_free[3]\n"
		"  zone(Normal,1).free_area[3].list[M].nr  "
		"zone(DMA32).pcp(0).count\n"
		"  page($1).flags .refcount .mapcount .page_type .order .tag\n"
		"  node(0).kswapd_order  step  op  $1  and the locals of the "
		"step.\n"
		"A zone's word alone (free, low, ...) means the zone of the "
		"step, else the first\none; min, low and high include the "
		"boost. Constants: GFP_KERNEL, PG_head,\nALLOC_CMA, "
		"MIGRATE_MOVABLE or M, none.",
	.example = "print zone(Normal).free - zone(Normal).low",
	.run = run_print,
};

const struct command cmd_expect = {
	.name = "expect",
	.group = GROUP_FILES,
	.args = "EXPRESSION",
	.summary = "Fail with exit status 4 unless an expression holds",
	.help = "For scripts and lessons; `help print` shows what an "
		"expression may say.",
	.example = "expect zone(Normal).free > 0",
	.run = run_expect,
};
