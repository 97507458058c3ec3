#include "catalog/completion.h"

#include "adapters/digest.h"

/* Parts are const for everybody but those who build them. */
static struct resource *
building(const struct resource *r)
{
	return (struct resource *)(uintptr_t)r;
}

static void
add_defaults(const struct completion *c, struct resource *dataset)
{
	struct reader r = *c->reader;

	if (!c->defaults)
		return;
	r.flags = VALUE_DEFAULT;
	r.d = NULL; /* they were checked once, when catalog.yaml was read */
	for (const struct yaml_node *key = c->defaults->first; key; key = yaml_value(key)->next) {
		enum property_id p = property_named(CLASS_DATASET, key->text);
		if (p < N_PROPERTIES && !resource_has(dataset, p))
			reader_property(&r, dataset, p, yaml_value(key));
	}
}

/* Gives `to` the values of another resource's property. Parts stay with their owner. */
static void
inherit(const struct completion *c, const struct resource *from, enum property_id p,
    struct resource *to, enum property_id as)
{
	size_t n;

	resource_values(from, p, &n);
	if (resource_has(to, as))
		return;
	if (properties[as].kind == KIND_CONCEPT && !properties[as].is_repeatable && n > 1)
		n = 1; /* of a service's formats the first */
	for (size_t i = 0; i < n; i++) {
		/* `from` may be `to`, whose values move when one is added. */
		struct value copy = resource_values(from, p, &(size_t){ 0 })[i];
		copy.property = (uint16_t)as;
		copy.flags |= VALUE_COMPUTED;
		reader_add(c->reader, to, copy);
	}
}

static bool
has_text(const struct resource *r, enum property_id p, struct text t)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (size_t i = 0; i < n; i++)
		if (text_equal(v[i].text, t))
			return true;
	return false;
}

static void
add_legislation(const struct completion *c, struct resource *r, enum property_id p, struct place at)
{
	if (!has_text(r, p, T(HVD_LEGISLATION)))
		reader_add_text(c->reader, r, p, T(HVD_LEGISLATION), at);
}

/* --- places ---------------------------------------------------------------------------------- */

static void
add_place(const struct completion *c, struct resource *owner, enum property_id spatial,
    struct resource *location, struct text iri, bool is_bare)
{
	if (is_bare && text_find_char(location->iri, '#') < location->iri.n) {
		location->iri = iri;
		return;
	}
	struct resource *place = reader_resource(c->reader, CLASS_LOCATION, location->source, location->at,
	    iri, iri, owner);
	reader_add(c->reader, owner, (struct value){ .at = location->at, .resource = place,
					 .property = (uint16_t)spatial, .flags = VALUE_COMPUTED });
}

void
complete_locations(const struct completion *c, struct resource *owner, enum property_id spatial)
{
	static const struct {
		enum property_id key;
		const char *prefix;
	} keys[] = {
		{ LOCATION_uri, "" },
		{ LOCATION_ags, "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/" },
		{ LOCATION_ars, "http://dcat-ap.de/def/politicalGeocoding/regionalKey/" },
	};
	size_t n;

	resource_values(owner, spatial, &n);
	for (size_t i = 0; i < n; i++) {
		/* Adding places moves the values, but never those before. */
		struct resource *location = building(resource_values(owner, spatial, &(size_t){ 0 })[i].resource);
		if (!location)
			continue;
		bool is_bare = !resource_has(location, LOCATION_bbox) && !resource_has(location, LOCATION_centroid) &&
			       !resource_has(location, LOCATION_geometry) && !resource_has(location, LOCATION_name);
		for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
			struct text key = resource_text(location, keys[k].key);
			if (key.n)
				add_place(c, owner, spatial, location,
				    arena_printf(c->reader->arena, "%s%.*s", keys[k].prefix, TEXT_ARG(key)), is_bare);
		}
	}
}

