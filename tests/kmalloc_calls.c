#include "tests/kmalloc_calls.h"

const char *const kernels[NR_KERNELS] = { "4.1", "4.9",  "5.4", "5.10",
					  "6.1", "6.12", "7.2" };

struct model *boot_kernel(const char *kernel, unsigned cpus)
{
	struct boot_config config = preset("small");

	config.profile = profile_find(kernel);
	config.nr_cpus = cpus;
	return boot(&config);
}

struct op_result kmalloc_sized(struct model *m, uint32_t size, const char *gfp)
{
	struct operation op = { .kind = OP_KMALLOC,
				.size = size,
				.gfp = gfp_named(m, gfp),
				.cpu = model_current_cpu(m),
				.nid = -1 };

	return *run(m, &op);
}

void kfree_object(struct model *m, const struct op_result *got)
{
	struct operation op = { .kind = OP_KFREE,
				.pfn = got->pfn,
				.object = (uint16_t)got->object,
				.cpu = model_current_cpu(m) };

	run(m, &op);
}
