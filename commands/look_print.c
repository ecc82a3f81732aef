/*
 * print and expect: expressions over the model at the cursor.
 */
#include <inttypes.h>

#include "commands/expression.h"
#include "commands/look_internal.h"

/* Beyond 32 bits a number is a mask or an address more often than a count. */
static bool wants_hex(int64_t number)
{
	return number > UINT32_MAX || number < INT32_MIN;
}

/* JSON numbers are exact within 2^53 only. */
static void reply_exact(struct reply *r, const char *key, int64_t number)
{
	const int64_t limit = (int64_t)1 << 53;

	if (number >= -limit && number <= limit)
		reply_number(r, key, number);
	else
		reply_word(r, key, (uint64_t)number);
}

static enum status run_print(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	int64_t number = 0;

	if (args->argc == 0)
		return command_usage("print", r);

	enum status status = expression_eval(s, args->rest, &number, r);

	if (status != STATUS_OK)
		return status;
	if (wants_hex(number))
		reply_text(r, "= %" PRId64 " (0x%" PRIx64 ")\n", number,
			   (uint64_t)number);
	else
		reply_text(r, "= %" PRId64 "\n", number);
	reply_exact(r, "value", number);
	return STATUS_OK;
}

static enum status run_expect(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	int64_t number = 0;

	if (args->argc == 0)
		return command_usage("expect", r);

	enum status status = expression_eval(s, args->rest, &number, r);

	if (status != STATUS_OK)
		return status;
	if (number == 0)
		return reply_fail(r, STATUS_NOT_HELD,
				  "expect: %s does not hold (it is 0)",
				  args->rest);
	reply_exact(r, "value", number);
	return STATUS_OK;
}

const struct command cmd_print = {
	.name = "print",
	.aliases = "p",
	.group = GROUP_LOOKING,
	.args = "EXPRESSION",
	.summary = "Print the value of an expression",
	.help = "C operators and parentheses over the model's names:\n"
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
