/*
 * Plain mode: the REPL line by line, for screen readers, braille, logs and
 * terminals without cursor addressing.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tui/painter.h"
#include "tui/prompt.h"
#include "tui/signals.h"

struct plain {
	struct script script;
	struct prompt *prompt;
	bool ended;        /* end of input */
	int ending_signal; /* 0: none */
	/* First one of -x, -e, and of lines that no terminal gives. */
	enum status failure;
};

static void typed(void *context, const char *line)
{
	struct plain *p = context;

	if (!line) {
		p->ended = true;
		putchar('\n');
		return;
	}
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
		/* Lines pasted behind the one that was interrupted. */
		tcflush(STDIN_FILENO, TCIFLUSH);
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
	return (int)p->failure;
}

/* Not a terminal: the lines as they come. */
static int run_lines(struct plain *p)
{
	char *line = NULL;
	size_t size = 0;
	unsigned number = 0;
	char place[32];
	struct session *s = p->script.session;

	while (!session_wants_quit(s) && !session_interrupted(s)) {
		number++;
		printf("%s", prompt_text(s));
		fflush(stdout);
		ssize_t length = getline(&line, &size, stdin);
		if (length < 0)
			break;
		enum status status = script_bytes(&p->script, NULL, line,
						  (size_t)length, true);
		if (p->failure == STATUS_OK)
			p->failure = status;
	}
	free(line);
	if (!session_wants_quit(s))
		putchar('\n');
	if (!session_interrupted(s))
		return (int)p->failure;
	snprintf(place, sizeof(place), "-:%u", number);
	script_interrupted(&p->script, place);
	return STATUS_INTERRUPTED;
}

/* `quit N` says what the program ends with, else the first failure does. */
static int ending_status(const struct plain *p, int status)
{
	enum status wanted = session_quit_status(p->script.session);

	return wanted != STATUS_OK ? (int)wanted : status;
}

static int run(struct session *s, const struct options *options,
	       struct scrollback *scrollback)
{
	bool interactive = isatty(STDIN_FILENO);
	struct streams streams = { s, options, scrollback };
	struct outlet outlet = front_streams(&streams, false);
	struct plain p = { .script = { s, &outlet } };

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
		p.failure = script_command_on_file(&p.script, "load",
						   options->file);
	if (p.failure != STATUS_OK)
		return (int)p.failure;
	p.failure = front_run_sources(&p.script, options, false);
	return ending_status(&p, interactive ? run_prompt(&p) : run_lines(&p));
}

int plain_run(struct session *s, const struct options *options)
{
	struct painter painter = { s, scrollback_create(), options, { 0 } };
	int status = STATUS_FAILED;

	if (!painter.scrollback)
		return status;
	painter_serve(&painter, s);
	status = run(s, options, painter.scrollback);
	scrollback_destroy(painter.scrollback);
	return status;
}
