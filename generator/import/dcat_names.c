#include "import/dcat_names.h"

#include "dcat/profile.h"

static const struct {
	enum class class;
	const char *predicate;
	enum property_id property;
} others[] = {
#define OTHER(class_, predicate_, key_) { CLASS_##class_, predicate_, class_##_##key_ },
#include "import/dcat_names.def"
#undef OTHER
};

static const char *const follow[] = {
	"rdf:type",
	"dcat:dataset",
	"dcat:service",
	"dcat:record",
	"dcat:first",
	"dcat:last",
	"dcat:prev",
	"dcat:next",
	"dcat:seriesMember",
	"skos:inScheme",
	"foaf:primaryTopic",
	"foaf:isPrimaryTopicOf",
};

static struct text
full(struct dcat_names *n, const char *name)
{
	struct buf iri = { 0 };
	struct text t = text_of(name);

	if (text_find(t, T("://")) < t.n)
		return t;
	prefixed_iri(&iri, name);
	t = arena_text(n->arena, buf_view(&iri));
	buf_free(&iri);
	return t;
}

static void
know(struct dcat_names *n, enum class class, const char *predicate, enum property_id p)
{
	struct text iri = full(n, predicate);

	if (!table_get(&n->properties[class], iri))
		table_set(&n->properties[class], iri, (void *)(uintptr_t)(property_successor(p) + 1));
}

void
dcat_names_open(struct dcat_names *n, struct arena *a)
{
	*n = (struct dcat_names){ .arena = a };
	for (size_t p = 0; p < N_PROPERTIES; p++)
		if (properties[p].predicate)
			know(n, properties[p].class, properties[p].predicate, (enum property_id)p);
	for (size_t i = 0; i < n_profile_rows; i++)
		if (profile_rows[i].rule == RULE_FURTHER)
			know(n, properties[profile_rows[i].row].class, profile_rows[i].word, profile_rows[i].row);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		know(n, others[i].class, others[i].predicate, others[i].property);
	for (size_t i = 0; i < sizeof follow / sizeof follow[0]; i++)
		table_set(&n->ignored, full(n, follow[i]), n);
}

void
dcat_names_close(struct dcat_names *n)
{
	for (size_t c = 0; c < N_CLASSES; c++)
		table_free(&n->properties[c]);
	table_free(&n->ignored);
}

enum property_id
dcat_property(const struct dcat_names *n, enum class class, struct text predicate)
{
	uintptr_t p = (uintptr_t)table_get(&n->properties[class], predicate);

	return p ? (enum property_id)(p - 1) : N_PROPERTIES;
}

bool
dcat_follows(const struct dcat_names *n, struct text predicate)
{
	return table_get(&n->ignored, predicate) || text_starts(predicate, T("http://www.w3.org/ns/hydra/core#"));
}
