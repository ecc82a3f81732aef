/*
 * What every unit test begins with: cmocka, and short ways to boot a machine
 * and to run operations on it.
 *
 * A helper that cannot do its work fails the test that called it.
 */
#ifndef MMSCOPE_TESTS_HARNESS_H
#define MMSCOPE_TESTS_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/boot.h"
#include "core/history.h"
#include "core/model.h"

/* TEST(a_sentence) { … } and RUN(a_sentence) in the list of a program. */
#define TEST(name) static void name(void **state __attribute__((unused)))
#define RUN(name)  cmocka_unit_test(name)

/* A preset's configuration, to be changed and booted. */
struct boot_config preset(const char *name);
struct model *boot(const struct boot_config *config);
struct model *boot_preset_machine(const char *name);

/* Mask of names joined by `|`, under the machine's kernel. */
gfp_t gfp_named(const struct model *m, const char *names);

/* Runs an operation that must be possible; the result is the history's. */
const struct op_result *run(struct model *m, const struct operation *op);
/* First page of a new block; PFN_NONE when the request was refused. */
pfn_t take(struct model *m, unsigned order, const char *gfp);
void give_back(struct model *m, pfn_t pfn, unsigned order);
void drain_all(struct model *m);

/* All invariants hold; else the test fails and names the first broken one. */
void assert_sound(const struct model *m);
/* Pages of a zone that wait on pcp lists of all CPUs. */
int64_t pages_on_pcp(const struct model *m, unsigned zone);

#endif
