/*
 * /proc/kpageflags and kpagecount of what a session shows, frame by frame:
 * imported, or made from the modelled machine.
 */
#ifndef MMSCOPE_COMMANDS_KPAGE_SOURCE_H
#define MMSCOPE_COMMANDS_KPAGE_SOURCE_H

#include "commands/reply.h"
#include "commands/session.h"
#include "core/kpage_memory.h"

struct arguments;

struct kpage_source {
	struct kpage_memory memory;
	/* Bits that nothing tells, and how many frames have any; NULL: none,
	 * imported words are what they are. */
	uint64_t *unknown;
	uint64_t nr_unknown;
	uint64_t *owned[2];
};

/* `command` is whose answer a refusal is: a machine may be too large. */
enum status kpage_source_open(struct session *s, const char *command,
			      struct kpage_source *ret, struct reply *r);
void kpage_source_close(struct kpage_source *source);

/* look_cat_kpage.c: as a table of equal neighbours. */
enum status cat_kpageflags(struct session *s, struct reply *r);
enum status cat_kpagecount(struct session *s, struct reply *r);
/* export_kpage.c: export kpageflags|kpagecount FILE */
enum status export_kpage(struct session *s, const struct arguments *args,
			 struct reply *r);

#endif
