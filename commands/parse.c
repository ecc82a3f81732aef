/*
 * Numbers and GFP masks as one types them.
 */
#include "commands/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "core/gfp.h"

/* A short word stands for the usual mask, in the kernel's spelling. */
struct gfp_word {
	const char *word;
	const char *mask;
};

static const struct gfp_word gfp_words[] = {
	{ "unmovable", "GFP_KERNEL" },
	{ "movable", "GFP_HIGHUSER_MOVABLE" },
	{ "reclaimable", "GFP_KERNEL|__GFP_RECLAIMABLE" },
	{ "atomic", "GFP_ATOMIC" },
	{ "nowait", "GFP_NOWAIT" },
	{ "dma", "GFP_DMA" },
	{ "dma32", "GFP_DMA32" },
};

enum { NR_GFP_WORDS = sizeof(gfp_words) / sizeof(gfp_words[0]) };

const char *gfp_word_nth(size_t i)
{
	return i < NR_GFP_WORDS ? gfp_words[i].word : NULL;
}

/* Value of a digit in any base up to 16; 16 when it is none. */
static unsigned digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A') + 10;
	return 16;
}

/* Digits up to the first other byte; NULL: none at all, or too many. */
static const char *parse_digits(const char *text, unsigned base, uint64_t *ret)
{
	const char *at = text;
	uint64_t value = 0;

	for (; digit_value(*at) < base; at++) {
		unsigned digit = digit_value(*at);

		if (value > (UINT64_MAX - digit) / base)
			return NULL;
		value = value * base + digit;
	}
	*ret = value;
	return at == text ? NULL : at;
}

/* Bits that a size letter shifts by; -1 when it is none. */
static int size_shift(char letter)
{
	static const char letters[] = "KkMmGgTt";
	const char *found = letter ? strchr(letters, letter) : NULL;

	return found ? (int)((found - letters) / 2 + 1) * 10 : -1;
}

bool parse_number(const char *text, uint64_t *ret)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	uint64_t value = 0;
	const char *end =
		parse_digits(hex ? text + 2 : text, hex ? 16 : 10, &value);

	if (!end)
		return false;
	if (*end) {
		int shift = size_shift(*end);

		if (shift < 0 || end[1] || value > UINT64_MAX >> shift)
			return false;
		value <<= shift;
	}
	*ret = value;
	return true;
}

static enum status fail_gfp_name(const struct profile *profile,
				 const char *name, struct reply *r)
{
	struct suggestion best = { 0 };

	for (const struct gfp_name *n = profile->gfp_names; n->name; n++)
		suggest(&best, name, n->name);
	for (size_t i = 0; i < NR_GFP_WORDS; i++)
		suggest(&best, name, gfp_words[i].word);
	if (best.word)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no GFP flag of kernel %s: "
				  "did you mean %s?",
				  name, profile->series, best.word);
	return reply_fail(r, STATUS_FAILED,
			  "\"%s\" is no GFP flag of kernel %s: write "
			  "GFP_KERNEL, __GFP_COMP, movable or a hex value",
			  name, profile->series);
}

static enum status parse_gfp_name(const struct profile *profile,
				  const char *name, gfp_t *ret,
				  struct reply *r);

enum status parse_gfp(const struct profile *profile, const char *text,
		      gfp_t *ret, struct reply *r)
{
	gfp_t mask = 0;

	for (;;) {
		char name[64];
		size_t length = strcspn(text, "|");
		gfp_t part = 0;

		snprintf(name, sizeof(name), "%.*s", (int)length, text);
		enum status status = parse_gfp_name(profile, name, &part, r);

		if (status != STATUS_OK)
			return status;
		mask |= part;
		if (!text[length])
			break;
		text += length + 1;
	}
	*ret = mask;
	return STATUS_OK;
}

static enum status parse_gfp_name(const struct profile *profile,
				  const char *name, gfp_t *ret, struct reply *r)
{
	uint64_t number = 0;

	for (size_t i = 0; i < NR_GFP_WORDS; i++)
		if (strcmp(name, gfp_words[i].word) == 0)
			return parse_gfp(profile, gfp_words[i].mask, ret, r);
	if (gfp_lookup(profile, name, strlen(name), ret))
		return STATUS_OK;
	if (!parse_number(name, &number))
		return fail_gfp_name(profile, name, r);
	if (number > UINT32_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "GFP mask %s has more than 32 bits: "
				  "gfp_t ends at 0xffffffff",
				  name);
	*ret = (gfp_t)number;
	return STATUS_OK;
}
