/*
 * Batch mode: no prompt, no screen, and the first failure ends the run.
 */
#include <stdio.h>

#include "tui/painter.h"
#include "tui/signals.h"

/* In --json mode the rc file must be silent: its commands were not asked for.
 * Where it fails, what follows would not run as its owner means it. */
static enum status run_rc(struct session *s, const struct options *options,
			  struct streams *streams)
{
	struct outlet outlet = front_streams(streams, options->json);
	struct script script = { s, &outlet };
	enum status status = front_run_rc(&script, options);

	return status == STATUS_OK ? STATUS_OK : STATUS_FAILED;
}

static enum status run_all(const struct script *script,
			   const struct options *options)
{
	enum status status = STATUS_OK;

	if (options->file)
		status = script_command_on_file(script, "load", options->file);
	if (status != STATUS_OK)
		return status;
	if (options->nr_sources == 0)
		status = script_input(script);
	else
		status = front_run_sources(script, options, true);
	return status == STATUS_OK ? script_end(script) : status;
}

static int run(struct session *s, const struct options *options,
	       struct scrollback *scrollback)
{
	struct streams streams = { s, options, scrollback };
	struct outlet outlet = front_streams(&streams, options->json);
	struct script script = { s, &outlet };

	signals_watch_interrupt();
	session_set_interrupt(s, signals_interrupt_flag());
	enum status status = run_rc(s, options, &streams);
	script_listen(&script);
	if (status == STATUS_OK && !session_wants_quit(s))
		status = run_all(&script, options);
	if (*signals_interrupt_flag())
		return STATUS_INTERRUPTED;
	if (fflush(stdout) != 0 || ferror(stdout)) {
		outlet.error(outlet.context, NULL,
			     "standard output: not all could be written");
		return STATUS_FAILED;
	}
	if (status == STATUS_OK && session_wants_quit(s))
		return (int)session_quit_status(s);
	return (int)status;
}

int batch_run(struct session *s, const struct options *options)
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
