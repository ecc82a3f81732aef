/*
 * export slabinfo: the text of /proc/slabinfo.
 */
#ifndef MMSCOPE_COMMANDS_EXPORT_SLABINFO_H
#define MMSCOPE_COMMANDS_EXPORT_SLABINFO_H

#include "commands/command.h"

enum status export_slabinfo(struct session *s, const struct arguments *args,
			    struct reply *r);

#endif
