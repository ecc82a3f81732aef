/*
 * How a write lies on the tape: as few bytes as it takes.
 *
 * First what the write changes, then where, then one byte that says how long
 * these two are; the tape is read from its end.  As a write is a difference,
 * any order of applying several comes to the same state, so nobody needs to
 * read it from its beginning.
 *
 * Both lengths follow from the position of a number's highest bit, without a
 * decision; and whole words are stored and read whichever bytes of them count,
 * so that up to TAPE_SLACK bytes behind a write are touched.
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

/* The last byte of a write, from the low bits: log2 of the word's size, and
 * of its change and its place the bytes that they take besides one. */
enum { CHANGE_SHIFT = 2, PLACE_SHIFT = 5, LENGTH_MASK = 7, SIZE_MASK = 3 };

/* Bytes that a number takes besides the lowest; it is not 0. */
static inline size_t bytes_above(uint64_t number)
{
	return (63 ^ (unsigned)__builtin_clzll(number)) / 8;
}

/* A write changes something, but its place may be the first. */
static inline size_t change_bytes(uint64_t change)
{
	return bytes_above(change);
}

static inline size_t place_bytes(uint64_t offset)
{
	return bytes_above(offset | 1);
}

static inline unsigned size_code(size_t size)
{
	return (unsigned)(size > 1) + (size > 2) + (size > 4);
}

/* Length of a write on the tape. */
static inline size_t tape_code_bytes(uint64_t offset, uint64_t change)
{
	return change_bytes(change) + place_bytes(offset) + 3;
}

/* Lays a write there; returns where the next one goes. */
static inline unsigned char *tape_encode(unsigned char *to, uint64_t offset,
					 size_t size, uint64_t change)
{
	size_t of_change = change_bytes(change);
	size_t of_place = place_bytes(offset);

	memcpy(to, &change, sizeof(change));
	memcpy(to + of_change + 1, &offset, sizeof(offset));
	to += of_change + of_place + 3;
	to[-1] = (unsigned char)(size_code(size) + (of_change << CHANGE_SHIFT) +
				 (of_place << PLACE_SHIFT));
	return to;
}

/* A number of so many bytes and one. */
static inline uint64_t low_bytes(const unsigned char *from, unsigned above)
{
	unsigned rest = 8 * (7 - above);
	uint64_t value = 0;

	memcpy(&value, from, sizeof(value));
	return value << rest >> rest;
}

/* Reads the write that ends there; returns where it begins. */
static inline const unsigned char *tape_decode(const unsigned char *end,
					       struct tape_write *ret)
{
	unsigned code = end[-1];
	unsigned of_change = code >> CHANGE_SHIFT & LENGTH_MASK;
	unsigned of_place = code >> PLACE_SHIFT;
	const unsigned char *begin = end - of_change - of_place - 3;

	ret->change = low_bytes(begin, of_change);
	ret->offset_size = low_bytes(begin + of_change + 1, of_place) << 4 |
			   (uint64_t)1 << (code & SIZE_MASK);
	return begin;
}

#endif
