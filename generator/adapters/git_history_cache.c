/*
 * The index of a history as bytes, for the next run. Numbers are LEB128: 7 bits a byte, the lowest
 * first.
 *
 *	"tabularium history 3\n"
 *	folders       how many; each: length, bytes. The first is the snapshot's in its repository
 *	paths         how many; each: bytes shared with the one before, length of the rest, rest.
 *	              Sorted by bytes
 *	commits       how many; parents before children. Each:
 *	                  id        20 bytes
 *	                  time      2 * seconds, or -2 * seconds - 1 before 1970
 *	                  folder    its number
 *	                  parents   how many; each: how many commits before this one
 *	                  changes   how many; each: 2 * kind + is_present, path, object (20 bytes);
 *	                            CHANGE_EDITED and CHANGE_TAKEN: parent, CHANGE_MOVED: source
 *	check         SHA-256 of all before
 *
 * Who changes what a commit counts as having changed (git_history_compare.c) changes the number
 * in the first line.
 */
#include "adapters/digest.h"
#include "adapters/git_history.h"
#include "adapters/git_history_index.h"
#include "core/die.h"

#include <stdlib.h>
#include <string.h>

#define HEADER "tabularium history 3\n"

enum { LONGEST_PATH = 4096 };

/* --- reading ------------------------------------------------------------------------------- */

struct reading {
	struct text rest;
	bool is_wrong; /* from then on everything read is 0 or empty */
};

static struct text
take_bytes(struct reading *r, uint64_t n)
{
	if (r->is_wrong || n > r->rest.n) {
		r->is_wrong = true;
		return (struct text){ "", 0 };
	}
	struct text bytes = text_slice(r->rest, 0, (size_t)n);
	r->rest = text_slice(r->rest, (size_t)n, r->rest.n);
	return bytes;
}

/* At most `most`. */
static uint64_t
take_number(struct reading *r, uint64_t most)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		struct text byte = take_bytes(r, 1);
		if (r->is_wrong)
			return 0;
		n |= (uint64_t)(byte.s[0] & 0x7f) << shift;
		if ((byte.s[0] & 0x80) == 0) {
			r->is_wrong = n > most;
			return r->is_wrong ? 0 : n;
		}
	}
	r->is_wrong = true;
	return 0;
}

/* How many follow, of which each takes `least` bytes or more. */
static size_t
take_count(struct reading *r, size_t least)
{
	return (size_t)take_number(r, r->rest.n / least);
}

static void
take_folders(struct reading *r, struct index *x)
{
	for (size_t n = take_count(r, 1); n && !r->is_wrong; n--) {
		struct text folder = take_bytes(r, take_number(r, LONGEST_PATH));
		index_add_folder(x, folder);
	}
}

static void
take_paths(struct reading *r, struct index *x)
{
	char path[LONGEST_PATH];
	size_t length = 0, n = take_count(r, 2);

	for (size_t i = 0; i < n && !r->is_wrong; i++) {
		size_t shared = (size_t)take_number(r, length);
		struct text rest = take_bytes(r, take_number(r, LONGEST_PATH - shared));
		memcpy(path + shared, rest.s, rest.n);
		length = shared + rest.n;
		/* One that stands here twice would give later ones a wrong number. */
		if (index_path(x, (struct text){ path, length }) != i)
			r->is_wrong = true;
	}
}

static void
take_change(struct reading *r, struct index *x, uint32_t commit, uint32_t n_parents)
{
	uint64_t kind = take_number(r, 2 * N_CHANGE_KINDS - 1);
	struct change change = {
		.commit = commit, .kind = (uint8_t)(kind / 2), .is_present = kind % 2
	};

	if (x->n_paths == 0)
		r->is_wrong = true;
	change.path = (uint32_t)take_number(r, x->n_paths - 1);
	struct text object = take_bytes(r, GIT_OID_RAWSZ);
	memcpy(change.object, object.s, object.n);
	if (change.kind == CHANGE_MOVED)
		change.source = (uint32_t)take_number(r, x->n_paths - 1);
	if (change.kind == CHANGE_EDITED || change.kind == CHANGE_TAKEN)
		change.parent = (uint8_t)take_number(r, HISTORY_MAX_PARENTS);
	if ((change.kind == CHANGE_EDITED || change.kind == CHANGE_TAKEN ||
		change.kind == CHANGE_MOVED) &&
	    change.parent >= n_parents)
		r->is_wrong = true;
	if (!r->is_wrong)
		*index_add_change(x) = change;
}

static void
take_commit(struct reading *r, struct index *x)
{
	uint32_t number = (uint32_t)x->n_commits;
	struct text id = take_bytes(r, GIT_OID_RAWSZ);
	uint64_t time = take_number(r, UINT64_MAX);
	uint64_t folder = take_number(r, x->n_folders - 1);
	uint64_t n_parents = take_number(r, HISTORY_MAX_PARENTS);

	if (r->is_wrong || index_commit(x, (const unsigned char *)id.s) != number) {
		r->is_wrong = true;
		return;
	}
	struct indexed_commit *c = &x->commits[number];
	c->folder = (uint32_t)folder;
	c->time = time % 2 ? -(int64_t)(time / 2) - 1 : (int64_t)(time / 2);
	for (; n_parents && !r->is_wrong; n_parents--) {
		uint64_t before = take_number(r, number);
		if (before == 0) /* a commit is not its own parent */
			r->is_wrong = true;
		index_add_parent(x, c, number - (uint32_t)before);
	}
	c->changes = (uint32_t)x->n_changes;
	size_t n_changes = take_count(r, 2 + GIT_OID_RAWSZ);
	for (; n_changes && !r->is_wrong; n_changes--)
		take_change(r, x, number, c->n_parents);
	c->n_changes = (uint32_t)x->n_changes - c->changes;
	c->is_indexed = true;
	if (x->n_changes > HISTORY_MAX_CHANGES)
		r->is_wrong = true;
}

