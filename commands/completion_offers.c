/*
 * What completion offers, by what a command takes: from the tables that read
 * it, and from what the session has.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/completion_internal.h"
#include "commands/machine_spec.h"
#include "core/slab.h"
#include "snapshots/text_file.h"

static void offer(struct session *s, const struct partial *p,
		  const char *candidate, const char *suffix)
{
	size_t size = strlen(candidate) + strlen(suffix) + 1;

	if (strncmp(candidate, p->line + p->start, p->length) != 0)
		return;
	for (size_t i = 0; i < s->nr_completions; i++)
		if (strncmp(s->completions[i], candidate, strlen(candidate)) ==
			    0 &&
		    strcmp(s->completions[i] + strlen(candidate), suffix) == 0)
			return;
	char *text = malloc(size);

	s->completions = realloc(s->completions,
				 (s->nr_completions + 1) * sizeof(char *));
	assert(s->completions && text && "out of memory");
	snprintf(text, size, "%s%s", candidate, suffix);
	s->completions[s->nr_completions++] = text;
}

static void offer_list(struct session *s, const struct partial *p,
		       const char *words)
{
	while (words && *words) {
		char word[64];
		size_t length = strcspn(words, " ");

		snprintf(word, sizeof(word), "%.*s", (int)length, words);
		offer(s, p, word, "");
		words += length + strspn(words + length, " ");
	}
}

static void offer_commands(struct session *s, const struct partial *p)
{
	const struct command *command = NULL;

	for (size_t i = 0; (command = command_nth(i)); i++)
		offer(s, p, command->name, "");
	for (size_t i = 0; i < s->nr_user_commands; i++)
		offer(s, p, s->user_commands[i].name, "");
}

static void offer_operations(struct session *s, const struct partial *p)
{
	const char *name = NULL;

	for (size_t i = 0; (name = operation_word_nth(i)); i++)
		offer(s, p, name, "");
}

static void offer_gfp(struct session *s, const struct partial *p)
{
	const struct gfp_name *name = model_machine(s->m)->profile->gfp_names;
	const char *word = NULL;

	for (size_t i = 0; (word = gfp_word_nth(i)); i++)
		offer(s, p, word, "");
	for (; name->name; name++)
		offer(s, p, name->name, "");
}

static void offer_functions(struct session *s, const struct partial *p)
{
	const struct probe *probes = model_probes(s->m);

	for (unsigned id = 0; (id = probe_next(probes, id, NULL)) < NR_PROBES;
	     id++)
		offer(s, p, probes[id].function, "");
	for (unsigned id = 0; (id = probe_next(probes, id, NULL)) < NR_PROBES;
	     id++)
		offer(s, p, probes[id].label, "");
}

static bool begins_with_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	return strncmp(text, word, length) == 0 && is_blank(text[length]);
}

static void offer_places(struct session *s, const struct partial *p)
{
	const char *name = NULL;

	if (begins_with_word(p->argument, "op")) {
		offer_operations(s, p);
		return;
	}
	offer_functions(s, p);
	for (size_t i = 0; (name = event_nth(i, NULL)); i++)
		offer(s, p, name, "");
	offer_list(s, p, "op pfn");
}

struct offering {
	struct session *s;
	const struct partial *p;
};

static void offer_name(void *context, const char *word)
{
	const struct offering *to = context;

	offer(to->s, to->p, word, "");
}

static void offer_expression(struct session *s, const struct partial *p)
{
	struct offering to = { s, p };
	char *text = strndup(p->argument, (size_t)(p->line + p->start +
						   p->length - p->argument));

	assert(text && "out of memory");
	expression_names(s, text, offer_name, &to);
	free(text);
}

static void offer_machines(struct session *s, const struct partial *p)
{
	for (unsigned i = 0; i < NR_PRESETS; i++)
		offer(s, p, boot_preset_name(i), "");
	for (size_t i = 0; machine_key_nth(i); i++)
		offer(s, p, machine_key_nth(i), "=");
}

static void offer_shared_files(struct session *s, const struct partial *p)
{
	char **names = NULL;
	size_t nr = share_files_list(&names);

	for (size_t i = 0; i < nr; i++) {
		offer(s, p, names[i], "");
		free(names[i]);
	}
	free(names);
}

static void offer_marks(struct session *s, const struct partial *p,
			const char *others)
{
	offer_list(s, p, others);
	for (size_t i = 0; i < s->notes.nr_marks; i++)
		offer(s, p, s->notes.marks[i].name, "");
}

static void offer_branches(struct session *s, const struct partial *p)
{
	for (size_t i = 0; i < s->notes.nr_branches; i++)
		offer(s, p, s->notes.branches[i].name, "");
}

/* Ends of branches, and where one can switch to. */
static void offer_places_of_history(struct session *s, const struct partial *p)
{
	offer_marks(s, p, p->command->words);
	if (strcmp(p->command->name, "diff") != 0 &&
	    strcmp(p->command->name, "switch") != 0)
		return;
	offer_branches(s, p);
	if (s->notes.branch)
		offer(s, p, s->notes.branch, "");
}

