/*
 * Words of the REPL's language: numbers, machines, lines, masks, places.
 */
#include "tests/harness.h"

#include <string.h>

#include "commands/machine_spec.h"
#include "commands/session_internal.h"

static void expect_number(const char *text, uint64_t wanted)
{
	uint64_t number = 0;

	assert_true(parse_number(text, &number));
	assert_int_equal(number, wanted);
}

static void expect_no_number(const char *text)
{
	uint64_t number = 77;

	assert_false(parse_number(text, &number));
	assert_int_equal(number, 77);
}

TEST(a_number_is_decimal_hexadecimal_or_a_size)
{
	expect_number("0", 0);
	expect_number("4096", 4096);
	expect_number("010", 10);
	expect_number("0xff", 255);
	expect_number("0XfF", 255);
	expect_number("4K", 4096);
	expect_number("64m", 64 << 20);
	expect_number("8G", 8ULL << 30);
	expect_number("1T", 1ULL << 40);
	expect_number("18446744073709551615", UINT64_MAX);
}

TEST(a_number_with_anything_else_is_none)
{
	expect_no_number("");
	expect_no_number("x");
	expect_no_number("0x");
	expect_no_number("-1");
	expect_no_number("+1");
	expect_no_number("1 ");
	expect_no_number("1KB");
	expect_no_number("12a");
	expect_no_number("1.5G");
	expect_no_number("18446744073709551616");
	expect_no_number("18446744073709551615K");
}

TEST(a_line_is_split_at_blanks_and_quotes_keep_them)
{
	struct word_list words;

	assert_true(line_split("a  \"b c\" d\"e f\"\t", &words));
	assert_int_equal(words.argc, 3);
	assert_string_equal(words.argv[0], "a");
	assert_string_equal(words.argv[1], "b c");
	assert_string_equal(words.argv[2], "de f");
	assert_null(words.argv[3]);
	line_deinit(&words);
}

TEST(an_open_quote_is_no_line)
{
	struct word_list words;

	assert_false(line_split("save \"a b", &words));
}

TEST(a_hash_that_stands_alone_begins_a_comment)
{
	assert_int_equal(line_length("# all of it"), 0);
	assert_int_equal(line_length("   "), 0);
	assert_int_equal(line_length("alloc 0 # why"), strlen("alloc 0"));
	assert_int_equal(line_length("note see #5"), strlen("note see #5"));
	assert_int_equal(line_length("note \"a # b\""),
			 strlen("note \"a # b\""));
	assert_int_equal(line_length("step\r\n"), strlen("step"));
}

static struct boot_config spec(const char *text)
{
	struct boot_config config;
	char name[MACHINE_NAME_SIZE];
	struct diagnosis why = { { 0 } };

	if (!machine_spec_parse(text, NULL, &config, name, &why))
		fail_msg("%s: %s", text, why.text);
	return config;
}

static void expect_no_machine(const char *text, const char *said)
{
	struct boot_config config;
	char name[MACHINE_NAME_SIZE];
	struct diagnosis why = { { 0 } };

	assert_false(machine_spec_parse(text, NULL, &config, name, &why));
	if (!strstr(why.text, said))
		fail_msg("%s: \"%s\" does not say \"%s\"", text, why.text,
			 said);
}

TEST(a_machine_is_a_preset_with_keys_in_any_order)
{
	struct boot_config config = spec("mem=128M, cpus=2 pc");

	assert_int_equal(config.mem_bytes, 128 << 20);
	assert_int_equal(config.nr_cpus, 2);
	assert_true(config.zone_wanted[ZONE_DMA32]);
	assert_int_equal(spec("").mem_bytes, spec("small").mem_bytes);
}

TEST(values_of_zones_and_ratios_hold_commas_themselves)
{
	struct boot_config config =
		spec("pc,zones=dma,normal,lowmem_reserve_ratio=256,128,cpus=3");

	assert_true(config.zone_wanted[ZONE_DMA]);
	assert_false(config.zone_wanted[ZONE_DMA32]);
	assert_true(config.zone_wanted[ZONE_NORMAL]);
	assert_int_equal(config.lowmem_reserve_ratio[ZONE_DMA], 256);
	assert_int_equal(config.lowmem_reserve_ratio[ZONE_DMA32], 128);
	/* As the sysctl of a 64-bit kernel prints them, and with HighMem. */
	assert_int_equal(config.nr_cpus, 3);
	config = spec("pc,lowmem_reserve_ratio=1,2,3,4,5");
	assert_int_equal(config.lowmem_reserve_ratio[ZONE_MOVABLE], 4);
	assert_int_equal(config.lowmem_reserve_ratio[ZONE_DEVICE], 5);
	config = spec("pc,lowmem_reserve_ratio=1,2,3,4,5,6");
	assert_int_equal(config.lowmem_reserve_ratio[ZONE_HIGHMEM], 4);
	assert_int_equal(config.lowmem_reserve_ratio[ZONE_MOVABLE], 5);
	assert_int_equal(config.lowmem_reserve_ratio[ZONE_DEVICE], 6);
}

