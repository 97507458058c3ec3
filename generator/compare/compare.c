#include "compare/compare.h"

#include "adapters/markdown.h"
#include "compare/reading.h"

struct collecting {
	const struct comparing *c;
	struct differences all;
	size_t capacity;
	/* Where in the entry we are. */
	const struct property *of;
	enum class part_class;
	struct text part;
};

static struct difference *
add(struct collecting *k, enum difference_kind kind, enum property_id p)
{
	if (k->all.n == k->capacity) {
		size_t capacity = k->capacity ? 2 * k->capacity : 8;
		struct difference *list = arena_array(k->c->arena, struct difference, capacity);
		if (k->all.n)
			memcpy(list, k->all.list, k->all.n * sizeof *list);
		k->all.list = list;
		k->capacity = capacity;
	}
	struct difference *d = &k->all.list[k->all.n++];
	*d = (struct difference){ .kind = kind, .property = &properties[p], .of = k->of,
		.part_class = k->part_class, .part = k->part };
	return d;
}

/* --- values as people read them ------------------------------------------------------------------- */

static struct text
without_prefix(struct text t, const char *prefix)
{
	struct text p = text_of(prefix);

	return text_starts(t, p) ? text_slice(t, p.n, t.n) : t;
}

/* A name only of what is public: the title of a draft is nobody's business. */
static struct text
name_of_reference(const struct value *v)
{
	const struct resource *r = v->resource;

	if (!r || (r->class == CLASS_DATASET && r->release != RELEASE_PUBLIC && r->release != RELEASE_WITHDRAWN))
		return v->text;
	return resource_title(r, 0);
}

/* "POLYGON((w s,e s,e n,w n,w s))" as it is written in a catalogue: "w, s, e, n". */
static struct text
words_of_box(const struct comparing *c, struct text wkt)
{
	struct text rest = text_slice(wkt, text_find_char(wkt, '(') + 2, wkt.n), south_west, north_east, corner;
	size_t n = 0;

	while (n < 3 && text_next(&rest, ',', &corner)) {
		if (n == 0)
			south_west = corner;
		north_east = corner;
		n++;
	}
	size_t middle = n == 3 ? text_find_char(south_west, ' ') : 0, other = n == 3 ? text_find_char(north_east, ' ') : 0;
	if (n < 3 || middle == south_west.n || other == north_east.n)
		return wkt;
	return arena_printf(c->arena, "%.*s, %.*s, %.*s, %.*s", TEXT_ARG(text_slice(south_west, 0, middle)),
	    TEXT_ARG(text_slice(south_west, middle + 1, south_west.n)), TEXT_ARG(text_slice(north_east, 0, other)),
	    TEXT_ARG(text_slice(north_east, other + 1, north_east.n)));
}

/* For readers of a page; stewards know values as they are written. */
static struct text
read_as(const struct comparing *c, struct text t, struct text (*reading)(struct arena *a, struct text t,
    const struct voice *voice))
{
	return c->without_markup ? reading(c->arena, t, c->voice) : t;
}

static struct text
words_of_period(const struct comparing *c, const struct resource *period)
{
	return reading_of_period(c->arena, read_as(c, resource_text(period, PERIOD_from), reading_of_date),
	    read_as(c, resource_text(period, PERIOD_to), reading_of_date), c->voice);
}

static struct text
words_of_concept(const struct comparing *c, const struct concept *concept)
{
	return concept_named(&c->voice->names, concept, NULL);
}

/* Places of the EU's list have a name. */
static struct text
words_of_iri(const struct comparing *c, const struct value *v)
{
	bool is_place = v->property == LOCATION_uri && c->without_markup;
	const struct concept *listed = is_place ? code_lists_find(c->after->lists, LIST_place, v->text) : NULL;

	return listed ? words_of_concept(c, listed) : v->text;
}

static struct text words_of_part(const struct comparing *c, const struct resource *part);

static struct text
words_of(const struct comparing *c, const struct value *v)
{
	switch (properties[v->property].kind) {
	case KIND_CONCEPT: return v->concept ? words_of_concept(c, v->concept) : v->text;
	case KIND_REFERENCE: return name_of_reference(v);
	case KIND_EMAIL: return without_prefix(v->text, "mailto:");
	case KIND_BBOX: return words_of_box(c, v->text);
	case KIND_DATE: return read_as(c, v->text, reading_of_date);
	case KIND_DURATION: return read_as(c, v->text, reading_of_duration);
	case KIND_INTEGER:
	case KIND_DECIMAL: return read_as(c, v->text, reading_of_number);
	case KIND_TELEPHONE: return without_prefix(v->text, "tel:");
	case KIND_IRI:
	case KIND_URL: return words_of_iri(c, v);
	case KIND_NODE: return v->resource ? words_of_part(c, v->resource) : v->text;
	default: return v->text;
	}
}

