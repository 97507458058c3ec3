#include "catalog/settings_reader.h"

#include "adapters/markdown.h"
#include "core/colour.h"
#include "core/date.h"
#include "dcat/iri.h"

#include <string.h>

struct text
translated(const struct translated *t, size_t language)
{
	struct text found = t->in[language];

	for (size_t i = 0; !found.n && i < MAX_INTERFACE_LANGUAGES; i++)
		found = t->in[i];
	return found;
}

struct settings_reader {
	struct settings *settings;
	struct arena *arena;
	struct diagnostics *d;
	const struct snapshot_file *file;
};

static struct place
of_file(const struct settings_reader *r)
{
	return (struct place){ r->file ? &r->file->source : NULL, 1, 1 };
}

static void
bad_setting(struct settings_reader *r, const struct yaml_node *node, const char *key, const char *example)
{
	diagnose(r->d, BAD_SETTING, node->at, node->kind == YAML_SCALAR ? node->text : T("…"), text_of(key),
	    text_of(example));
}

static struct text
keep(struct settings_reader *r, const struct yaml_node *node)
{
	return arena_text(r->arena, text_trim(node->text));
}

static void
read_text(struct settings_reader *r, const struct yaml_node *node, struct text *out, const char *key,
    const char *example)
{
	if (!node || (node->kind == YAML_SCALAR && node->text.n == 0 && !node->is_quoted))
		return; /* `source_url:` with nothing behind it: not set */
	if (node->kind != YAML_SCALAR || text_trim(node->text).n == 0)
		bad_setting(r, node, key, example);
	else
		*out = keep(r, node);
}

bool
settings_is_language(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] < 'a' || t.s[i] > 'z')
			return false;
	return t.n == 2 || t.n == 3;
}

static void
read_day(struct settings_reader *r, const struct yaml_node *node)
{
	struct text day = T("");
	struct date date;

	read_text(r, node, &day, "withdrawals_since", "withdrawals_since: 2026-01-01");
	if (day.n && (!date_parse(day, &date) || date.precision != DATE_DAY))
		bad_setting(r, node, "withdrawals_since", "withdrawals_since: 2026-01-01");
	else
		r->settings->withdrawals_since = day;
}

static void
read_keys(struct settings_reader *r, const struct yaml_node *node)
{
	struct settings *s = r->settings;
	size_t n = 0;

	if (!node)
		return;
	if (node->kind == YAML_SEQUENCE)
		for (const struct yaml_node *item = node->first; item; item = item->next)
			n++;
	struct signing_key *keys = arena_array(r->arena, struct signing_key, n);
	for (const struct yaml_node *item = n ? node->first : NULL; item; item = item->next)
		if (item->kind == YAML_SCALAR && signing_key_parse(item->text, &keys[s->n_signing_keys]))
			s->n_signing_keys++;
		else
			bad_setting(r, item, "signing_keys", "signing_keys: [ssh-ed25519 AAAAC3Nz…]");
	if (!n)
		bad_setting(r, node, "signing_keys", "signing_keys: [ssh-ed25519 AAAAC3Nz…]");
	s->signing_keys = keys;
}

static void
read_translated(struct settings_reader *r, const struct yaml_node *node, struct translated *out,
    const char *key, const char *example)
{
	if (!node)
		return;
	if (node->kind == YAML_SCALAR) {
		read_text(r, node, &out->in[0], key, example);
		return;
	}
	if (node->kind != YAML_MAPPING) {
		bad_setting(r, node, key, example);
		return;
	}
	struct text other = T(""); /* of a language that the portal does not have */
	for (const struct yaml_node *k = node->first; k; k = yaml_value(k)->next) {
		size_t i = settings_language(r->settings, k->text);
		if (i == r->settings->n_languages && settings_is_language(k->text)) {
			diagnose(r->d, LANGUAGE_NOT_SPOKEN, k->at, k->text);
			if (!other.n)
				read_text(r, yaml_value(k), &other, key, example);
		} else if (i == r->settings->n_languages) {
			diagnose(r->d, UNKNOWN_LANGUAGE, k->at, k->text);
		} else {
			read_text(r, yaml_value(k), &out->in[i], key, example);
		}
	}
	for (size_t i = 0; i < r->settings->n_languages; i++)
		if (!out->in[i].n)
			diagnose(r->d, SETTING_NOT_TRANSLATED, node->at, text_of(key), r->settings->languages[i]);
	/* Rather than none. */
	if (!translated(out, 0).n)
		out->in[0] = other;
}