TEST(each_kind_of_value_is_read)
{
	struct boot_config config =
		spec("pcp=n thp=n free_high_batch=y stat_threshold=0 "
		     "khugepaged=y arch=arm64 kasan=hw_tags lru_gen=n "
		     "kernelcore=1G max_order=9");

	assert_false(config.pcp);
	assert_false(config.thp);
	assert_true(config.free_high_batch);
	assert_false(config.drift);
	assert_int_equal(config.khugepaged, TRI_YES);
	assert_int_equal(config.flags.arch, ARCH_ARM64);
	assert_int_equal(config.flags.kasan, KASAN_HW_TAGS);
	assert_false(config.flags.lru_gen);
	assert_int_equal(config.kernelcore_bytes, 1 << 30);
	assert_int_equal(config.max_order, 9);
}

TEST(a_full_kernel_release_names_its_series)
{
	assert_ptr_equal(spec("kernel=6.12.107").profile,
			 spec("kernel=6.12").profile);
	expect_no_machine("kernel=2.4", "6.12");
}

TEST(what_no_machine_can_be_is_named_with_what_can)
{
	expect_no_machine("smal", "small");
	expect_no_machine("laptop", "numa");
	expect_no_machine("small pc", "one name");
	expect_no_machine("meme=1G", "mem=");
	expect_no_machine("mem=", "no value");
	expect_no_machine("mem=lots", "64M");
	expect_no_machine("cpus=-1", "number");
	expect_no_machine("pcp=maybe", "y or n");
	expect_no_machine("arch=mips", "x86_64");
	expect_no_machine("zones=dma,highmem", "highmem");
	expect_no_machine("lowmem_reserve_ratio=1,2,3,4,5,6,7", "at most 6");
	expect_no_machine("cpus=2 pc mem=1G,cpus=2", "cpus= is given twice");
}

TEST(a_slip_of_one_letter_is_recognised_a_guess_is_not)
{
	struct suggestion best = { 0 };

	suggest(&best, "alocc", "free");
	assert_null(best.word);
	suggest(&best, "alocc", "alloc");
	assert_string_equal(best.word, "alloc");
	suggest(&best, "alocc", "alocc2");
	assert_string_equal(best.word, "alocc2");
}

static void expect_command(const char *word, const char *name)
{
	size_t matches = 0;
	const struct command *command =
		command_find(word, strlen(word), &matches);

	assert_non_null(command);
	assert_string_equal(command->name, name);
}

TEST(a_command_is_found_by_name_then_alias_then_beginning)
{
	expect_command("alloc", "alloc");
	expect_command("flag", "flags");
	expect_command("flags-", "flags-layout");
	expect_command("brea", "break");
	expect_command("rep", "replay");
	expect_command("free", "free");
	expect_command("h", "help");
	expect_command("x", "x");
	expect_command("step", "step");
}

TEST(the_aliases_of_the_contract_stand_for_their_commands)
{
	static const char *const aliases[][2] = {
		{ "s", "step" },
		{ "n", "next" },
		{ "c", "continue" },
		{ "b", "break" },
		{ "bt", "where" },
		{ "d", "delete" },
		{ "f", "frame" },
		{ "fin", "finish" },
		{ "u", "until" },
		{ "tb", "tbreak" },
		{ "p", "print" },
		{ "x", "x" },
		{ "l", "list" },
		{ "i", "info" },
		{ "h", "help" },
		{ "q", "quit" },
		{ "a", "alloc" },
		{ "rs", "reverse-step" },
		{ "rn", "reverse-next" },
		{ "rc", "reverse-continue" },
		{ "rsi", "reverse-stepi" },
	};

	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		expect_command(aliases[i][0], aliases[i][1]);
}

TEST(several_beginnings_are_counted_and_none_is_chosen)
{
	size_t matches = 0;

	assert_null(command_find("re", 2, &matches));
	assert_true(matches > 1);
	assert_null(command_find("zzz", 3, &matches));
	assert_int_equal(matches, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_number_is_decimal_hexadecimal_or_a_size),
		RUN(a_number_with_anything_else_is_none),
		RUN(a_line_is_split_at_blanks_and_quotes_keep_them),
		RUN(an_open_quote_is_no_line),
		RUN(a_hash_that_stands_alone_begins_a_comment),
		RUN(a_machine_is_a_preset_with_keys_in_any_order),
		RUN(values_of_zones_and_ratios_hold_commas_themselves),
		RUN(each_kind_of_value_is_read),
		RUN(a_full_kernel_release_names_its_series),
		RUN(what_no_machine_can_be_is_named_with_what_can),
		RUN(a_slip_of_one_letter_is_recognised_a_guess_is_not),
		RUN(a_command_is_found_by_name_then_alias_then_beginning),
		RUN(the_aliases_of_the_contract_stand_for_their_commands),
		RUN(several_beginnings_are_counted_and_none_is_chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
