/*
 * mmscope: chooses the face of the program and boots the first machine.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/front.h"
#include "tui/terminal.h"

/* Before anything looks at text: the locale decides how wide it is.  Numbers
 * stay as in the C locale, because files hold them. */
static void set_locale(struct options *options)
{
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		options->ascii = true;
}

static bool has_screen(const struct options *options)
{
	return !options->batch && !options->plain && isatty(STDIN_FILENO) &&
	       isatty(STDOUT_FILENO) && terminal_type_is_known();
}

static int run(struct session *s, const struct options *options)
{
	if (options->batch)
		return batch_run(s, options);
	return has_screen(options) ? screen_run(s, options)
				   : plain_run(s, options);
}

/* A terabyte takes seconds, in which no screen is open yet: a word that is
 * gone once it is. */
static struct session *boot(const struct options *options, enum status *status,
			    struct diagnosis *why)
{
	static const char word[] = "booting ...";
	bool says_so = options->machine && has_screen(options);

	if (says_so) {
		printf("%s", word);
		fflush(stdout);
	}
	struct session *s =
		session_create(options->machine ? options->machine : "",
			       options->kernel, status, why);
	if (says_so) {
		printf("\r%*s\r", (int)strlen(word), "");
		fflush(stdout);
	}
	return s;
}

int main(int argc, char **argv)
{
	struct options options;
	struct diagnosis why;
	enum status status = STATUS_OK;

	enum options_outcome outcome = options_parse(argc, argv, &options);
	if (outcome != OPTIONS_RUN) {
		options_deinit(&options);
		return outcome == OPTIONS_DONE ? STATUS_OK : STATUS_USAGE;
	}
	set_locale(&options);
	struct session *s = boot(&options, &status, &why);

	if (!s) {
		fprintf(stderr, "mmscope: %s\n", why.text);
		options_deinit(&options);
		return (int)status;
	}
	int result = run(s, &options);
	session_destroy(s);
	options_deinit(&options);
	return result;
}
