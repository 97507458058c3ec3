#include "commands/fix.h"

#include "core/die.h"
#include "site/rewrite.h"

#include <stdio.h>
#include <stdlib.h>

static int
by_offset(const void *left, const void *right)
{
	const struct diagnostic *const *a = left, *const *b = right;
	int order = text_compare((*a)->at.source->path, (*b)->at.source->path);

	return order ? order : ((*a)->fix.offset > (*b)->fix.offset) - ((*a)->fix.offset < (*b)->fix.offset);
}

static void
say(struct buf *out, const struct diagnostic *found, enum interface_language language)
{
	static const char *const forms[N_INTERFACE_LANGUAGES] = { "„{1}“ → „{2}“", "“{1}” → “{2}”" };
	struct text words[N_WORDS] = { found->fix.old, found->fix.better };

	buf_printf(out, "%.*s:%u:%u: ", TEXT_ARG(found->at.source->path), (unsigned)found->at.line,
	    (unsigned)found->at.column);
	message_fill(out, forms[language], words);
	buf_printf(out, " [%s]\n", messages[found->id].name);
}

/* The fixes of one file, in the order of their places. */
static size_t
fix_file(struct buf *out, const struct diagnostic **list, size_t n, const char *folder,
    enum interface_language language)
{
	const struct source *source = list[0]->at.source;
	struct buf now = { 0 }, said = { 0 };
	size_t at = 0, n_done = 0;

	for (size_t i = 0; i < n; i++) {
		const struct fix *fix = &list[i]->fix;
		if (fix->offset < at)
			continue; /* two at one place: the next run sees what is left */
		buf_text(&now, text_slice(source->bytes, at, fix->offset));
		buf_text(&now, fix->better);
		at = fix->offset + fix->old.n;
		say(&said, list[i], language);
		n_done++;
	}
	buf_text(&now, text_slice(source->bytes, at, source->bytes.n));
	if (rewrite_file(folder, source->path, source->bytes, buf_view(&now))) {
		buf_text(out, buf_view(&said));
	} else {
		fprintf(stderr, "tabularium: %.*s was changed meanwhile and stays as it is\n", TEXT_ARG(source->path));
		n_done = 0;
	}
	buf_free(&said);
	buf_free(&now);
	return n_done;
}

size_t
fix_all(struct buf *out, const struct diagnostics *d, const char *folder, enum interface_language language)
{
	const struct diagnostic **list = allocate((d->n + 1) * sizeof *list);
	size_t n = 0, n_done = 0;

	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].fix.better.s && d->list[i].at.source && d->list[i].at.source->bytes.s)
			list[n++] = &d->list[i];
	qsort(list, n, sizeof *list, by_offset);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && list[end]->at.source == list[i]->at.source; end++)
			;
		n_done += fix_file(out, list + i, end - i, folder, language);
	}
	free(list);
	return n_done;
}

void
fix_summary(struct buf *out, size_t n, enum interface_language language)
{
	static const char *const few[N_INTERFACE_LANGUAGES][2] = {
		{ "nichts zu ändern", "1 Stelle geändert" },
		{ "nothing to change", "1 place changed" },
	};

	if (n < 2)
		buf_str(out, few[language][n]);
	else
		buf_printf(out, language == GERMAN ? "%zu Stellen geändert" : "%zu places changed", n);
	buf_char(out, '\n');
}
