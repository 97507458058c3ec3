#include "adapters/signature.h"

#include <nettle/base64.h>
#include <nettle/eddsa.h>
#include <nettle/sha2.h>

#include <string.h>

#define KEY_KIND T("ssh-ed25519")
#define MAGIC T("SSHSIG") /* the first six bytes of the signature and of what is signed */
#define ARMOUR T("-----BEGIN SSH SIGNATURE-----")

enum { MOST_BYTES = 4096 }; /* of a signature or key; those of Ed25519 have less than 300 */

/* --- encodings ------------------------------------------------------------------------------------------ */

/* The bytes of base64 text, in `bytes`, which has room for MOST_BYTES. */
static struct text
from_base64(struct text t, uint8_t *bytes)
{
	struct base64_decode_ctx state;
	size_t n = MOST_BYTES;

	base64_decode_init(&state);
	if (t.n > MOST_BYTES || !base64_decode_update(&state, &n, bytes, t.n, t.s) || !base64_decode_final(&state))
		return T("");
	return (struct text){ (const char *)bytes, n };
}

static uint32_t
uint32_at(struct text t)
{
	const unsigned char *s = (const unsigned char *)t.s;

	return (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3];
}

/* RFC 4251 §5, string: a length of four bytes, and so many bytes. */
static bool
take_string(struct text *rest, struct text *string)
{
	if (rest->n < 4 || uint32_at(*rest) > rest->n - 4)
		return false;
	*string = text_slice(*rest, 4, 4 + uint32_at(*rest));
	*rest = text_slice(*rest, 4 + string->n, rest->n);
	return true;
}

static void
put_string(struct buf *out, struct text string)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(out, (char)(string.n >> shift & 0xff));
	buf_text(out, string);
}

/* RFC 8709 §4: string "ssh-ed25519", string key; §6 has the same form for signatures. */
static bool
take_ed25519(struct text blob, size_t size, struct text *bytes)
{
	struct text kind;

	return take_string(&blob, &kind) && text_equal(kind, KEY_KIND) && take_string(&blob, bytes) && blob.n == 0 &&
	       bytes->n == size;
}

bool
signing_key_parse(struct text line, struct signing_key *key)
{
	struct text kind, encoded, bytes;
	uint8_t room[MOST_BYTES];

	line = text_trim(line);
	if (!text_next(&line, ' ', &kind) || !text_equal(kind, KEY_KIND) || !text_next(&line, ' ', &encoded) ||
	    !take_ed25519(from_base64(encoded, room), SIGNING_KEY_SIZE, &bytes))
		return false;
	memcpy(key->bytes, bytes.s, SIGNING_KEY_SIZE);
	return true;
}

/* --- commits -------------------------------------------------------------------------------------------- */

/* A commit is lines "name value" up to an empty one; a value goes on in lines that begin with a blank. What is
 * signed is all of it but the signature. */
static void
part_commit(struct text commit, struct buf *armoured, struct buf *signed_part)
{
	struct text rest = commit, line;
	bool is_signature = false;

	while (text_next(&rest, '\n', &line) && line.n) {
		bool goes_on = line.s[0] == ' ';
		if (!goes_on)
			is_signature = text_starts(line, T("gpgsig "));
		if (!is_signature) {
			buf_text(signed_part, line);
			buf_char(signed_part, '\n');
			continue;
		}
		buf_text(armoured, text_slice(line, goes_on ? 1 : sizeof "gpgsig " - 1, line.n));
		buf_char(armoured, '\n');
	}
	buf_char(signed_part, '\n');
	buf_text(signed_part, rest);
}

/* The bytes between "-----BEGIN …" and "-----END …". */
static struct text
without_armour(struct text armoured, uint8_t *bytes)
{
	struct buf joined = { 0 };
	struct text line;

	if (!text_next(&armoured, '\n', &line) || !text_equal(line, ARMOUR))
		return T("");
	while (text_next(&armoured, '\n', &line) && !text_starts(line, T("-----END ")))
		buf_text(&joined, line);
	struct text found = from_base64(buf_view(&joined), bytes);
	buf_free(&joined);
	return found;
}

