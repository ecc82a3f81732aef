/*
 * Input: keys by their sequences, the mouse, and what the prompt gets.
 */
#include "tests/harness.h"

#include <string.h>

#include "tui/keys.h"

static struct input_event event_of(const char *bytes, bool late)
{
	return input_next(bytes, strlen(bytes), late);
}

TEST(a_key_is_known_by_any_of_its_sequences)
{
	const struct key_binding *key = NULL;

	for (size_t k = 0; (key = key_nth(k)); k++) {
		for (int i = 0; i < KEY_MAX_SEQUENCES; i++) {
			if (!key->sequences[i])
				break;
			bool late = strcmp(key->sequences[i], "\033") == 0;
			struct input_event e =
				event_of(key->sequences[i], late);
			assert_int_equal(e.kind, INPUT_KEY);
			assert_ptr_equal(e.key, key);
			assert_int_equal(e.length, strlen(key->sequences[i]));
		}
	}
}

TEST(half_a_sequence_waits_for_the_rest)
{
	assert_int_equal(event_of("\033", false).kind, INPUT_WAITS);
	assert_int_equal(event_of("\033[1;5", false).kind, INPUT_WAITS);
	assert_int_equal(event_of("\xe7\x95", false).kind, INPUT_WAITS);
}

TEST(no_two_keys_have_the_same_sequence)
{
	const struct key_binding *key = NULL;

	for (size_t k = 0; (key = key_nth(k)); k++)
		for (int i = 0; i < KEY_MAX_SEQUENCES && key->sequences[i]; i++)
			assert_ptr_equal(event_of(key->sequences[i], true).key,
					 key);
}

TEST(an_escape_is_a_key_once_nothing_follows)
{
	struct input_event e = event_of("\033", true);

	assert_int_equal(e.kind, INPUT_KEY);
	assert_int_equal(e.key->action, KEY_LEAVES);
	assert_int_equal(e.length, 1);
	e = event_of("\033\033", true);
	assert_int_equal(e.key->action, KEY_LEAVES);
	assert_int_equal(e.length, 1);
	assert_int_equal(event_of("\033[", true).kind, INPUT_BYTES);
}

static void expect_mouse(const char *bytes, enum mouse_kind kind, int row,
			 int col)
{
	struct input_event e = event_of(bytes, false);

	assert_int_equal(e.kind, INPUT_MOUSE);
	assert_int_equal(e.mouse.kind, kind);
	assert_int_equal(e.mouse.row, row);
	assert_int_equal(e.mouse.col, col);
	assert_int_equal(e.length, strlen(bytes));
}

TEST(the_mouse_says_what_it_did_and_where)
{
	expect_mouse("\033[<0;11;6M", MOUSE_CLICK, 5, 10);
	expect_mouse("\033[<0;11;6m", MOUSE_NOTHING, 5, 10);
	expect_mouse("\033[<32;300;100M", MOUSE_DRAG, 99, 299);
	expect_mouse("\033[<64;1;1M", MOUSE_WHEEL_UP, 0, 0);
	expect_mouse("\033[<65;1;1M", MOUSE_WHEEL_DOWN, 0, 0);
	expect_mouse("\033[<2;1;1M", MOUSE_NOTHING, 0, 0);
	expect_mouse("\033[<66;1;1M", MOUSE_NOTHING, 0, 0);
	assert_int_equal(event_of("\033[<0;11;", false).kind, INPUT_WAITS);
	assert_int_equal(event_of("\033[<0;0;1M", false).kind, INPUT_SEQUENCE);
	assert_int_equal(event_of("\033[<;;M", false).kind, INPUT_SEQUENCE);
}

TEST(an_unknown_sequence_is_taken_whole)
{
	struct input_event e = event_of("\033[38;5;1mabc", false);

	assert_int_equal(e.kind, INPUT_SEQUENCE);
	assert_int_equal(e.length, strlen("\033[38;5;1m"));
}

TEST(plain_characters_come_in_one_piece_up_to_a_key)
{
	struct input_event e = event_of("alloc 界\r\f", false);

	assert_int_equal(e.kind, INPUT_BYTES);
	assert_int_equal(e.length, strlen("alloc 界"));
}

/* The same bytes on every run. */
static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 16;
}

TEST(any_bytes_are_used_up_in_the_end)
{
	unsigned char bytes[64];
	unsigned seed = 1;

	for (int round = 0; round < 20000; round++) {
		size_t length = 1 + next_random(&seed) % sizeof(bytes);
		for (size_t i = 0; i < length; i++)
			bytes[i] = next_random(&seed) % 4
					   ? (unsigned char)next_random(&seed)
					   : '\033';
		struct input_event e =
			input_next((const char *)bytes, length, true);
		assert_int_not_equal(e.kind, INPUT_WAITS);
		assert_in_range(e.length, 1, length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_key_is_known_by_any_of_its_sequences),
		RUN(half_a_sequence_waits_for_the_rest),
		RUN(no_two_keys_have_the_same_sequence),
		RUN(an_escape_is_a_key_once_nothing_follows),
		RUN(the_mouse_says_what_it_did_and_where),
		RUN(an_unknown_sequence_is_taken_whole),
		RUN(plain_characters_come_in_one_piece_up_to_a_key),
		RUN(any_bytes_are_used_up_in_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
