/*
 * Plain mode: the REPL line by line, for screen readers, braille, logs and
 * terminals without cursor addressing.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/front.h"
#include "tui/prompt.h"
#include "tui/signals.h"

struct plain {
	struct script script;
	struct prompt *prompt;
	bool ended;        /* end of input */
	int ending_signal; /* 0: none */
};

static void typed(void *context, const char *line)
{
	struct plain *p = context;

	if (!line) {
		p->ended = true;
		putchar('\n');
		return;
	}
	*signals_interrupt_flag() = 0;
	script_typed(&p->script, line);
}

static void show_candidates(void *context, const char *text)
{
	(void)context;
	fprintf(stderr, "\n%s\n", text);
}

static void act_on_signal(struct plain *p, int signal_number)
{
	switch (signal_number) {
	case SIGINT:
		*signals_interrupt_flag() = 0;
		prompt_cancel(p->prompt);
		break;
	case SIGTSTP:
		prompt_suspend(p->prompt);
		signals_stop_self();
		prompt_resume(p->prompt);
		break;
	case SIGTERM:
	case SIGHUP:
		p->ending_signal = signal_number;
		break;
	default:
		break;
	}
}

static void take_events(struct plain *p)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signals_fd(), .events = POLLIN },
	};

	if (poll(fds, 2, -1) < 0 && errno != EINTR)
		p->ended = true;
	if (fds[1].revents & POLLIN)
		for (int number = signals_take(); number != 0;
		     number = signals_take())
			act_on_signal(p, number);
	else if (fds[0].revents)
		prompt_read(p->prompt);
}

static int run_prompt(struct plain *p)
{
	struct prompt_host host = {
		.context = p,
		.session = p->script.session,
		.enter = typed,
		.show_candidates = show_candidates,
	};

	p->prompt = prompt_create(PROMPT_PLAIN, &host);
	if (!p->prompt)
		return STATUS_FAILED;
	while (!p->ended && !p->ending_signal &&
	       !session_wants_quit(p->script.session))
		take_events(p);
	prompt_destroy(p->prompt);
	if (p->ending_signal)
		return STATUS_BY_SIGNAL + p->ending_signal;
	return (int)session_quit_status(p->script.session);
}

/* Not a terminal: the lines as they come, and the first failure is what the
 * program ends with. */
static int run_lines(const struct script *script)
{
	enum status first = STATUS_OK;
	char *line = NULL;
	size_t size = 0;

	while (!session_wants_quit(script->session)) {
		printf("%s", PROMPT_TEXT);
		fflush(stdout);
		if (getline(&line, &size, stdin) < 0)
			break;
		line[strcspn(line, "\r\n")] = '\0';
		enum status status = script_typed(script, line);
		if (first == STATUS_OK)
			first = status;
	}
	free(line);
	if (*signals_interrupt_flag())
		return STATUS_INTERRUPTED;
	if (session_wants_quit(script->session))
		return (int)session_quit_status(script->session);
	putchar('\n');
	return (int)first;
}

int plain_run(struct session *s, const struct options *options)
{
	bool ascii = options->ascii;
	bool interactive = isatty(STDIN_FILENO);
	struct outlet outlet = front_streams(&ascii, false);
	struct plain p = { .script = { s, &outlet } };
	enum status status = STATUS_OK;

	session_set_interrupt(s, signals_interrupt_flag());
	if (interactive && !signals_watch_all())
		return STATUS_FAILED;
	if (!interactive)
		signals_watch_interrupt();
	if (interactive)
		outlet.text(outlet.context, front_welcome,
			    strlen(front_welcome));
	front_run_rc(&p.script, options);
	if (options->file)
		status = script_command_on_file(&p.script, "load",
						options->file);
	if (status != STATUS_OK)
		return (int)status;
	front_run_sources(&p.script, options, false);
	return interactive ? run_prompt(&p) : run_lines(&p.script);
}
