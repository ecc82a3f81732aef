/*
 * info: one table of topics; each is looked up by name or unique prefix.
 */
#include <string.h>

#include "commands/imported.h"
#include "commands/look_internal.h"
#include "commands/zone_ref.h"

static enum status breakpoints_topic(struct session *s,
				     const struct arguments *args,
				     struct reply *r)
{
	(void)args;
	return info_breakpoints(s, r);
}

struct info_topic {
	const char *name;
	const char *summary;
	info_fn run;
	bool by_zone; /* the word behind it names a zone */
};

static const struct info_topic topics[] = {
	{ "machine", "kernel, nodes, CPUs, settings", info_machine, false },
	{ "memory", "pages by use, as /proc/kpageflags tells it", info_memory,
	  false },
	{ "zones", "where each zone lies, and its pages", info_zones, true },
	{ "free_area", "free blocks by order and type; with a zone the lists",
	  info_free_area, true },
	{ "pcp", "per-CPU page lists", info_pcp, true },
	{ "watermarks", "min, low, high, boost and reserves", info_watermarks,
	  true },
	{ "zonelist", "zones in the order in which they are tried",
	  info_zonelist, false },
	{ "pageblocks", "pageblocks by migratetype", info_pageblocks, true },
	{ "fragmentation", "unusable and fragmentation index",
	  info_fragmentation, true },
	{ "tags", "who is charged for memory", info_tags, false },
	{ "ops", "operations so far", info_ops, false },
	{ "locals", "operands of the chosen frame", info_locals, false },
	{ "breakpoints", "breakpoints and their hits", breakpoints_topic,
	  false },
	{ "display", "expressions shown at every stop", info_displays, false },
	{ "events", "what `break EVENT` can stop at", info_events, false },
	{ "modules", "modules, their code tags and where these lie",
	  info_modules, false },
	{ "slabs", "slab caches of kmalloc", info_slabs, false },
};

enum { NR_TOPICS = sizeof(topics) / sizeof(topics[0]) };

static const struct info_topic *topic_find(const char *word, unsigned *ret_nr)
{
	const struct info_topic *found = NULL;

	*ret_nr = 0;
	for (unsigned i = 0; i < NR_TOPICS; i++) {
		if (strcmp(topics[i].name, word) == 0) {
			*ret_nr = 1;
			return &topics[i];
		}
		if (strncmp(topics[i].name, word, strlen(word)) == 0) {
			found = &topics[i];
			(*ret_nr)++;
		}
	}
	return found;
}

static enum status no_topic(const char *word, bool ambiguous, struct reply *r)
{
	struct text names;
	struct suggestion best = { 0 };

	text_init(&names);
	for (unsigned i = 0; i < NR_TOPICS; i++) {
		const char *name = topics[i].name;

		suggest(&best, word, name);
		if (!ambiguous || strncmp(name, word, strlen(word)) == 0)
			text_add(&names, "%s%s", names.length ? ", " : "",
				 name);
	}
	if (best.word && !ambiguous)
		reply_fail(r, STATUS_FAILED,
			   "info has no topic \"%s\": did you mean %s?", word,
			   best.word);
	else
		reply_fail(r, STATUS_FAILED, "info %s: %s %s", word,
			   ambiguous ? "this may mean" : "the topics are",
			   names.start);
	text_deinit(&names);
	return STATUS_FAILED;
}

static enum status list_topics(struct reply *r)
{
	struct json *array = json_array();

	for (unsigned i = 0; i < NR_TOPICS; i++) {
		reply_text(r, "info %-14s %s\n", topics[i].name,
			   topics[i].summary);
		json_append(array, json_string(topics[i].name));
	}
	reply_value(r, "topics", array);
	return STATUS_OK;
}

bool zone_is_meant(const struct model *m, unsigned zone,
		   const struct arguments *args)
{
	if (args->argc < 2)
		return true;
	return strchr(args->argv[1], ',')
		       ? zone_named(m, args->argv[1]) == (int)zone
		       : zone_is_named(m, zone, args->argv[1]);
}

/* The words behind a topic. */
static enum status check_words(const struct session *s,
			       const struct info_topic *topic,
			       const struct arguments *args, struct reply *r)
{
	int most = topic->by_zone ? 2 : 1;
	char known[128];

	if (topic->run == info_tags || topic->run == info_slabs)
		return STATUS_OK; /* it reads its own */
	if (args->argc > most)
		return reply_fail(r, STATUS_FAILED,
				  "info %s: \"%s\" is one word too many",
				  topic->name, args->argv[most]);
	if (args->argc < 2 || zone_named(s->m, args->argv[1]) >= 0)
		return STATUS_OK;
	zones_list(s->m, known, sizeof(known));
	return reply_fail(r, STATUS_FAILED,
			  "this machine has no zone %s, but %s", args->argv[1],
			  known);
}

static enum status run_info(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	unsigned matches = 0;

	if (args->argc == 0)
		return list_topics(r);

	const struct info_topic *topic = topic_find(args->argv[0], &matches);

	if (matches != 1)
		return no_topic(args->argv[0], matches > 1, r);
	if (s->imported && topic->run != info_memory)
		return reply_fail(r, STATUS_FAILED,
				  "info %s: %s does not tell it; `info memory` "
				  "shows what it does, `import off` goes back "
				  "to the modelled machine",
				  topic->name, s->imported->file);
	enum status status = check_words(s, topic, args, r);

	return status == STATUS_OK ? topic->run(s, args, r) : status;
}

const struct command cmd_info = {
	.name = "info",
	.aliases = "i",
	.group = GROUP_LOOKING,
	.args = "[TOPIC [ZONE]] | tags [sort=KEY] [filter=TEXT] [top=N] "
		"[since=PLACE] [pages=TAG] | slabs [sort=KEY] "
		"[filter=TEXT] [top=N] [all] [imported]",
	.summary = "Show a part of the model's state",
	.help = "Without a topic: list the topics.  Topics may be shortened.  "
		"A zone's name\n"
		"behind zones, free_area, pcp, watermarks, pageblocks or "
		"fragmentation shows\n"
		"that one alone, with free_area its lists, head to tail.  Tags "
		"are sorted by\n"
		"bytes, calls, module, file, function or tag, as `set tags` "
		"says; filter=TEXT\n"
		"shows those that hold it, since=PLACE (a step or mark) what "
		"they count more or\n"
		"less than there, pages=TAG the blocks charged to one.  slabs "
		"has the keys of\n"
		"`set slabs`; all adds the caches without a slab, imported "
		"shows those of a\n"
		"file.  zonelist says what the request at the cursor has found "
		"out about each\n"
		"zone.",
	.example = "info free_area Normal",
	.of_imported = true,
	.completes = COMPLETE_WORDS,
	.words = "machine zones free_area pcp watermarks zonelist pageblocks "
		 "fragmentation tags ops locals breakpoints display events "
		 "modules "
		 "slabs",
	.run = run_info,
};
