#!/bin/sh
# tests/packages.sh on systems that this one is not: every command that it
# asks is replaced by one that answers as the case wants.
# shellcheck disable=SC2016 # the fakes expand it
set -u
cd "$(dirname "$0")/.." || exit 1

passed=0 failed=0
fakes=$(mktemp -d) || exit 1
trap 'rm -rf "$fakes"' EXIT

fake() { # COMMAND SHELL-TEXT
	printf '#!/bin/sh\n%s\n' "$2" >"$fakes/$1"
	chmod +x "$fakes/$1"
}

# What a bare system has in any case.
for tool in sh sed head cat; do
	ln -s "$(command -v $tool)" "$fakes/$tool"
done

wants() { # NAME STATUS TEXT: of the last run
	if [ "$status" -eq "$2" ] && case $said in *"$3"*) ;; *) false ;; esac
	then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL %s: status %s, said: %s\n' "$1" "$status" "$said"
	fi
}

packages() { # GROUP
	said=$(PATH=$fakes "$PWD/tests/packages.sh" "$1" 2>&1)
	status=$?
}

# Every package is there unless $fakes/absent names it.
installed='grep -qx "$4" "$(dirname "$0")/absent" && exit 1
	case $4 in
	libcjson-dev) cat "$(dirname "$0")/cjson" ;;
	*) echo "installed 1.0" ;;
	esac'
ln -s "$(command -v grep)" "$fakes/grep"
ln -s "$(command -v dirname)" "$fakes/dirname"
fake dpkg-query "$installed"
ln -s "$(command -v dpkg)" "$fakes/dpkg"
: >"$fakes/absent"
echo 'installed 1.7.15-1+deb12u4' >"$fakes/cjson"
fake apt-get "echo apt-get \"\$@\" >>'$fakes/calls'"
fake id 'echo 1000'

packages build
wants 'nothing is said when all are there' 0 ''
[ -z "$said" ]
status=$?
wants 'not a word' 0 ''

echo liblzma-dev >"$fakes/absent"
packages build
wants 'a user gets the one command' 1 'sudo apt-get install liblzma-dev'
[ ! -e "$fakes/calls" ]
status=$?
wants 'and nothing is installed behind the back' 0 ''

: >"$fakes/absent"
echo 'installed 1.7.15-1+deb12u3' >"$fakes/cjson"
packages build
wants 'an old cJSON counts as missing' 1 'install libcjson-dev'

fake id 'echo 0'
fake apt-get "echo apt-get \"\$@\" >>'$fakes/calls'
	case \$1 in
	update) echo new >'$fakes/lists' ;;
	install) [ -e '$fakes/lists' ] || exit 100
		echo 'installed 1.7.15-1+deb12u4' >'$fakes/cjson' ;;
	esac"
packages build
wants 'root has it installed, after being told' 0 \
	'Installing missing packages: libcjson-dev'
grep -q 'apt-get update' "$fakes/calls"
status=$?
wants 'package lists are fetched when they are missing' 0 ''

fake apt-get 'exit 0'
echo tmux >"$fakes/absent"
packages test
wants 'what cannot be had is named' 1 'tmux'

rm "$fakes/dpkg-query"
fake pkg-config '[ "$2" != readline ]'
fake gcc ''
packages build
wants 'elsewhere a missing library is a warning' 0 'finds no readline'

packages nonsense
wants 'an unknown group is refused' 2 "no group 'nonsense'"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
