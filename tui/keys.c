#include "tui/keys.h"

#include <string.h>

#include "tui/glyph.h"

/* Sequences: xterm and tmux first, then those of the Linux console, rxvt. */
static const struct key_binding keys[] = {
	{ "F1",
	  KEY_SHOWS_KEYS,
	  NULL,
	  "this list",
	  { "\033OP", "\033[11~", "\033[[A" } },
	{ "F2",
	  KEY_RUNS_LINE,
	  "layout step",
	  NULL,
	  { "\033OQ", "\033[12~", "\033[[B" } },
	{ "F3",
	  KEY_RUNS_LINE,
	  "layout page",
	  NULL,
	  { "\033OR", "\033[13~", "\033[[C" } },
	{ "F4",
	  KEY_RUNS_LINE,
	  "layout map",
	  NULL,
	  { "\033OS", "\033[14~", "\033[[D" } },
	{ "F5", KEY_RUNS_LINE, "continue", NULL, { "\033[15~", "\033[[E" } },
	{ "F6", KEY_RUNS_LINE, "reverse-continue", NULL, { "\033[17~" } },
	{ "F7", KEY_RUNS_LINE, "layout pcp", NULL, { "\033[18~" } },
	{ "F8", KEY_RUNS_LINE, "layout tags", NULL, { "\033[19~" } },
	{ "F9", KEY_RUNS_LINE, "layout split", NULL, { "\033[20~" } },
	{ "F10", KEY_RUNS_LINE, "finish", NULL, { "\033[21~" } },
	{ "Ctrl-Right",
	  KEY_RUNS_LINE,
	  "step",
	  NULL,
	  { "\033[1;5C", "\033[5C", "\033Oc" } },
	{ "Ctrl-Left",
	  KEY_RUNS_LINE,
	  "reverse-step",
	  NULL,
	  { "\033[1;5D", "\033[5D", "\033Od" } },
	{ "Ctrl-Down",
	  KEY_RUNS_LINE,
	  "next",
	  NULL,
	  { "\033[1;5B", "\033[5B", "\033Ob" } },
	{ "Ctrl-Up",
	  KEY_RUNS_LINE,
	  "reverse-next",
	  NULL,
	  { "\033[1;5A", "\033[5A", "\033Oa" } },
	{ "PgUp", KEY_SCROLLS_UP, NULL, "scroll the REPL back", { "\033[5~" } },
	{ "PgDn", KEY_SCROLLS_DOWN, NULL, "scroll it forward", { "\033[6~" } },
	{ "Ctrl-L", KEY_REPAINTS, NULL, "paint the screen anew", { "\f" } },
};

static const size_t nr_keys = sizeof(keys) / sizeof(*keys);

const struct key_binding *key_nth(size_t i)
{
	return i < nr_keys ? &keys[i] : NULL;
}

/* Length of the sequence when the input begins with it; 0 when it differs;
 * -1 when the input ends within it. */
static int compare(const char *sequence, const char *bytes, size_t length)
{
	size_t wanted = strlen(sequence);
	size_t common = wanted < length ? wanted : length;

	if (memcmp(sequence, bytes, common) != 0)
		return 0;
	return wanted <= length ? (int)wanted : -1;
}

static struct input_event find_key(const char *bytes, size_t length)
{
	struct input_event event = { .kind = INPUT_BYTES };

	for (size_t k = 0; k < nr_keys; k++) {
		for (int i = 0; i < KEY_MAX_SEQUENCES; i++) {
			if (!keys[k].sequences[i])
				break;
			int found =
				compare(keys[k].sequences[i], bytes, length);
			if (found < 0)
				event.kind = INPUT_WAITS;
			if (found > 0)
				return (struct input_event){ INPUT_KEY,
							     &keys[k],
							     (size_t)found };
		}
	}
	return event;
}

/* Bytes of the escape sequence at the input's beginning, 0 when it has not
 * ended yet.  ESC [ takes parameters up to a letter, ESC O one byte, any
 * other byte after ESC is a key with Alt. */
static size_t sequence_length(const char *bytes, size_t length)
{
	if (length < 2)
		return 0;
	if (bytes[1] == 'O')
		return length < 3 ? 0 : 3;
	if (bytes[1] != '[')
		return 2;
	for (size_t i = 2; i < length; i++)
		if (bytes[i] >= 0x40 && bytes[i] <= 0x7e &&
		    !(i == 2 && bytes[i] == '['))
			return i + 1;
	return 0;
}

/* Whole characters up to the next byte that may begin a key. */
static size_t plain_length(const char *bytes, size_t length)
{
	size_t at = 0;

	while (at < length && bytes[at] != '\033' && bytes[at] != '\f') {
		size_t size = utf8_length((unsigned char)bytes[at]);
		if (at + size > length)
			break;
		at += size;
	}
	return at;
}

static struct input_event escape_event(const char *bytes, size_t length,
				       bool late)
{
	size_t whole = sequence_length(bytes, length);

	if (whole > 0 && (bytes[1] == '[' || bytes[1] == 'O'))
		return (struct input_event){ INPUT_SEQUENCE, NULL, whole };
	if (whole > 0)
		return (struct input_event){ INPUT_BYTES, NULL, whole };
	if (late)
		return (struct input_event){ INPUT_BYTES, NULL, length };
	return (struct input_event){ .kind = INPUT_WAITS };
}

struct input_event input_next(const char *bytes, size_t length, bool late)
{
	struct input_event event = find_key(bytes, length);

	if (event.kind == INPUT_KEY)
		return event;
	if (event.kind == INPUT_WAITS && !late)
		return event;
	if (bytes[0] == '\033')
		return escape_event(bytes, length, late);
	size_t plain = plain_length(bytes, length);
	if (plain == 0 && !late)
		return (struct input_event){ .kind = INPUT_WAITS };
	return (struct input_event){ INPUT_BYTES, NULL,
				     plain > 0 ? plain : length };
}
