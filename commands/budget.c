/*
 * `set budget`: how much memory the tape may take before steps far from the
 * cursor are found by running their operations again.
 */
#include <inttypes.h>

#include "commands/session_internal.h"

/* A part of the tape that the cursor stands in is always kept. */
enum { LEAST = 1 << 20 };

static bool parse_budget(const char *value, uint64_t *ret)
{
	return parse_number(value, ret) && *ret >= LEAST && *ret <= SIZE_MAX;
}

bool budget_holds(const struct session *s, const char *value)
{
	uint64_t bytes = 0;

	(void)s;
	return parse_budget(value, &bytes);
}

void budget_apply(struct session *s)
{
	uint64_t bytes = 0;

	if (parse_budget(session_setting(s, "budget"), &bytes))
		history_set_budget(s->m, (size_t)bytes);
}

void budget_explain(const struct session *s, struct reply *r)
{
	size_t bytes = history_bytes(s->m);
	uint32_t ops = history_ops(s->m);

	reply_text(r,
		   "  %" PRIu32
		   " operation%s and what is kept of their %" PRIu64
		   " steps take %zu KiB\n",
		   ops, plural(ops), history_steps(s->m), bytes / 1024);
	reply_number(r, "bytes", (int64_t)bytes);
}
