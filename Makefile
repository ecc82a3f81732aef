# Build, test and install mmscope.  `make help` lists the targets.
#
# Every MODE has its own folder of objects, so that modes never mix and need
# no `clean` between them.  A new .c file in a layer needs no edit here.

NAME    := mmscope
VERSION := 0.1.0
MODE    ?= release
OUT     := build/$(MODE)
JOBS    ?= $(shell nproc)

PREFIX  ?= /usr/local
BINDIR  := $(PREFIX)/bin
LIBDIR  := $(PREFIX)/lib
INCDIR  := $(PREFIX)/include/$(NAME)
MANDIR  := $(PREFIX)/share/man
DOCDIR  := $(PREFIX)/share/doc/$(NAME)
SHARE   := $(PREFIX)/share/$(NAME)

MODES   := debug release asan paranoid coverage fuzz
LAYERS  := core snapshots commands tui

ifeq ($(filter $(MODE),$(MODES)),)
$(error MODE=$(MODE) is none of: $(MODES))
endif
ifeq ($(MODE),fuzz)
override CC := clang
endif

# What a packager may replace, and what the mode needs in any case.
OPTIMISE.debug    := -O0 -g3
OPTIMISE.release  := -O2 -g
OPTIMISE.asan     := -O1 -g
OPTIMISE.paranoid := -O1 -g
OPTIMISE.coverage := -O0 -g
OPTIMISE.fuzz     := -O1 -g
CFLAGS ?= $(OPTIMISE.$(MODE))

SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
NEEDS.asan     := $(SANITIZE) -fno-omit-frame-pointer
NEEDS.paranoid := -DMMSCOPE_PARANOID
NEEDS.coverage := --coverage
NEEDS.fuzz     := $(SANITIZE) -fsanitize=fuzzer-no-link \
	-Wno-string-conversion -Wno-sign-conversion

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wcast-qual -Wvla \
	-Wstrict-prototypes -Wmissing-prototypes -Wswitch-enum \
	$(if $(WERROR),-Werror)
LANGUAGE := -std=c11 -D_XOPEN_SOURCE=700 -I.

# Asked only when something is built, that is after packages.sh has run.
PKGS     := ncursesw readline libcjson liblzma
pkg_libs  = $(eval pkg_libs := $$(shell pkg-config --libs $(PKGS)))$(pkg_libs)
pkg_incs  = $(eval pkg_incs := \
	$$(shell pkg-config --cflags-only-I $(PKGS)))$(pkg_incs)

compile   = $(CC) $(LANGUAGE) $(defines) $(pkg_incs) $(CPPFLAGS) \
	$(WARNINGS) $(NEEDS.$(MODE)) $(CFLAGS)
link      = $(CC) $(NEEDS.$(MODE)) $(CFLAGS) $(LDFLAGS)