/* --- signatures ------------------------------------------------------------------------------------------ */

/* PROTOCOL.sshsig, 2: version 1, public key, namespace, reserved, hash algorithm, signature. */
struct sshsig {
	struct text key, purpose, reserved, hash, signature;
};

static bool
read_sshsig(struct text blob, struct sshsig *s)
{
	struct text key, signature;

	if (!text_starts(blob, MAGIC) || blob.n < MAGIC.n + 4)
		return false;
	blob = text_slice(blob, MAGIC.n, blob.n);
	if (uint32_at(blob) != 1)
		return false;
	blob = text_slice(blob, 4, blob.n);
	return take_string(&blob, &key) && take_string(&blob, &s->purpose) && take_string(&blob, &s->reserved) &&
	       take_string(&blob, &s->hash) && take_string(&blob, &signature) && blob.n == 0 &&
	       take_ed25519(key, SIGNING_KEY_SIZE, &s->key) &&
	       take_ed25519(signature, ED25519_SIGNATURE_SIZE, &s->signature);
}

/* PROTOCOL.sshsig, 3: what was signed is not the text itself but this about it. */
static bool
put_message(struct buf *out, const struct sshsig *s, struct text content)
{
	uint8_t digest[SHA512_DIGEST_SIZE];
	struct text hashed = { (const char *)digest, 0 };

	if (text_equal(s->hash, T("sha512"))) {
		struct sha512_ctx state;
		sha512_init(&state);
		sha512_update(&state, content.n, (const uint8_t *)content.s);
		sha512_digest(&state, hashed.n = SHA512_DIGEST_SIZE, digest);
	} else if (text_equal(s->hash, T("sha256"))) {
		struct sha256_ctx state;
		sha256_init(&state);
		sha256_update(&state, content.n, (const uint8_t *)content.s);
		sha256_digest(&state, hashed.n = SHA256_DIGEST_SIZE, digest);
	} else {
		return false;
	}
	buf_text(out, MAGIC);
	put_string(out, s->purpose);
	put_string(out, s->reserved);
	put_string(out, s->hash);
	put_string(out, hashed);
	return true;
}

static bool
is_known(struct text key, const struct signing_key *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (memcmp(keys[i].bytes, key.s, SIGNING_KEY_SIZE) == 0)
			return true;
	return false;
}

static bool
is_signed(struct text content, struct text armoured, const struct signing_key *keys, size_t n)
{
	struct buf message = { 0 };
	uint8_t room[MOST_BYTES];
	struct sshsig s;

	bool is = read_sshsig(without_armour(armoured, room), &s) && is_known(s.key, keys, n) &&
		  text_equal(s.purpose, T("git")) && put_message(&message, &s, content) &&
		  ed25519_sha512_verify((const uint8_t *)s.key.s, message.n, (const uint8_t *)message.s,
		      (const uint8_t *)s.signature.s);
	buf_free(&message);
	return is;
}

bool
signature_confirms(struct text commit, const struct signing_key *keys, size_t n)
{
	struct buf armoured = { 0 }, content = { 0 };

	part_commit(commit, &armoured, &content);
	bool is = is_signed(buf_view(&content), buf_view(&armoured), keys, n);
	buf_free(&armoured);
	buf_free(&content);
	return is;
}

/* The signature stands at the end of the message, from the last line of its kind on. */
bool
signature_confirms_tag(struct text tag, const struct signing_key *keys, size_t n)
{
	size_t start = tag.n;
	struct text rest = tag, line;

	while (text_next(&rest, '\n', &line))
		if (text_equal(line, ARMOUR))
			start = (size_t)(line.s - tag.s);
	return is_signed(text_slice(tag, 0, start), text_slice(tag, start, tag.n), keys, n);
}