size_t
settings_language(const struct settings *s, struct text tag)
{
	size_t i = 0;

	while (i < s->n_languages && !text_equal(s->languages[i], tag))
		i++;
	return i;
}

static void
read_languages(struct settings_reader *r, const struct yaml_node *node)
{
	struct settings *s = r->settings;

	if (node && node->kind == YAML_SEQUENCE)
		for (const struct yaml_node *item = node->first; item; item = item->next) {
			if (item->kind != YAML_SCALAR || !settings_is_language(item->text) ||
			    s->n_languages == MAX_INTERFACE_LANGUAGES)
				bad_setting(r, item, "languages", "languages: [de, en]");
			else
				s->languages[s->n_languages++] = keep(r, item);
		}
	else if (node)
		bad_setting(r, node, "languages", "languages: [de, en]");
	if (s->n_languages == 0)
		s->languages[s->n_languages++] = T("de");
}

static void
read_base_url(struct settings_reader *r, const struct yaml_node *node)
{
	static const char *const example = "base_url: https://opendata.example.org/";
	size_t at;

	if (!node)
		return;
	if (node->kind != YAML_SCALAR || iri_check_url(node->text, &at) != IRI_GOOD ||
	    text_find_char(node->text, '#') < node->text.n || text_find_char(node->text, '?') < node->text.n) {
		bad_setting(r, node, "base_url", example);
		return;
	}
	r->settings->base_url = settings_base_url(r->arena, node->text);
}

struct text
settings_base_url(struct arena *a, struct text url)
{
	return arena_printf(a, "%.*s%s", TEXT_ARG(url), text_ends(url, T("/")) ? "" : "/");
}

static void
read_flag(struct settings_reader *r, const struct yaml_node *node, bool *out, const char *key, const char *example)
{
	*out = node && node->kind == YAML_SCALAR && text_equal(node->text, T("true"));
	if (node && !*out && (node->kind != YAML_SCALAR || !text_equal(node->text, T("false"))))
		bad_setting(r, node, key, example);
}

static void
read_email(struct settings_reader *r, const struct yaml_node *node, struct text *out, const char *key)
{
	if (!node)
		return;
	if (node->kind != YAML_SCALAR || !email_is_valid(node->text))
		bad_setting(r, node, key, "opendata@example.org");
	else
		*out = keep(r, node);
}

static void
read_contact(struct settings_reader *r, const struct yaml_node *node)
{
	if (!node)
		return;
	if (node->kind != YAML_MAPPING) {
		bad_setting(r, node, "contact", "contact: {name: Open-Data-Team, email: opendata@example.org}");
		return;
	}
	read_text(r, yaml_get(node, T("name")), &r->settings->contact_name, "contact", "name: Open-Data-Team");
	read_email(r, yaml_get(node, T("email")), &r->settings->contact_email, "contact");
}

static const char *const brand_example = "brand: {primary: \"#0b5394\", primary_dark: \"#9fc5e8\"}";

/* `ground` is what links of that colour stand on. */
static void
read_colour(struct settings_reader *r, const struct yaml_node *node, struct text *out, const char *key,
    struct colour ground)
{
	struct colour colour;

	if (!node)
		return;
	if (node->kind != YAML_SCALAR || !colour_parse(node->text, &colour)) {
		bad_setting(r, node, "brand", brand_example);
		return;
	}
	*out = keep(r, node);
	unsigned tenths = (unsigned)(colour_contrast(colour, ground) * 10);
	if (colour_contrast(colour, ground) < READABLE_CONTRAST)
		diagnose(r->d, WEAK_COLOUR, node->at, node->text, text_of(key),
		    arena_printf(r->arena, "%u,%u : 1" BOTH_LANGUAGES "%u.%u:1", tenths / 10, tenths % 10, tenths / 10,
			tenths % 10));
}

static void
read_brand(struct settings_reader *r, const struct yaml_node *node)
{
	if (!node)
		return;
	if (node->kind != YAML_MAPPING) {
		bad_setting(r, node, "brand", brand_example);
		return;
	}
	read_colour(r, yaml_get(node, T("primary")), &r->settings->brand_primary, "primary", colour_white);
	read_colour(r, yaml_get(node, T("primary_dark")), &r->settings->brand_primary_dark, "primary_dark", colour_ink);
}

/* --- addresses with words to fill in ------------------------------------------------------------ */

