/*
 * Pictures of the screen: text, text with colours, and SVG.
 */
#include "tests/talk.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/scratch.h"
#include "tui/painter.h"
#include "tui/prompt.h"

static const struct palette colors = { "universal", BACKGROUND_DARK, 256 };

static struct canvas *canvas_with(const char *text, unsigned attributes)
{
	struct canvas *c = canvas_create(2, 12, false);

	assert_non_null(c);
	struct pen p = pen_in(c, canvas_rect(c));
	pen_style(&p, attributes, ROLE_MOVABLE);
	pen_text(&p, text);
	return c;
}

static char *picture_of(const char *text, unsigned attributes,
			enum picture_format format)
{
	struct canvas *c = canvas_with(text, attributes);
	char *picture = picture_print(c, format, &colors);

	assert_non_null(picture);
	canvas_destroy(c);
	return picture;
}

static unsigned count_of(const char *text, const char *what)
{
	unsigned count = 0;

	while ((text = strstr(text, what))) {
		count++;
		text += strlen(what);
	}
	return count;
}

TEST(svg_escapes_what_its_syntax_would_take)
{
	char *svg = picture_of("a<b> & c", ATTR_NORMAL, PICTURE_SVG);

	expect_in(svg, ">a&lt;b&gt; &amp; c</text>");
	expect_in(svg, "</svg>\n");
	free(svg);
}

TEST(svg_has_the_colours_of_the_palette)
{
	char *svg = picture_of("M", ATTR_NORMAL, PICTURE_SVG);

	expect_in(svg, "class=\"r3\">M</text>");
	expect_in(svg, ".r3 { fill: #00ff00; }");
	free(svg);
}

TEST(svg_shows_reverse_as_a_box_with_paper_on_it)
{
	char *svg = picture_of("  M ", ATTR_REVERSE, PICTURE_SVG);

	expect_in(svg, "width=\"36\" height=\"18\" class=\"r3\"/>");
	expect_in(svg, "class=\"paper\">  M </text>");
	free(svg);
}

TEST(svg_gives_a_wide_glyph_its_two_columns)
{
	char *svg = picture_of("\xe9\xa1\xb5x", ATTR_BOLD, PICTURE_SVG);

	expect_in(svg, "textLength=\"27\"");
	expect_in(svg, "class=\"r3 b\">\xe9\xa1\xb5x</text>");
	free(svg);
}

TEST(svg_without_colours_has_one_ink)
{
	struct canvas *c = canvas_with("M", ATTR_NORMAL);
	char *svg = picture_print(c, PICTURE_SVG, NULL);

	assert_int_equal(count_of(svg, "fill: #d0d0d0"), NR_COLOR_ROLES);
	free(svg);
	canvas_destroy(c);
}

TEST(ansi_sets_colours_and_ends_each_line_plain)
{
	char *ansi = picture_of("M", ATTR_BOLD | ATTR_REVERSE, PICTURE_ANSI);

	expect_in(ansi, "\033[0;1;7;38;5;46mM\033[0m");
	assert_int_equal(count_of(ansi, "\033[0m\n"), 2);
	free(ansi);
}

TEST(text_is_what_the_canvas_shows)
{
	char *text = picture_of("M \xe9\xa1\xb5", ATTR_BOLD, PICTURE_TEXT);

	assert_string_equal(text, "M \xe9\xa1\xb5\n\n");
	free(text);
}

struct studio {
	struct talk talk;
	struct options options;
	struct painter painter;
	struct scratch scratch;
};

static void studio_open(struct studio *s)
{
	*s = (struct studio){ .talk = talk_create("small") };
	s->painter = (struct painter){
		s->talk.s, scrollback_create(), &s->options, { 0 }
	};
	assert_non_null(s->painter.scrollback);
	painter_serve(&s->painter, s->talk.s);
	scratch_init(&s->scratch);
}

static void studio_close(struct studio *s)
{
	scrollback_destroy(s->painter.scrollback);
	talk_destroy(&s->talk);
	scratch_deinit(&s->scratch);
}

