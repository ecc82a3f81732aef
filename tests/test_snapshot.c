/*
 * Snapshots: what is saved comes back to the byte, and files are replayed.
 */
#include "tests/harness.h"

#include <stdlib.h>
#include <string.h>

#include "core/operation.h"
#include "snapshots/snapshot.h"
#include "tests/eventful.h"
#include "tests/scratch.h"

static const char recording[] = "tests/vectors/v6.12-m64-mixed-s1.json.xz";

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
	assert_int_equal(notes.nr_breakpoints, 3);
	assert_null(notes.breakpoints[0].condition);
	assert_string_equal(notes.breakpoints[1].condition, "order > 2");
	assert_int_equal(notes.breakpoints[1].number, 3);
	assert_false(notes.breakpoints[1].enabled);
	assert_int_equal(notes.breakpoints[1].ignore, 7);
	assert_null(notes.breakpoints[2].where);
	assert_string_equal(notes.breakpoints[2].watch, "zone(Normal).free");
	assert_int_equal(notes.breakpoints[2].nr_commands, 2);
	assert_string_equal(notes.breakpoints[2].commands[1], "print free");
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

	assert_int_equal(snapshot_replay(recording, NULL, 0, &m, &why),
			 OUTCOME_OK);

	assert_true(history_ops(m) > 1000);
	assert_int_equal(history_cursor(m), history_steps(m));
	assert_sound(m);
	history_seek(m, 0);
	assert_sound(m);
	model_destroy(m);
}

TEST(a_replay_can_end_after_some_operations)
{
	struct model *all = boot_preset_machine("small");
	struct model *some = boot_preset_machine("small");
	struct diagnosis why;

	assert_int_equal(snapshot_replay(recording, NULL, 0, &all, &why),
			 OUTCOME_OK);
	assert_int_equal(snapshot_replay(recording, NULL, 40, &some, &why),
			 OUTCOME_OK);

	assert_int_equal(history_ops(some), 40);
	assert_int_equal(history_steps(some), history_op_end(all, 40));
	history_seek(all, history_op_end(all, 40));
	assert_true(model_digest(all) == model_digest(some));
	model_destroy(all);
	model_destroy(some);
}

TEST(a_replay_of_a_snapshot_can_end_after_some_operations)
{
	struct scratch s;
	struct model *m = boot_preset_machine("pc");
	struct model *saved = eventful_history();
	struct diagnosis why;
	char *text = eventful_text();
	scratch_init(&s);
	const char *path = scratch_file(&s, "s.json", text);

	assert_int_equal(snapshot_replay(path, NULL, 6, &m, &why), OUTCOME_OK);

	history_seek(saved, history_op_end(saved, 6));
	assert_int_equal(history_ops(m), 6);
	assert_true(model_digest(m) == model_digest(saved));
	assert_int_equal(snapshot_replay(path, NULL, 1000, &m, &why),
			 OUTCOME_OK);
	assert_int_equal(history_ops(m), history_ops(saved));
	free(text);
	model_destroy(saved);
	model_destroy(m);
	scratch_deinit(&s);
}

TEST(replaying_a_snapshot_ends_behind_its_last_operation)
{
	struct scratch s;
	struct model *m = boot_preset_machine("pc");
	struct model *saved = eventful_history();
	struct diagnosis why;
	char *text = eventful_text();
	scratch_init(&s);

	assert_int_equal(snapshot_replay(scratch_file(&s, "s.json", text), NULL,
					 0, &m, &why),
			 OUTCOME_OK);

	history_seek(saved, history_steps(saved));
	assert_int_equal(history_ops(m), history_ops(saved));
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
	char *text = eventful_text();
	char *changed = with_change(text, "\"ops\"", "\"op\":\"put\"",
				    "\"op\":\"pat\"");
	scratch_init(&s);

	assert_int_equal(snapshot_replay(scratch_file(&s, "s.json", changed),
					 NULL, 0, &m, &why),
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

	assert_int_equal(snapshot_replay(recording, &progress, 0, &m, &why),
			 OUTCOME_INTERRUPTED);
	assert_int_equal(asked, 1);
	assert_ptr_equal(m, same);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_file_saved_again_is_the_same_to_the_byte),
		RUN(a_loaded_history_stands_where_the_saved_one_stood),
		RUN(annotations_come_back),
		RUN(saving_leaves_the_cursor_where_it_is),
		RUN(every_preset_survives_a_file),
		RUN(a_recording_is_loaded_without_its_operations),
		RUN(a_loaded_recording_survives_a_file),
		RUN(replaying_a_recording_runs_its_operations),
		RUN(a_replay_can_end_after_some_operations),
		RUN(a_replay_of_a_snapshot_can_end_after_some_operations),
		RUN(replaying_a_snapshot_ends_behind_its_last_operation),
		RUN(a_refused_replay_leaves_the_model),
		RUN(long_work_can_be_interrupted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
