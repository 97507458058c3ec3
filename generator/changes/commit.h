/*
 * Who wrote a commit and what they said of it. Nothing of it is public by itself: only what the city asked for
 * in site.yaml (commit_details) is taken out of the commit.
 */
#ifndef CHANGES_COMMIT_H
#define CHANGES_COMMIT_H

#include "catalog/settings.h"

struct commit_details {
	struct text name, email; /* of the author */
	struct text message;     /* its first line */
};

/*
 * `bytes` is the commit as git stores it. What was not asked for is empty, and so is what is not UTF-8. Without
 * DETAIL_EMAILS a word with an @ in it is not shown in a name or message either. In `a`.
 */
struct commit_details commit_details_read(struct arena *a, struct text bytes, unsigned asked);

#endif
