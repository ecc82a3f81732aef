/*
 * Machine specs: "pc,nodes=2 min_free_kbytes=4096", a preset and key=value
 * pairs, separated by commas or blanks (INTERFACE.md, Machines).
 */
#ifndef MMSCOPE_COMMANDS_MACHINE_SPEC_H
#define MMSCOPE_COMMANDS_MACHINE_SPEC_H

#include "commands/reply.h"
#include "core/boot.h"

enum { MACHINE_NAME_SIZE = 32 };

/* `kernel`: the version where the spec names none; NULL: the default.
 * *ret_name: the preset that the spec builds on.  False with the reason. */
bool machine_spec_parse(const char *spec, const char *kernel,
			struct boot_config *ret,
			char ret_name[MACHINE_NAME_SIZE],
			struct diagnosis *why);

/* One key=value of a spec; false with the reason. */
bool boot_key_parse(const char *key, const char *value,
		    struct boot_config *config, struct diagnosis *why);
/* May the value hold commas (zones=dma,normal)? */
bool machine_key_has_commas(const char *key);

/* A key of flags-layout: "arch", "section_bits" …; false with the reason
 * when there is no such key or the value is none of it. */
bool layout_key_parse(const char *key, const char *value,
		      struct flags_config *config, struct diagnosis *why);

/* The i-th key of a spec; NULL past the last. */
const char *machine_key_nth(size_t i);

/* Why machine_boot() did not boot this, and what to change. */
void boot_refusal_explain(enum boot_refusal refusal,
			  const struct boot_config *config,
			  struct diagnosis *why);

#endif
