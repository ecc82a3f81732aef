/*
 * Reading a machine spec piece by piece, and wording a refused one.
 *
 * A piece without `=` is a preset's name, except after a key whose value may
 * hold commas (zones=, lowmem_reserve_ratio=): there it continues the value.
 */
#include "commands/machine_spec.h"

#include <stdio.h>
#include <string.h>

#include "commands/session_internal.h"
#include "core/profile.h"

enum { PIECE_SIZE = 256 };

static const char default_preset[] = "small";

static const char separators[] = ", \t";

static bool take_preset(const char *piece, struct boot_config *ret, char *name,
			struct diagnosis *why)
{
	struct suggestion best = { 0 };
	char known[128] = "";
	size_t used = 0;

	if (boot_preset(piece, strlen(piece), ret)) {
		snprintf(name, MACHINE_NAME_SIZE, "%s", piece);
		return true;
	}
	for (unsigned i = 0; i < NR_PRESETS && used < sizeof(known); i++) {
		suggest(&best, piece, boot_preset_name(i));
		used += (size_t)snprintf(known + used, sizeof(known) - used,
					 "%s%s", i ? ", " : "",
					 boot_preset_name(i));
	}
	if (best.word)
		diagnose(why, "\"%s\" is no machine: did you mean %s?", piece,
			 best.word);
	else
		diagnose(why,
			 "\"%s\" is no machine: write one of %s, or key=value",
			 piece, known);
	return false;
}

/* Length of the piece at `text`, with the commas that its value may hold. */
static size_t piece_length(const char *text)
{
	size_t length = strcspn(text, separators);
	const char *equals = memchr(text, '=', length);
	char key[PIECE_SIZE];

	if (!equals)
		return length;
	snprintf(key, sizeof(key), "%.*s", (int)(equals - text), text);
	if (!machine_key_has_commas(key))
		return length;
	while (text[length] == ',') {
		size_t next = strcspn(text + length + 1, separators);

		if (next == 0 || memchr(text + length + 1, '=', next))
			break;
		length += 1 + next;
	}
	return length;
}

/* Does the same key stand again behind this piece of a spec? */
static bool comes_again(const char *key, const char *after)
{
	size_t length = strlen(key);

	after += strspn(after, separators);
	while (*after) {
		if (strncmp(after, key, length) == 0 && after[length] == '=')
			return true;
		after += piece_length(after);
		after += strspn(after, separators);
	}
	return false;
}

static bool take_piece(char *piece, const char *after,
		       struct boot_config *config, struct diagnosis *why)
{
	char *equals = strchr(piece, '=');

	*equals = '\0';
	if (comes_again(piece, after)) {
		diagnose(why, "%s= is given twice: leave one out", piece);
		return false;
	}
	if (equals[1] == '\0') {
		diagnose(why, "%s= has no value", piece);
		return false;
	}
	return boot_key_parse(piece, equals + 1, config, why);
}

/* Walks the pieces: first the preset (whichever place it has), then keys. */
static bool walk(const char *spec, bool keys, struct boot_config *config,
		 char *name, struct diagnosis *why)
{
	bool preset_seen = false;
	const char *at = spec + strspn(spec, separators);

	while (*at) {
		char piece[PIECE_SIZE];
		size_t length = piece_length(at);

		if (length >= sizeof(piece)) {
			diagnose(why, "\"%.32s…\" is too long for a machine",
				 at);
			return false;
		}
		snprintf(piece, sizeof(piece), "%.*s", (int)length, at);
		bool is_key = strchr(piece, '=') != NULL;

		if (!is_key && preset_seen) {
			diagnose(why,
				 "\"%s\": %s is named already, and a "
				 "machine has one name",
				 piece, name);
			return false;
		}
		preset_seen = preset_seen || !is_key;
		if (is_key && keys &&
		    !take_piece(piece, at + length, config, why))
			return false;
		if (!is_key && !keys && !take_preset(piece, config, name, why))
			return false;
		at += length;
		at += strspn(at, separators);
	}
	return true;
}

bool machine_spec_parse(const char *spec, const char *kernel,
			struct boot_config *ret,
			char ret_name[MACHINE_NAME_SIZE], struct diagnosis *why)
{
	struct boot_config config;
	char name[MACHINE_NAME_SIZE];

	if (!take_preset(default_preset, &config, name, why))
		return false;
	if (!walk(spec, false, &config, name, why))
		return false;
	if (kernel && !boot_key_parse("kernel", kernel, &config, why))
		return false;
	if (!walk(spec, true, &config, name, why))
		return false;
	*ret = config;
	memcpy(ret_name, name, sizeof(name));
	return true;
}

static void explain_orders(const struct boot_config *config,
			   struct diagnosis *why)
{
	diagnose(why,
		 "pageblock_order=%u max_order=%u: pageblock_order must be 1 "
		 "to max_order, and max_order at most %u",
		 config->pageblock_order, config->max_order,
		 NR_PAGE_ORDERS_LIMIT - 1);
}

void boot_refusal_explain(enum boot_refusal refusal,
			  const struct boot_config *config,
			  struct diagnosis *why)
{
	switch (refusal) {
	case BOOT_OK:
		break;
	case BOOT_NO_MEMORY_ASKED:
		diagnose(why,
			 "mem= is less than one block of order %u per node: "
			 "give each node at least %llu KiB",
			 config->max_order, 4ULL << config->max_order);
		break;
	case BOOT_TOO_MUCH_MEMORY:
		diagnose(why, "mem= is too large: the last frame must lie "
			      "below 4 TiB");
		break;
	case BOOT_TOO_MANY_NODES:
		diagnose(why, "nodes=%u: a machine has 1 to %d nodes",
			 config->nr_nodes, MAX_NODES);
		break;
	case BOOT_TOO_MANY_CPUS:
		diagnose(why, "cpus=%u: a machine has 1 to %d CPUs",
			 config->nr_cpus, MAX_CPUS);
		break;
	case BOOT_BAD_ORDERS:
		explain_orders(config, why);
		break;
	case BOOT_FLAGS_DO_NOT_FIT:
		diagnose(why, "page->flags has no room for these fields, the "
			      "kernel would not build: `flags-layout` with "
			      "the same keys says which");
		break;
	case BOOT_NODE_NOT_IN_FLAGS:
		diagnose(why, "nodes=%u: nodes_shift=%u has numbers for %u",
			 config->nr_nodes, config->flags.nodes_shift,
			 1U << config->flags.nodes_shift);
		break;
	case BOOT_CMA_DOES_NOT_FIT:
		diagnose(why, "cma= must be whole pageblocks and fit into its "
			      "zone");
		break;
	case BOOT_MEMORY_UNAVAILABLE:
		diagnose(why, "this host gives no address space for the "
			      "machine's struct pages: boot a smaller one");
		break;
	}
}
