/*
 * Arithmetic of expressions: 64 bits, wrapping around; what C leaves undefined
 * is a mistake with its column.
 *
 * As in C, one unsigned operand makes both unsigned, a shift has the sign of
 * what is shifted, and a comparison gives a signed 0 or 1.
 */
#include <inttypes.h>

#include "commands/expression_internal.h"

static uint64_t divide_unsigned(enum operation_code code, uint64_t a,
				uint64_t b)
{
	return code == DIVIDE ? a / b : a % b;
}

static int64_t divide_signed(enum operation_code code, int64_t a, int64_t b)
{
	/* The one quotient that does not fit wraps around. */
	if (b == -1)
		return code == DIVIDE ? (int64_t)(0 - (uint64_t)a) : 0;
	return code == DIVIDE ? a / b : a % b;
}

static int64_t divide(struct evaluation *v, enum operation_code code,
		      struct number a, struct number b, const char *at)
{
	if (v->checking)
		return 0;
	if (b.bits == 0) {
		expression_mistake(v, at, "division by zero");
		return 0;
	}
	if (a.is_unsigned || b.is_unsigned)
		return (int64_t)divide_unsigned(code, (uint64_t)a.bits,
						(uint64_t)b.bits);
	return divide_signed(code, a.bits, b.bits);
}

static int64_t shift(struct evaluation *v, enum operation_code code,
		     struct number a, struct number b, const char *at)
{
	if (v->checking)
		return 0;
	if (b.bits < 0 || b.bits > 63) {
		expression_mistake(v, at,
				   "a shift by %" PRId64
				   " leaves the 64 bits of a number",
				   b.bits);
		return 0;
	}
	if (code == SHIFT_LEFT)
		return (int64_t)((uint64_t)a.bits << b.bits);
	if (a.is_unsigned)
		return (int64_t)((uint64_t)a.bits >> b.bits);
	return a.bits >> b.bits;
}

static bool is_less(struct number a, struct number b)
{
	if (a.is_unsigned || b.is_unsigned)
		return (uint64_t)a.bits < (uint64_t)b.bits;
	return a.bits < b.bits;
}

static struct number truth(bool holds)
{
	return (struct number){ .bits = holds };
}

/* A value that both operands decide the sign of. */
static struct number mixed(int64_t bits, struct number a, struct number b)
{
	return (struct number){ bits, a.is_unsigned || b.is_unsigned };
}

struct number expression_apply(struct evaluation *v, enum operation_code code,
			       struct number a, struct number b, const char *at)
{
	uint64_t left = (uint64_t)a.bits;
	uint64_t right = (uint64_t)b.bits;

	switch (code) {
	case OR_ELSE:
		return truth(left || right);
	case AND_THEN:
		return truth(left && right);
	case BIT_OR:
		return mixed((int64_t)(left | right), a, b);
	case BIT_XOR:
		return mixed((int64_t)(left ^ right), a, b);
	case BIT_AND:
		return mixed((int64_t)(left & right), a, b);
	case EQUAL:
		return truth(left == right);
	case UNEQUAL:
		return truth(left != right);
	case LESS:
		return truth(is_less(a, b));
	case LESS_EQUAL:
		return truth(!is_less(b, a));
	case GREATER:
		return truth(is_less(b, a));
	case GREATER_EQUAL:
		return truth(!is_less(a, b));
	case SHIFT_LEFT:
	case SHIFT_RIGHT:
		return (struct number){ shift(v, code, a, b, at),
					a.is_unsigned };
	case ADD:
		return mixed((int64_t)(left + right), a, b);
	case SUBTRACT:
		return mixed((int64_t)(left - right), a, b);
	case MULTIPLY:
		return mixed((int64_t)(left * right), a, b);
	case DIVIDE:
	case REMAINDER:
		return mixed(divide(v, code, a, b, at), a, b);
	}
	return truth(false);
}