/* The template with "x" for each {word}; the empty text when a word is unknown or not closed. */
static struct text
filled_in(struct arena *a, struct text template)
{
	static const char *const words[] = { "id", "title", "url" };
	struct buf out = { 0 };
	bool is_good = true;

	while (template.n && is_good) {
		size_t open = text_find_char(template, '{'), close = text_find_char(template, '}');
		struct text word = text_slice(template, open + 1, close);
		buf_text(&out, text_slice(template, 0, open));
		if (open == template.n) {
			is_good = close == template.n;
			break;
		}
		is_good = false;
		for (size_t i = 0; open < close && i < sizeof words / sizeof words[0]; i++)
			is_good = is_good || text_equal(word, text_of(words[i]));
		buf_char(&out, 'x');
		template = text_slice(template, close + 1, template.n);
	}
	struct text filled = is_good ? arena_text(a, buf_view(&out)) : T("");
	buf_free(&out);
	return filled;
}

static bool
is_address(struct arena *a, struct text template)
{
	struct text url = filled_in(a, template);
	size_t at;

	if (text_starts(url, T("mailto:"))) {
		/* What follows the '?' must do in an address as well. */
		struct text mail = text_slice(url, sizeof "mailto:" - 1, text_find_char(url, '?'));
		struct text query = text_slice(url, text_find_char(url, '?'), url.n);
		return email_is_valid(mail) &&
		    iri_check_url(arena_printf(a, "https://example.org/%.*s", TEXT_ARG(query)), &at) == IRI_GOOD;
	}
	return iri_check_url(url, &at) == IRI_GOOD;
}

static void
read_address(struct settings_reader *r, const struct yaml_node *node, struct text *out, const char *key,
    const char *example)
{
	struct text address = T("");

	read_text(r, node, &address, key, example);
	if (address.n && !is_address(r->arena, address))
		bad_setting(r, node, key, example);
	else
		*out = address;
}

static void
read_addresses(struct settings_reader *r, const struct yaml_node *root)
{
	static const char *const of_id = "short_url: https://daten.example.org/{id}";
	const struct yaml_node *node = yaml_get(root, T("short_url"));
	struct settings *s = r->settings;

	read_address(r, yaml_get(root, T("report")), &s->report, "report",
	    "report: https://example.org/report?about={url}");
	read_address(r, yaml_get(root, T("request")), &s->request, "request",
	    "request: https://example.org/request?page={url}");
	read_address(r, yaml_get(root, T("security")), &s->security, "security", "security: mailto:it-sicherheit@example.org");
	read_address(r, node, &s->short_url, "short_url", of_id);
	bool has_id = text_find(s->short_url, T("{id}")) < s->short_url.n;
	if (s->short_url.n && (!has_id || !text_starts(s->short_url, T("http")))) {
		bad_setting(r, node, "short_url", of_id);
		s->short_url = T("");
	}
}

/* Of a file below site/; empty when it is not there or too large. */
static struct text
bytes_of(struct settings_reader *r, struct text path, const struct snapshot_files *all, struct snapshot_reader *files)
{
	enum { MOST_BYTES = 256 << 10 };

	path = arena_printf(r->arena, "site/%.*s", TEXT_ARG(path));
	for (size_t i = 0; i < all->n; i++) {
		const struct snapshot_file *f = &all->list[i];
		if (!text_equal(f->source.path, path) || f->size > MOST_BYTES)
			continue;
		entry_load(files, f, r->arena);
		return f->source.bytes;
	}
	return T("");
}

/* `outline: assets/outline.geojson`: the city's shape, behind small maps. */
static void
read_outline(struct settings_reader *r, const struct yaml_node *node, const struct snapshot_files *all,
    struct snapshot_reader *files)
{
	struct text path = T("");

	read_text(r, node, &path, "outline", "outline: assets/outline.geojson");
	if (!path.n)
		return;
	r->settings->outline = bytes_of(r, path, all, files);
	r->settings->outline_at = node->at;
	if (!r->settings->outline.n)
		bad_setting(r, node, "outline", "outline: assets/outline.geojson");
}

static bool
has_profile(const struct settings *s, enum profile p)
{
	for (size_t i = 0; i < s->n_profiles; i++)
		if (s->profiles[i] == p)
			return true;
	return false;
}

