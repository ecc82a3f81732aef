#!/bin/sh
# Does tests/layers.sh still bark?  Breaks each rule on purpose in a copy of
# the tree, one at a time, and wants to see exactly that rule named.
set -u
cd "$(dirname "$0")/.." || exit 1

passed=0 failed=0
copy=$(mktemp -d) || exit 1
trap 'rm -rf "$copy"' EXIT
objects=build/debug

mkdir -p "$copy/$objects" "$copy/tests"
cp -r core snapshots commands tui "$copy"
cp tests/layers.sh "$copy/tests"
for layer in core snapshots commands tui; do
	mkdir -p "$copy/$objects/$layer"
	cp $objects/$layer/*.o "$copy/$objects/$layer"
done

verdict() { # NAME CONDITION-STATUS DETAIL
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL %s\n%s\n' "$1" "$3"
	fi
}

# RULE LAYER SOURCE...: a new file in a layer breaks that rule
breaks() {
	rule=$1
	file=$2
	shift 2
	printf '%s\n' "$@" >"$copy/$file.c"
	if ! (cd "$copy" && gcc -std=c11 -D_GNU_SOURCE -I. -g -c "$file.c" \
		-o "$objects/$file.o" 2>errors); then
		verdict "$rule" 1 "$(cat "$copy/errors")"
		rm "$copy/$file.c"
		return
	fi
	said=$("$copy/tests/layers.sh" $objects) && said="status 0: $said"
	case $said in
	"FAIL $rule:"*"1 failed") verdict "$rule" 0 '' ;;
	*) verdict "$rule" 1 "$said" ;;
	esac
	rm "$copy/$file.c" "$copy/$objects/$file.o"
}

said=$("$copy/tests/layers.sh" $objects)
verdict 'the tree as it is passes' $? "$said"

breaks 'core includes core alone' core/broken \
	'#include "snapshots/diagnosis.h"'
breaks 'snapshots includes core and itself' snapshots/broken \
	'#include "commands/session.h"'
breaks 'commands includes core, snapshots and itself' commands/broken \
	'#define VIEW' '# include "tui/../core/types.h"'
breaks 'tui includes core, commands, itself' tui/broken \
	'#include "snapshots/text_file.h"'
breaks 'a header *_internal.h stays in its folder' snapshots/broken \
	'#include "core/arena_internal.h"'
breaks 'core needs nothing but memory and strings' core/broken \
	'#include <stdio.h>' 'void broken(void);' \
	'void broken(void) { printf("%d", 1); }'
breaks 'core needs nothing but memory and strings' core/broken \
	'#include <time.h>' 'long broken(void);' \
	'long broken(void) { return time(NULL); }'
breaks "core/arena.c alone asks the host for address space" core/broken \
	'#include <sys/mman.h>' 'void broken(void *p);' \
	'void broken(void *p) { munmap(p, 1); }'
breaks 'commands neither prints, opens files nor ends the program' \
	commands/broken '#include <stdio.h>' 'void broken(void);' \
	'void broken(void) { puts("x"); }'
breaks 'commands neither prints, opens files nor ends the program' \
	commands/broken '#include <stdlib.h>' 'void broken(void);' \
	'void broken(void) { exit(1); }'
breaks 'snapshots knows no terminal and does not end the program' \
	snapshots/broken '#include <stdlib.h>' 'void broken(void);' \
	'void broken(void) { exit(1); }'
breaks 'tui opens no files' tui/broken \
	'#include <stdio.h>' 'void *broken(void);' \
	'void *broken(void) { return fopen("x", "r"); }'
breaks 'tui knows nothing of JSON' tui/broken \
	'void cJSON_Delete(void *);' 'void broken(void);' \
	'void broken(void) { cJSON_Delete(0); }'
breaks 'one file names ncurses' tui/broken '#include <curses.h>'
breaks 'one file names readline' tui/broken \
	'#include <stdio.h>' '#include <readline/readline.h>'
breaks 'snapshots/json*.c alone name cJSON' snapshots/broken \
	'#include <cjson/cJSON.h>'
breaks 'nothing is decided by a version' core/broken \
	'#include "core/profile.h"' '_Bool broken(const struct profile *p);' \
	'_Bool broken(const struct profile *p) { return p == &profile_7_2; }'
breaks 'nothing is decided by a version' snapshots/broken \
	'#include <string.h>' 'int broken(const char *kernel);' \
	'int broken(const char *kernel) { return strcmp(kernel, "6.12"); }'
for layer in core snapshots commands tui; do
	breaks 'no object keeps state of its own' $layer/broken \
		'int broken(void);' \
		'int broken(void) { static int calls; return ++calls; }'
done
breaks 'no object keeps state of its own' core/broken 'int broken = 3;'

# A table of constants is no state, though it has addresses in it.
printf 'extern const char *const names[];\nconst char *const names[] = {"a"};' \
	>"$copy/core/table.c"
(cd "$copy" && gcc -fPIE -I. -c core/table.c -o $objects/core/table.o)
said=$("$copy/tests/layers.sh" $objects)
verdict 'a table of constants is allowed' $? "$said"
rm "$copy/$objects/core/table.o"

said=$("$copy/tests/layers.sh" $objects) && said='status 0'
case $said in
*'no object'*) verdict 'a source without its object is refused' 0 '' ;;
*) verdict 'a source without its object is refused' 1 "$said" ;;
esac

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
