# bugclock: `make help` lists what can be made. One file, no recursion; sources are found by pattern.
# A variant is a way to compile everything: release, asan (with UBSan), tsan; each has its folder in build/.

PREFIX   ?= /usr/local
DESTDIR  ?=
CC       ?= cc
VERSION  := 0.1.0

DEPS_BUILD := libncurses-dev libsqlite3-dev libcjson-dev libcsv-dev libcurl4-openssl-dev libcurl4
DEPS_CHECK := libcmocka-dev libvterm-dev libmicrohttpd-dev libgnutls28-dev mandoc clang clang-format locales zsh fish
DEPS_BENCH := libvterm-dev libmicrohttpd-dev libgnutls28-dev less tig newsboat sqlite3 git

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror
CPPFLAGS += -D_GNU_SOURCE -DBUGCLOCK_VERSION='"$(VERSION)"' -Isrc -I.
CFLAGS_ALL := -std=c11 -g $(WARN) -pthread -fPIE -fstack-protector-strong
LDFLAGS_ALL := -pie -pthread -Wl,-z,relro,-z,now -Wl,--as-needed
LIBS       := -lncursesw -ltinfo -lsqlite3 -lcjson -lcsv -lm
LIBS_TEST  := -lcmocka -lvterm -lmicrohttpd -lgnutls -lutil

FLAGS_release := -O2 -D_FORTIFY_SOURCE=2 -fstack-clash-protection -fcf-protection
FLAGS_asan    := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_tsan    := -O1 -fsanitize=thread
VARIANTS      := release asan tsan

# One short line a file; `make V=1` shows the commands.
ifndef V
QUIET = @echo "  $(1)	$@";
endif

