/*
 * Resources under construction: adding values in order, naming parts, freezing.
 */
#include "catalog/reader.h"

#include "adapters/digest.h"

#include <string.h>

/* --- resources under construction ------------------------------------------------------------ */

struct resource *
reader_resource(struct reader *r, enum class class, const struct source *source, struct place at,
    struct text id, struct text iri, const struct resource *owner)
{
	struct resource *resource = arena_new_of(r->arena, struct resource);

	*resource = (struct resource){ .class = class, .release = RELEASE_PUBLIC, .source = source,
		.at = at, .id = id, .iri = iri, .owner = owner };
	return resource;
}

void
reader_add(struct reader *r, struct resource *resource, struct value v)
{
	uint32_t n = resource->n_values;

	/* The room is the next power of two, at least 8. */
	if (n == 0 || (n >= 8 && (n & (n - 1)) == 0)) {
		struct value *values = arena_array(r->scratch, struct value, n ? 2 * n : 8);
		if (n)
			memcpy(values, resource->values, n * sizeof *values);
		resource->values = values;
	}
	uint32_t at = n;
	for (; at && resource->values[at - 1].property > v.property; at--)
		resource->values[at] = resource->values[at - 1];
	v.flags |= r->flags;
	resource->values[at] = v;
	resource->n_values++;
}

void
reader_add_text(struct reader *r, struct resource *resource, enum property_id p, struct text t,
    struct place at)
{
	reader_add(r, resource, (struct value){ .at = at, .text = t, .property = (uint16_t)p,
				    .flags = VALUE_COMPUTED });
}

void
reader_add_concept(struct reader *r, struct resource *resource, enum property_id p,
    const struct concept *c, struct place at)
{
	reader_add(r, resource, (struct value){ .at = at, .text = text_of(c->code), .concept = c,
				    .property = (uint16_t)p, .flags = VALUE_COMPUTED });
}

void
reader_add_part(struct reader *r, struct resource *resource, enum property_id p, struct resource *part)
{
	reader_add(r, resource, (struct value){ .at = part->at, .resource = part, .property = (uint16_t)p });
}

void
reader_remove(struct resource *resource, enum property_id p)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < resource->n_values; i++)
		if (resource->values[i].property != p)
			resource->values[kept++] = resource->values[i];
	resource->n_values = kept;
}

void
reader_freeze(struct reader *r, struct resource *resource)
{
	struct value *values = arena_array(r->arena, struct value, resource->n_values);

	if (resource->n_values)
		memcpy(values, resource->values, resource->n_values * sizeof *values);
	resource->values = values;
	resource_index(resource);
	for (uint32_t i = 0; i < resource->n_values; i++)
		if (properties[values[i].property].kind == KIND_NODE && values[i].resource &&
		    values[i].resource->owner == resource)
			reader_freeze(r, (struct resource *)values[i].resource);
}

struct text
reader_keep(struct reader *r, struct text t)
{
	return arena_text(r->arena, t);
}

/* --- names of parts -------------------------------------------------------------------------- */

/* The eight digits that tell one distribution from another: the beginning of the SHA-256 of its
 * address, so that they stay when a title changes or the order does. */
static void
write_address_mark(struct buf *out, struct text address)
{
	struct digest digest = digest_of(address);
	size_t start = out->n;

	digest_write(out, &digest);
	out->n = start + 8;
}

static bool
is_taken(const struct resource *owner, const struct resource *part, struct text iri)
{
	for (uint32_t i = 0; i < owner->n_values; i++) {
		const struct value *v = &owner->values[i];
		if (properties[v->property].kind == KIND_NODE && v->resource && v->resource != part &&
		    v->resource->owner == owner && text_equal(v->resource->iri, iri))
			return true;
	}
	return false;
}

static struct text
first_address(const struct resource *part)
{
	static const enum property_id addresses[] = { DISTRIBUTION_file, DISTRIBUTION_download_url,
		DISTRIBUTION_access_url, SERVICE_endpoint_url };

	for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
		if (properties[addresses[i]].class == part->class && resource_has(part, addresses[i]))
			return resource_text(part, addresses[i]);
	return T("");
}

void
reader_name_part(struct reader *r, struct resource *part)
{
	static const char *const names[N_CLASSES] = {
		[CLASS_DISTRIBUTION] = "distribution",
		[CLASS_SERVICE] = "service",
		[CLASS_KIND] = "contact",
		[CLASS_CONTACT_ADDRESS] = "address",
		[CLASS_ADDRESS] = "address",
		[CLASS_LOCATION] = "location",
		[CLASS_PERIOD] = "period",
		[CLASS_CHECKSUM] = "checksum",
		[CLASS_RELATIONSHIP] = "relation",
		[CLASS_ATTRIBUTION] = "attribution",
		[CLASS_IDENTIFIER] = "identifier",
		[CLASS_PROVENANCE] = "provenance",
		[CLASS_ACTIVITY] = "activity",
		[CLASS_RIGHTS_STATEMENT] = "rights",
		[CLASS_WITHDRAWAL] = "withdrawal",
	};
	const struct resource *owner = part->owner;
	struct buf name = { 0 };

	if (owner->iri.n == 0)
		return; /* named together with its owner, whose name depends on what it says */
	if (owner->owner) {
		buf_text(&name, owner->id);
		buf_char(&name, '-');
	}
	buf_str(&name, names[part->class]);
	if (part->class == CLASS_DISTRIBUTION || part->class == CLASS_SERVICE) {
		struct text id = resource_text(part,
		    part->class == CLASS_SERVICE ? SERVICE_id : DISTRIBUTION_id);
		buf_char(&name, '-');
		if (id.n)
			buf_text(&name, id);
		else
			write_address_mark(&name, first_address(part));
	}
	struct text base = text_slice(owner->iri, 0, text_find_char(owner->iri, '#'));
	size_t length = name.n;
	for (unsigned n = 2;; n++) {
		part->iri = arena_printf(r->arena, "%.*s#%.*s", TEXT_ARG(base), TEXT_ARG(buf_view(&name)));
		part->id = text_slice(part->iri, base.n + 1, part->iri.n);
		if (!is_taken(owner, part, part->iri))
			break;
		name.n = length;
		buf_printf(&name, "-%u", n);
	}
	buf_free(&name);
	for (uint32_t i = 0; i < part->n_values; i++) {
		const struct value *v = &part->values[i];
		if (properties[v->property].kind == KIND_NODE && v->resource && v->resource->owner == part &&
		    v->resource->iri.n == 0)
			reader_name_part(r, (struct resource *)(uintptr_t)v->resource);
	}
}
