/*
 * The history: all operations, the tape of their steps, and the cursor.
 *
 * A step is one probe (where the algorithm is, what it compared, what came of
 * it) with the state words written until the next probe.  Position 0 is the
 * state after boot or load, position k the state after the k-th step.  Moving
 * the cursor applies or undoes writes; its cost depends on the distance only.
 *
 * Kept are the writes.  The steps of an operation are found out by running it
 * again when they are asked for, which takes about as long as it took, and the
 * way there and back; those of the last few stay at hand.  So whoever looks
 * through many operations passes over what history_op_meets() excludes, and
 * moves the cursor along.
 */
#ifndef MMSCOPE_CORE_HISTORY_H
#define MMSCOPE_CORE_HISTORY_H

#include "core/field.h"
#include "core/operation.h"
#include "core/probe.h"

struct step {
	enum probe_id probe;
	unsigned depth; /* of its frame; 0 is the operation's outermost */
	uint32_t op;    /* number of the operation, from 1 */
	int64_t args[PROBE_MAX_ARGS]; /* as many as the probe declares */
};

struct write {
	struct field_place field;
	uint64_t old_value;
	uint64_t new_value;
};

/* Recording is on from the start.  Off, operations run without a tape: their
 * effects stay, but no step of them can be reached, and only the last one and
 * its result are kept (bulk replay, benchmarks).  Switch it off before the
 * first operation only. */
void history_set_recording(struct model *m, bool on);
bool history_is_recording(const struct model *m);
/* Somebody will look at the steps of every operation that runs from now on:
 * keep them at once, rather than run each operation twice. */
void history_expect_looks(struct model *m);

uint32_t history_ops(const struct model *m);
uint64_t history_steps(const struct model *m);
uint64_t history_cursor(const struct model *m);

/* Operations are numbered from 1.  What they point to is valid until some
 * others were looked at or run. */
const struct operation *history_op(const struct model *m, uint32_t op);
const struct op_result *history_result(const struct model *m, uint32_t op);
/* Position just before an operation, and just after it. */
uint64_t history_op_begin(const struct model *m, uint32_t op);
uint64_t history_op_end(const struct model *m, uint32_t op);
/* Number of the operation whose step leads to a position; 0 at position 0. */
uint32_t history_op_at(const struct model *m, uint64_t position);
/* Values ($1, $2, ...) made by the operations up to one; 0: by none. */
uint32_t history_values(const struct model *m, uint32_t op);
/* The operation that made value `number` (from 1); 0: there is none. */
uint32_t history_value_op(const struct model *m, uint64_t number);
/* Is any step of the operation at this probe? */
bool history_op_meets(const struct model *m, uint32_t op, enum probe_id probe);
bool history_op_meets_any(const struct model *m, uint32_t op,
			  const struct probe_set *probes);

/* The step that leads to a position (1 … history_steps). */
struct step history_step(const struct model *m, uint64_t position);
unsigned history_nr_writes(const struct model *m, uint64_t position);
struct write history_write(const struct model *m, uint64_t position,
			   unsigned i);

struct word_visitor {
	bool (*visit)(void *context, const struct field_place *word);
	void *context;
};

/* The words written after one position and up to another, the last write
 * first, until the visitor has seen enough and returns false.  Where the tape
 * was squashed, those that differ between the ends of the squashed part. */
void history_words_between(const struct model *m, uint64_t from, uint64_t to,
			   const struct word_visitor *visitor);

void history_seek(struct model *m, uint64_t position);
/* Forget everything after the cursor, which must stand at the end of an
 * operation or at 0.  Returns the number of operations dropped. */
uint32_t history_drop_future(struct model *m);
/* How often that took operations away: since then, a number may mean another
 * one. */
uint64_t history_drops(const struct model *m);

/* Bytes that the tape and the operation log hold. */
size_t history_bytes(const struct model *m);
/* Bytes that the writes may take (from the start on 256 MiB).  Beyond that
 * the tape is squashed far from the cursor: whoever goes there waits until
 * some thousand operations have run again, and finds all as it was. */
void history_set_budget(struct model *m, size_t bytes);

#endif
