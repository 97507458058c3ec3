/*
 * N-Triples 1.1 (https://www.w3.org/TR/n-triples/): a triple a line.
 */
#include "rdf/serializer.h"

static void
head(struct buf *out, size_t n)
{
	(void)out;
	(void)n;
}

/* Subject and predicate. */
static void
begin(struct output *o, const struct name *predicate)
{
	buf_text(o->out, buf_view(&o->subject));
	buf_text(o->out, predicate->full);
	buf_char(o->out, ' ');
}

static void
subject(struct output *o, struct text s, const struct name *const types[], size_t n_types)
{
	o->subject.n = 0;
	buf_char(&o->subject, '<');
	buf_text(&o->subject, s);
	buf_text(&o->subject, T("> "));
	for (size_t i = 0; i < n_types; i++) {
		buf_text(o->out, buf_view(&o->subject));
		buf_text(o->out, T("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "));
		buf_text(o->out, types[i]->full);
		buf_text(o->out, T(" .\n"));
	}
}

static void
link_to(struct output *o, const struct name *predicate, struct text object)
{
	begin(o, predicate);
	buf_char(o->out, '<');
	buf_text(o->out, object);
	buf_text(o->out, T("> .\n"));
}

static void
literal(struct output *o, const struct name *predicate, const struct literal *l)
{
	begin(o, predicate);
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
		buf_text(o->out, l->datatype->full);
	}
	buf_text(o->out, T(" .\n"));
}

static void
end(struct output *o)
{
	(void)o;
}

const struct serializer ntriples = {
	.head = head,
	.subject = subject,
	.link = link_to,
	.literal = literal,
	.end = end,
	.separator = "",
	.tail = "",
};
