/*
 * The layout calculator: where the fields of page->flags lie.
 */
#include <stdio.h>

#include "core/page_flags.h"
#include "core/profile.h"
#include "tests/talk.h"

static struct flags_layout layout_of(const char *kernel,
				     const struct flags_config *config)
{
	struct flags_layout layout;

	assert_int_equal(flags_layout_of(profile_find(kernel), config, &layout),
			 FLAGS_FIT);
	return layout;
}

static void assert_field(const struct flags_layout *layout,
			 enum flags_field field, unsigned shift, unsigned width)
{
	assert_int_equal(layout->width[field], width);
	assert_int_equal(layout->shift[field], shift);
}

TEST(a_distribution_kernel_6_12_has_all_fields_and_one_bit_to_spare)
{
	struct flags_config config = flags_config_default();
	struct flags_layout layout = layout_of("6.12", &config);

	assert_int_equal(layout.nr_pageflags, 24);
	assert_field(&layout, FIELD_NODE, 54, 10);
	assert_field(&layout, FIELD_ZONE, 51, 3);
	assert_field(&layout, FIELD_LAST_CPUPID, 30, 21);
	assert_field(&layout, FIELD_LRU_GEN, 27, 3);
	assert_field(&layout, FIELD_LRU_REFS, 25, 2);
}

TEST(the_flags_of_6_1_leave_no_room_for_lru_refs)
{
	struct flags_config config = flags_config_default();
	struct flags_layout layout = layout_of("6.1", &config);

	assert_int_equal(layout.nr_pageflags, 27);
	assert_field(&layout, FIELD_LAST_CPUPID, 30, 21);
	assert_field(&layout, FIELD_LRU_GEN, 27, 3);
	assert_field(&layout, FIELD_LRU_REFS, 0, 0);
}

TEST(kernel_5_10_knows_no_generations)
{
	struct flags_config config = flags_config_default();
	struct flags_layout layout = layout_of("5.10", &config);

	assert_int_equal(layout.nr_pageflags, 27);
	assert_field(&layout, FIELD_LAST_CPUPID, 30, 21);
	assert_field(&layout, FIELD_LRU_GEN, 0, 0);
	assert_field(&layout, FIELD_LRU_REFS, 0, 0);
}

/* Classic sparse memory, where sections take 19 bits. */
static struct flags_config classic_sparse(unsigned nr_cpus)
{
	struct flags_config config = flags_config_default();

	config.memmodel = MEMMODEL_SPARSE;
	config.nodes_shift = 6;
	config.nr_cpus = nr_cpus;
	config.lru_gen = false;
	config.nr_pageflags = 25;
	return config;
}

TEST(classic_sparse_memory_fits_to_the_bit)
{
	struct flags_config config = classic_sparse(8);
	struct flags_layout layout = layout_of("6.12", &config);

	assert_field(&layout, FIELD_SECTION, 45, 19);
	assert_field(&layout, FIELD_NODE, 39, 6);
	assert_field(&layout, FIELD_ZONE, 36, 3);
	assert_field(&layout, FIELD_LAST_CPUPID, 25, 11);
}

TEST(last_cpupid_moves_out_when_it_does_not_fit)
{
	struct flags_config config = classic_sparse(64);
	struct flags_layout layout = layout_of("6.12", &config);

	assert_field(&layout, FIELD_LAST_CPUPID, 0, 0);
	assert_true(layout.last_cpupid_not_in_page_flags);
}

/* Shift and width of NODE, ZONE, LAST_CPUPID, KASAN_TAG, LRU_GEN, LRU_REFS. */
struct worked {
	const char *kernel;
	const char *preset;
	struct flags_config with; /* 0: as in the preset */
	unsigned places[6][2];
	unsigned nr_pageflags;
	unsigned tag_bits;
};

static struct flags_config worked_config(const struct worked *w)
{
	struct flags_config config = flags_preset_find(w->preset)->config;

	config.kasan = w->with.kasan;
	if (w->with.nr_cpus)
		config.nr_cpus = w->with.nr_cpus;
	if (w->with.nodes_shift)
		config.nodes_shift = w->with.nodes_shift;
	if (w->with.max_nr_zones)
		config.max_nr_zones = w->with.max_nr_zones;
	if (w->with.memmodel)
		config.memmodel = w->with.memmodel;
	if (w->with.numa_balancing)
		config.numa_balancing = true;
	config.nr_pageflags = w->with.nr_pageflags;
	return config;
}

