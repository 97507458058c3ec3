/*
 * High-value datasets: Implementing Regulation (EU) 2023/138, DCAT-AP HVD 3.0.0. Whether a dataset
 * is one says its category; the regulation is then added when the catalogue is read.
 */
#include "check/rules.h"

#include "catalog/completion.h"
#include "quality/high_value.h"

static bool
names_regulation(const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_applicable_legislation, &n);

	for (; n--; v++)
		if (text_equal(v->text, T(HVD_LEGISLATION)))
			return true;
	return false;
}

/* Nearly the regulation: another ending, https, a page instead of the act. */
void
check_hvd_regulation(struct checking *k, const struct resource *r)
{
	static const enum property_id legislation[N_CLASSES] = {
		[CLASS_DATASET] = DATASET_applicable_legislation,
		[CLASS_SERIES] = SERIES_applicable_legislation,
		[CLASS_DISTRIBUTION] = DISTRIBUTION_applicable_legislation,
		[CLASS_SERVICE] = SERVICE_applicable_legislation,
	};
	size_t n;
	const struct value *v = resource_values(r, legislation[r->class], &n);

	for (; n--; v++)
		if (text_find(v->text, T("reg_impl/2023/138")) < v->text.n &&
		    !text_equal(v->text, T(HVD_LEGISLATION)))
			diagnose_fixable(k->d, MESSAGE_HVD_REGULATION_MISSPELT,
			    (struct diagnosis){ v->at, v->text, T(HVD_LEGISLATION) }, v->at, v->text, T(HVD_LEGISLATION));
}

/* Some category below it, to show that there are any. */
static const struct concept *
narrower(const struct code_lists *lists, const struct concept *category)
{
	const struct concept *c;

	for (size_t i = 0; (c = code_lists_at(lists, LIST_hvd_category, i)); i++)
		if (c->broader && text_equal(text_of(c->broader), text_of(category->code)))
			return c;
	return NULL;
}

static struct text
label(struct checking *k, const struct concept *c)
{
	return in_both(k->arena, c->de ? c->de : c->code, c->en ? c->en : c->code);
}

void
check_hvd_category(struct checking *k, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_hvd, &n);

	if (n == 0 && names_regulation(r))
		diagnose(
		    k->d, HVD_CATEGORY_MISSING, good_value(r, DATASET_applicable_legislation)->at);
	for (; k->is_public && n--; v++) {
		if ((v->flags & VALUE_INVALID) || !v->concept || v->concept->broader)
			continue;
		const struct concept *better = narrower(k->catalog->lists, v->concept);
		if (better)
			diagnose(k->d, HVD_CATEGORY_BROAD, v->at, text_of(v->concept->code),
			    label(k, v->concept), text_of(better->code), label(k, better));
	}
}

void
check_hvd_access(struct checking *k, const struct resource *r)
{
	const struct value *category = good_value(r, DATASET_hvd);

	if (!category)
		return;
	if (!dataset_has_api(r, table_get(k->served, r->id)))
		diagnose(k->d, HVD_API_MISSING, category->at);
	if (!dataset_has_download(r))
		diagnose(k->d, HVD_DOWNLOAD_MISSING, category->at);
}

static void
diagnose_service(struct checking *k, struct place at, enum property_id property, struct text line)
{
	diagnose(k->d, HVD_SERVICE_INCOMPLETE, at, name_of(k->arena, &properties[property]), line);
}

/* A service inside a high-value dataset has its category from there. */
void
check_hvd_service(struct checking *k, const struct resource *r)
{
	static const struct {
		enum property_id property;
		const char *line;
	} needed[] = {
		{ SERVICE_contact, "contact: { name: Geodienste, email: geodienste@example.org }" },
		{ SERVICE_page, "page: https://example.org/wfs/dokumentation" },
	};

	if (!resource_has(r, SERVICE_hvd) || k->entry->release == RELEASE_DRAFT || k->entry->release == RELEASE_WITHDRAWN)
		return;
	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (!resource_has(r, needed[i].property))
			diagnose_service(k, r->at, needed[i].property, text_of(needed[i].line));
}

/* One of services/ has to name it itself. */
void
check_hvd_services(struct checking *k, const struct resource *r)
{
	const struct value *category = good_value(r, DATASET_hvd);
	size_t n;
	const struct value *v = resource_values(r, DATASET_services, &n);

	if (!category || k->entry->release == RELEASE_DRAFT)
		return;
	for (; n--; v++)
		if (v->resource && !v->resource->owner && !resource_has(v->resource, SERVICE_hvd))
			diagnose_service(k, v->resource->at, SERVICE_hvd,
			    arena_printf(k->arena, "hvd: %.*s", TEXT_ARG(category->text)));
}
