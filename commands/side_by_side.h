/*
 * Side by side: the same operations on the same machine under several
 * kernels, each in a session of its own, and where their ways part.
 *
 * Steps of two kernels are paired where both pass the same decision point,
 * whatever each of them calls it.
 */
#ifndef MMSCOPE_COMMANDS_SIDE_BY_SIDE_H
#define MMSCOPE_COMMANDS_SIDE_BY_SIDE_H

#include "commands/session.h"
#include "core/profile.h"

enum { MAX_SIDES = 16, MAX_BEHAVIOURS = 128, PARTING_SIZE = 400 };

/* What one kernel made of an operation. */
struct side_answer {
	uint32_t op; /* its number in that history; 0: it was not possible */
	char *error; /* why it was not; NULL: it was */
};

struct side {
	const struct profile *profile;
	struct session *session;
	struct side_answer *answers; /* by operation */
};

/* A step of each of two kernels; 0: the other one takes none here. */
struct step_pair {
	uint64_t steps[2];
	size_t line; /* the operation, from 0 */
};

struct comparison {
	char *machine; /* its title under the first kernel */
	char **lines;  /* the operations as typed */
	size_t nr_lines;
	struct side sides[MAX_SIDES];
	unsigned nr_sides;
	/* The steps of the first kernel and the last, and where one stands. */
	struct step_pair *pairs;
	size_t nr_pairs;
	size_t here;
};

/* The session's last comparison; NULL: none. */
const struct comparison *session_comparison(const struct session *s);
void comparison_destroy(struct comparison *c);

const struct model *side_model(const struct comparison *c, unsigned side);
const struct side *comparison_last(const struct comparison *c);

/* side_by_side_run.c: boots the session's machine under each kernel that the
 * comparison names, and runs its lines. */
enum status comparison_run(struct session *s, struct comparison *c,
			   struct reply *r);
/* What a kernel answered, in short: "pfn 512", "refused", "-". */
void answer_words(const struct comparison *c, unsigned side, size_t line,
		  char *ret, size_t size);

/* side_by_side_steps.c: the steps of an operation under two kernels, paired.
 * The caller frees *ret. */
size_t step_pairs(const struct comparison *c, const unsigned sides[2],
		  size_t line, struct step_pair **ret);
/* The first pair of the operation that one stands in; whether a pair is one of
 * the same operation as another. */
size_t comparison_first_pair(const struct comparison *c);
bool pair_is_of(const struct comparison *c, size_t pair, size_t other);
/* One side of a pair: "rmqueue: result"; "" where it takes no step. */
void pair_words(const struct comparison *c, const struct step_pair *pair,
		unsigned column, char *ret, size_t size);

/* "rmqueue: Order 0 is kept on pcp lists …"; step 0: "no step here". */
void pair_step_words(const struct model *m, uint64_t step, char *ret,
		     size_t size);
/* One side of a pair so. */
void pair_sentence(const struct comparison *c, const struct step_pair *pair,
		   unsigned column, char *ret, size_t size);

/* side_by_side_reply.c: all that a comparison found. */
void comparison_reply(const struct comparison *c, struct reply *r);
/* The named behaviours in which its kernels differ. */
void comparison_reply_behaviours(const struct comparison *c, struct reply *r);

/* What a kernel does about the i-th behaviour, in a sentence. */
void behaviour_sentence(size_t i, const struct profile *profile, char *ret,
			size_t size);

/* side_by_side_parting.c */
enum parting_kind {
	PARTING_LISTS_AT_BOOT,
	PARTING_MARKS_AT_BOOT,
	PARTING_FUNCTION,
	PARTING_WATERMARK,
	PARTING_LIST_END,
	PARTING_ANSWER,
	NR_PARTINGS,
};

/* Where two kernels first differ in one respect. */
struct parting {
	bool found;
	size_t line;              /* of an operation, from 0 */
	uint64_t steps[2];        /* 0: none on that side */
	bool why[MAX_BEHAVIOURS]; /* by behaviour */
	char words[2][PARTING_SIZE];
};

const char *parting_name(enum parting_kind kind);
void partings_of(const struct comparison *c, const unsigned sides[2],
		 struct parting ret[NR_PARTINGS]);

#endif