static const struct worked worked_examples[] = {
	{ "6.12",
	  "distro",
	  { 0 },
	  { { 54, 10 }, { 51, 3 }, { 30, 21 }, { 0, 0 }, { 27, 3 }, { 25, 2 } },
	  24,
	  0 },
	{ "6.1",
	  "distro",
	  { 0 },
	  { { 54, 10 }, { 51, 3 }, { 30, 21 }, { 0, 0 }, { 27, 3 } },
	  27,
	  0 },
	{ "5.10",
	  "distro",
	  { 0 },
	  { { 54, 10 }, { 51, 3 }, { 30, 21 } },
	  27,
	  0 },
	{ "5.4", "phone", { 0 }, { { 0, 0 }, { 62, 2 } }, 22, 0 },
	{ "5.4",
	  "phone",
	  { .kasan = KASAN_SW_TAGS },
	  { { 0, 0 }, { 62, 2 }, { 0, 0 }, { 54, 8 } },
	  22,
	  0 },
	{ "5.4",
	  "phone",
	  { .nodes_shift = 2,
	    .nr_cpus = 256,
	    .numa_balancing = true,
	    .max_nr_zones = 4,
	    .nr_pageflags = 24 },
	  { { 62, 2 }, { 60, 2 }, { 44, 16 } },
	  24,
	  0 },
	{ "4.9", "arm32", { 0 }, { { 0, 0 }, { 30, 2 } }, 21, 0 },
	{ "4.9",
	  "arm32",
	  { .memmodel = MEMMODEL_SPARSE },
	  { { 0, 0 }, { 22, 2 } },
	  21,
	  0 },
	{ "4.9", "sparse", { 0 }, { { 39, 6 }, { 36, 3 }, { 25, 11 } }, 25, 0 },
	{ "4.9", "sparse", { .nr_cpus = 64 }, { { 39, 6 }, { 36, 3 } }, 25, 0 },
	{ "4.9", "nodeless", { 0 }, { { 0, 0 }, { 23, 2 } }, 23, 0 },
	/* The gap as an index of tags: 11 bits from bit 25 on. */
	{ "7.2",
	  "distro",
	  { .nodes_shift = 6, .nr_cpus = 64 },
	  { { 58, 6 }, { 55, 3 }, { 41, 14 }, { 0, 0 }, { 38, 3 }, { 36, 2 } },
	  25,
	  11 },
};

TEST(the_worked_examples_come_out_to_the_bit)
{
	for (size_t i = 0;
	     i < sizeof(worked_examples) / sizeof(worked_examples[0]); i++) {
		const struct worked *w = &worked_examples[i];
		struct flags_config config = worked_config(w);
		struct flags_layout layout = layout_of(w->kernel, &config);

		assert_int_equal(layout.nr_pageflags, w->nr_pageflags);
		assert_int_equal(layout.width[FIELD_TAG], w->tag_bits);
		for (unsigned f = 0; f < 6; f++)
			assert_field(&layout,
				     (enum flags_field)(FIELD_NODE + f),
				     w->places[f][0], w->places[f][1]);
	}
}

TEST(flags_are_numbered_as_in_distribution_kernels)
{
	static const struct {
		const char *kernel;
		int mlocked, uncached, hwpoison, young, arch_2;
		unsigned nr;
		uint64_t at_free, at_prep;
	} kernels[] = {
		{ "4.1", 21, 22, 23, -1, -1, 25, 0x1313ce1, 0x17fffff },
		{ "4.9", 20, 21, 22, 23, -1, 25, 0x18bce1, 0x1bfffff },
		{ "5.4", 21, 22, 23, 24, -1, 26, 0x30f231, 0x37fffff },
		{ "5.10", 21, 22, 23, 24, 26, 27, 0x30f231, 0x77fffff },
		{ "6.1", 21, 22, 23, 24, 26, 27, 0x30f231, 0x77fffff },
		{ "6.12", 19, -1, 20, 21, 23, 24, 0xce123, 0xefffff },
		{ "7.2", 20, -1, 21, 22, 24, 25, 0x14e123, 0x1dfffff },
	};

	for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++) {
		struct flags_config config = flags_config_default();

		config.lru_gen = false;
		struct flags_layout layout =
			layout_of(kernels[i].kernel, &config);

		assert_int_equal(layout.nr_pageflags, kernels[i].nr);
		assert_int_equal(layout.bit[PG_mlocked], kernels[i].mlocked);
		assert_int_equal(layout.bit[PG_uncached], kernels[i].uncached);
		assert_int_equal(layout.bit[PG_hwpoison], kernels[i].hwpoison);
		assert_int_equal(layout.bit[PG_young], kernels[i].young);
		assert_int_equal(layout.bit[PG_arch_2], kernels[i].arch_2);
		assert_int_equal(flags_check_at_free(&layout),
				 kernels[i].at_free);
		assert_int_equal(flags_check_at_prep(&layout),
				 kernels[i].at_prep);
	}
}