/* A municipality's key says that the data covers a municipality. */
static void
add_geocoding_level(const struct completion *c, struct resource *dataset)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_spatial, &n);

	if (resource_has(dataset, DATASET_geocoding_level))
		return;
	for (size_t i = 0; i < n; i++)
		if (v[i].resource && resource_text(v[i].resource, LOCATION_ags).n == 8) {
			reader_add_concept(c->reader, dataset, DATASET_geocoding_level,
			    code_lists_find(c->reader->lists, LIST_geocoding_level, T("municipality")), v[i].at);
			return;
		}
}

/* --- hosted files ------------------------------------------------------------------------------ */

static struct text
nearest_hosted(const struct table *hosted, struct text path)
{
	struct text best = T("");
	unsigned least = 6;

	for (size_t i = 0; i < hosted->n; i++) {
		unsigned distance = text_distance(path, hosted->entries[i].key);
		if (distance < least) {
			least = distance;
			best = hosted->entries[i].key;
		}
	}
	return best;
}

static void
add_checksum(const struct completion *c, struct resource *distribution, struct text sha256, struct place at)
{
	struct reader *r = c->reader;
	struct resource *checksum =
	    reader_resource(r, CLASS_CHECKSUM, at.source, at, T(""), T(""), distribution);

	reader_add_concept(r, checksum, CHECKSUM_algorithm,
	    code_lists_find(r->lists, LIST_checksum_algorithm, T("sha256")), at);
	reader_add_text(r, checksum, CHECKSUM_value, sha256, at);
	reader_name_part(r, checksum);
	reader_add_part(r, distribution, DISTRIBUTION_checksum, checksum);
}

static const struct concept *
format_of_name(const struct code_lists *lists, struct text path)
{
	size_t dot = path.n;

	while (dot && path.s[dot - 1] != '.' && path.s[dot - 1] != '/')
		dot--;
	return dot && path.s[dot - 1] == '.' ?
		   code_lists_find(lists, LIST_file_type, text_slice(path, dot, path.n)) : NULL;
}

/* What programs take for UTF-8, whatever it is. */
static bool
is_text_of_utf8(const struct concept *format)
{
	static const char *const codes[] = { "CSV", "TSV", "JSON", "GEOJSON", "JSON_LD" };

	for (size_t i = 0; format && i < sizeof codes / sizeof codes[0]; i++)
		if (text_equal(text_of(format->code), text_of(codes[i])))
			return true;
	return false;
}

static void
complete_hosted(const struct completion *c, const struct resource *dataset, struct resource *distribution)
{
	struct reader *r = c->reader;
	const struct value *file = resource_value(distribution, DISTRIBUTION_file);

	if (!file)
		return;
	struct place at = file->at;
	struct text path = file->text;
	if (text_starts(path, T("catalog/")))
		path = text_slice(path, 8, path.n);
	const struct concept *format = format_of_name(r->lists, path);
	if (format && !resource_has(distribution, DISTRIBUTION_format))
		reader_add_concept(r, distribution, DISTRIBUTION_format, format, at);
	const struct snapshot_file *found = table_get(c->hosted, path);
	struct text folder = arena_printf(r->scratch, "data/%.*s/", TEXT_ARG(dataset->id));
	if (!found || !text_starts(path, folder)) {
		if (found)
			diagnose(r->d, HOSTED_FILE_ELSEWHERE, at, path,
			    arena_printf(r->scratch, "catalog/%.*s", TEXT_ARG(folder)));
		else
			diagnose(r->d, HOSTED_FILE_MISSING, at, path, nearest_hosted(c->hosted, path));
		reader_add(r, distribution, (struct value){ .at = at, .property = DISTRIBUTION_access_url, .flags = VALUE_INVALID });
		return;
	}
	struct text bytes = snapshot_read(c->files, found, r->scratch);
	if (is_text_of_utf8(format) && !utf8_is_valid(bytes))
		diagnose(r->d, HOSTED_FILE_NOT_UTF8, at, path);
	struct digest digest = digest_of(bytes);
	struct buf hex = { 0 };
	digest_write(&hex, &digest);
	struct hosted_file hosted = { found, arena_text(r->arena, path), arena_text(r->arena, buf_view(&hex)), dataset };
	buf_free(&hex);

	reader_remove(distribution, DISTRIBUTION_download_url);
	reader_remove(distribution, DISTRIBUTION_access_url);
	reader_remove(distribution, DISTRIBUTION_byte_size);
	reader_remove(distribution, DISTRIBUTION_checksum);
	reader_add_text(r, distribution, DISTRIBUTION_download_url,
	    arena_printf(r->arena, "%.*s%.*s", TEXT_ARG(c->settings->base_url), TEXT_ARG(path)), at);
	reader_add_text(r, distribution, DISTRIBUTION_byte_size, arena_printf(r->arena, "%zu", bytes.n), at);
	add_checksum(c, distribution, hosted.sha256, at);
	c->found_file(c->context, &hosted);
}