SOURCES  := $(filter-out src/main.c,$(wildcard src/*/*.c ui/*.c))
DATA     := $(wildcard data/*.sql data/*.json data/*.ini)
# What an entry is made by. Rows that were stored by other sources than these are worked out anew, so it is
# better to name one too many than one too few.
ENGINE   := $(sort $(wildcard src/base/*.[ch] src/model/*.[ch] src/deadline/*.[ch] src/view/*.[ch]) src/store/cache_get.c src/app/entries.c src/app/entries.h)
UNIT     := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
# Threads meet in these: they run under TSan too.
UNIT_TSAN := $(filter test_worker test_log test_snapshot test_fake test_fake_faults,$(UNIT))

# What tests share: a Bugzilla to talk to, and a terminal to look at. A *_main.c is a program of its own.
FAKE     := $(filter-out %_main.c,$(wildcard tests/fake/*.c))
SCREEN   := $(wildcard tests/screen/*.c)
BENCH    := $(filter-out %_main.c,$(wildcard tests/bench/*.c)) $(patsubst %,tests/screen/%.c,faint home keeper terminal)

.PHONY: all demo check bench deps deps-build deps-check deps-bench install uninstall lint format man screenshots clean help
.DELETE_ON_ERROR:
.SECONDARY:

all: build/bugclock ## build the program: build/bugclock (default)

build/bugclock: build/release/bugclock
	ln -f $< $@

# $(1) is the variant.
define variant
OBJECTS_$(1) := $(SOURCES:%.c=build/$(1)/%.o) $(DATA:%=build/$(1)/%.o) build/$(1)/data/engine.o

build/$(1)/%.o: %.c Makefile
	@mkdir -p $$(@D)
	$$(call QUIET,CC)$$(CC) $$(CPPFLAGS) $$(CFLAGS_ALL) $$(FLAGS_$(1)) $$(CFLAGS) -MMD -MP -c -o $$@ $$<

# Bundled data becomes a byte array: data/demo.json is data_demo_json and data_demo_json_bytes.
build/$(1)/data/%.o: build/data/%.c
	@mkdir -p $$(@D)
	$$(call QUIET,CC)$$(CC) $$(CPPFLAGS) $$(CFLAGS_ALL) $$(FLAGS_$(1)) -c -o $$@ $$<

build/$(1)/libbugclock.a: $$(OBJECTS_$(1))
	@rm -f $$@
	$$(call QUIET,AR)ar rcs $$@ $$^

build/$(1)/bugclock: build/$(1)/src/main.o build/$(1)/libbugclock.a
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)

build/$(1)/test_%: build/$(1)/tests/unit/test_%.o $(FAKE:%.c=build/$(1)/%.o) build/$(1)/libbugclock.a
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) $$(LIBS_TEST)

# These run the program that lies beside them.
$(patsubst %,build/$(1)/%,$(filter test_program%,$(UNIT))): | build/$(1)/bugclock

build/$(1)/test_bench: build/$(1)/tests/unit/test_bench.o $(BENCH:%.c=build/$(1)/%.o) $(FAKE:%.c=build/$(1)/%.o) build/$(1)/libbugclock.a | build/$(1)/hello
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) $$(LIBS_TEST)

build/$(1)/fake-bugzilla: build/$(1)/tests/fake/fake_main.o $(FAKE:%.c=build/$(1)/%.o) build/$(1)/libbugclock.a
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) $$(LIBS_TEST)

build/$(1)/screen-runner: $(SCREEN:%.c=build/$(1)/%.o) $(FAKE:%.c=build/$(1)/%.o) build/$(1)/libbugclock.a
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) $$(LIBS_TEST)

build/$(1)/bench: build/$(1)/tests/bench/bench_main.o $(BENCH:%.c=build/$(1)/%.o) $(FAKE:%.c=build/$(1)/%.o) build/$(1)/libbugclock.a
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) $$(LIBS_TEST)

# A yardstick is linked with what it calls, and nothing else.
build/$(1)/hello: build/$(1)/tests/bench/hello_main.o
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ -lncursesw -ltinfo

build/$(1)/screen-subject: build/$(1)/tests/screen/self/subject.o build/$(1)/tests/fake/wire.o build/$(1)/libbugclock.a
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)

build/$(1)/tables: build/$(1)/man/tables.o build/$(1)/libbugclock.a
	$$(call QUIET,LD)$$(CC) $$(LDFLAGS_ALL) $$(FLAGS_$(1)) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
endef
$(foreach v,$(VARIANTS),$(eval $(call variant,$(v))))

build/data/%.c: data/%
	@mkdir -p $(@D)
	@name=data_$$(echo '$*' | tr -c 'a-z0-9\n' _) && { \
		echo '#include "base/data.h"'; \
		echo "const unsigned char $$name[] = {"; od -An -v -tu1 $< | sed 's/\([0-9]\) *$$/\1/; s/  */,/g; s/^,//; s/$$/,/'; \
		echo '0};'; echo "const size_t $${name}_bytes = sizeof $$name - 1;"; } > $@

build/data/engine.c: $(ENGINE)
	@mkdir -p $(@D)
	@{ echo '#include "base/data.h"'; \
		echo "const uint64_t data_engine = UINT64_C(0x$$(cat $^ | sha256sum | cut -c 1-16));"; } > $@

-include $(shell find build -name '*.d' 2>/dev/null)

# What the build needs is installed before make looks at anything else: with -j the two would race.
AGAIN = +@$(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

demo: deps-build ## show the dashboard on bundled data; needs no network, account or configuration
	$(AGAIN) all
	build/bugclock --demo

# A screen runner looks at the program beside it, in every file of tests/screen.
SCREENS := build/release/screen-runner build/asan/screen-runner
TESTS := $(UNIT:%=build/release/%) $(UNIT:%=build/asan/%) $(UNIT_TSAN:%=build/tsan/%) tests/screen/self/all tests/screen/pictures tests/completion/all tests/one_row $(SCREENS)
check: deps-check ## run all tests, again under ASan with UBSan, the threads under TSan
	$(AGAIN) check-run

check-run: build/bugclock build/asan/bugclock build/release/screen-runner build/release/screen-subject build/release/fake-bugzilla $(TESTS)
	tests/run $(TESTS)
.PHONY: check-run

# Ratios to a yardstick that runs in turn with the program, so that they mean something on any machine.
SIZE ?= S
bench: deps-bench ## measure speed, each row beside its yardstick; ROWS="1 4" some of them, SIZE=L the large cache
	$(AGAIN) bench-run

bench-run: build/release/bench build/release/hello build/release/bugclock build/bench/material/made $(patsubst %,build/bench/%/made,S rows talk $(filter-out S,$(SIZE)))
	build/release/bench --size $(SIZE) $(ROWS)
.PHONY: bench-run

# Made once: invented bugs, always the same, and what the yardsticks show.
build/bench/material/made: tests/bench/material
	tests/bench/material $(@D)
	@touch $@

build/bench/%/made: $(foreach f,data prose fill,$(wildcard tests/bench/$(f).[ch])) data/cache.sql | build/release/bench
	rm -rf $(@D)
	build/release/bench --fill $*
	@touch $@

deps: deps-build deps-check ## install what is missing for building and testing (Debian packages)

# dpkg-query fails when one of them is not installed; only then is anything asked of the system.
define install_missing
@missing=; for p in $(1); do \
	dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
if [ -n "$$missing" ]; then \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	echo "bugclock needs Debian packages that are not installed:$$missing"; \
	echo "installing them with $${sudo:+sudo }apt-get ($(2))"; \
	$$sudo apt-get update && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; \
fi
endef
deps-build:
	$(call install_missing,$(DEPS_BUILD),to build and run)
deps-check: deps-build
	$(call install_missing,$(DEPS_CHECK),to run the tests)
deps-bench: deps-build
	$(call install_missing,$(DEPS_BENCH),to measure speed)

SHARE := $(DESTDIR)$(PREFIX)/share
# Where each shell looks for what completes a command; the program writes it.
SHELLS := bash zsh fish
COMPLETION_bash := $(SHARE)/bash-completion/completions/bugclock
COMPLETION_zsh  := $(SHARE)/zsh/site-functions/_bugclock
COMPLETION_fish := $(SHARE)/fish/vendor_completions.d/bugclock.fish

install: build/bugclock ## install program, man pages and completions below DESTDIR and PREFIX
	install -D -m 755 build/bugclock $(DESTDIR)$(PREFIX)/bin/bugclock
	install -D -m 644 data/config.example $(SHARE)/doc/bugclock/config.example
	for page in man/*.[1-9]; do install -D -m 644 $$page $(SHARE)/man/man$${page##*.}/$${page##*/}; done
	$(foreach s,$(SHELLS),build/bugclock completion $(s) | install -D -m 644 /dev/stdin $(COMPLETION_$(s)) &&) true

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/bugclock $(SHARE)/doc/bugclock/config.example $(foreach s,$(SHELLS),$(COMPLETION_$(s)))
	for page in man/*.[1-9]; do rm -f $(SHARE)/man/man$${page##*.}/$${page##*/}; done

lint: deps-check ## layers, homes of libraries, format, warnings of a second compiler, man pages
	$(AGAIN) all build/release/tables
	tests/lint/all

C_FILES := $(shell git ls-files '*.c' '*.h' 2>/dev/null)
format: ## lay out all C files as .clang-format says
	clang-format -i $(C_FILES)

man: build/release/tables ## write the tables of the manual pages anew from the program's
	for page in man/*.[1-9]; do $< < $$page > build/page && cat build/page > $$page || exit 1; done

SCENES := $(wildcard data/screenshots/*.screen)
screenshots: deps-check ## paint data/screenshots/*.svg anew: the program's real screens, a scene a file
	$(AGAIN) build/release/bugclock $(SCENES:.screen=.svg)

data/screenshots/%.svg: data/screenshots/%.screen build/release/screen-runner build/release/bugclock
	$(call QUIET,SVG)build/release/screen-runner --picture $< > $@

clean: ## remove everything that was made
	rm -rf build

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20
