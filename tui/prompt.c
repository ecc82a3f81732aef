#include "tui/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "tui/user_files.h"

enum { HISTORY_LINES = 2000, CANDIDATES_SIZE = 8192 };

struct prompt {
	struct prompt_host host;
	enum prompt_kind kind;
	char *history_path; /* NULL: history is not kept */
	FILE *nowhere;      /* where readline's own output goes on a screen */
	const char *input;  /* bytes that were fed and not yet taken */
	size_t input_left;
	size_t candidate; /* the next one to ask the session for */
	bool files_left;  /* readline may know more files */
};

static struct prompt *active;

static int next_byte(FILE *stream)
{
	(void)stream;
	if (active->input_left == 0)
		return EOF;
	active->input_left--;
	return (unsigned char)*active->input++;
}

static int byte_waits(void)
{
	return active->input_left > 0;
}

/* The canvas shows the line. */
static void draw_nothing(void)
{
}

/* append_history() wants an existing file; write_history() makes one that
 * its owner alone can read. */
static void remember(struct prompt *p, const char *line)
{
	HIST_ENTRY *last = history_get(history_base + history_length - 1);

	if (last && strcmp(last->line, line) == 0)
		return;
	add_history(line);
	if (!p->history_path)
		return;
	if (access(p->history_path, F_OK) == 0)
		append_history(1, p->history_path);
	else
		write_history(p->history_path);
}

const char *prompt_text(const struct session *s)
{
	return session_in_block(s) ? "> " : PROMPT_TEXT;
}

static void enter(char *line)
{
	if (line && line[strspn(line, " \t")])
		remember(active, line);
	active->host.enter(active->host.context, line);
	rl_set_prompt(prompt_text(active->host.session));
	/* Else readline would show one more prompt. */
	if (!line || session_wants_quit(active->host.session))
		rl_callback_handler_remove();
	free(line);
}

/* Where readline and the session see the word begin may differ: what lies
 * between is added to a candidate, or taken off. */
static char *fit_candidate(const char *candidate, size_t word, size_t start)
{
	size_t length = strlen(candidate);

	if (word <= start)
		return strdup(candidate +
			      (start - word < length ? start - word : length));
	size_t before = word - start;
	char *fitted = malloc(before + length + 1);
	if (fitted) {
		memcpy(fitted, rl_line_buffer + start, before);
		memcpy(fitted + before, candidate, length + 1);
	}
	return fitted;
}

/* readline asks with state 0 first, then until there are no more. */
static char *next_candidate(const char *text, int state)
{
	size_t start = (size_t)rl_point - strlen(text);
	size_t word = start;

	if (state == 0)
		active->candidate = 0;
	const char *candidate =
		session_complete(active->host.session, rl_line_buffer,
				 (size_t)rl_point, active->candidate++, &word);
	return candidate ? fit_candidate(candidate, word, start) : NULL;
}

/* Files from readline, then those that the session knows by name. */
static char *next_file(const char *text, int state)
{
	char *file = NULL;

	if (state == 0)
		active->files_left = true;
	if (active->files_left)
		file = rl_filename_completion_function(text, state);
	if (file)
		return file;
	int first = active->files_left ? 0 : 1;

	active->files_left = false;
	return next_candidate(text, first);
}

/* Nothing is typed after what only begins a word. */
static bool is_open_ended(const char *candidate)
{
	size_t length = strlen(candidate);

	return length > 0 && strchr("=/|(", candidate[length - 1]);
}

static char **complete(const char *text, int start, int end)
{
	(void)start;
	rl_attempted_completion_over = 1;
	if (session_completes_files(active->host.session, rl_line_buffer,
				    (size_t)end)) {
		rl_filename_completion_desired = 1;
		return rl_completion_matches(text, next_file);
	}
	char **matches = rl_completion_matches(text, next_candidate);
	if (matches && !matches[1] && is_open_ended(matches[0]))
		rl_completion_suppress_append = 1;
	return matches;
}

static void show_candidates(char **matches, int nr, int longest)
{
	char text[CANDIDATES_SIZE];
	size_t used = 0;

	(void)longest;
	for (int i = 1; i <= nr; i++) {
		size_t length = strlen(matches[i]);
		if (used + length + 8 > sizeof(text)) {
			memcpy(text + used, "…", strlen("…") + 1);
			used += strlen("…");
			break;
		}
		memcpy(text + used, matches[i], length);
		used += length;
		memcpy(text + used, "  ", 2);
		used += 2;
	}
	text[used] = '\0';
	active->host.show_candidates(active->host.context, text);
	if (active->kind == PROMPT_PLAIN)
		rl_forced_update_display();
}

