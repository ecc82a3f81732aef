/*
 * whynot against what the same request does then, and each change that it
 * proposes against what comes of it, on random states of all kernels.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/random_operation.h"
#include "tests/talk.h"

enum { QUESTIONS = 60 };

static const char *const masks[] = {
	"GFP_KERNEL",
	"GFP_HIGHUSER_MOVABLE",
	"GFP_ATOMIC",
	"GFP_NOWAIT",
	"GFP_KERNEL|__GFP_RECLAIMABLE|__GFP_COMP",
	"GFP_KERNEL|__GFP_NORETRY",
	"GFP_DMA",
};

/* Where a session stands, to see that nothing has changed. */
struct stand {
	uint64_t digest, cursor, steps, ops;
};

static struct stand stand_of(const struct talk *t)
{
	return (struct stand){ .digest = model_digest(t->s->m),
			       .cursor = history_cursor(t->s->m),
			       .steps = history_steps(t->s->m),
			       .ops = history_ops(t->s->m) };
}

static void expect_same(const struct talk *t, const struct stand *before)
{
	struct stand now = stand_of(t);

	assert_int_equal(now.digest, before->digest);
	assert_int_equal(now.cursor, before->cursor);
	assert_int_equal(now.steps, before->steps);
	assert_int_equal(now.ops, before->ops);
}

/* A part of an answer in JSON, and what of it has been read. */
struct reading {
	const char *at;
};

/* Moves behind the next such text; false: there is none. */
static bool pass(struct reading *reading, const char *text)
{
	const char *found = strstr(reading->at, text);

	if (found)
		reading->at = found + strlen(text);
	return found != NULL;
}

/* The next string of an array of plain strings; false: the array ends. */
static bool next_string(struct reading *reading, char *ret, size_t size)
{
	size_t length = 0;

	if (*reading->at == ',')
		reading->at++;
	if (*reading->at != '"')
		return false;
	reading->at++;
	length = strcspn(reading->at, "\"");
	snprintf(ret, size, "%.*s", (int)length, reading->at);
	reading->at += length + 1;
	return true;
}

/* Whoever types what is proposed gets the page that was promised. */
static void expect_promise_kept(struct talk *t, struct reading *answer)
{
	char line[256];

	assert_true(pass(answer, "\"commands\":["));
	while (next_string(answer, line, sizeof(line)))
		must(t, line);
	assert_true(pass(answer, "\"pfn\":"));
	assert_int_equal(result(t, history_ops(t->s->m))->pfn,
			 strtoul(answer->at, NULL, 10));
}

/* Back to where the question was asked, as if nothing had been typed. */
static void go_back(struct talk *t, const struct stand *to)
{
	history_seek(t->s->m, to->cursor);
	history_drop_future(t->s->m);
	session_forget_future(t->s);
	expect_same(t, to);
}

struct tally {
	unsigned succeeded, refused, kept, free;
};

static void expect_proposals_kept(struct talk *t, const struct stand *before,
				  struct tally *tally)
{
	char *said = strdup(t->said.start);
	struct reading answer = { said };

	assert_non_null(said);
	assert_true(pass(&answer, "\"proposals\":["));
	while (strncmp(answer.at, "]", 1) != 0 &&
	       strstr(answer.at, "\"kind\"")) {
		assert_true(pass(&answer, "\"kind\":"));
		tally->free += strncmp(answer.at, "\"free\"", 6) == 0;
		expect_promise_kept(t, &answer);
		assert_true(pass(&answer, "}"));
		go_back(t, before);
		tally->kept++;
	}
	free(said);
}