/* A part in a few words: its title, else its values one after the other. */
static struct text
words_of_part(const struct comparing *c, const struct resource *part)
{
	struct text title = resource_title(part, 0);
	struct buf all = { 0 };

	if (!text_equal(title, part->id))
		return title;
	if (part->class == CLASS_PERIOD)
		return words_of_period(c, part);
	for (uint32_t i = 0; i < part->n_values; i++) {
		const struct value *v = &part->values[i];
		if (v->flags & (VALUE_COMPUTED | VALUE_INVALID))
			continue;
		if (all.n)
			buf_text(&all, c->voice->phrases[PHRASE_difference_list_mark]);
		buf_text(&all, words_of(c, v));
	}
	struct text words = arena_text(c->arena, buf_view(&all));
	buf_free(&all);
	return words;
}

/* --- the values of one property ----------------------------------------------------------------------- */

static bool
is_compared(const struct value *v)
{
	return !(v->flags & (VALUE_COMPUTED | VALUE_INVALID));
}

struct values {
	const struct value **list;
	size_t n;
};

static struct values
values_of(const struct comparing *c, const struct resource *r, enum property_id p)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);
	struct values all = { arena_array(c->arena, const struct value *, n), 0 };

	for (size_t i = 0; i < n; i++)
		if (is_compared(&v[i]))
			all.list[all.n++] = &v[i];
	return all;
}

/* What is different must not depend on the language in which it is told. */
static struct comparing
in_one_language(const struct comparing *c)
{
	struct comparing one = *c;

	one.voice = &own_voices[ENGLISH];
	return one;
}

static bool
reads_the_same(const struct comparing *c, const struct value *a, const struct value *b)
{
	const struct comparing one = in_one_language(c);

	return text_equal(words_of(&one, a), words_of(&one, b));
}

/* `before` and `after` name the same entry, though it may be called otherwise since. */
static bool
names_same(const struct value *before, const struct value *after)
{
	const struct resource *old = before->resource, *new = after->resource;
	size_t n;

	if (text_equal(before->text, after->text))
		return true;
	if (!old || !new || old == new)
		return old && new;
	if (old->class != new->class || old->owner || new->owner)
		return false;
	const struct value *former = resource_values(new, former_ids_of(new->class), &n);
	for (; n--; former++)
		if (text_equal(former->text, old->id))
			return true;
	return false;
}

static bool
is_same(const struct comparing *c, const struct value *a, const struct value *b)
{
	const struct property *p = &properties[a->property];

	if (p->kind == KIND_CONCEPT && a->concept && b->concept)
		return strcmp(a->concept->code, b->concept->code) == 0;
	if (p->kind == KIND_REFERENCE)
		return names_same(a, b);
	if (p->kind != KIND_TEXT && p->kind != KIND_MARKDOWN)
		return reads_the_same(c, a, b);
	/* Languages are numbered by each catalogue. */
	return text_equal(c->before->languages[a->language], c->after->languages[b->language]) &&
	       reads_the_same(c, a, b);
}

static struct text
language_of(const struct catalog *c, const struct value *v)
{
	return v->language ? c->languages[v->language] : T("");
}

/* Not more than one in each language. */
static bool
is_one_each(struct values v)
{
	for (size_t i = 0; i < v.n; i++)
		for (size_t x = 0; x < i; x++)
			if (v.list[i]->language == v.list[x]->language)
				return false;
	return true;
}

static struct text
plain(const struct comparing *c, struct text markdown)
{
	struct buf words = { 0 };

	markdown_plain(&words, markdown);
	struct text t = arena_text(c->arena, buf_view(&words));
	buf_free(&words);
	return t;
}

/* Unless nothing but the mark-up is different. */
static void
without_markup(const struct comparing *c, struct difference *d)
{
	struct text before = plain(c, d->before), after = plain(c, d->after);

	if (text_equal(before, after))
		return;
	d->before = before;
	d->after = after;
}

