#!/bin/sh
# Do the layers keep to themselves?  tests/layers.sh OBJECTS
#
# OBJECTS is the folder of debug objects (sanitizers add symbols).  Looks at
# what the sources include and at what the objects need, so that no wrapper
# hides a reach upwards.  Each rule that does not hold is named with the
# places at fault; the last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1

out=${1:-build/debug}
layers='core snapshots commands tui'
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# Objects that may keep state outside of the model, as they are called back
# without a context: by readline, and by signals.
stateful='tui/(prompt|signals)\.o'

rule() { # SENTENCE: holds when nothing arrives on standard input
	faults=$(cat)
	if [ -z "$faults" ]; then
		echo passed >>"$work/verdicts"
	else
		echo failed >>"$work/verdicts"
		printf 'FAIL %s:\n' "$1"
		echo "$faults" | sed 's/^/    /'
	fi
}

# LAYER ALLOWED...: includes in quotes that name another folder
includes_beyond() {
	layer=$1
	allowed=$(printf '%s/|' "$@")
	grep -nHE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' \
		"$layer"/*.[ch] | grep -vE "\"(${allowed%|})[^/]*\""
}

# Private headers that are included from another folder.
private_beyond() {
	for layer in $layers; do
		grep -nHE '^[[:space:]]*#[[:space:]]*include.*_internal\.h"' \
			"$layer"/*.[ch] | grep -v "\"$layer/"
	done
}

# PATTERN: files of the layers that include such a system header
including() {
	grep -lE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($1)" \
		core/*.[ch] snapshots/*.[ch] commands/*.[ch] tui/*.[ch]
}

objects() { # LAYER: the objects of its present sources
	for source in "$1"/*.c; do
		echo "$out/${source%.c}.o"
	done
}

for layer in $layers; do
	for object in $(objects "$layer"); do
		[ -e "$object" ] && continue
		echo "FAIL no object $object: run make MODE=debug objects"
		echo "0 passed, 1 failed"
		exit 1
	done
done

for layer in $layers; do
	# shellcheck disable=SC2046 # names without blanks
	nm -g --defined-only --format=posix $(objects "$layer")
done | awk 'NF > 2 { print $1 }' | sort -u >"$work/ours"

# "OBJECT SYMBOL" of what a layer needs from outside of the project.
for layer in $layers; do
	# shellcheck disable=SC2046
	nm -u --format=posix -A $(objects "$layer") |
		awk -v out="$out/" 'NR == FNR { ours[$1]; next }
			!($2 in ours) { sub(/:$/, "", $1)
				print substr($1, length(out) + 1), $2 }' \
			"$work/ours" - | sort -u >"$work/$layer"
done

foreign() { # LAYER
	cat "$work/$1"
}

beyond() { # LAYER PATTERN: foreign symbols that do not match
	foreign "$1" | grep -vE " ($2)$"
}

pure='calloc|free|malloc|realloc|mem(cpy|move|set|cmp|chr)'
pure="$pure|str(n?cmp|n?len|n?cpy|r?chr|str|n?dup)|__assert_fail"
pure="$pure|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|qsort|bsearch"
host='mmap|munmap|mprotect|memfd_create|ftruncate|close|sysconf|syscall'
words="$pure|v?snprintf|str(tol|toll|toul|toull|spn|cspn|pbrk|tok_r|casecmp)"
words="$words|strncasecmp|stpn?cpy|__ctype_(b|tolower|toupper)_loc"
words="$words|to(lower|upper)|is[a-z]+|__errno_location|strerror"
curses='initscr|newterm|endwin|doupdate|w?refresh|wnoutrefresh|w?erase|w?move'
curses="$curses|(mv)?w?add(ch|str|nstr|wstr|nwstr|_wch)|w?get_wch|w?getch"
terminal="$curses|rl_.*|(add|read|write|append)_history|readline"
ending='exit|_exit|_Exit|quick_exit|abort'
opening='fopen(64)?|freopen(64)?|open(at)?(64)?|creat(64)?|fdopen|mkstemp(64)?'

includes_beyond core | rule 'core includes core alone'
includes_beyond snapshots core | rule 'snapshots includes core and itself'
includes_beyond commands core snapshots |
	rule 'commands includes core, snapshots and itself'
includes_beyond tui core commands | rule 'tui includes core, commands, itself'
private_beyond | rule 'a header *_internal.h stays in its folder'

beyond core "$pure|$host" |
	rule 'core needs nothing but memory and strings'
foreign core | grep -E " ($host)$" | grep -v '^core/arena\.o ' |
	rule 'core/arena.c alone asks the host for address space'
beyond commands "$words" |
	rule 'commands neither prints, opens files nor ends the program'
foreign snapshots | grep -E " ($ending|$terminal|printf|puts|putchar)$" |
	rule 'snapshots knows no terminal and does not end the program'
foreign tui | grep -E " ($opening)$" | rule 'tui opens no files'
foreign tui | grep -E ' cJSON_' | rule 'tui knows nothing of JSON'

including 'n?curses\.h|ncursesw/|term\.h|panel\.h' | tail -n +2 |
	rule 'one file names ncurses'
including 'readline/' | tail -n +2 | rule 'one file names readline'
including 'cjson/|cJSON' | grep -vE '^snapshots/json[a-z_]*\.c$' |
	rule 'snapshots/json*.c alone name cJSON'

# What differs between kernels is a named behaviour of their profiles.
grep -nE '[!=]= *&profile_[0-9]|str[a-z]*cmp\([^;]*"[0-9]+\.[0-9]|(version|release|series) *([<>]|[!=]=)' \
	core/*.[ch] snapshots/*.[ch] commands/*.[ch] tui/*.[ch] |
	rule 'nothing is decided by a version'

# Tables of constants with addresses in them lie in .data.rel.ro: no state.
for layer in $layers; do
	# shellcheck disable=SC2046
	objdump -t $(objects "$layer") | awk -v out="$out/" '
		/file format/ { sub(/:$/, "", $1)
			object = substr($1, length(out) + 1) }
		/ O / && $0 ~ /[ \t](\.data|\.bss|\.tdata|\.tbss|\*COM\*)[.a-z_A-Z0-9]*[ \t]/ \
			&& $0 !~ /\.data\.rel\.ro/ { print object, $NF }'
done | grep -vE "^$stateful " | rule 'no object keeps state of its own'

awk '{ n[$1]++ }
	END { printf "%d passed, %d failed\n", n["passed"], n["failed"]
	      exit n["failed"] > 0 || n["passed"] == 0 }' "$work/verdicts"
