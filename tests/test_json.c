/*
 * JSON: what is read, what is refused and where, and that nothing which
 * passes can command a terminal.
 */
#include "tests/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/json_internal.h"

static bool accepted(const char *text)
{
	struct diagnosis why;
	struct json *root = json_parse(text, strlen(text), &why);

	json_destroy(root);
	return root != NULL;
}

static void assert_refused(const char *text, const char *reason)
{
	struct diagnosis why = { .text = "" };

	if (json_parse(text, strlen(text), &why) != NULL)
		fail_msg("accepted: %s", text);
	if (strstr(why.text, reason) == NULL)
		fail_msg("%s: \"%s\" is not \"%s\"", text, why.text, reason);
}

static void assert_printed(struct json *root, const char *expected)
{
	char *text = json_print(root);

	assert_string_equal(text, expected);
	free(text);
	json_destroy(root);
}

/* A reader over a text, for the tests of items. */
struct reading {
	struct json *root;
	struct reader reader;
	struct diagnosis why;
	struct item top;
};

static void reading_init(struct reading *r, const char *text, bool strict)
{
	memset(r, 0, sizeof(*r));
	r->root = json_parse(text, strlen(text), &r->why);
	assert_non_null(r->root);
	r->reader = (struct reader){ .why = &r->why, .strict = strict };
	r->top = item_root(&r->reader, r->root);
}

static void reading_deinit(struct reading *r)
{
	json_destroy(r->root);
}

TEST(a_value_is_printed_on_one_line_as_it_was_built)
{
	struct json *root = json_object();
	struct json *array = json_array();

	json_append(array, json_number(-7));
	json_append(array, json_null());
	json_append(array, json_bool(true));
	json_add(root, "list", array);
	json_add(root, "word", json_word(0x2800));
	json_add(root, "hash", json_hash(0xabc));
	json_add(root, "text", json_string("a \"b\""));

	assert_printed(root, "{\"list\":[-7,null,true],\"word\":\"0x2800\","
			     "\"hash\":\"0x0000000000000abc\","
			     "\"text\":\"a \\\"b\\\"\"}");
}

TEST(large_numbers_are_printed_in_full)
{
	assert_printed(json_number(1000000000000000), "1000000000000000");
	assert_printed(json_number(-9007199254740991), "-9007199254740991");
}

TEST(every_beginning_of_a_value_is_refused)
{
	static const char text[] =
		"{\"a\":[1,-2.5e3,{\"b\":\"\\u00e9\xc3\xa9\"}],\"c\":null}";

	assert_true(accepted(text));
	for (size_t length = 0; length + 1 < sizeof text; length++) {
		struct diagnosis why;
		if (json_parse(text, length, &why) != NULL)
			fail_msg("the first %zu bytes were accepted", length);
		assert_non_null(strstr(why.text, "1:"));
	}
}

TEST(a_fault_is_told_with_line_and_column)
{
	assert_refused("{\n  \"a\": 1,\n  \"b\" 2\n}", "3:7: expected ':'");
	assert_refused("[1,\n\xc3\xa9]", "2:1: expected a value");
	assert_refused("[\"\xc3\xa9\", x]", "1:7: expected a value");
	assert_refused("[tru", "1:5: the text ends");
	assert_refused("[tru]", "1:2: expected a value");
}

TEST(numbers_that_json_does_not_know_are_refused)
{
	assert_refused("[01]", "leading zeros");
	assert_refused("[-01]", "leading zeros");
	assert_refused("[1.]", "digits after");
	assert_refused("[.5]", "expected a value");
	assert_refused("[+1]", "expected a value");
	assert_refused("[1e]", "exponent");
	assert_refused("[1e999]", "out of range");
	assert_refused("[NaN]", "expected a value");
	assert_refused("[0x10]", "expected ','");
	assert_refused("[11111111111111111111111111111111111111111111]",
		       "too many digits");
	assert_true(accepted("[0, -0, 10, 1.5, 2E+2, 3e-2]"));
}

TEST(a_second_value_is_refused)
{
	assert_refused("{} {}", "1:4: something follows");
	assert_refused("[1]]", "something follows");
	assert_refused("[1,]", "expected a value");
	assert_refused("{\"a\":1,}", "expected a key");
	assert_refused("{,}", "expected a key");
	assert_true(accepted(" [1]\n"));
}

