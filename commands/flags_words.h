/*
 * Which layout a command about page->flags means: the machine's own, or that
 * of a configuration given by a preset and key=value words.
 */
#ifndef MMSCOPE_COMMANDS_FLAGS_WORDS_H
#define MMSCOPE_COMMANDS_FLAGS_WORDS_H

#include "commands/session_internal.h"

struct flags_choice {
	bool own; /* no word was given: the machine's own, for its kernel */
	const struct profile
		*profile; /* kernel=, the preset's, the machine's */
	struct flags_config config;
};

enum status flags_choice_parse(const struct session *s,
			       const struct arguments *words,
			       struct flags_choice *ret, struct reply *r);
/* The layout that the chosen configuration has in a kernel. */
enum flags_refusal flags_choice_layout(const struct session *s,
				       const struct flags_choice *choice,
				       const struct profile *profile,
				       struct flags_layout *ret);
/* What the kernel's build says to a configuration that does not fit. */
const char *flags_refusal_text(enum flags_refusal refusal);
/* The layout as an answer: fields, flags, and what lies elsewhere. */
void reply_layout(const struct flags_layout *layout, struct reply *r);

#endif