/* --- distributions and services ------------------------------------------------------------------ */

static void
complete_distribution(const struct completion *c, const struct resource *dataset, struct resource *d)
{
	struct reader *r = c->reader;

	complete_hosted(c, dataset, d);
	/* K39: what can only be downloaded is reached where it is downloaded. */
	inherit(c, d, DISTRIBUTION_download_url, d, DISTRIBUTION_access_url);
	inherit(c, dataset, DATASET_license, d, DISTRIBUTION_license);
	inherit(c, dataset, DATASET_attribution, d, DISTRIBUTION_attribution);
	inherit(c, dataset, DATASET_availability, d, DISTRIBUTION_availability);
	const struct concept *format = resource_concept(d, DISTRIBUTION_format);
	if (format && format->media_type && !resource_has(d, DISTRIBUTION_media_type)) {
		const struct concept *type =
		    code_lists_find(r->lists, LIST_media_type, text_of(format->media_type));
		if (type)
			reader_add_concept(r, d, DISTRIBUTION_media_type, type,
			    resource_value(d, DISTRIBUTION_format)->at);
	}
	const struct value *hvd = resource_value(dataset, DATASET_hvd);
	if (hvd)
		add_legislation(c, d, DISTRIBUTION_applicable_legislation, hvd->at);
}

static void
add_type_facts(const struct completion *c, struct resource *service)
{
	const struct value *type = resource_value(service, SERVICE_type);

	if (type && type->concept && type->concept->iri && !resource_has(service, SERVICE_conforms_to))
		reader_add_text(c->reader, service, SERVICE_conforms_to, text_of(type->concept->iri), type->at);
}

void
complete_service(const struct completion *c, struct resource *service)
{
	const struct value *hvd = resource_value(service, SERVICE_hvd);

	complete_locations(c, service, SERVICE_spatial);
	add_type_facts(c, service);
	if (hvd)
		add_legislation(c, service, SERVICE_applicable_legislation, hvd->at);
}

void
complete_series(const struct completion *c, struct resource *series)
{
	const struct value *hvd = resource_value(series, SERIES_hvd);

	complete_locations(c, series, SERIES_spatial);
	if (hvd)
		add_legislation(c, series, SERIES_applicable_legislation, hvd->at);
}

/* A service written inside its dataset has its publisher, contact and terms from there. */
static void
complete_inline_service(const struct completion *c, const struct resource *dataset, struct resource *service)
{
	static const struct {
		enum property_id from, to;
	} inherited[] = {
		{ DATASET_publisher, SERVICE_publisher },
		{ DATASET_contact, SERVICE_contact },
		{ DATASET_license, SERVICE_license },
		{ DATASET_access_rights, SERVICE_access_rights },
		{ DATASET_availability, SERVICE_availability },
		{ DATASET_themes, SERVICE_themes },
		{ DATASET_keywords, SERVICE_keywords },
		{ DATASET_hvd, SERVICE_hvd },
		{ DATASET_page, SERVICE_page },
	};

	for (size_t i = 0; i < sizeof inherited / sizeof inherited[0]; i++)
		inherit(c, dataset, inherited[i].from, service, inherited[i].to);
	reader_remove(service, SERVICE_serves_dataset);
	reader_add(c->reader, service, (struct value){ .at = service->at, .text = dataset->id,
				   .resource = dataset, .property = SERVICE_serves_dataset, .flags = VALUE_COMPUTED });
	complete_service(c, service);
}