TEST(strings_must_be_clean_utf8)
{
	assert_refused("[\"\\u0000x\"]", "\\u0000");
	assert_refused("[\"a\tb\"]", "control byte");
	assert_refused("[\"\x1b[2J\"]", "control byte");
	assert_refused("[\"\xff\"]", "UTF-8");
	assert_refused("[\"\xc0\x80\"]", "UTF-8");
	assert_refused("[\"\xed\xa0\x80\"]", "UTF-8");
	assert_refused("[\"\xf4\x90\x80\x80\"]", "UTF-8");
	assert_refused("[\"\\ud800\"]", "surrogate");
	assert_refused("[\"\\udc00\"]", "surrogate");
	assert_refused("[\"\\ud800\\u0041\"]", "surrogate");
	assert_refused("[\"\\x41\"]", "escape");
	assert_refused("[\"\\u00g0\"]", "hexadecimal");
	assert_true(accepted("[\"\\ud83d\\ude00 \xf0\x9f\x98\x80\"]"));
}

TEST(a_nul_byte_is_no_end_of_the_text)
{
	struct diagnosis why;

	assert_null(json_parse("[1]\0[2]", 7, &why));
	assert_non_null(strstr(why.text, "something follows"));
}

TEST(nesting_ends_at_64_levels)
{
	char text[(size_t)2 * JSON_DEPTH_MAX + 3];

	memset(text, '[', JSON_DEPTH_MAX);
	memset(text + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
	text[(size_t)2 * JSON_DEPTH_MAX] = '\0';
	assert_true(accepted(text));

	memset(text, '[', JSON_DEPTH_MAX + 1);
	memset(text + JSON_DEPTH_MAX + 1, ']', JSON_DEPTH_MAX + 1);
	text[(size_t)2 * JSON_DEPTH_MAX + 2] = '\0';
	assert_refused(text, "1:65: nested more than 64");
}

TEST(a_key_stands_once)
{
	assert_refused("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", "/b/c: ");
	assert_refused("{\"a\":1,\"\\u0061\":2}", "/a: ");
	assert_refused("[{},{\"x\":0,\"x\":0}]", "/1/x: ");
	assert_true(accepted("{\"a\":1,\"A\":2}"));
	assert_true(accepted("[{\"a\":1},{\"a\":2}]"));
}

TEST(a_key_stands_once_among_many)
{
	char text[2048] = "{";
	size_t length = 1;

	for (int i = 0; i < 100; i++)
		length += (size_t)snprintf(text + length, sizeof text - length,
					   "\"k%d\":%d,", i, i);
	snprintf(text + length, sizeof text - length, "\"last\":0}");
	assert_true(accepted(text));
	snprintf(text + length, sizeof text - length, "\"k50\":0}");
	assert_refused(text, "/k50: this key stands here twice");
}

TEST(what_a_file_says_cannot_command_a_terminal)
{
	struct diagnosis why;
	static const char text[] = "[\"\\u001b[31m\\u009b\\u202e\\u007f\"]";
	struct json *root = json_parse(text, strlen(text), &why);

	assert_non_null(root);
	assert_printed(root, "[\"^[[31m\\\\x9B\\\\u202E^?\"]");
}

TEST(displayable_text_holds_no_control_and_no_invalid_byte)
{
	/* A title sequence, NEL, a stray byte, a right-to-left override. */
	static const unsigned char raw[] = {
		'a',  '\n', 0x1b, ']',  '0', ';',  'x',  0x07, 0xc2, 0x85,
		0xff, 0xe2, 0x80, 0xae, ' ', 0xc3, 0xa9, 0xe4, 0xb8, 0xad,
	};
	char shown[128];
	char again[128];

	size_t length = text_displayable((const char *)raw, sizeof raw, shown,
					 sizeof shown);

	assert_string_equal(shown, "a^J^[]0;x^G\\x85\\xFF\\u202E "
				   "\xc3\xa9\xe4\xb8\xad");
	assert_int_equal(length, strlen(shown));
	text_displayable(shown, length, again, sizeof again);
	assert_string_equal(again, shown);
}

TEST(displayable_text_is_cut_between_characters)
{
	char shown[6];

	for (size_t size = 1; size <= sizeof shown; size++) {
		memset(shown, '#', sizeof shown);
		size_t length =
			text_displayable("\xc3\xa9\x1b\xff", 4, shown, size);
		assert_true(length < size);
		assert_int_equal(shown[length], '\0');
		assert_true(length == 0 || length == 2 || length == 4);
	}
}

TEST(a_wrong_type_is_told_with_its_pointer)
{
	struct reading r;

	reading_init(&r, "{\"a/b\":[1,{\"c~d\":\"x\"}]}", true);
	struct item array = item_member(&r.top, "a/b");
	struct item element = item_first(&array);
	assert_int_equal(item_integer(&element, 0, 9), 1);
	item_advance(&element);
	assert_int_equal(item_get(&element, "c~d", 0, 9), 0);

	assert_true(r.reader.failed);
	assert_string_equal(r.why.text, "/a~1b/1/c~0d: must be a number, but "
					"is a string");
	reading_deinit(&r);
}

TEST(the_first_fault_is_kept_and_silences_the_rest)
{
	struct reading r;

	reading_init(&r, "{\"a\":1,\"list\":[1,2]}", true);
	item_get(&r.top, "missing", 0, 1);
	item_get(&r.top, "a", 5, 6);
	struct item list = item_member(&r.top, "list");

	assert_int_equal(item_length(&list), 0);
	assert_string_equal(item_text(&list), "");
	assert_string_equal(r.why.text, "/missing: this key is missing");
	reading_deinit(&r);
}

static void assert_number_refused(const char *text, const char *reason)
{
	struct reading r;

	reading_init(&r, text, true);
	item_get(&r.top, "n", -10, 10);
	assert_true(r.reader.failed);
	if (strstr(r.why.text, reason) == NULL)
		fail_msg("%s: \"%s\" is not \"%s\"", text, r.why.text, reason);
	reading_deinit(&r);
}

TEST(numbers_must_be_whole_exact_and_in_range)
{
	assert_number_refused("{\"n\":11}", "/n: must be -10 to 10, but is 11");
	assert_number_refused("{\"n\":1.5}", "whole");
	assert_number_refused("{\"n\":9007199254740993}", "too large");
	assert_number_refused("{\"n\":1e30}", "too large");
	assert_number_refused("{\"n\":\"1\"}", "must be a number");
}

static void assert_word_refused(const char *text)
{
	struct reading r;

	reading_init(&r, text, true);
	struct item word = item_member(&r.top, "w");
	item_hex(&word);
	assert_true(r.reader.failed);
	reading_deinit(&r);
}

TEST(words_are_hexadecimal_strings)
{
	struct reading r;

	reading_init(&r, "{\"w\":\"ffc0000002000\",\"h\":\"0x00ff\"}", true);
	struct item word = item_member(&r.top, "w");
	assert_true(item_hex(&word) == 0xffc0000002000);
	struct item hash = item_member(&r.top, "h");
	item_hash(&hash);
	assert_true(r.reader.failed);
	reading_deinit(&r);

	assert_word_refused("{\"w\":\"\"}");
	assert_word_refused("{\"w\":\"0x12\"}");
	assert_word_refused("{\"w\":\"-1\"}");
	assert_word_refused("{\"w\":\"11112222333344445\"}");
	assert_word_refused("{\"w\":12}");
}

TEST(unknown_keys_fail_a_strict_reader_and_are_counted_by_a_lenient_one)
{
	static const char text[] = "{\"a\":1,\"x\":2,\"A\":3}";
	struct reading r;

	reading_init(&r, text, true);
	item_get(&r.top, "a", 0, 9);
	item_finish(&r.top);
	assert_non_null(strstr(r.why.text, "/x: this key is unknown"));
	reading_deinit(&r);

	reading_init(&r, text, false);
	item_get(&r.top, "a", 0, 9);
	item_finish(&r.top);
	assert_false(r.reader.failed);
	assert_int_equal(r.reader.ignored, 2);
	assert_string_equal(r.reader.first_ignored, "/x");
	reading_deinit(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_value_is_printed_on_one_line_as_it_was_built),
		RUN(large_numbers_are_printed_in_full),
		RUN(every_beginning_of_a_value_is_refused),
		RUN(a_fault_is_told_with_line_and_column),
		RUN(numbers_that_json_does_not_know_are_refused),
		RUN(a_second_value_is_refused),
		RUN(strings_must_be_clean_utf8),
		RUN(a_nul_byte_is_no_end_of_the_text),
		RUN(nesting_ends_at_64_levels),
		RUN(a_key_stands_once),
		RUN(a_key_stands_once_among_many),
		RUN(what_a_file_says_cannot_command_a_terminal),
		RUN(displayable_text_holds_no_control_and_no_invalid_byte),
		RUN(displayable_text_is_cut_between_characters),
		RUN(a_wrong_type_is_told_with_its_pointer),
		RUN(the_first_fault_is_kept_and_silences_the_rest),
		RUN(numbers_must_be_whole_exact_and_in_range),
		RUN(words_are_hexadecimal_strings),
		RUN(unknown_keys_fail_a_strict_reader_and_are_counted_by_a_lenient_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
