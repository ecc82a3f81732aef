/*
 * The machine of a file; for the files of this folder only.
 *
 * A recording and a snapshot say it in the same places: `constants`, and of
 * the state the zones, the zonelists and the runs of page flags.  What is
 * left stands in `sysctl` of a recording and in `machine` of a snapshot.
 */
#ifndef MMSCOPE_SNAPSHOTS_MACHINE_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_MACHINE_INTERNAL_H

#include "core/machine.h"
#include "core/model.h"
#include "snapshots/json_internal.h"

/* The migratetypes by their numbers in the file: a kernel without CMA counts
 * the later ones lower. */
struct type_numbers {
	unsigned nr;
	enum migratetype type[MIGRATE_TYPES];
};

struct type_numbers type_numbers_of(const struct machine *machine);

/* Fills `ret` as far as constants tell; the profile must be known. */
void constants_read(const struct item *constants, struct machine *ret,
		    struct type_numbers *types);
struct json *constants_write(const struct machine *machine);

/* page_flags_layout and page_flag_masks, members of constants. */
void layout_read(const struct item *constants, struct flags_layout *ret);
void layout_write(struct json *constants, const struct flags_layout *layout);

/* Zones, zonelists and page ranges, out of a state. */
void places_read(const struct item *state, struct machine *ret);
struct json *zonelists_write(const struct model *m);
/* What kernels remember beside them, once there is a model. */
void zonelist_caches_read(const struct item *state, struct model *m);

void sysctl_read(const struct item *sysctl, struct machine *ret);
void cpu_nodes_read(const struct item *nodes, struct machine *ret);
void settings_read(const struct item *object, struct machine *ret);
struct json *settings_write(const struct machine *machine);
/* Without a word about it: CPUs divided evenly among the nodes, in order. */
void cpus_divide(struct machine *machine);

#endif
