#include "tui/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/boot.h"

enum { LONG_ONLY_COLOR = 256, LONG_ONLY_ASCII };

struct option_row {
	int value; /* its letter, or LONG_ONLY_… */
	const char *name;
	const char *argument; /* NULL: takes none */
	const char *help;
};

static const struct option_row rows[] = {
	{ 'b', "batch", NULL,
	  "no screen: run the commands of -x and -e, else standard input" },
	{ 'p', "plain", NULL,
	  "line by line, for screen readers, braille, logs and TERM=dumb" },
	{ 'x', "command", "FILE", "run the commands of FILE (repeatable)" },
	{ 'e', "eval", "CMD", "run one command (repeatable, order is kept)" },
	{ 'm', "machine", "SPEC", "boot this machine: a preset, KEY=VALUE, …" },
	{ 'k', "kernel", "VERSION", "behave like this kernel" },
	{ 'j', "json", NULL, "with --batch: one JSON object per command" },
	{ 'n', "nx", NULL, "read no rc file" },
	{ LONG_ONLY_COLOR, "color", "WHEN", "auto, always or never" },
	{ LONG_ONLY_ASCII, "ascii", NULL, "draw with ASCII characters only" },
	{ 'V', "version", NULL, "print the version" },
	{ 'h', "help", NULL, "print this help" },
};

enum { NR_ROWS = sizeof(rows) / sizeof(*rows) };

static void make_tables(struct option ret_long[NR_ROWS + 1],
			char ret_short[2 * NR_ROWS + 2])
{
	char *letter = ret_short;

	/* Own sentences for what is wrong, and `:` for a missing argument. */
	*letter++ = ':';
	for (int i = 0; i < NR_ROWS; i++) {
		ret_long[i] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].argument ? required_argument
						    : no_argument,
			.val = rows[i].value,
		};
		if (rows[i].value >= LONG_ONLY_COLOR)
			continue;
		*letter++ = (char)rows[i].value;
		if (rows[i].argument)
			*letter++ = ':';
	}
	*letter = '\0';
	ret_long[NR_ROWS] = (struct option){ 0 };
}

static void print_kernels(FILE *out)
{
	const struct profile *profile = NULL;

	fprintf(out, "Kernels:");
	for (size_t i = 0; (profile = profile_nth(i)); i++)
		fprintf(out, " %s", profile->series);
	fprintf(out, "\n");
}

static void print_help(void)
{
	char left[40];

	printf("Usage: mmscope [options] [FILE]\n"
	       "A visualizer and debugger for Linux page allocation.  FILE is "
	       "a snapshot or a\nrecording.\n\n");
	for (int i = 0; i < NR_ROWS; i++) {
		bool letter = rows[i].value < LONG_ONLY_COLOR;
		snprintf(left, sizeof(left), "  %c%c%c --%s%s%s",
			 letter ? '-' : ' ', letter ? rows[i].value : ' ',
			 letter ? ',' : ' ', rows[i].name,
			 rows[i].argument ? "=" : "",
			 rows[i].argument ? rows[i].argument : "");
		printf("%-24s%s\n", left, rows[i].help);
	}
	printf("\n");
	print_kernels(stdout);
	printf("Machines:\n");
	for (unsigned i = 0; i < NR_PRESETS; i++)
		printf("  %-9s%s\n", boot_preset_name(i),
		       boot_preset_summary(i));
	printf("\nExit status: 0 all well, 1 a command failed, 2 wrong usage, "
	       "3 an input file was\nrefused, 4 expect, verify or check did "
	       "not hold, 5 the model is inconsistent.\n");
}

static enum options_outcome wrong(const char *what, const char *which)
{
	char shown[256];

	text_displayable(which, strlen(which), shown, sizeof(shown));
	fprintf(stderr,
		"mmscope: %s: %s (`mmscope --help` lists the options)\n", shown,
		what);
	return OPTIONS_WRONG;
}