TEST(the_kernels_of_the_recordings_follow_from_their_configuration)
{
	static const struct {
		const char *kernel;
		unsigned nr_pageflags;
	} kernels[] = {
		{ "4.1", 23 }, { "4.9", 21 },  { "5.4", 22 }, { "5.10", 23 },
		{ "6.1", 23 }, { "6.12", 20 }, { "7.2", 21 },
	};

	for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++) {
		struct flags_config config =
			flags_preset_find("recorder")->config;
		struct flags_layout layout =
			layout_of(kernels[i].kernel, &config);

		assert_int_equal(layout.nr_pageflags, kernels[i].nr_pageflags);
		assert_field(&layout, FIELD_NODE, 54, 10);
		assert_field(&layout, FIELD_ZONE, 52, 2);
		assert_field(&layout, FIELD_LAST_CPUPID, 42, 10);
	}
}

TEST(a_recording_has_the_layout_that_its_configuration_implies)
{
	static const char *const kernels[] = { "5.10", "6.1", "6.12", "7.2" };
	struct flags_config config = flags_preset_find("recorder")->config;
	struct talk t = talk_create("small");

	for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++) {
		char line[80];
		struct flags_layout implied = layout_of(kernels[i], &config);
		const struct flags_layout *found = NULL;

		snprintf(line, sizeof(line),
			 "load tests/vectors/v%s-m64-order0-s1.json.xz",
			 kernels[i]);
		must(&t, line);
		found = &model_machine(t.s->m)->layout;
		assert_int_equal(found->nr_pageflags, implied.nr_pageflags);
		assert_memory_equal(found->bit, implied.bit,
				    sizeof(found->bit));
		for (unsigned f = 0; f < FIELD_TAG; f++) {
			assert_int_equal(found->width[f], implied.width[f]);
			if (found->width[f])
				assert_int_equal(found->shift[f],
						 implied.shift[f]);
		}
	}
	talk_destroy(&t);
}

TEST(a_node_that_does_not_fit_is_looked_up_or_stops_the_build)
{
	struct flags_config config = flags_preset_find("nodeless")->config;
	struct flags_layout layout = layout_of("4.9", &config);

	assert_true(layout.node_not_in_page_flags);
	assert_int_equal(flags_arrangement(&layout), FLAGS_SECTION_ZONE);
	assert_field(&layout, FIELD_SECTION, 25, 7);
	config = flags_config_default();
	config.nodes_shift = 38;
	assert_int_equal(
		flags_layout_of(profile_find("6.12"), &config, &layout),
		FLAGS_NODE_DOES_NOT_FIT);
}

TEST(cpu_numbers_that_are_no_power_of_two_were_rounded_down_once)
{
	struct flags_config config = flags_config_default();

	config.nr_cpus = 48;
	assert_int_equal(layout_of("5.4", &config).width[FIELD_LAST_CPUPID],
			 13);
	assert_int_equal(layout_of("6.12", &config).width[FIELD_LAST_CPUPID],
			 14);
}

TEST(an_idle_page_of_a_distribution_kernel_reads_as_in_thousands_of_dumps)
{
	struct model *m = boot_preset_machine("small");

	assert_int_equal(page_flags(m, 0), 0x0017ffffc0000000);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_distribution_kernel_6_12_has_all_fields_and_one_bit_to_spare),
		RUN(the_flags_of_6_1_leave_no_room_for_lru_refs),
		RUN(kernel_5_10_knows_no_generations),
		RUN(classic_sparse_memory_fits_to_the_bit),
		RUN(last_cpupid_moves_out_when_it_does_not_fit),
		RUN(the_worked_examples_come_out_to_the_bit),
		RUN(flags_are_numbered_as_in_distribution_kernels),
		RUN(the_kernels_of_the_recordings_follow_from_their_configuration),
		RUN(a_recording_has_the_layout_that_its_configuration_implies),
		RUN(a_node_that_does_not_fit_is_looked_up_or_stops_the_build),
		RUN(cpu_numbers_that_are_no_power_of_two_were_rounded_down_once),
		RUN(an_idle_page_of_a_distribution_kernel_reads_as_in_thousands_of_dumps),
	};

	return cmocka_run_group_tests_name("flags layout", tests, NULL, NULL);
}
