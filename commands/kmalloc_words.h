/*
 * kmalloc and kfree from words to operations, and when they are refused.
 */
#ifndef MMSCOPE_COMMANDS_KMALLOC_WORDS_H
#define MMSCOPE_COMMANDS_KMALLOC_WORDS_H

#include "commands/session_internal.h"

enum status parse_kmalloc(struct session *s, const struct arguments *args,
			  struct operation_request *request, struct reply *r);
enum status parse_kfree(struct session *s, const struct arguments *args,
			struct operation_request *request, struct reply *r);
enum status kmalloc_refused(struct session *s, enum op_refusal refusal,
			    const struct operation *op, int64_t where,
			    struct reply *r);

#endif
