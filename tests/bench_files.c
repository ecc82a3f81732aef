/*
 * Benchmark: booting machines, and files: snapshots against cJSON on the
 * same tree, and recordings.
 */
#include <cjson/cJSON.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "snapshots/snapshot.h"
#include "snapshots/verify.h"
#include "tests/bench.h"

struct boot_figure {
	const char *preset;
	uint64_t mem_bytes;
	const char *time;
	const char *memory;
};

static const struct boot_figure boots[] = {
	{ "small", 64ULL << 20, "boot of 64 MiB", "resident of 64 MiB" },
	{ "pc", 64ULL << 30, "boot of 64 GiB", "resident of 64 GiB" },
	{ "big", 1ULL << 40, "boot of 1 TiB", "resident of 1 TiB" },
};

void bench_boots(struct bench *b)
{
	for (size_t i = 0; i < sizeof(boots) / sizeof(boots[0]); i++) {
		struct boot_config config = bench_config(boots[i].preset);

		config.mem_bytes = boots[i].mem_bytes;
		double before = bench_resident();
		double began = bench_now();
		struct model *m = bench_boot(&config, true);

		bench_add(b, boots[i].time, "ms", (bench_now() - began) * 1e3);
		bench_add(b, boots[i].memory, "MiB",
			  (bench_resident() - before) / (1 << 20));
		model_destroy(m);
	}
}

/* 64 GiB, 40 % of it taken in random orders. */
static struct model *machine_in_use(void)
{
	enum { ORDERS = 11, PERCENT = 40 };
	struct boot_config config = bench_config("pc");

	config.mem_bytes = 64ULL << 30;
	struct model *m = bench_boot(&config, true);
	uint64_t random = BENCH_SEED;
	int64_t wanted = (int64_t)(config.mem_bytes >> 12) * PERCENT / 100;

	while (wanted > 0) {
		unsigned order = (unsigned)(bench_next(&random) % ORDERS);

		if (bench_alloc(m, order) == PFN_NONE)
			bench_fail("the machine is full too early");
		wanted -= 1 << order;
	}
	return m;
}

static double file_bytes(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
		bench_fail("the saved file is not there");
	return (double)status.st_size;
}

/* Seconds for cJSON to parse and to print the text of a snapshot. */
static void time_cjson(const char *text, double *parse, double *print)
{
	double began = bench_now();
	cJSON *tree = cJSON_Parse(text);
	double parsed = bench_now();
	char *printed = cJSON_PrintUnformatted(tree);

	*print = bench_now() - parsed;
	*parse = parsed - began;
	if (!tree || !printed)
		bench_fail("cJSON refuses the snapshot");
	free(printed);
	cJSON_Delete(tree);
}

static double time_save(struct model *m, const char *path)
{
	const struct annotations nothing = { .nr_notes = 0 };
	struct diagnosis why;
	double began = bench_now();

	if (snapshot_save(m, &nothing, path, &why) != OUTCOME_OK)
		bench_fail(why.text);
	return bench_now() - began;
}

static double time_load(const char *path)
{
	struct annotations notes;
	struct model *m = NULL;
	struct diagnosis why;
	double began = bench_now();

	if (snapshot_load(path, NULL, &m, &notes, &why) != OUTCOME_OK)
		bench_fail(why.text);
	double took = bench_now() - began;

	annotations_deinit(&notes);
	model_destroy(m);
	return took;
}

void bench_files(struct bench *b)
{
	const struct annotations nothing = { .nr_notes = 0 };
	char path[] = "/tmp/mmscope-bench-XXXXXX";
	int file = mkstemp(path);

	if (file < 0)
		bench_fail("no file can be made in /tmp");
	close(file);
	struct model *m = machine_in_use();
	double save = time_save(m, path);
	double load = time_load(path);
	double bytes = file_bytes(path);
	char *text = snapshot_print(m, &nothing);
	double parse = 0;
	double print = 0;

	time_cjson(text, &parse, &print);
	bench_add(b, "file of 64 GiB, 40 % taken", "MB", bytes / 1e6);
	bench_add(b, "save", "MB/s", bytes / save / 1e6);
	bench_add(b, "load", "MB/s", bytes / load / 1e6);
	bench_add(b, "save, times cJSON's print", "", save / print);
	bench_add(b, "load, times cJSON's parse", "", load / parse);
	free(text);
	model_destroy(m);
	unlink(path);
}

/* Operations per second over small recordings of every kernel. */
void bench_verify(struct bench *b)
{
	glob_t found;
	uint64_t ops = 0;

	if (glob("tests/vectors/v*-m64-*-s1.json.xz", 0, NULL, &found) != 0)
		bench_fail("there are no recordings in tests/vectors");
	double began = bench_now();

	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct verify_report report;
		struct diagnosis why;

		if (verify_file(found.gl_pathv[i], NULL, &report, &why) !=
		    OUTCOME_OK)
			bench_fail(why.text);
		ops += report.matched;
		verify_report_deinit(&report);
	}
	bench_add(b, "verify", "operations/s",
		  (double)ops / (bench_now() - began));
	globfree(&found);
}
