/*
 * How one gets at the data: addresses, services, formats.
 */
#include "check/rules.h"

#include "dcat/iri.h"

#include <stdlib.h>

/* --- addresses ------------------------------------------------------------------------------- */

/* The value that says where a distribution's bytes are; NULL where a service delivers them, since
 * many may share the service's address. */
static const struct value *
address(const struct resource *distribution)
{
	const struct value *v = good_value(distribution, DISTRIBUTION_file);

	if (resource_has(distribution, DISTRIBUTION_access_service))
		return NULL;
	if (!v)
		v = good_value(distribution, DISTRIBUTION_download_url);
	return v ? v : good_value(distribution, DISTRIBUTION_access_url);
}

static int
by_address(const void *left, const void *right)
{
	const struct value *const *a = left, *const *b = right;
	int order = text_compare((*a)->text, (*b)->text);

	if (order == 0)
		order = ((*a)->at.line > (*b)->at.line) - ((*a)->at.line < (*b)->at.line);
	return order ? order
		     : ((*a)->at.column > (*b)->at.column) - ((*a)->at.column < (*b)->at.column);
}

void
check_repeated_addresses(struct checking *k, const struct resource *r)
{
	size_t n, n_addresses = 0;
	const struct value *v = resource_values(r, DATASET_distributions, &n);

	if (n < 2)
		return;
	const struct value **addresses = arena_array(k->arena, const struct value *, n);
	for (size_t i = 0; i < n; i++) {
		const struct value *at = v[i].resource ? address(v[i].resource) : NULL;
		if (at)
			addresses[n_addresses++] = at;
	}
	qsort(addresses, n_addresses, sizeof *addresses, by_address);
	for (size_t i = 1; i < n_addresses; i++)
		if (text_equal(addresses[i - 1]->text, addresses[i]->text)) {
			struct buf line = { 0 };
			buf_number(&line, addresses[i - 1]->at.line);
			diagnose(k->d, REPEATED_ADDRESS, addresses[i]->at, addresses[i]->text,
			    buf_view(&line));
			buf_free(&line);
		}
}

void
check_private_addresses(struct checking *k, const struct resource *r)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		const struct value *v = &r->values[i];
		if (properties[v->property].kind == KIND_URL &&
		    !(v->flags & (VALUE_INVALID | VALUE_COMPUTED)) && iri_is_private(v->text))
			diagnose(k->d, PRIVATE_ADDRESS, v->at, v->text,
			    text_of(properties[v->property].key));
	}
}

/* --- services -------------------------------------------------------------------------------- */

static bool
is_endpoint(const struct resource *service, struct text url)
{
	size_t n;
	const struct value *v = resource_values(service, SERVICE_endpoint_url, &n);

	for (; n--; v++)
		if (text_equal(v->text, url))
			return true;
	return false;
}

/* K41 */
void
check_access_service(struct checking *k, const struct resource *r)
{
	const struct value *service = good_value(r, DISTRIBUTION_access_service);
	const struct value *download = good_value(r, DISTRIBUTION_file);
	size_t n;
	const struct value *v = resource_values(r, DISTRIBUTION_access_url, &n);

	if (!service)
		return;
	if (!download)
		download = good_value(r, DISTRIBUTION_download_url);
	if (download)
		diagnose(k->d, DOWNLOAD_BESIDE_SERVICE, download->at, service->text);
	if (!service->resource)
		return;
	for (; n--; v++)
		if (!(v->flags & (VALUE_INVALID | VALUE_COMPUTED)) &&
		    !is_endpoint(service->resource, v->text))
			diagnose(k->d, ACCESS_URL_NOT_ENDPOINT, v->at, v->text, service->text,
			    resource_text(service->resource, SERVICE_endpoint_url));
}

/* --- formats --------------------------------------------------------------------------------- */

/* Says nothing of what is inside. */
static bool
is_container(const struct concept *format)
{
	static const char *const containers[] = { "7Z", "ARC", "ARC_GZ", "ARJ", "BIN", "BZIP2",
		"GZIP", "ISO", "ISO_ZIP", "LHA", "LZIP", "LZMA", "LZO", "OCTET", "RAR", "TAR",
		"TAR_GZ", "TAR_XZ", "XZ", "Z", "ZIP" };

	for (size_t i = 0; i < sizeof containers / sizeof containers[0]; i++)
		if (text_equal(text_of(containers[i]), text_of(format->code)))
			return true;
	return false;
}

/* Every file is a document, a picture or the like; one whose format is unknown may be anything. */
void
check_machine_readable(struct checking *k, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_distributions, &n), *first = NULL;
	struct buf formats = { 0 };

	if (n == 0 || resource_has(r, DATASET_services))
		return;
	for (size_t i = 0; i < n; i++) {
		const struct value *format =
		    v[i].resource ? good_value(v[i].resource, DISTRIBUTION_format) : NULL;
		const struct concept *c = format ? format->concept : NULL;
		if (!c || (c->flags & (MACHINE_READABLE | SERVICE_FORMAT)) || is_container(c))
			goto done;
		if (!first)
			first = format;
		if (text_find(buf_view(&formats), text_of(c->code)) == formats.n) {
			if (formats.n)
				buf_str(&formats, ", ");
			buf_str(&formats, c->code);
		}
	}
	diagnose(k->d, NOT_MACHINE_READABLE, first->at, buf_view(&formats));
done:
	buf_free(&formats);
}
