#!/bin/sh
# Transcripts as tests: tests/run_sessions.sh [rewrite] [FILE…]
#
# A transcript holds comments ("# One blank"), commands ("> alloc 0") and below each one
# exactly what it prints in batch mode.  The lines of a block follow its command
# as ">> end", and the answer stands below the last.  A line `---` begins a new run of the
# program.  A command that fails ends its run; its message stands there as
# "error: …", with the status if that is not 1.  `rewrite` puts what the
# program says now into the files: read the difference before keeping it.
set -u
cd "$(dirname "$0")/.." || exit 1

program=${MMSCOPE:-build/mmscope}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac

rewrite=
if [ "${1:-}" = rewrite ]; then
	rewrite=yes
	shift
fi
[ $# -gt 0 ] || set -- tests/sessions/*.session

# A line that no command prints by itself separates the answers.
separator='no command speaks of "@@'

run_part() { # NAME: runs $work/NAME.commands, leaves $work/NAME.said
	(cd "$work" && "$program" --nx --batch <"$1.commands" \
		>"$1.said" 2>"$1.error")
	status=$?
	sed 's/^mmscope: [^:]*:[0-9]*: /error: /' "$work/$1.error" \
		>>"$work/$1.said"
	[ "$status" -le 1 ] || echo "(status $status)" >>"$work/$1.said"
}

transcribe() { # FILE: what it ought to look like, on standard output
	rm -f "$work"/part-*
	awk -v work="$work" '
		function separate() {
			if (file != "")
				print "apropos @@" >file
			file = ""
		}
		/^---$/ { separate(); part++ }
		/^> / { separate()
			file = sprintf("%s/part-%d.commands", work, part)
			print substr($0, 3) >file }
		/^>> / { print substr($0, 4) >file }
		END { separate() }' "$1"
	for commands in "$work"/part-*.commands; do
		run_part "$(basename "$commands" .commands)"
	done
	awk -v work="$work" -v separator="$separator" '
		function answer(   line, file) {
			file = sprintf("%s/part-%d.said", work, part)
			while ((getline line <file) > 0) {
				if (index(line, separator) == 1)
					return
				print line
			}
		}
		function keep() {
			if (blank)
				print ""
			blank = 0
			print
		}
		function settle() {
			if (owed)
				answer()
			owed = 0
		}
		/^>> / { keep(); next }
		{ settle() }
		/^$/ { blank = 1; next }
		/^---$/ { keep(); part++; next }
		/^#( [^ ]|$)/ { keep(); next }
		/^> / { keep(); owed = 1; next }
		{ blank = 0 }
		END { settle() }' "$1"
}

passed=0 failed=0
for file in "$@"; do
	transcribe "$file" >"$work/now"
	if [ -n "$rewrite" ]; then
		cp "$work/now" "$file"
	elif cmp -s "$file" "$work/now"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $file"
		diff "$file" "$work/now" | head -n 20
	fi
done
[ -z "$rewrite" ] || exit 0
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
