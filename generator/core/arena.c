#include "core/arena.h"

#include "core/die.h"

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
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

/* Under ASan every allocation is a block of its own, so that it sees each end. */
#ifdef __SANITIZE_ADDRESS__
enum { ARENA_CHUNK = 0, IS_CHUNKED = false };
#else
enum { ARENA_CHUNK = 64 * 1024, IS_CHUNKED = true };
#endif

struct chunk {
	struct chunk *previous;
	size_t used, size;
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
	c->used = 0;
	a->total = c->size;
	if (!IS_CHUNKED || c->size > 4 * (size_t)ARENA_CHUNK) {
		free(c);
		*a = (struct arena){ 0 };
	}
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->last;
	size_t need = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);

	if (need < size)
		die("out of memory (%zu bytes)", size);
	if (!c || c->size - c->used < need) {
		size_t room = need > (size_t)ARENA_CHUNK / 4 ? need : (size_t)ARENA_CHUNK;

		c = allocate(sizeof *c + room);
		c->size = room;
		c->used = 0;
		a->total += room;
		/* A large block of its own goes behind the current chunk, whose room stays usable. */
		if (room == need && a->last && ARENA_CHUNK > 0) {
			c->previous = a->last->previous;
			a->last->previous = c;
		} else {
			c->previous = a->last;
			a->last = c;
		}
	}
	void *p = c->bytes + c->used;
	c->used += need;
	return memset(p, 0, size);
}

struct text
arena_text(struct arena *a, struct text t)
{
	char *s = arena_alloc(a, t.n + 1);

	if (t.n)
		memcpy(s, t.s, t.n);
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
	char *s = arena_alloc(a, (size_t)n + 1);
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