SRC      := $(foreach d,$(LAYERS),$(wildcard $d/*.c))
HEADERS  := $(foreach d,$(LAYERS),$(wildcard $d/*.h))
PROGRAM  := $(OUT)/$(NAME)
CORE     := $(patsubst %.c,$(OUT)/%.o,$(wildcard core/*.c))
LIB      := $(OUT)/lib$(NAME)-core.a
PARTS    := $(filter-out $(OUT)/tui/main.o,$(SRC:%.c=$(OUT)/%.o))

TEST_SRC   := $(wildcard tests/test_*.c)
FUZZ_SRC   := $(wildcard tests/fuzz_*.c)
BENCH_SRC  := $(wildcard tests/bench*.c)
HELPER_SRC := $(filter-out $(TEST_SRC) $(FUZZ_SRC) $(BENCH_SRC), \
	$(wildcard tests/*.c))
TESTS      := $(TEST_SRC:%.c=$(OUT)/%)
FUZZERS    := $(FUZZ_SRC:%.c=$(OUT)/%)
HELPERS    := $(HELPER_SRC:%.c=$(OUT)/%.o)
BENCH      := $(OUT)/tests/bench

ALL_C      := $(SRC) $(HEADERS) $(wildcard tests/*.[ch])

# Each way of seeing to packages leaves a stamp, which grows old when the
# script or the list of installed packages changes.
packages   = build/packages-$(1).stamp
PACKAGED  := tests/packages.sh $(wildcard /var/lib/dpkg/status)

all: $(PROGRAM) $(LIB)
	@ln -sfn $(MODE)/$(NAME) build/$(NAME)

run: all
	build/$(NAME)

# Plays itself on the screen; a key goes on, Ctrl-C ends it.
tour: all
	build/$(NAME) -n -x docs/tour.mms

# What the documentation shows, made anew: look at it before you keep it.
pictures: all
	tests/run_docs.sh rewrite

objects: $(SRC:%.c=$(OUT)/%.o)
tests: $(TESTS)
fuzz-programs: $(FUZZERS)

$(PROGRAM): $(OUT)/tui/main.o $(PARTS)
	$(link) $^ $(pkg_libs) $(LDLIBS) -o $@

$(TESTS): %: %.o $(HELPERS) $(PARTS)
	$(link) $^ $(pkg_libs) -lcmocka -lm $(LDLIBS) -o $@

$(BENCH): $(BENCH_SRC:%.c=$(OUT)/%.o) $(OUT)/tests/wire.o $(PARTS)
	$(link) $^ $(pkg_libs) $(LDLIBS) -o $@

$(FUZZERS): %: %.o $(PARTS)
	$(link) -fsanitize=fuzzer $^ $(pkg_libs) $(LDLIBS) -o $@

$(LIB): $(CORE)
	@$(RM) $@
	$(AR) rcs $@ $^

$(OUT)/%.o: %.c $(OUT)/flags | $(call packages,build)
	@mkdir -p $(@D)
	$(compile) -MMD -MP -c $< -o $@

$(TESTS:%=%.o) $(HELPERS): | $(call packages,test)
$(FUZZERS:%=%.o): | $(call packages,fuzz)

# The few objects that know where we are installed, or what we are called.
uses = $(patsubst %.c,$(OUT)/%.o,$(shell grep -ls $(1) $(SRC) /dev/null))
USES_SHARE   := $(call uses,MMSCOPE_SHAREDIR)
USES_VERSION := $(call uses,MMSCOPE_VERSION)
$(USES_SHARE):   defines += -DMMSCOPE_SHAREDIR='"$(SHARE)"'
$(USES_VERSION): defines += -DMMSCOPE_VERSION='"$(VERSION)"'
$(USES_SHARE):   $(OUT)/sharedir
$(USES_VERSION): $(OUT)/version

# Other flags than last time: build again.
remember = @mkdir -p $(@D); echo '$(1)' | cmp -s - $@ || echo '$(1)' >$@
$(OUT)/flags: FORCE
	$(call remember,$(CC) $(LANGUAGE) $(CPPFLAGS) $(WARNINGS) \
		$(NEEDS.$(MODE)) $(CFLAGS))
$(OUT)/sharedir: FORCE
	$(call remember,$(SHARE))
$(OUT)/version: FORCE
	$(call remember,$(VERSION))

$(call packages,%): $(PACKAGED)
	@mkdir -p $(@D)
	@tests/packages.sh $*
	@touch $@

# Tests.  The numbers of every part are added up by tests/count.sh, whose last
# line is `N passed, N failed`.
again = +@$(MAKE) --no-print-directory \
	$(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

check-programs: $(call packages,test)
	$(again) MODE=release all tests
	$(again) MODE=asan tests
	$(again) MODE=paranoid build/paranoid/tests/test_oracle
	$(again) MODE=debug objects

check: check-programs
	@tests/count.sh quick

check-all: check-programs
	$(again) MODE=asan all-of-asan
	@tests/count.sh all

all-of-asan: $(PROGRAM)

# Runs the cmocka programs of one MODE alone.
test: $(PROGRAM) tests
	@tests/count.sh programs $(TESTS)

fuzzers:
	$(again) MODE=fuzz fuzz-programs

# The table of recordings in the README, and how fast the model is.
conformance:
	$(again) MODE=release all >&2
	@tests/run_vectors.sh table

bench:
	$(again) MODE=release bench-program >&2
	@build/release/tests/bench

bench-program: $(BENCH) $(PROGRAM)

coverage: $(call packages,test)
	$(again) MODE=coverage tests
	@find build/coverage -name '*.gcda' -delete
	@tests/count.sh programs $(TEST_SRC:%.c=build/coverage/%)
	@tests/coverage.sh build/coverage core

LINTED := $(SRC) $(wildcard tests/*.c)

lint: lint-format lint-cppcheck lint-tidy lint-shell
lint-format lint-cppcheck lint-tidy lint-shell: $(call packages,lint)
lint-format:
	clang-format --dry-run --Werror $(ALL_C)
lint-cppcheck:
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 -I. \
		--enable=warning,portability,performance -j $(JOBS) $(LINTED)
lint-tidy:
	printf '%s\n' $(LINTED) | xargs -P $(JOBS) -n 1 \
		sh -c 'clang-tidy --quiet "$$@" -- $(LANGUAGE) \
		-DMMSCOPE_SHAREDIR=\"/\" -DMMSCOPE_VERSION=\"0\" \
		2>/dev/null' lint
lint-shell:
	shellcheck $(wildcard tests/*.sh) .ci/run

# Installing.
INSTALL    ?= install
MAN1       := $(wildcard docs/*.1)
MAN5       := $(wildcard docs/*.5)
MAN7       := $(wildcard docs/*.7)
DOCS       := $(wildcard README.md CHANGELOG.md LICENSE docs/*.json)
TOUR       := docs/tour.mms docs/tour.txt docs/kernels.mms docs/kernels.txt
PICTURES   := $(wildcard docs/pictures/*.svg)
RECORDINGS := $(sort $(wildcard tests/vectors/v6.12-m64-*-s1.json.xz \
	tests/vectors/v*-m64-fallback-s1.json.xz))
PUBLIC     := $(filter-out %_internal.h,$(wildcard core/*.h)) \
	$(wildcard core/*.def)
D          := $(DESTDIR)

# files, folder, mode
put = $(if $(strip $(1)),$(INSTALL) -d '$(D)$(2)' && \
	$(INSTALL) -m $(3) $(1) '$(D)$(2)')

install: all $(OUT)/$(NAME)-core.pc
	$(call put,$(PROGRAM),$(BINDIR),755)
	$(call put,$(LIB),$(LIBDIR),644)
	$(call put,$(OUT)/$(NAME)-core.pc,$(LIBDIR)/pkgconfig,644)
	$(call put,$(PUBLIC),$(INCDIR)/core,644)
	$(call put,$(MAN1),$(MANDIR)/man1,644)
	$(call put,$(MAN5),$(MANDIR)/man5,644)
	$(call put,$(MAN7),$(MANDIR)/man7,644)
	$(call put,$(DOCS),$(DOCDIR),644)
	$(call put,$(TOUR),$(DOCDIR)/docs,644)
	$(call put,$(PICTURES),$(DOCDIR)/docs/pictures,644)
	$(call put,$(RECORDINGS),$(SHARE),644)

uninstall:
	$(RM) '$(D)$(BINDIR)/$(NAME)' '$(D)$(LIBDIR)/$(notdir $(LIB))' \
		'$(D)$(LIBDIR)/pkgconfig/$(NAME)-core.pc' \
		$(MAN1:docs/%='$(D)$(MANDIR)/man1/%') \
		$(MAN5:docs/%='$(D)$(MANDIR)/man5/%') \
		$(MAN7:docs/%='$(D)$(MANDIR)/man7/%')
	$(RM) -r '$(D)$(INCDIR)' '$(D)$(DOCDIR)' '$(D)$(SHARE)'

$(OUT)/$(NAME)-core.pc: Makefile $(OUT)/sharedir
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' \
		'includedir=$(INCDIR)' '' 'Name: $(NAME)-core' \
		'Description: Model of the Linux page allocator, steppable' \
		'Version: $(VERSION)' 'Libs: -L$${libdir} -l$(NAME)-core' \
		'Cflags: -I$${includedir}' >$@

clean:
	$(RM) -r build

help:
	@echo 'make                  the program, build/$(NAME)'
	@echo 'make run              start it on the default machine'
	@echo 'make tour             a tour of five minutes, on the screen'
	@echo 'make check            the quick whole suite'
	@echo 'make check-all        everything: all recordings, and a million'
	@echo '                      operations on each preset (big: 6.12 alone)'
	@echo 'make test             the unit tests of one MODE'
	@echo 'make conformance      every recording, as the table of README.md'
	@echo 'make bench            how fast the model is; JSON=1'
	@echo 'make pictures         the pictures and the tour in docs/'
	@echo 'make coverage         lines and branches of core that tests reach'
	@echo 'make fuzzers          fuzz programs, in build/fuzz/tests'
	@echo 'make lint             clang-format, cppcheck, clang-tidy, shellcheck'
	@echo 'make install          to PREFIX=$(PREFIX), below DESTDIR'
	@echo 'make uninstall, make clean'
	@echo 'MODE=$(MODES) (default release); WERROR=1'

-include $(wildcard $(OUT)/*/*.d)

.DEFAULT_GOAL := all
.PHONY: all run tour pictures objects tests fuzz-programs check-programs check check-all \
	all-of-asan test fuzzers conformance bench bench-program coverage \
	lint lint-format lint-cppcheck lint-tidy lint-shell install uninstall \
	clean help FORCE
.SECONDARY:
.DELETE_ON_ERROR:
