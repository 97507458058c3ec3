/*
 * What must be said, and what should: the obligation column of the property table, for every class.
 */
#include "check/rules.h"

#include "core/die.h"

/* When a field need not be there. */
enum excuse {
	INSTEAD,   /* another field of the resource does as well */
	INHERITED, /* a part has it from its dataset, where it is asked for */
	ELSEWHERE, /* a rule of its own asks for it, or the generator supplies it */
};

static const struct {
	enum property_id property;
	enum excuse excuse;
	enum property_id instead;
} excuses[] = {
	{ CATALOG_homepage, ELSEWHERE },
	{ CATALOG_theme_taxonomy, ELSEWHERE },
	{ CATALOG_modified, ELSEWHERE },
	{ DATASET_release, ELSEWHERE },
	{ DATASET_temporal, INSTEAD, DATASET_frequency }, /* live data has no end */
	{ DATASET_distributions, INSTEAD, DATASET_services },
	{ DISTRIBUTION_license, ELSEWHERE }, /* K32 */
	{ DISTRIBUTION_modified, INHERITED },
	{ DISTRIBUTION_availability, INHERITED },
	{ SERVICE_publisher, INHERITED },
	{ SERVICE_contact, INHERITED },
	{ SERVICE_availability, INHERITED },
	{ SERVICE_serves_dataset, INHERITED },
	{ KIND_email, ELSEWHERE }, /* K01 */
	{ KIND_url, ELSEWHERE },
	{ LOCATION_bbox, INSTEAD, LOCATION_uri },
	{ LOCATION_bbox, INSTEAD, LOCATION_ags },
	{ LOCATION_bbox, INSTEAD, LOCATION_ars },
	{ LOCATION_bbox, INSTEAD, LOCATION_centroid },
	{ LOCATION_bbox, INSTEAD, LOCATION_geometry },
	{ LOCATION_centroid, ELSEWHERE }, /* one of them is enough */
	{ PERIOD_from, ELSEWHERE }, /* K38 */
	{ PERIOD_to, ELSEWHERE },
};

static bool
is_elsewhere(enum property_id p)
{
	for (size_t i = 0; i < sizeof excuses / sizeof excuses[0]; i++)
		if (excuses[i].property == p && excuses[i].excuse == ELSEWHERE)
			return true;
	return false;
}

static bool
is_excused(const struct resource *r, enum property_id p)
{
	for (size_t i = 0; i < sizeof excuses / sizeof excuses[0]; i++)
		if (excuses[i].property == p &&
		    (excuses[i].excuse == INHERITED ? r->owner != NULL :
						      resource_has(r, excuses[i].instead)))
			return true;
	return false;
}

/* The line a clerk can copy. */
static struct text
example_line(struct checking *k, const struct resource *r, enum property_id p)
{
	if (text_equal(text_of(properties[p].key), T("description")) && r->class != CLASS_CATALOG)
		return in_both(k->arena, "unter der zweiten Zeile „---“ einen Text in Markdown",
		    "a text in Markdown below the second line “---”");
	if (p == DISTRIBUTION_access_url) /* K39: it follows, and is what most have */
		p = DISTRIBUTION_download_url;
	return arena_printf(k->arena, "%s: %s", properties[p].key, properties[p].example);
}

/* True when a label says no more than the key: "access_url", "Access URL". */
static bool
is_key(const char *label, const char *key)
{
	for (; *label && *key; label++, key++) {
		char a = *label >= 'A' && *label <= 'Z' ? (char)(*label - 'A' + 'a') : *label;
		if (a != *key && !(a == ' ' && *key == '_'))
			return false;
	}
	return *label == *key;
}

struct text
name_of(struct arena *a, const struct property *p)
{
	struct buf de = { 0 }, en = { 0 };

	buf_printf(&de, "„%s“", p->key);
	buf_printf(&en, "“%s”", p->key);
	if (!is_key(p->label[GERMAN], p->key))
		buf_printf(&de, " (%s)", p->label[GERMAN]);
	if (!is_key(p->label[ENGLISH], p->key))
		buf_printf(&en, " (%s)", p->label[ENGLISH]);
	struct text name = in_both(a, buf_cstr(&de), buf_cstr(&en));
	buf_free(&de);
	buf_free(&en);
	return name;
}

static void
diagnose_missing(struct checking *k, const struct resource *r, enum message_id id,
    enum property_id p)
{
	const struct property *property = &properties[p];
	const struct class_facts *class = &classes[r->class];

	diagnose_message(k->d, id, (struct diagnosis){ r->at, name_of(k->arena, property),
		in_both(k->arena, class->label[GERMAN], class->label[ENGLISH]),
		example_line(k, r, p), text_of(property->key) });
}

static void
set_row(uint64_t rows[OBLIGATION_WORDS], unsigned row)
{
	rows[row / 64] |= UINT64_C(1) << row % 64;
}

void
find_obligations(struct obligations obligations[N_CLASSES])
{
	for (size_t p = 0; p < N_PROPERTIES; p++) {
		const struct property *property = &properties[p];
		struct obligations *o = &obligations[property->class];
		unsigned row = (unsigned)p - classes[property->class].first;

		if (row >= OBLIGATION_ROWS)
			die("class %s has too many properties",
			    classes[property->class].label[ENGLISH]);
		if (is_elsewhere((enum property_id)p))
			continue;
		if (property->is_required || property->obligation == MANDATORY)
			set_row(o->mandatory, row);
		else if (property->obligation == RECOMMENDED)
			set_row(o->recommended, row);
	}
}

static void
diagnose_rows(struct checking *k, const struct resource *r, const uint64_t wanted[OBLIGATION_WORDS],
    const uint64_t present[OBLIGATION_WORDS], enum message_id id)
{
	for (unsigned word = 0; word < OBLIGATION_WORDS; word++) {
		uint64_t rows = wanted[word] & ~present[word];

		for (unsigned row = 64 * word; rows; row++, rows >>= 1) {
			enum property_id p = (enum property_id)(classes[r->class].first + row);
			if ((rows & 1) && !is_excused(r, p))
				diagnose_missing(k, r, id, p);
		}
	}
}

void
check_obligations(struct checking *k, const struct resource *r)
{
	const struct obligations *o = &k->obligations[r->class];
	uint64_t present[OBLIGATION_WORDS] = { 0 };

	if (k->entry->release == RELEASE_DRAFT)
		return;
	for (uint32_t i = 0; i < r->n_values; i++)
		set_row(present, r->values[i].property - classes[r->class].first);
	diagnose_rows(k, r, o->mandatory, present, MESSAGE_MISSING_MANDATORY);
	if (k->is_public)
		diagnose_rows(k, r, o->recommended, present, MESSAGE_MISSING_RECOMMENDED);
}

void
check_release(struct checking *k, const struct resource *r)
{
	if (!resource_has(r, DATASET_release))
		diagnose(k->d, RELEASE_MISSING, r->at);
}
