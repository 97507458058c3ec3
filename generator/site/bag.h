/*
 * A generation of the portal as a bag of BagIt 1.0 (RFC 8493) in a tar: what archives ingest, and can still
 * check in thirty years with sha256sum.
 *
 *	NAME/bagit.txt                 the version of BagIt
 *	NAME/bag-info.txt              whose, of which day and commit, how much
 *	NAME/README.txt                the same for people
 *	NAME/data/portal/…             every file of the generation, its manifest.json too
 *	NAME/manifest-sha256.txt       the digest of each file below data/
 *	NAME/tagmanifest-sha256.txt    the digest of each of the other files above
 *
 * All files are of one time. The bytes depend on the generation and on the texts given here, on nothing
 * else.
 */
#ifndef SITE_BAG_H
#define SITE_BAG_H

#include "adapters/digest.h"
#include "adapters/tar.h"
#include "core/arena.h"

struct bag_field {
	const char *label; /* of RFC 8493, §2.2.2, or one of ours */
	struct text value; /* empty: left out */
};

struct bag {
	const char *generation; /* its folder */
	struct text name;       /* the folder at the top of the archive: [A-Za-z0-9._-]+ */
	const struct bag_field *fields; /* Payload-Oxum is added */
	size_t n_fields;
	struct text readme;
	int64_t time; /* seconds since 1970 */
	enum tar_compression compression;
};

/* What was written. */
struct bag_summary {
	size_t n_files;  /* of the portal */
	uint64_t size;   /* of the archive, bytes */
	struct digest digest;
};

/* To the file `out`, which takes the place of one that is there once it is complete; NULL: to standard
 * output. Ends the run when it cannot be read or written. */
struct bag_summary bag_write(const struct bag *b, const char *out);

#endif
