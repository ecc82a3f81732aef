/*
 * Settings: set and show.
 *
 * A setting has one of a few values; to add one, write a row and raise
 * NR_SETTINGS.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/palette.h"
#include "commands/session_internal.h"
#include "commands/tagging.h"

struct setting {
	const char *name;
	const char *values; /* blank-separated, the first is the default */
	const char *help;
	/* Further values, and what to say when it is none; NULL: none. */
	bool (*accepts)(const struct session *s, const char *value);
	const char *others;
	/* What is needed first for a value of the list, as a sentence's end;
	 * NULL: nothing. */
	const char *(*lacks)(const struct session *s, const char *value);
	/* What follows from a new value, and for a new machine; NULL: nothing. */
	void (*apply)(struct session *s);
	/* What `show NAME` says below the value; NULL: nothing. */
	void (*explain)(const struct session *s, struct reply *r);
};

static bool any_word_holds(const struct session *s, const char *value)
{
	(void)s;
	return value[0] != '\0';
}

static const char *lacks_allocinfo(const struct session *s, const char *value)
{
	return strcmp(value, "import") == 0 && !s->allocinfo
		       ? "no allocinfo is imported yet: `import allocinfo "
			 "FILE` reads one and shows it"
		       : NULL;
}

static const char *lacks_slabinfo(const struct session *s, const char *value)
{
	return strcmp(value, "import") == 0 && s->slabinfo.nr == 0
		       ? "no slabinfo is imported yet: `import slabinfo FILE` "
			 "reads one and shows it"
		       : NULL;
}

static const struct setting settings[NR_SETTINGS] = {
	{ .name = "layout",
	  .values = "step page map tags pcp split why slabs compare",
	  .help = "which panels the screen shows",
	  .accepts = is_user_layout,
	  .others = " or your own",
	  .explain = layouts_explain },
	{ .name = "focus",
	  .values = "repl free_area watermarks pcp map step outline stack "
		    "locals zonelist why compare page tags slabs timeline",
	  .help = "which panel has the keys" },
	{ .name = "color",
	  .values = "auto always never",
	  .help = "whether to use colours; auto: unless NO_COLOR is set" },
	{ .name = "ascii", .values = "off on", .help = "draw with ASCII only" },
	{ .name = "palette",
	  .values = PALETTE_NAMES,
	  .help = "colours for all eyes, or for one kind of colour blindness",
	  .explain = palette_explain },
	{ .name = "background",
	  .values = "auto dark light",
	  .help = "what colours are read on; auto: as COLORFGBG says" },
	{ .name = "changes",
	  .values = "stop step",
	  .help = "since when what changed is bold",
	  .accepts = is_mark,
	  .others = " or a mark",
	  .explain = changes_explain },
	{ .name = "trace-commands",
	  .values = "off on",
	  .help = "show the commands of a script as they run" },
	{ .name = "mouse",
	  .values = "on off",
	  .help = "clicks; off: the terminal selects text" },
	{ .name = "zone",
	  .values = "step all",
	  .help = "which zone the panels show",
	  .accepts = zone_setting_holds,
	  .others = " or a zone, as Normal or Normal,1" },
	{ .name = "free_list",
	  .values = "step",
	  .help = "which list free_area shows",
	  .accepts = list_setting_holds,
	  .others = " or ORDER,TYPE, as 3,M" },
	{ .name = "tags",
	  .values = "bytes calls module file function tag",
	  .help = "what tags are sorted by" },
	{ .name = "tags_of",
	  .values = "machine import",
	  .help = "whose tags are shown: import is a file's, by `import "
		  "allocinfo`",
	  .lacks = lacks_allocinfo },
	{ .name = "tags_filter",
	  .values = "none",
	  .help = "which tags are shown",
	  .accepts = any_word_holds,
	  .others = " or a part of a module, file or function" },
	{ .name = "slabs",
	  .values = "file name size each order active objects slabs cpu "
		    "part full pages bytes",
	  .help = "what slab caches are sorted by" },
	{ .name = "slabs_of",
	  .values = "machine import",
	  .help = "whose slab caches are shown: import is a file's, by "
		  "`import slabinfo`",
	  .lacks = lacks_slabinfo },
	{ .name = "slabs_filter",
	  .values = "none",
	  .help = "which slab caches are shown",
	  .accepts = any_word_holds,
	  .others = " or a part of a name" },
	{ .name = "budget",
	  .values = "256M",
	  .help = "how much memory the tape may take; beyond it far "
		  "steps are run again",
	  .accepts = budget_holds,
	  .others = " or another size from 1M on",
	  .apply = budget_apply,
	  .explain = budget_explain },
};