static void offer_deleted(struct session *s, const struct partial *p)
{
	if (p->index == 1)
		offer_list(s, p, "branch mark");
	else if (begins_with_word(p->argument, "branch"))
		offer_branches(s, p);
	else if (begins_with_word(p->argument, "mark"))
		offer_marks(s, p, NULL);
}

static void offer_caches(struct session *s, const struct partial *p)
{
	const struct kmalloc_caches *caches = model_caches(s->m);

	for (unsigned i = 0; i < caches->nr; i++)
		offer(s, p, caches->caches[i].name, "");
}

static void offer_user_layouts(struct session *s, const struct partial *p)
{
	const struct user_layout *layout = NULL;

	for (size_t i = 0; (layout = session_user_layout_nth(s, i)); i++)
		offer(s, p, layout->name, "");
}

static void offer_panels(struct session *s, const struct partial *p)
{
	for (unsigned i = 0; p->index == 1 && setting_name(i); i++)
		if (strcmp(setting_name(i), "focus") == 0)
			offer_list(s, p, setting_values(i));
}

/* `set NAME VALUE` and `show NAME`, `layout VALUE` and `focus VALUE`. */
static void offer_setting(struct session *s, const struct partial *p,
			  unsigned i)
{
	const char *name = setting_name(i);
	bool is_command = strcmp(p->command->name, name) == 0;
	bool is_named = p->index == 2 && begins_with_word(p->argument, name);

	if (is_named && strcmp(name, "changes") == 0) {
		offer_marks(s, p, setting_values(i));
	} else if (is_named || (p->index == 1 && is_command)) {
		offer_list(s, p, setting_values(i));
		if (strcmp(name, "layout") == 0)
			offer_user_layouts(s, p);
	} else if (p->index == 1)
		offer(s, p, name, "");
}

static bool names_setting(const struct command *command)
{
	for (unsigned i = 0; setting_name(i); i++)
		if (strcmp(setting_name(i), command->name) == 0)
			return true;
	return false;
}

static void offer_words(struct session *s, const struct partial *p)
{
	if (p->command->words) {
		offer_list(s, p, p->command->words);
		return;
	}
	bool one = names_setting(p->command);

	for (unsigned i = 0; setting_name(i); i++)
		if (!one || strcmp(setting_name(i), p->command->name) == 0)
			offer_setting(s, p, i);
}

void completion_offer(struct session *s, const struct partial *p)
{
	if (!p->command) {
		if (p->index == 0)
			offer_commands(s, p);
		return;
	}
	switch (p->kind) {
	case COMPLETE_NOTHING:
	case COMPLETE_FILES:
		break;
	case COMPLETE_SHARED_FILES:
		offer_shared_files(s, p);
		break;
	case COMPLETE_COMMANDS:
		offer_commands(s, p);
		break;
	case COMPLETE_OPERATIONS:
		offer_operations(s, p);
		break;
	case COMPLETE_GFP:
		offer_gfp(s, p);
		break;
	case COMPLETE_FUNCTIONS:
		offer_functions(s, p);
		break;
	case COMPLETE_WORDS:
	case COMPLETE_SETTINGS:
		offer_words(s, p);
		break;
	case COMPLETE_MACHINES:
		offer_machines(s, p);
		break;
	case COMPLETE_MARKS:
		offer_places_of_history(s, p);
		break;
	case COMPLETE_CACHES:
		offer_caches(s, p);
		break;
	case COMPLETE_DELETED:
		offer_deleted(s, p);
		break;
	case COMPLETE_PANELS:
		offer_panels(s, p);
		break;
	case COMPLETE_EXPRESSION:
		offer_expression(s, p);
		break;
	case COMPLETE_PLACES:
		offer_places(s, p);
		break;
	}
}
