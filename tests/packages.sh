#!/bin/sh
# Sees to the packages that a target needs: tests/packages.sh GROUP
#
# GROUP is build, test, lint or fuzz.  Says nothing when all are there.  On
# Debian as root it installs what is missing, after saying so; otherwise it
# prints the one command to type and ends with status 1.  On other systems it
# can only look for commands and libraries, and warns.
set -u

# Debian 12 has fixed known faults of cJSON in this version.
CJSON_MIN=1.7.15-1+deb12u4

build='gcc make pkg-config libncurses-dev libreadline-dev libcjson-dev
	liblzma-dev'

packages_of() { # GROUP
	case $1 in
	build) echo "$build" ;;
	test) echo "$build libcmocka-dev tmux" ;;
	lint) echo "$build libcmocka-dev clang-format clang-tidy cppcheck" \
		"shellcheck" ;;
	fuzz) echo "$build clang libclang-rt-dev" ;;
	*)
		echo "packages.sh: no group '$1'; give build, test, lint or fuzz" >&2
		exit 2
		;;
	esac
}

version_of() { # PACKAGE: its installed version, nothing when there is none
	dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$1" 2>/dev/null |
		sed -n 's/^installed //p' | head -n 1
}

is_there() { # PACKAGE
	version=$(version_of "$1")
	[ -n "$version" ] || return 1
	case $1 in
	libcjson-dev) dpkg --compare-versions "$version" ge "$CJSON_MIN" ;;
	esac
}

missing_of() { # PACKAGE...
	for package in "$@"; do
		is_there "$package" || printf '%s ' "$package"
	done
}

install_missing() { # PACKAGE...
	export DEBIAN_FRONTEND=noninteractive
	echo "Installing missing packages: $*"
	# Lists may be absent (a fresh container) or too old.
	apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 ||
		{ apt-get update && apt-get install -y --no-install-recommends "$@"; }
}

warn_elsewhere() { # GROUP
	for tool in "${CC:-gcc}" pkg-config; do
		command -v "$tool" >/dev/null ||
			echo "packages.sh: warning: no $tool in PATH" >&2
	done
	for library in ncursesw readline libcjson liblzma; do
		pkg-config --exists "$library" 2>/dev/null ||
			echo "packages.sh: warning: pkg-config finds no" \
				"$library; install its development package" >&2
	done
	[ "$1" = test ] && ! pkg-config --exists cmocka 2>/dev/null &&
		echo "packages.sh: warning: pkg-config finds no cmocka" >&2
	return 0
}

group=${1:-build}
wanted=$(packages_of "$group") || exit 2

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
	warn_elsewhere "$group"
	exit 0
fi

# shellcheck disable=SC2086 # a list of words
missing=$(missing_of $wanted)
[ -z "$missing" ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
	echo "Packages are missing. Type this, then run make again:" >&2
	echo "    sudo apt-get install ${missing% }" >&2
	exit 1
fi

# shellcheck disable=SC2086
install_missing $missing || exit 1
# shellcheck disable=SC2086
still=$(missing_of $missing)
if [ -n "$still" ]; then
	echo "Not to be had from this system's package lists: ${still% }" \
		"(libcjson-dev must be at least $CJSON_MIN)" >&2
	exit 1
fi