const char *setting_name(unsigned i)
{
	return i < NR_SETTINGS ? settings[i].name : NULL;
}

const char *setting_values(unsigned i)
{
	return settings[i].values;
}

/* Copies the i-th word of a blank-separated list; false past the last. */
static bool nth_word(const char *words, unsigned i, char *ret, size_t size)
{
	for (; i > 0 && *words; i--) {
		words += strcspn(words, " ");
		words += strspn(words, " ");
	}
	snprintf(ret, size, "%.*s", (int)strcspn(words, " "), words);
	return ret[0] != '\0';
}

static int setting_find(const char *name)
{
	for (int i = 0; i < NR_SETTINGS; i++)
		if (strcmp(settings[i].name, name) == 0)
			return i;
	return -1;
}

bool is_setting_name(const char *word)
{
	return setting_find(word) >= 0;
}

const char *session_setting(const struct session *s, const char *name)
{
	int i = setting_find(name);

	return i < 0 ? NULL : s->settings[i];
}

void settings_init(struct session *s)
{
	for (unsigned i = 0; i < NR_SETTINGS; i++)
		nth_word(settings[i].values, 0, s->settings[i],
			 sizeof(s->settings[i]));
}

void settings_apply(struct session *s)
{
	for (unsigned i = 0; i < NR_SETTINGS; i++)
		if (settings[i].apply)
			settings[i].apply(s);
}

static void reply_setting(const struct session *s, int i, struct reply *r)
{
	reply_text(r, "%-15s%-10s %s (%s%s)\n", settings[i].name,
		   s->settings[i], settings[i].help, settings[i].values,
		   settings[i].others ? settings[i].others : "");
	reply_string(r, settings[i].name, s->settings[i]);
}

static bool lists(int i, const char *value)
{
	char word[SETTING_SIZE];

	for (unsigned n = 0;
	     nth_word(settings[i].values, n, word, sizeof(word)); n++)
		if (strcmp(word, value) == 0)
			return true;
	return false;
}

bool setting_lists(const char *name, const char *value)
{
	return lists(setting_find(name), value);
}

static bool is_value(const struct session *s, int i, const char *value)
{
	return lists(i, value) ||
	       (settings[i].accepts && settings[i].accepts(s, value));
}

static enum status set_value(struct session *s, int i, const char *value,
			     struct reply *r)
{
	if (!is_value(s, i, value) || strlen(value) >= SETTING_SIZE)
		return reply_fail(r, STATUS_FAILED,
				  "%s cannot be \"%s\": write one of %s%s",
				  settings[i].name, value, settings[i].values,
				  settings[i].others ? settings[i].others : "");
	const char *lacking =
		settings[i].lacks ? settings[i].lacks(s, value) : NULL;

	if (lacking)
		return reply_fail(r, STATUS_FAILED, "%s cannot be %s: %s",
				  settings[i].name, value, lacking);
	snprintf(s->settings[i], SETTING_SIZE, "%s", value);
	if (settings[i].apply)
		settings[i].apply(s);
	reply_string(r, settings[i].name, value);
	return STATUS_OK;
}

void setting_choose(struct session *s, const char *name, const char *value)
{
	snprintf(s->settings[setting_find(name)], SETTING_SIZE, "%s", value);
}

static void show_all(const struct session *s, struct reply *r)
{
	for (int i = 0; i < NR_SETTINGS; i++)
		reply_setting(s, i, r);
}

static enum status fail_setting(const char *name, struct reply *r)
{
	struct suggestion best = { 0 };

