/*
 * /proc/slabinfo of real kernels, which had up to four CPUs: read, written
 * again, and the kmalloc caches among it compared with those of the model.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/slab_table.h"
#include "core/slab.h"
#include "snapshots/text_file.h"
#include "tests/scratch.h"
#include "tests/talk.h"

static const char *const kernels[] = { "4.1", "4.9",  "5.4", "5.10",
				       "6.1", "6.12", "7.2" };

enum { NR_KERNELS = sizeof(kernels) / sizeof(kernels[0]) };

static void path_of(const char *kernel, char *path, size_t size)
{
	snprintf(path, size, "tests/slabinfo/%s.txt", kernel);
}

static struct slabinfo read_file(const char *kernel)
{
	struct slabinfo file = { 0 };
	struct diagnosis why;
	char path[64];

	path_of(kernel, path, sizeof(path));
	assert_int_equal(slabinfo_read(path, &file, &why), OUTCOME_OK);
	return file;
}

TEST(a_slabinfo_is_written_again_byte_for_byte)
{
	for (unsigned k = 0; k < NR_KERNELS; k++) {
		struct slabinfo file = read_file(kernels[k]);
		struct diagnosis why;
		char path[64];
		char *bytes = NULL;
		size_t length = 0;
		char *text = slabinfo_text(&file);

		path_of(kernels[k], path, sizeof(path));
		assert_int_equal(text_file_read(path, &bytes, &length, &why),
				 OUTCOME_OK);
		assert_string_equal(text, bytes);
		free(bytes);
		free(text);
		slabinfo_deinit(&file);
	}
}

static void expect_refused(struct scratch *scratch, const char *from,
			   const char *to)
{
	char *text = text_of("tests/slabinfo/6.12.txt");
	char *changed = with_change(text, "ep_head", from, to);
	struct slabinfo file = { 0 };
	struct diagnosis why;

	assert_int_equal(
		slabinfo_read(scratch_file(scratch, "t", changed), &file, &why),
		OUTCOME_REFUSED);
	assert_non_null(strstr(why.text, "line "));
	assert_non_null(strstr(why.text, ": no machine has such numbers"));
	assert_int_equal(file.nr, 0);
	free(changed);
	free(text);
}

TEST(numbers_that_no_machine_has_are_refused)
{
	struct scratch scratch;

	scratch_init(&scratch);
	expect_refused(&scratch, " 170    1 :", " 170    0 :");
	expect_refused(&scratch, " 170    1 :", " 170    3 :");
	expect_refused(&scratch, " 170    1 :", " 170 4294967295 :");
	expect_refused(&scratch, "data      0      0 ",
		       "data      0 18446744073709551615 ");
	scratch_deinit(&scratch);
}

/* The caches in the same order, with the same sizes, objects and pages. */
TEST(the_model_has_the_kmalloc_caches_of_the_kernel)
{
	for (unsigned k = 0; k < NR_KERNELS; k++) {
		struct boot_config config = preset("pc");
		struct slabinfo file = read_file(kernels[k]);
		struct slabinfo own = { 0 };
		size_t at = 0;

		config.profile = profile_find(kernels[k]);
		config.mem_bytes = (uint64_t)128 << 20;
		struct model *m = boot(&config);

		slab_rows_of(m, &own);
		for (size_t i = 0; i < file.nr; i++) {
			const struct slabinfo_row *row = &file.rows[i];

			if (!strstr(row->name, "kmalloc-"))
				continue;
			assert_true(at < own.nr);
			assert_string_equal(own.rows[at].name, row->name);
			assert_int_equal(own.rows[at].object_size,
					 row->object_size);
			assert_int_equal(own.rows[at].objects_per_slab,
					 row->objects_per_slab);
			assert_int_equal(own.rows[at].pages_per_slab,
					 row->pages_per_slab);
			at++;
		}
		assert_int_equal(at, own.nr);
		slabinfo_deinit(&own);
		slabinfo_deinit(&file);
		model_destroy(m);
	}
}

TEST(rows_are_sorted_by_pages)
{
	struct talk t = talk_create("small");
	struct slab_choice choice = { .key = SLAB_KEY_PAGES,
				      .filter = "",
				      .imported = true };
	struct slab_list list;

	must(&t, "import slabinfo tests/slabinfo/6.12.txt");
	slab_list_init(&list, t.s, &choice);
	for (size_t i = 1; i < list.nr; i++)
		assert_true(list.rows[i - 1].info.pages >=
			    list.rows[i].info.pages);
	slab_list_deinit(&list);
	talk_destroy(&t);
}

/* kmalloc-cg-N are asked only once sheaves exist; slabs then give whole
 * sheaves, and get whole ones back. */
TEST(counts_of_a_kernel_with_sheaves_are_whole_sheaves)
{
	struct boot_config config = preset("pc");
	struct slabinfo file = read_file("7.2");
	unsigned found = 0;

	config.profile = profile_find("7.2");
	struct model *m = boot(&config);
	const struct kmalloc_caches *caches = model_caches(m);

	for (size_t i = 0; i < file.nr; i++) {
		const struct slabinfo_row *row = &file.rows[i];

		if (strncmp(row->name, "kmalloc-cg-", 11) != 0)
			continue;
		int cache = kmalloc_cache_of(caches, row->object_size,
					     KMALLOC_CGROUP);

		assert_true(row->active_objects > 0);
		assert_int_equal(row->active_objects %
					 caches->caches[cache].sheaf_capacity,
				 0);
		found++;
	}
	assert_int_equal(found, NR_KMALLOC_CLASSES);
	model_destroy(m);
	slabinfo_deinit(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_slabinfo_is_written_again_byte_for_byte),
		RUN(numbers_that_no_machine_has_are_refused),
		RUN(the_model_has_the_kmalloc_caches_of_the_kernel),
		RUN(rows_are_sorted_by_pages),
		RUN(counts_of_a_kernel_with_sheaves_are_whole_sheaves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
