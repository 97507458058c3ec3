/*
 * How good is it: what the rules of quality/ say of a dataset, in the words of the page.
 */
#include "pages/portal.h"

static bool
has_named_columns(void *context, const struct resource *dataset)
{
	struct page_writer *w = context;
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++) {
		const struct hosted_file *hosted = v->resource ? hosted_file(w, v->resource) : NULL;
		if (hosted && hosted_profile(w, hosted, resource_concept(v->resource, DISTRIBUTION_format)))
			return true;
	}
	return false;
}

static const enum label_id labels[N_QUALITY_REASONS] = {
#define REASON(key, ...) [REASON_##key] = LABEL_quality_##key,
#include "quality/quality.def"
};

/* "{formats}" is in the labels of those rules that speak of formats. */
static struct text
reason_in_words(struct page_writer *w, const struct quality *q, enum quality_reason reason)
{
	for (size_t i = 0; i < q->n_formats; i++) {
		buf_str(&w->buf, i ? ", " : "");
		buf_text(&w->buf, concept_text(w, q->formats[i], NULL));
	}
	struct text formats = taken(w);
	if (reason == REASON_open_format)
		return FILLED(w, quality_open_format, { "formats", formats });
	if (reason == REASON_own_format)
		return FILLED(w, quality_own_format, { "formats", formats });
	return w->labels->texts[labels[reason]];
}

void
quality(struct page_writer *w, const struct resource *dataset, enum freshness freshness)
{
	static const char *const names[N_VERDICTS] = { [GOOD] = "good", [PARTLY] = "partly", [BAD] = "bad" };
	struct quality q = quality_of(&(struct quality_asking){ dataset, freshness, has_named_columns, w });
	struct template_words *list = SECTION(w->words, QUALITY);

	for (size_t i = 0; i < N_QUALITY_RULES; i++) {
		enum quality_reason reason = q.reasons[i];
		if (reason == REASON_none)
			continue;
		struct template_words *s = SECTION(list, QUALITY_RULE);
		SET(s, QUALITY_VERDICT, text_of(names[quality_reasons[reason].verdict]));
		SET(s, QUALITY_REASON, reason_in_words(w, &q, reason));
	}
}
