#!/bin/sh
# Recordings of real kernels against the model.
#
#   tests/run_vectors.sh [quick]  the smallest of each kernel and scenario
#   tests/run_vectors.sh all      every one; and is the README's table true?
#   tests/run_vectors.sh table    every one, as the README's table
#   tests/run_vectors.sh rewrite  puts that table into the README
#
# Each recording of tests/vectors is one test: every page and the final state
# must be those of the kernel.  The status is 1 when one differs.
set -u
cd "$(dirname "$0")/.." || exit 1

program=${MMSCOPE:-build/mmscope}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

smallest() { # FILE…: one per kernel and scenario, vKERNEL-MACHINE-SCENARIO-…
	wc -c "$@" | sort -n | awk '$2 != "total" {
		split($2, part, "-")
		if (!seen[part[1] "-" part[3]]++)
			print $2 }'
}

verify() { # FILE…: leaves $work/NAME.said of each
	# shellcheck disable=SC2016 # expanded by the inner shell
	printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 sh -c '
		said=$2/$(basename "$3" .json.xz).said
		"$1" --nx --batch --json -e "verify $3" >"$said" 2>&1 ||
			echo "status $?" >>"$said"' verify "$program" "$work"
}

is_equal() { # NAME
	grep -q '"first_mismatch":null,"final_state":"equal"' \
		"$work/$1.said" && ! grep -q '^status' "$work/$1.said"
}

# One line per recording: kernel scenario operations matched equal.  One that
# was refused has no operations and is not equal.
results() { # FILE…
	for file in "$@"; do
		name=$(basename "$file" .json.xz)
		series=${name%%-*} scenario=${name#*-*-}
		if is_equal "$name"; then equal=1; else equal=0; fi
		sed -n 's/.*"kernel":"\([^"]*\)","ops":\([0-9]*\),'`
			`'"matched":\([0-9]*\),.*/\1 \2 \3/p' \
			"$work/$name.said" | grep . >"$work/one" ||
			echo "${series#v} 0 0" >"$work/one"
		read -r kernel operations matched <"$work/one"
		echo "$kernel ${scenario%-s*} $operations $matched $equal"
	done
}

table() { # results on standard input
	echo '| kernel | scenario | recordings | operations | matched |' \
		'final state equal |'
	echo '|---|---|---|---|---|---|'
	awk 'function row(kernel, scenario, key) {
		printf "%s ~ %s ~ | %s | %s | %d | %d | %d | %d |\n", kernel,
			scenario == "**all**" ? "2" : "1", kernel, scenario,
			nr[key], operations[key], matched[key], equal[key] }
	function count(key) {
		nr[key]++
		operations[key] += $3
		matched[key] += $4
		equal[key] += $5 }
	{ kernels[$1]; rows[$1, $2]; count($1 SUBSEP $2); count($1) }
	END {
		for (key in rows) {
			split(key, part, SUBSEP)
			row(part[1], part[2], key)
		}
		for (kernel in kernels)
			row(kernel, "**all**", kernel) }' |
		sort -t '~' -k 1,1V -k 2,2 -k 3,3 | sed 's/^.* ~ //'
}

readme_table() { # what stands between the markers
	sed -n '/^<!-- conformance -->$/,/^<!-- end -->$/{//!p}' README.md
}

rewrite() {
	awk -v file="$work/table" '
		/^<!-- end -->$/ { inside = 0 }
		!inside { print }
		/^<!-- conformance -->$/ {
			inside = 1
			while ((getline line <file) > 0)
				print line
		}' README.md >"$work/readme" && cat "$work/readme" >README.md
}

judge() { # FILE…: one test each
	for file in "$@"; do
		name=$(basename "$file" .json.xz)
		if is_equal "$name"; then
			passed=$((passed + 1))
			continue
		fi
		failed=$((failed + 1))
		echo "FAIL $name: $(head -c 1000 "$work/$name.said")"
	done
}

judge_readme() {
	if readme_table | diff - "$work/table"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL the README's table: tests/run_vectors.sh rewrite"
	fi
}

mode=${1:-quick}
set -- tests/vectors/v*.json.xz
passed=0 failed=0
case $mode in
quick)
	# shellcheck disable=SC2046 # names without blanks
	set -- $(smallest "$@")
	verify "$@"
	;;
all | table | rewrite)
	verify "$@"
	results "$@" | table >"$work/table"
	;;
*)
	echo "run_vectors.sh: give quick, all, table or rewrite" >&2
	exit 2
	;;
esac
if [ "$mode" = table ]; then
	cat "$work/table"
	exec >&2 # so that the table stands alone
fi
judge "$@"
case $mode in
all) judge_readme ;;
rewrite) rewrite ;;
esac
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
