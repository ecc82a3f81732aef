/*
 * Snapshots that are not sound are refused with the place, and change
 * nothing.
 */
#include "tests/harness.h"

#include <stdlib.h>
#include <string.h>

#include "snapshots/snapshot.h"
#include "tests/eventful.h"
#include "tests/scratch.h"

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
		{ "\"ops\"", "\"order\":60", "\"order\":256",
		  "/ops/3/order: " },
		{ "\"marks\"", "\"step\":5", "\"step\":5000000",
		  "/marks/0/step: " },
		{ "\"breakpoints\"", "\"enabled\":true", "\"enabled\":1",
		  "/breakpoints/0/enabled: must be true or false" },
	};

	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		assert_changed_refused(changes[i], changes[i][3]);
}

TEST(names_and_numbers_that_cannot_be_told_apart_are_refused)
{
	static const char *const changes[][4] = {
		{ "\"breakpoints\"", "\"number\":3", "\"number\":1",
		  "/breakpoints/1/number: breakpoint 0 of this list has "
		  "number 1 already" },
		{ "\"marks\"", "\"here\"", "\"\"",
		  "/marks/0/name: a mark needs a name" },
		{ "\"marks\"", "\"start\"", "\"12\"",
		  "/marks/1/name: 12 would be read as a number" },
		{ "\"marks\"", "\"start\"", "\"0x1f\"",
		  "/marks/1/name: 0x1f would be read as a number" },
		{ "\"marks\"", "\"here\"", "\"he\\u001bre\"",
		  "/marks/0/name: this name holds characters that cannot be "
		  "shown" },
		{ "\"marks\"", "\"here\"", "\"he\\u202ere\"",
		  "/marks/0/name: this name holds characters that cannot be "
		  "shown" },
		{ "\"zonelists\"", "\"zones\":[[0,", "\"zones\":[[0,2],[0,",
		  "/state/zonelists/0/zones/1/0: zone 0 stands in this "
		  "zonelist twice" },
	};

	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		assert_changed_refused(changes[i], changes[i][3]);
}

TEST(a_state_that_cannot_be_is_refused_with_the_places_that_apply)
{
	assert_changed_refused(
		(const char *const[]){ "\"state\"",
				       "\"vm_stat_free_pages\":16384",
				       "\"vm_stat_free_pages\":16383" },
		"/state: this state cannot be: free_count in zone 0: expected "
		"16384, found 16383");
	assert_changed_refused(
		(const char *const[]){ "\"state\"", "\"count\":0",
				       "\"count\":1" },
		"/state: this state cannot be: pcp_count in zone 0 cpu 0: "
		"expected 0, found 1");
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
		RUN(a_file_that_does_not_lead_to_its_hash_is_refused),
		RUN(unknown_keys_are_refused_with_their_place),
		RUN(wrong_values_are_refused_with_their_place),
		RUN(names_and_numbers_that_cannot_be_told_apart_are_refused),
		RUN(a_state_that_cannot_be_is_refused_with_the_places_that_apply),
		RUN(no_part_of_a_file_passes_for_the_whole),
		RUN(what_a_file_says_reaches_nobody_as_a_command),
		RUN(a_damaged_compressed_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
