/*
 * Operations on code tags: modules, hooks, and mem_profiling.
 */
#ifndef MMSCOPE_COMMANDS_TAGGING_H
#define MMSCOPE_COMMANDS_TAGGING_H

#include "commands/session_internal.h"
#include "commands/text.h"

/* From words to inputs; rows of the table in operation_words.c. */
enum status parse_module(struct session *s, const struct arguments *args,
			 struct operation_request *request, struct reply *r);
enum status parse_hook(struct session *s, const struct arguments *args,
		       struct operation_request *request, struct reply *r);
enum status parse_unhook(struct session *s, const struct arguments *args,
			 struct operation_request *request, struct reply *r);
enum status parse_profiling(struct session *s, const struct arguments *args,
			    struct operation_request *request, struct reply *r);

/* Does the module exist that a call site names, and the site in it? */
enum status check_call_site(const struct session *s, const struct operation *op,
			    struct reply *r);

/* The line that asks for such an operation. */
void tagging_words(struct text *out, const struct operation *op);
/* What is said of one that has run, and of one that cannot. */
void reply_tagging(struct session *s, uint32_t op, struct reply *r);
enum status tagging_refused(struct session *s, enum op_refusal refusal,
			    const struct operation *op, int64_t where,
			    struct reply *r);
/* `show mem_profiling` */
enum status show_profiling(struct session *s, struct reply *r);

#endif