static void
compare_texts(struct collecting *k, enum property_id p, struct values before, struct values after)
{
	const struct comparing *c = k->c;

	for (size_t i = 0; i < before.n || i < after.n; i++) {
		/* Every text of before with the one of its language; then those that only after has. */
		for (int side = 0; side < 2; side++) {
			const struct values *mine = side ? &after : &before, *others = side ? &before : &after;
			const struct catalog *cm = side ? c->after : c->before, *co = side ? c->before : c->after;
			if (i >= mine->n)
				continue;
			const struct value *v = mine->list[i], *other = NULL;
			for (size_t x = 0; x < others->n && !other; x++)
				if (text_equal(cm->languages[v->language], co->languages[others->list[x]->language]))
					other = others->list[x];
			if (other && (side || text_equal(v->text, other->text)))
				continue;
			bool is_long = properties[p].kind == KIND_MARKDOWN;
			struct difference *d = add(k, !other ? (side ? DIFFERENCE_ADDED : DIFFERENCE_REMOVED) :
						   is_long ? DIFFERENCE_WORDS : DIFFERENCE_CHANGED, p);
			d->language = language_of(cm, v);
			if (side)
				d->after = v->text;
			else
				d->before = v->text;
			if (other) {
				d->after = other->text;
				if (is_long && c->without_markup)
					without_markup(c, d);
				d->pieces = compare_words(c->arena, d->before, d->after);
			}
		}
	}
}

/* Which of `mine` the others do not have. */
static size_t
missing_among(const struct comparing *c, struct values mine, struct values others, bool mine_are_before, struct text **words)
{
	size_t n = 0;

	*words = arena_array(c->arena, struct text, mine.n);
	for (size_t i = 0; i < mine.n; i++) {
		bool is_there = false;
		for (size_t x = 0; x < others.n && !is_there; x++)
			is_there = mine_are_before ? is_same(c, mine.list[i], others.list[x]) :
						     is_same(c, others.list[x], mine.list[i]);
		if (!is_there)
			(*words)[n++] = words_of(c, mine.list[i]);
	}
	return n;
}

static void
compare_items(struct collecting *k, enum property_id p, struct values before, struct values after)
{
	struct text *removed, *added;
	size_t n_removed = missing_among(k->c, before, after, true, &removed);
	size_t n_added = missing_among(k->c, after, before, false, &added);

	if (n_removed + n_added == 0)
		return;
	struct difference *d = add(k, DIFFERENCE_ITEMS, p);
	if (before.n == 1 && after.n == 1)
		d->kind = DIFFERENCE_CHANGED;
	if (before.n == 0 && after.n == 1)
		d->kind = DIFFERENCE_ADDED;
	if (before.n == 1 && after.n == 0)
		d->kind = DIFFERENCE_REMOVED;
	d->before = n_removed ? removed[0] : T("");
	d->after = n_added ? added[0] : T("");
	d->removed = removed;
	d->n_removed = n_removed;
	d->added = added;
	d->n_added = n_added;
}

/* --- parts ---------------------------------------------------------------------------------------------- */

static void compare_all(struct collecting *k, const struct resource *before, const struct resource *after);

/* The address is what a file is known by; then its title. */
static size_t
find_part(const struct comparing *c, const struct values *among, const bool *is_taken, const struct value *v)
{
	const struct comparing one = in_one_language(c);

	for (int by_title = 0; by_title < 2; by_title++)
		for (size_t i = 0; i < among->n; i++) {
			const struct value *other = among->list[i];
			if (is_taken[i])
				continue;
			if (!v->resource || !other->resource) {
				if (!v->resource && !other->resource && text_equal(v->text, other->text))
					return i;
				continue;
			}
			if (by_title ? text_equal(words_of_part(&one, v->resource), words_of_part(&one, other->resource)) :
				       text_equal(v->resource->id, other->resource->id) ||
					   (!v->resource->owner && names_same(v, other)))
				return i;
		}
	return among->n;
}

static void
compare_files(struct collecting *k, enum property_id p, struct values before, struct values after)
{
	const struct comparing *c = k->c;
	bool *is_taken = arena_array(c->arena, bool, after.n + 1);
	struct difference parts = { .removed = arena_array(c->arena, struct text, before.n),
		.added = arena_array(c->arena, struct text, after.n) };
	size_t *match = arena_array(c->arena, size_t, before.n + 1);

	for (size_t i = 0; i < before.n; i++) {
		match[i] = find_part(c, &after, is_taken, before.list[i]);
		if (match[i] < after.n)
			is_taken[match[i]] = true;
		else
			parts.removed[parts.n_removed++] = words_of(c, before.list[i]);
	}
	for (size_t i = 0; i < after.n; i++)
		if (!is_taken[i])
			parts.added[parts.n_added++] = words_of(c, after.list[i]);
	if (parts.n_added + parts.n_removed) {
		struct difference *d = add(k, DIFFERENCE_PARTS, p);
		d->removed = parts.removed;
		d->n_removed = parts.n_removed;
		d->added = parts.added;
		d->n_added = parts.n_added;
	}
	for (size_t i = 0; i < before.n; i++) {
		const struct resource *old = before.list[i]->resource;
		const struct resource *new = match[i] < after.n ? after.list[match[i]]->resource : NULL;
		/* A service of services/ is an entry of its own. */
		if (!old || !new || !old->owner || !new->owner)
			continue;
		struct collecting inside = *k;
		inside.part_class = old->class;
		inside.part = words_of_part(c, old);
		compare_all(&inside, old, new);
		k->all = inside.all;
		k->capacity = inside.capacity;
	}
}

