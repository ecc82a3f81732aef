/*
 * The life of imported memory in a session.
 */
#include "commands/imported.h"

#include <assert.h>
#include <stdlib.h>

#include "commands/session_internal.h"

const struct imported *session_imported(const struct session *s)
{
	return s->imported;
}

void imported_take(struct session *s, struct imported *imported)
{
	imported_forget(s);
	s->imported = malloc(sizeof(*s->imported));
	assert(s->imported && "out of memory");
	*s->imported = *imported;
}

void imported_forget(struct session *s)
{
	if (!s->imported)
		return;
	free(s->imported->flags);
	free(s->imported->counts);
	free(s->imported->title);
	free(s->imported->file);
	free(s->imported);
	s->imported = NULL;
}

enum status imported_allows(const struct session *s,
			    const struct command *command, struct reply *r)
{
	if (!s->imported || command->of_imported ||
	    command->group == GROUP_SESSION)
		return STATUS_OK;
	if (command->group == GROUP_MOVES)
		return reply_fail(r, STATUS_FAILED,
				  "%s: what is shown was imported from %s and "
				  "has no history: `import off` goes back to "
				  "the modelled machine",
				  command->name, s->imported->file);
	if (command->group == GROUP_OPERATIONS)
		return reply_fail(r, STATUS_FAILED,
				  "%s: what is shown was imported from %s, "
				  "which tells no free lists to work on: "
				  "`import off` goes back to the modelled "
				  "machine, `boot` to a new one",
				  command->name, s->imported->file);
	return reply_fail(r, STATUS_FAILED,
			  "%s speaks of a modelled machine, and what is shown "
			  "was imported from %s: `import off` goes back",
			  command->name, s->imported->file);
}
