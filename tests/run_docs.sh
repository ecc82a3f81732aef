#!/bin/sh
# Is what the documentation shows what the program does?
#
# docs/pictures/NAME.mms makes docs/pictures/NAME.svg, in the size that its
# first line names; docs/tour.mms prints docs/tour.txt, and docs/kernels.mms
# docs/kernels.txt.  `rewrite` puts what the program says now into the files:
# look at them before keeping them.  Otherwise the last line is `N passed, N
# failed`.
set -u
cd "$(dirname "$0")/.." || exit 1

program=${MMSCOPE:-build/mmscope}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
rewrite=${1:-}
passed=0 failed=0
LC_ALL=C.UTF-8
export LC_ALL
unset NO_COLOR COLORFGBG

[ -x "$program" ] || {
	echo "FAIL no program $program: run make"
	echo '0 passed, 1 failed'
	exit 1
}

compare() { # FILE: with what $work/now holds
	if [ ! -s "$work/now" ]; then
		failed=$((failed + 1))
		echo "FAIL $1: its script fails: $(cat "$work/error")"
	elif [ -n "$rewrite" ]; then
		cp "$work/now" "$1"
	elif cmp -s "$1" "$work/now"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1 is stale: run tests/run_docs.sh rewrite"
	fi
}

for script in docs/pictures/*.mms; do
	size=$(sed -n '1s/^# \([0-9]*x[0-9]*\):.*/\1/p' "$script")
	rm -f "$work/now" "$work/picture.svg"
	"$program" -n -b --color=always -x - \
		-e "export screen $work/picture.svg $size" \
		<"$script" >/dev/null 2>"$work/error" &&
		mv "$work/picture.svg" "$work/now"
	compare "${script%.mms}.svg"
done
rm -f "$work/now"
"$program" -n -b -x docs/tour.mms >"$work/said" 2>"$work/error" &&
	mv "$work/said" "$work/now"
compare docs/tour.txt
rm -f "$work/now"
"$program" -n -b -x docs/kernels.mms >"$work/said" 2>"$work/error" &&
	mv "$work/said" "$work/now"
compare docs/kernels.txt

[ -n "$rewrite" ] && [ "$failed" -eq 0 ] && exit 0
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
