/*
 * kmalloc and kfree in short, and the kernels to try them on.
 */
#ifndef MMSCOPE_TESTS_KMALLOC_CALLS_H
#define MMSCOPE_TESTS_KMALLOC_CALLS_H

#include "tests/harness.h"

enum { NR_KERNELS = 7 };
extern const char *const kernels[NR_KERNELS];

/* The machine `small` with so many CPUs. */
struct model *boot_kernel(const char *kernel, unsigned cpus);
struct op_result kmalloc_sized(struct model *m, uint32_t size, const char *gfp);
void kfree_object(struct model *m, const struct op_result *got);

#endif
