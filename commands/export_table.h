/*
 * export allocinfo, export slabinfo: the text of the model's table, or that of
 * the one that was imported, byte for byte.
 */
#ifndef MMSCOPE_COMMANDS_EXPORT_TABLE_H
#define MMSCOPE_COMMANDS_EXPORT_TABLE_H

#include "commands/command.h"

bool is_exported_table(const char *kind);
enum status export_table(struct session *s, const struct arguments *args,
			 struct reply *r);

#endif
