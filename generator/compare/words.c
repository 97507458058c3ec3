#include "compare/words.h"

#include "core/die.h"

#include <stdlib.h>

enum { MOST_CELLS = 4 << 20 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static size_t
split(struct arena *a, struct text t, struct text **words)
{
	size_t n = 0, capacity = 1;

	while (t.n && is_blank(t.s[0]))
		t = text_slice(t, 1, t.n);
	for (size_t i = 1; i < t.n; i++)
		capacity += is_blank(t.s[i - 1]) && !is_blank(t.s[i]);
	*words = arena_array(a, struct text, capacity);
	for (size_t at = 0, end; at < t.n; at = end) {
		for (end = at; end < t.n && !is_blank(t.s[end]); end++)
			;
		while (end < t.n && is_blank(t.s[end]))
			end++;
		(*words)[n++] = text_slice(t, at, end);
	}
	return n;
}

/* Blanks do not make a word another one. */
static bool
is_same(struct text a, struct text b)
{
	return text_equal(text_trim(a), text_trim(b));
}

/* A word more; it joins the piece before when that is of its kind and they stand together. */
static void
add(struct pieces *p, enum piece_kind kind, struct text word)
{
	struct piece *last = p->n ? &p->list[p->n - 1] : NULL;

	if (last && last->kind == kind && last->text.s + last->text.n == word.s)
		last->text.n += word.n;
	else
		p->list[p->n++] = (struct piece){ kind, word };
}

struct sides {
	const struct text *before, *after;
	size_t n_before, n_after;
};

/* longest[i][k]: the most words that before[i…] and after[k…] share in this order. */
static void
add_shortest(struct pieces *p, const struct sides *s)
{
	size_t width = s->n_after + 1;
	uint32_t *longest = allocate((s->n_before + 1) * width * sizeof *longest);
	size_t i, k;

	memset(longest, 0, (s->n_before + 1) * width * sizeof *longest);
	for (i = s->n_before; i--;)
		for (k = s->n_after; k--;) {
			uint32_t down = longest[(i + 1) * width + k], right = longest[i * width + k + 1];
			longest[i * width + k] = is_same(s->before[i], s->after[k]) ? longest[(i + 1) * width + k + 1] + 1 :
				down > right ? down : right;
		}
	for (i = k = 0; i < s->n_before || k < s->n_after;) {
		if (i < s->n_before && k < s->n_after && is_same(s->before[i], s->after[k])) {
			add(p, PIECE_SAME, s->after[k++]);
			i++;
		} else if (k == s->n_after ||
			   (i < s->n_before && longest[(i + 1) * width + k] >= longest[i * width + k + 1])) {
			add(p, PIECE_REMOVED, s->before[i++]);
		} else {
			add(p, PIECE_ADDED, s->after[k++]);
		}
	}
	free(longest);
}

static void
add_replaced(struct pieces *p, const struct sides *s)
{
	for (size_t i = 0; i < s->n_before; i++)
		add(p, PIECE_REMOVED, s->before[i]);
	for (size_t i = 0; i < s->n_after; i++)
		add(p, PIECE_ADDED, s->after[i]);
}

struct pieces
compare_words(struct arena *a, struct text before, struct text after)
{
	struct text *old, *new;
	size_t n_old = split(a, before, &old), n_new = split(a, after, &new), first = 0, last = 0;
	struct pieces p = { arena_array(a, struct piece, n_old + n_new), 0 };

	while (first < n_old && first < n_new && is_same(old[first], new[first]))
		add(&p, PIECE_SAME, new[first++]);
	while (last < n_old - first && last < n_new - first && is_same(old[n_old - 1 - last], new[n_new - 1 - last]))
		last++;
	struct sides between = { old + first, new + first, n_old - first - last, n_new - first - last };
	if ((between.n_before + 1) * (between.n_after + 1) <= MOST_CELLS)
		add_shortest(&p, &between);
	else
		add_replaced(&p, &between);
	for (size_t i = n_new - last; i < n_new; i++)
		add(&p, PIECE_SAME, new[i]);
	return p;
}