/* K41: data that comes through a service is a distribution whose access URL is the service's. */
static void
add_service_distribution(const struct completion *c, struct resource *dataset, const struct value *v,
    const struct resource *service)
{
	struct reader *r = c->reader;
	struct resource *d =
	    reader_resource(r, CLASS_DISTRIBUTION, dataset->source, v->at, T(""), T(""), dataset);
	const struct concept *type = resource_concept(service, SERVICE_type);

	inherit(c, service, SERVICE_title, d, DISTRIBUTION_title);
	inherit(c, service, SERVICE_endpoint_url, d, DISTRIBUTION_access_url);
	reader_add(r, d, (struct value){ .at = v->at, .text = service->id, .resource = service,
			     .property = DISTRIBUTION_access_service, .flags = VALUE_COMPUTED });
	const struct concept *format =
	    type && type->broader ? code_lists_find(r->lists, LIST_file_type, text_of(type->broader)) : NULL;
	inherit(c, service, SERVICE_format, d, DISTRIBUTION_format);
	if (format && !resource_has(d, DISTRIBUTION_format))
		reader_add_concept(r, d, DISTRIBUTION_format, format, v->at);
	inherit(c, service, SERVICE_license, d, DISTRIBUTION_license);
	reader_name_part(r, d);
	reader_add(r, dataset, (struct value){ .at = v->at, .resource = d,
				   .property = DATASET_distributions, .flags = VALUE_COMPUTED });
}

static struct text
nearest_service(const struct table *services, struct text id)
{
	struct text best = T("");
	unsigned least = 4;

	for (size_t i = 0; i < services->n; i++) {
		unsigned distance = text_distance(id, services->entries[i].key);
		if (distance < least) {
			least = distance;
			best = services->entries[i].key;
		}
	}
	return best;
}

static void
complete_services(const struct completion *c, struct resource *dataset)
{
	size_t n;

	resource_values(dataset, DATASET_services, &n);
	for (size_t i = 0; i < n; i++) {
		struct value *v = (struct value *)(uintptr_t)&resource_values(dataset, DATASET_services, &(size_t){ 0 })[i];
		if (v->flags & VALUE_INVALID)
			continue;
		if (v->resource) {
			complete_inline_service(c, dataset, building(v->resource));
		} else {
			v->resource = table_get(c->services, v->text);
			if (!v->resource) {
				diagnose(c->reader->d, UNKNOWN_REFERENCE, v->at, v->text, text_of(classes[CLASS_SERVICE].words),
				    nearest_service(c->services, v->text));
				continue;
			}
		}
		struct value copy = *v; /* adding moves the values */
		add_service_distribution(c, dataset, &copy, copy.resource);
	}
}

void
complete_dataset(const struct completion *c, struct resource *dataset)
{
	size_t n;

	add_defaults(c, dataset);
	complete_locations(c, dataset, DATASET_spatial);
	add_geocoding_level(c, dataset);
	complete_services(c, dataset);
	const struct value *hvd = resource_value(dataset, DATASET_hvd);
	if (hvd)
		add_legislation(c, dataset, DATASET_applicable_legislation, hvd->at);
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);
	for (size_t i = 0; i < n; i++)
		if (v[i].resource)
			complete_distribution(c, dataset, building(v[i].resource));
	v = resource_values(dataset, DATASET_sample, &n);
	for (size_t i = 0; i < n; i++)
		if (v[i].resource)
			complete_distribution(c, dataset, building(v[i].resource));
}