/* Contacts, places, periods: the first with the first. */
static void
compare_nodes(struct collecting *k, enum property_id p, struct values before, struct values after)
{
	for (size_t i = 0; i < before.n || i < after.n; i++) {
		const struct value *old = i < before.n ? before.list[i] : NULL;
		const struct value *new = i < after.n ? after.list[i] : NULL;
		if (old && new && old->resource && new->resource) {
			struct collecting inside = *k;
			inside.of = &properties[p];
			compare_all(&inside, old->resource, new->resource);
			k->all = inside.all;
			k->capacity = inside.capacity;
			continue;
		}
		struct difference *d = add(k, old ? DIFFERENCE_REMOVED : DIFFERENCE_ADDED, p);
		if (old)
			d->before = words_of(k->c, old);
		else
			d->after = words_of(k->c, new);
	}
}

static struct text
size_text(const struct comparing *c, uint64_t size)
{
	return arena_printf(c->arena, "%llu", (unsigned long long)size);
}

static void
compare_versions(struct collecting *k, struct text before, struct text after)
{
	const struct comparing *c = k->c;
	struct file_content old = c->content(c->context, false, before, false);
	struct file_content new = c->content(c->context, true, after, false);

	if (!old.id.n || !new.id.n || text_equal(old.id, new.id))
		return;
	old = c->content(c->context, false, before, true);
	new = c->content(c->context, true, after, true);
	struct difference *d = add(k, DIFFERENCE_CONTENT, DISTRIBUTION_file);
	d->before = size_text(c, old.size);
	d->after = size_text(c, new.size);
	d->n_rows[0] = old.n_rows;
	d->n_rows[1] = new.n_rows;
}

/* The bytes of a hosted file: its checksum and size are the generator's. */
static void
compare_content(struct collecting *k, const struct resource *before, const struct resource *after)
{
	const struct value *old = resource_value(before, DISTRIBUTION_checksum);
	const struct value *new = resource_value(after, DISTRIBUTION_checksum);

	if (k->c->content) {
		compare_versions(k, resource_text(before, DISTRIBUTION_file), resource_text(after, DISTRIBUTION_file));
		return;
	}
	if (!old || !new || !old->resource || !new->resource || !resource_has(before, DISTRIBUTION_file) ||
	    !resource_has(after, DISTRIBUTION_file) ||
	    text_equal(resource_text(old->resource, CHECKSUM_value), resource_text(new->resource, CHECKSUM_value)))
		return;
	struct difference *d = add(k, DIFFERENCE_CONTENT, DISTRIBUTION_file);
	d->before = resource_text(before, DISTRIBUTION_byte_size);
	d->after = resource_text(after, DISTRIBUTION_byte_size);
}

static bool
steers_only(enum property_id p, enum class class)
{
	return properties[p].kind == KIND_RELEASE || p == former_ids_of(class) || p == DISTRIBUTION_checksum;
}

static bool
is_of_files(enum property_id p)
{
	return p == DATASET_distributions || p == DATASET_services || p == DATASET_sample;
}

static void
compare_all(struct collecting *k, const struct resource *before, const struct resource *after)
{
	const struct class_facts *facts = &classes[before->class];

	for (unsigned i = 0; i < facts->n; i++) {
		enum property_id p = (enum property_id)(facts->first + i);
		struct values old = values_of(k->c, before, p), new = values_of(k->c, after, p);
		enum kind kind = properties[p].kind;

		if ((old.n == 0 && new.n == 0) || steers_only(p, before->class))
			continue;
		if (is_of_files(p))
			compare_files(k, p, old, new);
		else if (kind == KIND_NODE)
			compare_nodes(k, p, old, new);
		else if ((kind == KIND_TEXT || kind == KIND_MARKDOWN) && is_one_each(old) && is_one_each(new))
			compare_texts(k, p, old, new);
		else
			compare_items(k, p, old, new);
	}
	if (before->class == CLASS_DISTRIBUTION)
		compare_content(k, before, after);
}

bool
is_told(enum property_id p)
{
	return !steers_only(p, properties[p].class) && !is_of_files(p);
}

struct differences
compare_resources(const struct comparing *c, const struct resource *before, const struct resource *after)
{
	struct collecting k = { .c = c };

	compare_all(&k, before, after);
	return k.all;
}
