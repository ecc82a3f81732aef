/*
 * The painter: draws a session's screen where no terminal need be, for
 * `export screen` in every face of the program.
 */
#ifndef MMSCOPE_TUI_PAINTER_H
#define MMSCOPE_TUI_PAINTER_H

#include "tui/front.h"
#include "tui/picture.h"

struct painter {
	const struct session *session;
	struct scrollback *scrollback;
	const struct options *options;
	struct rect size; /* of the screen; rows 0: there is none */
};

/* For struct screen_host: `context` is a struct painter. */
char *painter_picture(void *context, const struct picture_wish *wish);
/* Lets `export screen` draw, where no screen can be seen. */
void painter_serve(struct painter *p, struct session *s);

/* The palette that a session has set, for a terminal of so many colours. */
struct palette session_palette(const struct session *s, int colors);

#endif
