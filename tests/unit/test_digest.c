/* SHA-256 against the examples of FIPS 180-4, whole and in pieces; the hexadecimal form. */
#include "adapters/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *bytes, *hex;
} examples[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void
assert_hex(const struct digest *d, const char *hex)
{
	struct buf b = { 0 };

	digest_write(&b, d);
	assert_string_equal(buf_cstr(&b), hex);
	buf_free(&b);
}

static void
test_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct digest d = digest_of(text_of(examples[i].bytes));
		assert_hex(&d, examples[i].hex);
	}
}

static void
test_pieces(void **state)
{
	enum { SIZE = 1000000 };
	char *bytes = malloc(SIZE);

	(void)state;
	memset(bytes, 'a', SIZE);
	for (size_t piece = 1; piece <= SIZE; piece = piece * 7 + 1) {
		struct digest_state *s = digest_begin();
		for (size_t at = 0; at < SIZE; at += piece)
			digest_add(
			    s, (struct text){ bytes + at, SIZE - at < piece ? SIZE - at : piece });
		struct digest d = digest_finish(s);
		assert_hex(&d, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	}
	free(bytes);
}

static void
test_parse(void **state)
{
	struct digest d, e = digest_of(T("abc"));
	char hex[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

	(void)state;
	assert_true(digest_parse(text_of(hex), &d));
	assert_true(digest_equal(&d, &e));
	e.bytes[31] ^= 1;
	assert_false(digest_equal(&d, &e));
	assert_false(digest_parse(T(""), &d));
	assert_false(digest_parse((struct text){ hex, 63 }, &d));
	assert_false(digest_parse((struct text){ hex, 65 }, &d));
	for (const char *c = "BGg -\xff"; *c; c++) { /* upper case is not the form we write */
		hex[40] = *c;
		assert_false(digest_parse(text_of(hex), &d));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_parse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
