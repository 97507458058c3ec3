# Tabularium: `make portal` and `make test` do everything; the README says the rest.

VERSION = 0.1.0
PREFIX = /usr/local
B = build

# --- packages: the one place where they are named -------------------------------------------------
# Debian 12. `make packages` installs what is missing: as root, or with sudo when that asks nothing.
BUILD_PACKAGES = gcc g++ libc6-dev pkg-config git ca-certificates \
	libgit2-dev libyaml-dev libcmark-dev libxml2-dev libctemplate-dev libjansson-dev libdeflate-dev \
	libutf8proc-dev libicu-dev libstemmer-dev libqrencode-dev nettle-dev zlib1g-dev libcurl4-gnutls-dev libraptor2-dev libarchive-dev libmicrohttpd-dev
TEST_PACKAGES = clang libclang-rt-14-dev libcmocka-dev libxml2-utils raptor2-utils serdi \
	python3 python3-rdflib openssh-client zstd nginx-light apache2-bin chromium zbar-tools default-jre-headless
# Node.js is taken as it is found (from Debian, or newer); only its absence is mended.
NODE_PACKAGES = nodejs npm

# --- compiling ------------------------------------------------------------------------------------
CC = gcc
CXX = g++
WARNINGS = -Wall -Wextra -Wshadow -Werror
CFLAGS = -O2 -g
CPPFLAGS = -Igenerator -D_GNU_SOURCE -D_FORTIFY_SOURCE=2 -DVERSION='"$(VERSION)"'
HARDENING = -fstack-protector-strong -fPIE
LDFLAGS = -pie -Wl,-z,relro,-z,now
SANITIZE =
LIBRARIES = libgit2 zlib yaml-0.1 libcmark libxml-2.0 libctemplate jansson libdeflate libutf8proc icu-i18n nettle hogweed libqrencode libcurl raptor2 libarchive libmicrohttpd
LIBRARY_FLAGS = $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
# libstemmer comes without a pkg-config file.
LDLIBS = $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lstemmer -lpthread -lm

C_FLAGS = -std=c11 $(WARNINGS) -Wpedantic -Wconversion -Wno-missing-field-initializers \
	$(CFLAGS) $(HARDENING) $(SANITIZE)
CXX_FLAGS = -std=c++17 $(WARNINGS) $(CFLAGS) $(HARDENING) $(SANITIZE)

