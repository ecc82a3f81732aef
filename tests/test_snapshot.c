/*
 * Snapshots: what is saved comes back to the byte, and a file that is not
 * sound changes nothing.
 */
#include "tests/harness.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/operation.h"
#include "snapshots/snapshot.h"
#include "tests/scratch.h"

static const char recording[] = "tests/vectors/v6.12-m64-mixed-s1.json.xz";

/* A history with operations of every kind; the cursor is in the middle. */
static struct model *eventful_history(void)
{
	struct boot_config config = preset("small");
	config.nr_cpus = 2;
	struct model *m = boot(&config);
	gfp_t gfp = gfp_named(m, "GFP_KERNEL");
	struct codetag tag = { "a file.c", "a_function", "a_module", 77 };

	const struct operation takes[] = {
		{ .kind = OP_ALLOC, .gfp = gfp, .order = 4, .tag = tag },
		{ .kind = OP_ALLOC,
		  .gfp = gfp | gfp_named(m, "__GFP_COMP"),
		  .order = 2 },
		{ .kind = OP_BULK, .gfp = gfp, .count = 20 },
		{ .kind = OP_ALLOC, .gfp = gfp, .order = 60 },
	};
	for (size_t i = 0; i < sizeof takes / sizeof takes[0]; i++)
		run(m, &takes[i]);
	pfn_t large = history_result(m, 1)->pfn;
	pfn_t compound = history_result(m, 2)->pfn;
	const struct op_result *bulk = history_result(m, 3);
	struct block batch[] = { { bulk->pfns[0], 0 }, { bulk->pfns[1], 0 } };

	const struct operation rest[] = {
		{ .kind = OP_SPLIT, .pfn = large, .order = 4 },
		{ .kind = OP_FREE, .pfn = large, .order = 0 },
		{ .kind = OP_GET, .pfn = compound },
		{ .kind = OP_PUT, .pfn = compound },
		{ .kind = OP_CPU, .cpu = 1 },
		{ .kind = OP_FREEBATCH, .cpu = 1, .count = 2, .blocks = batch },
		{ .kind = OP_DECAY, .cpu = 1 },
		{ .kind = OP_DRAIN, .cpu = 1 },
		{ .kind = OP_DRAIN_ALL, .cpu = 1 },
		{ .kind = OP_FREE, .cpu = 1, .pfn = compound, .order = 2 },
	};
	for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++)
		run(m, &rest[i]);
	history_seek(m, history_op_begin(m, 7) + 3);
	return m;
}

/* Annotations that belong to the test, not to the heap. */
static struct annotations some_annotations(void)
{
	static char *notes[] = { "first note", "caf\xc3\xa9" };
	static struct mark marks[] = { { "here", 5 }, { "begin", 0 } };
	static struct saved_breakpoint breakpoints[] = {
		{ 1, "__free_one_page", NULL, true },
		{ 3, "rmqueue_bulk", "order > 2", false },
	};

	return (struct annotations){
		.notes = notes,
		.nr_notes = 2,
		.marks = marks,
		.nr_marks = 2,
		.breakpoints = breakpoints,
		.nr_breakpoints = 2,
	};
}

static char *eventful_text(void)
{
	struct model *m = eventful_history();
	struct annotations notes = some_annotations();
	char *text = snapshot_print(m, &notes);

	model_destroy(m);
	return text;
}

static enum outcome load_text(const char *text, struct model **m,
			      struct annotations *notes, struct diagnosis *why)
{
	struct scratch s;

	scratch_init(&s);
	enum outcome outcome = snapshot_load(
		scratch_file(&s, "given.json", text), NULL, m, notes, why);
	scratch_deinit(&s);
	return outcome;
}

