/*
 * Turtle 1.1 (https://www.w3.org/TR/turtle/): a paragraph a subject, a line a predicate.
 */
#include "rdf/serializer.h"

/* [22] STRING_LITERAL_QUOTE, [159s] ECHAR */
void
turtle_literal(struct buf *out, struct text t)
{
	static const char escapes[0x60] = {
		['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\',
	};
	size_t done = 0;

	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.s[i];
		char escape = c < sizeof escapes ? escapes[c] : '\0';

		if (!escape)
			continue;
		buf_text(out, text_slice(t, done, i));
		buf_char(out, '\\');
		buf_char(out, escape);
		done = i + 1;
	}
	buf_text(out, text_slice(t, done, t.n));
}

static void
head(struct buf *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_str(out, "@prefix ");
		buf_str(out, prefixes[i].name);
		buf_str(out, ": <");
		buf_str(out, prefixes[i].iri);
		buf_str(out, "> .\n");
	}
}

static void
iri(struct buf *out, struct text t)
{
	buf_char(out, '<');
	buf_text(out, t);
	buf_char(out, '>');
}

/* The object comes next: behind a comma, or behind its predicate in a line of its own. */
static void
predicate(struct output *o, const struct name *p)
{
	if (p == o->predicate) {
		buf_text(o->out, T(", "));
		return;
	}
	buf_text(o->out, T(" ;\n  "));
	buf_text(o->out, p->prefixed);
	buf_char(o->out, ' ');
	o->predicate = p;
}

static void
subject(struct output *o, struct text s, const struct name *const types[], size_t n_types)
{
	buf_char(o->out, '\n');
	iri(o->out, s);
	for (size_t i = 0; i < n_types; i++) {
		buf_text(o->out, i ? T(", ") : T(" a "));
		buf_text(o->out, types[i]->prefixed);
	}
	o->predicate = NULL;
}

static void
link_to(struct output *o, const struct name *p, struct text object)
{
	predicate(o, p);
	iri(o->out, object);
}

static void
literal(struct output *o, const struct name *p, const struct literal *l)
{
	predicate(o, p);
	buf_char(o->out, '"');
	if (l->holds & (HOLDS_QUOTE | HOLDS_CONTROL | HOLDS_RETURN))
		turtle_literal(o->out, l->value);
	else
		buf_text(o->out, l->value);
	buf_char(o->out, '"');
	if (l->language.n) {
		buf_char(o->out, '@');
		buf_text(o->out, l->language);
	} else if (l->datatype) {
		buf_text(o->out, T("^^"));
		buf_text(o->out, l->datatype->prefixed);
	}
}

static void
end(struct output *o)
{
	buf_text(o->out, T(" .\n"));
}

const struct serializer turtle = {
	.head = head,
	.subject = subject,
	.link = link_to,
	.literal = literal,
	.end = end,
	.separator = "",
	.tail = "",
};