static void
read_profile(struct settings_reader *r, const struct yaml_node *node)
{
	struct settings *s = r->settings;
	enum profile p = node->kind == YAML_SCALAR ? profile_named(node->text) : N_PROFILES;
	const char *nearest = node->kind == YAML_SCALAR ? profile_nearest(node->text) : NULL;

	if (p == N_PROFILES)
		bad_setting(r, node, "profiles", nearest ? nearest : "profiles: [dcat-ap-de-3, dcat-ap-3]");
	else if (!has_profile(s, p))
		s->profiles[s->n_profiles++] = p;
}

static void
read_profiles(struct settings_reader *r, const struct yaml_node *node)
{
	if (node && node->kind == YAML_SEQUENCE)
		for (const struct yaml_node *item = node->first; item; item = item->next)
			read_profile(r, item);
	else if (node)
		read_profile(r, node);
	if (r->settings->n_profiles == 0)
		r->settings->profiles[r->settings->n_profiles++] = DCAT_AP_DE_3;
}

/* Which of the words it is; n when it is none. */
static size_t
word_among(const struct yaml_node *node, const char *const *words, size_t n)
{
	size_t i = 0;

	while (i < n && !(node->kind == YAML_SCALAR && text_equal(text_trim(node->text), text_of(words[i]))))
		i++;
	return i;
}

const char *const commit_detail_names[N_COMMIT_DETAILS] = {
	[DETAIL_NAMES]    = "names",
	[DETAIL_EMAILS]   = "emails",
	[DETAIL_MESSAGES] = "messages",
};

static void
read_commit_details(struct settings_reader *r, const struct yaml_node *node)
{
	bool is_list = node && node->kind == YAML_SEQUENCE;

	if (node && !is_list)
		bad_setting(r, node, "commit_details", "commit_details: [names, messages]");
	for (const struct yaml_node *item = is_list ? node->first : NULL; item; item = item->next) {
		size_t i = word_among(item, commit_detail_names, N_COMMIT_DETAILS);
		if (i == N_COMMIT_DETAILS)
			bad_setting(r, item, "commit_details", "commit_details: [names, messages]");
		else
			r->settings->commit_details |= 1u << i;
	}
}

const char *const change_feed_views[N_CHANGE_FEED_VIEWS] = {
	[CHANGE_FEED_FULL]   = "full",
	[CHANGE_FEED_LATEST] = "latest",
	[CHANGE_FEED_OFF]    = "off",
};

static void
read_change_feed(struct settings_reader *r, const struct yaml_node *node)
{
	size_t i = node ? word_among(node, change_feed_views, N_CHANGE_FEED_VIEWS) : 0;

	if (!node)
		return;
	if (i < N_CHANGE_FEED_VIEWS)
		r->settings->change_feed = (enum change_feed_views)i;
	else
		bad_setting(r, node, "change_feed", "change_feed: latest");
}

static const struct {
	const char *name;
	enum severity severity;
} severities[] = {
	{ "off", SEVERITY_OFF },
	{ "warning", SEVERITY_WARNING },
	{ "error", SEVERITY_ERROR },
};

static enum message_id
nearest_message(struct text name)
{
	enum message_id best = N_MESSAGES;
	unsigned least = 5;

	for (size_t i = 0; i < N_MESSAGES; i++) {
		unsigned distance = text_distance(name, text_of(messages[i].name));
		if (distance < least) {
			least = distance;
			best = (enum message_id)i;
		}
	}
	return best;
}

static void
read_severity(struct settings_reader *r, const struct yaml_node *key, const struct yaml_node *node)
{
	enum message_id id = message_named(key->text);
	size_t i = 0;

	if (id == N_MESSAGES) {
		enum message_id near = nearest_message(key->text);
		diagnose(r->d, UNKNOWN_MESSAGE, key->at, key->text,
		    near < N_MESSAGES ? text_of(messages[near].name) : T(""));
		return;
	}
	while (i < sizeof severities / sizeof severities[0] &&
	       (node->kind != YAML_SCALAR || !text_equal(node->text, text_of(severities[i].name))))
		i++;
	if (i == sizeof severities / sizeof severities[0])
		bad_setting(r, node, "severities", "place-in-title: off");
	else if (messages[id].is_guard && severities[i].severity != SEVERITY_ERROR)
		diagnose(r->d, SEVERITY_FIXED, node->at, key->text);
	else
		r->settings->severities[id] = (uint8_t)severities[i].severity;
}

static void
read_severities(struct settings_reader *r, const struct yaml_node *node)
{
	for (size_t i = 0; i < N_MESSAGES; i++)
		r->settings->severities[i] = (uint8_t)messages[i].severity;
	if (node && node->kind == YAML_MAPPING)
		for (const struct yaml_node *key = node->first; key; key = yaml_value(key)->next)
			read_severity(r, key, yaml_value(key));
	else if (node)
		bad_setting(r, node, "severities", "severities: {place-in-title: off}");
}

