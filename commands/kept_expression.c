/*
 * Expressions that are kept beyond the line that named them: conditions,
 * watched and displayed ones.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

struct kept_expression kept_expression_of(const char *text)
{
	struct kept_expression kept = { .text = strdup(text) };

	assert(kept.text && "out of memory");
	return kept;
}

void kept_expression_deinit(struct kept_expression *kept)
{
	expression_destroy(kept->compiled);
	free(kept->text);
	*kept = (struct kept_expression){ 0 };
}

/* Compiled for the present machine; false with the reason. */
static bool compile(struct session *s, struct kept_expression *kept,
		    char reason[EXPRESSION_REASON_SIZE])
{
	if (kept->compiled && kept->machine == s->machines)
		return true;
	struct reply *silent = reply_create_text(NULL, NULL);

	expression_destroy(kept->compiled);
	kept->compiled = expression_compile(s, kept->text, silent);
	kept->machine = s->machines;
	if (!kept->compiled)
		snprintf(reason, EXPRESSION_REASON_SIZE, "%s",
			 reply_error(silent));
	reply_destroy(silent);
	return kept->compiled != NULL;
}

bool kept_expression_value(struct session *s, struct kept_expression *kept,
			   struct number *ret, struct expression_reads *reads,
			   char reason[EXPRESSION_REASON_SIZE])
{
	return compile(s, kept, reason) &&
	       expression_value(s, kept->compiled, ret, reads, reason);
}
