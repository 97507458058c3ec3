/*
 * From entry to entry: what was withdrawn and what took its place, and that nothing public leads
 * to what is not.
 */
#include "catalog/public.h"
#include "check/rules.h"

static const struct resource *
withdrawal(const struct resource *r)
{
	const struct value *v = withdrawal_of(r);

	return v && !(v->flags & VALUE_INVALID) ? v->resource : NULL;
}

void
check_withdrawal(struct checking *k, const struct resource *r)
{
	const struct value *v = resource_value(r, DATASET_withdrawn);

	if (r->release == RELEASE_WITHDRAWN && !v)
		diagnose(k->d, WITHDRAWAL_MISSING, r->at);
	if (r->release != RELEASE_WITHDRAWN && r->release != RELEASE_UNKNOWN && v)
		diagnose(k->d, WITHDRAWAL_UNEXPECTED, v->at, release_name(r->release));
}

static const struct value *
successor(const struct resource *r)
{
	const struct resource *w = withdrawal(r);

	return w ? good_value(w, WITHDRAWAL_successor) : NULL;
}

/* A service that a dataset describes in place goes with what the dataset says. */
void
check_withdrawn_part(struct checking *k, const struct resource *r)
{
	const struct value *v = withdrawal_of(r);

	if (r->owner && v)
		diagnose(k->d, WITHDRAWAL_IN_PLACE, v->at);
}

/* Successors lead to something public, over as many withdrawn ones as there are. */
void
check_successor(struct checking *k, const struct resource *r)
{
	const struct value *first = successor(r);
	const struct resource *next = r;
	const struct resource *slow =
	    r; /* goes half as fast: who meets it goes round in a circle */
	struct buf chain = { 0 };

	if (r->release != RELEASE_WITHDRAWN || !first || !first->resource)
		return;
	buf_text(&chain, r->id);
	for (size_t n = 1;; n++) {
		const struct value *v = successor(next);
		if (!v || !v->resource)
			break;
		next = v->resource;
		buf_str(&chain, " → ");
		buf_text(&chain, next->id);
		bool is_hidden = k->shown && next->release == RELEASE_PUBLIC && !public_has(k->shown, next);
		if (is_hidden && !next->is_unreadable)
			diagnose(k->d, SUCCESSOR_NOT_PUBLIC, first->at, next->id,
			    in_both(k->arena, "von keinem öffentlichen Datensatz genannt", "named by no public dataset"));
		if (next->release == RELEASE_PUBLIC || next->is_unreadable)
			break;
		if (next == slow) {
			diagnose(k->d, SUCCESSOR_LOOP, first->at, buf_view(&chain));
			break;
		}
		if (next->release != RELEASE_WITHDRAWN || !successor(next)) {
			diagnose(k->d, SUCCESSOR_NOT_PUBLIC, first->at, next->id,
			    release_name(next->release));
			break;
		}
		if (n % 2 == 0)
			slow = successor(slow)->resource;
	}
	buf_free(&chain);
}

/* The successor of what was withdrawn, or nothing. */
static struct text
replacement(const struct resource *r)
{
	const struct resource *last = last_successor(r);

	return last && last->release == RELEASE_PUBLIC ? last->id : T("");
}

static struct text
what_instead(struct checking *k, const struct resource *withdrawn)
{
	struct text id = replacement(withdrawn);

	if (!id.n)
		return in_both(k->arena, "Löschen Sie die Angabe", "Delete it");
	return arena_printf(k->arena, "Schreiben Sie: %.*s" BOTH_LANGUAGES "Write: %.*s", TEXT_ARG(id), TEXT_ARG(id));
}

void
check_references(struct checking *k, const struct resource *r)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		const struct value *v = &r->values[i];
		const struct property *p = &properties[v->property];
		bool is_reference = p->kind == KIND_REFERENCE || v->property == DATASET_services;
		if (!is_reference || !v->resource || v->resource->owner || (v->flags & (VALUE_INVALID | VALUE_COMPUTED)))
			continue;
		enum release release = release_of(v->resource);
		/* A service may serve both; what is not public is left out of it
		 * (catalog/public.c). */
		if (v->property == SERVICE_serves_dataset && release != RELEASE_WITHDRAWN)
			continue;
		if (release == RELEASE_WITHDRAWN && v->resource->class != CLASS_DATASET)
			diagnose(k->d, NAMES_WITHDRAWN, v->at, text_of(p->key), v->text, what_instead(k, v->resource));
		else if (release == RELEASE_WITHDRAWN)
			diagnose(k->d, REFERS_TO_WITHDRAWN, v->at, text_of(p->key), v->text,
			    replacement(v->resource));
		else if (release == RELEASE_INTERNAL || release == RELEASE_DRAFT)
			diagnose(k->d, REFERS_TO_INTERNAL, v->at, text_of(p->key), v->text,
			    release_name(release));
	}
}
