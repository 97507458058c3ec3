#include "changes/commit.h"

/* The words that may be shown, with one blank between them. */
static struct text
shown(struct arena *a, struct text t, bool with_addresses)
{
	struct buf out = { 0 };

	for (struct text word; utf8_is_valid(t) && text_next(&t, ' ', &word);) {
		bool is_address = text_find_char(word, '@') < word.n;
		if (!word.n || (is_address && !with_addresses))
			continue;
		if (out.n)
			buf_char(&out, ' ');
		for (size_t i = 0; i < word.n; i++)
			buf_char(&out, (unsigned char)word.s[i] < ' ' ? ' ' : word.s[i]);
	}
	struct text kept = arena_text(a, buf_view(&out));
	buf_free(&out);
	return kept;
}

/* "author Ada <ada@example.org> 1700000000 +0100" */
static void
read_author(struct arena *a, struct text line, unsigned asked, struct commit_details *d)
{
	size_t from = text_find_char(line, '<'), to = text_find_char(line, '>');
	bool with_addresses = asked & 1u << DETAIL_EMAILS;

	if (asked & 1u << DETAIL_NAMES)
		d->name = shown(a, text_trim(text_slice(line, 0, from)), with_addresses);
	if (with_addresses && from < to)
		d->email = shown(a, text_trim(text_slice(line, from + 1, to)), true);
}

struct commit_details
commit_details_read(struct arena *a, struct text bytes, unsigned asked)
{
	struct commit_details d = { 0 };
	struct text line;

	while (text_next(&bytes, '\n', &line) && line.n)
		if (text_starts(line, T("author ")))
			read_author(a, text_slice(line, sizeof "author " - 1, line.n), asked, &d);
	while (asked & 1u << DETAIL_MESSAGES && !d.message.n && text_next(&bytes, '\n', &line))
		d.message = shown(a, text_trim(line), asked & 1u << DETAIL_EMAILS);
	return d;
}