	for (int i = 0; i < NR_SETTINGS; i++)
		suggest(&best, name, settings[i].name);
	if (best.word)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no setting: did you mean %s?",
				  name, best.word);
	return reply_fail(r, STATUS_FAILED,
			  "\"%s\" is no setting: `show` lists them", name);
}

enum status help_setting(const char *name, struct reply *r)
{
	int i = setting_find(name);

	if (i < 0)
		return fail_setting(name, r);
	struct text values;

	text_init(&values);
	text_add(&values, "VALUE is one of: %s; it begins as the first.",
		 settings[i].values);
	reply_text(r, "set %s VALUE, show %s\nSays %s.\n", name, name,
		   settings[i].help);
	reply_paragraph(r, 0, values.start);
	text_deinit(&values);
	reply_string(r, "name", name);
	reply_string(r, "help", settings[i].help);
	reply_string(r, "values", settings[i].values);
	return STATUS_OK;
}

/* Not a setting of the session, but of the kernel: an operation. */
static enum status set_profiling(struct session *s,
				 const struct arguments *args, struct reply *r)
{
	struct arguments words = { .rest = args->rest,
				   .argc = args->argc - 1,
				   .argv = args->argv + 1 };

	return words.argc ? operation_command_run(s, "mem_profiling", &words, r)
			  : show_profiling(s, r);
}

static enum status run_set(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	bool equals = args->argc == 3 && strcmp(args->argv[1], "=") == 0;

	if (args->argc == 0) {
		show_all(s, r);
		return STATUS_OK;
	}
	if (strcmp(args->argv[0], "mem_profiling") == 0)
		return set_profiling(s, args, r);
	if (args->argc > 3 && strcmp(args->argv[0], "layout") == 0 &&
	    strcmp(args->argv[2], "=") == 0)
		return layout_define(s, args, r);
	if (args->argv[0][0] == '$')
		return named_value_set(s, args, r);
	if (args->argc != 2 && !equals)
		return command_usage("set", r);
	int i = setting_find(args->argv[0]);

	if (i < 0)
		return fail_setting(args->argv[0], r);
	return set_value(s, i, args->argv[args->argc - 1], r);
}

const struct command cmd_set = {
	.name = "set",
	.group = GROUP_SESSION,
	.args = "[NAME VALUE | $NAME = EXPRESSION | layout NAME = "
		"PANEL[:ROWS]... [| PANEL...]]",
	.summary = "Change a setting, keep a value under a name, make a layout",
	.help = "`help set NAME` explains a setting.  $NAME can stand in every "
		"expression, and\n"
		"wherever a page is asked for; one that was set to a value "
		"($1) is that page\n"
		"until its operation leaves the history.\n"
		"\n"
		"`set layout mine = free_area:7 map | step page:8` makes a "
		"layout of two\n"
		"columns, which stand one above the other where the terminal "
		"is narrow.  Panels\n"
		"without ROWS share what is left.  `layout mine` then shows "
		"it.",
	.example = "set $low = zone(Normal).low",
	.completes = COMPLETE_SETTINGS,
	.run = run_set,
};

static enum status run_show(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	if (args->argc == 0) {
		show_all(s, r);
		layouts_explain(s, r);
		named_values_show(s, r);
		return STATUS_OK;
	}
	if (args->argc != 1)
		return command_usage("show", r);
	if (strcmp(args->argv[0], "mem_profiling") == 0)
		return show_profiling(s, r);
	int i = setting_find(args->argv[0]);

	if (i < 0)
		return fail_setting(args->argv[0], r);
	reply_setting(s, i, r);
	if (settings[i].explain)
		settings[i].explain(s, r);
	return STATUS_OK;
}

const struct command cmd_show = {
	.name = "show",
	.group = GROUP_SESSION,
	.args = "[NAME]",
	.summary = "Show a setting, or all settings and named values",
	.example = "show layout",
	.completes = COMPLETE_WORDS,
	.run = run_show,
};

enum status setting_run(struct session *s, const char *name,
			const struct arguments *args, struct reply *r)
{
	int i = setting_find(name);

	if (args->argc > 1)
		return command_usage(name, r);
	if (args->argc == 1)
		return set_value(s, i, args->argv[0], r);
	reply_setting(s, i, r);
	return STATUS_OK;
}
