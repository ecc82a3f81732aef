#!/bin/sh
# Runs parts of the suite and adds up their numbers.
#
#   tests/count.sh quick            what `make check` runs
#   tests/count.sh all              what `make check-all` runs
#   tests/count.sh programs FILE…   these cmocka programs alone
#
# A part is a cmocka program, whose summary is read, or a script whose last
# line is `N passed, N failed`.  Scripts find the program to test in $MMSCOPE.
# A part that dies, hangs or reports nothing counts as one failure.  The last
# line is the sum; the status is 1 when anything failed.
set -u
cd "$(dirname "$0")/.." || exit 1

limit=${CHECK_TIMEOUT:-280}
export INPUTRC=/dev/null CMOCKA_MESSAGE_OUTPUT=stdout

sum_cmocka() { # LOG: "PASSED FAILED" over all groups of a program
	awk '/^\[  PASSED  \] [0-9]+ test/ { passed += $4 }
	     /^\[  FAILED  \] [0-9]+ test/ { failed += $4 }
	     END { print passed + 0, failed + 0 }' "$1"
}

sum_script() { # LOG: of its last line
	tail -n 1 "$1" | sed -n \
		's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\1 \2/p'
}

show_failures() { # LOG: what failed, shortly
	grep -hE '^\[  FAILED  \] [^0-9]|^not ok|^FAIL|ERROR: |runtime error' \
		"$1" | sort -u | head -n 20 | sed 's/^/        /'
	echo "        (all of it: $1)"
}

run_one() { # "LABEL|COMMAND": leaves LABEL.sum and LABEL.log
	label=${1%%|*}
	command=${1#*|}
	log=$CHECK_LOGS/$(echo "$label" | tr -d '()' | tr ' /' '--').log
	began=$(date +%s)
	timeout "$limit" sh -c "$command" >"$log" 2>&1 </dev/null
	status=$?
	case $command in
	*.sh*) sum=$(sum_script "$log") ;;
	*) sum=$(sum_cmocka "$log") ;;
	esac
	[ -n "$sum" ] || sum='0 0'
	passed=${sum% *} failed=${sum#* }
	[ "$status" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
	[ "$passed" -eq 0 ] && [ "$failed" -eq 0 ] && failed=1
	echo "$passed $failed" >"${log%.log}.sum"
	took=$(($(date +%s) - began))
	if [ "$failed" -eq 0 ]; then
		printf 'ok      %-42s %5s passed %4s s\n' "$label" "$passed" $took
	else
		printf 'FAILED  %-42s %5s failed, status %s\n%s\n' "$label" \
			"$failed" "$status" "$(show_failures "$log")"
	fi
}

programs_of() { # MODE: its unit tests
	for source in tests/test_*.c; do
		name=$(basename "$source" .c)
		echo "$name ($1)|build/$1/tests/$name"
	done
}

scripts() { # everything that is a script and needs no argument
	for script in tests/test_*.sh tests/run_*.sh; do
		[ -e "$script" ] || continue
		echo "$(basename "$script")|MMSCOPE=build/mmscope $script"
	done
	echo "layers.sh|tests/layers.sh build/debug"
}

# The sanitizers look at every path, not at every number: the random runs are
# long in the other builds.
few='ORACLE_OPERATIONS=20000 ORACLE_SEEKS=500 PRESETS_OPERATIONS=2000'

quick() {
	programs_of asan | sed "s/|/|$few /"
	echo "test_oracle (paranoid)|build/paranoid/tests/test_oracle"
	scripts
	programs_of release
}

everything() {
	quick
	echo "sessions (asan)|MMSCOPE=build/asan/mmscope tests/run_sessions.sh"
	echo "all recordings|MMSCOPE=build/mmscope tests/run_vectors.sh all"
	for preset in pc numa phone movable small; do
		echo "long run of $preset|PRESETS_OPERATIONS=1000000 \
			PRESETS_ONLY=${preset}_* build/release/tests/test_presets"
	done
	# A check of so large a machine takes a while, so one kernel has to do.
	echo "long run of big|PRESETS_OPERATIONS=1000000 \
		PRESETS_ONLY='big_*under_6.12' build/release/tests/test_presets"
	echo "long oracle|ORACLE_OPERATIONS=2000000 \
		build/release/tests/test_oracle"
}

listed() { # FILE...
	for file in "$@"; do
		echo "$(basename "$file")|$file"
	done
}

case ${1:-quick} in
one)
	run_one "$2"
	exit 0
	;;
quick) parts=$(quick) ;;
all)
	limit=3600
	parts=$(everything)
	;;
programs)
	shift
	parts=$(listed "$@")
	;;
*)
	echo "count.sh: give quick, all, or programs FILE..." >&2
	exit 2
	;;
esac

mkdir -p build
CHECK_LOGS=$(mktemp -d build/check-XXXXXX) || exit 1
export CHECK_TIMEOUT="$limit" CHECK_LOGS
echo "$parts" | xargs -d '\n' -P "${JOBS:-$(nproc)}" -n 1 tests/count.sh one

# Logs are of use as long as something has failed.
cat "$CHECK_LOGS"/*.sum | awk '{ passed += $1; failed += $2 }
	END { printf "%d passed, %d failed\n", passed, failed
	      exit failed > 0 || passed == 0 }' && rm -r "$CHECK_LOGS"