bool
index_decode(struct index *x, struct text bytes, struct text folder)
{
	struct reading r = { bytes };

	if (!text_starts(bytes, T(HEADER)) || bytes.n < sizeof HEADER + DIGEST_SIZE)
		return false;
	r.rest.n -= DIGEST_SIZE;
	struct digest digest = digest_of(r.rest);
	if (memcmp(digest.bytes, bytes.s + r.rest.n, DIGEST_SIZE) != 0)
		return false;
	take_bytes(&r, sizeof HEADER - 1);
	take_folders(&r, x);
	if (r.is_wrong || x->n_folders == 0 || !text_equal(x->folders[0], folder))
		return false;
	take_paths(&r, x);
	size_t n = take_count(&r, GIT_OID_RAWSZ + 4);
	if (n > HISTORY_MAX_COMMITS)
		r.is_wrong = true;
	for (; n && !r.is_wrong; n--)
		take_commit(&r, x);
	return !r.is_wrong && r.rest.n == 0;
}

/* --- writing ------------------------------------------------------------------------------- */

static void
put_number(struct buf *out, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_char(out, (char)(n | 0x80));
	buf_char(out, (char)n);
}

static int
by_path(const void *left, const void *right)
{
	const struct text *const *a = left, *const *b = right;

	return text_compare(**a, **b);
}

/* Numbers the paths that the commits name in the order of their bytes. */
static uint32_t *
put_paths(const struct index *x, const uint32_t *order, size_t n, struct buf *out)
{
	const struct text **used = allocate((x->n_paths + 1) * sizeof *used);
	uint32_t *numbers = allocate((x->n_paths + 1) * sizeof *numbers);
	bool *is_used = allocate(x->n_paths + 1);
	struct text previous = { 0 };
	size_t n_used = 0;

	/* A source is named by the commit that moved it away, too. */
	memset(is_used, 0, x->n_paths + 1);
	for (size_t i = 0; i < n; i++) {
		const struct indexed_commit *c = &x->commits[order[i]];
		for (uint32_t k = 0; k < c->n_changes; k++)
			is_used[x->changes[c->changes + k].path] = true;
	}
	for (size_t i = 0; i < x->n_paths; i++)
		if (is_used[i])
			used[n_used++] = &x->paths[i];
	qsort(used, n_used, sizeof *used, by_path);
	put_number(out, n_used);
	for (size_t i = 0; i < n_used; i++) {
		struct text path = *used[i];
		size_t shared = 0;
		while (
		    shared < path.n && shared < previous.n && path.s[shared] == previous.s[shared])
			shared++;
		put_number(out, shared);
		put_number(out, path.n - shared);
		buf_text(out, text_slice(path, shared, path.n));
		numbers[used[i] - x->paths] = (uint32_t)i;
		previous = path;
	}
	free(is_used);
	free(used);
	return numbers;
}

static void
put_change(const struct change *change, const uint32_t *numbers, struct buf *out)
{
	put_number(out, 2u * change->kind + change->is_present);
	put_number(out, numbers[change->path]);
	buf_bytes(out, change->object, sizeof change->object);
	if (change->kind == CHANGE_MOVED)
		put_number(out, numbers[change->source]);
	if (change->kind == CHANGE_EDITED || change->kind == CHANGE_TAKEN)
		put_number(out, change->parent);
}

void
index_encode(const struct index *x, const uint32_t *order, size_t n, struct buf *out)
{
	size_t start = out->n;

	buf_text(out, T(HEADER));
	put_number(out, x->n_folders);
	for (size_t i = 0; i < x->n_folders; i++) {
		put_number(out, x->folders[i].n);
		buf_text(out, x->folders[i]);
	}
	uint32_t *numbers = put_paths(x, order, n, out);
	uint32_t *positions = allocate((x->n_commits + 1) * sizeof *positions);
	put_number(out, n);
	for (size_t i = 0; i < n; i++) {
		const struct indexed_commit *c = &x->commits[order[i]];
		positions[order[i]] = (uint32_t)i;
		buf_text(out, c->id);
		put_number(
		    out, c->time < 0 ? (uint64_t)(-(c->time + 1)) * 2 + 1 : (uint64_t)c->time * 2);
		put_number(out, c->folder);
		put_number(out, c->n_parents);
		for (uint32_t k = 0; k < c->n_parents; k++)
			put_number(out, i - positions[x->parents[c->parents + k]]);
		put_number(out, c->n_changes);
		for (uint32_t k = 0; k < c->n_changes; k++)
			put_change(&x->changes[c->changes + k], numbers, out);
	}
	free(positions);
	free(numbers);
	struct digest digest = digest_of(text_slice(buf_view(out), start, out->n));
	buf_bytes(out, digest.bytes, sizeof digest.bytes);
}
