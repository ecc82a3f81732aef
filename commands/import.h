/*
 * What `import KIND FILE…` brings: each kind has a file of its own.
 */
#ifndef MMSCOPE_COMMANDS_IMPORT_H
#define MMSCOPE_COMMANDS_IMPORT_H

#include "commands/command.h"

/* args->argv[0] is the kind's name. */
typedef enum status (*import_fn)(struct session *s,
				 const struct arguments *args, struct reply *r);

enum status import_slabinfo(struct session *s, const struct arguments *args,
			    struct reply *r);
enum status import_kpageflags(struct session *s, const struct arguments *args,
			      struct reply *r);
enum status import_allocinfo(struct session *s, const struct arguments *args,
			     struct reply *r);

/* import_allocinfo.c: what differs between two such files, or between one and
 * the machine. */
enum status diff_allocinfo(struct session *s, const struct arguments *args,
			   struct reply *r);
/* diff_slabinfo.c: the same of slab caches. */
enum status diff_slabinfo(struct session *s, const struct arguments *args,
			  struct reply *r);

#endif