/* Exports to a file of this name, and reads it. */
static char *exported(struct studio *s, const char *name, const char *size)
{
	char line[320];

	snprintf(line, sizeof(line), "export screen %s %s",
		 scratch_path(&s->scratch, name), size);
	must(&s->talk, line);
	return text_of(s->scratch.path);
}

TEST(a_file_has_the_format_of_its_ending)
{
	struct studio s;

	studio_open(&s);
	char *svg = exported(&s, "a.svg", "120x40");
	char *ansi = exported(&s, "a.ansi", "");
	char *text = exported(&s, "a.txt", "40x10");

	expect_in(svg, "<svg xmlns");
	expect_in(svg, "width=\"1098\" height=\"738\"");
	expect_in(ansi, "\033[0m\n");
	assert_int_equal(count_of(ansi, "\n"), 24);
	assert_int_equal(count_of(text, "\n"), 10);
	expect_in(text, "(mm)");
	free(svg);
	free(ansi);
	free(text);
	studio_close(&s);
}

TEST(a_picture_leaves_out_the_line_that_asked_for_it)
{
	struct studio s;

	studio_open(&s);
	front_keep_command(s.painter.scrollback, PROMPT_TEXT, "print 6*7");
	front_keep_command(s.painter.scrollback, PROMPT_TEXT,
			   "export screen x.txt");
	char *text = exported(&s, "a.txt", "");

	expect_in(text, "(mm) print 6*7");
	expect_not_in(text, "export");
	assert_int_equal(scrollback_count(s.painter.scrollback), 2);
	free(text);
	studio_close(&s);
}

TEST(a_set_palette_and_background_are_in_the_picture)
{
	struct studio s;

	studio_open(&s);
	must(&s.talk, "set background light");
	must(&s.talk, "set palette protan");
	char *svg = exported(&s, "a.svg", "");

	expect_in(svg, ".paper { fill: #ffffff; }");
	expect_in(svg, ".r2 { fill: #af5f00; }");
	free(svg);
	must(&s.talk, "set color never");
	svg = exported(&s, "b.svg", "");
	expect_not_in(svg, "#af5f00");
	free(svg);
	studio_close(&s);
}

TEST(a_picture_that_cannot_be_made_is_refused_in_a_sentence)
{
	struct studio s;

	studio_open(&s);
	expect_error(&s.talk, "export screen a.png", "ends in .svg, .txt");
	expect_error(&s.talk, "export screen a.svg 12", "no size of a screen");
	expect_error(&s.talk, "export screen a.svg 0x0", "no size");
	expect_error(&s.talk, "export screen a.svg 99999x9", "up to 1000x500");
	expect_error(&s.talk, "export screen /nowhere/a.svg", "/nowhere/a.svg");
	expect_error(&s.talk, "export lesson a.txt", "cannot be exported");
	assert_int_equal(scratch_count(&s.scratch), 0);
	studio_close(&s);
}

TEST(without_a_face_there_is_no_picture)
{
	struct talk t = talk_create("small");

	expect_error(&t, "export screen a.svg", "nothing here can draw");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(svg_escapes_what_its_syntax_would_take),
		RUN(svg_has_the_colours_of_the_palette),
		RUN(svg_shows_reverse_as_a_box_with_paper_on_it),
		RUN(svg_gives_a_wide_glyph_its_two_columns),
		RUN(svg_without_colours_has_one_ink),
		RUN(ansi_sets_colours_and_ends_each_line_plain),
		RUN(text_is_what_the_canvas_shows),
		RUN(a_file_has_the_format_of_its_ending),
		RUN(a_picture_leaves_out_the_line_that_asked_for_it),
		RUN(a_set_palette_and_background_are_in_the_picture),
		RUN(a_picture_that_cannot_be_made_is_refused_in_a_sentence),
		RUN(without_a_face_there_is_no_picture),
	};

	unsetenv("NO_COLOR");
	unsetenv("COLORFGBG");
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