static void set_up_for_screen(struct prompt *p)
{
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_prep_term_function = NULL;
	rl_deprep_term_function = NULL;
	rl_getc_function = next_byte;
	rl_input_available_hook = byte_waits;
	rl_redisplay_function = draw_nothing;
	p->nowhere = fmemopen(NULL, 1, "w");
	if (p->nowhere)
		rl_outstream = p->nowhere;
}

/* On standard error, so that standard output holds replies alone; on a
 * terminal type that can do nothing but print. */
static void set_up_plain(void)
{
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_terminal_name = "dumb";
	if (isatty(STDERR_FILENO))
		rl_outstream = stderr;
}

static void set_up_completion(void)
{
	rl_attempted_completion_function = complete;
	rl_completion_display_matches_hook = show_candidates;
	rl_completer_word_break_characters = " \t";
}

struct prompt *prompt_create(enum prompt_kind kind,
			     const struct prompt_host *host)
{
	struct prompt *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->host = *host;
	p->kind = kind;
	p->history_path = history_file_path();
	active = p;
	rl_readline_name = "mmscope";
	/* Else readline would fix LINES and COLUMNS, and ncurses would
	 * believe them for ever. */
	rl_change_environment = 0;
	if (kind == PROMPT_ON_SCREEN)
		set_up_for_screen(p);
	else
		set_up_plain();
	set_up_completion();
	using_history();
	stifle_history(HISTORY_LINES);
	if (p->history_path)
		read_history(p->history_path);
	rl_initialize();
	rl_variable_bind("enable-bracketed-paste", "off");
	if (kind == PROMPT_PLAIN)
		rl_variable_bind("bell-style", "none");
	rl_callback_handler_install(PROMPT_TEXT, enter);
	if (kind == PROMPT_ON_SCREEN)
		rl_tty_set_echoing(0);
	return p;
}

void prompt_destroy(struct prompt *p)
{
	if (!p)
		return;
	rl_callback_handler_remove();
	clear_history();
	if (p->nowhere) {
		rl_outstream = stdout;
		fclose(p->nowhere);
	}
	free(p->history_path);
	active = NULL;
	free(p);
}

void prompt_feed(struct prompt *p, const char *bytes, size_t length)
{
	p->input = bytes;
	p->input_left = length;
	while (p->input_left > 0 && !session_wants_quit(p->host.session))
		rl_callback_read_char();
}

bool prompt_is_empty(const struct prompt *p)
{
	(void)p;
	return rl_end == 0 &&
	       !RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH |
			   RL_STATE_NUMERICARG | RL_STATE_METANEXT |
			   RL_STATE_MULTIKEY | RL_STATE_VIMOTION);
}

bool prompt_takes_escape(const struct prompt *p)
{
	(void)p;
	return rl_editing_mode == 0;
}

bool prompt_knows(const char *sequence, size_t length)
{
	return rl_function_of_keyseq_len(sequence, length, NULL, NULL) != NULL;
}

void prompt_view(const struct prompt *p, int cols, struct line_view *ret)
{
	(void)p;
	line_view_take(rl_display_prompt ? rl_display_prompt : PROMPT_TEXT,
		       rl_line_buffer, (size_t)rl_point, cols, ret);
}

void prompt_read(struct prompt *p)
{
	(void)p;
	rl_callback_read_char();
}

void prompt_cancel(struct prompt *p)
{
	rl_callback_sigcleanup();
	rl_free_line_state();
	rl_replace_line("", 1);
	session_abandon_block(p->host.session);
	rl_set_prompt(prompt_text(p->host.session));
	if (p->kind == PROMPT_ON_SCREEN)
		return;
	fputc('\n', rl_outstream);
	rl_on_new_line();
	rl_redisplay();
}

void prompt_suspend(struct prompt *p)
{
	(void)p;
	rl_deprep_terminal();
}

void prompt_resume(struct prompt *p)
{
	(void)p;
	rl_prep_terminal(1);
	rl_forced_update_display();
}
