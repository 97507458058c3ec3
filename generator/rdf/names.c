#include "rdf/names.h"

static const char *const terms[N_TERMS] = {
#define TERM(identifier, name) [identifier] = name,
#include "rdf/terms.def"
#undef TERM
};

static struct name
name_of(struct arena *a, struct buf *scratch, const char *prefixed)
{
	if (!prefixed)
		return (struct name){ 0 };
	scratch->n = 0;
	buf_char(scratch, '<');
	prefixed_iri(scratch, prefixed);
	buf_char(scratch, '>');
	return (struct name){ text_of(prefixed), arena_text(a, buf_view(scratch)) };
}

const struct name *
name_new(struct arena *a, const char *prefixed)
{
	struct name *n = arena_new_of(a, struct name);
	struct buf scratch = { 0 };

	*n = name_of(a, &scratch, prefixed);
	buf_free(&scratch);
	return n;
}

const struct names *
names_new(struct arena *a)
{
	struct names *n = arena_new_of(a, struct names);
	struct buf scratch = { 0 };

	for (size_t i = 0; i < N_PROPERTIES; i++)
		n->properties[i] = name_of(a, &scratch, properties[i].predicate);
	for (size_t i = 0; i < N_CLASSES; i++)
		n->classes[i] = name_of(a, &scratch, classes[i].iri);
	for (size_t i = 0; i < N_TERMS; i++)
		n->terms[i] = name_of(a, &scratch, terms[i]);
	buf_free(&scratch);
	return n;
}

struct text
name_iri(const struct name *n)
{
	return text_slice(n->full, 1, n->full.n - 1);
}
