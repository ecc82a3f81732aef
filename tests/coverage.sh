#!/bin/sh
# Lines and branches of a layer that the tests reached:
#   tests/coverage.sh OBJECTS LAYER
set -u
cd "$(dirname "$0")/.." || exit 1

out=$1 layer=$2
gcov -b -n -o "$out/$layer" "$layer"/*.c 2>/dev/null | awk -v layer="$layer/" '
	/^File / { gsub(/\x27/, "", $2); file = index($2, layer) == 1 ? $2 : "" }
	file && /^Lines executed/ { split($0, a, /[:%]|of /)
		lines[file] = a[2]; n[file] = a[4] }
	file && /^Taken at least once/ { split($0, a, /[:%]|of /)
		branches[file] = a[2]; b[file] = a[4] }
	END { for (f in lines) {
			printf "%-28s lines %6.2f %% of %4d   branches %6.2f %% of %4d\n",
				f, lines[f], n[f], branches[f], b[f] | "sort"
			l += lines[f] * n[f]; ln += n[f]
			t += branches[f] * b[f]; bn += b[f] }
		close("sort")
		if (ln) printf "%-28s lines %6.2f %% of %4d   branches %6.2f %% of %4d\n",
			"all of " layer, l / ln, ln, bn ? t / bn : 100, bn }'
