/*
 * "May I use it?": a licence in plain words, and the attribution ready to copy.
 */
#include "pages/portal.h"

/* What a licence asks, from the most to the least free. */
enum terms { ZERO, BY, SHARE_ALIKE, NON_COMMERCIAL, NO_DERIVATIVES, OTHER, N_TERMS };

static bool
has_part(const char *code, struct text part)
{
	return text_find(text_of(code), part) < text_of(code).n;
}

static enum terms
terms_of(const struct concept *c)
{
	if (has_part(c->code, T("-nc")))
		return NON_COMMERCIAL;
	if (has_part(c->code, T("-nd")))
		return NO_DERIVATIVES;
	if (!(c->flags & OPEN_LICENSE))
		return OTHER;
	if (has_part(c->code, T("-sa")) || has_part(c->code, T("odbl")) || has_part(c->code, T("gfdl")) ||
	    has_part(c->code, T("gpl")))
		return SHARE_ALIKE;
	return c->flags & ATTRIBUTION_REQUIRED ? BY : ZERO;
}

enum { MOST_TERMS = 3 };
static const struct {
	enum label_id shortly, summary;
	unsigned n_may, n_must, n_must_not;
	enum label_id may[MOST_TERMS], must[MOST_TERMS], must_not[MOST_TERMS];
} words[N_TERMS] = {
	[ZERO] = { LABEL_license_short_zero, LABEL_license_summary_zero, 3, 0, 0,
	    { LABEL_license_permission_share, LABEL_license_permission_adapt, LABEL_license_permission_commercial },
	    { 0 }, { 0 } },
	[BY] = { LABEL_license_short_by, LABEL_license_summary_by, 3, 2, 0,
	    { LABEL_license_permission_share, LABEL_license_permission_adapt, LABEL_license_permission_commercial },
	    { LABEL_license_duty_attribution, LABEL_license_duty_changes }, { 0 } },
	[SHARE_ALIKE] = { LABEL_license_short_sa, LABEL_license_summary_sa, 3, 3, 0,
	    { LABEL_license_permission_share, LABEL_license_permission_adapt, LABEL_license_permission_commercial },
	    { LABEL_license_duty_attribution, LABEL_license_duty_changes, LABEL_license_duty_share_alike }, { 0 } },
	[NON_COMMERCIAL] = { LABEL_license_short_nc, LABEL_license_summary_nc, 2, 2, 1,
	    { LABEL_license_permission_share, LABEL_license_permission_adapt },
	    { LABEL_license_duty_attribution, LABEL_license_duty_changes }, { LABEL_license_prohibition_commercial } },
	[NO_DERIVATIVES] = { LABEL_license_short_nd, LABEL_license_summary_nd, 1, 1, 1,
	    { LABEL_license_permission_share }, { LABEL_license_duty_attribution },
	    { LABEL_license_prohibition_adapt } },
	[OTHER] = { LABEL_license_short_other, LABEL_license_summary_other, 0, 0, 0, { 0 }, { 0 }, { 0 } },
};

struct text
license_name(struct page_writer *w, const struct value *v, struct text *language)
{
	if (language)
		*language = T("");
	return v->concept ? concept_text(w, v->concept, language) : v->text;
}

struct text
license_short(struct page_writer *w, const struct concept *license)
{
	return w->labels->texts[words[terms_of(license)].shortly];
}

/* "Ja. Sie dürfen diese Daten …" */
struct text
license_summary(struct page_writer *w, const struct concept *license)
{
	struct text language, plain = concept_plainly(&w->ui->names, license, &language);

	/* In general, rather than in another language. */
	return plain.n && !language.n ? plain : w->labels->texts[words[terms_of(license)].summary];
}

static struct text
license_url(const struct value *v)
{
	struct text url = v->concept && v->concept->url ? text_of(v->concept->url) : v->concept ? T("") : v->text;

	return text_starts(url, T("http://")) || text_starts(url, T("https://")) ? url : T("");
}

static void
describe(struct page_writer *w, const struct value *v)
{
	enum terms terms = v->concept ? terms_of(v->concept) : OTHER;
	struct template_words *s = SECTION(w->words, LICENSE), *t;
	struct text url = license_url(v);

	SET(s, LICENSE_SHORT, w->labels->texts[words[terms].shortly]);
	SET(s, LICENSE_SUMMARY, v->concept ? license_summary(w, v->concept) : w->labels->texts[words[terms].summary]);
	if (words[terms].n_may) {
		t = SECTION(s, LICENSE_TERMS);
		for (unsigned i = 0; i < words[terms].n_may; i++)
			SET(SECTION(t, LICENSE_PERMISSION), LICENSE_PERMISSION_TEXT, w->labels->texts[words[terms].may[i]]);
		for (unsigned i = 0; i < words[terms].n_must; i++)
			SET(SECTION(t, LICENSE_DUTY), LICENSE_DUTY_TEXT, w->labels->texts[words[terms].must[i]]);
		for (unsigned i = 0; i < words[terms].n_must_not; i++)
			SET(SECTION(t, LICENSE_PROHIBITION), LICENSE_PROHIBITION_TEXT,
			    w->labels->texts[words[terms].must_not[i]]);
	}
	struct text language;
	SET(s, LICENSE_TITLE, license_name(w, v, &language));
	SET_LANGUAGE(s, LICENSE_TITLE, language);
	if (url.n)
		SET(SECTION(s, LICENSE_LINK), LICENSE_URL, url);
	else
		SHOW(s, LICENSE_PLAIN);
}

static void
attribute(struct page_writer *w, const struct value *v, struct text title, struct text attribution)
{
	struct text url = license_url(v), name = license_name(w, v, NULL), here = absolute(w, w->page->path);
	struct text text = url.n ?
	    FILLED(w, attribution_text, { "attribution", attribution }, { "title", title }, { "license", name },
		{ "license_url", url }, { "url", here }) :
	    FILLED(w, attribution_plain, { "attribution", attribution }, { "title", title }, { "license", name },
		{ "url", here });

	SET(SECTION(w->words, ATTRIBUTION), ATTRIBUTION_TEXT, text);
}

void
license_box(struct page_writer *w, const struct value *license, struct text title, struct text attribution,
    const struct resource *publisher)
{
	if (!license) {
		SHOW(w->words, NO_LICENSE);
		return;
	}
	describe(w, license);
	bool is_wanted = attribution.n || (license->concept && license->concept->flags & ATTRIBUTION_REQUIRED);
	if (!attribution.n && publisher)
		attribution = title_of(w, publisher, NULL);
	if (is_wanted && attribution.n)
		attribute(w, license, title, attribution);
}
