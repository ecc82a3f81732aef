/*
 * Arithmetic of expressions: 64 bits, wrapping around; what C leaves undefined
 * is a mistake with its column.
 */
#include <inttypes.h>

#include "commands/expression_internal.h"

static int64_t divide(struct expression *e, enum operation_code code, int64_t a,
		      int64_t b, const char *at)
{
	if (e->skipping)
		return 0;
	if (b == 0) {
		expression_mistake(e, at, "division by zero");
		return 0;
	}
	/* The one quotient that does not fit wraps around. */
	if (b == -1)
		return code == DIVIDE ? (int64_t)(0 - (uint64_t)a) : 0;
	return code == DIVIDE ? a / b : a % b;
}

static int64_t shift(struct expression *e, enum operation_code code, int64_t a,
		     int64_t b, const char *at)
{
	if (e->skipping)
		return 0;
	if (b < 0 || b > 63) {
		expression_mistake(e, at,
				   "a shift by %" PRId64
				   " leaves the 64 bits of a number",
				   b);
		return 0;
	}
	if (code == SHIFT_LEFT)
		return (int64_t)((uint64_t)a << b);
	return a >> b;
}

int64_t expression_apply(struct expression *e, enum operation_code code,
			 int64_t a, int64_t b, const char *at)
{
	switch (code) {
	case OR_ELSE:
		return a || b;
	case AND_THEN:
		return a && b;
	case BIT_OR:
		return a | b;
	case BIT_XOR:
		return a ^ b;
	case BIT_AND:
		return a & b;
	case EQUAL:
		return a == b;
	case UNEQUAL:
		return a != b;
	case LESS:
		return a < b;
	case LESS_EQUAL:
		return a <= b;
	case GREATER:
		return a > b;
	case GREATER_EQUAL:
		return a >= b;
	case SHIFT_LEFT:
	case SHIFT_RIGHT:
		return shift(e, code, a, b, at);
	case ADD:
		return (int64_t)((uint64_t)a + (uint64_t)b);
	case SUBTRACT:
		return (int64_t)((uint64_t)a - (uint64_t)b);
	case MULTIPLY:
		return (int64_t)((uint64_t)a * (uint64_t)b);
	case DIVIDE:
	case REMAINDER:
		return divide(e, code, a, b, at);
	}
	return 0;
}
