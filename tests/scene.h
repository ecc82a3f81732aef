/*
 * A session and what its REPL shows, drawn as whole screens, which are
 * compared with tests/screens/NAME.txt.  MMSCOPE_WRITE_SCREENS=1 writes the
 * files instead: then read the difference before it is committed.
 */
#ifndef MMSCOPE_TESTS_SCENE_H
#define MMSCOPE_TESTS_SCENE_H

#include "commands/session.h"
#include "tui/canvas.h"
#include "tui/scrollback.h"

struct scene {
	struct session *session;
	struct scrollback *scrollback;
};

/* A machine, and lines separated by newlines. */
struct scene scene_of(const char *machine, const char *lines);
void scene_end(struct scene *s);
/* Runs a line as the screen does, and it must succeed. */
void scene_enter(struct scene *s, const char *line);
struct canvas *scene_draw(const struct scene *s, int rows, int cols,
			  bool ascii);

void expect_file(const char *name, const char *text);
void expect_screen(const struct scene *s, int rows, int cols, const char *name);
/* Text, attributes and colours in one file. */
void expect_whole_screen(const struct scene *s, int rows, int cols,
			 const char *name);

#endif
