/*
 * Is a request worth another turn of the slow path?
 *
 * Kernel counterpart: the end of the loop in __alloc_pages_slowpath, and
 * should_alloc_retry of older kernels (mm/page_alloc.c), 6.12.107.
 */
#include "core/slowpath_internal.h"

static bool forbids_retry(struct model *m, const struct slow_request *slow)
{
	bool noretry =
		slow_request_wants(slow, m->machine.profile->gfp.noretry);

	probe(m, PROBE_SLOWPATH_NORETRY, noretry);
	return noretry;
}

/* Is the order too large to insist on? */
static bool is_not_worth_more(struct model *m, const struct slow_request *slow)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	bool costly = slow_request_is_costly(slow);
	bool may_fail = slow_request_wants(slow, bits->retry_mayfail);
	bool give_up = costly && !(may_fail && slow->can_compact);

	probe(m, PROBE_SLOWPATH_COSTLY, slow->ac->order, costly, may_fail,
	      give_up);
	return give_up;
}

static bool is_worth_another_turn(struct model *m, struct slow_request *slow)
{
	bool again = should_reclaim_retry(m, slow) ||
		     (slow->progress > 0 && slow->can_compact &&
		      should_compact_retry(m, slow));

	probe(m, PROBE_SLOWPATH_AGAIN, slow->progress, again);
	return again;
}

static bool should_alloc_retry(struct model *m, const struct slow_request *slow)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	bool costly = slow_request_is_costly(slow);
	bool repeat = slow_request_wants(slow, bits->retry_mayfail);
	bool retry = !costly ||
		     (repeat && slow->reclaimed < pages_in(slow->ac->order)) ||
		     slow_request_wants(slow, bits->nofail);

	frame(m, PROBE_ALLOC_RETRY, slow->ac->order, costly, repeat,
	      slow->reclaimed, retry);
	return retry;
}

enum retry_decision retry_decision(struct model *m, struct slow_request *slow)
{
	if (forbids_retry(m, slow))
		return RETRY_NEVER;
	if (m->machine.profile->retry_asks_order_only) {
		if (!should_alloc_retry(m, slow))
			return RETRY_NEVER;
		return slow->progress > 0 ? RETRY_NOW : RETRY_AFTER_OOM;
	}
	if (is_not_worth_more(m, slow))
		return RETRY_NEVER;
	return is_worth_another_turn(m, slow) ? RETRY_NOW : RETRY_AFTER_OOM;
}