const struct setting known_settings[] = {
#define SETTING(key_, kind_, is_required_, example_, de, en)                                        \
	{ .key = #key_, .kind = SETTING_##kind_, .is_required = is_required_, .example = example_,  \
		.help = { de, en } },
#include "catalog/settings.def"
#undef SETTING
};
const size_t n_known_settings = sizeof known_settings / sizeof known_settings[0];

static void
check_keys(struct settings_reader *r, const struct yaml_node *root)
{
	for (const struct yaml_node *key = root->first; key; key = yaml_value(key)->next) {
		const char *nearest = NULL;
		unsigned least = 4;
		size_t i = 0;

		for (; i < n_known_settings; i++) {
			unsigned distance = text_distance(key->text, text_of(known_settings[i].key));
			if (distance == 0)
				break;
			if (distance < least) {
				least = distance;
				nearest = known_settings[i].key;
			}
		}
		if (i == n_known_settings)
			diagnose(r->d, UNKNOWN_SETTING, key->at, key->text, text_of(nearest));
	}
	for (size_t i = 0; i < n_known_settings; i++)
		if (known_settings[i].is_required && !yaml_get(root, text_of(known_settings[i].key)))
			diagnose(r->d, SETTING_MISSING, of_file(r), text_of(known_settings[i].key), text_of(known_settings[i].example));
}

/* --- pages of the city's own -------------------------------------------------------------------- */

static const char *const required_pages[] = { "imprint", "privacy", "accessibility", "easy-language", "about" };

/* Those that the portal makes itself, and what one changes instead. A city may have its own developers.md. */
static const struct {
	const char *id, *template;
} pages_of_ours[] = { { "index", "start.html" }, { "search", "search.html" }, { "changes", "changes.html" }, { "404", "404.html" } };

static bool
is_required(struct text id)
{
	for (size_t i = 0; i < sizeof required_pages / sizeof required_pages[0]; i++)
		if (text_equal(id, text_of(required_pages[i])))
			return true;
	return false;
}

static bool
is_taken(struct settings_reader *r, struct text id, const struct snapshot_file *file)
{
	for (size_t i = 0; i < sizeof pages_of_ours / sizeof pages_of_ours[0]; i++)
		if (text_equal(id, text_of(pages_of_ours[i].id))) {
			diagnose(r->d, PAGE_NAME_TAKEN, { &file->source, 1, 1 }, id, text_of(pages_of_ours[i].template));
			return true;
		}
	return false;
}

static void
read_page(struct settings_reader *r, struct snapshot_reader *files, const struct snapshot_file *file,
    struct own_page *page, size_t language)
{
	const struct snapshot_file *f = file;
	struct entry_parts parts;

	entry_load(files, file, r->arena);
	if (!entry_split(&f->source, &parts, r->d))
		return;
	struct yaml_node *fields = yaml_read(r->arena, &f->source, parts.fields, parts.fields_length, r->d);
	if (!fields)
		return;
	struct yaml_node *title = yaml_get(fields, T("title"));
	if (!title || title->kind != YAML_SCALAR)
		diagnose(r->d, SETTING_MISSING, (struct place){ &f->source, 1, 1 }, T("title"), T("title: Impressum"));
	else
		page->title.in[language] = keep(r, title);
	bool in_menu;
	read_flag(r, yaml_get(fields, T("menu")), &in_menu, "menu", "menu: true");
	page->in_menu |= in_menu && language == 0;
	page->sources[language] = &f->source;
	if (markdown_check(&f->source, parts.body, parts.body_length, r->d))
		page->markdown.in[language] =
		    text_slice(f->source.bytes, parts.body, parts.body + parts.body_length);
}

