#include "dcat/profile.h"

#include <string.h>

const struct profile_facts profiles[N_PROFILES] = {
#define PROFILE(identifier, name_, label_, iri_, describes_)                                                            \
	[identifier] = { .name = name_, .label = label_, .iri = iri_, .describes = describes_ },
#include "dcat/profiles.def"
};

#define DE3 (1u << DCAT_AP_DE_3)
#define DE2 (1u << DCAT_AP_DE_2)
#define AP3 (1u << DCAT_AP_3)
#define GEO (1u << GEODCAT_AP_3)
#define ALL ((1u << N_PROFILES) - 1)

const struct profile_row profile_rows[] = {
#define RULE(rule_, ...) { RULE_##rule_, __VA_ARGS__ },
#include "dcat/profiles.def"
};
const size_t n_profile_rows = sizeof profile_rows / sizeof profile_rows[0];

void
profile_feed(struct buf *out, enum profile p, bool is_further, bool is_paged)
{
	if (is_paged)
		buf_str(out, "feed/");
	if (is_paged && is_further)
		buf_printf(out, "%s/", profiles[p].name);
	buf_str(out, "catalog");
	if (!is_paged && is_further)
		buf_printf(out, "-%s", profiles[p].name);
}

enum profile
profile_named(struct text name)
{
	enum profile p = 0;

	while (p < N_PROFILES && !text_equal(text_of(profiles[p].name), name))
		p++;
	return p;
}

const char *
profile_nearest(struct text name)
{
	const char *nearest = NULL;
	unsigned least = 6;

	for (size_t p = 0; p < N_PROFILES; p++) {
		unsigned distance = text_distance(name, text_of(profiles[p].name));
		if (distance < least) {
			least = distance;
			nearest = profiles[p].name;
		}
	}
	return nearest;
}

/* "dcatde:" is the beginning of all its predicates; "dcat:version" is only itself. */
static bool
is_meant(const char *word, const char *predicate)
{
	size_t n = strlen(word);

	return word[n - 1] == ':' ? strncmp(word, predicate, n) == 0 : strcmp(word, predicate) == 0;
}

bool
profile_knows(enum profile p, const char *predicate)
{
	size_t longest = 0;
	bool knows = true;

	for (size_t i = 0; i < n_profile_rows; i++) {
		const struct profile_row *row = &profile_rows[i];
		if (row->rule != RULE_KNOWN || strlen(row->word) <= longest || !is_meant(row->word, predicate))
			continue;
		longest = strlen(row->word);
		knows = row->profiles & 1u << p;
	}
	return knows;
}
