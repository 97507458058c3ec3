#include "dcat/dcat.h"

#include "core/die.h"
#include "core/diagnostic.h"
#include "dcat/help.h"


#define TEXT .kind = KIND_TEXT
#define MARKDOWN .kind = KIND_MARKDOWN
#define STRING .kind = KIND_STRING
#define DATE .kind = KIND_DATE
#define INTEGER .kind = KIND_INTEGER
#define DECIMAL .kind = KIND_DECIMAL
#define DURATION .kind = KIND_DURATION
#define HEX .kind = KIND_HEX
#define BBOX .kind = KIND_BBOX
#define POINT .kind = KIND_POINT
#define GEOMETRY .kind = KIND_GEOMETRY
#define IRI .kind = KIND_IRI
#define URL .kind = KIND_URL
#define EMAIL .kind = KIND_EMAIL
#define TELEPHONE .kind = KIND_TELEPHONE
#define CONCEPT(list) .kind = KIND_CONCEPT, .target = LIST_##list
#define REFERENCE(class_) .kind = KIND_REFERENCE, .target = CLASS_##class_
#define NODE(class_) .kind = KIND_NODE, .target = CLASS_##class_
#define FILE .kind = KIND_FILE
#define ID .kind = KIND_ID
#define RELEASE .kind = KIND_RELEASE

#define ONE .is_required = true, .is_repeatable = false
#define SOME .is_required = true, .is_repeatable = true
#define MAYBE .is_required = false, .is_repeatable = false
#define MANY .is_required = false, .is_repeatable = true

const struct property properties[N_PROPERTIES] = {
#define CLASS(...)
#define PROPERTY(class_, key_, kind_, cardinality, obligation_, predicate_, aliases_, de, en, help_, \
    example_)                                                                                       \
	[class_##_##key_] = { .key = #key_, .class = CLASS_##class_, kind_, cardinality,            \
		.obligation = obligation_, .predicate = predicate_, .aliases = aliases_,            \
		.label = { de, en }, .help = { help_ }, .example = example_ },
#include "dcat/dcat.def"
#undef CLASS
#undef PROPERTY
};

/* Where each class's rows begin: a mark stands before them, so the n-th mark is n - 1 too high. */
enum {
#define CLASS(name, ...) MARK_##name,
#define PROPERTY(class_, key_, ...) ROW_##class_##_##key_,
#include "dcat/dcat.def"
#undef CLASS
#undef PROPERTY
};

/* A class opens a row and its properties add up: { …, .n = 0 + 1 + 1 + 1 }. */
const struct class_facts classes[N_CLASSES] = {
	{ .n = 0
#define CLASS(name, iri_, de, en)                                                                   \
	}, { .iri = iri_, .label = { de, en }, .words = de BOTH_LANGUAGES en,                                                     \
		.first = (enum property_id)(MARK_##name - (CLASS_##name - 1)), .n = 0
#define PROPERTY(...) + 1
#include "dcat/dcat.def"
#undef CLASS
#undef PROPERTY
	},
};

const struct prefix prefixes[] = {
#define PREFIX(name, iri) { #name, iri },
#define STREAM_PREFIX(name, iri) { #name, iri },
#include "dcat/prefixes.def"
#undef PREFIX
#undef STREAM_PREFIX
};
const size_t n_prefixes = sizeof prefixes / sizeof prefixes[0];
const size_t n_document_prefixes = 0
#define PREFIX(name, iri) + 1
#define STREAM_PREFIX(name, iri)
#include "dcat/prefixes.def"
#undef PREFIX
#undef STREAM_PREFIX
	;

/* DCAT-AP.de 3.0, §4: deprecated in favour of. */
enum property_id
property_successor(enum property_id p)
{
	switch (p) {
	case DATASET_version_info: return DATASET_version;
	case DATASET_dcatde_originator: return DATASET_originator;
	case DATASET_dcatde_maintainer: return DATASET_custodian;
	case DATASET_dct_has_version: return DATASET_has_version;
	default: return p;
	}
}

static bool
is_alias(const char *aliases, struct text key)
{
	struct text rest = text_of(aliases), alias;

	while (text_next(&rest, '|', &alias))
		if (text_equal_nocase(alias, key))
			return true;
	return false;
}

enum property_id
property_named(enum class class, struct text key)
{
	const struct class_facts *facts = &classes[class];

	for (unsigned i = 0; i < facts->n; i++)
		if (text_equal_nocase(text_of(properties[facts->first + i].key), key))
			return property_successor((enum property_id)(facts->first + i));
	for (unsigned i = 0; i < facts->n; i++)
		if (is_alias(properties[facts->first + i].aliases, key))
			return (enum property_id)(facts->first + i);
	return N_PROPERTIES;
}

enum property_id
property_nearest(enum class class, struct text key)
{
	const struct class_facts *facts = &classes[class];
	enum property_id best = N_PROPERTIES;
	unsigned least = key.n < 4 ? 2 : 3;

	for (unsigned i = 0; i < facts->n; i++) {
		const struct property *p = &properties[facts->first + i];
		struct text rest = text_of(p->aliases), name = text_of(p->key);

		do {
			unsigned distance = text_distance(key, name);
			if (distance < least) {
				least = distance;
				best = (enum property_id)(facts->first + i);
			}
		} while (text_next(&rest, '|', &name));
	}
	return best;
}

void
prefixed_iri(struct buf *out, const char *name)
{
	struct text t = text_of(name);
	size_t colon = text_find_char(t, ':');

	for (size_t i = 0; i < n_prefixes; i++)
		if (text_equal(text_of(prefixes[i].name), text_slice(t, 0, colon))) {
			buf_str(out, prefixes[i].iri);
			buf_text(out, text_slice(t, colon + 1, t.n));
			return;
		}
	die("no namespace for %s", name);
}