static void
read_pages(struct settings_reader *r, struct snapshot_reader *files, const struct entries *e)
{
	struct settings *s = r->settings;
	struct own_page *pages = arena_array(r->arena, struct own_page, e->pages.n);

	for (size_t i = 0; i < e->pages.n; i++) {
		struct text name = e->pages.entries[i].key;
		if (text_find_char(name, '.') < name.n || is_taken(r, name, e->pages.entries[i].value))
			continue;
		struct own_page *page = &pages[s->n_pages++];
		page->id = name;
		page->is_required = is_required(name);
		read_page(r, files, e->pages.entries[i].value, page, 0);
		for (size_t language = 1; language < s->n_languages; language++) {
			struct text path = arena_printf(r->arena, "%.*s.%.*s", TEXT_ARG(name), TEXT_ARG(s->languages[language]));
			const struct snapshot_file *file = table_get(&e->pages, path);
			if (file)
				read_page(r, files, file, page, language);
			else
				diagnose(r->d, PAGE_NOT_TRANSLATED,
				    (struct place){ &((const struct snapshot_file *)e->pages.entries[i].value)->source, 1, 1 },
				    name, s->languages[language],
				    arena_printf(r->arena, "site/pages/%.*s.md", TEXT_ARG(path)));
		}
	}
	s->pages = pages;
	for (size_t i = 0; i < sizeof required_pages / sizeof required_pages[0]; i++)
		if (!table_get(&e->pages, text_of(required_pages[i])))
			diagnose(r->d, PAGE_MISSING, of_file(r), text_of(required_pages[i]));
}

struct settings *
settings_read(struct arena *a, const struct entries *e, const struct snapshot_files *all,
    struct snapshot_reader *files, struct diagnostics *d)
{
	struct settings *s = arena_new_of(a, struct settings);
	struct settings_reader r = { s, a, d, e->settings };
	struct yaml_node *root = NULL;

	if (!e->settings) {
		struct source *missing = arena_new_of(a, struct source);
		missing->path = T("site/site.yaml");
		diagnose(d, SETTINGS_MISSING, (struct place){ missing, 0, 0 });
	} else {
		const struct snapshot_file *f = e->settings;
		entry_load(files, f, a);
		root = yaml_read(a, &f->source, 0, f->source.bytes.n, d);
		if (root && root->kind != YAML_MAPPING) {
			diagnose(d, BAD_SETTING, root->at, T("…"), T("site.yaml"), T("base_url: https://opendata.example.org/"));
			root = NULL;
		}
	}
	read_languages(&r, root ? yaml_get(root, T("languages")) : NULL);
	read_profiles(&r, root ? yaml_get(root, T("profiles")) : NULL);
	read_change_feed(&r, root ? yaml_get(root, T("change_feed")) : NULL);
	read_severities(&r, root ? yaml_get(root, T("severities")) : NULL);
	s->base_url = T("http://localhost/");
	if (root) {
		check_keys(&r, root);
		read_base_url(&r, yaml_get(root, T("base_url")));
		read_translated(&r, yaml_get(root, T("name")), &s->name, "name", "name: Offene Daten Musterstadt");
		read_translated(&r, yaml_get(root, T("claim")), &s->claim, "claim", "claim: Daten der Stadt, offen für alle.");
		read_text(&r, yaml_get(root, T("city")), &s->city, "city", "city: Musterstadt");
		read_contact(&r, yaml_get(root, T("contact")));
		read_email(&r, yaml_get(root, T("report_email")), &s->report_email, "report_email");
		read_addresses(&r, root);
		read_text(&r, yaml_get(root, T("source_url")), &s->source_url, "source_url", "https://…");
		read_keys(&r, yaml_get(root, T("signing_keys")));
		read_commit_details(&r, yaml_get(root, T("commit_details")));
		read_day(&r, yaml_get(root, T("withdrawals_since")));
		read_brand(&r, yaml_get(root, T("brand")));
		read_text(&r, yaml_get(root, T("logo")), &s->logo, "logo", "logo: assets/logo.svg");
		if (s->logo.n)
			s->logo_bytes = bytes_of(&r, s->logo, all, files);
		read_text(&r, yaml_get(root, T("image")), &s->image, "image", "image: assets/image.png");
		read_outline(&r, yaml_get(root, T("outline")), all, files);
		read_flag(&r, yaml_get(root, T("precompress")), &s->has_compressed, "precompress", "precompress: true");
		read_flag(&r, yaml_get(root, T("signed_tags")), &s->has_signed_tags, "signed_tags", "signed_tags: true");
		read_flag(&r, yaml_get(root, T("htaccess")), &s->has_htaccess, "htaccess", "htaccess: true");
		read_pages(&r, files, e);
	}
	const struct snapshot_file **assets = arena_array(a, const struct snapshot_file *, all->n);
	for (size_t i = 0; i < all->n; i++)
		if (text_starts(all->list[i].source.path, T("site/assets/")))
			assets[s->n_assets++] = &all->list[i];
	s->assets = assets;
	return s;
}
