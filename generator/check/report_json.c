/*
 * Findings as JSON: our own form, SARIF 2.1.0 (OASIS, 27 March 2020; § numbers are its sections) and
 * GitLab's code quality report.
 */
#include "adapters/digest.h"
#include "check/report_words.h"
#include "core/json.h"
#include "core/table.h"

/* --- our own ----------------------------------------------------------------------------------- */

static void
pair_buf(struct json *j, const char *key, struct buf *value)
{
	json_pair(j, key, buf_view(value));
	value->n = 0;
}

static void
pair_number(struct json *j, const char *key, uint64_t number)
{
	json_key(j, text_of(key));
	json_unsigned(j, number);
}

static void
write_fix(struct json *j, const struct fix *fix)
{
	json_key(j, T("fix"));
	json_open(j, '{');
	pair_number(j, "offset", fix->offset);
	pair_number(j, "length", fix->old.n);
	json_key(j, T("text"));
	json_text_value(j, fix->better);
	json_close(j, '}');
}

void
report_json(struct buf *out, const struct diagnostics *d, const struct report_options *o)
{
	struct json j = { .out = out, .is_indented = true };
	struct buf word = { 0 };

	json_open(&j, '{');
	pair_number(&j, "errors", d->n_errors);
	pair_number(&j, "warnings", d->n - d->n_errors);
	json_key(&j, T("findings"));
	json_open(&j, '[');
	for (size_t i = 0; i < d->n; i++) {
		const struct diagnostic *found = &d->list[i];
		json_open(&j, '{');
		json_pair(&j, "id", text_of(messages[found->id].name));
		json_pair(&j, "severity", text_of(severity_words[found->severity][ENGLISH]));
		if (found->at.source) {
			report_path(&word, found, o);
			pair_buf(&j, "path", &word);
		}
		if (found->at.line)
			pair_number(&j, "line", found->at.line);
		if (found->at.line && found->at.column)
			pair_number(&j, "column", found->at.column);
		report_sentence(&word, found, o->language);
		pair_buf(&j, "message", &word);
		report_hint(&word, found, o->language);
		pair_buf(&j, "hint", &word);
		if (found->fix.better.s)
			write_fix(&j, &found->fix);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	buf_char(out, '\n');
	buf_free(&word);
}

/* --- what tells a finding from another when lines have moved ---------------------------------------- */

/* Of path, message and words; the same finding said twice is counted. */
static void
write_fingerprint(struct buf *out, const struct diagnostic *found, struct table *seen, struct arena *a)
{
	struct buf all = { 0 };
	struct text path = found->at.source ? found->at.source->path : T("");

	buf_printf(&all, "%.*s\n%s", TEXT_ARG(path), messages[found->id].name);
	for (size_t i = 0; i < N_WORDS; i++)
		buf_printf(&all, "\n%.*s", TEXT_ARG(found->words[i]));
	struct text key = arena_text(a, buf_view(&all));
	uintptr_t n = (uintptr_t)table_get(seen, key) + 1;
	table_set(seen, key, (void *)n);
	if (n > 1)
		buf_printf(&all, "\n%zu", (size_t)n);
	struct digest digest = digest_of(buf_view(&all));
	digest_write(out, &digest);
	buf_free(&all);
}

/* --- SARIF ------------------------------------------------------------------------------------------ */

/* A relative URI (RFC 3986): what may not stand in one is percent-encoded. */
static void
write_uri(struct buf *out, struct text path)
{
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.s[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~/", c)))
			buf_char(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

static const char *
level(enum severity severity)
{
	return severity == SEVERITY_ERROR ? "error" : "warning";
}

static void
text_object(struct json *j, const char *key, struct text value)
{
	json_key(j, text_of(key));
	json_open(j, '{');
	json_pair(j, "text", value);
	json_close(j, '}');
}

static void
filled_object(struct json *j, const char *key, const char *format)
{
	static const struct text blanks[N_WORDS] = { { "…", 3 }, { "…", 3 }, { "…", 3 }, { "…", 3 } };
	struct buf filled = { 0 };

	message_fill(&filled, format, blanks);
	text_object(j, key, buf_view(&filled));
	buf_free(&filled);
}

/* §3.19.23: the rules that results refer to, in the order of the table of messages. */
static void
write_rules(struct json *j, const bool *is_used, const struct report_options *o)
{
	json_key(j, T("rules"));
	json_open(j, '[');
	for (size_t i = 0; i < N_MESSAGES; i++) {
		const struct message *m = &messages[i];
		if (!is_used[i])
			continue;
		json_open(j, '{');
		json_pair(j, "id", text_of(m->name));
		filled_object(j, "shortDescription", m->sentence[o->language]);
		text_object(j, "fullDescription", text_of(m->explanation[o->language]));
		if (m->hint[o->language])
			filled_object(j, "help", m->hint[o->language]);
		json_key(j, T("defaultConfiguration"));
		json_open(j, '{');
		json_pair(j, "level", text_of(level(m->severity)));
		json_close(j, '}');
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
artifact_location(struct json *j, const struct diagnostic *found, const struct report_options *o)
{
	struct buf path = { 0 }, uri = { 0 };

	report_path(&path, found, o);
	write_uri(&uri, buf_view(&path));
	json_key(j, T("artifactLocation"));
	json_open(j, '{');
	json_pair(j, "uri", buf_view(&uri));
	json_close(j, '}');
	buf_free(&uri);
	buf_free(&path);
}

/* §3.27.12, §3.30: columns count code points, as run.columnKind says. */
static void
write_location(struct json *j, const struct diagnostic *found, const struct report_options *o)
{
	json_key(j, T("locations"));
	json_open(j, '[');
	json_open(j, '{');
	json_key(j, T("physicalLocation"));
	json_open(j, '{');
	artifact_location(j, found, o);
	if (found->at.line) {
		json_key(j, T("region"));
		json_open(j, '{');
		pair_number(j, "startLine", found->at.line);
		if (found->at.column)
			pair_number(j, "startColumn", found->at.column);
		json_close(j, '}');
	}
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, ']');
}

/* §3.55 */
static void
write_replacement(struct json *j, const struct diagnostic *found, const struct report_options *o)
{
	const struct fix *fix = &found->fix;

	json_key(j, T("fixes"));
	json_open(j, '[');
	json_open(j, '{');
	json_key(j, T("artifactChanges"));
	json_open(j, '[');
	json_open(j, '{');
	artifact_location(j, found, o);
	json_key(j, T("replacements"));
	json_open(j, '[');
	json_open(j, '{');
	json_key(j, T("deletedRegion"));
	json_open(j, '{');
	pair_number(j, "byteOffset", fix->offset);
	pair_number(j, "byteLength", fix->old.n);
	json_close(j, '}');
	text_object(j, "insertedContent", fix->better);
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
}

static void
write_result(struct json *j, const struct diagnostic *found, size_t rule, struct table *seen, struct arena *a,
    const struct report_options *o)
{
	struct buf word = { 0 };

	json_open(j, '{');
	json_pair(j, "ruleId", text_of(messages[found->id].name));
	pair_number(j, "ruleIndex", rule);
	json_pair(j, "level", text_of(level(found->severity)));
	report_sentence(&word, found, o->language);
	struct buf hint = { 0 };
	if (report_hint(&hint, found, o->language))
		buf_printf(&word, "\n%.*s", TEXT_ARG(buf_view(&hint)));
	text_object(j, "message", buf_view(&word));
	buf_free(&hint);
	write_location(j, found, o);
	word.n = 0;
	write_fingerprint(&word, found, seen, a);
	json_key(j, T("partialFingerprints"));
	json_open(j, '{');
	json_pair(j, "finding/v1", buf_view(&word));
	json_close(j, '}');
	if (found->fix.better.n)
		write_replacement(j, found, o);
	json_close(j, '}');
	buf_free(&word);
}

void
report_sarif(struct buf *out, const struct diagnostics *d, const struct report_options *o)
{
	struct json j = { .out = out, .is_indented = true };
	struct arena *a = arena_new();
	struct table seen = { 0 };
	bool is_used[N_MESSAGES] = { 0 };
	size_t rules[N_MESSAGES], n_rules = 0;

	for (size_t i = 0; i < d->n; i++)
		is_used[d->list[i].id] = true;
	for (size_t i = 0; i < N_MESSAGES; i++)
		rules[i] = is_used[i] ? n_rules++ : 0;
	json_open(&j, '{');
	json_pair(&j, "$schema", T("https://json.schemastore.org/sarif-2.1.0.json"));
	json_pair(&j, "version", T("2.1.0"));
	json_key(&j, T("runs"));
	json_open(&j, '[');
	json_open(&j, '{');
	json_key(&j, T("tool"));
	json_open(&j, '{');
	json_key(&j, T("driver"));
	json_open(&j, '{');
	json_pair(&j, "name", T("tabularium"));
	json_pair(&j, "version", T(VERSION));
	json_pair(&j, "language", o->language == GERMAN ? T("de") : T("en"));
	write_rules(&j, is_used, o);
	json_close(&j, '}');
	json_close(&j, '}');
	json_pair(&j, "columnKind", T("unicodeCodePoints"));
	json_key(&j, T("results"));
	json_open(&j, '[');
	for (size_t i = 0; i < d->n; i++)
		write_result(&j, &d->list[i], rules[d->list[i].id], &seen, a, o);
	json_close(&j, ']');
	json_close(&j, '}');
	json_close(&j, ']');
	json_close(&j, '}');
	buf_char(out, '\n');
	table_free(&seen);
	arena_free(a);
}

/* --- GitLab ------------------------------------------------------------------------------------------ */

/* docs.gitlab.com, "Code Quality", custom tools: description, check_name, fingerprint, severity,
 * location.path, location.lines.begin. */
void
report_gitlab(struct buf *out, const struct diagnostics *d, const struct report_options *o)
{
	struct json j = { .out = out, .is_indented = true };
	struct arena *a = arena_new();
	struct table seen = { 0 };
	struct buf word = { 0 };

	json_open(&j, '[');
	for (size_t i = 0; i < d->n; i++) {
		const struct diagnostic *found = &d->list[i];
		json_open(&j, '{');
		report_sentence(&word, found, o->language);
		struct buf hint = { 0 };
		if (report_hint(&hint, found, o->language))
			buf_printf(&word, " – %.*s", TEXT_ARG(buf_view(&hint)));
		buf_free(&hint);
		pair_buf(&j, "description", &word);
		json_pair(&j, "check_name", text_of(messages[found->id].name));
		write_fingerprint(&word, found, &seen, a);
		pair_buf(&j, "fingerprint", &word);
		json_pair(&j, "severity", found->severity == SEVERITY_ERROR ? T("major") : T("minor"));
		json_key(&j, T("location"));
		json_open(&j, '{');
		report_path(&word, found, o);
		pair_buf(&j, "path", &word);
		json_key(&j, T("lines"));
		json_open(&j, '{');
		pair_number(&j, "begin", found->at.line ? found->at.line : 1);
		json_close(&j, '}');
		json_close(&j, '}');
		json_close(&j, '}');
	}
	json_close(&j, ']');
	buf_char(out, '\n');
	buf_free(&word);
	table_free(&seen);
	arena_free(a);
}
