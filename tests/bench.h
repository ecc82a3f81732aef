/*
 * Figures of the benchmark, and what its parts share.
 *
 * A figure is measured several times in one process; what is told is the
 * median, with the least and the largest.
 */
#ifndef MMSCOPE_TESTS_BENCH_H
#define MMSCOPE_TESTS_BENCH_H

#include "core/boot.h"
#include "core/history.h"
#include "core/operation_common.h"

enum { BENCH_RUNS = 5, BENCH_MAX_FIGURES = 64 };

struct figure {
	const char *name;
	const char *unit;
	unsigned nr_runs;
	double runs[BENCH_RUNS];
};

struct bench {
	struct figure figures[BENCH_MAX_FIGURES];
	unsigned nr_figures;
};

/* One more run of the figure of that name. */
void bench_add(struct bench *b, const char *name, const char *unit,
	       double value);
/* Seconds of CPU time of this process: others do not disturb it much. */
double bench_now(void);
/* Bytes of this process that are in memory now. */
double bench_resident(void);
/* Says what went wrong and ends the program. */
_Noreturn void bench_fail(const char *what);
/* xorshift64; begin with BENCH_SEED. */
uint64_t bench_next(uint64_t *state);
#define BENCH_SEED 88172645463325252U

struct boot_config bench_config(const char *name);
struct model *bench_boot(const struct boot_config *config, bool recording);
/* PFN_NONE when refused. */
pfn_t bench_alloc(struct model *m, unsigned order);
void bench_free(struct model *m, pfn_t pfn, unsigned order);

/* The parts, each one run of all its figures. */
void bench_core(struct bench *b);
void bench_history(struct bench *b);
void bench_boots(struct bench *b);
void bench_files(struct bench *b);
void bench_verify(struct bench *b);
void bench_frames(struct bench *b);
void bench_start(struct bench *b);

#endif
