/*
 * Call sites as typed and as shown: FILE:LINE:FUNCTION, with [MODULE] behind
 * it where one is meant.
 */
#ifndef MMSCOPE_COMMANDS_CALL_SITE_H
#define MMSCOPE_COMMANDS_CALL_SITE_H

#include "commands/reply.h"
#include "commands/text.h"
#include "core/alloc_tag.h"

/* Cuts the text in place. */
enum status call_site_parse(char *text, struct codetag *ret, struct reply *r);
/* As it can be typed. */
void call_site_add(struct text *out, const struct codetag *site);
/* As it is shown: "mm/shmem.c:12 [drv] shmem_alloc". */
void call_site_show(struct text *out, const struct codetag *site);

#endif
