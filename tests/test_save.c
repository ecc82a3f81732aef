/*
 * Saving: a file is there whole or not at all; and which files there are.
 */
#include "tests/harness.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "snapshots/file_internal.h"
#include "snapshots/snapshot.h"
#include "snapshots/text_file.h"
#include "tests/eventful.h"
#include "tests/scratch.h"

TEST(a_compressed_file_is_loaded_like_a_plain_one)
{
	struct scratch s;
	struct model *m = eventful_history();
	struct model *again = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why;

	scratch_init(&s);
	const char *path = scratch_path(&s, "state.json.xz");
	assert_int_equal(snapshot_save(m, &notes, path, &why), OUTCOME_OK);
	assert_int_equal(snapshot_load(path, NULL, &again, &notes, &why),
			 OUTCOME_OK);

	struct stat status;
	char *text = snapshot_print(again, &notes);
	assert_int_equal(stat(path, &status), 0);
	assert_true((size_t)status.st_size < strlen(text) / 2);
	assert_true(model_digest(again) == model_digest(m));
	free(text);
	annotations_deinit(&notes);
	model_destroy(again);
	model_destroy(m);
	scratch_deinit(&s);
}

TEST(a_save_that_fails_half_way_leaves_the_old_file)
{
	struct scratch s;
	struct model *m = eventful_history();
	struct annotations none = { 0 };
	struct diagnosis why;
	struct rlimit old;
	scratch_init(&s);
	const char *path = scratch_file(&s, "state.json", "the old content");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	struct rlimit small = { .rlim_cur = 4096, .rlim_max = old.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	signal(SIGXFSZ, SIG_IGN);

	enum outcome outcome = snapshot_save(m, &none, path, &why);

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(outcome, OUTCOME_NOT_FOUND);
	assert_non_null(strstr(why.text, "File too large"));
	char *text = text_of(path);
	assert_string_equal(text, "the old content");
	assert_int_equal(scratch_count(&s), 1);
	free(text);
	model_destroy(m);
	scratch_deinit(&s);
}

TEST(a_save_where_no_file_can_be_says_so)
{
	struct scratch s;
	struct model *m = boot_preset_machine("small");
	struct annotations none = { 0 };
	struct diagnosis why;
	scratch_init(&s);

	assert_int_equal(snapshot_save(m, &none,
				       scratch_path(&s, "none/state.json"),
				       &why),
			 OUTCOME_NOT_FOUND);
	assert_non_null(strstr(why.text, "No such file or directory"));
	assert_int_equal(snapshot_save(m, &none, s.folder, &why),
			 OUTCOME_NOT_FOUND);
	assert_non_null(strstr(why.text, "Is a directory"));
	assert_int_equal(scratch_count(&s), 0);
	model_destroy(m);
	scratch_deinit(&s);
}

TEST(a_save_keeps_mode_and_link)
{
	struct scratch s;
	struct model *m = boot_preset_machine("small");
	struct annotations none = { 0 };
	struct diagnosis why;
	struct stat status;
	char link[160];
	scratch_init(&s);
	snprintf(link, sizeof link, "%s", scratch_path(&s, "link.json"));
	const char *path = scratch_file(&s, "real.json", "old");
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(symlink("real.json", link), 0);

	assert_int_equal(snapshot_save(m, &none, link, &why), OUTCOME_OK);

	assert_int_equal(lstat(link, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_int_equal(lstat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
	assert_true(status.st_size > 1000);
	assert_int_equal(scratch_count(&s), 2);
	model_destroy(m);
	scratch_deinit(&s);
}

TEST(a_link_to_nowhere_is_not_followed)
{
	struct scratch s;
	struct model *m = boot_preset_machine("small");
	struct annotations none = { 0 };
	struct diagnosis why;
	scratch_init(&s);
	const char *link = scratch_path(&s, "link.json");
	assert_int_equal(symlink("nowhere.json", link), 0);

	assert_int_equal(snapshot_save(m, &none, link, &why),
			 OUTCOME_NOT_FOUND);
	assert_non_null(strstr(why.text, "symbolic link"));
	assert_int_equal(scratch_count(&s), 1);
	model_destroy(m);
	scratch_deinit(&s);
}

TEST(what_is_no_regular_file_is_written_to_and_stays)
{
	struct model *m = boot_preset_machine("small");
	struct annotations none = { 0 };
	struct diagnosis why;
	struct stat status;

	assert_int_equal(snapshot_save(m, &none, "/dev/null", &why),
			 OUTCOME_OK);
	assert_int_equal(lstat("/dev/null", &status), 0);
	assert_true(S_ISCHR(status.st_mode));
	model_destroy(m);
}

TEST(a_folder_lists_its_snapshots_and_recordings_by_name)
{
	struct scratch s;
	char **names = NULL;
	scratch_init(&s);
	assert_int_equal(files_list(s.folder, &names), 0);
	assert_null(names);
	scratch_file(&s, "b.json.xz", "");
	scratch_file(&s, "c.json", "");
	scratch_file(&s, "a.json", "");
	scratch_file(&s, "lesson.txt", "");
	scratch_file(&s, ".hidden.json", "");
	scratch_file(&s, ".json", "");
	assert_int_equal(mkdir(scratch_path(&s, "d.json"), 0700), 0);

	size_t count = files_list(s.folder, &names);

	assert_int_equal(count, 3);
	assert_string_equal(names[0], "a.json");
	assert_string_equal(names[1], "b.json.xz");
	assert_string_equal(names[2], "c.json");
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	assert_int_equal(files_list("/nowhere/at/all", &names), 0);
	assert_null(names);
	assert_int_equal(rmdir(scratch_path(&s, "d.json")), 0);
	scratch_deinit(&s);
}

TEST(every_installed_file_that_is_listed_is_found_by_its_name)
{
	char **names = NULL;
	size_t count = share_files_list(&names);

	assert_true((count == 0) == (names == NULL));
	for (size_t i = 0; names != NULL && i < count; i++) {
		char *path = share_file_find(names[i]);
		assert_non_null(path);
		free(path);
		free(names[i]);
	}
	free(names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_compressed_file_is_loaded_like_a_plain_one),
		RUN(a_save_that_fails_half_way_leaves_the_old_file),
		RUN(a_save_where_no_file_can_be_says_so),
		RUN(a_save_keeps_mode_and_link),
		RUN(a_link_to_nowhere_is_not_followed),
		RUN(what_is_no_regular_file_is_written_to_and_stays),
		RUN(a_folder_lists_its_snapshots_and_recordings_by_name),
		RUN(every_installed_file_that_is_listed_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
