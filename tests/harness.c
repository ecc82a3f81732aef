/*
 * Short ways to boot machines and to run operations, for the unit tests.
 */
#include "tests/harness.h"

#include <string.h>

#include "core/check.h"
#include "core/gfp.h"

struct boot_config preset(const char *name)
{
	struct boot_config config;

	assert_true(boot_preset(name, strlen(name), &config));
	return config;
}

struct model *boot(const struct boot_config *config)
{
	struct model *m = NULL;

	assert_int_equal(machine_boot(config, &m), BOOT_OK);
	return m;
}

struct model *boot_preset_machine(const char *name)
{
	struct boot_config config = preset(name);

	return boot(&config);
}

gfp_t gfp_named(const struct model *m, const char *names)
{
	const struct profile *profile = model_machine(m)->profile;
	gfp_t gfp = 0;

	while (*names) {
		size_t length = strcspn(names, "|");
		gfp_t mask = 0;

		if (!gfp_lookup(profile, names, length, &mask))
			fail_msg("no GFP name at: %s", names);
		gfp |= mask;
		names += length + (names[length] == '|');
	}
	return gfp;
}

const struct op_result *run(struct model *m, const struct operation *op)
{
	int64_t where = 0;
	enum op_refusal refusal = operation_run(m, op, &where);

	if (refusal != OP_POSSIBLE)
		fail_msg("%s: refusal %d at %lld",
			 operation_kind_name(op->kind), (int)refusal,
			 (long long)where);
	return history_result(m, history_ops(m));
}

pfn_t take(struct model *m, unsigned order, const char *gfp)
{
	struct operation op = {
		.kind = OP_ALLOC,
		.cpu = model_current_cpu(m),
		.order = order,
		.gfp = gfp_named(m, gfp),
	};

	return run(m, &op)->pfn;
}

void give_back(struct model *m, pfn_t pfn, unsigned order)
{
	struct operation op = {
		.kind = OP_FREE,
		.cpu = model_current_cpu(m),
		.order = order,
		.pfn = pfn,
	};

	run(m, &op);
}

void drain_all(struct model *m)
{
	struct operation op = {
		.kind = OP_DRAIN_ALL,
		.cpu = model_current_cpu(m),
	};

	run(m, &op);
}

void assert_sound(const struct model *m)
{
	struct check_report report;

	model_check(m, &report);
	assert_true(report.checked > 0);
	if (report.broken == 0)
		return;

	const struct violation *v = &report.first[0];
	fail_msg("after operation %u: %llu broken, first %s: zone %d order %d "
		 "type %d cpu %d pfn %lld, expected %lld, found %lld",
		 history_ops(m), (unsigned long long)report.broken,
		 invariant_name(v->invariant), v->zone, v->order,
		 v->migratetype, v->cpu, (long long)v->pfn,
		 (long long)v->expected, (long long)v->found);
}

int64_t pages_on_pcp(const struct model *m, unsigned zone)
{
	int64_t pages = 0;

	for (unsigned cpu = 0; cpu < model_machine(m)->nr_cpus; cpu++)
		pages += pcp_at(m, zone, cpu)->count;
	return pages;
}
