/*
 * Benchmark: operations on the model, with and without a tape, and moving
 * along the tape.
 *
 * The machine has 1 GiB in one zone, and one CPU.  Recorded workloads end
 * when the tape has reached its budget, if that is before their end.
 */
#include <stdlib.h>

#include "tests/bench.h"

enum {
	OPERATIONS = 4000000,
	SLOTS_OF_PAGES = 131072,
	SLOTS_OF_BLOCKS = 32768,
	BUDGET = 256 << 20,
	LOOK_AT_BUDGET_EVERY = 1024,
	MOVED_OVER = 100000,
	STEPS_BACK = 1000,
};

struct slot {
	pfn_t pfn; /* PFN_NONE: empty */
	unsigned order;
};

struct workload {
	struct model *m;
	struct slot *slots;
	size_t nr_slots;
	uint64_t random;
	bool mixed;    /* blocks of different orders */
	size_t budget; /* bytes of tape */
	uint32_t limit;
	uint32_t done;
};

static struct model *machine(bool recording)
{
	struct boot_config config = bench_config("small");

	config.mem_bytes = 1 << 30;
	return bench_boot(&config, recording);
}

static void empty_slots(struct workload *w)
{
	for (size_t i = 0; i < w->nr_slots; i++)
		w->slots[i].pfn = PFN_NONE;
}

static struct workload workload(size_t slots, bool mixed, bool recording)
{
	struct workload w = {
		.m = machine(recording),
		.slots = malloc((slots + 1) * sizeof(struct slot)),
		.nr_slots = slots,
		.random = BENCH_SEED,
		.mixed = mixed,
		.budget = BUDGET,
		.limit = OPERATIONS,
	};

	if (!w.slots)
		bench_fail("there is no memory for the slots");
	empty_slots(&w);
	return w;
}

static void workload_end(struct workload *w)
{
	free(w->slots);
	model_destroy(w->m);
}

/* May one more operation (or pair) run? */
static bool goes_on(const struct workload *w)
{
	if (w->done == w->limit)
		return false;
	return w->done % LOOK_AT_BUDGET_EVERY != 0 ||
	       history_bytes(w->m) < w->budget;
}

static void run_pairs(struct workload *w)
{
	model_hurry(w->m);
	for (; goes_on(w); w->done++)
		bench_free(w->m, bench_alloc(w->m, 0), 0);
	model_settle(w->m);
}

static unsigned order_of(const struct workload *w, uint64_t random)
{
	if (!w->mixed)
		return 0;
	return (unsigned)__builtin_ctz((uint32_t)(random >> 32) | 16);
}

static void run_slots(struct workload *w)
{
	model_hurry(w->m);
	for (; goes_on(w); w->done++) {
		uint64_t random = bench_next(&w->random);
		struct slot *slot = &w->slots[random % w->nr_slots];

		if (slot->pfn != PFN_NONE) {
			bench_free(w->m, slot->pfn, slot->order);
			slot->pfn = PFN_NONE;
			continue;
		}
		slot->order = order_of(w, random);
		slot->pfn = bench_alloc(w->m, slot->order);
	}
	model_settle(w->m);
}

/* Nanoseconds for one. */
static double timed(struct workload *w, void (*run)(struct workload *w))
{
	double began = bench_now();

	run(w);
	return (bench_now() - began) * 1e9 / w->done;
}

static void plain(struct bench *b, const char *name, struct workload w,
		  void (*run)(struct workload *w))
{
	bench_add(b, name, "ns", timed(&w, run));
	workload_end(&w);
}

/* As if nothing had been done; the memory of the tape stays. */
static void rewind_workload(struct workload *w)
{
	history_seek(w->m, 0);
	history_drop_future(w->m);
	empty_slots(w);
	w->random = BENCH_SEED;
	w->done = 0;
}

/* A tape takes new memory all the time, which on a virtual machine can cost
 * more than what is written there; so it is measured a second time in the
 * memory of the first. */
static void recorded(struct bench *b, const char *name, const char *again,
		     struct workload w, void (*run)(struct workload *w))
{
	bench_add(b, name, "ns", timed(&w, run));
	rewind_workload(&w);
	bench_add(b, again, "ns", timed(&w, run));
	workload_end(&w);
}

void bench_core(struct bench *b)
{
	plain(b, "W1 pair", workload(0, false, false), run_pairs);
	plain(b, "W2 random order 0", workload(SLOTS_OF_PAGES, false, false),
	      run_slots);
	plain(b, "W3 random mixed", workload(SLOTS_OF_BLOCKS, true, false),
	      run_slots);
	recorded(b, "W1r pair, recorded", "W1r again, in the same memory",
		 workload(0, false, true), run_pairs);
	recorded(b, "W2r random order 0, recorded",
		 "W2r again, in the same memory",
		 workload(SLOTS_OF_PAGES, false, true), run_slots);
	recorded(b, "W3r random mixed, recorded",
		 "W3r again, in the same memory",
		 workload(SLOTS_OF_BLOCKS, true, true), run_slots);
}

/* A recorded W3 of so many operations, whatever the budget. */
static struct workload history_of(uint32_t operations)
{
	struct workload w = workload(SLOTS_OF_BLOCKS, true, true);

	w.budget = SIZE_MAX;
	w.limit = operations;
	run_slots(&w);
	return w;
}

static void move_over(struct bench *b)
{
	struct workload w = history_of(MOVED_OVER);
	double began = bench_now();

	history_seek(w.m, 0);
	double turned = bench_now();

	history_seek(w.m, history_steps(w.m));
	double ended = bench_now();

	bench_add(b, "back: goto begin, an operation", "ns",
		  (turned - began) * 1e9 / MOVED_OVER);
	bench_add(b, "back: goto end, an operation", "ns",
		  (ended - turned) * 1e9 / MOVED_OVER);
	bench_add(b, "tape, an operation", "bytes",
		  (double)history_bytes(w.m) / MOVED_OVER);
	workload_end(&w);
}

static void step_back(struct bench *b, const char *name, uint32_t operations)
{
	struct workload w = history_of(operations);
	uint64_t end = history_steps(w.m);
	double began = bench_now();

	for (unsigned i = 1; i <= STEPS_BACK; i++)
		history_seek(w.m, end - i);
	bench_add(b, name, "ns", (bench_now() - began) * 1e9 / STEPS_BACK);
	workload_end(&w);
}

void bench_history(struct bench *b)
{
	move_over(b);
	step_back(b, "step back after 1e3 operations", 1000);
	step_back(b, "step back after 1e5 operations", 100000);
	step_back(b, "step back after 1e6 operations", 1000000);
}
