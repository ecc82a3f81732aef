/*
 * Options of the command line, from one table that parser and --help read.
 */
#ifndef MMSCOPE_TUI_OPTIONS_H
#define MMSCOPE_TUI_OPTIONS_H

#include "tui/script.h"

struct options {
	bool batch;
	bool plain;
	bool json;
	bool no_rc;
	bool ascii;
	const char *color;   /* NULL: not given */
	const char *machine; /* NULL: the default */
	const char *kernel;  /* NULL: the default */
	const char *file;    /* NULL: none */
	struct source *sources;
	size_t nr_sources;
};

enum options_outcome {
	OPTIONS_RUN,
	OPTIONS_DONE,  /* help or version was printed */
	OPTIONS_WRONG, /* and said so on standard error */
};

enum options_outcome options_parse(int argc, char **argv, struct options *ret);
void options_deinit(struct options *options);

#endif
