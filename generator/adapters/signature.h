/*
 * Signatures of commits and tags, made with SSH keys (git config gpg.format ssh; OpenSSH's PROTOCOL.sshsig) of the kind
 * Ed25519. The keys are those that the city has written down; no agent, no keyring and no file of the user is
 * asked, and no clock, so that the answer is the same on every machine. OpenPGP needs all of these, and is not
 * looked at.
 */
#ifndef ADAPTERS_SIGNATURE_H
#define ADAPTERS_SIGNATURE_H

#include "core/text.h"

enum { SIGNING_KEY_SIZE = 32 };

struct signing_key {
	unsigned char bytes[SIGNING_KEY_SIZE];
};

/* "ssh-ed25519 AAAAC3Nz… whose it is", as in a file id_ed25519.pub. */
bool signing_key_parse(struct text line, struct signing_key *key);

/* Whether the commit, an object of git as it is stored, was signed with one of the keys as it is. */
bool signature_confirms(struct text commit, const struct signing_key *keys, size_t n);
/* The same of an annotated tag (git tag --sign). */
bool signature_confirms_tag(struct text tag, const struct signing_key *keys, size_t n);

#endif
