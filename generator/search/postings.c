/*
 * Dictionary and postings.
 *
 *	t<n>  varint: the shard of postings that holds the first term’s list, varint: its place there; each term:
 *	          byte: how many bytes it shares with the term before; byte: how many follow; these
 *	          byte: of the word to show: how many bytes of the term it begins with; 255: none to show
 *	          (none:) nothing; else varint 2 × bytes that follow + 1 for a capital; these
 *	          varint: documents
 *	          varint 2 × bytes of its list + 1 when the list begins the next shard of postings
 *	p<n>  lists one behind the other; each:
 *	          for each impact, the greatest first: varint impact, varint 2 × documents + 1 for a bitmap;
 *	          documents as varints, each less the one before; or a bitmap: varint bytes, these
 *
 * The impact is what a term says of a document: its weight there times its rarity. The script adds up
 * the impacts of a question's words, and multiplies by no floating point.
 */
#include "search/index.h"

#include <math.h>
#include <string.h>

const unsigned level_weights[N_LEVELS] = { 1, 2, 3, 5, 7, 10, 14, 18, 22, 28 };

void
put_varint(struct buf *out, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_char(out, (char)(n | 0x80));
	buf_char(out, (char)n);
}

static unsigned
rarity(const struct index *x, size_t n)
{
	return (unsigned)lround(6 * log(1 + (double)x->n / (double)n));
}

static void
encode_group(struct buf *out, const struct index *x, const struct posting_list *l, unsigned level, unsigned impact,
    struct buf *scratch)
{
	size_t n = 0, n_bytes = (x->n + 7) / 8;
	uint32_t last = 0;

	scratch->n = 0;
	for (size_t i = 0; i < l->n; i++) {
		uint32_t document = l->list[i] >> LEVEL_BITS;

		if ((l->list[i] & ((1u << LEVEL_BITS) - 1)) != level)
			continue;
		put_varint(scratch, document - last);
		last = document;
		n++;
	}
	put_varint(out, impact);
	put_varint(out, n << 1 | (scratch->n > n_bytes));
	if (scratch->n <= n_bytes) {
		buf_text(out, buf_view(scratch));
		return;
	}
	put_varint(out, n_bytes);
	buf_reserve(out, n_bytes);
	char *bits = out->s + out->n;
	memset(bits, 0, n_bytes);
	for (size_t i = 0; i < l->n; i++) {
		uint32_t document = l->list[i] >> LEVEL_BITS;
		if ((l->list[i] & ((1u << LEVEL_BITS) - 1)) == level)
			bits[document / 8] = (char)(bits[document / 8] | 1 << document % 8);
	}
	out->n += n_bytes;
}

static void
encode_list(struct buf *out, const struct index *x, const struct posting_list *l, struct buf *scratch)
{
	unsigned levels = 0, rare = rarity(x, l->n);

	for (size_t i = 0; i < l->n; i++)
		levels |= 1u << (l->list[i] & ((1u << LEVEL_BITS) - 1));
	for (unsigned level = N_LEVELS; level-- > 0;)
		if (levels & 1u << level) {
			unsigned impact = rare * level_weights[level] / 4;
			encode_group(out, x, l, level, impact ? impact : 1, scratch);
		}
}

static size_t
shared(struct text a, struct text b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.s[n] == b.s[n])
		n++;
	return n;
}

/* The word to show begins as the term does, maybe with a capital: "baumkatast" → "Baumkataster". */
static void
encode_display(struct buf *out, struct text term, struct text display)
{
	char small[2 * WORD_MAX];
	size_t same;

	if (!display.n || display.n > WORD_MAX) {
		buf_char(out, (char)255);
		return;
	}
	bool is_capital = display.s[0] >= 'A' && display.s[0] <= 'Z';
	memcpy(small, display.s, display.n);
	if (is_capital)
		small[0] = (char)(small[0] - 'A' + 'a');
	same = shared(term, (struct text){ small, display.n });
	if (!same) /* nothing in common: "Äpfel" → as it is */
		is_capital = false;
	buf_char(out, (char)same);
	put_varint(out, (display.n - same) << 1 | is_capital);
	buf_text(out, text_slice(display, same, display.n));
}

/* No more of a term than tells it from the one before; whole letters. */
static struct text
separator(struct arena *a, struct text before, struct text term)
{
	size_t n = shared(before, term) + 1;

	while (n < term.n && ((unsigned char)term.s[n] & 0xc0) == 0x80)
		n++;
	return arena_text(a, text_slice(term, 0, n < term.n ? n : term.n));
}

static struct buf *
add_shard(struct arena *a, struct buf **list, size_t *n, size_t *capacity)
{
	if (*n == *capacity) {
		struct buf *more = arena_array(a, struct buf, *capacity ? 2 * *capacity : 64);

		if (*n)
			memcpy(more, *list, *n * sizeof **list);
		*list = more;
		*capacity = *capacity ? 2 * *capacity : 64;
	}
	return &(*list)[(*n)++];
}

void
postings_encode(struct index *x, const struct posting_list *lists, size_t n)
{
	struct buf list = { 0 }, scratch = { 0 }, *terms = NULL, *postings = NULL;
	size_t terms_capacity = 0, postings_capacity = 0;
	struct text *first = arena_array(x->arena, struct text, n + 1), *first_list = arena_array(x->arena, struct text, n + 1);
	struct text last = { 0 }, before = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct posting_list *l = &lists[i];
		bool is_first = !terms || terms->n >= SHARD_SIZE, is_next = false;

		list.n = 0;
		encode_list(&list, x, l, &scratch);
		if (!postings || (postings->n && postings->n + list.n > SHARD_SIZE)) {
			postings = add_shard(x->arena, &x->postings, &x->n_postings, &postings_capacity);
			first_list[x->n_postings - 1] = separator(x->arena, before, l->term);
			is_next = true;
		}
		buf_text(postings, buf_view(&list));
		if (is_first) {
			terms = add_shard(x->arena, &x->dictionary, &x->n_dictionary, &terms_capacity);
			first[x->n_dictionary - 1] = separator(x->arena, before, l->term);
			put_varint(terms, x->n_postings - 1);
			/* where the list begins in its shard */
			put_varint(terms, postings->n - list.n);
			last = T("");
			is_next = false;
		}
		size_t same = shared(last, l->term);
		buf_char(terms, (char)same);
		buf_char(terms, (char)(l->term.n - same));
		buf_text(terms, text_slice(l->term, same, l->term.n));
		encode_display(terms, l->term, l->display);
		put_varint(terms, l->n);
		put_varint(terms, list.n << 1 | is_next);
		last = before = l->term;
	}
	x->first_terms = first;
	x->first_lists = first_list;
	buf_free(&list);
	buf_free(&scratch);
}