static void assert_text_refused(const char *text, const char *reason)
{
	struct model *m = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why = { .text = "" };

	assert_int_equal(load_text(text, &m, &notes, &why), OUTCOME_REFUSED);
	assert_null(m);
	assert_int_equal(notes.nr_notes, 0);
	if (strstr(why.text, reason) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", why.text, reason);
	for (const char *c = why.text; *c != '\0'; c++)
		assert_false(*c > 0 && *c < ' ');
}

static void assert_changed_refused(const char *const change[3],
				   const char *reason)
{
	char *text = eventful_text();
	char *changed = with_change(text, change[0], change[1], change[2]);

	assert_text_refused(changed, reason);
	free(changed);
	free(text);
}

TEST(a_file_saved_again_is_the_same_to_the_byte)
{
	struct model *m = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why;
	char *text = eventful_text();

	if (load_text(text, &m, &notes, &why) != OUTCOME_OK)
		fail_msg("%s", why.text);
	char *again = snapshot_print(m, &notes);

	assert_string_equal(again, text);
	assert_string_equal(why.text, "");
	assert_sound(m);
	free(again);
	free(text);
	annotations_deinit(&notes);
	model_destroy(m);
}

TEST(a_loaded_history_stands_where_the_saved_one_stood)
{
	struct model *saved = eventful_history();
	struct annotations given = some_annotations();
	struct model *m = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why;
	char *text = snapshot_print(saved, &given);

	assert_int_equal(load_text(text, &m, &notes, &why), OUTCOME_OK);

	assert_int_equal(history_cursor(m), history_cursor(saved));
	assert_int_equal(history_ops(m), history_ops(saved));
	assert_int_equal(history_steps(m), history_steps(saved));
	assert_true(model_digest(m) == model_digest(saved));
	history_seek(m, history_steps(m));
	history_seek(saved, history_steps(saved));
	assert_true(model_digest(m) == model_digest(saved));
	assert_int_equal(model_current_cpu(m), 1);
	free(text);
	annotations_deinit(&notes);
	model_destroy(m);
	model_destroy(saved);
}

TEST(annotations_come_back)
{
	struct model *m = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why;
	char *text = eventful_text();

	assert_int_equal(load_text(text, &m, &notes, &why), OUTCOME_OK);

	assert_int_equal(notes.nr_notes, 2);
	assert_string_equal(notes.notes[1], "caf\xc3\xa9");
	assert_int_equal(notes.nr_marks, 2);
	assert_string_equal(notes.marks[0].name, "here");
	assert_int_equal(notes.marks[0].position, 5);
	assert_int_equal(notes.nr_breakpoints, 2);
	assert_null(notes.breakpoints[0].condition);
	assert_string_equal(notes.breakpoints[1].condition, "order > 2");
	assert_int_equal(notes.breakpoints[1].number, 3);
	assert_false(notes.breakpoints[1].enabled);
	free(text);
	annotations_deinit(&notes);
	model_destroy(m);
}

TEST(saving_leaves_the_cursor_where_it_is)
{
	struct model *m = eventful_history();
	struct annotations none = { 0 };
	uint64_t cursor = history_cursor(m);
	uint64_t digest = model_digest(m);

	free(snapshot_print(m, &none));

	assert_int_equal(history_cursor(m), cursor);
	assert_true(model_digest(m) == digest);
	model_destroy(m);
}

TEST(every_preset_survives_a_file)
{
	static const char *const names[] = { "small", "pc", "numa", "movable",
					     "phone" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct model *m = boot_preset_machine(names[i]);
		struct model *again = NULL;
		struct annotations notes = { 0 };
		struct diagnosis why;
		take(m, 1, "GFP_KERNEL");
		take(m, 0, "GFP_HIGHUSER_MOVABLE");
		char *text = snapshot_print(m, &notes);
		if (load_text(text, &again, &notes, &why) != OUTCOME_OK)
			fail_msg("%s: %s", names[i], why.text);
		char *same = snapshot_print(again, &notes);
		assert_string_equal(same, text);
		free(same);
		free(text);
		annotations_deinit(&notes);
		model_destroy(again);
		model_destroy(m);
	}
}

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

TEST(a_file_that_does_not_lead_to_its_hash_is_refused)
{
	assert_changed_refused(
		(const char *const[]){ "\"state_hash\"", "0x", "0x0" },
		"/state_hash: must be a string of 0x");
	assert_changed_refused((const char *const[]){ "\"ops\"", "\"order\":4",
						      "\"order\":5" },
			       "/ops/");
	assert_changed_refused(
		(const char *const[]){ "\"ops\"", "\"want\":20",
				       "\"want\":21" },
		"/state_hash: running the operations again leads to 0x");
}

TEST(unknown_keys_are_refused_with_their_place)
{
	assert_changed_refused(
		(const char *const[]){ "", "\"version\":1",
				       "\"version\":1,\"extra\":{}" },
		"/extra: this key is unknown");
	assert_changed_refused((const char *const[]){ "\"ops\"", "\"order\":4",
						      "\"order\":4,\"ev\":[]" },
			       "/ops/0/ev: this key is unknown");
	assert_changed_refused((const char *const[]){ "\"state\"", "\"cpu\":1",
						      "\"cpu\":1,\"odd\":1" },
			       "/state/zones/0/pcp/1/odd: this key is unknown");
	assert_changed_refused(
		(const char *const[]){ "", "\"notes\"", "\"Notes\"" },
		"/notes: this key is missing");
}

TEST(wrong_values_are_refused_with_their_place)
{
	static const char *const changes[][4] = {
		{ "", "\"version\":1", "\"version\":2", "/version: " },
		{ "", "mmscope-snapshot", "something", "/format: " },
		{ "", "\"kernel\":\"6", "\"kernel\":\"2", "/kernel: " },
		{ "", "\"cpu_nodes\":[0,0]", "\"cpu_nodes\":[0,1]",
		  "/machine/cpu_nodes/1: must be 0 to 0" },
		{ "", "\"cpu_nodes\":[0,0]", "\"cpu_nodes\":[0]",
		  "/machine/cpu_nodes: must have 2" },
		{ "", "\"nr_cpu_online\":2", "\"nr_cpu_online\":100000",
		  "/constants/nr_cpu_online: " },
		{ "", "\"max_page_order\":10", "\"max_page_order\":40",
		  "/constants/max_page_order: " },
		{ "\"migratetypes\"", "\"Movable\"", "\"Immovable\"",
		  "/constants/migratetypes/1: " },
		{ "\"state\"", "\"zone_start_pfn\":0",
		  "\"zone_start_pfn\":\"0\"",
		  "/state/zones/0/zone_start_pfn: must be a number" },
		{ "\"state\"", "\"spanned_pages\":16384",
		  "\"spanned_pages\":9007199254740991",
		  "/state/zones/0/spanned_pages: " },
		{ "\"state\"", "\"managed_pages\":16384",
		  "\"managed_pages\":1.5", "/state/zones/0/managed_pages: " },
		{ "\"state\"", "\"alloc_factor\":0", "\"alloc_factor\":300",
		  "/state/zones/0/pcp/0/alloc_factor: must be 0 to 6" },
		{ "\"zonelists\"", "[0,", "[7,",
		  "/state/zonelists/0/zones/0/0"
		  ": " },
		{ "\"ops\"", "\"cpu\":1", "\"cpu\":9",
		  "/ops/8: this operation "
		  "is not possible" },
		{ "\"ops\"", "\"order\":60", "\"order\":64", "/ops/3/order: " },
		{ "\"marks\"", "\"step\":5", "\"step\":5000000",
		  "/marks/0/step: " },
		{ "\"breakpoints\"", "\"enabled\":true", "\"enabled\":1",
		  "/breakpoints/0/enabled: must be true or false" },
	};

	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		assert_changed_refused(changes[i], changes[i][3]);
}

TEST(a_state_that_cannot_be_is_refused)
{
	assert_changed_refused(
		(const char *const[]){ "\"state\"",
				       "\"vm_stat_free_pages\":16384",
				       "\"vm_stat_free_pages\":16383" },
		"/state: this state cannot be");
}

TEST(no_part_of_a_file_passes_for_the_whole)
{
	char *text = eventful_text();
	size_t length = strlen(text);

	for (size_t part = 0; part < 40; part++) {
		size_t at = length * part / 40;
		char kept = text[at];
		text[at] = '\0';
		assert_text_refused(text, "incomplete");
		text[at] = kept;
	}
	free(text);
}

TEST(what_a_file_says_reaches_nobody_as_a_command)
{
	struct model *m = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why;
	char *text = eventful_text();
	char *changed =
		with_change(text, "", "first note", "\\u001b]52;c;eA==\\u0007");

	assert_int_equal(load_text(changed, &m, &notes, &why), OUTCOME_OK);
	assert_string_equal(notes.notes[0], "^[]52;c;eA==^G");
	annotations_deinit(&notes);
	model_destroy(m);
	free(changed);
	free(text);

	assert_changed_refused(
		(const char *const[]){ "", "\"version\":1",
				       "\"version\":1,\"\\u001b[2J\":1" },
		"/^[[2J: this key is unknown");
}

TEST(a_recording_is_loaded_without_its_operations)
{
	struct model *m = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why;

	assert_int_equal(snapshot_load(recording, NULL, &m, &notes, &why),
			 OUTCOME_OK);

	assert_int_equal(history_ops(m), 0);
	assert_string_equal(model_machine(m)->release, "6.12.107");
	assert_int_equal(nr_zones(m), 2);
	assert_string_equal(zone_name(m, 1), "DMA32");
	assert_int_equal(zone_at(m, 0)->managed_pages, 3840);
	assert_int_equal(model_machine(m)->watermark_boost_factor, 15000);
	assert_sound(m);
	annotations_deinit(&notes);
	model_destroy(m);
}

TEST(a_loaded_recording_survives_a_file)
{
	struct model *m = NULL;
	struct model *again = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why;
	assert_int_equal(snapshot_load(recording, NULL, &m, &notes, &why),
			 OUTCOME_OK);
	take(m, 2, "GFP_NOWAIT");

	char *text = snapshot_print(m, &notes);
	assert_int_equal(load_text(text, &again, &notes, &why), OUTCOME_OK);

	assert_true(model_digest(m) == model_digest(again));
	free(text);
	annotations_deinit(&notes);
	model_destroy(m);
	model_destroy(again);
}

TEST(replaying_a_recording_runs_its_operations)
{
	struct model *m = boot_preset_machine("small");
	struct diagnosis why;
	uint32_t ops = 0;

	assert_int_equal(snapshot_replay(recording, NULL, &m, &ops, &why),
			 OUTCOME_OK);

	assert_true(ops > 1000);
	assert_int_equal(history_ops(m), ops);
	assert_int_equal(history_cursor(m), history_steps(m));
	assert_sound(m);
	history_seek(m, 0);
	assert_sound(m);
	model_destroy(m);
}

TEST(replaying_a_snapshot_ends_behind_its_last_operation)
{
	struct scratch s;
	struct model *m = boot_preset_machine("pc");
	struct model *saved = eventful_history();
	struct diagnosis why;
	uint32_t ops = 0;
	char *text = eventful_text();
	scratch_init(&s);

	assert_int_equal(snapshot_replay(scratch_file(&s, "s.json", text), NULL,
					 &m, &ops, &why),
			 OUTCOME_OK);

	history_seek(saved, history_steps(saved));
	assert_int_equal(ops, history_ops(saved));
	assert_true(model_digest(m) == model_digest(saved));
	free(text);
	model_destroy(saved);
	model_destroy(m);
	scratch_deinit(&s);
}

TEST(a_refused_replay_leaves_the_model)
{
	struct scratch s;
	struct model *m = boot_preset_machine("small");
	struct model *same = m;
	struct diagnosis why;
	uint32_t ops = 0;
	char *text = eventful_text();
	char *changed = with_change(text, "\"ops\"", "\"op\":\"put\"",
				    "\"op\":\"pat\"");
	scratch_init(&s);

	assert_int_equal(snapshot_replay(scratch_file(&s, "s.json", changed),
					 NULL, &m, &ops, &why),
			 OUTCOME_REFUSED);

	assert_ptr_equal(m, same);
	assert_int_equal(history_ops(m), 0);
	free(changed);
	free(text);
	model_destroy(m);
	scratch_deinit(&s);
}

static bool at_once(void *context, uint64_t done, uint64_t total)
{
	(void)done;
	(void)total;
	++*(int *)context;
	return true;
}

TEST(long_work_can_be_interrupted)
{
	int asked = 0;
	struct progress progress = { .report = at_once, .context = &asked };
	struct model *m = boot_preset_machine("small");
	struct model *same = m;
	struct diagnosis why;
	uint32_t ops = 0;

	assert_int_equal(snapshot_replay(recording, &progress, &m, &ops, &why),
			 OUTCOME_INTERRUPTED);
	assert_int_equal(asked, 1);
	assert_ptr_equal(m, same);
	model_destroy(m);
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

TEST(a_damaged_compressed_file_is_refused)
{
	struct scratch s;
	struct model *m = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why;
	scratch_init(&s);

	assert_int_equal(snapshot_load(scratch_file(&s, "a.json.xz",
						    "{\"format\":\"plain\"}"),
				       NULL, &m, &notes, &why),
			 OUTCOME_REFUSED);
	assert_non_null(strstr(why.text, "not an xz file"));
	assert_int_equal(snapshot_load(scratch_file(&s, "b.json.xz",
						    "\xfd"
						    "7zXZ"),
				       NULL, &m, &notes, &why),
			 OUTCOME_REFUSED);
	assert_non_null(strstr(why.text, "incomplete"));
	assert_null(m);
	scratch_deinit(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_file_saved_again_is_the_same_to_the_byte),
		RUN(a_loaded_history_stands_where_the_saved_one_stood),
		RUN(annotations_come_back),
		RUN(saving_leaves_the_cursor_where_it_is),
		RUN(every_preset_survives_a_file),
		RUN(a_compressed_file_is_loaded_like_a_plain_one),
		RUN(a_file_that_does_not_lead_to_its_hash_is_refused),
		RUN(unknown_keys_are_refused_with_their_place),
		RUN(wrong_values_are_refused_with_their_place),
		RUN(a_state_that_cannot_be_is_refused),
		RUN(no_part_of_a_file_passes_for_the_whole),
		RUN(what_a_file_says_reaches_nobody_as_a_command),
		RUN(a_recording_is_loaded_without_its_operations),
		RUN(a_loaded_recording_survives_a_file),
		RUN(replaying_a_recording_runs_its_operations),
		RUN(replaying_a_snapshot_ends_behind_its_last_operation),
		RUN(a_refused_replay_leaves_the_model),
		RUN(long_work_can_be_interrupted),
		RUN(a_save_that_fails_half_way_leaves_the_old_file),
		RUN(a_save_where_no_file_can_be_says_so),
		RUN(a_save_keeps_mode_and_link),
		RUN(a_link_to_nowhere_is_not_followed),
		RUN(what_is_no_regular_file_is_written_to_and_stays),
		RUN(a_damaged_compressed_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
