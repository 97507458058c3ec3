/*
 * Who is responsible for what: publishers, other bodies by their roles, contacts.
 */
#include "import/iso19139_record.h"

static void
add_address(struct iso_records *r, const struct record *m, struct draft *d, enum property_id p,
    const struct xml_element *party)
{
	static const struct {
		const char *path;
		const char *key;
	} fields[] = {
		{ "deliveryPoint",      "street" },
		{ "postalCode",         "postcode" },
		{ "city",               "city" },
		{ "administrativeArea", "region" },
		{ "country",            "country" },
	};
	const struct xml_element *address = iso_one(r, party, "contactInfo/*/address/*");

	for (size_t i = 0; address && i < sizeof fields / sizeof fields[0]; i++) {
		const struct xml_element *e = iso_one(r, address, fields[i].path);
		struct text own = iso_any_words(r, e);
		struct draft *part = own.n ? draft_only_part(d, p) : NULL;
		if (part)
			dcat_value_add(&r->values, part, property_named(part->class, text_of(fields[i].key)),
			    iso_found(r, m, e, own));
	}
}

static void
add_ways(struct iso_records *r, const struct record *m, struct draft *d, const struct xml_element *party,
    enum property_id email, enum property_id telephone, enum property_id url)
{
	static const char *const paths[] = { "contactInfo/*/address/*/electronicMailAddress",
		"contactInfo/*/phone/*/voice", "contactInfo/*/onlineResource/*/linkage" };
	const enum property_id properties_of[] = { email, telephone, url };

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		for (const struct hit *h = iso_all(r, party, paths[i]); h; h = h->next) {
			struct text own = iso_words(h->element, NULL);
			if (own.n && (properties[properties_of[i]].is_repeatable || !draft_has(d, properties_of[i])))
				dcat_value_add(&r->values, d, properties_of[i], iso_found(r, m, h->element, own));
		}
}

struct text
iso_agent(struct iso_records *r, const struct record *m, const struct party *p)
{
	struct draft *fresh = NULL;
	struct text id = import_agent(r->import, T(""), p->name, T(""), &fresh);
	const struct xml_element *name = iso_one(r, p->element, "organisationName");

	if (!fresh)
		return id;
	if (!name || iso_any_words(r, name).n == 0)
		name = iso_one(r, p->element, "individualName");
	/* The name stands there without a language, which is the catalogue's. */
	if (m->language.n)
		draft_remove(fresh, AGENT_name);
	if (name)
		iso_add_text(r, m, fresh, AGENT_name, name);
	add_ways(r, m, fresh, p->element, AGENT_email, AGENT_telephone, AGENT_homepage);
	add_address(r, m, fresh, AGENT_address, p->element);
	return id;
}

static bool
has_contact(const struct draft *d, enum property_id contact, struct text name, struct text email)
{
	for (const struct draft_value *v = draft_value(d, contact); v; v = draft_next(v))
		if (text_equal(draft_text(v->part, KIND_name), name) &&
		    text_equal(draft_text(v->part, KIND_email), email))
			return true;
	return false;
}

static void
add_contact(struct iso_records *r, const struct record *m, struct draft *d, const struct party *p)
{
	enum property_id contact = iso_property(d, DATASET_contact);
	const struct xml_element *organisation = iso_one(r, p->element, "organisationName");
	struct text individual = iso_words_at(r, p->element, "individualName");
	struct text email = iso_words_at(r, p->element, "contactInfo/*/address/*/electronicMailAddress");

	if (has_contact(d, contact, individual.n ? individual : iso_words(organisation, NULL), email))
		return;
	struct draft *kind = draft_part(d, contact);
	kind->at = iso_place(m, p->element);
	if (individual.n)
		iso_add_value(r, m, kind, KIND_name, iso_one(r, p->element, "individualName"));
	if (organisation && individual.n)
		iso_add_value(r, m, kind, KIND_organization, organisation);
	else if (organisation)
		iso_add_text(r, m, kind, KIND_name, organisation);
	add_ways(r, m, kind, p->element, KIND_email, KIND_telephone, KIND_url);
	add_address(r, m, kind, KIND_address, p->element);
}

static struct party
party_of(struct iso_records *r, const struct xml_element *e)
{
	struct text organisation = iso_any_words(r, iso_one(r, e, "organisationName"));

	return (struct party){ e, iso_words_at(r, e, "role"),
		organisation.n ? organisation : iso_any_words(r, iso_one(r, e, "individualName")) };
}

/* The first party that has one of the roles, the first role first. */
static struct party
party_with_role(struct iso_records *r, const struct record *m, const char *const *roles)
{
	for (; *roles; roles++) {
		for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/pointOfContact/*"); h;
		     h = h->next) {
			struct party p = party_of(r, h->element);
			if (p.name.n && text_equal(p.role, text_of(*roles)))
				return p;
		}
		for (const struct hit *h = iso_all(r, m->metadata, "contact/*"); h; h = h->next) {
			struct party p = party_of(r, h->element);
			if (p.name.n && text_equal(p.role, text_of(*roles)))
				return p;
		}
	}
	return (struct party){ 0 };
}

struct party
iso_publisher(struct iso_records *r, const struct record *m)
{
	static const char *const roles[] = { "publisher", "owner", "custodian", "distributor", "resourceProvider",
		"pointOfContact", "originator", "author", NULL };

	return party_with_role(r, m, roles);
}

void
iso_add_parties(struct iso_records *r, const struct record *m, struct draft *d)
{
	static const struct {
		const char *role;
		enum property_id property;
	} roles[] = {
		{ "owner",                 DATASET_rights_holder },
		{ "custodian",             DATASET_custodian },
		{ "originator",            DATASET_originator },
		{ "author",                DATASET_creator },
		{ "distributor",           DATASET_distributor },
		{ "principalInvestigator", DATASET_principal_investigator },
		{ "processor",             DATASET_processor },
		{ "resourceProvider",      DATASET_resource_provider },
		{ "user",                  DATASET_user },
	};
	struct party publisher = iso_publisher(r, m);
	enum property_id contact = iso_property(d, DATASET_contact);

	if (publisher.name.n)
		draft_add(d, iso_property(d, DATASET_publisher), iso_agent(r, m, &publisher));
	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/pointOfContact/*"); h; h = h->next) {
		struct party p = party_of(r, h->element);
		if (text_equal(p.role, T("pointOfContact")) && p.name.n)
			add_contact(r, m, d, &p);
		for (size_t i = 0; p.name.n && i < sizeof roles / sizeof roles[0]; i++)
			if (text_equal(p.role, text_of(roles[i].role)))
				draft_add(d, iso_property(d, roles[i].property), iso_agent(r, m, &p));
	}
	for (const struct hit *h = iso_all(r, m->metadata, "distributionInfo/*/distributor/*/distributorContact/*");
	     h; h = h->next) {
		struct party p = party_of(r, h->element);
		if (p.name.n)
			draft_add(d, iso_property(d, DATASET_distributor), iso_agent(r, m, &p));
	}
	if (draft_has(d, contact))
		return;
	/* Nobody is called the contact: whoever published it, else who wrote the description. */
	if (publisher.name.n &&
	    iso_words_at(r, publisher.element, "contactInfo/*/address/*/electronicMailAddress").n) {
		add_contact(r, m, d, &publisher);
		return;
	}
	for (const struct hit *h = iso_all(r, m->metadata, "contact/*"); h; h = h->next) {
		struct party p = party_of(r, h->element);
		if (p.name.n)
			add_contact(r, m, d, &p);
	}
}
