#include "tui/terminal.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

/* A key with ESC in it has come whole within this time. */
enum { ESCAPE_DELAY_MS = 25, DEFAULT_ROWS = 24, DEFAULT_COLS = 80 };

struct terminal {
	SCREEN *screen;
	int colors; /* 0: none can be shown */
	bool color; /* they are shown */
	bool mouse;
};

/* Own sequences, as bytes from the keyboard do not go through ncurses:
 * presses and drags (1002) with their place in decimal (1006), and pasted
 * text between marks (2004). */
static const char mouse_on[] = "\033[?1002h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1002l";
static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";

/* To terminals of xterm's kind only; works in a signal handler, too. */
static void send_mode(const char *sequence)
{
	if (!cur_term || !key_mouse || strncmp(key_mouse, "\033[", 2) != 0)
		return;
	ssize_t sent = write(STDOUT_FILENO, sequence, strlen(sequence));
	(void)sent;
}

void terminal_restore(void)
{
	if (!stdscr || isendwin())
		return;
	send_mode(mouse_off);
	send_mode(paste_off);
	endwin();
}

static void send_modes(const struct terminal *t)
{
	send_mode(paste_on);
	send_mode(t->mouse ? mouse_on : mouse_off);
}

void terminal_set_mouse(struct terminal *t, bool on)
{
	if (t->mouse == on)
		return;
	t->mouse = on;
	send_modes(t);
}

bool terminal_type_is_known(void)
{
	const char *type = getenv("TERM");
	int error = 0;

	if (!type || !type[0] || strcmp(type, "dumb") == 0 ||
	    setupterm(NULL, STDOUT_FILENO, &error) != OK)
		return false;
	bool addressable = cursor_address != NULL;
	del_curterm(cur_term);
	return addressable;
}

static int start_colors(void)
{
	if (!has_colors() || start_color() != OK || use_default_colors() != OK)
		return 0;
	return COLORS;
}

/* Ctrl-S and Ctrl-Q are readline's; Ctrl-C and Ctrl-Z stay signals. */
static void free_flow_keys(void)
{
	struct termios modes;

	if (tcgetattr(STDIN_FILENO, &modes) != 0)
		return;
	modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	def_prog_mode();
}

struct terminal *terminal_open(void)
{
	struct terminal *t = calloc(1, sizeof(*t));

	if (t)
		t->screen = newterm(NULL, stdout, stdin);
	if (!t || !t->screen) {
		free(t);
		return NULL;
	}
	atexit(terminal_restore);
	set_escdelay(ESCAPE_DELAY_MS);
	cbreak();
	noecho();
	nonl();
	scrollok(stdscr, FALSE);
	free_flow_keys();
	t->colors = start_colors();
	send_modes(t);
	return t;
}

void terminal_close(struct terminal *t)
{
	if (!t)
		return;
	terminal_restore();
	delscreen(t->screen);
	free(t);
}

int terminal_colors(const struct terminal *t)
{
	return t->colors;
}

/* The background is always the terminal's own.  What a pair shows already is
 * left alone: a new pair has the terminal painted anew. */
void terminal_use_palette(struct terminal *t, const struct palette *palette)
{
	t->color = palette && t->colors > 0;
	for (int role = 0; t->color && role < NR_COLOR_ROLES; role++) {
		short color =
			(short)palette_color(palette, (enum color_role)role);
		short ink = COLOR_DEFAULT;
		short paper = COLOR_DEFAULT;

		if (pair_content((short)(role + 1), &ink, &paper) != OK ||
		    ink != color || paper != COLOR_DEFAULT)
			init_pair((short)(role + 1), color, COLOR_DEFAULT);
	}
}

bool terminal_has_color(const struct terminal *t)
{
	return t->color;
}

struct rect terminal_resize(struct terminal *t)
{
	struct winsize size = { 0 };
	int rows = DEFAULT_ROWS;
	int cols = DEFAULT_COLS;

	(void)t;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
	    size.ws_col > 0) {
		rows = size.ws_row;
		cols = size.ws_col;
	}
	if (is_term_resized(rows, cols))
		resizeterm(rows, cols);
	return (struct rect){ 0, 0, rows, cols };
}

static attr_t curses_attributes(unsigned attributes)
{
	attr_t result = A_NORMAL;

	if (attributes & ATTR_BOLD)
		result |= A_BOLD;
	if (attributes & ATTR_DIM)
		result |= A_DIM;
	if (attributes & ATTR_REVERSE)
		result |= A_REVERSE;
	return result;
}

static void put_row(const struct terminal *t, const struct canvas *c, int row)
{
	int cols = canvas_cols(c) < COLS ? canvas_cols(c) : COLS;

	for (int col = 0; col < cols; col++) {
		const struct cell *cell = canvas_cell(c, row, col);
		short pair = (short)(t->color ? cell->style.role + 1 : 0);
		if (cell->width == 0)
			continue;
		attr_set(curses_attributes(cell->style.attributes), pair, NULL);
		mvaddstr(row, col, cell->glyph[0] ? cell->glyph : " ");
	}
}

void terminal_show(struct terminal *t, const struct canvas *c)
{
	int rows = canvas_rows(c) < LINES ? canvas_rows(c) : LINES;
	int row = 0;
	int col = 0;

	erase();
	for (int i = 0; i < rows; i++)
		put_row(t, c, i);
	canvas_cursor(c, &row, &col);
	curs_set(row >= 0 ? 1 : 0);
	if (row >= 0)
		move(row, col);
	wnoutrefresh(stdscr);
	doupdate();
}

void terminal_repaint(struct terminal *t)
{
	(void)t;
	clearok(stdscr, TRUE);
}

void terminal_suspend(struct terminal *t)
{
	(void)t;
	terminal_restore();
}

void terminal_resume(struct terminal *t)
{
	reset_prog_mode();
	send_modes(t);
	terminal_repaint(t);
}
