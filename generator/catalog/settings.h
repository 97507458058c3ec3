/*
 * site/site.yaml: what makes one city's portal. Read from the same revision as the catalogue.
 */
#ifndef CATALOG_SETTINGS_H
#define CATALOG_SETTINGS_H

#include "adapters/git.h"
#include "adapters/signature.h"
#include "dcat/profile.h"

enum { MAX_INTERFACE_LANGUAGES = 8 };

/* A text by interface language (index as in settings.languages); empty where not given. */
struct translated {
	struct text in[MAX_INTERFACE_LANGUAGES];
};

/* A page of the city's own: site/pages/<id>.md, <id>.en.md. */
struct own_page {
	struct text id;
	struct translated title;
	struct translated markdown;
	const struct source *sources[MAX_INTERFACE_LANGUAGES]; /* of the Markdown: for findings */
	bool is_required; /* imprint, privacy …: the footer names it */
	bool in_menu;     /* `menu: true`; else the footer has it */
};

/* Which views the change feed has (build/change_feed.h). */
enum change_feed_views { CHANGE_FEED_FULL, CHANGE_FEED_LATEST, CHANGE_FEED_OFF, N_CHANGE_FEED_VIEWS };
extern const char *const change_feed_views[N_CHANGE_FEED_VIEWS]; /* "full", "latest", "off" */

/* What of commits is shown on the history page of a dataset; nothing by itself. */
enum commit_detail { DETAIL_NAMES, DETAIL_EMAILS, DETAIL_MESSAGES, N_COMMIT_DETAILS };
extern const char *const commit_detail_names[N_COMMIT_DETAILS]; /* "names", "emails", "messages" */

struct settings {
	struct text base_url; /* ends with '/' */
	struct text languages[MAX_INTERFACE_LANGUAGES]; /* of the interface; [0] is the default */
	size_t n_languages;
	struct translated name, claim;
	struct text city;
	struct text contact_name, contact_email, report_email, source_url;
	/* Addresses with {id}, {title} and {url} in them: the city's own forms, "https://…", or "mailto:…";
	 * empty: a mail to report_email, contact_email. */
	struct text report, request;
	struct text security; /* "mailto:…" or "https://…": for security.txt */
	struct text short_url; /* "https://daten.example.org/{id}"; empty: the IRI is printed */
	struct text brand_primary, brand_primary_dark; /* "#0b5394"; empty: as shipped */
	const struct signing_key *signing_keys; /* of those whose commits are shown as confirmed */
	size_t n_signing_keys;
	bool has_signed_tags; /* signed_tags */
	unsigned commit_details; /* bits 1 << enum commit_detail */
	struct text withdrawals_since; /* "2026-01-01"; empty: always */
	struct text logo;     /* below site/; empty: none */
	struct text logo_bytes; /* empty: too large, or not there */
	struct text image;    /* likewise: the picture that goes with a link to the portal */
	struct text outline;  /* bytes of the GeoJSON that `outline` names; empty: none */
	struct place outline_at;
	enum profile profiles[N_PROFILES]; /* of feeds; [0] is that of catalog.* and of the datasets' files */
	size_t n_profiles;
	enum change_feed_views change_feed;
	uint8_t severities[N_MESSAGES]; /* enum severity of each message */
	bool has_compressed, has_htaccess; /* precompress, htaccess */
	const struct own_page *pages; /* sorted by id */
	size_t n_pages;
	/* site/assets/…, copied to assets/… */
	const struct snapshot_file **assets;
	size_t n_assets;
};

/* What site.yaml can say (settings.def). */
enum setting_kind {
	SETTING_TEXT, SETTING_TRANSLATED, SETTING_LANGUAGES, SETTING_CONTACT, SETTING_EMAIL, SETTING_URL,
	SETTING_BRAND, SETTING_PROFILES, SETTING_CHANGE_FEED, SETTING_COMMIT_DETAILS, SETTING_SEVERITIES, SETTING_FLAG, SETTING_DATE, SETTING_KEYS,
};
struct setting {
	const char *key;
	enum setting_kind kind;
	bool is_required;
	const char *example;
	const char *help[N_INTERFACE_LANGUAGES];
};
extern const struct setting known_settings[];
extern const size_t n_known_settings;

/* The text in that language, else in the default one, else in any other. */
struct text translated(const struct translated *t, size_t language);

/* Two or three small letters: what a language of the interface is called. */
bool settings_is_language(struct text t);

#endif
