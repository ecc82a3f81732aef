/*
 * The layout calculator: where the fields of page->flags lie.
 */
#include "core/page_flags.h"
#include "core/profile.h"
#include "tests/harness.h"

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
		RUN(an_idle_page_of_a_distribution_kernel_reads_as_in_thousands_of_dumps),
	};

	return cmocka_run_group_tests_name("flags layout", tests, NULL, NULL);
}
