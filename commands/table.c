/*
 * All commands, in the order of `help`: to add one, name it here.
 */
#include <string.h>

#include "commands/command.h"

/* X(name) for each `const struct command cmd_<name>` of this folder. */
#define COMMANDS(X)                                                            \
	X(boot)                                                                \
	X(alloc)                                                               \
	X(free)                                                                \
	X(bulk)                                                                \
	X(freebatch)                                                           \
	X(split)                                                               \
	X(get)                                                                 \
	X(put)                                                                 \
	X(map_page)                                                            \
	X(unmap_page)                                                          \
	X(lock)                                                                \
	X(unlock)                                                              \
	X(set_flag)                                                            \
	X(clear_flag)                                                          \
	X(mark_slab)                                                           \
	X(mark_table)                                                          \
	X(mark_offline)                                                        \
	X(mark_guard)                                                          \
	X(unmark)                                                              \
	X(module)                                                              \
	X(hook)                                                                \
	X(unhook)                                                              \
	X(mem_profiling)                                                       \
	X(drain)                                                               \
	X(decay)                                                               \
	X(kmalloc)                                                             \
	X(kfree)                                                               \
	X(cpu)                                                                 \
	X(start)                                                               \
	X(step)                                                                \
	X(next)                                                                \
	X(finish)                                                              \
	X(until)                                                               \
	X(advance)                                                             \
	X(continue)                                                            \
	X(stepi)                                                               \
	X(reverse_step)                                                        \
	X(reverse_next)                                                        \
	X(reverse_finish)                                                      \
	X(reverse_until)                                                       \
	X(reverse_advance)                                                     \
	X(reverse_continue)                                                    \
	X(reverse_stepi)                                                       \
	X(goto)                                                                \
	X(mark)                                                                \
	X(last)                                                                \
	X(next_write)                                                          \
	X(branch)                                                              \
	X(branches)                                                            \
	X(switch)                                                              \
	X(break)                                                               \
	X(tbreak)                                                              \
	X(delete)                                                              \
	X(enable)                                                              \
	X(disable)                                                             \
	X(condition)                                                           \
	X(ignore)                                                              \
	X(commands)                                                            \
	X(watch)                                                               \
	X(display)                                                             \
	X(undisplay)                                                           \
	X(where)                                                               \
	X(frame)                                                               \
	X(up)                                                                  \
	X(down)                                                                \
	X(list)                                                                \
	X(why)                                                                 \
	X(whynot)                                                              \
	X(info)                                                                \
	X(map)                                                                 \
	X(page)                                                                \
	X(follow)                                                              \
	X(history)                                                             \
	X(x)                                                                   \
	X(ptype)                                                               \
	X(print)                                                               \
	X(toggle)                                                              \
	X(flags)                                                               \
	X(flags_layout)                                                        \
	X(gfp)                                                                 \
	X(page_type)                                                           \
	X(kpf)                                                                 \
	X(slab)                                                                \
	X(decode)                                                              \
	X(cat)                                                                 \
	X(save)                                                                \
	X(load)                                                                \
	X(replay)                                                              \
	X(diff)                                                                \
	X(changes)                                                             \
	X(verify)                                                              \
	X(compare)                                                             \
	X(import)                                                              \
	X(note)                                                                \
	X(export)                                                              \
	X(source)                                                              \
	X(echo)                                                                \
	X(pause)                                                               \
	X(check)                                                               \
	X(expect)                                                              \
	X(set)                                                                 \
	X(show)                                                                \
	X(layout)                                                              \
	X(focus)                                                               \
	X(define)                                                              \
	X(document)                                                            \
	X(record)                                                              \
	X(scroll)                                                              \
	X(help)                                                                \
	X(apropos)                                                             \
	X(complete)                                                            \
	X(quit)

#define DECLARE(name) extern const struct command cmd_##name;
COMMANDS(DECLARE)
#undef DECLARE

static const struct command *const commands[] = {
#define ROW(name) &cmd_##name,
	COMMANDS(ROW)
#undef ROW
};

enum { NR_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

const struct command *command_nth(size_t i)
{
	return i < NR_COMMANDS ? commands[i] : NULL;
}

static bool is_word(const char *name, const char *word, size_t length)
{
	return strncmp(name, word, length) == 0 && name[length] == '\0';
}

static bool has_alias(const struct command *command, const char *word,
		      size_t length)
{
	const char *at = command->aliases;

	while (at && *at) {
		size_t here = strcspn(at, " ");

		if (here == length && memcmp(at, word, length) == 0)
			return true;
		at += here + strspn(at + here, " ");
	}
	return false;
}

/* The match that all others begin with ("flag": flags, flags-layout). */
static const struct command *prefix_find(const char *word, size_t length,
					 size_t *ret_matches)
{
	const struct command *shortest = NULL;
	size_t matches = 0;
	size_t covered = 0;

	for (size_t i = 0; i < NR_COMMANDS; i++) {
		const char *name = commands[i]->name;

		if (strncmp(name, word, length) != 0)
			continue;
		matches++;
		if (!shortest || strlen(name) < strlen(shortest->name))
			shortest = commands[i];
	}
	for (size_t i = 0; shortest && i < NR_COMMANDS; i++)
		covered += strncmp(commands[i]->name, shortest->name,
				   strlen(shortest->name)) == 0;
	*ret_matches = matches;
	return covered == matches ? shortest : NULL;
}

bool command_is_word(const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (is_word(commands[i]->name, word, length) ||
		    has_alias(commands[i], word, length))
			return true;
	return false;
}

const struct command *command_find(const char *word, size_t length,
				   size_t *ret_matches)
{
	*ret_matches = 1;
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (is_word(commands[i]->name, word, length))
			return commands[i];
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (has_alias(commands[i], word, length))
			return commands[i];
	return prefix_find(word, length, ret_matches);
}
