#include "core/arena.h"

#include "core/die.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) /* clang; gcc says it by the macro itself */
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

/* Under ASan every allocation is a block of its own, so that it sees each end. */
#ifdef __SANITIZE_ADDRESS__
enum { ARENA_CHUNK = 0, IS_CHUNKED = false };
#else
enum { ARENA_CHUNK = 64 * 1024, IS_CHUNKED = true };
#endif

/* Texts need no alignment: they are taken from the end of the room, everything else from its beginning. */
struct chunk {
	struct chunk *previous;
	size_t from, to; /* what is free */
	size_t size;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct chunk *last;
	size_t total;
};

struct arena *
arena_new(void)
{
	struct arena *a = allocate(sizeof *a);

	*a = (struct arena){ 0 };
	return a;
}

static void
free_chunks(struct chunk *c)
{
	while (c) {
		struct chunk *previous = c->previous;
		free(c);
		c = previous;
	}
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	free_chunks(a->last);
	free(a);
}

void
arena_reset(struct arena *a)
{
	struct chunk *c = a->last;

	if (!c)
		return;
	free_chunks(c->previous);
	c->previous = NULL;
	c->from = 0;
	c->to = c->size;
	a->total = c->size;
	if (!IS_CHUNKED || c->size > 4 * (size_t)ARENA_CHUNK) {
		free(c);
		*a = (struct arena){ 0 };
	}
}

static struct chunk *
new_chunk(struct arena *a, size_t need)
{
	size_t room = need > (size_t)ARENA_CHUNK / 4 ? need : (size_t)ARENA_CHUNK;
	struct chunk *c = allocate(sizeof *c + room);

	c->from = 0;
	c->to = c->size = room;
	a->total += room;
	/* A large block of its own goes behind the current chunk, whose room stays usable. */
	if (room == need && a->last && IS_CHUNKED) {
		c->previous = a->last->previous;
		a->last->previous = c;
	} else {
		c->previous = a->last;
		a->last = c;
	}
	return c;
}

/* With so much room, in one piece. */
static inline struct chunk *
chunk_with(struct arena *a, size_t need)
{
	struct chunk *c = a->last;

	return c && c->to - c->from >= need ? c : new_chunk(a, need);
}

void *
arena_alloc(struct arena *a, size_t size)
{
	size_t need = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);

	if (need < size)
		die("out of memory (%zu bytes)", size);
	struct chunk *c = chunk_with(a, need);
	void *p = c->bytes + c->from;
	c->from += need;
	return memset(p, 0, size);
}

/* For n bytes and a NUL; not zeroed. */
static char *
text_room(struct arena *a, size_t n)
{
	struct chunk *c = chunk_with(a, n + 1);

	c->to -= n + 1;
	return c->bytes + c->to;
}

struct text
arena_text(struct arena *a, struct text t)
{
	char *s = text_room(a, t.n);

	if (t.n)
		memcpy(s, t.s, t.n);
	s[t.n] = '\0';
	return (struct text){ s, t.n };
}

const char *
arena_cstr(struct arena *a, struct text t)
{
	return arena_text(a, t).s;
}

struct text
arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int n = vsnprintf((char[1]){ 0 }, 1, format, args);
	va_end(args);
	if (n < 0)
		die("cannot format a text");
	char *s = text_room(a, (size_t)n);
	va_start(args, format);
	vsnprintf(s, (size_t)n + 1, format, args);
	va_end(args);
	return (struct text){ s, (size_t)n };
}

size_t
arena_size(const struct arena *a)
{
	return a->total;
}

void
memory_give_back(void)
{
	malloc_trim(0);
}
