/*
 * boot: a new machine and a new history.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/machine_spec.h"
#include "commands/session_internal.h"

static void list_presets(struct reply *r)
{
	struct json *presets = json_array();

	for (unsigned i = 0; i < NR_PRESETS; i++) {
		json_append(presets, json_string(boot_preset_name(i)));
		reply_text(r, "%-10s%s\n", boot_preset_name(i),
			   boot_preset_summary(i));
	}
	reply_value(r, "machines", presets);
}

/* What `boot SPEC` understands, from the tables that read it. */
static void list_words(struct reply *r)
{
	struct json *keys = json_array();
	int column = 0;

	list_presets(r);
	reply_text(r, "keys:");
	for (size_t i = 0; machine_key_nth(i); i++) {
		const char *key = machine_key_nth(i);

		if (column + (int)strlen(key) + 2 > 68) {
			reply_text(r, "\n     ");
			column = 0;
		}
		reply_text(r, " %s=", key);
		column += (int)strlen(key) + 2;
		json_append(keys, json_string(key));
	}
	reply_text(r, "\n");
	reply_value(r, "keys", keys);
}

static enum status run_boot(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	struct boot_config config;
	char name[MACHINE_NAME_SIZE];
	struct diagnosis why = { { 0 } };
	struct model *m = NULL;

	if (args->argc == 0) {
		list_words(r);
		return STATUS_OK;
	}
	if (!machine_spec_parse(args->rest, NULL, &config, name, &why))
		return reply_fail(r, STATUS_FAILED, "%s", why.text);
	enum boot_refusal refusal = machine_boot(&config, &m);

	if (refusal != BOOT_OK) {
		boot_refusal_explain(refusal, &config, &why);
		return reply_fail(r, STATUS_FAILED, "%s", why.text);
	}
	session_replace(s, m, name);
	s->machine_spec = strdup(args->rest);
	assert(s->machine_spec && "out of memory");
	reply_text(r, "%s\n", s->title);
	reply_string(r, "machine", name);
	reply_string(r, "title", s->title);
	reply_string(r, "kernel", model_machine(s->m)->release);
	return STATUS_OK;
}

const struct command cmd_boot = {
	.name = "boot",
	.group = GROUP_OPERATIONS,
	.args = "SPEC",
	.summary = "Start a new machine and a new history",
	.help = "SPEC is a preset, key=value pairs, or both, with commas or "
		"blanks between, as in\n`boot pc mem=2G cpus=2`.  Without "
		"SPEC: list the presets and the keys.",
	.example = "boot small",
	.completes = COMPLETE_MACHINES,
	.takes_long = true,
	.of_imported = true,
	.run = run_boot,
};
