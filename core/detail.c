#include "core/detail_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/model_internal.h"
#include "core/operation_internal.h"
#include "core/probe_internal.h"

enum {
	KEPT = 8,
	/* Arrays of operations with more steps are given back at once when
	 * others take their place. */
	MANY_STEPS = 1 << 16,
};

struct details {
	struct model *model;
	struct detail kept[KEPT];
	struct detail *running; /* one of them */
	uint64_t clock;
};

struct details *details_create(struct model *m)
{
	struct details *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->model = m;
	d->running = &d->kept[0];
	return d;
}

static void detail_deinit(struct detail *detail)
{
	free(detail->steps);
	free(detail->args);
	free(detail->writes);
	*detail = (struct detail){ 0 };
}

void details_destroy(struct details *d)
{
	if (!d)
		return;
	for (unsigned i = 0; i < KEPT; i++)
		detail_deinit(&d->kept[i]);
	free(d);
}

static struct detail *find(struct details *d, uint32_t op)
{
	for (unsigned i = 0; i < KEPT; i++)
		if (d->kept[i].op == op)
			return &d->kept[i];
	return NULL;
}

static struct detail *least_recent(struct details *d)
{
	struct detail *oldest = &d->kept[0];

	for (unsigned i = 1; i < KEPT; i++)
		if (d->kept[i].used_at < oldest->used_at)
			oldest = &d->kept[i];
	return oldest;
}

void details_begin(struct details *d, uint32_t op)
{
	struct detail *detail = find(d, op);

	if (!detail)
		detail = least_recent(d);
	if (detail->steps_room > MANY_STEPS)
		detail_deinit(detail);
	detail->op = op;
	detail->used_at = ++d->clock;
	detail->nr_steps = 0;
	detail->nr_args = 0;
	detail->nr_writes = 0;
	detail->bytes = 0;
	d->running = detail;
}

void details_step(struct details *d, enum probe_id probe, int depth,
		  const int64_t *args, size_t nr_args)
{
	struct detail *to = d->running;

	assert(nr_args == probe_row(probe)->nr_args);
	to->steps = with_room(to->steps, to->nr_steps + 1, &to->steps_room,
			      sizeof(*to->steps));
	to->args = with_room(to->args, to->nr_args + nr_args, &to->args_room,
			     sizeof(*to->args));
	to->steps[to->nr_steps++] = (struct detail_step){
		.args_at = (uint32_t)to->nr_args,
		.writes_at = (uint32_t)to->nr_writes,
		.bytes_at = (uint32_t)to->bytes,
		.probe = (uint16_t)probe,
		.depth = (uint8_t)depth,
	};
	memcpy(to->args + to->nr_args, args, nr_args * sizeof(*args));
	to->nr_args += nr_args;
}

void details_write(struct details *d, uint64_t offset, size_t size,
		   uint64_t old_value, uint64_t new_value)
{
	struct detail *to = d->running;

	/* Every write belongs to a probe: the operation's first step opens
	 * before its first write. */
	assert(to->nr_steps > 0 && "a write without a step");
	to->writes = with_room(to->writes, to->nr_writes + 1, &to->writes_room,
			       sizeof(*to->writes));
	to->writes[to->nr_writes++] = (struct detail_write){
		.offset_size = offset << 4 | size,
		.old_value = old_value,
		.new_value = new_value,
	};
	to->bytes += tape_code_bytes(offset, old_value ^ new_value);
}

void detail_undo(struct model *m, const struct detail *detail)
{
	for (size_t i = detail->nr_writes; i > 0; i--) {
		const struct detail_write *write = &detail->writes[i - 1];

		word_replace(m, write->offset_size >> 4,
			     write->offset_size & 15, write->old_value);
	}
}

/* Runs an operation of the history once more, where it ran. */
static void run_again(struct details *d, uint32_t op)
{
	struct model *m = d->model;
	const struct tape_record *record = tape_record_at(&m->tape, op);
	struct tape_op asked = tape_read_op(&m->tape, op);
	uint64_t back = m->tape.applied;
	uint64_t bytes = tape_op_writes_end(&m->tape, op) - record->first_byte;
	unsigned mode = m->mode;

	tape_apply(m, record->first_byte, NULL);
	details_begin(d, op);
	m->mode = TAPE_STEPS;
	operation_run_again(m, &asked.op, op);
	m->mode = mode;
	assert(d->running->bytes == bytes &&
	       d->running->nr_steps ==
		       history_op_end(m, op) - record->first_step &&
	       "an operation did something else when it ran again");
	detail_undo(m, d->running);
	tape_apply(m, back, NULL);
}

const struct detail *details_of(struct details *d, uint32_t op)
{
	struct detail *detail = d->running;

	if (detail->op != op)
		detail = find(d, op);
	if (!detail) {
		run_again(d, op);
		detail = d->running;
	}
	d->running = detail;
	detail->used_at = ++d->clock;
	return detail;
}

uint32_t details_last(const struct details *d)
{
	return d->running->op;
}

bool details_at_hand(struct details *d, uint32_t op)
{
	return find(d, op) != NULL;
}

void details_forget_after(struct details *d, uint32_t op)
{
	for (unsigned i = 0; i < KEPT; i++)
		if (d->kept[i].op > op)
			d->kept[i].op = 0;
}

size_t detail_first_write(const struct detail *detail, uint64_t step)
{
	return step < detail->nr_steps ? detail->steps[step].writes_at
				       : detail->nr_writes;
}

size_t detail_bytes(const struct detail *detail, uint64_t step)
{
	return step < detail->nr_steps ? detail->steps[step].bytes_at
				       : detail->bytes;
}
