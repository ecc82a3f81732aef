/*
 * The colours of every palette can be read on their background, and told
 * apart by the eyes that they are meant for.
 *
 * Contrast is that of WCAG 2.1.  Colour blindness is simulated in linear RGB
 * by the matrices of Machado, Oliveira and Fernandes (2009) for complete
 * deficiency; distance is measured in CIE L*a*b*.
 */
#include "tests/harness.h"

#include <math.h>
#include <string.h>

#include "commands/palette.h"

enum sight { NORMAL, PROTAN, DEUTAN, TRITAN, NR_SIGHTS };

struct light {
	double r, g, b; /* linear */
};

static const double simulation[NR_SIGHTS][3][3] = {
	[NORMAL] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
	[PROTAN] = { { 0.152286, 1.052583, -0.204868 },
		     { 0.114503, 0.786281, 0.099216 },
		     { -0.003882, -0.048116, 1.051998 } },
	[DEUTAN] = { { 0.367322, 0.860646, -0.227968 },
		     { 0.280085, 0.672501, 0.047413 },
		     { -0.011820, 0.042940, 0.968881 } },
	[TRITAN] = { { 1.255528, -0.076749, -0.178779 },
		     { -0.078411, 0.930809, 0.147602 },
		     { 0.004733, 0.691367, 0.303900 } },
};

static const char *const names[] = { "universal", "deuteran", "protan",
				     "tritan" };
static const int depths[] = { 256, 16, 8 };