/* One question, its answer, and what the request itself does. */
static void ask(struct talk *t, struct random *r, struct tally *tally)
{
	const struct machine *machine = model_machine(t->s->m);
	const char *mask =
		masks[random_below(r, sizeof(masks) / sizeof(*masks))];
	unsigned order = (unsigned)random_below(r, machine->max_order + 1);
	struct stand before = stand_of(t);
	char line[160];
	char request[160];

	snprintf(line, sizeof(line), "whynot %u %s cpu=%u", order, mask,
		 (unsigned)random_below(r, machine->nr_cpus));
	say_json(t, line);
	assert_int_equal(t->status, STATUS_OK);
	expect_same(t, &before);
	bool succeeds = strstr(t->said.start, "\"succeeds\":true") != NULL;
	struct reading answer = { t->said.start };

	if (!succeeds)
		expect_proposals_kept(t, &before, tally);
	assert_true(succeeds ? pass(&answer, "\"pfn\":") : true);
	pfn_t promised =
		succeeds ? (pfn_t)strtoul(answer.at, NULL, 10) : PFN_NONE;

	snprintf(request, sizeof(request), "alloc%s", line + strlen("whynot"));
	must(t, request);
	assert_int_equal(result(t, history_ops(t->s->m))->pfn, promised);
	go_back(t, &before);
	tally->succeeded += succeeds;
	tally->refused += !succeeds;
}

static void ask_often(const char *machine, uint64_t seed)
{
	enum { OPERATIONS_BETWEEN = 12 };
	struct talk t = talk_create(machine);
	struct bookkeeper *b = bookkeeper_create(t.s->m);
	struct random r = { .state = seed, .filling = true };
	struct tally tally = { 0 };

	for (unsigned i = 0; i < QUESTIONS; i++) {
		for (unsigned k = 0; k < OPERATIONS_BETWEEN; k++) {
			struct operation op = random_operation(&r, t.s->m, b);

			run(t.s->m, &op);
			bookkeeper_enter(b, t.s->m);
		}
		ask(&t, &r, &tally);
	}
	if (tally.succeeded == 0 || tally.refused == 0 || tally.kept == 0 ||
	    tally.free == 0)
		fail_msg("%s: %u succeeded, %u were refused, %u proposals, %u "
			 "of them frees",
			 machine, tally.succeeded, tally.refused, tally.kept,
			 tally.free);
	assert_sound(t.s->m);
	bookkeeper_destroy(b);
	talk_destroy(&t);
}

TEST(what_is_promised_is_kept_in_every_kernel)
{
	for (size_t i = 0; profile_nth(i); i++) {
		char machine[64];

		snprintf(machine, sizeof(machine),
			 "small,mem=8M,cpus=2,kernel=%s",
			 profile_nth(i)->series);
		ask_often(machine, 100 + i);
	}
}

TEST(what_is_promised_is_kept_with_several_zones)
{
	ask_often("numa,mem=16M,zones=dma,normal,cpus=4", 5);
}

TEST(each_zone_has_a_gate)
{
	struct talk t = talk_create("pc,mem=64M");

	must(&t, "bulk 16000 GFP_HIGHUSER_MOVABLE|__GFP_MEMALLOC");
	must(&t, "bulk 4000 dma");
	expect_text(&t, "whynot 10 dma", "DMA32, ✗ mask: ");
	expect_text(&t, "whynot 10 dma", "DMA, ✗ ");
	expect_json(&t, "whynot 11", "\"gate\":\"unasked\"");
	expect_json(&t, "whynot 11", "\"commands\":[\"alloc ");
	talk_destroy(&t);
}

TEST(a_question_inside_an_operation_is_one_behind_it)
{
	struct talk t = talk_create("small");

	must(&t, "start alloc 10");
	struct stand before = stand_of(&t);

	expect_text(&t, "whynot 10", "gets page 1024 of zone Normal");
	expect_text(&t, "whynot 10", "the state after operation 1, in which");
	expect_same(&t, &before);
	must(&t, "alloc 10");
	assert_int_equal(result(&t, 2)->pfn, 1024);
	talk_destroy(&t);
}

TEST(a_bad_question_is_refused_with_its_reason)
{
	struct talk t = talk_create("small");

	expect_error(&t, "whynot", "usage: whynot");
	expect_error(&t, "whynot x", "order \"x\" is no number");
	expect_error(&t, "whynot 0 GFP_KERNLE", "did you mean GFP_KERNEL");
	expect_error(&t, "whynot 0 node=7", "node");
	expect_error(&t, "whynot 0 cpu=7", "no cpu 7");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(what_is_promised_is_kept_in_every_kernel),
		RUN(what_is_promised_is_kept_with_several_zones),
		RUN(each_zone_has_a_gate),
		RUN(a_question_inside_an_operation_is_one_behind_it),
		RUN(a_bad_question_is_refused_with_its_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
