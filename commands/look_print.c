/*
 * print and expect: expressions over the model at the cursor.
 */
#include "commands/look_internal.h"
#include "commands/number_text.h"

static enum status run_print(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	struct number number = { 0 };

	if (args->argc == 0)
		return command_usage("print", r);

	enum status status = expression_eval(s, args->rest, &number, r);

	if (status != STATUS_OK)
		return status;
	reply_number_value(number, args->format, r);
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
	reply_value(r, "value", number_json(number));
	reply_word(r, "hex", (uint64_t)number.bits);
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
	.help = "print/x is hexadecimal, /d signed, /u unsigned, /o octal, /t "
		"binary, /c a\n"
		"character.\n"
		"C operators and parentheses over the model's names; flags and "
		"page_type are\n"
		"unsigned, as in C:\n"
		"  zone(Normal).free .free_exact .min .low .high .boost "
		".managed .nr_free[3]\n"
		"  zone(Normal,1).free_area[3].list[M].nr  "
		"zone(DMA32).pcp(0).count\n"
		"  page($1).flags .refcount .mapcount .page_type .order .tag\n"
		"  node(0).kswapd_order  tag(0).bytes  step  op  cpu  $1  and "
		"the locals of the\n"
		"step.  A zone's word alone (free, low, ...) means the zone of "
		"the step, else\n"
		"the first one; min, low and high include the boost. "
		"Constants: GFP_KERNEL,\n"
		"PG_head, ALLOC_CMA, MIGRATE_MOVABLE or M, none.",
	.example = "print/x page(0).flags",
	.completes = COMPLETE_EXPRESSION,
	.formats = true,
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
	.completes = COMPLETE_EXPRESSION,
	.run = run_expect,
};
