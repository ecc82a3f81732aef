#!/bin/sh
# Recordings of real kernels against the model: tests/run_vectors.sh [all]
#
# Each recording of tests/vectors is one test: every page and the final state
# must be those of the kernel.  Without `all` only a few small ones are run.
set -u
cd "$(dirname "$0")/.." || exit 1

program=${MMSCOPE:-build/mmscope}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

case ${1:-quick} in
all) set -- tests/vectors/v*.json.xz ;;
quick) set -- tests/vectors/v*-m64-*-s1.json.xz ;;
*)
	echo "run_vectors.sh: give nothing, or all" >&2
	exit 2
	;;
esac

# shellcheck disable=SC2016 # expanded by the inner shell
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 sh -c '
	name=$(basename "$3" .json.xz)
	"$1" --nx --batch -e "verify $3" >"$2/$name.said" 2>&1 ||
		echo "status $?" >>"$2/$name.failed"' verify "$program" "$work"

passed=0 failed=0
for file in "$@"; do
	name=$(basename "$file" .json.xz)
	if [ -e "$work/$name.said" ] && [ ! -e "$work/$name.failed" ]; then
		passed=$((passed + 1))
		continue
	fi
	failed=$((failed + 1))
	echo "FAIL $name: $(cat "$work/$name.failed")"
	head -n 5 "$work/$name.said" | sed 's/^/    /'
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