static enum options_outcome wrong_kernel(const char *version)
{
	wrong("no such kernel here", version);
	print_kernels(stderr);
	return OPTIONS_WRONG;
}

/* A machine of its own and one that a file brings. */
static enum options_outcome wrong_pair(const char *spec, const char *file)
{
	char machine[128];
	char path[128];

	text_displayable(spec, strlen(spec), machine, sizeof(machine));
	text_displayable(file, strlen(file), path, sizeof(path));
	fprintf(stderr,
		"mmscope: --machine %s and the file %s: each brings a machine, "
		"give one of them\n",
		machine, path);
	return OPTIONS_WRONG;
}

static bool is_color(const char *word)
{
	return strcmp(word, "auto") == 0 || strcmp(word, "always") == 0 ||
	       strcmp(word, "never") == 0;
}

static void add_source(struct options *o, enum source_kind kind,
		       const char *text)
{
	o->sources[o->nr_sources++] = (struct source){ kind, text };
}

/* Takes in one option. */
static enum options_outcome take(int value, const char *argument,
				 struct options *o)
{
	switch (value) {
	case 'b':
		o->batch = true;
		break;
	case 'p':
		o->plain = true;
		break;
	case 'x':
		add_source(o, SOURCE_FILE, argument);
		break;
	case 'e':
		add_source(o, SOURCE_EVAL, argument);
		break;
	case 'm':
		o->machine = argument;
		break;
	case 'k':
		o->kernel = argument;
		break;
	case 'j':
		o->json = true;
		break;
	case 'n':
		o->no_rc = true;
		break;
	case LONG_ONLY_COLOR:
		if (!is_color(argument))
			return wrong("--color is auto, always or never",
				     argument);
		o->color = argument;
		break;
	case LONG_ONLY_ASCII:
		o->ascii = true;
		break;
	case 'V':
		printf("mmscope %s\n", MMSCOPE_VERSION);
		return OPTIONS_DONE;
	case 'h':
		print_help();
		return OPTIONS_DONE;
	default:
		break;
	}
	return OPTIONS_RUN;
}

/* What getopt could not make sense of, as the user wrote it. */
static enum options_outcome wrong_option(int value, char **argv)
{
	char letter[3] = { '-', (char)optopt, '\0' };
	bool is_letter = optopt > 0 && optopt < LONG_ONLY_COLOR &&
			 strncmp(argv[optind - 1], "--", 2) != 0;
	const char *which = is_letter ? letter : argv[optind - 1];

	return wrong(value == ':' ? "an argument is missing" : "no such option",
		     which);
}

static enum options_outcome check_sense(const struct options *o)
{
	if (o->json && !o->batch)
		return wrong("works with --batch only", "--json");
	if (o->kernel && !profile_find(o->kernel))
		return wrong_kernel(o->kernel);
	if (o->machine && o->file)
		return wrong_pair(o->machine, o->file);
	return OPTIONS_RUN;
}

enum options_outcome options_parse(int argc, char **argv, struct options *ret)
{
	struct option long_options[NR_ROWS + 1];
	char short_options[2 * NR_ROWS + 2];
	int value = 0;

	*ret = (struct options){ 0 };
	/* No more sources than words. */
	ret->sources = calloc((size_t)argc + 1, sizeof(*ret->sources));
	if (!ret->sources)
		return wrong("out of memory", argv[0]);
	make_tables(long_options, short_options);
	opterr = 0;
	while ((value = getopt_long(argc, argv, short_options, long_options,
				    NULL)) != -1) {
		if (value == '?' || value == ':')
			return wrong_option(value, argv);
		enum options_outcome outcome = take(value, optarg, ret);
		if (outcome != OPTIONS_RUN)
			return outcome;
	}
	if (optind + 1 < argc)
		return wrong("one FILE is enough", argv[optind + 1]);
	ret->file = argv[optind];
	return check_sense(ret);
}

void options_deinit(struct options *options)
{
	free(options->sources);
	options->sources = NULL;
}
