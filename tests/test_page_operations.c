/*
 * What users do to a page, and what the kernel's checks say to it.
 */
#include "core/page_type.h"
#include <stdio.h>

#include "tests/talk.h"

#define HEAD_COUNT "print page(0).refcount"

TEST(a_reference_of_a_tail_counts_in_the_head)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 2 GFP_KERNEL|__GFP_COMP");
	must(&t, "get 3");
	expect_text(&t, HEAD_COUNT, "= 2");
	expect_text(&t, "print page(3).refcount", "= 0");
	must(&t, "put 3");
	expect_text(&t, "put 1", "refcount 0");
	expect_text(&t, "page 0", "free, on a");
	talk_destroy(&t);
}

TEST(a_free_page_has_no_reference_to_add_to)
{
	struct talk t = talk_create("small");

	expect_error(&t, "get 100", "(u32)_refcount + 127 <= 127");
	expect_error(&t, "put 100", "VM_BUG_ON_PAGE: _refcount == 0");
	expect_error(&t, "lock 100", "free already");
	expect_error(&t, "map-page 100", "free already");
	talk_destroy(&t);
}

TEST(mappings_are_counted_less_one_and_never_below)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0 movable");
	expect_json(&t, "map-page $1", "\"page_type\":\"0x0\",\"mapcount\":1");
	expect_json(&t, "map-page $1", "\"mapcount\":2");
	expect_error(&t, "free $1", "bad_page: nonzero mapcount");
	expect_error(&t, "put $1", "bad_page: nonzero mapcount");
	must(&t, "unmap-page $1");
	expect_json(&t, "unmap-page $1",
		    "\"page_type\":\"0xffffffff\",\"mapcount\":0");
	expect_error(&t, "unmap-page $1", "would fall below -1");
	must(&t, "free $1");
	talk_destroy(&t);
}

TEST(a_lock_is_held_once_and_kept_in_the_head)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 1 GFP_KERNEL|__GFP_COMP");
	must(&t, "lock 1");
	expect_json(&t, "page 0", "\"flag_names\":[\"locked\",\"head\"]");
	expect_error(&t, "lock 0", "lock_page() would sleep");
	expect_error(&t, "free 0",
		     "with locked set: bad_page: PAGE_FLAGS_CHECK_AT_FREE");
	must(&t, "unlock 1");
	expect_error(&t, "unlock 0", "VM_BUG_ON_PAGE: !PageLocked");
	must(&t, "free 0");
	talk_destroy(&t);
}

TEST(a_flag_goes_where_its_policy_says)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 2 GFP_KERNEL|__GFP_COMP");
	must(&t, "set-flag 2 dirty");
	expect_json(&t, "page 0", "\"flag_names\":[\"dirty\",\"head\"]");
	expect_json(&t, "page 2", "\"flag_names\":[]");
	must(&t, "set-flag 2 private");
	expect_json(&t, "page 2", "\"flag_names\":[\"private\"]");
	expect_error(&t, "set-flag 2 reclaim", "VM_BUG_ON_PGFLAGS: PageTail");
	expect_error(&t, "set-flag 0 reserved",
		     "VM_BUG_ON_PGFLAGS: PageCompound");
	expect_error(&t, "set-flag 0 head", "in one way only");
	expect_error(&t, "set-flag 0 slab", "no flag slab");
	expect_error(&t, "set-flag 0 soup", "no flag of page->flags");
	expect_error(&t, "free 0", "pfn 2 cannot be freed with private set");
	must(&t, "clear-flag 2 private");
	must(&t, "free 0");
	talk_destroy(&t);
}

TEST(the_last_put_takes_a_page_off_its_lru_list_but_a_free_does_not)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0 movable");
	must(&t, "set-flag $1 lru");
	expect_error(&t, "free $1", "with lru set");
	expect_text(&t, "put $1", "the page is free");
	expect_json(&t, "page 0", "\"flag_names\":[]");
	talk_destroy(&t);
}

/* Kernel, command, word over _mapcount, and what the second mark is told. */
static void expect_mark(const char *kernel, const char *mark, const char *word)
{
	char spec[64];
	char wanted[64];
	char line[64];

	snprintf(spec, sizeof(spec), "small,kernel=%s", kernel);
	struct talk t = talk_create(spec);

	must(&t, "alloc 0");
	snprintf(line, sizeof(line), "mark-%s $1", mark);
	snprintf(wanted, sizeof(wanted), "\"page_type\":\"%s\"", word);
	expect_json(&t, line, wanted);
	expect_error(&t, "mark-table $1", "the word over _mapcount is not -1");
	expect_error(&t, "map-page $1", "VM_WARN_ON");
	must(&t, "unmark $1");
	expect_error(&t, "unmark $1", "no type to clear");
	must(&t, "free $1");
	talk_destroy(&t);
}

TEST(each_kernel_writes_its_own_page_types)
{
	expect_mark("5.10", "table", "0xfffffbff");
	expect_mark("6.1", "table", "0xfffffdff");
	expect_mark("6.1", "guard", "0xfffffbff");
	expect_mark("6.12", "slab", "0xf5000000");
	expect_mark("7.2", "offline", "0xf1000000");
}

TEST(slab_is_a_flag_in_old_kernels_and_a_type_in_new_ones)
{
	struct talk old = talk_create("small,kernel=5.10");
	struct talk new = talk_create("small,kernel=7.2");

	must(&old, "alloc 0");
	expect_json(&old, "mark-slab $1", "\"page_type\":\"0xffffffff\"");
	expect_json(&old, "page 0", "\"state\":\"slab\"");
	expect_error(&old, "free $1", "with slab set");
	must(&new, "alloc 0");
	must(&new, "mark-slab $1");
	expect_json(&new, "page 0", "\"page_type_name\":\"slab\"");
	expect_error(&new, "get $1", "frozen at 0");
	/* Freeing takes a type that is left over. */
	must(&new, "free $1");
	expect_json(&new, "page 0", "\"page_type\":\"0xffffffff\"");
	talk_destroy(&old);
	talk_destroy(&new);
}

TEST(a_guard_keeps_its_order_in_private)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	must(&t, "mark-guard $1");
	expect_json(&t, "page 0", "\"private\":3");
	expect_error(&t, "free $1", "nonzero mapcount");
	must(&t, "unmark $1");
	must(&t, "free $1");
	must(&t, "check");
	talk_destroy(&t);
}

TEST(changes_of_a_page_can_be_stepped_and_taken_back)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	uint64_t before = model_digest(t.s->m);

	expect_text(&t, "start lock $1", "lock_page: Nobody holds the lock");
	expect_text(&t, "why",
		    "page 0 flags: 0x17ffffc0000000 -> "
		    "0x17ffffc0000001");
	must(&t, "reverse-step");
	assert_int_equal(model_digest(t.s->m), before);
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_reference_of_a_tail_counts_in_the_head),
		RUN(a_free_page_has_no_reference_to_add_to),
		RUN(mappings_are_counted_less_one_and_never_below),
		RUN(a_lock_is_held_once_and_kept_in_the_head),
		RUN(a_flag_goes_where_its_policy_says),
		RUN(the_last_put_takes_a_page_off_its_lru_list_but_a_free_does_not),
		RUN(each_kernel_writes_its_own_page_types),
		RUN(slab_is_a_flag_in_old_kernels_and_a_type_in_new_ones),
		RUN(a_guard_keeps_its_order_in_private),
		RUN(changes_of_a_page_can_be_stepped_and_taken_back),
	};

	return cmocka_run_group_tests_name("page operations", tests, NULL,
					   NULL);
}
