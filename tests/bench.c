/*
 * make bench: how fast the model is.
 *
 * Times are CPU times.  Prints one table; with JSON=1 in the environment, one
 * JSON object instead.
 * BENCH_ONLY names one part (core, history, boots, files, verify, frames).
 */
#include "tests/bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void bench_fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(EXIT_FAILURE);
}

double bench_now(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
		bench_fail("there is no clock of CPU time");
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double bench_resident(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	char line[128] = "";

	if (!file || !fgets(line, sizeof(line), file))
		bench_fail("/proc/self/statm cannot be read");
	fclose(file);
	char *resident = strchr(line, ' ');

	if (!resident)
		bench_fail("/proc/self/statm has one number only");
	return (double)strtoull(resident, NULL, 10) *
	       (double)sysconf(_SC_PAGESIZE);
}

uint64_t bench_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

void bench_add(struct bench *b, const char *name, const char *unit,
	       double value)
{
	struct figure *figure = b->figures;
	struct figure *end = b->figures + b->nr_figures;

	while (figure < end && strcmp(figure->name, name) != 0)
		figure++;
	if (figure == end) {
		if (b->nr_figures == BENCH_MAX_FIGURES)
			bench_fail("too many figures");
		*figure = (struct figure){ .name = name, .unit = unit };
		b->nr_figures++;
	}
	if (figure->nr_runs == BENCH_RUNS)
		bench_fail("a figure has too many runs");
	figure->runs[figure->nr_runs++] = value;
}

struct boot_config bench_config(const char *name)
{
	struct boot_config config;

	if (!boot_preset(name, strlen(name), &config))
		bench_fail("there is no such preset");
	return config;
}

struct model *bench_boot(const struct boot_config *config, bool recording)
{
	struct model *m = NULL;

	if (machine_boot(config, &m) != BOOT_OK)
		bench_fail("the machine does not boot");
	history_set_recording(m, recording);
	return m;
}

pfn_t bench_alloc(struct model *m, unsigned order)
{
	enum { GFP_KERNEL = 0xcc0 }; /* of every kernel since 4.20 */
	pfn_t pfn = PFN_NONE;

	if (operation_alloc(m, GFP_KERNEL, order, 0, &pfn) != OP_POSSIBLE)
		bench_fail("an allocation is not possible");
	return pfn;
}

void bench_free(struct model *m, pfn_t pfn, unsigned order)
{
	if (operation_free(m, pfn, order) != OP_POSSIBLE)
		bench_fail("a page cannot be freed");
}

static int compare_values(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;

	return (left > right) - (left < right);
}

static void print_table(const struct bench *b)
{
	printf("| figure | unit | median | min | max |\n"
	       "|---|---|---|---|---|\n");
	for (unsigned i = 0; i < b->nr_figures; i++) {
		const struct figure *f = &b->figures[i];

		printf("| %s | %s | %.5g | %.5g | %.5g |\n", f->name, f->unit,
		       f->runs[f->nr_runs / 2], f->runs[0],
		       f->runs[f->nr_runs - 1]);
	}
}

static void print_json(const struct bench *b)
{
	printf("{");
	for (unsigned i = 0; i < b->nr_figures; i++) {
		const struct figure *f = &b->figures[i];

		printf("%s\"%s\":{\"unit\":\"%s\",\"median\":%.6g,"
		       "\"min\":%.6g,\"max\":%.6g}",
		       i ? "," : "", f->name, f->unit, f->runs[f->nr_runs / 2],
		       f->runs[0], f->runs[f->nr_runs - 1]);
	}
	printf("}\n");
}

struct part {
	const char *name;
	void (*run)(struct bench *b);
};

static const struct part parts[] = {
	{ "core", bench_core },     { "history", bench_history },
	{ "boots", bench_boots },   { "files", bench_files },
	{ "verify", bench_verify }, { "frames", bench_frames },
	{ "start", bench_start },
};

static void run_parts(struct bench *b, const char *only)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (only && strcmp(only, parts[i].name) != 0)
			continue;
		for (unsigned run = 0; run < BENCH_RUNS; run++)
			parts[i].run(b);
	}
	if (b->nr_figures == 0)
		bench_fail("BENCH_ONLY names no part");
}

int main(void)
{
	struct bench b = { .nr_figures = 0 };
	const char *json = getenv("JSON");

	run_parts(&b, getenv("BENCH_ONLY"));
	for (unsigned i = 0; i < b.nr_figures; i++)
		qsort(b.figures[i].runs, b.figures[i].nr_runs, sizeof(double),
		      compare_values);
	if (json && strcmp(json, "1") == 0)
		print_json(&b);
	else
		print_table(&b);
	return 0;
}
