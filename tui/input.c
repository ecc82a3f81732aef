/*
 * Input: the bytes that a terminal sends, taken apart into keys, mouse
 * events, and what the prompt gets.
 */
#include <stdlib.h>
#include <string.h>

#include "tui/glyph.h"
#include "tui/keys.h"

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

/* Esc by itself is what other sequences begin with. */
static bool is_lone_escape(const char *sequence)
{
	return strcmp(sequence, "\033") == 0;
}

/* What one key makes of the input: INPUT_BYTES if nothing. */
static struct input_event match_key(const struct key_binding *key,
				    const char *bytes, size_t length, bool late)
{
	struct input_event event = { .kind = INPUT_BYTES };

	for (int i = 0; i < KEY_MAX_SEQUENCES && key->sequences[i]; i++) {
		int found = compare(key->sequences[i], bytes, length);
		if (is_lone_escape(key->sequences[i]) &&
		    (!late || (length > 1 && bytes[1] != '\033')))
			found = 0;
		if (found < 0)
			event.kind = INPUT_WAITS;
		if (found > 0)
			return (struct input_event){ .kind = INPUT_KEY,
						     .key = key,
						     .length = (size_t)found };
	}
	return event;
}

static struct input_event find_key(const char *bytes, size_t length, bool late)
{
	struct input_event event = { .kind = INPUT_BYTES };
	const struct key_binding *key = NULL;

	for (size_t k = 0; (key = key_nth(k)); k++) {
		struct input_event found = match_key(key, bytes, length, late);
		if (found.kind == INPUT_KEY)
			return found;
		if (found.kind == INPUT_WAITS)
			event = found;
	}
	return event;
}

/* Does a key other than an escape sequence begin with this byte? */
static bool begins_key(char byte)
{
	const struct key_binding *key = NULL;

	for (size_t k = 0; (key = key_nth(k)); k++)
		for (int i = 0; i < KEY_MAX_SEQUENCES && key->sequences[i]; i++)
			if (key->sequences[i][0] == byte)
				return true;
	return false;
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

	while (at < length && !begins_key(bytes[at])) {
		size_t size = utf8_length((unsigned char)bytes[at]);
		if (at + size > length)
			break;
		at += size;
	}
	return at;
}

/* Button bits of the SGR protocol (1006). */
enum { BUTTON_MASK = 3, BUTTON_DRAG = 32, BUTTON_WHEEL = 64 };

static enum mouse_kind mouse_kind_of(long button, bool pressed)
{
	if (button & BUTTON_WHEEL && (button & BUTTON_MASK) == 0)
		return MOUSE_WHEEL_UP;
	if (button & BUTTON_WHEEL && (button & BUTTON_MASK) == 1)
		return MOUSE_WHEEL_DOWN;
	if (button & BUTTON_WHEEL || (button & BUTTON_MASK) != 0 || !pressed)
		return MOUSE_NOTHING;
	return button & BUTTON_DRAG ? MOUSE_DRAG : MOUSE_CLICK;
}

/* "ESC [ < BUTTON ; COLUMN ; ROW M", with m for a release. */
static struct input_event mouse_event(const char *bytes, size_t length)
{
	struct input_event event = { .kind = INPUT_SEQUENCE, .length = length };
	char text[32];
	char *at = text + 3;
	long numbers[3] = { 0 };

	if (length >= sizeof(text))
		return event;
	memcpy(text, bytes, length);
	text[length] = '\0';
	for (int i = 0; i < 3; i++) {
		char *end = at;
		numbers[i] = strtol(at, &end, 10);
		if (end == at || (i < 2 && *end != ';'))
			return event;
		at = i < 2 ? end + 1 : end;
	}
	if ((*at != 'M' && *at != 'm') || numbers[1] < 1 || numbers[2] < 1)
		return event;
	event.kind = INPUT_MOUSE;
	event.mouse.kind = mouse_kind_of(numbers[0], *at == 'M');
	event.mouse.col = (int)numbers[1] - 1;
	event.mouse.row = (int)numbers[2] - 1;
	return event;
}

static struct input_event escape_event(const char *bytes, size_t length,
				       bool late)
{
	size_t whole = sequence_length(bytes, length);

	if (whole > 3 && bytes[1] == '[' && bytes[2] == '<')
		return mouse_event(bytes, whole);
	if (whole > 0 && (bytes[1] == '[' || bytes[1] == 'O'))
		return (struct input_event){ .kind = INPUT_SEQUENCE,
					     .length = whole };
	if (whole > 0 || late)
		return (struct input_event){ .kind = INPUT_BYTES,
					     .length = whole ? whole : length };
	return (struct input_event){ .kind = INPUT_WAITS };
}

struct input_event input_next(const char *bytes, size_t length, bool late)
{
	struct input_event event = find_key(bytes, length, late);

	if (event.kind == INPUT_KEY)
		return event;
	if (event.kind == INPUT_WAITS && !late)
		return event;
	if (bytes[0] == '\033')
		return escape_event(bytes, length, late);
	size_t plain = plain_length(bytes, length);
	if (plain == 0 && !late)
		return (struct input_event){ .kind = INPUT_WAITS };
	return (struct input_event){ .kind = INPUT_BYTES,
				     .length = plain > 0 ? plain : length };
}
