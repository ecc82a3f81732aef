/*
 * How a write lies on the tape: as few bytes as it takes.
 *
 * First what the write changes, then where, then one byte that says how long
 * these two are; the tape is read from its end.  As a write is a difference,
 * any order of applying several comes to the same state, so nobody needs to
 * read it from its beginning.
 *
 * Whole words are stored and read whichever bytes of them count: that takes
 * no decisions, but up to TAPE_SLACK bytes behind a write are touched.
 */
#ifndef MMSCOPE_CORE_TAPE_CODE_INTERNAL_H
#define MMSCOPE_CORE_TAPE_CODE_INTERNAL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A write as it is read. */
struct tape_write {
	uint64_t offset_size; /* offset in the arena << 4 | bytes */
	uint64_t change;      /* old value ^ new value */
};

enum { TAPE_SLACK = 16 };

/* The last byte of a write, from the low bits: log2 of the word's size, the
 * step below of its change's length, and that of its place's. */
enum { CHANGE_SHIFT = 2, PLACE_SHIFT = 4, CODE_MASK = 3 };

/* Of 1, 2, 4 or 8 bytes. */
static inline unsigned change_code(uint64_t change)
{
	return (unsigned)(change > UINT8_MAX) + (change > UINT16_MAX) +
	       (change > UINT32_MAX);
}

static inline unsigned change_bytes(unsigned code)
{
	return 1U << code;
}

/* Of 2, 3, 4 or 6 bytes: zones lie low, tags and pages higher. */
static inline unsigned place_code(uint64_t offset)
{
	return (unsigned)(offset > UINT16_MAX) + (offset > 0xffffff) +
	       (offset > UINT32_MAX);
}

static inline unsigned place_bytes(unsigned code)
{
	return 2 + code + (code == 3);
}

static inline unsigned size_code(size_t size)
{
	return (unsigned)(size > 1) + (size > 2) + (size > 4);
}

/* Length of a write on the tape. */
static inline unsigned tape_code_bytes(uint64_t offset, uint64_t change)
{
	return change_bytes(change_code(change)) +
	       place_bytes(place_code(offset)) + 1;
}

/* Lays a write there; returns where the next one goes. */
static inline unsigned char *tape_encode(unsigned char *to, uint64_t offset,
					 size_t size, uint64_t change)
{
	unsigned of_change = change_code(change);
	unsigned of_place = place_code(offset);

	memcpy(to, &change, sizeof(change));
	to += change_bytes(of_change);
	memcpy(to, &offset, sizeof(offset));
	to += place_bytes(of_place);
	*to = (unsigned char)(size_code(size) | of_change << CHANGE_SHIFT |
			      of_place << PLACE_SHIFT);
	return to + 1;
}

static inline uint64_t low_bytes(const unsigned char *from, unsigned bytes)
{
	uint64_t value = 0;

	memcpy(&value, from, sizeof(value));
	return value & (UINT64_MAX >> (64 - 8 * bytes));
}

/* Reads the write that ends there; returns where it begins. */
static inline const unsigned char *tape_decode(const unsigned char *end,
					       struct tape_write *ret)
{
	unsigned code = *--end;

	end -= place_bytes(code >> PLACE_SHIFT & CODE_MASK);
	ret->offset_size =
		low_bytes(end, place_bytes(code >> PLACE_SHIFT & CODE_MASK))
			<< 4 |
		(uint64_t)1 << (code & CODE_MASK);
	end -= change_bytes(code >> CHANGE_SHIFT & CODE_MASK);
	ret->change =
		low_bytes(end, change_bytes(code >> CHANGE_SHIFT & CODE_MASK));
	return end;
}

#endif