static double linear(uint8_t value)
{
	double v = value / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static struct light light_of(int color)
{
	struct rgb rgb = color_rgb(color);

	return (struct light){ linear(rgb.red), linear(rgb.green),
			       linear(rgb.blue) };
}

static double luminance(struct light l)
{
	return 0.2126 * l.r + 0.7152 * l.g + 0.0722 * l.b;
}

static double contrast(int color, double paper)
{
	double ink = luminance(light_of(color)) + 0.05;

	paper += 0.05;
	return ink > paper ? ink / paper : paper / ink;
}

static double weighed(const double row[3], struct light l)
{
	double sum = row[0] * l.r + row[1] * l.g + row[2] * l.b;

	return fmin(1, fmax(0, sum));
}

static struct light seen(struct light l, enum sight sight)
{
	const double(*m)[3] = simulation[sight];

	return (struct light){ weighed(m[0], l), weighed(m[1], l),
			       weighed(m[2], l) };
}

static double lab_root(double t)
{
	return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

struct lab {
	double l, a, b;
};

static struct lab lab_of(struct light c)
{
	double x = lab_root((0.4124 * c.r + 0.3576 * c.g + 0.1805 * c.b) /
			    0.95047);
	double y = lab_root(luminance(c));
	double z = lab_root((0.0193 * c.r + 0.1192 * c.g + 0.9505 * c.b) /
			    1.08883);

	return (struct lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double distance(int color, int other, enum sight sight)
{
	struct lab a = lab_of(seen(light_of(color), sight));
	struct lab b = lab_of(seen(light_of(other), sight));

	return sqrt((a.l - b.l) * (a.l - b.l) + (a.a - b.a) * (a.a - b.a) +
		    (a.b - b.b) * (a.b - b.b));
}

/* Is the palette made for these eyes? */
static bool serves(const struct palette *p, enum sight sight)
{
	static const enum sight own[] = { NORMAL, DEUTAN, PROTAN, TRITAN };

	for (size_t i = 0; i < 4; i++)
		if (strcmp(p->name, names[i]) == 0)
			return i == 0 || sight == NORMAL || sight == own[i];
	return false;
}

static void expect_contrast(const struct palette *p)
{
	for (int role = 0; role < NR_COLOR_ROLES; role++) {
		int color = palette_color(p, (enum color_role)role);

		if (color == COLOR_DEFAULT)
			continue;
		assert_true(color < p->colors);
		bool on_dark = p->background != BACKGROUND_LIGHT;
		bool on_light = p->background != BACKGROUND_DARK;
		if ((on_dark && contrast(color, 0) < 3) ||
		    (on_light && contrast(color, 1) < 3))
			fail_msg("%s, background %d: colour %d cannot be read",
				 p->name, p->background, color);
	}
}

static void expect_distance(const struct palette *p, double least)
{
	for (int a = ROLE_UNMOVABLE; a <= ROLE_ISOLATE; a++)
		for (int b = a + 1; b <= ROLE_ISOLATE; b++)
			for (int sight = 0; sight < NR_SIGHTS; sight++) {
				int one = palette_color(p, (enum color_role)a);
				int two = palette_color(p, (enum color_role)b);
				if (one == COLOR_DEFAULT ||
				    two == COLOR_DEFAULT ||
				    !serves(p, (enum sight)sight))
					continue;
				double d =
					distance(one, two, (enum sight)sight);
				if (d < least)
					fail_msg("%s %d: colours %d and %d are "
						 "%f apart for sight %d",
						 p->name, p->background, one,
						 two, d, sight);
			}
}

static void for_each_palette(void (*check)(const struct palette *p))
{
	for (size_t name = 0; name < 4; name++)
		for (int paper = 0; paper <= BACKGROUND_ANY; paper++)
			for (size_t depth = 0; depth < 3; depth++)
				check(&(struct palette){ names[name],
							 (enum background)paper,
							 depths[depth] });
}

TEST(every_colour_has_a_contrast_of_three_to_its_background)
{
	for_each_palette(expect_contrast);
}

static void expect_told_apart(const struct palette *p)
{
	/* With eight colours the terminal has no more to offer. */
	if (p->colors >= 16)
		expect_distance(p, p->colors == 256 ? 20 : 12);
}

TEST(colours_are_told_apart_by_the_eyes_that_they_are_for)
{
	for_each_palette(expect_told_apart);
}

static void expect_six(const struct palette *p)
{
	for (int role = ROLE_UNMOVABLE; role <= ROLE_ISOLATE; role++)
		if (p->colors == 256)
			assert_int_not_equal(
				palette_color(p, (enum color_role)role),
				COLOR_DEFAULT);
}

TEST(with_256_colours_every_type_has_its_own)
{
	for_each_palette(expect_six);
}

TEST(a_monochrome_terminal_gets_no_colour)
{
	const struct palette p = { "universal", BACKGROUND_DARK, 2 };

	for (int role = 0; role < NR_COLOR_ROLES; role++)
		assert_int_equal(palette_color(&p, (enum color_role)role),
				 COLOR_DEFAULT);
}

TEST(what_a_colour_says_a_sign_says_too)
{
	const struct palette p = { "universal", BACKGROUND_DARK, 256 };

	for (int role = 0; role < NR_COLOR_ROLES; role++) {
		if (palette_color(&p, (enum color_role)role) == COLOR_DEFAULT)
			continue;
		assert_non_null(role_signs((enum color_role)role));
		assert_non_null(role_meaning((enum color_role)role));
	}
}

TEST(the_terminal_hints_at_its_background)
{
	assert_int_equal(background_of("auto", "15;0"), BACKGROUND_DARK);
	assert_int_equal(background_of("auto", "0;default;15"),
			 BACKGROUND_LIGHT);
	assert_int_equal(background_of("auto", "7;8"), BACKGROUND_DARK);
	assert_int_equal(background_of("auto", "0;7"), BACKGROUND_LIGHT);
	assert_int_equal(background_of("auto", NULL), BACKGROUND_ANY);
	assert_int_equal(background_of("auto", "15;default"), BACKGROUND_ANY);
	assert_int_equal(background_of("auto", "1"), BACKGROUND_ANY);
	assert_int_equal(background_of("light", "15;0"), BACKGROUND_LIGHT);
	assert_int_equal(background_of("dark", "0;15"), BACKGROUND_DARK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(every_colour_has_a_contrast_of_three_to_its_background),
		RUN(colours_are_told_apart_by_the_eyes_that_they_are_for),
		RUN(with_256_colours_every_type_has_its_own),
		RUN(a_monochrome_terminal_gets_no_colour),
		RUN(what_a_colour_says_a_sign_says_too),
		RUN(the_terminal_hints_at_its_background),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