SOURCES := $(sort $(wildcard generator/*.c generator/*/*.c generator/*/*.cc))
OBJECTS := $(patsubst generator/%,$(B)/o/%.o,$(SOURCES))
LIBRARY_OBJECTS := $(filter-out $(B)/o/main.c.o,$(OBJECTS))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))

.PHONY: all portal test bench bench-search boundaries install clean packages test-packages test-portal assets unit \
	test-faults test-history deb fuzz fuzz-targets sanitized
all: $(B)/tabularium assets

$(B)/tabularium: $(OBJECTS)
	@echo '  LD   $@'
	@$(CXX) $(LDFLAGS) $(SANITIZE) -o $@ $^ $(LDLIBS)

$(B)/o/%.c.o: generator/%.c | $(B)/.packages
	@mkdir -p $(@D)
	@echo '  CC   $<'
	@$(CC) $(CPPFLAGS) $(LIBRARY_FLAGS) $(C_FLAGS) -MMD -MP -c -o $@ $<

$(B)/o/%.cc.o: generator/%.cc | $(B)/.packages
	@mkdir -p $(@D)
	@echo '  CXX  $<'
	@$(CXX) $(CPPFLAGS) $(LIBRARY_FLAGS) $(CXX_FLAGS) -MMD -MP -c -o $@ $<

$(B)/libtabularium.a: $(LIBRARY_OBJECTS)
	@rm -f $@
	@$(AR) rcs $@ $^

-include $(OBJECTS:.o=.d)

# Style sheet, script, fonts and icons of the portal, from templates/assets (npm).
assets: $(B)/assets/.made
$(B)/assets/.made: $(wildcard templates/*.html templates/assets/*) | $(B)/.packages
	cd templates/assets && npm ci --loglevel=error --no-audit --no-fund
	rm -rf $(B)/assets
	cd templates/assets && node build.mjs $(abspath $(B)/assets)
	@touch $@

# --- the two commands -----------------------------------------------------------------------------
portal: all
	$(B)/tabularium build --repo . --out site/public
	@printf '\nThe portal is in site/public. Open it: file://%s\n' '$(abspath site/public/index.html)'

test: all test-packages
	tests/run

# --- tests ----------------------------------------------------------------------------------------
$(B)/unit/%: tests/unit/%.c $(B)/libtabularium.a
	@mkdir -p $(@D)
	@echo '  TEST $<'
	@$(CC) $(CPPFLAGS) $(LIBRARY_FLAGS) $(C_FLAGS) -MMD -MP -c -o $@.o $<
	@$(CXX) $(LDFLAGS) $(SANITIZE) -o $@ $@.o $(B)/libtabularium.a -lcmocka $(LDLIBS)
unit: $(UNIT_TESTS)
-include $(addsuffix .d,$(UNIT_TESTS))

boundaries: $(OBJECTS)
	tests/boundaries

# Everything again with clang, under AddressSanitizer and UndefinedBehaviorSanitizer.
sanitized:
	@$(MAKE) B=build/san CC=clang CXX=clang++ CFLAGS='-O1 -g -U_FORTIFY_SOURCE' \
		SANITIZE='-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all' \
		build/san/tabularium unit fuzz-targets

$(B)/fuzz/%: tests/fuzz/%.c $(B)/libtabularium.a
	@mkdir -p $(@D)
	@echo '  FUZZ $<'
	@$(CC) $(CPPFLAGS) $(LIBRARY_FLAGS) $(C_FLAGS) -MMD -MP -c -o $@.o $<
	@$(CXX) $(LDFLAGS) $(SANITIZE) -fsanitize=fuzzer -o $@ $@.o $(B)/libtabularium.a $(LDLIBS)
fuzz-targets: $(FUZZ_TARGETS)
-include $(addsuffix .d,$(FUZZ_TARGETS))

FUZZ_SECONDS = 60
fuzz:
	FUZZ_SECONDS=$(FUZZ_SECONDS) tests/run fuzz

$(B)/faults.so: tests/faults/faults.c
	@mkdir -p $(@D)
	@$(CC) $(CPPFLAGS) -U_FORTIFY_SOURCE $(C_FLAGS) -fPIC -shared -o $@ $< -ldl
$(B)/sweep: tests/faults/sweep.c $(B)/libtabularium.a
	@$(CC) $(CPPFLAGS) $(C_FLAGS) -c -o $@.o $<
	@$(CXX) $(LDFLAGS) -o $@ $@.o $(B)/libtabularium.a $(LDLIBS)
# The judges of the pages on every page; test has the short form of it.
test-portal: all test-packages
	PAGES=all tests/run judges/pages judges/lighthouse search
test-faults:
	FAULTS=--long tests/run faults
# Large histories, every file of them as git tells it; test asks git about some.
test-history: $(B)/unit/test_git_history
	HISTORY=--long $(B)/unit/test_git_history

$(B)/bench_history: tests/bench/history.c $(B)/libtabularium.a
	@$(CC) $(CPPFLAGS) $(LIBRARY_FLAGS) $(C_FLAGS) -c -o $@.o $<
	@$(CXX) $(LDFLAGS) -o $@ $@.o $(B)/libtabularium.a $(LDLIBS)

bench: all $(B)/bench_history
	tests/bench/run

$(B)/make_index: tests/bench/search/make_index.c $(B)/libtabularium.a
	@$(CC) $(CPPFLAGS) $(LIBRARY_FLAGS) $(C_FLAGS) -c -o $@.o $<
	@$(CXX) $(LDFLAGS) -o $@ $@.o $(B)/libtabularium.a $(LDLIBS)
bench-search: all $(B)/make_index
	tests/bench/search/run

# --- installing -----------------------------------------------------------------------------------
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/tabularium
	install -m 755 $(B)/tabularium $(DESTDIR)$(PREFIX)/bin/tabularium
	rm -rf $(DESTDIR)$(PREFIX)/share/tabularium/templates $(DESTDIR)$(PREFIX)/share/tabularium/assets
	install -d $(DESTDIR)$(PREFIX)/share/tabularium/templates/labels
	install -m 644 templates/*.html $(DESTDIR)$(PREFIX)/share/tabularium/templates
	install -m 644 templates/labels/*.yaml $(DESTDIR)$(PREFIX)/share/tabularium/templates/labels
	cp -R templates/init templates/preview $(DESTDIR)$(PREFIX)/share/tabularium/templates
	cp -R $(B)/assets $(DESTDIR)$(PREFIX)/share/tabularium/assets
	rm -f $(DESTDIR)$(PREFIX)/share/tabularium/assets/.made
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 generator/tabularium.1 $(DESTDIR)$(PREFIX)/share/man/man1/tabularium.1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions
	install -m 644 templates/completion/tabularium.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tabularium
	install -m 644 templates/completion/_tabularium $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_tabularium

# A Debian package of what is built, for this machine's architecture.
deb: all
	generator/deb.sh $(B) $(VERSION)

clean:
	rm -rf $(B) templates/assets/node_modules

# --- packages -------------------------------------------------------------------------------------
packages: $(B)/.packages
$(B)/.packages: Makefile generator/packages.sh
	@mkdir -p $(B)
	@generator/packages.sh $(BUILD_PACKAGES) -- $(NODE_PACKAGES)
	@touch $@

test-packages: $(B)/.test-packages
$(B)/.test-packages: Makefile generator/packages.sh
	@mkdir -p $(B)
	@generator/packages.sh $(TEST_PACKAGES) -- $(NODE_PACKAGES)
	@touch $@
