/*
 * Parts of what is said about an operation, whatever its kind.
 */
#ifndef MMSCOPE_COMMANDS_OPERATION_REPLY_H
#define MMSCOPE_COMMANDS_OPERATION_REPLY_H

#include "commands/session.h"

/* "$3 = ". */
void reply_ref(struct session *s, uint32_t op, struct reply *r);
/* "(12 steps)", the end of the line. */
void reply_steps(struct session *s, uint32_t op, struct reply *r);
/* That there is no page, and why. */
void reply_refused(struct session *s, uint32_t op, struct reply *r);

/* kmalloc_reply.c */
void reply_kmalloc(struct session *s, uint32_t op, struct reply *r);
void reply_kfree(struct session *s, uint32_t op, struct reply *r);

#endif
